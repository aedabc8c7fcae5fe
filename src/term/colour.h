/* The colours of the roles, for dark and for light backgrounds. Pure. */
#ifndef TERM_COLOUR_H
#define TERM_COLOUR_H

#include <stdbool.h>

#include "term/canvas.h"

enum ground {
    GROUND_UNKNOWN, /* readable on both, and for that less so on either */
    GROUND_DARK,
    GROUND_LIGHT,
    GROUND_COUNT,
};

/* How many colours there are: none, the eight that every terminal draws as its owner likes, or 256, of which
 * those from 16 on are the same everywhere. */
enum depth { DEPTH_MONO, DEPTH_8, DEPTH_256 };

/* Colours count as a terminal numbers them: 0 black, 1 red, 2 green, 3 yellow, 4 blue, 5 magenta, 6 cyan, 7
 * white, and the cube of 256; -1 is the terminal's own, which fits its background. */
struct colour {
    short foreground, background;
    bool bold, dim, reverse, underline;
};

struct colour colour_of(enum role role, enum ground ground, enum depth depth);

/* The background from the answer to OSC 11 ("rgb:1c1c/1c1c/1c1c", 1 to 4 digits each), and from the variable
 * COLORFGBG ("15;0", "0;default;15"; NULL is safe). GROUND_UNKNOWN where they say nothing. */
enum ground colour_ground(const char *answer);
enum ground colour_ground_of_variable(const char *value);

#endif
