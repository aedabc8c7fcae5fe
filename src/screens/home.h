/* From signing on to the screen of a person's work, and back again. */
#ifndef SCREENS_HOME_H
#define SCREENS_HOME_H

#include "screens/desk.h"

enum { HOME_PLACES = 4 };

/* A kind of work and the grant that opens it. */
struct home_place {
    const char *action;
    const char *label; /* catalogue code */
    const struct screen_class *screen;
};

/* The kinds of work that this person may do here, in the order in which they are offered. */
size_t home_places(const struct desk *desk, const struct home_place *found[HOME_PLACES]);

/* Goes to one of them. */
void home_go(struct desk *desk, const struct home_place *place);

/* Why there is none of them: code of a message. NULL: there is one. */
const char *home_nowhere(const struct desk *desk);

/* Opens the first of them; there is one. */
void home_open(struct desk *desk);

/* Back to the login. */
void home_sign_off(struct desk *desk);

/* The database is back after a cut: what was not sent goes up. */
void home_back(struct desk *desk);

/* An entry of the outbox was answered or refused (outbox_on_change). owner is the desk. */
void home_outbox_changed(void *owner);

/* The commands that are valid on every screen but boxes: leave (F10), waiting (F12); while somebody is signed
 * on find (F3) too. Set before the first screen opens; signing on and off set them anew. */
void home_commands_set(struct desk *desk, bool signed_on);

#endif
