#include "ui/layout.h"

enum {
    KEYS_ONE_LINE = 78,
    AT = 80
}; /* columns that the key bar needs for one line; columns that wishes are made for */

static struct area area_of(int row, int column, int height, int width)
{
    return (struct area){row, column, height > 0 ? height : 0, width > 0 ? width : 0};
}

/* The lines at the bottom, from the last one up; returns the first row that they take. */
static int layout_bottom(struct layout *layout)
{
    bool low = layout->rows < LAYOUT_LOW;
    int columns = layout->columns;
    int keys = !low && columns < KEYS_ONE_LINE ? 2 : 1;
    int row = layout->rows - keys;
    layout->keys = area_of(row, 0, keys, columns);
    layout->next = area_of(--row, 0, 1, columns);
    layout->message = area_of(--row, 0, 1, columns);
    if (low)
        return row;
    layout->explain = area_of(--row, 0, 1, columns);
    layout->rule = area_of(--row, 0, 1, columns);
    return row;
}

/* Cells of the side within so many: as wished, less where the form needs them; 0 where too few are left. */
static int side_width(const struct layout *layout, const struct layout_wish *wish, int cells)
{
    int side = wish->side + wish->side * (layout->columns - AT) / (2 * AT); /* the form gets the rest */
    int spare = cells - 1 - (wish->form_least > 1 ? wish->form_least : 1);
    if (side > spare)
        side = spare;
    return wish->side == 0 || side < wish->side_least ? 0 : side;
}

struct layout layout_make(int rows, int columns, const struct layout_wish *wish)
{
    struct layout layout = {.rows = rows, .columns = columns, .person_rule = -1, .side_rule = -1};
    if (rows < LAYOUT_LEAST_ROWS || columns < LAYOUT_LEAST_COLUMNS) {
        layout.too_small = true;
        return layout;
    }
    layout.header = area_of(0, 0, 1, columns);
    layout.wide = columns >= LAYOUT_WIDE && wish->person_column > 0;
    int last = layout_bottom(&layout);
    int foot = wish->foot < last - 4 ? wish->foot : 0; /* the form keeps a line */
    int bottom = last - foot;
    int top = 1, left = 0;
    layout.foot = area_of(bottom, 0, foot, columns);
    if (layout.wide) {
        layout.person = area_of(top, 0, bottom - top, wish->person_column);
        layout.person_rule = wish->person_column;
        left = wish->person_column + 1;
    } else {
        int lines = rows < LAYOUT_LOW && wish->person > 1 ? 1 : wish->person;
        layout.person = area_of(top, 0, lines, columns);
        top += lines;
    }
    layout.body = area_of(1, 0, last - 1, columns);
    int side = side_width(&layout, wish, columns - left);
    if (side > 0) {
        layout.side_rule = columns - side - 1;
        layout.side = area_of(top, columns - side, bottom - top, side);
    }
    layout.form = area_of(top, left, bottom - top, (side > 0 ? layout.side_rule : columns) - left);
    return layout;
}
