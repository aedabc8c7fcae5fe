#include "spec/json.h"

void json_text(struct buffer *out, const char *text)
{
    buffer_byte(out, '"');
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\')
            buffer_byte(out, '\\');
        if ((unsigned char)*c < 0x20)
            buffer_format(out, "\\u%04x", (unsigned)*c);
        else
            buffer_byte(out, *c);
    }
    buffer_byte(out, '"');
}
