/* The supervisor's table of queues; Enter goes on to the tasks of one, and from there to the case. F8 pauses
 * a queue, F6 gives a task to somebody. */
#ifndef SCREENS_QUEUES_H
#define SCREENS_QUEUES_H

#include "screens/desk.h"

extern const struct screen_class queues_screen;      /* argument: struct desk * */
extern const struct screen_class queue_tasks_screen; /* argument: struct queue_tasks_argument * */

struct queue_tasks_argument {
    struct desk *desk;
    int64_t queue;
    const char *title; /* copied */
};

#endif
