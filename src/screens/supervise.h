/* The supervisor's desk: what waits for me, the windows, the back factory, the hall's hours. F4 goes to the
 * queues, F5 to the people, F6 gives a stuck task to somebody, F7 authorises, F8 closes a window. */
#ifndef SCREENS_SUPERVISE_H
#define SCREENS_SUPERVISE_H

#include "screens/desk.h"

extern const struct screen_class supervise_screen; /* argument: struct desk * */

#endif
