#include "model/check_kinds.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sanitise.h"
#include "base/utf8.h"
#include "model/moment.h"
#include "model/money.h"
#include "model/name.h"

#define DIGITS "0123456789"

enum normal {
    NORMAL_ASCII = 1,    /* full-width forms as ASCII, spaces and invisible characters left out */
    NORMAL_DASHLESS = 2, /* dashes left out */
    NORMAL_CAPITALS = 4,
};

static bool is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x3000 || (c >= '\t' && c <= '\r');
}

/* The character that one becomes; 0: it is left out. */
static uint32_t normal_character(uint32_t c, enum normal normal)
{
    c = halfwidth(c);
    if (is_space(c) || !sanitise_visible(c))
        return 0; /* copied numbers bring U+202D and the like */
    if (is_dash(c))
        return normal & NORMAL_DASHLESS ? 0 : '-';
    return normal & NORMAL_CAPITALS && c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

static void normalise_ascii(struct buffer *out, const char *value, enum normal normal)
{
    size_t length = strlen(value);
    for (size_t at = 0; at < length;) {
        uint32_t c;
        char bytes[UTF8_MAX];
        size_t count = utf8_decode(value + at, length - at, &c);
        uint32_t character = normal_character(c, normal);
        if (character == c) /* broken bytes stay as they are, to be refused */
            buffer_append(out, value + at, count);
        else if (character)
            buffer_append(out, bytes, utf8_encode(character, bytes));
        at += count;
    }
}

/* Replaces the buffer from a position on. */
static void rewrite(struct buffer *out, size_t from, const char *text)
{
    struct buffer copy = {0}; /* text may lie in the buffer itself */
    buffer_text(&copy, text);
    out->length = from;
    buffer_append(out, copy.data, copy.length);
    buffer_free(&copy);
}

/* Without the country's code, where what follows is long enough to be the number. True if one was dropped. */
static bool drop_country(struct buffer *out, size_t from, size_t least)
{
    static const char *const codes[] = {"+86", "0086", "86"};
    const char *value = buffer_string(out) + from;
    value += *value == '-';
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        size_t length = strlen(codes[i]);
        if (strncmp(value, codes[i], length) != 0 || strlen(value + length) < least)
            continue;
        value += length;
        rewrite(out, from, value + (*value == '-'));
        return true;
    }
    return false;
}

static void normalise_mobile(struct buffer *out, const char *value)
{
    size_t from = out->length;
    normalise_ascii(out, value, NORMAL_DASHLESS);
    drop_country(out, from, 11);
}

/* (024)2388 1234 as 024-23881234; mobiles without dashes. */
static void normalise_phone(struct buffer *out, const char *value)
{
    size_t from = out->length;
    struct buffer plain = {0}, dashed = {0};
    normalise_ascii(&plain, value, NORMAL_ASCII);
    bool abroad = drop_country(&plain, 0, 10);
    bool mobile = *buffer_string(&plain) == '1';
    if (abroad && !mobile && *buffer_string(&plain) != '0')
        buffer_byte(&dashed, '0'); /* +86 24 ... is 024 at home */
    for (const char *c = buffer_string(&plain); *c; c++) {
        char byte = *c == ')' ? '-' : *c;
        bool again = byte == '-' && (!dashed.length || dashed.data[dashed.length - 1] == '-');
        if (byte != '(' && !again && !(mobile && byte == '-'))
            buffer_byte(&dashed, byte);
    }
    rewrite(out, from, buffer_string(&dashed));
    buffer_free(&plain);
    buffer_free(&dashed);
}

/* 2026年3月2日 as 2026-3-2. */
static void normalise_date(struct buffer *out, const char *value)
{
    struct buffer plain = {0};
    normalise_ascii(&plain, value, NORMAL_ASCII);
    for (const char *c = buffer_string(&plain); *c;) {
        if (strncmp(c, "年", 3) == 0 || strncmp(c, "月", 3) == 0) {
            if (c[3])
                buffer_byte(out, '-');
            c += 3;
        } else if (strncmp(c, "日", 3) == 0) {
            c += 3;
        } else {
            buffer_byte(out, *c++);
        }
    }
    buffer_free(&plain);
}

/* Without blanks at the ends. */
static void normalise_text(struct buffer *out, const char *value)
{
    size_t length = strlen(value), begin = 0, end = 0;
    bool begun = false;
    for (size_t at = 0; at < length;) {
        uint32_t c;
        at += utf8_decode(value + at, length - at, &c);
        if (!is_space(c)) {
            begun = true;
            end = at;
        } else if (!begun) {
            begin = at;
        }
    }
    if (begun)
        buffer_append(out, value + begin, end - begin);
}

/* The day as above, one blank, the time: 2026年3月2日14时30分 as 2026-3-2 14:30, 9点 as 9:00. */
static void normalise_time(struct buffer *out, const char *value)
{
    struct buffer text = {0}, clock = {0};
    normalise_text(&text, value);
    const char *day = buffer_string(&text), *end = day;
    uint32_t c = 0;
    while (*end && c != 0x65E5 && !is_space(c)) /* up to a blank, or 日 */
        end += utf8_decode(end, strlen(end), &c);
    char *first = memory_text_length(day, (size_t)(end - day));
    normalise_date(out, first);
    free(first);
    normalise_ascii(&clock, end, NORMAL_ASCII);
    if (clock.length)
        buffer_byte(out, ' ');
    for (const char *at = buffer_string(&clock); *at;) {
        bool hour = strncmp(at, "时", 3) == 0 || strncmp(at, "点", 3) == 0;
        if (hour)
            buffer_text(out, at[3] ? ":" : ":00");
        else if (strncmp(at, "分", 3) != 0)
            buffer_byte(out, *at);
        at += hour || strncmp(at, "分", 3) == 0 ? 3 : 1;
    }
    buffer_free(&clock);
    buffer_free(&text);
}

