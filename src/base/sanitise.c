#include "base/sanitise.h"

#include <string.h>

#include "base/utf8.h"

enum { ZERO_WIDTH_NON_JOINER = 0x200C, ZERO_WIDTH_JOINER = 0x200D };

static bool is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

/* Category Cf, the separators Zl and Zp, the invisible fillers of Hangul, the tags, and what is no character.
 */
static bool is_invisible(uint32_t code_point)
{
    static const uint32_t ranges[][2] = {
        {0x00AD, 0x00AD},   {0x061C, 0x061C},   {0x115F, 0x1160},   {0x180E, 0x180E},   {0x200B, 0x200B},
        {0x200E, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},   {0x3164, 0x3164},   {0xFDD0, 0xFDEF},
        {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A}, {0xE0000, 0xE00FF}, {0xE01F0, 0xE0FFF},
    };
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        if (code_point >= ranges[i][0] && code_point <= ranges[i][1])
            return true;
    }
    return (code_point & 0xFFFE) == 0xFFFE;
}

bool sanitise_visible(uint32_t code_point)
{
    return !is_control(code_point) && !is_invisible(code_point);
}

/* Appends one code point; true when a joiner may follow it. */
static bool sanitise_code_point(struct buffer *out, uint32_t code_point, bool joinable)
{
    bool joiner = code_point == ZERO_WIDTH_JOINER || code_point == ZERO_WIDTH_NON_JOINER;
    if (is_control(code_point)) {
        buffer_format(out, "\\x%02X", (unsigned)code_point);
        return false;
    }
    if (is_invisible(code_point) || (joiner && !joinable)) {
        buffer_format(out, "\\u{%04X}", (unsigned)code_point);
        return false;
    }
    char bytes[UTF8_MAX];
    buffer_append(out, bytes, utf8_encode(code_point, bytes));
    return !joiner && (joinable || cell_width(code_point) > 0);
}

/* Bytes at the beginning that are printable ASCII and the common Chinese characters (U+4E00 to U+9FFF), which
 * need no look at each: nearly all text is. */
static size_t plain_length(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t at = 0;
    for (;;) {
        if (at < length && bytes[at] >= 0x20 && bytes[at] < 0x7F)
            at++;
        else if (at + 2 < length && bytes[at] >= 0xE4 && bytes[at] <= 0xE9 &&
                 (bytes[at + 1] & 0xC0) == 0x80 && (bytes[at + 2] & 0xC0) == 0x80 &&
                 (bytes[at] > 0xE4 || bytes[at + 1] >= 0xB8))
            at += 3;
        else
            return at;
    }
}

void sanitise(struct buffer *out, const char *text, size_t length)
{
    bool joinable = false;
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        size_t plain = plain_length(text + at, length - at);
        if (plain) {
            buffer_append(out, text + at, plain);
            joinable = true;
            at += plain;
            continue;
        }
        size_t count = utf8_decode(text + at, length - at, &code_point);
        if (code_point == UTF8_REPLACEMENT && count == 1) {
            buffer_format(out, "\\x%02X", (unsigned char)text[at]);
            joinable = false;
        } else {
            joinable = sanitise_code_point(out, code_point, joinable);
        }
        at += count;
    }
}

char *sanitised(const char *text)
{
    struct buffer out = {0};
    if (text)
        sanitise(&out, text, strlen(text));
    return buffer_take(&out);
}
