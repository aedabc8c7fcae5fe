/* A grid of cells that screens draw on; pure, without a terminal. term_flush() shows it, canvas_picture()
 * gives it as text.
 *
 * Rows and columns count from 0. Whatever lies outside the canvas is cut off silently. All text is sanitised
 * on the way in (base/sanitise.h); it may hold anything. A wide character is never halved: at an edge a blank
 * stands in its place, and drawing over one of its two cells blanks the other. */
#ifndef TERM_CANVAS_H
#define TERM_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

/* What a cell means; the terminal gives each role a colour and a form for monochrome terminals. */
enum role {
    ROLE_PLAIN,
    ROLE_LABEL,         /* names of fields: dim */
    ROLE_FOCUS,         /* the field or row where the attention is: reverse */
    ROLE_PREFILLED,     /* a value that was not typed; its source word stands beside it */
    ROLE_MISSING,       /* with the mark '*' */
    ROLE_CONFIRM,       /* with the mark '?' */
    ROLE_WRONG,         /* with the mark '!' or the word 错 */
    ROLE_DONE,          /* with the word 有 or 通 */
    ROLE_IRREVERSIBLE,  /* the line that says what F9 does */
    ROLE_NEAR,          /* a due date that comes near, with the word 近 */
    ROLE_OVER,          /* a due date that has passed, with the word 超 */
    ROLE_MASKED,        /* stars in place of digits */
    ROLE_DEMONSTRATION, /* the first line of a demonstration or practice hall */
    ROLE_HEADER,        /* the first line otherwise */
    ROLE_TITLE,
    ROLE_RULE,
    ROLE_MESSAGE,
    ROLE_KEY,    /* the key in the key bar: F1 */
    ROLE_KEYBAR, /* its word */
    ROLE_COUNT,
};

enum { CANVAS_MARKS = 4, CANVAS_MOST = 1000 }; /* combining marks a cell; rows and columns at the most */

/* Which cells a rule goes on into; crossings find their form from it. */
enum arm { ARM_UP = 1, ARM_DOWN = 2, ARM_LEFT = 4, ARM_RIGHT = 8 };

struct cell {
    uint32_t text[1 + CANVAS_MARKS]; /* the character and its combining marks, 0 behind the last */
    uint8_t width;                   /* 1 or 2 cells; 0: the tail of the wide character at its left */
    uint8_t role;                    /* enum role */
    uint8_t arms;                    /* enum arm; not 0 where a rule runs, text is filled in accordingly */
};

struct area {
    int row, column, height, width; /* cells; height or width 0: not there */
};

struct canvas;

/* Sizes beyond 1..CANVAS_MOST are brought into it. The canvas is blank, the cursor at 0, 0. */
struct canvas *canvas_new(int rows, int columns);
void canvas_free(struct canvas **canvas);

int canvas_rows(const struct canvas *canvas);
int canvas_columns(const struct canvas *canvas);

/* A changed size blanks the canvas. */
void canvas_resize(struct canvas *canvas, int rows, int columns);
void canvas_clear(struct canvas *canvas);

/* Of what the rules are drawn: - | + (the default, since box drawing takes two cells in some terminals set up
 * for Chinese), box-drawing characters, or blanks (a screen reader has nothing to spell then). */
enum canvas_borders { CANVAS_ASCII, CANVAS_LINE, CANVAS_BLANK };
void canvas_borders(struct canvas *canvas, enum canvas_borders borders);

/* Puts text, cut off at width cells; returns the cells that it took. Cells behind it stay as they are. */
int canvas_text(struct canvas *canvas, int row, int column, int width, enum role role, const char *text);

/* The same, but two dots at the end tell that the text goes on where width (6 at least) does not hold it. */
int canvas_cut(struct canvas *canvas, int row, int column, int width, enum role role, const char *text);

/* As canvas_text(), and blanks of that role up to width. */
void canvas_field(struct canvas *canvas, int row, int column, int width, enum role role, const char *text);

/* Text that ends at the cell before column + width; too long text keeps its beginning. Returns its cells. */
int canvas_right(struct canvas *canvas, int row, int column, int width, enum role role, const char *text);

/* Breaks text into lines of width cells, at most height of them; between Chinese characters and at blanks.
 * Returns the lines used. */
int canvas_wrapped(struct canvas *canvas, struct area area, enum role role, const char *text);

/* The same without the first skip lines; returns the lines of the whole text at this width. With an area of
 * height 0 nothing is drawn (the canvas may be NULL): it measures. */
int canvas_wrapped_from(struct canvas *canvas, struct area area, enum role role, const char *text, int skip);

/* Blanks an area. */
void canvas_fill(struct canvas *canvas, struct area area, enum role role);

/* Gives cells another role and leaves their text. */
void canvas_role(struct canvas *canvas, int row, int column, int width, enum role role);

/* A horizontal rule with a title (NULL: none) one cell behind its start: "-title-----". Where it meets a
 * vertical rule, a crossing stands. Titles do not depend on the order of drawing: text is drawn over rules,
 * rules never over titles. A title of more than width - CANVAS_ENDS cells is cut and ends in two dots, so
 * that there is rule on both sides of it and a corner stays one. */
enum { CANVAS_ENDS = 3 };
void canvas_rule(struct canvas *canvas, int row, int column, int width, const char *title);

/* A vertical rule; let it begin and end on the rows of the horizontal rules that it joins. It leaves text of
 * titles alone. */
void canvas_rule_down(struct canvas *canvas, int row, int column, int height);

/* Where the cursor is parked after drawing: always at the insertion point (input methods and screen readers
 * follow it). */
void canvas_cursor(struct canvas *canvas, int row, int column);
int canvas_cursor_row(const struct canvas *canvas);
int canvas_cursor_column(const struct canvas *canvas);

/* NULL outside the canvas. */
const struct cell *canvas_cell(const struct canvas *canvas, int row, int column);

/* The text, a line a row, blanks at the ends of lines cut off. */
void canvas_picture(const struct canvas *canvas, struct buffer *out);

/* The same with one letter a cell in place of the text, that of its role: . label l, focus F, prefilled p,
 * missing *, confirm ?, wrong !, done d, irreversible I, near n, over o, masked m, demonstration D, header h,
 * title t, rule -, message M, key k, key bar b; plain is a blank. */
void canvas_picture_roles(const struct canvas *canvas, struct buffer *out);

#endif
