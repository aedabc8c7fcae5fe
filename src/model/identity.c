#include "model/identity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/fault.h"

#define DIGITS   "0123456789"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

enum { NUMBER_LENGTH = 18, OLD_LENGTH = 15, BIRTH_AT = 6, SEX_AT = 16, EARLIEST_YEAR = 1900 };

static bool refuse_date(struct error *error, const char *code, const char *number)
{
    char date[9];
    snprintf(date, sizeof(date), "%.8s", number + BIRTH_AT);
    return error_set(error, code, "date", date, NULL);
}

/* 17 digits, then a digit or X; the value has 18 characters. */
static bool number_shape(const char *number, struct error *error)
{
    size_t digits = strspn(number, DIGITS);
    if (digits < NUMBER_LENGTH - 1)
        return fault_character(error, "E_ID_DIGITS", number, digits);
    if (digits == NUMBER_LENGTH - 1 && number[digits] != 'X')
        return fault_character(error, "E_ID_DIGITS", number, digits);
    return true;
}

static struct date birth_of(const char *number)
{
    struct date birth = {0};
    sscanf(number + BIRTH_AT, "%4d%2d%2d", &birth.year, &birth.month, &birth.day);
    return birth;
}

/* ISO 7064 MOD 11-2 over the first 17 digits. */
static char check_character(const char *number)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < NUMBER_LENGTH - 1; i++)
        sum += (number[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

/* What all numbers of 18 characters share. */
static bool number_whole(const char *number, struct date today, struct error *error)
{
    if (!number_shape(number, error))
        return false;
    struct date birth = birth_of(number);
    if (!date_valid(birth))
        return refuse_date(error, "E_ID_DATE", number);
    if (birth.year < EARLIEST_YEAR)
        return refuse_date(error, "E_ID_EARLY", number);
    if (date_compare(birth, today) > 0)
        return refuse_date(error, "E_ID_FUTURE", number);
    char expected = check_character(number);
    if (number[NUMBER_LENGTH - 1] != expected)
        return fault_expected(error, "E_ID_CHECK", expected, number[NUMBER_LENGTH - 1]);
    return true;
}

bool identity_citizen(const char *number, struct date today, struct error *error)
{
    size_t length = utf8_count(number);
    if (length == OLD_LENGTH && strspn(number, DIGITS) == OLD_LENGTH)
        return error_set(error, "E_ID_FIFTEEN", NULL);
    if (length != NUMBER_LENGTH)
        return fault_length(error, "E_ID_LENGTH", number);
    return number_whole(number, today, error);
}

static bool region_is(const char *number, const char *first, const char *second)
{
    return strncmp(number, first, 6) == 0 || strncmp(number, second, 6) == 0;
}

bool identity_is_residence(const char *number)
{
    return region_is(number, "810000", "820000") || region_is(number, "830000", "830000");
}

static bool residence(const char *number, const char *first, const char *second, struct date today,
                      struct error *error)
{
    if (!identity_citizen(number, today, error))
        return false;
    if (region_is(number, first, second))
        return true;
    char region[7];
    snprintf(region, sizeof(region), "%.6s", number);
    return error_set(error, "E_RESIDENCE_REGION", "region", region, NULL);
}

bool identity_residence_hm(const char *number, struct date today, struct error *error)
{
    return residence(number, "810000", "820000", today, error);
}

bool identity_residence_tw(const char *number, struct date today, struct error *error)
{
    return residence(number, "830000", "830000", today, error);
}

static bool foreign_old(const char *number, struct error *error)
{
    size_t letters = strspn(number, CAPITALS);
    if (letters != 3)
        return fault_character(error, "E_FOREIGN_OLD", number, letters < 3 ? letters : 3);
    size_t digits = strspn(number + 3, DIGITS);
    return digits == OLD_LENGTH - 3 || fault_character(error, "E_FOREIGN_OLD", number, 3 + digits);
}

bool identity_foreign(const char *number, struct date today, struct error *error)
{
    size_t length = utf8_count(number);
    if (length == OLD_LENGTH)
        return foreign_old(number, error);
    if (length != NUMBER_LENGTH)
        return fault_length(error, "E_FOREIGN_LENGTH", number);
    if (*number != '9')
        return fault_character(error, "E_FOREIGN_FIRST", number, 0);
    return number_whole(number, today, error);
}

bool identity_passport(const char *number, struct error *error)
{
    size_t length = utf8_count(number);
    size_t letters = strspn(number, DIGITS CAPITALS);
    if (letters < strlen(number))
        return fault_character(error, "E_PASSPORT_LETTER", number, letters);
    return (length >= 5 && length <= 15) || fault_length(error, "E_PASSPORT_LENGTH", number);
}

/* 8 digits, perhaps 2 more. */
static bool permit_digits(const char *digits)
{
    size_t count = strspn(digits, DIGITS);
    return !digits[count] && (count == 8 || count == 10);
}

bool identity_permit_hm(const char *number, struct error *error)
{
    if ((*number == 'H' || *number == 'M') && permit_digits(number + 1))
        return true;
    return fault_length(error, "E_PERMIT_HM", number);
}

bool identity_permit_tw(const char *number, struct error *error)
{
    return permit_digits(number) || fault_length(error, "E_PERMIT_TW", number);
}

bool identity_birth_certificate(const char *number, struct error *error)
{
    if (strlen(number) == 10 && *number >= 'A' && *number <= 'Z' && strspn(number + 1, DIGITS) == 9)
        return true;
    return fault_length(error, "E_BIRTH_CERTIFICATE", number);
}

static bool tells(const char *number)
{
    return strlen(number) == NUMBER_LENGTH && strspn(number, DIGITS) >= NUMBER_LENGTH - 1 &&
           strspn(number, DIGITS "X") == NUMBER_LENGTH;
}

bool identity_sex(const char *number, char *sex)
{
    if (!tells(number) || *number == '9')
        return false;
    *sex = (number[SEX_AT] - '0') % 2 ? '1' : '2';
    return true;
}

bool identity_birth(const char *number, struct date *birth)
{
    if (!tells(number) || !date_valid(birth_of(number)))
        return false;
    *birth = birth_of(number);
    return true;
}
