/* Structured conditions: reading and writing them, and checking what they refer to. */
#ifndef SPEC_CONDITION_H
#define SPEC_CONDITION_H

#include "spec/item.h"
#include "spec/walker.h"

/* For a struct spec_condition. */
extern const struct schema_type schema_condition;

/* Adds a fault for each field of the condition that is not among the fields, and for each value that its code
 * list does not have: such a test can never hold. Fields from index `before` on count as not there yet:
 * owner, the key of the field that bears the condition, is named in that fault. */
void condition_check(struct walk *walk, const struct spec_condition *condition,
                     const struct spec_field *fields, size_t count, size_t before, const char *owner);

/* The index of the field with the key, or count. */
size_t field_index(const struct spec_field *fields, size_t count, const char *key);

#endif
