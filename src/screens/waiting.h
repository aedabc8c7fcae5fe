/* F12, what waits for me: what is only on this machine, slips and what became of them, cases that others
 * took, drafts, parked visits, returned cases, what I can still take back, and the last messages. */
#ifndef SCREENS_WAITING_H
#define SCREENS_WAITING_H

#include "screens/desk.h"

extern const struct screen_class waiting_screen; /* argument: struct desk * */

/* Opens it; while nobody is signed on, the last messages. */
void waiting_open(struct desk *desk);

/* The last messages, newest first. */
void waiting_messages(struct ui *ui);

/* Counts what needs me (conflicts, slips and what became of them, cases that were taken from me) and sets the
 * figure of the key bar. Asks the database; while cut off the figure stays as it is. */
void waiting_count(struct desk *desk);

/* Tasks came or went somewhere: counts anew for those whom it may concern, supervisors and who has an
 * applicant waiting. */
void waiting_told(struct desk *desk);

/* A question came or went, or its answer (channel yc_asked): "hall REGION HALL" or "staff LOGIN". */
void waiting_asked(struct desk *desk, const char *payload);

#endif
