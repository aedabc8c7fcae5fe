/* Entering what an outside place answered to a suspended case: number and day of the letter, words, and a row
 * for each stretch of months it says were paid. F9 records it: the clock goes on, the case goes back into the
 * queue of its stage. Esc keeps what was typed. */
#ifndef SCREENS_REPLY_H
#define SCREENS_REPLY_H

#include "screens/desk.h"

struct reply_argument {
    struct desk *desk;
    int64_t case_id;
    const char *paper; /* what the suspension rests on; copied */
    struct date since; /* the day of the suspension */
};

extern const struct screen_class reply_screen; /* argument: struct reply_argument * */

#endif
