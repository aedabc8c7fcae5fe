/* Identity numbers: what a number must look like by its kind of document, and what it tells of the person.
 *
 * Numbers are normalised before (check_normalise): ASCII, no spaces, capitals. Errors name what is wrong and
 * never carry the whole number. Whether the region of a number exists is asked by check.h, which knows who
 * can say so. */
#ifndef MODEL_IDENTITY_H
#define MODEL_IDENTITY_H

#include <stdbool.h>

#include "base/error.h"
#include "model/date.h"

/* GB 11643, 18 characters: region 6, birth 8, sequence 3, check by ISO 7064 MOD 11-2.
 * Errors: E_ID_FIFTEEN (first generation, 15 digits), E_ID_LENGTH {length}, E_ID_DIGITS {position, found},
 * E_ID_DATE {date}, E_ID_EARLY {date} (before 1900), E_ID_FUTURE {date}, E_ID_CHECK {expected, found}. */
bool identity_citizen(const char *number, struct date today, struct error *error);

/* The residence permits of 2018, the same number with region 810000, 820000 (Hong Kong, Macao) or 830000
 * (Taiwan). Errors as above and E_RESIDENCE_REGION {region}. */
bool identity_residence_hm(const char *number, struct date today, struct error *error);
bool identity_residence_tw(const char *number, struct date today, struct error *error);

/* True for a number with one of the three regions above. */
bool identity_is_residence(const char *number);

/* Foreign permanent residence: since 2023 18 characters beginning with 9 (birth and check as GB 11643),
 * before 3 letters and 12 digits. Errors: E_FOREIGN_LENGTH {length}, E_FOREIGN_FIRST {found}, E_FOREIGN_OLD
 * {position, found} and those of E_ID_... */
bool identity_foreign(const char *number, struct date today, struct error *error);

/* 5 to 15 letters and digits. Errors: E_PASSPORT_LENGTH {length}, E_PASSPORT_LETTER {position, found}. */
bool identity_passport(const char *number, struct error *error);

/* H or M and 8 digits, then perhaps 2 more for the issue. Errors: E_PERMIT_HM {length}. */
bool identity_permit_hm(const char *number, struct error *error);

/* 8 digits, then perhaps 2 more. Errors: E_PERMIT_TW {length}. */
bool identity_permit_tw(const char *number, struct error *error);

/* A letter and 9 digits. Errors: E_BIRTH_CERTIFICATE {length}. */
bool identity_birth_certificate(const char *number, struct error *error);

/* From a number of 18 characters; false if it does not tell (another kind of document). The check digit is
 * not asked. Sex: '1' male, '2' female (GB/T 2261.1); foreign numbers (9...) do not tell it. */
bool identity_sex(const char *number, char *sex);
bool identity_birth(const char *number, struct date *birth);

#endif
