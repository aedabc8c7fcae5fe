/* Restoring the terminal when the program ends by a crash or by exit(): what has to be written and set is
 * made ready while all is well, so that a signal handler needs write(2) and tcsetattr(3) alone. Globals,
 * since a handler gets no context. */
#ifndef TERM_EMERGENCY_H
#define TERM_EMERGENCY_H

#include <stddef.h>

/* Keeps the terminal's settings as they are now and the bytes that undo what the program will do. Installs
 * handlers for crashes, once. At most EMERGENCY_MOST bytes. */
void emergency_prepare(const char *bytes, size_t length);

/* From now on (true) or no longer (false) there is something to restore. */
void emergency_arm(int armed);

enum { EMERGENCY_MOST = 512 };

#endif
