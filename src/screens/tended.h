/* Whether somebody tends the database (yichuang-admin tend), for those who supervise: asked when they sign
 * on, whenever they look at the queues, and each time the minute turns. Without tending nothing is wrong and
 * nothing is lost; it is slower, and who could have it mended has to know. */
#ifndef SCREENS_TENDED_H
#define SCREENS_TENDED_H

#include "screens/desk.h"

enum { TENDED_LATE = 60 }; /* seconds: tending is due every second; a restart of it is no news */

/* Begins to ask, for supervisors; once more after a cut. It ends when they sign off. */
void tended_watch(struct desk *desk);
void tended_end(struct desk *desk);

/* Asks now, unless an answer is awaited or the database is away. */
void tended_ask(struct desk *desk);

/* Since when nobody tends, in words: "03-02 10:42"; NULL: somebody does, as far as is known. */
const char *tended_until(const struct desk *desk);

#endif
