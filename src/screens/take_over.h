/* Takes a case over and puts the values of a conflict in: first the case, then where its sequence stands,
 * then the values behind it, in their order. Repeated from the start it does no harm; what was refused before
 * stays in the outbox until all of it is in. */
#ifndef SCREENS_TAKE_OVER_H
#define SCREENS_TAKE_OVER_H

#include "screens/conflict_values.h"

struct take_over {
    struct desk *desk;
    int64_t case_id;
    const struct conflict_values *values;  /* fields and a slip go in; files have to be handed in again */
    void (*done)(void *screen, bool well); /* once; what was refused has been told */
    void *screen;
    /* while it runs */
    char token[DESK_KEY];
    int under_way; /* answers that are awaited */
    bool failed;   /* one of them was a refusal */
};

/* The calls carry the struct as their owner. */
void take_over_begin(struct take_over *over);

#endif
