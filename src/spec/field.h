/* The schema of a field, and the checks of a list of fields that refer to one another. */
#ifndef SPEC_FIELD_H
#define SPEC_FIELD_H

#include "spec/item.h"
#include "spec/walker.h"

extern const struct schema field_schema;

/* Keys given twice, conditions, and what is computed from what. Inlined fields were checked with their block.
 */
void fields_check(struct walk *walk, const struct spec_field *fields, size_t count);

/* Finds a code list of the set; adds a fault and gives NULL where there is none. */
const struct spec_codes *walk_codes(struct walk *walk, const struct spec_node *node, const char *list);

/* The faults of a field's code list and of its fixed codes; a region has its list from here. */
void field_codes_finish(struct walk *walk, const struct spec_node *node, struct spec_field *field);

/* Adds a fault where the code is not in the list of the set. */
void walk_check_code(struct walk *walk, const struct spec_node *node, const char *list, const char *code);

#endif
