/* The handing over under way: everything typed is sent, then the database passes it all on, then what came of
 * it is read. */
#ifndef SCREENS_HANDING_H
#define SCREENS_HANDING_H

#include "screens/desk.h"

struct handing_argument {
    struct desk *desk;
    int64_t to; /* staff id */
};

/* Replaces all screens: what stood in a field is kept by their closing, and sent first. */
extern const struct screen_class handing_screen; /* argument: struct handing_argument * */

#endif
