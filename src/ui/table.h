/* Aligned columns by cell width. Pure. */
#ifndef UI_TABLE_H
#define UI_TABLE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "term/canvas.h"

enum { TABLE_COLUMNS = 12 };

struct table_column {
    const char *title; /* catalogue code; NULL: none */
    int width;         /* cells; 0: shares what is left over */
    int least;         /* with width 0: fewer cells than this and it is left out */
    bool right;        /* numbers: right-aligned */
    int english;       /* width in English where the words are longer or shorter; 0: the same */
};

/* One cell of a row as its source fills it. */
struct table_cell {
    struct buffer text;
    enum role role;
};

/* Solved widths of columns within so many cells, one blank between them; columns from the last are left out
 * (0) where there is no room. Returns the cells used. */
int table_fit(const struct table_column *columns, int count, int cells, int widths[TABLE_COLUMNS]);

/* Draws one row; a cell too long is cut. */
void table_draw_row(struct canvas *canvas, int row, int column, const struct table_column *columns,
                    const int *widths, int count, const struct table_cell *cells);

/* Draws the titles in ROLE_LABEL. */
void table_draw_titles(struct canvas *canvas, int row, int column, const struct table_column *columns,
                       const int *widths, int count);

#endif
