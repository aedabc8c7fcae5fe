#include "screens/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "text/text.h"

void lines_flat(struct buffer *out, const char *text)
{
    for (const char *c = text; *c; c++)
        buffer_byte(out, *c == '\n' ? ' ' : *c);
}

size_t lines_count(const char *text)
{
    size_t count = *text != '\0';
    for (const char *c = text; *c; c++)
        count += *c == '\n';
    return count;
}

void lines_draw(struct canvas *canvas, int row, int column, int width, enum role role, const char *text)
{
    struct buffer count = {0};
    char number[24];
    const char *begin = text + strspn(text, "\n");
    char *first = memory_text_length(begin, strcspn(begin, "\n"));
    snprintf(number, sizeof(number), "%zu", lines_count(text));
    if (strchr(text, '\n'))
        text_fill(&count, "LINES_COUNT", "count", number, NULL);
    int cells = text_width(buffer_string(&count));
    canvas_right(canvas, row, column, width, role, buffer_string(&count));
    canvas_cut(canvas, row, column, width - (cells ? cells + 1 : 0), role, first);
    explicit_bzero(first, strlen(first));
    free(first);
    buffer_free(&count);
}
