/* What `case list` prints. */
#ifndef ADMIN_CASE_LIST_H
#define ADMIN_CASE_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "store/direct.h"

/* Which cases; NULL: that does not matter. A queue, or others. */
struct case_filter {
    const char *queue; /* "review/ui-benefit" */
    const char *item, *state;
    const char *days; /* of acceptance, "[2026-03-01,2026-03-31]", either end may be empty */
};

/* Up to so many cases of a region: the newest first or, with a queue, those that wait there by due date.
 * json: an object a line. E_ADMIN_QUEUE {queue, known}: there is no such queue; E_ADMIN_QUEUES_NONE {queue}:
 * there is none at all yet. */
bool case_list_print(struct direct *direct, const char *region, const struct case_filter *filter,
                     int64_t most, bool json, struct error *error);

#endif
