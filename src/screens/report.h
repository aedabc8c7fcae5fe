/* The daily report (日报) on the screen, and into a file that the supervisor names. */
#ifndef SCREENS_REPORT_H
#define SCREENS_REPORT_H

#include "screens/desk.h"

extern const struct screen_class report_screen; /* argument: struct desk * */

#endif
