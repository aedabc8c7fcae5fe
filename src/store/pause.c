#include "store/pause.h"

#include <sys/random.h>

#include "base/clock.h"

/* Thousandths, from 500 to 1500. */
static int64_t factor_random(void)
{
    uint32_t number;
    if (getrandom(&number, sizeof(number), GRND_NONBLOCK) != sizeof(number))
        number = (uint32_t)clock_milliseconds(); /* right after booting: still spread a little */
    return 500 + number % 1001;
}

int64_t pause_length(int failures, int64_t longest)
{
    int64_t pause = PAUSE_FIRST;
    for (int i = 0; i < failures && pause < longest; i++)
        pause *= 2;
    return (pause < longest ? pause : longest) * factor_random() / 1000;
}
