/* The number of a case: region 6, date of acceptance 8, hall 3, serial 5, check digit by ISO 7064 MOD 11,10.
 */
#ifndef MODEL_CASE_NUMBER_H
#define MODEL_CASE_NUMBER_H

#include <stdbool.h>

#include "base/error.h"
#include "model/date.h"

struct case_number {
    int region; /* 100000..999999 */
    struct date day;
    int hall;   /* 1..999 */
    int serial; /* 1..99999 within hall and day */
};

enum {
    CASE_NUMBER_TEXT = 24,    /* bytes of the plain form with its NUL */
    CASE_NUMBER_GROUPED = 28, /* bytes of 210600-20260302-001-00001-5 with its NUL */
};

/* The plain form. Errors: E_CASE_PART {part, value}: region, day, hall or serial is out of its range. */
bool case_number_make(const struct case_number *number, char text[CASE_NUMBER_TEXT], struct error *error);

/* Takes the plain form; dashes and spaces were dropped before (check_normalise). Errors: E_CASE_DIGITS
 * {position, found}, E_CASE_LENGTH {length}, E_CASE_CHECK {expected, found}, E_CASE_PART {part, value}. */
bool case_number_parse(const char *text, struct case_number *number, struct error *error);

/* 210600-20260302-001-00001-5 from the plain form; a text of another length comes back as it is, cut to fit.
 * Returns grouped. */
char *case_number_group(const char *text, char grouped[CASE_NUMBER_GROUPED]);

#endif
