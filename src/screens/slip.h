/* The slip of receipt (收件凭条) that a window gives while it is cut off: what was received, from whom, when,
 * and that this is no acceptance. Its code is this window's own; what became of it stands in the list of what
 * waits. */
#ifndef SCREENS_SLIP_H
#define SCREENS_SLIP_H

#include "screens/work.h"

extern const struct screen_class slip_screen; /* argument: struct work * with its slip; read while it opens */

#endif
