/* The read log on the screen: who looked at whose data and why; what is looked for is chosen, pages go both
 * ways. That it was asked is noted itself. */
#ifndef SCREENS_READS_H
#define SCREENS_READS_H

#include "screens/desk.h"

extern const struct screen_class reads_screen; /* argument: struct desk * */

#endif
