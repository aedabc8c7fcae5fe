/* The machine's clock, for intervals and for logs only. Business time comes from the database (yc.now()):
 * a workstation whose clock is wrong must change nothing. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds of the monotonic clock; its zero means nothing. */
int64_t clock_milliseconds(void);

#endif
