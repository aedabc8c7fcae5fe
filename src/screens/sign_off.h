/* Before somebody goes: what is still open in their hands. Nothing is: signs off (or leaves the program) at
 * once; else lists it, and F9 goes all the same. */
#ifndef SCREENS_SIGN_OFF_H
#define SCREENS_SIGN_OFF_H

#include "screens/desk.h"

struct sign_off_argument {
    struct desk *desk;
    bool quits; /* leaves the program, not only the desk */
};

extern const struct screen_class sign_off_screen; /* argument: struct sign_off_argument * */

#endif
