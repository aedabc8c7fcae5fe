/* F5 of a supervisor: who works here: signed on or not, at which window, what is in their hands, paused until
 * when. F8 on a person pauses what is handed to them. */
#ifndef SCREENS_PEOPLE_H
#define SCREENS_PEOPLE_H

#include "screens/desk.h"

extern const struct screen_class people_screen; /* argument: struct desk * */

#endif
