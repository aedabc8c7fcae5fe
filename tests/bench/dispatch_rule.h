/* The order of the heads of queues, as yc.turn_class() and yc.task_next() have it in SQL, and the two plain
 * rules that it is compared with. For the simulation (dispatch.c) and for the test that holds it and the SQL
 * together (tests/store/test_dispatch.c). */
#ifndef BENCH_DISPATCH_RULE_H
#define BENCH_DISPATCH_RULE_H

#include <stdbool.h>

enum dispatch_rule { RULE_FIRST_COME, RULE_EARLIEST_DUE, RULE_OURS, DISPATCH_RULES };

struct dispatch_head {
    int priority; /* 1 the applicant waits, 3 elderly, 5 ordinary */
    int due;      /* a day, as all days here: counted from any one on */
    int item;
    int people; /* who may draw from the queue */
    long id;    /* in the order of age */
};

struct dispatch_view {
    int today;
    int near;      /* the last day of what is near */
    int long_over; /* the day before which what was due is long overdue */
    int last_item; /* that this person decided on last; -1: none */
};

/* Whether a goes before b. */
bool dispatch_before(enum dispatch_rule rule, const struct dispatch_head *a, const struct dispatch_head *b,
                     const struct dispatch_view *view);

#endif
