/* F10: other work of this person, signing off, leaving the program. */
#ifndef SCREENS_LEAVE_H
#define SCREENS_LEAVE_H

#include "screens/desk.h"

extern const struct screen_class leave_screen; /* argument: struct desk * */

#endif
