/* The terminal; only term.c, paint.h and capability.c (which asks terminfo) include curses. At most one is
 * open in a process: curses and the emergency restore keep its state in globals.
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

/* AUTO follows the environment and what the terminal answers: its background and, for colours, NO_COLOR
 * (https://no-color.org: set and not empty) and COLORFGBG; for borders how many cells it takes for a line. */
enum term_colours { TERM_COLOURS_AUTO, TERM_COLOURS_DARK, TERM_COLOURS_LIGHT, TERM_COLOURS_NONE };
enum term_borders { TERM_BORDERS_AUTO, TERM_BORDERS_ASCII, TERM_BORDERS_LINE, TERM_BORDERS_NONE };

struct term_settings {
    enum term_colours colours;
    enum term_borders borders;
};

/* From "auto", "dark", "light", "none"; "auto", "ascii", "line", "none". False for any other word. */
bool term_colours_read(const char *word, enum term_colours *colours);
bool term_borders_read(const char *word, enum term_borders *borders);

/* Takes the terminal of stdin and stdout: a UTF-8 locale (from the environment, else zh_CN.UTF-8, else
 * C.UTF-8), raw mode without flow control and signals from keys, keypad, bracketed paste. A name of terminal
 * that this machine does not know is taken for its nearest relative. Asks the terminal what question.h tells
 * and does not wait for the answers. settings NULL: all AUTO. E_TERM_NOT_A_TERMINAL {stream}, E_TERM_UNKNOWN
 * {term}, E_TERM_UNFIT {term}, E_TERM_NOT_UTF8, E_TERM_START. */
struct term *term_open(const struct term_settings *settings, struct error *error);

/* Restores the terminal. NULL is safe. */
void term_close(struct term **term);

/* The file descriptor to wait on for keys. */
int term_descriptor(const struct term *term);

int term_rows(const struct term *term);
int term_columns(const struct term *term);

/* Another choice from now on; the next term_key() gives PRESS_RESIZE, to draw everything anew. */
void term_colours_set(struct term *term, enum term_colours colours);
void term_borders_set(struct term *term, enum term_borders borders);

/* The borders to draw, as chosen and measured: for ui_borders() at the start and after each PRESS_RESIZE. */
enum canvas_borders term_borders(const struct term *term);

/* The next key; false when none is there. Call until false whenever the descriptor is readable: keys may be
 * held here that poll does not see. After Esc it takes up to 100 ms (200 over ssh), as long as an escape
 * sequence may take. */
bool term_key(struct term *term, struct key *key);

/* The loop has seen that the descriptor is readable: the next look need not ask again. */
void term_readable(struct term *term);

/* The terminal has hung up: no key will ever come. Known after term_key() said false. */
bool term_gone(const struct term *term);

/* The window has another size (SIGWINCH): reads it, and the next term_key() gives PRESS_RESIZE. The same key
 * comes when an answer of the terminal has changed borders, widths or colours. */
void term_resized(struct term *term);

/* Shows the canvas with one refresh, cursor last. */
void term_flush(struct term *term, const struct canvas *canvas);

/* The same for the row of the cursor alone: what was just typed, before everything else follows. */
void term_echo(struct term *term, const struct canvas *canvas);

/* Draws everything anew at the next flush, for what another program left on the screen. */
void term_repaint(struct term *term);

/* Gives the terminal back for a while (SIGTSTP, a program in the foreground) and takes it again. */
void term_leave(struct term *term);
void term_enter(struct term *term);

/* Restores the terminal from a signal handler: only async-signal-safe calls. Nothing happens when none is
 * open. */
void term_emergency(void);

#endif
