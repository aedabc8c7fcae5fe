/* The receipt of acceptance (受理通知书) as text. Shown only after the commit. */
#ifndef SCREENS_RECEIPT_H
#define SCREENS_RECEIPT_H

#include "screens/desk.h"

struct receipt_argument {
    struct desk *desk;
    int64_t case_id;
    const char *name;
};

extern const struct screen_class receipt_screen; /* argument: struct receipt_argument * */

#endif
