/* Agreeing to a selection: how many of what are read back, F9 agrees to them piece by piece (Esc stops, what
 * is done stays done), and then what came of each. */
#ifndef SCREENS_AGREEING_H
#define SCREENS_AGREEING_H

#include "screens/selection.h"
#include "ui/ui.h"

/* argument: struct selection *, which lives as long as the screen; it is empty once F9 was pressed. */
extern const struct screen_class agreeing_screen;

#endif
