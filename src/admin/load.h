/* Definitions and calendar on their way into the database; for `forms load` and the demonstration hall. */
#ifndef ADMIN_LOAD_H
#define ADMIN_LOAD_H

#include <stdbool.h>

#include "model/calendar.h"
#include "spec/set.h"
#include "store/direct.h"

/* How many code lists, letters and items were new, changed, or the same as what the database has. */
struct load_counts {
    int fresh, changed, same;
};

/* Loads all of a set and of a calendar in one transaction: all or nothing. What is equal to the newest
 * version is not loaded again. A caller's open transaction is used as it is. Two loads at once: the second
 * waits and finds nothing new. Errors: those of store/reply.h. */
bool load_definitions(struct direct *direct, const struct spec_set *set, const struct calendar *calendar,
                      struct load_counts *counts, struct error *error);

#endif
