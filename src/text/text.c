#include "text/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sanitise.h"
#include "text/text_table.h"

static enum language current = LANGUAGE_ZH;

void text_language_set(enum language language)
{
    current = language;
}

enum language text_language(void)
{
    return current;
}

static int entry_compare(const void *code, const void *entry)
{
    return strcmp(code, ((const struct text_entry *)entry)->code);
}

static const char *text_find(const char *code)
{
    const struct text_entry *entry =
        bsearch(code, text_table, text_table_count, sizeof(text_table[0]), entry_compare);
    return entry ? entry->message[current] : NULL;
}

const char *text(const char *code)
{
    const char *message = text_find(code);
    return message ? message : code;
}

const char *text_of(const char *prefix, const char *value)
{
    struct buffer code = {0};
    buffer_format(&code, "%s_", prefix);
    for (const char *c = value; *c; c++)
        buffer_byte(&code, *c == '-' ? '_' : (char)toupper((unsigned char)*c));
    const char *message = text_find(buffer_string(&code));
    buffer_free(&code);
    return message ? message : value;
}

/* Appends one "{name}" or "{name:PREFIX}" whose inside is given; values come from the error. */
static void fill_parameter(struct buffer *out, const char *inside, size_t length, const struct error *values)
{
    char *name = memory_text_length(inside, length);
    char *prefix = strchr(name, ':');
    if (prefix)
        *prefix++ = '\0';
    const char *value = error_value(values, name);
    if (!value) {
        buffer_byte(out, '{');
        buffer_append(out, inside, length);
        buffer_byte(out, '}');
    } else {
        if (prefix)
            value = text_of(prefix, value);
        sanitise(out, value, strlen(value));
    }
    free(name);
}

void text_error(struct buffer *out, const struct error *error)
{
    const char *message = text(error->code ? error->code : "E_UNKNOWN");
    for (const char *c = message; *c; c++) {
        const char *end = *c == '{' ? strchr(c, '}') : NULL;
        if (c[0] == '{' && c[1] == '{') {
            buffer_byte(out, *c++);
        } else if (end) {
            fill_parameter(out, c + 1, (size_t)(end - c - 1), error);
            c = end;
        } else {
            buffer_byte(out, *c);
        }
    }
}

char *text_error_string(const struct error *error)
{
    struct buffer out = {0};
    text_error(&out, error);
    return buffer_take(&out);
}

void text_fill(struct buffer *out, const char *code, ...)
{
    struct error values = {0};
    va_list list;
    va_start(list, code);
    error_set_list(&values, code, list);
    va_end(list);
    text_error(out, &values);
    error_free(&values);
}
