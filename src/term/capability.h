/* What terminfo knows of the terminal. A file of its own, since curses' <term.h> has a struct of the name of
 * ours. */
#ifndef TERM_CAPABILITY_H
#define TERM_CAPABILITY_H

#include <stdbool.h>

#include "base/buffer.h"

enum capability {
    CAPABILITY_UNKNOWN, /* no terminal of that name is known on this machine */
    CAPABILITY_UNFIT,   /* it cannot place the cursor or clear itself */
    CAPABILITY_FIT,     /* capability_end() has to follow */
};

enum capability capability_start(const char *terminal);

/* The terminal of that name, else of the nearest that is known here and draws alike: systems without the
 * package ncurses-term do not know PuTTY's or mintty's names. *used is the name found. */
enum capability capability_start_near(const char *terminal, const char **used);

/* It places the cursor as ECMA-48 has it: such terminals can be asked questions. Between start and end. */
bool capability_ansi(void);

/* Appends the bytes of a capability ("sgr0"), nothing where the terminal has none. Between start and end. */
void capability_append(struct buffer *out, const char *name);

void capability_end(void);

#endif
