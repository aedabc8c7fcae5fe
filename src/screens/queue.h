/* The approver's queue: what waits for me, the next one by one key. */
#ifndef SCREENS_QUEUE_H
#define SCREENS_QUEUE_H

#include "screens/desk.h"

extern const struct screen_class queue_screen; /* argument: struct desk * */

#endif
