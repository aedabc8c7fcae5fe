/* The lock (F10): nothing of anybody is shown and no key does anything until the one who is signed on types
 * their password; what was typed before stands where it stood. Asks nobody, so it opens while the database is
 * away, too. */
#ifndef SCREENS_LOCK_H
#define SCREENS_LOCK_H

#include "screens/desk.h"

extern const struct screen_class lock_screen; /* argument: struct desk *; for ui_cover() */

#endif
