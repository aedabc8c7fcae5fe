#include "ui/editor_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { WIDTH_LEAST = 3 }; /* cells: a wide character and the cursor; below it nothing is wrapped */

struct row {           /* bytes of the text */
    size_t begin, end; /* end: behind what is shown */
    size_t next;       /* where the next row begins; the cursor there stands in that one */
    bool last;
};

static bool is_word(char byte)
{
    return byte > ' ' && byte < 0x7F;
}

/* What closes a sentence or a quotation does not begin a row (GB/T 15834). */
static bool closes(const char *text)
{
    static const char *const marks[] = {"，", "。", "、", "；", "：", "？", "！",
                                        "）", "》", "」", "』", "”",  "’"};
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return true;
    }
    return false;
}

/* Bytes of a line that fill a row: a word that does not fit goes to the next one, the blank behind a word
 * stays. */
static size_t row_fit(const char *line, size_t length, int cells)
{
    size_t fit = text_fit(line, cells);
    if (fit >= length)
        return length;
    if (fit == 0)
        return text_next(line, 0);
    if (line[fit] == ' ')
        return fit + 1;
    if (closes(line + fit) && text_previous(line, fit) > 0)
        return text_previous(line, fit);
    size_t word = fit;
    while (is_word(line[fit]) && word > 0 && is_word(line[word - 1]))
        word--;
    return word > 0 ? word : fit;
}

static struct row row_at(const struct editor *editor, size_t begin)
{
    const char *line = editor_text(editor) + begin;
    size_t length = strcspn(line, "\n");
    size_t fit = editor->width >= WIDTH_LEAST ? row_fit(line, length, editor->width - 1) : length;
    bool feed = fit == length && line[length] == '\n';
    return (struct row){begin, begin + fit, begin + fit + feed, !line[fit]};
}

/* The row in which a position stands. */
static struct row row_of(const struct editor *editor, size_t position, int *number)
{
    struct row row = row_at(editor, 0);
    for (*number = 0; position >= row.next && !row.last; ++*number)
        row = row_at(editor, row.next);
    return row;
}

static int cells_between(const struct editor *editor, size_t from, size_t to)
{
    char *part = memory_text_length(editor_text(editor) + from, to - from);
    int cells = text_width(part);
    explicit_bzero(part, to - from);
    free(part);
    return cells;
}

int editor_lines_rows(const struct editor *editor)
{
    int number;
    row_of(editor, editor->text.length, &number);
    return number + 1;
}

void editor_lines_place(const struct editor *editor, int *row, int *column)
{
    struct row here = row_of(editor, editor->cursor, row);
    *column = cells_between(editor, here.begin, editor->cursor);
}

/* The last position that stands in the row. */
static size_t row_last(const struct editor *editor, const struct row *row)
{
    bool goes_on = !row->last && row->next == row->end;
    return goes_on ? text_previous(editor_text(editor), row->end) : row->end;
}

enum editor_result editor_lines_step(struct editor *editor, int rows)
{
    int number, goal;
    editor_lines_place(editor, &number, &goal);
    if (editor->goal_at == editor->cursor && editor->goal > goal)
        goal = editor->goal;
    int wanted = number + rows < 0 ? 0 : number + rows;
    struct row row = row_at(editor, 0);
    for (int i = 0; i < wanted && !row.last; i++)
        row = row_at(editor, row.next);
    const char *text = editor_text(editor);
    size_t position = row.begin, last = row_last(editor, &row);
    while (position < last && cells_between(editor, row.begin, text_next(text, position)) <= goal)
        position = text_next(text, position);
    enum editor_result result = editor_go(editor, position);
    editor->goal = goal;
    editor->goal_at = position;
    return result;
}

size_t editor_lines_home(const struct editor *editor)
{
    int number;
    struct row row = row_of(editor, editor->cursor, &number);
    size_t line = editor->cursor;
    while (line > 0 && editor_text(editor)[line - 1] != '\n')
        line--;
    return row.begin < editor->cursor ? row.begin : line;
}

size_t editor_lines_end(const struct editor *editor)
{
    int number;
    struct row row = row_of(editor, editor->cursor, &number);
    size_t last = row_last(editor, &row);
    return last > editor->cursor ? last
                                 : editor->cursor + strcspn(editor_text(editor) + editor->cursor, "\n");
}

void editor_lines_draw(const struct editor *editor, struct canvas *canvas, struct area area, int top,
                       enum role role)
{
    struct row row = row_at(editor, 0);
    for (int number = 0; number < top + area.height; number++) {
        if (number >= top) {
            char *shown = memory_text_length(editor_text(editor) + row.begin, row.end - row.begin);
            canvas_field(canvas, area.row + number - top, area.column, area.width, role, shown);
            explicit_bzero(shown, row.end - row.begin);
            free(shown);
        }
        if (row.last)
            return;
        row = row_at(editor, row.next);
    }
}
