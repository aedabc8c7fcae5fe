#include "model/slip.h"

#include <stdio.h>
#include <string.h>

#include "model/number.h"

enum { DIGITS = SLIP_TEXT - 1, EARLIEST_YEAR = 1900 };

const char *slip_code(int hall, int window, struct date day, int second, char to[SLIP_TEXT])
{
    char wide[96]; /* room for ints of any size */
    snprintf(wide, sizeof(wide), "%03d%03d%04d%02d%02d%02d%02d%02d0", hall, window, day.year, day.month,
             day.day, second / 3600, second / 60 % 60, second % 60);
    wide[DIGITS - 1] = number_check_digit(wide, DIGITS - 1);
    wide[DIGITS] = '\0';
    memcpy(to, wide, SLIP_TEXT);
    return to;
}

static bool slip_digits(const char *code)
{
    return strspn(code, "0123456789") == DIGITS && !code[DIGITS];
}

bool slip_valid(const char *code)
{
    int hall, window, hour, minute, second;
    struct date day;
    if (!slip_digits(code) || code[DIGITS - 1] != number_check_digit(code, DIGITS - 1))
        return false;
    sscanf(code, "%3d%3d%4d%2d%2d%2d%2d%2d", &hall, &window, &day.year, &day.month, &day.day, &hour, &minute,
           &second);
    return hall > 0 && window > 0 && day.year >= EARLIEST_YEAR && date_valid(day) && hour < 24 &&
           minute < 60 && second < 60;
}

const char *slip_group(const char *code, char to[SLIP_GROUPED])
{
    if (slip_digits(code))
        snprintf(to, SLIP_GROUPED, "%.3s-%.3s-%.8s-%.6s-%s", code, code + 3, code + 6, code + 14, code + 20);
    else
        snprintf(to, SLIP_GROUPED, "%.*s", SLIP_GROUPED - 1, code);
    return to;
}
