/* What terminfo knows of the terminal. A file of its own, since curses' <term.h> has a struct of the name of
 * ours. */
#ifndef TERM_CAPABILITY_H
#define TERM_CAPABILITY_H

#include <stdbool.h>

#include "base/buffer.h"

/* True where a terminal of that name is known, and can place the cursor and clear itself; then
 * capability_end() has to follow. */
bool capability_start(const char *terminal);

/* Appends the bytes of a capability ("sgr0"), nothing where the terminal has none. Between start and end. */
void capability_append(struct buffer *out, const char *name);

void capability_end(void);

#endif
