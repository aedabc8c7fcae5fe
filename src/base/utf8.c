#include "base/utf8.h"

#include <string.h>

struct width_range {
    uint32_t first, last;
};

#include "width_table.h"

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Bytes of the sequence that a first byte announces; 0: it announces none. */
static size_t sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2)
        return 0; /* a continuation byte, or an overlong form of ASCII */
    if (first < 0xE0)
        return 2;
    if (first < 0xF0)
        return 3;
    return first < 0xF5 ? 4 : 0;
}

static bool is_scalar(uint32_t code_point)
{
    return code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
}

size_t utf8_decode(const char *text, size_t length, uint32_t *code_point)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text;
    size_t count = sequence_length(bytes[0]);
    uint32_t value = count == 1 ? bytes[0] : bytes[0] & (0x7Fu >> count);

    *code_point = UTF8_REPLACEMENT;
    if (count == 0 || count > length)
        return 1;
    for (size_t i = 1; i < count; i++) {
        if (!is_continuation(bytes[i]))
            return 1;
        value = value << 6 | (bytes[i] & 0x3F);
    }
    if (value < least[count] || !is_scalar(value))
        return 1;
    *code_point = value;
    return count;
}

size_t utf8_encode(uint32_t code_point, char bytes[UTF8_MAX])
{
    if (!is_scalar(code_point))
        code_point = UTF8_REPLACEMENT;
    if (code_point < 0x80) {
        bytes[0] = (char)code_point;
        return 1;
    }
    size_t count = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = count - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    bytes[0] = (char)((0xF00u >> count & 0xFF) | code_point);
    return count;
}

bool utf8_valid(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        size_t count = utf8_decode(text + at, length - at, &code_point);
        /* U+FFFD itself is three bytes long; a fault takes one. */
        if (code_point == UTF8_REPLACEMENT && count == 1)
            return false;
        at += count;
    }
    return true;
}

size_t utf8_count(const char *text)
{
    size_t length = strlen(text), count = 0;
    uint32_t code_point;
    for (size_t at = 0; at < length; count++)
        at += utf8_decode(text + at, length - at, &code_point);
    return count;
}

static bool in_ranges(uint32_t code_point, const struct width_range *ranges, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (code_point > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && code_point >= ranges[low].first;
}

static int ambiguous_cells = 1, ambiguous_line_cells = 1;

void cell_width_ambiguous(int cells, int line_cells)
{
    ambiguous_cells = cells;
    ambiguous_line_cells = line_cells;
}

int cell_width(uint32_t code_point)
{
    if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0))
        return 0;
    if (code_point < 0x7F)
        return 1;
    if (in_ranges(code_point, width_zero, sizeof(width_zero) / sizeof(width_zero[0])))
        return 0;
    if (in_ranges(code_point, width_wide, sizeof(width_wide) / sizeof(width_wide[0])))
        return 2;
    int cells = code_point >= 0x2500 && code_point <= 0x259F ? ambiguous_line_cells : ambiguous_cells;
    if (cells == 1)
        return 1;
    size_t count = sizeof(width_ambiguous) / sizeof(width_ambiguous[0]);
    return in_ranges(code_point, width_ambiguous, count) ? cells : 1;
}

int text_width(const char *text)
{
    size_t length = strlen(text);
    int cells = 0;
    uint32_t code_point;
    for (size_t at = 0; at < length;) {
        at += utf8_decode(text + at, length - at, &code_point);
        cells += cell_width(code_point);
    }
    return cells;
}

size_t text_fit(const char *text, int cells)
{
    size_t length = strlen(text), at = 0;
    while (at < length) {
        uint32_t code_point;
        size_t count = utf8_decode(text + at, length - at, &code_point);
        cells -= cell_width(code_point);
        if (cells < 0)
            break;
        at += count;
    }
    return at;
}

size_t text_next(const char *text, size_t position)
{
    size_t length = strlen(text);
    uint32_t code_point;
    if (position >= length)
        return length;
    position += utf8_decode(text + position, length - position, &code_point);
    while (position < length) {
        size_t count = utf8_decode(text + position, length - position, &code_point);
        if (cell_width(code_point) > 0 || code_point == '\n')
            break;
        position += count;
    }
    return position;
}

/* Start of the code point before the position, which is > 0. */
static size_t code_point_before(const char *text, size_t position, uint32_t *code_point)
{
    for (size_t back = UTF8_MAX; back > 1; back--) {
        if (back <= position && utf8_decode(text + position - back, back, code_point) == back)
            return position - back;
    }
    utf8_decode(text + position - 1, 1, code_point);
    return position - 1;
}

size_t text_previous(const char *text, size_t position)
{
    size_t length = strlen(text);
    uint32_t code_point;
    if (position > length)
        position = length;
    while (position > 0) {
        position = code_point_before(text, position, &code_point);
        if (cell_width(code_point) > 0 || code_point == '\n')
            break;
    }
    return position;
}

uint32_t halfwidth(uint32_t code_point)
{
    if (code_point >= 0xFF01 && code_point <= 0xFF5E)
        return code_point - 0xFF01 + '!';
    switch (code_point) {
    case 0x3000:
        return ' ';
    case 0x3002: /* ideographic full stop */
        return '.';
    case 0x3001: /* ideographic comma */
        return '/';
    default:
        return code_point;
    }
}
