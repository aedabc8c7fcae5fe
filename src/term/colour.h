/* The colours of the roles. Included by term.c alone, since attributes are curses' own. */
#ifndef TERM_COLOUR_H
#define TERM_COLOUR_H

#include <stdbool.h>

#include "term/canvas.h"

/* Colours count as a terminal numbers them: 0 black, 1 red, 2 green, 3 yellow, 4 blue, 5 magenta, 6 cyan, 7
 * white; -1 is the terminal's own, which fits its background, be it dark or light. */
struct colour {
    short foreground, background;
    bool bold, dim, reverse, underline;                     /* with colours */
    bool mono_bold, mono_dim, mono_reverse, mono_underline; /* without */
};

extern const struct colour colour_roles[ROLE_COUNT];

#endif
