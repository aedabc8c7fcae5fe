#include "screens/paper.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "text/text.h"

#define PAPER_BREAK '\f' /* between the lines of a value: a line of the paper goes on behind it */

void paper_line(struct paper *paper, const char *text)
{
    for (const char *c = text; *c; c++)
        buffer_byte(&paper->text, *c == '\n' ? ' ' : *c);
    buffer_byte(&paper->text, '\n');
}

static void line_of_two(struct paper *paper, const char *first, char between, const char *second)
{
    struct buffer line = {0};
    buffer_format(&line, "%s%c%s", first, between, second);
    paper_line(paper, buffer_string(&line));
    buffer_free(&line);
}

void paper_pair(struct paper *paper, const char *name, const char *value)
{
    struct buffer lines = {0};
    for (const char *c = value; *c; c++)
        buffer_byte(&lines, *c == '\n' ? PAPER_BREAK : *c);
    line_of_two(paper, name, '\t', buffer_string(&lines));
    if (lines.data)
        explicit_bzero(lines.data, lines.length);
    buffer_free(&lines);
}

void paper_item(struct paper *paper, const char *number, const char *text)
{
    line_of_two(paper, number, '\v', text);
}

void paper_free(struct paper *paper)
{
    if (paper->text.data)
        explicit_bzero(paper->text.data, paper->text.length);
    buffer_free(&paper->text);
    paper->top = 0;
}

void paper_arrange(struct paper *paper, struct area area)
{
    paper->height = area.height;
    paper->width = area.width;
}

/* The column of the values: behind the widest name, where that leaves room for values. */
static int value_column(const struct paper *paper, int width)
{
    int widest = 0;
    for (const char *line = buffer_string(&paper->text); *line; line = strchr(line, '\n') + 1) {
        size_t length = strcspn(line, "\t\n");
        char *name = line[length] == '\t' ? memory_text_length(line, length) : NULL;
        int cells = name ? text_width(name) : 0;
        widest = cells > widest ? cells : widest;
        free(name);
    }
    return widest + 2 <= width / 2 ? widest + 2 : width / 2;
}

/* Draws one line from its row `skip` on, a pair with its value at the column, an item's text behind its
 * number; returns the rows of the whole line. */
static int line_draw(struct canvas *canvas, struct area area, int column, char *line, int skip)
{
    size_t front = strcspn(line, "\t\v");
    bool item = line[front] == '\v';
    char *text = line;
    if (line[front]) {
        line[front] = '\0';
        text = line + front + 1;
        int cells = item ? text_width(line) + 1 : column;
        if (skip == 0 && area.height > 0)
            canvas_cut(canvas, area.row, area.column, cells - 1, item ? ROLE_PLAIN : ROLE_LABEL, line);
        area.column += cells;
        area.width -= cells;
    }
    for (char *at = text; (at = strchr(at, PAPER_BREAK)); at++)
        *at = '\n';
    int rows = canvas_wrapped_from(canvas, area, ROLE_PLAIN, text, skip);
    return rows > 0 ? rows : 1; /* an empty line */
}

/* Draws from the row `top` on (an area of height 0: nothing); returns the rows of the whole paper. */
static int rows_draw(const struct paper *paper, struct canvas *canvas, struct area area, int top)
{
    int rows = 0, column = value_column(paper, area.width);
    for (const char *line = buffer_string(&paper->text); *line;) {
        const char *end = strchr(line, '\n');
        char *one = memory_text_length(line, (size_t)(end - line));
        int from = rows - top, left = area.height - (from > 0 ? from : 0);
        struct area rest = {area.row + (from > 0 ? from : 0), area.column, left > 0 ? left : 0, area.width};
        rows += line_draw(canvas, rest, column, one, from < 0 ? -from : 0);
        explicit_bzero(one, (size_t)(end - line));
        free(one);
        line = end + 1;
    }
    return rows;
}

/* The last `top` that still fills the area. */
static int last_top(const struct paper *paper)
{
    return rows_draw(paper, NULL, (struct area){0, 0, 0, paper->width}, 0) - paper->height;
}

/* Rows above a line: those of the paper that ends before it, with the values where the whole one has them. */
static int rows_above(const struct paper *paper, int line)
{
    int rows = 0, column = value_column(paper, paper->width);
    const char *at = buffer_string(&paper->text);
    for (int i = 0; i < line && *at; i++, at = strchr(at, '\n') + 1) {
        char *one = memory_text_length(at, strcspn(at, "\n"));
        rows += line_draw(NULL, (struct area){0, 0, 0, paper->width}, column, one, 0);
        free(one);
    }
    return rows;
}

void paper_show(struct paper *paper, int line)
{
    int first = rows_above(paper, line), behind = rows_above(paper, line + 1), most = last_top(paper);
    if (behind > paper->top + paper->height)
        paper->top = behind - paper->height;
    if (first < paper->top || line == 0)
        paper->top = first;
    paper->top = paper->top > most ? most : paper->top;
    paper->top = paper->top < 0 ? 0 : paper->top;
}

void paper_title(const struct paper *paper, const char *title, struct buffer *out)
{
    buffer_text(out, title);
    if (last_top(paper) > paper->top)
        buffer_format(out, " %s", text("PAPER_MORE"));
}

bool paper_command(struct paper *paper, enum command command)
{
    int page = paper->height > 2 ? paper->height - 1 : 1; /* one row stays, so that the eye finds its place */
    int most = last_top(paper);
    switch (command) {
    case COMMAND_DOWN:
    case COMMAND_NEXT_FIELD:
        paper->top++;
        break;
    case COMMAND_UP:
    case COMMAND_PREVIOUS_FIELD:
        paper->top--;
        break;
    case COMMAND_GROUP_NEXT:
        paper->top += page;
        break;
    case COMMAND_GROUP_PREVIOUS:
        paper->top -= page;
        break;
    default:
        return false;
    }
    paper->top = paper->top > most ? most : paper->top;
    paper->top = paper->top < 0 ? 0 : paper->top;
    return true;
}

void paper_draw(const struct paper *paper, struct canvas *canvas, struct area area)
{
    rows_draw(paper, canvas, area, paper->top);
}
