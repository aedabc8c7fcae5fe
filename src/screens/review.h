/* A case before the one who decides on it: values and materials, the decision by digit, F9 decides and takes
 * the next. */
#ifndef SCREENS_REVIEW_H
#define SCREENS_REVIEW_H

#include "screens/case_view.h"

struct review_argument {
    struct desk *desk;
    int64_t task_id, case_id;
    const char *stage;
    bool back;       /* F9 goes back to the screen beneath instead of on to the next task */
    bool authorises; /* it is a supervisor's authorisation */
};

extern const struct screen_class review_screen; /* argument: struct review_argument * */

/* Claims a task, or with 0 the next of my queues; the answer has task_id, case_id, version, stage, or no row.
 */
void review_claim(struct desk *desk, int64_t task, store_answered *answered, void *owner);

#endif
