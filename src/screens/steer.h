/* F8 of a supervisor: pausing a queue's or a person's dispatch, closing a window, and ending that. For how
 * long by digit, why in words, F9 does it. What is open at a window is named before it is closed. */
#ifndef SCREENS_STEER_H
#define SCREENS_STEER_H

#include "screens/desk.h"

extern const struct screen_class steer_screen; /* argument: struct steer_argument * */

struct steer_argument {
    struct desk *desk;
    int64_t queue, staff; /* one of these, or */
    int window;           /* a window of the desk's hall */
    const char *title;    /* its name; copied */
    bool paused;          /* now */
};

#endif
