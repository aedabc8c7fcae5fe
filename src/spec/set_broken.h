/* The set's memory of what exists but had faults, so that whoever refers to it is not blamed as well. */
#ifndef SPEC_SET_BROKEN_H
#define SPEC_SET_BROKEN_H

#include "spec/set.h"

/* what: "codes", "letter", "block" or "item". */
bool set_is_broken(const struct spec_set *set, const char *what, const char *name);
void set_break(struct spec_set *set, const char *what, const char *name);

#endif
