#include "model/number.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/fault.h"

#define DIGITS   "0123456789"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* GB 32100: no I O Z S V; the place in it is the value. */
static const char uscc_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

enum { USCC_LENGTH = 18, EMAIL_LOCAL_MOST = 64, EMAIL_MOST = 254, EMAIL_LABEL_MOST = 63 };

/* ISO 7064 MOD 31-3, weights 3^i mod 31. */
static char uscc_check(const char *code)
{
    int sum = 0;
    for (int i = 0, weight = 1; i < USCC_LENGTH - 1; i++, weight = weight * 3 % 31)
        sum += (int)(strchr(uscc_alphabet, code[i]) - uscc_alphabet) * weight;
    return uscc_alphabet[(31 - sum % 31) % 31];
}

/* GB 11714 over the 8 characters of an organisation code; letters count from A = 10. */
static char organisation_check(const char *code)
{
    static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += (code[i] <= '9' ? code[i] - '0' : code[i] - 'A' + 10) * weights[i];
    return "0X987654321"[sum % 11];
}

bool number_uscc(const char *code, struct error *error)
{
    if (utf8_count(code) != USCC_LENGTH)
        return fault_length(error, "E_USCC_LENGTH", code);
    size_t good = strspn(code, uscc_alphabet);
    if (good < USCC_LENGTH)
        return fault_character(error, "E_USCC_LETTER", code, good);
    size_t region = strspn(code + 2, DIGITS);
    if (region < 6)
        return fault_character(error, "E_USCC_REGION", code, 2 + region);
    char expected = uscc_check(code);
    if (code[17] != expected)
        return fault_expected(error, "E_USCC_CHECK", expected, code[17]);
    expected = organisation_check(code + 8);
    return code[16] == expected || fault_expected(error, "E_USCC_ORGANISATION", expected, code[16]);
}

char number_check_digit(const char *digits, size_t length)
{
    int product = 10;
    for (size_t i = 0; i < length; i++) {
        int sum = (product + digits[i] - '0') % 10;
        product = (sum ? sum : 10) * 2 % 11;
    }
    return (char)('0' + (11 - product) % 10);
}

bool number_account(const char *number, struct error *error)
{
    size_t digits = strspn(number, DIGITS);
    if (number[digits])
        return fault_character(error, "E_ACCOUNT_DIGITS", number, digits);
    return (digits >= 13 && digits <= 19) || fault_length(error, "E_ACCOUNT_LENGTH", number);
}