/* 202603, 2026/3, 2026.03 and 2026年3月 as 2026-03. */
static void normalise_month(struct buffer *out, const char *value)
{
    struct buffer date = {0};
    normalise_date(&date, value);
    const char *text = buffer_string(&date);
    size_t year = strspn(text, DIGITS);
    size_t month = year == 4 && text[4] && strchr("-/.", text[4]) ? strspn(text + 5, DIGITS) : 0;
    if (year == 6 && !text[6])
        buffer_format(out, "%.4s-%s", text, text + 4);
    else if ((month == 1 || month == 2) && !text[5 + month])
        buffer_format(out, "%.4s-%s%s", text, month == 1 ? "0" : "", text + 5);
    else
        buffer_text(out, text);
    buffer_free(&date);
}

/* Without the signs of the currency. */
static void normalise_amount(struct buffer *out, const char *value)
{
    struct buffer plain = {0};
    normalise_ascii(&plain, value, NORMAL_ASCII);
    const char *text = buffer_string(&plain);
    size_t length = strlen(text);
    if (strncmp(text, "\u00A5", 2) == 0)
        text += 2;
    else if (strncmp(text, "\uFFE5", 3) == 0)
        text += 3;
    length = strlen(text);
    if (length > 3 && strcmp(text + length - 3, "元") == 0)
        length -= 3;
    buffer_append(out, text, length);
    buffer_free(&plain);
}

/* Without a plus and leading zeros. */
static void normalise_int(struct buffer *out, const char *value)
{
    struct buffer plain = {0};
    normalise_ascii(&plain, value, NORMAL_ASCII);
    const char *text = buffer_string(&plain);
    if (*text == '-')
        buffer_byte(out, '-');
    text += *text == '-' || *text == '+';
    while (*text == '0' && text[1] >= '0' && text[1] <= '9')
        text++;
    buffer_text(out, text);
    buffer_free(&plain);
}

static void normalise_plain(struct buffer *out, const char *value)
{
    normalise_ascii(out, value, NORMAL_ASCII);
}

static void normalise_number(struct buffer *out, const char *value)
{
    normalise_ascii(out, value, NORMAL_DASHLESS);
}

static void normalise_capitals(struct buffer *out, const char *value)
{
    normalise_ascii(out, value, NORMAL_DASHLESS | NORMAL_CAPITALS);
}

static void normalise_name_cn(struct buffer *out, const char *value)
{
    name_normalise(out, value, NAME_CHINESE);
}

static void normalise_name_any(struct buffer *out, const char *value)
{
    name_normalise(out, value, NAME_ANY);
}

static const struct {
    const char *name;
    void (*normalise)(struct buffer *out, const char *value);
} normals[] = {
    {"amount", normalise_amount},    {"case_number", normalise_number}, {"code", normalise_plain},
    {"date", normalise_date},        {"date_future", normalise_date},   {"date_past", normalise_date},
    {"email", normalise_plain},      {"id18", normalise_capitals},      {"id_any", normalise_capitals},
    {"int", normalise_int},          {"lines", check_lines_normalise},  {"luhn", normalise_number},
    {"mobile", normalise_mobile},    {"name_any", normalise_name_any},  {"name_cn", normalise_name_cn},
    {"person_no", normalise_number}, {"phone", normalise_phone},        {"postcode", normalise_number},
    {"region12", normalise_number},  {"region6", normalise_number},     {"sscard", normalise_capitals},
    {"ssnum", normalise_capitals},   {"text", normalise_text},          {"time", normalise_time},
    {"time_past", normalise_time},   {"unit_no", normalise_capitals},   {"uscc", normalise_capitals},
    {"ym", normalise_month},
};

void check_normalise(const char *name, const char *value, struct buffer *out)
{
    for (size_t i = 0; i < sizeof(normals) / sizeof(normals[0]); i++) {
        if (strcmp(normals[i].name, name) == 0) {
            normals[i].normalise(out, value);
            return;
        }
    }
    buffer_text(out, value);
}

static bool read_date(const char *normal, struct date today, struct buffer *kept, struct error *error)
{
    struct date date;
    char text[DATE_TEXT];
    if (!date_typed(normal, today, &date, error))
        return false;
    buffer_text(kept, date_format(date, text));
    return true;
}

static bool read_time(const char *normal, struct date today, struct buffer *kept, struct error *error)
{
    struct moment moment;
    char text[MOMENT_TEXT];
    if (!moment_typed(normal, today, &moment, error))
        return false;
    buffer_text(kept, moment_format(moment, text));
    return true;
}

static bool read_amount(const char *normal, struct buffer *kept, struct error *error)
{
    int64_t fen;
    if (!money_parse(normal, &fen, error))
        return false;
    buffer_format(kept, "%" PRId64, fen);
    return true;
}

bool check_read(const char *name, const char *typed, struct date today, struct buffer *kept,
                struct error *error)
{
    struct buffer normal = {0};
    check_normalise(name, typed, &normal);
    const char *text = buffer_string(&normal);
    bool good = true;
    if (strncmp(name, "date", 4) == 0 && check_exists(name))
        good = read_date(text, today, kept, error);
    else if (strncmp(name, "time", 4) == 0 && check_exists(name))
        good = read_time(text, today, kept, error);
    else if (strcmp(name, "amount") == 0)
        good = read_amount(text, kept, error);
    else
        buffer_text(kept, text);
    buffer_free(&normal);
    return good;
}
