/* My seat as supervisors see it (signed on, away, off), and what they paused or closed of what concerns me:
 * told when it begins and when it is over, and kept among the messages. */
#ifndef SCREENS_SEAT_H
#define SCREENS_SEAT_H

#include "screens/desk.h"

/* Asks what is paused, after signing on, after a cut and when somebody paused something (yc_steer); payload:
 * the region, "" any. */
void seat_told(struct desk *desk, const char *payload);

/* The workstation was locked, or opened again; nothing where I sit at no window. */
void seat_away(struct desk *desk, bool away);

/* Before signing off: the database has it when it answers. False: there is nothing to tell, or nobody to tell
 * it to, and no answer comes. */
bool seat_off(struct desk *desk, store_answered *answered, void *owner);

void seat_forget(struct desk *desk);

#endif
