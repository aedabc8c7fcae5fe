/* What is suspended at the stages that I decide at, waiting longest first; Enter goes on to the reply. */
#ifndef SCREENS_SUSPENDED_H
#define SCREENS_SUSPENDED_H

#include "screens/desk.h"

extern const struct screen_class suspended_screen; /* argument: struct desk * */

#endif
