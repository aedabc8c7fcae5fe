#include "term/paint.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/memory.h"
#include "base/utf8.h"

/* The C library's function, replaced for the whole program by our own table. Curses asks it where the cursor
 * stands behind each character: where it counted other cells than the terminal draws, the rest of the line
 * would shift. A program's own definition comes before that of a shared library. */
int wcwidth(wchar_t character)
{
    if (character == L'\0')
        return 0;
    bool control = character < 0x20 || (character >= 0x7F && character < 0xA0);
    return control ? -1 : cell_width((uint32_t)character);
}

enum depth paint_depth(void)
{
    if (!has_colors() || start_color() != OK || COLORS < 8 || use_default_colors() == ERR)
        return DEPTH_MONO;
    return COLORS >= 256 ? DEPTH_256 : DEPTH_8;
}

void paint_forget(struct paint *paint)
{
    free(paint->shown);
    paint->shown = NULL;
}

void paint_mix(struct paint *paint, enum ground ground, enum depth depth)
{
    paint_forget(paint);
    for (int i = 0; i < ROLE_COUNT; i++) {
        struct colour colour = colour_of((enum role)i, ground, depth);
        bool inked = colour.foreground >= 0 || colour.background >= 0;
        paint->pairs[i] = 0;
        if (inked && init_pair((short)(i + 1), colour.foreground, colour.background) == OK)
            paint->pairs[i] = (short)(i + 1);
        paint->attributes[i] = (colour.bold ? A_BOLD : 0) | (colour.dim && !paint->no_dim ? A_DIM : 0) |
                               (colour.reverse ? A_REVERSE : 0) | (colour.underline ? A_UNDERLINE : 0);
    }
}

static void cell_out(const struct paint *paint, int row, int column, const struct cell *cell)
{
    wchar_t text[1 + CANVAS_MARKS + 1];
    int length = 0;
    cchar_t out;
    for (int i = 0; i <= CANVAS_MARKS && cell->text[i]; i++)
        text[length++] = (wchar_t)cell->text[i];
    text[length] = L'\0';
    setcchar(&out, text, paint->attributes[cell->role], paint->pairs[cell->role], NULL);
    mvadd_wch(row, column, &out);
}

static bool differs(const struct cell *shown, const struct cell *wanted, int column)
{
    return memcmp(&shown[column], &wanted[column], sizeof(*shown)) != 0;
}

/* The second cell of a wide character, before or now: a stretch neither begins nor ends between the two. */
static bool inside(const struct cell *shown, const struct cell *wanted, int column)
{
    return shown[column].width == 0 || wanted[column].width == 0;
}

/* What is new of a line, from the first cell that differs to the last. */
static void line_out(const struct paint *paint, int row, const struct cell *shown, const struct cell *wanted)
{
    int from = 0, to = paint->columns - 1;
    while (!differs(shown, wanted, from))
        from++;
    while (!differs(shown, wanted, to))
        to--;
    while (from > 0 && inside(shown, wanted, from))
        from--;
    while (to + 1 < paint->columns && inside(shown, wanted, to + 1))
        to++;
    for (int column = from; column <= to; column++) {
        if (wanted[column].width > 0 && column + wanted[column].width <= COLS)
            cell_out(paint, row, column, &wanted[column]);
    }
}

static void row_out(struct paint *paint, const struct canvas *canvas, int row)
{
    struct cell *shown = paint->shown + (size_t)row * (size_t)paint->columns;
    const struct cell *wanted = canvas_cell(canvas, row, 0);
    size_t size = (size_t)paint->columns * sizeof(*shown);
    if (memcmp(shown, wanted, size) == 0)
        return;
    line_out(paint, row, shown, wanted);
    memcpy(shown, wanted, size);
}

/* A screen of another size is a new one. */
static void begin(struct paint *paint, int lines, int columns)
{
    if (paint->shown && paint->lines == lines && paint->columns == columns)
        return;
    paint_forget(paint);
    erase();
    paint->lines = lines;
    paint->columns = columns;
    paint->shown = memory_get((size_t)lines * (size_t)columns, sizeof(*paint->shown));
}

void paint_canvas(struct paint *paint, const struct canvas *canvas)
{
    int lines = canvas_rows(canvas) < LINES ? canvas_rows(canvas) : LINES;
    int columns = canvas_columns(canvas) < COLS ? canvas_columns(canvas) : COLS;
    begin(paint, lines, columns);
    for (int row = 0; row < lines; row++)
        row_out(paint, canvas, row);
    move(canvas_cursor_row(canvas), canvas_cursor_column(canvas));
}

void paint_cursor_row(struct paint *paint, const struct canvas *canvas)
{
    int row = canvas_cursor_row(canvas);
    if (!paint->shown || row >= paint->lines || canvas_columns(canvas) < paint->columns)
        return;
    row_out(paint, canvas, row);
    move(row, canvas_cursor_column(canvas));
}
