/* Who is absent, and who covers: now, soon, and what was ended today. F9 records one, F8 ends one early. */
#ifndef SCREENS_ABSENCES_H
#define SCREENS_ABSENCES_H

#include "screens/desk.h"

extern const struct screen_class absences_screen; /* argument: struct desk * */

#endif
