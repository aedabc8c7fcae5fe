/* F6 of a supervisor: a task goes to somebody, or back to its queue. Who could have it, with the least in
 * hand first; who may not is shown with why. The reason in words, F9 does it. */
#ifndef SCREENS_ASSIGN_H
#define SCREENS_ASSIGN_H

#include "screens/desk.h"

extern const struct screen_class assign_screen; /* argument: struct assign_argument * */

struct assign_argument {
    struct desk *desk;
    int64_t task;
    const char *title; /* of the case; copied */
};

#endif
