#include "admin/object.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/sanitise.h"
#include "base/utf8.h"

static void escape(struct buffer *out, uint32_t code_point)
{
    if (code_point > 0xFFFF) {
        code_point -= 0x10000;
        buffer_format(out, "\\u%04x\\u%04x", (unsigned)(0xD800 + (code_point >> 10)),
                      (unsigned)(0xDC00 + (code_point & 0x3FF)));
    } else {
        buffer_format(out, "\\u%04x", (unsigned)code_point);
    }
}

static void string_write(struct buffer *out, const char *value)
{
    size_t length = strlen(value);
    buffer_byte(out, '"');
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        char bytes[UTF8_MAX];
        at += utf8_decode(value + at, length - at, &code_point);
        if (code_point == '"' || code_point == '\\')
            buffer_byte(out, '\\');
        if (sanitise_visible(code_point))
            buffer_append(out, bytes, utf8_encode(code_point, bytes));
        else
            escape(out, code_point);
    }
    buffer_byte(out, '"');
}

/* The comma before a member that is not the first, and its name. */
static void member(struct buffer *out, const char *name)
{
    char last = out->length ? out->data[out->length - 1] : '{';
    if (last != '{' && last != '[')
        buffer_byte(out, ',');
    if (!name)
        return;
    string_write(out, name);
    buffer_byte(out, ':');
}

void object_begin(struct buffer *out, const char *name)
{
    member(out, name);
    buffer_byte(out, '{');
}

void object_end(struct buffer *out)
{
    buffer_byte(out, '}');
}

void object_list_begin(struct buffer *out, const char *name)
{
    member(out, name);
    buffer_byte(out, '[');
}

void object_list_end(struct buffer *out)
{
    buffer_byte(out, ']');
}

void object_text(struct buffer *out, const char *name, const char *value)
{
    member(out, name);
    if (value)
        string_write(out, value);
    else
        buffer_text(out, "null");
}

void object_number(struct buffer *out, const char *name, int64_t value)
{
    member(out, name);
    buffer_format(out, "%" PRId64, value);
}

void object_flag(struct buffer *out, const char *name, bool value)
{
    member(out, name);
    buffer_text(out, value ? "true" : "false");
}

void object_column(struct buffer *out, const struct store_reply *reply, int row, const char *column)
{
    bool null = store_reply_null(reply, row, column);
    object_text(out, column, null ? NULL : store_reply_text(reply, row, column));
}

void object_column_number(struct buffer *out, const struct store_reply *reply, int row, const char *column)
{
    if (store_reply_null(reply, row, column))
        object_text(out, column, NULL);
    else
        object_number(out, column, store_reply_number(reply, row, column));
}

void object_names(struct buffer *out, const char *name, const struct store_reply *reply, int row,
                  const char *column)
{
    static const char *const languages[] = {"zh", "en"};
    object_begin(out, name);
    for (int i = 0; i < 2; i++) {
        char whole[64];
        snprintf(whole, sizeof(whole), "%s_%s", column, languages[i]);
        bool null = store_reply_null(reply, row, whole);
        object_text(out, languages[i], null ? NULL : store_reply_text(reply, row, whole));
    }
    object_end(out);
}

void object_print(struct buffer *out)
{
    puts(buffer_string(out));
    buffer_clear(out);
}
