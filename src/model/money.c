#include "model/money.h"

#include <stdio.h>
#include <string.h>

#define DIGITS "0123456789"

enum { YUAN_DIGITS = 9, FEN_DIGITS = 11 };

static bool refuse(struct error *error, const char *code, const char *value)
{
    return error_set(error, code, "value", value, NULL);
}

/* Copies the digits before the point: 1004, or 1,004 with its commas in place. False if it is neither. */
static bool whole_digits(const char *text, size_t length, struct buffer *digits)
{
    const char *comma = memchr(text, ',', length);
    size_t first = comma ? (size_t)(comma - text) : length;
    if (first == 0 || (comma && first > 3) || strspn(text, DIGITS) < first)
        return false;
    buffer_append(digits, text, first);
    for (size_t at = first; at < length; at += 4) {
        if (length - at < 4 || text[at] != ',' || strspn(text + at + 1, DIGITS) < 3)
            return false;
        buffer_append(digits, text + at + 1, 3);
    }
    return true;
}

/* The value of digits without their leading zeros; false if it has more than so many. */
static bool digits_value(const char *digits, size_t most, int64_t *value)
{
    digits += strspn(digits, "0");
    *value = 0;
    if (strlen(digits) > most)
        return false;
    for (; *digits; digits++)
        *value = *value * 10 + (*digits - '0');
    return true;
}

bool money_parse(const char *yuan, int64_t *fen, struct error *error)
{
    const char *point = strchr(yuan, '.');
    const char *decimals = point ? point + 1 : "";
    size_t count = strspn(decimals, DIGITS);
    struct buffer digits = {0};
    int64_t whole = 0;
    bool formed = whole_digits(yuan, point ? (size_t)(point - yuan) : strlen(yuan), &digits) &&
                  !decimals[count] && (!point || count > 0);
    bool fits = formed && digits_value(buffer_string(&digits), YUAN_DIGITS, &whole);
    buffer_free(&digits);
    if (!formed)
        return refuse(error, "E_AMOUNT_FORM", yuan);
    if (count > 2)
        return refuse(error, "E_AMOUNT_DECIMALS", yuan);
    if (!fits)
        return refuse(error, "E_AMOUNT_RANGE", yuan);
    *fen = whole * 100;
    if (count > 0)
        *fen += (decimals[0] - '0') * 10;
    if (count > 1)
        *fen += decimals[1] - '0';
    return true;
}

bool money_parse_fen(const char *digits, int64_t *fen, struct error *error)
{
    size_t count = strspn(digits, DIGITS);
    if (count == 0 || digits[count] || (count > 1 && *digits == '0'))
        return refuse(error, "E_AMOUNT_FORM", digits);
    return digits_value(digits, FEN_DIGITS, fen) || refuse(error, "E_AMOUNT_RANGE", digits);
}

void money_plain(struct buffer *out, int64_t fen)
{
    buffer_format(out, "%lld.%02d", (long long)(fen / 100), (int)(fen % 100));
}

void money_grouped(struct buffer *out, int64_t fen)
{
    char yuan[24];
    int length = snprintf(yuan, sizeof(yuan), "%lld", (long long)(fen / 100));
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            buffer_byte(out, ',');
        buffer_byte(out, yuan[i]);
    }
    buffer_format(out, ".%02d", (int)(fen % 100));
}

static const char *const numerals[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

/* Four digits of a group (亿, 万, 元). zero: zeros stand before it; returns whether zeros stand at its end.
 */
static bool group_capitals(struct buffer *out, int group, bool zero)
{
    static const char *const units[] = {"仟", "佰", "拾", ""};
    static const int scales[] = {1000, 100, 10, 1};
    for (int i = 0; i < 4; i++) {
        int digit = group / scales[i] % 10;
        if (digit == 0) {
            zero = true;
            continue;
        }
        if (zero && out->length)
            buffer_text(out, numerals[0]);
        zero = false;
        buffer_text(out, numerals[digit]);
        buffer_text(out, units[i]);
    }
    return zero;
}

static void yuan_capitals(struct buffer *out, int64_t yuan)
{
    static const char *const units[] = {"亿", "万", ""};
    static const int64_t scales[] = {100000000, 10000, 1};
    bool zero = false;
    for (int i = 0; i < 3; i++) {
        int group = (int)(yuan / scales[i] % 10000);
        zero = group_capitals(out, group, zero);
        if (group) {
            buffer_text(out, units[i]);
            zero = false; /* 壹拾万柒仟: zeros at the end of a group are not read */
        }
    }
}

void money_capitals(struct buffer *out, int64_t fen)
{
    int tenths = (int)(fen / 10 % 10), hundredths = (int)(fen % 10);
    struct buffer text = {0};
    if (fen >= 100 || fen == 0) {
        if (fen == 0)
            buffer_text(&text, numerals[0]);
        yuan_capitals(&text, fen / 100);
        buffer_text(&text, "元");
    }
    if (tenths)
        buffer_format(&text, "%s角", numerals[tenths]);
    else if (hundredths && text.length)
        buffer_text(&text, numerals[0]);
    if (hundredths)
        buffer_format(&text, "%s分", numerals[hundredths]);
    else
        buffer_text(&text, "整");
    buffer_append(out, text.data, text.length);
    buffer_free(&text);
}
