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

/* A message with the names of keys in it, as it was said once: callers keep what text() gave them, so none is
 * ever freed. There are as many as keymaps were in force that name the keys otherwise. */
struct spoken {
    struct spoken *next;
    char text[];
};

static text_key_name *key_name;
static void *key_context;
static struct spoken **spoken; /* by the entry's place in the table */

void text_keys(text_key_name *name, void *context)
{
    key_name = name;
    key_context = context;
}

/* Appends the name of a command's key; without anybody who knows keys, the command's word. */
static void key_append(const char *command, size_t length, struct buffer *out)
{
    char *name = memory_text_length(command, length);
    if (key_name)
        key_name(key_context, name, out);
    else
        buffer_text(out, text_of("COMMAND", name));
    free(name);
}

static const char *spoken_keep(size_t place, const char *message)
{
    if (!spoken)
        spoken = memory_get(text_table_count, sizeof(struct spoken *));
    for (struct spoken *one = spoken[place]; one; one = one->next) {
        if (strcmp(one->text, message) == 0)
            return one->text;
    }
    size_t size = strlen(message) + 1;
    struct spoken *fresh = memory_get(1, sizeof(struct spoken) + size);
    memcpy(fresh->text, message, size);
    fresh->next = spoken[place];
    spoken[place] = fresh;
    return fresh->text;
}

static const char *with_keys(size_t place, const char *message)
{
    static const char mark[] = "{key:";
    const char *start = strstr(message, mark), *rest = message;
    struct buffer out = {0};
    if (!start)
        return message;
    for (; start; start = strstr(rest, mark)) {
        const char *name = start + sizeof(mark) - 1;
        size_t length = strcspn(name, "}");
        buffer_append(&out, rest, (size_t)(start - rest));
        key_append(name, length, &out);
        rest = name + length + (name[length] == '}');
    }
    buffer_text(&out, rest);
    const char *kept = spoken_keep(place, buffer_string(&out));
    buffer_free(&out);
    return kept;
}

static int entry_compare(const void *code, const void *entry)
{
    return strcmp(code, ((const struct text_entry *)entry)->code);
}

static const char *text_find(const char *code)
{
    const struct text_entry *entry =
        bsearch(code, text_table, text_table_count, sizeof(text_table[0]), entry_compare);
    return entry ? with_keys((size_t)(entry - text_table), entry->message[current]) : NULL;
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

/* The message, or the one for where a value of it is empty. */
static const char *message_of(const struct error *error)
{
    const char *code = error->code ? error->code : "E_UNKNOWN", *message = NULL;
    struct buffer without = {0};
    buffer_format(&without, "%s_WITHOUT", code);
    for (int i = 0; i < error->count && !message; i++) {
        const struct error_parameter *given = &error->parameters[i];
        const char *found = *given->value ? given->name : text_of(buffer_string(&without), given->name);
        message = found == given->name ? NULL : found;
    }
    buffer_free(&without);
    return message ? message : text(code);
}

void text_error(struct buffer *out, const struct error *error)
{
    const char *message = message_of(error);
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
