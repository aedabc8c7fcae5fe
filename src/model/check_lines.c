/* Text of several lines: what is kept of it, and its check. yc.check_lines() is the twin in SQL, and
 * tests/vectors/lines.tsv holds both to one another. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/check_kinds.h"

enum { LINES_MOST = 2000 }; /* code points, line feeds among them */

/* What ends a line: LF, and what other systems and word processors write for it. */
static bool is_break(uint32_t c)
{
    return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000;
}

void check_lines_normalise(struct buffer *out, const char *value)
{
    struct buffer lines = {0};
    size_t length = strlen(value), end = 0; /* behind the last character that is seen */
    for (size_t at = 0; at < length;) {
        uint32_t c;
        size_t count = utf8_decode(value + at, length - at, &c);
        if (is_break(c)) {
            while (lines.length > end && lines.data[lines.length - 1] != '\n')
                lines.length--;
            buffer_byte(&lines, '\n');
            count += c == '\r' && value[at + 1] == '\n';
        } else if (c == '\t') {
            buffer_byte(&lines, ' ');
        } else {
            buffer_append(&lines, value + at, count);
        }
        at += count;
        if (!is_blank(c) && !is_break(c))
            end = lines.length;
    }
    buffer_append(out, buffer_string(&lines), end);
    buffer_free(&lines);
}

/* Whether a blank stands behind a line. */
static bool ends_in_blank(const char *line, size_t length)
{
    size_t last = length;
    uint32_t c = 0;
    while (last > 0 && ((unsigned char)line[--last] & 0xC0) == 0x80)
        ;
    if (length > 0)
        utf8_decode(line + last, length - last, &c);
    return is_blank(c);
}

enum check_result check_lines(const char *value, const struct check_context *context, struct error *error)
{
    int number = 1;
    if (!check_text_sound(value, context, LINES_MOST, true, error))
        return CHECK_BAD;
    for (const char *line = value; *line; number++) {
        size_t length = strcspn(line, "\n");
        bool last = line[length] == '\n' && !line[length + 1]; /* behind it there is nothing */
        if (last || ends_in_blank(line, length)) {
            char which[16];
            snprintf(which, sizeof(which), "%d", number + last);
            return check_bool(error_set(error, "E_LINES_END", "line", which, NULL));
        }
        line += length + (line[length] == '\n');
    }
    return CHECK_OK;
}
