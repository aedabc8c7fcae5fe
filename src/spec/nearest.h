/* "Did you mean": the known name that is nearest to a misspelt one. */
#ifndef SPEC_NEAREST_H
#define SPEC_NEAREST_H

#include <stddef.h>

/* The one of known that takes the fewest single-letter changes, insertions, deletions and swaps of
 * neighbours, if they are few for its length; else NULL. */
const char *nearest(const char *name, const char *const *known, size_t count);

#endif
