/* The supervisor's table of queues; Enter goes on to the tasks of one, and from there to the case. */
#ifndef SCREENS_SUPERVISE_H
#define SCREENS_SUPERVISE_H

#include "screens/desk.h"

extern const struct screen_class supervise_screen; /* argument: struct desk * */

#endif
