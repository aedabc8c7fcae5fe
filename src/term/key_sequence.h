/* Which key an escape sequence stands for: one table for all terminals, since their names lie (PuTTY, mintty
 * and Windows Terminal all call themselves xterm) and what they send does not contradict. Pure.
 *
 * Sources: terminfo of ncurses 6.4 (tests/unit/term/test_key_terminals.c holds the table to it), "XTerm
 * Control Sequences" (PC-style function keys), console_codes(4), the VT220 Programmer Reference, PuTTY's
 * manual 4.4.3 and its terminal/terminal.c (format_function_key), mintty's wiki "Keycodes", rxvt's rxvtRef.
 */
#ifndef TERM_KEY_SEQUENCE_H
#define TERM_KEY_SEQUENCE_H

#include "term/key.h"

/* "ESC [ parameters final" (rxvt's '$' counts as final), "ESC O parameters final", and the Linux console's
 * "ESC [ [ final". PRESS_NONE: no key, or one with modifiers that mean nothing here. Shift-F1 to F12 are F13
 * to F24. */
struct key key_sequence_csi(const char *parameters, unsigned char final);
struct key key_sequence_ss3(const char *parameters, unsigned char final);
struct key key_sequence_console(unsigned char final);

#endif
