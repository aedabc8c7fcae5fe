#include "model/check_kinds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/moment.h"
#include "model/money.h"
#include "model/number.h"

#define DIGITS "0123456789"

enum { EARLIEST_YEAR = 1900, DATE_RANGE_DAYS = 36525, REGION_DIGITS = 6 };

/* An optional minus and up to 18 digits. */
static bool take_integer(const char **text, long long *number)
{
    bool minus = **text == '-';
    const char *digits = *text + minus;
    size_t count = strspn(digits, DIGITS);
    if (count < 1 || count > 18)
        return false;
    *number = strtoll(*text, NULL, 10);
    *text = digits + count;
    return true;
}

bool check_bounds(const char *argument, long long *least, long long *most)
{
    long long low = *least, high;
    if (!argument)
        return true;
    if (!take_integer(&argument, &high))
        return false;
    if (strncmp(argument, "..", 2) == 0) {
        argument += 2;
        low = high;
        if (!take_integer(&argument, &high))
            return false;
    }
    if (*argument || low > high)
        return false;
    *least = low;
    *most = high;
    return true;
}

enum check_result check_argument_bad(const struct check_context *context, struct error *error)
{
    error_set(error, "E_CHECK_ARGUMENT", "argument", context->argument, NULL);
    return CHECK_BAD;
}

static enum check_result check_region(const char *value, int digits, const char *code,
                                      const struct check_context *context, struct error *error)
{
    if (!number_digits(value, digits, digits, code, error))
        return CHECK_BAD;
    if (check_region_known(value, context))
        return CHECK_OK;
    char region[REGION_DIGITS + 1];
    snprintf(region, sizeof(region), "%.6s", value);
    error_set(error, "E_REGION_UNKNOWN", "region", region, NULL);
    return CHECK_BAD;
}

enum check_result check_region6(const char *value, const struct check_context *context, struct error *error)
{
    return check_region(value, REGION_DIGITS, "E_REGION6", context, error);
}

enum check_result check_region12(const char *value, const struct check_context *context, struct error *error)
{
    return check_region(value, 12, "E_REGION12", context, error);
}

/* One of the codes between the commas. */
static bool code_listed(const char *codes, const char *value)
{
    size_t length = strlen(value);
    for (const char *at = codes; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, value, length) == 0 && (at[length] == ',' || !at[length]))
            return true;
    }
    return false;
}

enum check_result check_code(const char *value, const struct check_context *context, struct error *error)
{
    size_t length = strspn(value, DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-");
    if (length < 1 || length > 40 || value[length])
        return check_bool(error_set(error, "E_CODE_FORM", "value", value, NULL));
    if (!context->argument || code_listed(context->argument, value))
        return CHECK_OK;
    return check_bool(error_set(error, "E_CODE_UNKNOWN", "value", value, NULL));
}

static bool is_integer(const char *value)
{
    const char *digits = value + (*value == '-');
    size_t count = strspn(digits, DIGITS);
    bool zeros = *digits == '0' && (count > 1 || digits > value);
    return count >= 1 && count <= 18 && !digits[count] && !zeros;
}

enum check_result check_int(const char *value, const struct check_context *context, struct error *error)
{
    long long least = 0, most = 999999999;
    if (!check_bounds(context->argument, &least, &most))
        return check_argument_bad(context, error);
    if (!is_integer(value))
        return check_bool(error_set(error, "E_INT_FORM", "value", value, NULL));
    long long number = atoll(value);
    if (number >= least && number <= most)
        return CHECK_OK;
    char low[24], high[24];
    snprintf(low, sizeof(low), "%lld", least);
    snprintf(high, sizeof(high), "%lld", most);
    return check_bool(error_set(error, "E_INT_RANGE", "value", value, "least", low, "most", high, NULL));
}

static bool is_recent(struct date date, const char *value, struct error *error)
{
    return date.year >= EARLIEST_YEAR || error_set(error, "E_DATE_EARLY", "value", value, NULL);
}

/* A day from the year 1900 on. */
static bool read_date(const char *value, struct date *date, struct error *error)
{
    if (!date_parse(value, date)) {
        bool formed = strlen(value) == 10 && strspn(value, DIGITS) == 4 && value[4] == '-' &&
                      strspn(value + 5, DIGITS) == 2 && value[7] == '-' && strspn(value + 8, DIGITS) == 2;
        return error_set(error, formed ? "E_DATE_NONE" : "E_DATE_FORM", "value", value, NULL);
    }
    return is_recent(*date, value, error);
}

enum check_result check_date(const char *value, const struct check_context *context, struct error *error)
{
    struct date date;
    long long least = 0, range = DATE_RANGE_DAYS;
    if (!check_bounds(context->argument, &least, &range) || least < 0 || range > DATE_RANGE_DAYS)
        return check_argument_bad(context, error);
    if (!read_date(value, &date, error))
        return CHECK_BAD;
    struct date most = date_add(context->today, (int)range);
    char text[DATE_TEXT];
    if (date_compare(date, most) <= 0)
        return CHECK_OK;
    return check_bool(error_set(error, "E_DATE_LATE", "value", value, "most", date_format(most, text), NULL));
}

enum check_result check_date_past(const char *value, const struct check_context *context, struct error *error)
{
    struct date date;
    if (!read_date(value, &date, error))
        return CHECK_BAD;
    return check_bool(date_compare(date, context->today) <= 0 ||
                      error_set(error, "E_DATE_FUTURE", "value", value, NULL));
}

enum check_result check_date_future(const char *value, const struct check_context *context,
                                    struct error *error)
{
    struct date date;
    if (!read_date(value, &date, error))
        return CHECK_BAD;
    return check_bool(date_compare(date, context->today) >= 0 ||
                      error_set(error, "E_DATE_PAST", "value", value, NULL));
}

static bool read_time(const char *value, struct moment *moment, struct error *error)
{
    return moment_parse(value, moment, error) && is_recent(moment->day, value, error);
}

enum check_result check_time(const char *value, const struct check_context *context, struct error *error)
{
    struct moment moment;
    if (!read_time(value, &moment, error))
        return CHECK_BAD;
    struct date most = date_add(context->today, DATE_RANGE_DAYS);
    char text[DATE_TEXT];
    if (date_compare(moment.day, most) <= 0)
        return CHECK_OK;
    return check_bool(error_set(error, "E_DATE_LATE", "value", value, "most", date_format(most, text), NULL));
}

/* To the day: it is known what day it is, not what time. */
enum check_result check_time_past(const char *value, const struct check_context *context, struct error *error)
{
    struct moment moment;
    if (!read_time(value, &moment, error))
        return CHECK_BAD;
    return check_bool(date_compare(moment.day, context->today) <= 0 ||
                      error_set(error, "E_TIME_FUTURE", "value", value, NULL));
}

enum check_result check_ym(const char *value, const struct check_context *context, struct error *error)
{
    return check_bool(number_month(value, context->today.year, error));
}
