/* What the database refused of a case: mostly because somebody else took it over meanwhile. Shows my values
 * beside what stands there now; F9 takes the case over and puts mine in, Delete gives mine up. Until one of
 * the two is done, all of it stays on this machine. */
#ifndef SCREENS_CONFLICT_H
#define SCREENS_CONFLICT_H

#include "screens/desk.h"

struct conflict_argument {
    struct desk *desk;
    const char *lane; /* of the outbox; copied */
};

extern const struct screen_class conflict_screen; /* argument: struct conflict_argument * */

#endif
