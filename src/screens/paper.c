#include "screens/paper.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { PAGE = 10 };

void paper_line(struct paper *paper, const char *text)
{
    for (const char *c = text; *c; c++)
        buffer_byte(&paper->text, *c == '\n' ? ' ' : *c);
    buffer_byte(&paper->text, '\n');
}

void paper_pair(struct paper *paper, const char *name, const char *value)
{
    struct buffer line = {0};
    buffer_format(&line, "%s\t%s", name, value);
    paper_line(paper, buffer_string(&line));
    buffer_free(&line);
}

void paper_free(struct paper *paper)
{
    buffer_free(&paper->text);
    paper->top = 0;
}

bool paper_command(struct paper *paper, enum command command)
{
    int lines = 0;
    for (const char *c = buffer_string(&paper->text); *c; c++)
        lines += *c == '\n';
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
        paper->top += PAGE;
        break;
    case COMMAND_GROUP_PREVIOUS:
        paper->top -= PAGE;
        break;
    default:
        return false;
    }
    paper->top = paper->top >= lines ? lines - 1 : paper->top;
    paper->top = paper->top < 0 ? 0 : paper->top;
    return true;
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

/* Draws one line, a pair with its value at the column; returns the rows used. */
static int line_draw(struct canvas *canvas, struct area area, int column, char *line)
{
    char *value = strchr(line, '\t');
    if (!value)
        return canvas_wrapped(canvas, area, ROLE_PLAIN, line);
    *value++ = '\0';
    canvas_text(canvas, area.row, area.column, column - 1, ROLE_LABEL, line);
    return canvas_wrapped(canvas,
                          (struct area){area.row, area.column + column, area.height, area.width - column},
                          ROLE_PLAIN, value);
}

void paper_draw(const struct paper *paper, struct canvas *canvas, struct area area)
{
    const char *line = buffer_string(&paper->text);
    int row = 0, column = value_column(paper, area.width);
    for (int skip = paper->top; skip > 0 && *line; skip--)
        line = strchr(line, '\n') + 1;
    while (*line && row < area.height) {
        const char *end = strchr(line, '\n');
        char *one = memory_text_length(line, (size_t)(end - line));
        int used = line_draw(
            canvas, (struct area){area.row + row, area.column, area.height - row, area.width}, column, one);
        row += used > 0 ? used : 1;
        free(one);
        line = end + 1;
    }
}
