/* What this machine keeps of a desk so that the same person can sign on while the database is away: who,
 * where, what they may do, which items there are, and the database's time. */
#ifndef SCREENS_DESK_RECORD_H
#define SCREENS_DESK_RECORD_H

#include "screens/desk.h"

/* Writes it into the local journal; a disk that does not take it is told. */
void desk_record_keep(struct desk *desk);

/* Of a former record, when the database tells the rest: which slip was the last. */
void desk_record_slip(struct desk *desk, const void *bytes, size_t length);

/* Fills who and where; false: it is none of ours, or says nothing of accepting at a window. */
bool desk_record_read(struct desk *desk, const void *bytes, size_t length);

#endif
