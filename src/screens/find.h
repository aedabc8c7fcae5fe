/* Finding people and cases over any screen (F3): what stands beneath is not touched, and Esc returns to the
 * same field. */
#ifndef SCREENS_FIND_H
#define SCREENS_FIND_H

#include "screens/desk.h"

/* Opens it over the top screen with the words of the last search; where it is open already, beneath what was
 * opened from it: back to it. Somebody must be signed on. */
void find_open(struct desk *desk);

#endif
