/* What a person has to bring, told once and whole (一次性告知, 行政许可法 32): everything that is missing,
 * each with why, its legal basis and what may stand in its place; no number, no clock. Before there is a
 * draft what the item asks for, for a draft what that lacks. F9: it was given; the visit is parked or ended.
 */
#ifndef SCREENS_NOTICE_H
#define SCREENS_NOTICE_H

#include "screens/counter.h"

struct notice_argument {
    struct counter *counter;
    int definition_id; /* of an item, before there is a draft; 0: the counter's open form */
};

/* Does not open where nothing is missing, which it tells. */
extern const struct screen_class notice_screen; /* argument: struct notice_argument * */

#endif
