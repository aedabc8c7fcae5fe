/* Text in lines, and the canvas as text. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sanitise.h"
#include "base/utf8.h"
#include "term/canvas.h"

static bool is_one_of(uint32_t code_point, const uint32_t *signs)
{
    while (*signs && *signs != code_point)
        signs++;
    return *signs != 0;
}

/* Punctuation that must not begin a line, and such that must not end one (GB/T 15834). */
static const uint32_t closing[] = {0x3002, 0xFF0C, 0x3001, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F, 0xFF09, 0x300B,
                                   0x300D, 0x300F, 0x201D, 0x3009, 0x3011, 0x3015, ',',    '.',    ';',
                                   ':',    '!',    '?',    ')',    ']',    '%',    0};
static const uint32_t opening[] = {0xFF08, 0x300A, 0x300C, 0x300E, 0x201C, 0x3008,
                                   0x3010, 0x3014, '(',    '[',    0};

static uint32_t code_point_at(const char *text, size_t position)
{
    uint32_t code_point = 0;
    size_t length = strlen(text + position);
    if (length)
        utf8_decode(text + position, length, &code_point);
    return code_point;
}

/* Whether a line may end before the byte position. */
static bool may_break(const char *text, size_t position)
{
    uint32_t after = code_point_at(text, position);
    uint32_t before = code_point_at(text, text_previous(text, position));
    if (after == 0 || after == ' ' || before == ' ')
        return true;
    return !is_one_of(after, closing) && !is_one_of(before, opening) &&
           (cell_width(after) == 2 || cell_width(before) == 2);
}

/* Bytes of the first line of text within so many cells; at least one cluster, so that it always goes on. */
static size_t line_length(const char *text, int cells)
{
    size_t fit = text_fit(text, cells);
    if (text[fit] == '\0')
        return fit;
    size_t end = fit;
    while (end > 0 && !may_break(text, end))
        end = text_previous(text, end);
    if (end == 0)
        end = fit; /* a word longer than the line is cut */
    return end ? end : text_next(text, 0);
}

int canvas_wrapped_from(struct canvas *canvas, struct area area, enum role role, const char *text, int skip)
{
    int line = 0;
    while (*text && area.width > 0) {
        size_t paragraph = strcspn(text, "\n");
        char *raw = memory_text_length(text, paragraph);
        char *clean = sanitised(raw);
        free(raw);
        const char *rest = clean;
        do {
            size_t length = line_length(rest, area.width);
            char *one = memory_text_length(rest, length);
            if (line >= skip && line - skip < area.height)
                canvas_text(canvas, area.row + line - skip, area.column, area.width, role, one);
            free(one);
            rest += length;
            rest += strspn(rest, " ");
            line++;
        } while (*rest);
        free(clean);
        text += paragraph + (text[paragraph] == '\n');
    }
    return line;
}

int canvas_wrapped(struct canvas *canvas, struct area area, enum role role, const char *text)
{
    int lines = canvas_wrapped_from(canvas, area, role, text, 0);
    return lines < area.height ? lines : area.height;
}

static void picture_cell(const struct cell *cell, struct buffer *out)
{
    char bytes[UTF8_MAX];
    for (int i = 0; i <= CANVAS_MARKS && cell->text[i]; i++)
        buffer_append(out, bytes, utf8_encode(cell->text[i], bytes));
}

static void end_line(struct buffer *out, size_t start)
{
    while (out->length > start && out->data[out->length - 1] == ' ')
        out->length--;
    buffer_byte(out, '\n');
}

void canvas_picture(const struct canvas *canvas, struct buffer *out)
{
    for (int row = 0; row < canvas_rows(canvas); row++) {
        size_t start = out->length;
        for (int column = 0; column < canvas_columns(canvas); column++)
            picture_cell(canvas_cell(canvas, row, column), out);
        end_line(out, start);
    }
}

void canvas_picture_roles(const struct canvas *canvas, struct buffer *out)
{
    static const char letters[ROLE_COUNT] = {
        [ROLE_PLAIN] = ' ',         [ROLE_LABEL] = 'l',   [ROLE_FOCUS] = 'F',  [ROLE_PREFILLED] = 'p',
        [ROLE_MISSING] = '*',       [ROLE_CONFIRM] = '?', [ROLE_WRONG] = '!',  [ROLE_DONE] = 'd',
        [ROLE_IRREVERSIBLE] = 'I',  [ROLE_NEAR] = 'n',    [ROLE_OVER] = 'o',   [ROLE_MASKED] = 'm',
        [ROLE_DEMONSTRATION] = 'D', [ROLE_HEADER] = 'h',  [ROLE_TITLE] = 't',  [ROLE_RULE] = '-',
        [ROLE_MESSAGE] = 'M',       [ROLE_KEY] = 'k',     [ROLE_KEYBAR] = 'b',
    };
    for (int row = 0; row < canvas_rows(canvas); row++) {
        size_t start = out->length;
        for (int column = 0; column < canvas_columns(canvas); column++)
            buffer_byte(out, letters[canvas_cell(canvas, row, column)->role]);
        end_line(out, start);
    }
}
