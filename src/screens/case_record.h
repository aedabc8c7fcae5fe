/* What outside places replied to a case, and the contributions that are joined with it: lines behind the
 * declared values of a case view. A case without either gets none. */
#ifndef SCREENS_CASE_RECORD_H
#define SCREENS_CASE_RECORD_H

#include "screens/case_view.h"

/* Asks; the answers go behind what stands in view->values by then. */
void case_record_ask(struct case_view *view);

#endif