bool number_luhn(const char *digits, char *expected)
{
    size_t length = strlen(digits);
    int sum = 0;
    for (size_t i = 1; i < length; i++) { /* from the right, the check digit itself left out */
        int digit = digits[length - 1 - i] - '0';
        if (i % 2)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    *expected = (char)('0' + (10 - sum % 10) % 10);
    return length > 0 && digits[length - 1] == *expected;
}

bool number_mobile(const char *number, struct error *error)
{
    size_t digits = strspn(number, DIGITS);
    if (number[digits])
        return fault_character(error, "E_MOBILE_DIGITS", number, digits);
    if (digits != 11)
        return fault_length(error, "E_MOBILE_LENGTH", number);
    if (number[0] == '1' && number[1] >= '3')
        return true;
    return error_set(error, "E_MOBILE_PREFIX", "found", (char[]){number[0], number[1], '\0'}, NULL);
}

/* 0 and 2 or 3 digits, perhaps a dash, 7 or 8 digits, perhaps a dash and up to 6 digits. */
static bool is_landline(const char *number)
{
    size_t first = strspn(number, DIGITS);
    if (*number != '0')
        return false;
    const char *rest = number + first;
    if (first == 3 || first == 4) { /* the area code stands alone */
        if (*rest++ != '-')
            return false;
        first = strspn(rest, DIGITS);
        if (first != 7 && first != 8)
            return false;
        rest += first;
    } else if (first < 10 || first > 12) {
        return false;
    }
    if (!*rest)
        return true;
    size_t extension = *rest == '-' ? strspn(rest + 1, DIGITS) : 0;
    return extension >= 1 && extension <= 6 && !rest[1 + extension];
}

bool number_phone(const char *number, struct error *error)
{
    bool mobile =
        strlen(number) == 11 && strspn(number, DIGITS) == 11 && number[0] == '1' && number[1] >= '3';
    return mobile || is_landline(number) || error_set(error, "E_PHONE", "value", number, NULL);
}

/* Runs of the given characters, a dot between them; none is longer than most. */
static bool is_dotted(const char *text, size_t length, const char *characters, size_t most, size_t least_runs)
{
    size_t runs = 0;
    for (size_t at = 0; at <= length; at++) {
        size_t run = strspn(text + at, characters);
        if (run > length - at)
            run = length - at;
        if (run == 0 || run > most)
            return false;
        runs++;
        at += run;
        if (at < length && text[at] != '.')
            return false;
    }
    return runs >= least_runs;
}

/* No label of a host begins or ends with a dash. */
static bool dashes_inside(const char *domain)
{
    size_t length = strlen(domain);
    return *domain != '-' && domain[length - 1] != '-' && !strstr(domain, ".-") && !strstr(domain, "-.");
}

bool number_email(const char *address, struct error *error)
{
    static const char atext[] = DIGITS CAPITALS "abcdefghijklmnopqrstuvwxyz!#$%&'*+-/=?^_`{|}~";
    static const char host[] = DIGITS CAPITALS "abcdefghijklmnopqrstuvwxyz-";
    const char *at = strchr(address, '@');
    if (strlen(address) > EMAIL_MOST)
        return error_set(error, "E_EMAIL_LONG", NULL);
    if (!at || strchr(at + 1, '@'))
        return error_set(error, "E_EMAIL_AT", NULL);
    size_t local = (size_t)(at - address);
    if (local > EMAIL_LOCAL_MOST || !is_dotted(address, local, atext, EMAIL_LOCAL_MOST, 1))
        return error_set(error, "E_EMAIL_LOCAL", "value", address, NULL);
    if (!is_dotted(at + 1, strlen(at + 1), host, EMAIL_LABEL_MOST, 2) || !dashes_inside(at + 1))
        return error_set(error, "E_EMAIL_DOMAIN", "value", at + 1, NULL);
    return true;
}

static bool number_of(const char *characters, const char *value, int least, int most, const char *code,
                      struct error *error)
{
    size_t length = strspn(value, characters);
    if (!value[length] && length >= (size_t)least && length <= (size_t)most)
        return true;
    char low[12], high[12];
    snprintf(low, sizeof(low), "%d", least);
    snprintf(high, sizeof(high), "%d", most);
    return error_set(error, code, "value", value, "least", low, "most", high, NULL);
}

bool number_digits(const char *value, int least, int most, const char *code, struct error *error)
{
    return number_of(DIGITS, value, least, most, code, error);
}

bool number_capitals(const char *value, int least, int most, const char *code, struct error *error)
{
    return number_of(DIGITS CAPITALS, value, least, most, code, error);
}

bool number_month(const char *value, int this_year, struct error *error)
{
    size_t digits = strspn(value, DIGITS);
    bool dashed = digits == 4 && value[4] == '-' && strspn(value + 5, DIGITS) == 2 && !value[7];
    if (!dashed && (digits != 6 || value[6]))
        return error_set(error, "E_MONTH_FORM", "value", value, NULL);
    const char *month = value + (dashed ? 5 : 4);
    int number = (month[0] - '0') * 10 + month[1] - '0';
    if (number < 1 || number > 12)
        return error_set(error, "E_MONTH_NONE", "month", month, NULL);
    int year = 0;
    sscanf(value, "%4d", &year);
    if (year >= 1900 && year <= this_year + 100)
        return true;
    char found[12], most[12];
    snprintf(found, sizeof(found), "%04d", year);
    snprintf(most, sizeof(most), "%d", this_year + 100);
    return error_set(error, "E_MONTH_YEAR", "year", found, "most", most, NULL);
}
