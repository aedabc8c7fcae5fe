/* Where things stand on the screen, for any terminal size. Pure.
 *
 *   header    1 line: hall, window, person, ticket, devices, clock
 *   person    the screen's own lines on top; from LAYOUT_WIDE columns on, a column at the left
 *   form      the work
 *   side      beside the form, one cell for the vertical rule between; not there where it has no room
 *   foot      the screen's own lines under form and side, over the whole width
 *   explain   the sentence on the field where the cursor is, under a rule
 *   message   the last message
 *   next      what F9 or Enter does now
 *   keys      the key bar, two lines below 78 columns
 *
 * Low terminals (under LAYOUT_LOW rows) have one line of person, no rule, one line for explain and message
 * (the message hides the explanation until the next command; explain is not there then) and one line of keys.
 */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>

#include "term/canvas.h"

enum {
    LAYOUT_LEAST_COLUMNS = 40,
    LAYOUT_LEAST_ROWS = 10,
    LAYOUT_WIDE = 110, /* columns from which the person has a column of its own */
    LAYOUT_LOW = 16,
};

/* What a screen would like. */
struct layout_wish {
    int person;        /* lines on top; 0: none */
    int person_column; /* cells of the person's column at LAYOUT_WIDE and more; 0: stays on top */
    int foot;          /* lines under form and side, over the whole width; 0: none */
    int side;          /* cells of the side at 80 columns, grows with the terminal; 0: none */
    int side_least;    /* under so many cells the side is left out */
    int form_least;    /* the side is left out where the form would have less */
};

struct layout {
    int rows, columns;
    bool too_small; /* under 40x10: only the sentence that says so is shown; all areas are empty */
    bool wide;      /* the person stands at the left */
    struct area header, person, form, side, foot, rule, explain, message, next, keys;
    struct area body; /* person, form, side and foot together: for screens that divide it themselves */
    int person_rule;  /* column of the vertical rule right of the person, -1: none */
    int side_rule;    /* column of the vertical rule left of the side, -1: none */
};

struct layout layout_make(int rows, int columns, const struct layout_wish *wish);

#endif
