/* What a supervisor has to look after, in three lists, a digit each: 1 the cases over their limit, 2 the
 * suspensions that are long, endless or repeated, 3 what is put aside and by whom. Enter shows the case, F2
 * says why it is listed; of what is put aside F6 gives it to somebody and F8 makes it ready for all. */
#ifndef SCREENS_WATCH_H
#define SCREENS_WATCH_H

#include "screens/desk.h"

extern const struct screen_class watch_screen; /* argument: struct desk * */

#endif
