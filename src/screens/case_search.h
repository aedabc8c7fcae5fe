/* Searching cases by criteria that are combined (desk.case_search()): a field for each above, what is found
 * below, a page at a time in both directions. Over any screen, as F3 is; what was typed stands there again
 * the next time. */
#ifndef SCREENS_CASE_SEARCH_H
#define SCREENS_CASE_SEARCH_H

#include "screens/desk.h"

/* Opens it over the top screen; where it is open already, beneath what was opened from it: back to it.
 * Somebody must be signed on. */
void case_search_open(struct desk *desk);

#endif
