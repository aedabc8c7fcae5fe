#include "ui/table.h"

#include "text/text.h"

static int column_width(const struct table_column *column)
{
    return column->english && text_language() == LANGUAGE_EN ? column->english : column->width;
}

/* Cells that the first count columns need at the least, with a blank between each. */
static int needed(const struct table_column *columns, int count)
{
    int cells = count > 0 ? count - 1 : 0;
    for (int i = 0; i < count; i++)
        cells += columns[i].width ? column_width(&columns[i]) : columns[i].least > 0 ? columns[i].least : 1;
    return cells;
}

int table_fit(const struct table_column *columns, int count, int cells, int widths[TABLE_COLUMNS])
{
    int kept = count < TABLE_COLUMNS ? count : TABLE_COLUMNS;
    for (int i = 0; i < TABLE_COLUMNS; i++)
        widths[i] = 0;
    while (kept > 1 && needed(columns, kept) > cells)
        kept--;
    int spare = cells - needed(columns, kept), sharing = 0;
    for (int i = 0; i < kept; i++)
        sharing += columns[i].width == 0;
    int used = kept > 0 ? kept - 1 : 0;
    for (int i = 0; i < kept; i++) {
        widths[i] = columns[i].width       ? column_width(&columns[i])
                    : columns[i].least > 0 ? columns[i].least
                                           : 1;
        if (columns[i].width == 0 && spare > 0) {
            int share = spare / sharing; /* the last one takes what does not divide */
            widths[i] += share;
            spare -= share;
            sharing--;
        }
        if (used + widths[i] > cells)
            widths[i] = cells > used ? cells - used : 0;
        used += widths[i];
    }
    return used;
}

static void draw_cell(struct canvas *canvas, int row, int column, int width, bool right, enum role role,
                      const char *text)
{
    if (right)
        canvas_right(canvas, row, column, width, role, text);
    else
        canvas_cut(canvas, row, column, width, role, text);
}

void table_draw_row(struct canvas *canvas, int row, int column, const struct table_column *columns,
                    const int *widths, int count, const struct table_cell *cells)
{
    for (int i = 0; i < count && i < TABLE_COLUMNS; i++) {
        if (widths[i] == 0)
            continue;
        draw_cell(canvas, row, column, widths[i], columns[i].right, cells[i].role,
                  buffer_string(&cells[i].text));
        column += widths[i] + 1;
    }
}

void table_draw_titles(struct canvas *canvas, int row, int column, const struct table_column *columns,
                       const int *widths, int count)
{
    for (int i = 0; i < count && i < TABLE_COLUMNS; i++) {
        if (widths[i] == 0)
            continue;
        if (columns[i].title)
            draw_cell(canvas, row, column, widths[i], columns[i].right, ROLE_LABEL, text(columns[i].title));
        column += widths[i] + 1;
    }
}
