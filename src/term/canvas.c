#include "term/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sanitise.h"
#include "base/utf8.h"

struct canvas {
    int rows, columns;
    int cursor_row, cursor_column;
    enum canvas_borders borders;
    struct cell *cells;
};

static const struct cell blank = {.text = {' '}, .width = 1, .role = ROLE_PLAIN};

static int clamp(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

static struct cell *cell_at(const struct canvas *canvas, int row, int column)
{
    if (row < 0 || column < 0 || row >= canvas->rows || column >= canvas->columns)
        return NULL;
    return &canvas->cells[(size_t)row * (size_t)canvas->columns + (size_t)column];
}

struct canvas *canvas_new(int rows, int columns)
{
    struct canvas *canvas = memory_get(1, sizeof(*canvas));
    canvas_resize(canvas, rows, columns);
    return canvas;
}

void canvas_free(struct canvas **canvas)
{
    if (*canvas)
        free((*canvas)->cells);
    free(*canvas);
    *canvas = NULL;
}

int canvas_rows(const struct canvas *canvas)
{
    return canvas->rows;
}

int canvas_columns(const struct canvas *canvas)
{
    return canvas->columns;
}

void canvas_resize(struct canvas *canvas, int rows, int columns)
{
    rows = clamp(rows, 1, CANVAS_MOST);
    columns = clamp(columns, 1, CANVAS_MOST);
    if (rows == canvas->rows && columns == canvas->columns)
        return;
    free(canvas->cells);
    canvas->rows = rows;
    canvas->columns = columns;
    canvas->cells = memory_get((size_t)rows * (size_t)columns, sizeof(struct cell));
    canvas_clear(canvas);
}

void canvas_clear(struct canvas *canvas)
{
    for (size_t i = 0; i < (size_t)canvas->rows * (size_t)canvas->columns; i++)
        canvas->cells[i] = blank;
    canvas_cursor(canvas, 0, 0);
}

void canvas_borders(struct canvas *canvas, enum canvas_borders borders)
{
    canvas->borders = borders;
}

/* Takes what stands in a cell away; the other half of a wide character becomes a blank of its own role. */
static void cell_vacate(struct canvas *canvas, int row, int column)
{
    struct cell *cell = cell_at(canvas, row, column);
    struct cell *other = cell->width == 0   ? cell_at(canvas, row, column - 1)
                         : cell->width == 2 ? cell_at(canvas, row, column + 1)
                                            : NULL;
    uint8_t role = cell->role;
    if (other) {
        uint8_t other_role = other->role;
        *other = blank;
        other->role = other_role;
    }
    *cell = blank;
    cell->role = role;
}

static void cell_put_blank(struct canvas *canvas, int row, int column, enum role role)
{
    if (!cell_at(canvas, row, column))
        return;
    cell_vacate(canvas, row, column);
    cell_at(canvas, row, column)->role = (uint8_t)role;
}

/* Puts a character of one or two cells; where half of it would be outside the canvas, a blank. */
static void cell_put(struct canvas *canvas, int row, int column, uint32_t code_point, int width,
                     enum role role)
{
    cell_put_blank(canvas, row, column, role);
    if (width == 2)
        cell_put_blank(canvas, row, column + 1, role);
    struct cell *cell = cell_at(canvas, row, column);
    struct cell *tail = width == 2 ? cell_at(canvas, row, column + 1) : NULL;
    if (!cell || (width == 2 && !tail))
        return;
    cell->text[0] = code_point;
    cell->width = (uint8_t)width;
    if (tail) {
        tail->text[0] = 0;
        tail->width = 0;
    }
}

/* Adds a combining mark to the character that starts at column. */
static void cell_mark(struct canvas *canvas, int row, int column, uint32_t mark)
{
    struct cell *cell = cell_at(canvas, row, column);
    if (!cell || cell->width == 0)
        return;
    for (int i = 1; i <= CANVAS_MARKS; i++) {
        if (cell->text[i] == 0) {
            cell->text[i] = mark;
            return;
        }
    }
}

/* Draws sanitised text; returns the cells it took of width. */
static int draw_clean(struct canvas *canvas, int row, int column, int width, enum role role,
                      const char *clean)
{
    size_t length = strlen(clean);
    int used = 0, last = -1;
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        at += utf8_decode(clean + at, length - at, &code_point);
        int cells = cell_width(code_point);
        if (cells == 0) {
            if (last >= 0)
                cell_mark(canvas, row, column + last, code_point);
            continue;
        }
        if (used + cells > width) {
            for (; used < width; used++)
                cell_put_blank(canvas, row, column + used, role);
            break;
        }
        cell_put(canvas, row, column + used, code_point, cells, role);
        last = used;
        used += cells;
    }
    return used;
}

int canvas_text(struct canvas *canvas, int row, int column, int width, enum role role, const char *text)
{
    if (width <= 0)
        return 0;
    char *clean = sanitised(text);
    int used = draw_clean(canvas, row, column, width, role, clean);
    free(clean);
    return used;
}

int canvas_cut(struct canvas *canvas, int row, int column, int width, enum role role, const char *text)
{
    enum { DOTS = 2, LEAST = 6 };
    char *clean = sanitised(text);
    bool whole = width < LEAST || text_width(clean) <= width;
    int used = width > 0 ? draw_clean(canvas, row, column, whole ? width : width - DOTS, role, clean) : 0;
    if (!whole)
        used += draw_clean(canvas, row, column + used, DOTS, role, "..");
    free(clean);
    return used;
}

void canvas_field(struct canvas *canvas, int row, int column, int width, enum role role, const char *text)
{
    int used = canvas_text(canvas, row, column, width, role, text);
    canvas_fill(canvas, (struct area){row, column + used, 1, width - used}, role);
}

