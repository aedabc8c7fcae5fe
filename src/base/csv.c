#include "base/csv.h"

#include <stdbool.h>
#include <string.h>

static bool formula(const char *value)
{
    static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        if (strncmp(value, starts[i], strlen(starts[i])) == 0)
            return true;
    }
    return false;
}

void csv_cell(struct buffer *line, const char *value, bool first)
{
    bool quoted = value[strcspn(value, ",\"\r\n;\t")] != '\0';
    if (!first)
        buffer_byte(line, ',');
    if (quoted)
        buffer_byte(line, '"');
    if (formula(value))
        buffer_byte(line, '\'');
    for (const char *c = value; *c; c++) {
        if (*c == '"')
            buffer_byte(line, '"');
        buffer_byte(line, *c);
    }
    if (quoted)
        buffer_byte(line, '"');
}

void csv_end(struct buffer *line)
{
    buffer_text(line, "\r\n");
}
