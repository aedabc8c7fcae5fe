/* Handing over (交班): all that is open in my hands in this hall goes to a colleague, with both names. What
 * stands on this machine alone is sent first. */
#ifndef SCREENS_HAND_OVER_H
#define SCREENS_HAND_OVER_H

#include "screens/desk.h"

extern const struct screen_class hand_over_screen; /* argument: struct desk * */

#endif
