/* The pause before something is tried again: doubling, and never the same for two workstations. */
#ifndef STORE_PAUSE_H
#define STORE_PAUSE_H

#include <stdint.h>

enum { PAUSE_FIRST = 300 }; /* ms */

/* Milliseconds before the next try, after so many failures in a row: PAUSE_FIRST, doubled for each failure,
 * at the most longest; times a random factor of 0.5 to 1.5. */
int64_t pause_length(int failures, int64_t longest);

#endif
