/* Recording an absence: who, from when to when, who covers. What becomes of their tasks stands below before
 * F9 records it. */
#ifndef SCREENS_ABSENCE_FORM_H
#define SCREENS_ABSENCE_FORM_H

#include "screens/desk.h"

extern const struct screen_class absence_form_screen; /* argument: struct desk * */

#endif
