/* Keys and seconds of one acceptance or decision, for the figures of its item: counted by the program, kept
 * of nobody (desk.effort_note()). */
#ifndef SCREENS_EFFORT_H
#define SCREENS_EFFORT_H

#include "screens/desk.h"

struct effort {
    bool begun;
    struct ui_effort from; /* what was counted when it began */
};

/* A form or a review is there to be worked on. */
void effort_begin(struct effort *effort, const struct desk *desk);

/* It was accepted or decided: sent behind what goes out now, nobody waits for its answer. Nothing where none
 * was begun; ends it. stage: accept, or that of the decision. */
void effort_send(struct effort *effort, struct desk *desk, int64_t case_id, const char *stage);

#endif
