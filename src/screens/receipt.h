/* The receipt of acceptance (受理通知书) as text. Shown only after the commit. A wrong one is voided and
 * issued again (F6), and the acceptance itself can be taken back (Ctrl-Z) until the next officer has opened
 * the case. */
#ifndef SCREENS_RECEIPT_H
#define SCREENS_RECEIPT_H

#include "screens/desk.h"

struct receipt_argument {
    struct desk *desk;
    int64_t case_id;
    const char *name;
    int64_t visit_id; /* of the person at the window; 0: unknown */
    void (*next_of_unit)(void *owner); /* Ctrl-D: the same item for the next of the unit; NULL: not from here */
    void *owner;
};

extern const struct screen_class receipt_screen; /* argument: struct receipt_argument * */

#endif
