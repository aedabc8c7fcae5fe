#include "model/mask.h"

#include <string.h>

#include "base/utf8.h"

static void stars(struct buffer *out, size_t count)
{
    while (count--)
        buffer_byte(out, '*');
}

/* The value with all but its first and last so many characters starred. */
static void keep_ends(struct buffer *out, const char *value, size_t first, size_t last)
{
    size_t length = utf8_count(value), bytes = strlen(value);
    size_t at = 0;
    if (first + last >= length) { /* too short to keep as much: the first alone */
        first = 1;
        last = 0;
    }
    for (size_t i = 0; i < length; i++) {
        uint32_t code_point;
        size_t count = utf8_decode(value + at, bytes - at, &code_point);
        if (i < first || i >= length - last)
            buffer_append(out, value + at, count);
        else
            buffer_byte(out, '*');
        at += count;
    }
}

static void mask_identity(struct buffer *out, const char *value)
{
    bool full = utf8_count(value) >= 15;
    keep_ends(out, value, full ? 6 : 1, full ? 4 : 2);
}

static void mask_phone(struct buffer *out, const char *value)
{
    keep_ends(out, value, utf8_count(value) >= 11 ? 3 : 0, 4);
}

static void mask_account(struct buffer *out, const char *value)
{
    size_t length = strlen(value);
    stars(out, 4);
    if (length >= 8 && utf8_count(value) == length)
        buffer_text(out, value + length - 4);
}

static void mask_name(struct buffer *out, const char *value)
{
    keep_ends(out, value, 1, utf8_count(value) > 2 ? 1 : 0);
}

static void mask_email(struct buffer *out, const char *value)
{
    const char *at = strchr(value, '@');
    uint32_t code_point;
    if (at && at > value)
        buffer_append(out, value, utf8_decode(value, strlen(value), &code_point));
    stars(out, 3);
    if (at)
        buffer_text(out, at);
}

static const struct {
    const char *kind;
    void (*append)(struct buffer *out, const char *value);
} masks[] = {
    {"email", mask_email},     {"id18", mask_identity},      {"id_any", mask_identity},
    {"luhn", mask_account},    {"mobile", mask_phone},       {"name_any", mask_name},
    {"name_cn", mask_name},    {"person_no", mask_identity}, {"phone", mask_phone},
    {"sscard", mask_identity}, {"ssnum", mask_identity},     {"unit_no", mask_identity},
};

void mask_append(struct buffer *out, const char *kind, const char *value)
{
    if (!*value)
        return;
    for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
        if (strcmp(masks[i].kind, kind) == 0) {
            masks[i].append(out, value);
            return;
        }
    }
    stars(out, 4);
}
