/* The terminal; only term.c (and capability.c, which asks terminfo) include curses. At most one is open in a
 * process: curses and the emergency restore keep its state in globals.
 *
 * Start the loop's signal handling first or afterwards, as you like: no signal handler of curses stays
 * behind. On SIGWINCH call term_resized(), on SIGTERM and SIGHUP term_close(). Crashes (SIGSEGV, SIGABRT,
 * ...) and exit() restore the terminal by themselves. While it is open nothing else may write to stdout or
 * stderr. */
#ifndef TERM_TERM_H
#define TERM_TERM_H

#include <stdbool.h>

#include "base/error.h"
#include "term/canvas.h"
#include "term/key.h"

struct term;

/* Takes the terminal of stdin and stdout: a UTF-8 locale (from the environment, else zh_CN.UTF-8, else
 * C.UTF-8), raw mode without flow control and signals from keys, keypad, bracketed paste, 16 colours unless
 * NO_COLOR is set or there are none. E_TERM_NOT_A_TERMINAL {stream}, E_TERM_UNFIT {term}, E_TERM_NOT_UTF8,
 * E_TERM_START. */
struct term *term_open(struct error *error);

/* Restores the terminal. NULL is safe. */
void term_close(struct term **term);

/* The file descriptor to wait on for keys. */
int term_descriptor(const struct term *term);

int term_rows(const struct term *term);
int term_columns(const struct term *term);

/* The next key; false when none is there. Call until false whenever the descriptor is readable: curses may
 * hold keys that poll does not see. After Esc it takes up to 100 ms (200 over ssh), as long as an escape
 * sequence may take. */
bool term_key(struct term *term, struct key *key);

/* The terminal has hung up: no key will ever come. Known after term_key() said false. */
bool term_gone(const struct term *term);

/* The window has another size (SIGWINCH): reads it, and the next term_key() gives PRESS_RESIZE. */
void term_resized(struct term *term);

/* Shows the canvas with one refresh, cursor last. */
void term_flush(struct term *term, const struct canvas *canvas);

/* Draws everything anew at the next flush, for what another program left on the screen. */
void term_repaint(struct term *term);

/* Gives the terminal back for a while (SIGTSTP, a program in the foreground) and takes it again. */
void term_leave(struct term *term);
void term_enter(struct term *term);

/* Restores the terminal from a signal handler: only async-signal-safe calls. Nothing happens when none is
 * open. */
void term_emergency(void);

#endif
