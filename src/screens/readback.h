/* What the first F9 shows: everything, to be read back to the applicant; the second F9 accepts. */
#ifndef SCREENS_READBACK_H
#define SCREENS_READBACK_H

#include "screens/work.h"

extern const struct screen_class readback_screen; /* argument: struct work * */

#endif
