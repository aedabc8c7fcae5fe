/* F10: lock, hand over, sign off, leave the program, other work of this person. */
#ifndef SCREENS_LEAVE_H
#define SCREENS_LEAVE_H

#include "screens/desk.h"

extern const struct screen_class leave_screen; /* argument: struct desk * */

#endif
