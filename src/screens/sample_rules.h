/* The rules by which finished cases are drawn for a second look, as they stand: F9 changes the marked one, F4
 * makes one for an item or a risk, F8 ends one. */
#ifndef SCREENS_SAMPLE_RULES_H
#define SCREENS_SAMPLE_RULES_H

#include "screens/desk.h"

extern const struct screen_class sample_rules_screen; /* argument: struct desk * */

#endif
