#include "model/case_number.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/fault.h"
#include "model/number.h"

enum { DIGITS_MOST = CASE_NUMBER_TEXT - 1 };

static bool refuse_part(struct error *error, const char *part, const char *value)
{
    return error_set(error, "E_CASE_PART", "part", part, "value", value, NULL);
}

static bool part_within(const char *part, int value, int least, int most, struct error *error)
{
    char text[12];
    snprintf(text, sizeof(text), "%d", value);
    return (value >= least && value <= most) || refuse_part(error, part, text);
}

static bool parts_good(const struct case_number *number, struct error *error)
{
    if (!part_within("region", number->region, 100000, 999999, error))
        return false;
    if (!date_valid(number->day) || number->day.year < 1900) {
        char day[DATE_TEXT];
        return refuse_part(error, "day", date_format(number->day, day));
    }
    return part_within("hall", number->hall, 1, 999, error) &&
           part_within("serial", number->serial, 1, 99999, error);
}

bool case_number_make(const struct case_number *number, char text[CASE_NUMBER_TEXT], struct error *error)
{
    if (!parts_good(number, error))
        return false;
    char wide[80]; /* room for ints of any size */
    snprintf(wide, sizeof(wide), "%06d%04d%02d%02d%03d%05d0", number->region, number->day.year,
             number->day.month, number->day.day, number->hall, number->serial);
    wide[DIGITS_MOST - 1] = number_check_digit(wide, DIGITS_MOST - 1);
    memcpy(text, wide, CASE_NUMBER_TEXT);
    return true;
}

bool case_number_parse(const char *text, struct case_number *number, struct error *error)
{
    size_t digits = strspn(text, "0123456789");
    if (text[digits])
        return fault_character(error, "E_CASE_DIGITS", text, digits);
    if (digits != DIGITS_MOST)
        return fault_length(error, "E_CASE_LENGTH", text);
    char expected = number_check_digit(text, DIGITS_MOST - 1);
    if (text[DIGITS_MOST - 1] != expected)
        return fault_expected(error, "E_CASE_CHECK", expected, text[DIGITS_MOST - 1]);
    struct case_number read;
    sscanf(text, "%6d%4d%2d%2d%3d%5d", &read.region, &read.day.year, &read.day.month, &read.day.day,
           &read.hall, &read.serial);
    if (!parts_good(&read, error))
        return false;
    *number = read;
    return true;
}

char *case_number_group(const char *text, char grouped[CASE_NUMBER_GROUPED])
{
    if (strlen(text) == DIGITS_MOST)
        snprintf(grouped, CASE_NUMBER_GROUPED, "%.6s-%.8s-%.3s-%.5s-%s", text, text + 6, text + 14, text + 17,
                 text + 22);
    else
        snprintf(grouped, CASE_NUMBER_GROUPED, "%.*s", CASE_NUMBER_GROUPED - 1, text);
    return grouped;
}
