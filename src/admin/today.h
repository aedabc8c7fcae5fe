/* The day for commands that ask no database. Business time comes from the database: nothing is decided by
 * this. */
#ifndef ADMIN_TODAY_H
#define ADMIN_TODAY_H

#include "model/date.h"

/* Today in China by this machine's clock, whatever its time zone. */
struct date today_here(void);

#endif
