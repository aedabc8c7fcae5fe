/* From a canvas to the screen of curses. Included by term.c alone, since attributes are curses' own. */
#ifndef TERM_PAINT_H
#define TERM_PAINT_H

#include <curses.h>

#include "term/canvas.h"
#include "term/colour.h"

struct paint {
    attr_t attributes[ROLE_COUNT];
    short pairs[ROLE_COUNT];
    bool no_dim; /* the terminal draws dim letters too dark to be read */

    struct cell
        *shown; /* what curses' screen holds, NULL: nothing that is known; of so many lines and columns */
    int lines, columns;
};

/* How many colours curses can show here; asks once, after newterm(). */
enum depth paint_depth(void);

/* Makes the roles' attributes. What is painted next is painted whole. */
void paint_mix(struct paint *paint, enum ground ground, enum depth depth);

/* Puts the canvas on curses' screen, with the cursor; a refresh has to follow. A line that is as it was costs
 * next to nothing: the screen is drawn at every key. */
void paint_canvas(struct paint *paint, const struct canvas *canvas);

/* The row of the cursor alone, for the next refresh; nothing on a screen that was not painted yet. */
void paint_cursor_row(struct paint *paint, const struct canvas *canvas);

/* The next canvas is painted whole. */
void paint_forget(struct paint *paint);

#endif