int canvas_right(struct canvas *canvas, int row, int column, int width, enum role role, const char *text)
{
    char *clean = sanitised(text);
    int cells = text_width(clean);
    int free_cells = cells < width ? width - cells : 0;
    int used = width > 0 ? draw_clean(canvas, row, column + free_cells, width - free_cells, role, clean) : 0;
    free(clean);
    return used;
}

void canvas_fill(struct canvas *canvas, struct area area, enum role role)
{
    int bottom = clamp(area.row + area.height, 0, canvas->rows);
    int right = clamp(area.column + area.width, 0, canvas->columns);
    for (int row = area.row < 0 ? 0 : area.row; row < bottom; row++) {
        for (int column = area.column < 0 ? 0 : area.column; column < right; column++) {
            struct cell *cell = cell_at(canvas, row, column);
            if (cell->width != 1)
                cell_vacate(canvas, row, column);
            *cell = blank;
            cell->role = (uint8_t)role;
        }
    }
}

void canvas_role(struct canvas *canvas, int row, int column, int width, enum role role)
{
    for (int i = 0; i < width; i++) {
        struct cell *cell = cell_at(canvas, row, column + i);
        if (cell)
            cell->role = (uint8_t)role;
    }
}

/* The form of a rule whose arms are known. */
static uint32_t rule_character(const struct canvas *canvas, int arms)
{
    static const uint32_t box[16] = {
        [0] = ' ',
        [ARM_UP] = 0x2502,
        [ARM_DOWN] = 0x2502,
        [ARM_UP | ARM_DOWN] = 0x2502,
        [ARM_LEFT] = 0x2500,
        [ARM_RIGHT] = 0x2500,
        [ARM_LEFT | ARM_RIGHT] = 0x2500,
        [ARM_DOWN | ARM_RIGHT] = 0x250C,
        [ARM_DOWN | ARM_LEFT] = 0x2510,
        [ARM_UP | ARM_RIGHT] = 0x2514,
        [ARM_UP | ARM_LEFT] = 0x2518,
        [ARM_UP | ARM_DOWN | ARM_RIGHT] = 0x251C,
        [ARM_UP | ARM_DOWN | ARM_LEFT] = 0x2524,
        [ARM_DOWN | ARM_LEFT | ARM_RIGHT] = 0x252C,
        [ARM_UP | ARM_LEFT | ARM_RIGHT] = 0x2534,
        [ARM_UP | ARM_DOWN | ARM_LEFT | ARM_RIGHT] = 0x253C,
    };
    if (canvas->borders == CANVAS_BLANK)
        return ' ';
    if (canvas->borders == CANVAS_LINE)
        return box[arms];
    if (!(arms & (ARM_UP | ARM_DOWN)))
        return '-';
    return arms & (ARM_LEFT | ARM_RIGHT) ? '+' : '|';
}

/* Adds arms to a cell that is blank or part of a rule; text and titles stay. */
static void rule_put(struct canvas *canvas, int row, int column, int arms)
{
    struct cell *cell = cell_at(canvas, row, column);
    if (!cell || cell->width != 1 || cell->role == ROLE_TITLE)
        return;
    if (!cell->arms && (cell->text[0] != ' ' || cell->text[1] != 0))
        return;
    cell->arms |= (uint8_t)arms;
    cell->role = ROLE_RULE;
    cell->text[0] = rule_character(canvas, cell->arms);
}

/* Whether a cell and one beside it are hyphens of a title: the rule shows through between its parts. */
static bool rule_shows(const struct canvas *canvas, int row, int column)
{
    const struct cell *cells[3];
    for (int i = 0; i < 3; i++) {
        const struct cell *cell = cell_at(canvas, row, column + i - 1);
        cells[i] = cell && cell->role == ROLE_TITLE && cell->text[0] == '-' ? cell : NULL;
    }
    return cells[1] && (cells[0] || cells[2] || cell_at(canvas, row, column - 1)->arms);
}

static void rule_through(struct canvas *canvas, int row, int column, int width)
{
    for (int i = 0; i < width; i++) {
        struct cell *cell = cell_at(canvas, row, column + i);
        if (!cell || !rule_shows(canvas, row, column + i))
            continue;
        cell->arms = ARM_LEFT | ARM_RIGHT;
        cell->role = ROLE_RULE;
        cell->text[0] = rule_character(canvas, cell->arms);
    }
}

void canvas_rule(struct canvas *canvas, int row, int column, int width, const char *title)
{
    for (int i = 0; i < width; i++)
        rule_put(canvas, row, column + i,
                 (i > 0 ? ARM_LEFT : 0) | (i < width - 1 ? ARM_RIGHT : 0) | (width == 1 ? ARM_LEFT : 0));
    if (title) {
        int used = canvas_cut(canvas, row, column + 1, width - CANVAS_ENDS, ROLE_TITLE, title);
        rule_through(canvas, row, column + 1, used);
    }
}

void canvas_rule_down(struct canvas *canvas, int row, int column, int height)
{
    for (int i = 0; i < height; i++)
        rule_put(canvas, row + i, column,
                 (i > 0 ? ARM_UP : 0) | (i < height - 1 ? ARM_DOWN : 0) | (height == 1 ? ARM_UP : 0));
}

void canvas_cursor(struct canvas *canvas, int row, int column)
{
    canvas->cursor_row = clamp(row, 0, canvas->rows - 1);
    canvas->cursor_column = clamp(column, 0, canvas->columns - 1);
}

int canvas_cursor_row(const struct canvas *canvas)
{
    return canvas->cursor_row;
}

int canvas_cursor_column(const struct canvas *canvas)
{
    return canvas->cursor_column;
}

const struct cell *canvas_cell(const struct canvas *canvas, int row, int column)
{
    return cell_at(canvas, row, column);
}
