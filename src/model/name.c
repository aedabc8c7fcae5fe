#include "model/name.h"

#include <stdio.h>
#include <string.h>

#include "base/sanitise.h"
#include "base/utf8.h"
#include "model/fault.h"

enum { MIDDLE_DOT = 0xB7, IDEOGRAPHIC_SPACE = 0x3000 };

static bool is_han(uint32_t c)
{
    return c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x2FFFD) || (c >= 0x30000 && c <= 0x3FFFD);
}

/* Latin capitals as in the visual zone of a passport; Latin Extended-A goes through whole, cases alternate
 * there. */
static bool is_latin(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x100 && c <= 0x17F);
}

static bool is_wide_latin(uint32_t c)
{
    return (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A);
}

static bool is_private(uint32_t c)
{
    return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

/* ZWNJ, ZWJ and the variation selectors: two names that look alike would be two. */
static bool is_joiner(uint32_t c)
{
    return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

static bool is_allowed(uint32_t c, enum name_kind kind)
{
    if (is_han(c) || c == MIDDLE_DOT)
        return true;
    return kind == NAME_ANY &&
           (is_latin(c) || is_wide_latin(c) || (c < 0x80 && c && strchr(" -'.,", (int)c)));
}

/* The code for a character that no name holds. */
static const char *character_code(uint32_t c, enum name_kind kind)
{
    if (!sanitise_visible(c) || is_joiner(c))
        return "E_NAME_CONTROL";
    if (is_private(c))
        return "E_NAME_PRIVATE";
    return kind == NAME_ANY && c >= 'a' && c <= 'z' ? "E_NAME_LOWER" : "E_NAME_CHARACTER";
}

static bool refuse_character(const char *name, size_t offset, uint32_t c, enum name_kind kind,
                             struct error *error)
{
    char code_point[12];
    snprintf(code_point, sizeof(code_point), "U+%04X", (unsigned)c);
    fault_character(error, character_code(c, kind), name, offset);
    error_add(error, "code", code_point);
    return false;
}

static bool characters_good(const char *name, enum name_kind kind, struct error *error)
{
    size_t length = strlen(name);
    for (size_t at = 0; at < length;) {
        uint32_t c;
        size_t count = utf8_decode(name + at, length - at, &c);
        if (!is_allowed(c, kind))
            return refuse_character(name, at, c, kind, error);
        at += count;
    }
    return true;
}

/* The mark stands at neither end and never twice in a row. */
static bool stands_between(const char *name, const char *mark)
{
    size_t length = strlen(name), size = strlen(mark);
    if (strncmp(name, mark, size) == 0 || (length >= size && strcmp(name + length - size, mark) == 0))
        return false;
    for (const char *found = name; (found = strstr(found, mark)); found += size) {
        if (strncmp(found + size, mark, size) == 0)
            return false;
    }
    return true;
}

bool name_check(const char *name, enum name_kind kind, struct error *error)
{
    size_t least = kind == NAME_CHINESE ? 2 : 1, most = kind == NAME_CHINESE ? 50 : 100;
    size_t length = utf8_count(name);
    if (!utf8_valid(name, strlen(name)))
        return error_set(error, "E_TEXT_UTF8", NULL);
    if (length < least || length > most) {
        bool less = length < least;
        fault_length(error, less ? "E_NAME_SHORT" : "E_NAME_LONG", name);
        char limit[12];
        snprintf(limit, sizeof(limit), "%zu", less ? least : most);
        error_add(error, less ? "least" : "most", limit);
        return false;
    }
    if (!characters_good(name, kind, error))
        return false;
    if (!stands_between(name, "\u00B7"))
        return error_set(error, "E_NAME_DOT", NULL);
    return stands_between(name, " ") || error_set(error, "E_NAME_SPACE", NULL);
}

bool name_has_wide_letters(const char *name)
{
    size_t length = strlen(name);
    for (size_t at = 0; at < length;) {
        uint32_t c;
        at += utf8_decode(name + at, length - at, &c);
        if (is_wide_latin(c))
            return true;
    }
    return false;
}

static uint32_t normal_character(uint32_t c, enum name_kind kind)
{
    switch (c) {
    case 0x2022: /* bullet, as many input methods give it */
    case 0x2027: /* hyphenation point */
    case 0x30FB: /* katakana middle dot */
    case 0xFF0E: /* full-width full stop */
        return MIDDLE_DOT;
    case IDEOGRAPHIC_SPACE:
        return ' ';
    default:
        return kind == NAME_ANY && c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
    }
}

void name_normalise(struct buffer *out, const char *name, enum name_kind kind)
{
    size_t length = strlen(name), begin = out->length;
    uint32_t before = 0; /* the last character written */
    bool space = false;
    for (size_t at = 0; at < length;) {
        uint32_t c;
        size_t count = utf8_decode(name + at, length - at, &c);
        uint32_t normal = normal_character(c, kind);
        if (normal == ' ') {
            space = true;
        } else {
            if (space && out->length > begin && !is_han(before) && !is_han(normal))
                buffer_byte(out, ' ');
            space = false;
            before = normal;
            char bytes[UTF8_MAX];
            if (normal == c) /* broken bytes stay as they are, to be refused */
                buffer_append(out, name + at, count);
            else
                buffer_append(out, bytes, utf8_encode(normal, bytes));
        }
        at += count;
    }
}
