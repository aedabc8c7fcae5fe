/* Definitions and calendar on their way into the database; for `forms load` and the demonstration hall. */
#ifndef ADMIN_LOAD_H
#define ADMIN_LOAD_H

#include <stdbool.h>

#include "model/calendar.h"
#include "spec/set.h"
#include "store/direct.h"

/* What became of an item of a region: new, changed or gone. */
struct load_overlay {
    int region;
    char *item;
    char *outcome; /* "new", "changed", "gone" */
};

/* How many code lists, letters and items of the standard were new, changed, or the same as what the database
 * has; which overlays are not as they were. Free it with load_counts_free(). */
struct load_counts {
    int fresh, changed, same;
    struct load_overlay *overlays; /* by region and item, what is gone at the end */
    size_t overlay_count;
};

void load_counts_free(struct load_counts *counts);

/* Loads all of a set and of a calendar in one transaction: all or nothing. What is equal to the newest
 * version is not loaded again; overlays of the set's items that the set does not have are ended. A caller's
 * open transaction is used as it is. Two loads at once: the second waits and finds nothing new. Errors: those
 * of store/reply.h. */
bool load_definitions(struct direct *direct, const struct spec_set *set, const struct calendar *calendar,
                      struct load_counts *counts, struct error *error);

#endif
