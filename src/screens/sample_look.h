/* A second look at a finished case: the case as it came in, at the foot the result by digit, F9 hands it in.
 * A blind one does not tell what was decided, and by whom, until then. */
#ifndef SCREENS_SAMPLE_LOOK_H
#define SCREENS_SAMPLE_LOOK_H

#include "screens/desk.h"

struct sample_look_argument {
    struct desk *desk;
    int64_t sample_id, case_id; /* taken up by desk.sample_open() */
    bool blind;
    const char *due; /* copied */
};

extern const struct screen_class sample_look_screen; /* argument: struct sample_look_argument * */

#endif
