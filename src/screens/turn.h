/* Why a task came to whom has it in hand (desk.task_turn()): in a few words, and as a sentence. */
#ifndef SCREENS_TURN_H
#define SCREENS_TURN_H

#include "screens/desk.h"

struct turn {
    struct desk *desk;
    void *screen;
    void (*changed)(void *screen);
    struct buffer words, sentence; /* empty until they have come */
};

/* Asks; changed is called as it comes. The turn must live until turn_free(). */
void turn_load(struct turn *turn, struct desk *desk, int64_t task_id, void *screen,
               void (*changed)(void *screen));
void turn_free(struct turn *turn);

#endif
