/* What is asked of the database on each new connection before anything else: who this is, what they may do,
 * which items there are, whether they may sit at this window. Fills the desk. */
#ifndef SCREENS_GREETING_H
#define SCREENS_GREETING_H

#include "screens/desk.h"

struct greeting {
    struct desk *desk;
    int window; /* wanted; 0: none */
    void (*done)(void *owner);
    void (*refused)(void *owner,
                    const struct error *error); /* not for a lost connection: the next one is greeted anew */
    void *owner;
    bool failed; /* what is still to come is not looked at */
};

void greeting_ask(struct greeting *greeting);

#endif
