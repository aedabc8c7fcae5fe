/* Numbers that are neither identity nor case numbers: units, cards and accounts, telephones, places.
 * All are normalised before (check_normalise). */
#ifndef MODEL_NUMBER_H
#define MODEL_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Unified social credit code, GB 32100: 18 of 0-9A-Z without I O Z S V, check MOD 31; characters 9-17 are the
 * organisation code of GB 11714, check MOD 11. Errors: E_USCC_LENGTH {length}, E_USCC_LETTER {position,
 * found}, E_USCC_REGION {position, found} (characters 3-8 are digits), E_USCC_CHECK {expected, found},
 * E_USCC_ORGANISATION {expected, found}. Codes that fail the last two have really been issued: a supervisor
 * may let them pass. */
bool number_uscc(const char *code, struct error *error);

/* The check digit of ISO 7064 MOD 11,10 that stands behind so many digits: of case numbers, of slips. */
char number_check_digit(const char *digits, size_t length);

/* Bank accounts on cards. Errors: E_ACCOUNT_LENGTH {length} (13-19 digits), E_ACCOUNT_DIGITS {position,
 * found}. */
bool number_account(const char *number, struct error *error);

/* The Luhn check of a number of digits; expected is the digit that the last one should be. */
bool number_luhn(const char *digits, char *expected);

/* Errors: E_MOBILE_DIGITS {position, found}, E_MOBILE_LENGTH {length}, E_MOBILE_PREFIX {found}. */
bool number_mobile(const char *number, struct error *error);

/* A mobile, or area code, number and perhaps an extension: 024-23881234-105. Errors: E_PHONE {value}. */
bool number_phone(const char *number, struct error *error);

/* dot-atom@domain of RFC 5322 in ASCII, at most 254 bytes. Errors: E_EMAIL_LONG, E_EMAIL_AT, E_EMAIL_LOCAL
 * {value}, E_EMAIL_DOMAIN {value}. */
bool number_email(const char *address, struct error *error);

/* From least to most characters, all digits, or digits and capitals. The error has the given code with
 * {value, least, most}. */
bool number_digits(const char *value, int least, int most, const char *code, struct error *error);
bool number_capitals(const char *value, int least, int most, const char *code, struct error *error);

/* YYYY-MM or YYYYMM from 1900 to a hundred years after this year.
 * Errors: E_MONTH_FORM {value}, E_MONTH_NONE {month}, E_MONTH_YEAR {year, most}. */
bool number_month(const char *value, int this_year, struct error *error);

#endif
