/* The code of a slip of receipt (收件凭条) that a window gives while it is cut off from the database: hall 3,
 * window 3, day 8, time of day 6, check digit by ISO 7064 MOD 11,10 - 21 digits, digits only so that a
 * barcode needs no letters. A window gives one slip a second at the most, so no two have the same code. It is
 * no case number and cannot be taken for one (21 digits instead of 23). SQL has the twin, yc.slip_fault();
 * both are held to tests/vectors/slip.tsv. */
#ifndef MODEL_SLIP_H
#define MODEL_SLIP_H

#include <stdbool.h>
#include <stddef.h>

#include "model/date.h"

enum {
    SLIP_TEXT = 22,   /* bytes of the code with its NUL */
    SLIP_GROUPED = 26 /* bytes of 001-003-20260302-101542-0 with its NUL */
};

/* hall and window 1..999, a day from 1900 on, second of the day 0..86399. Writes the digits; returns to. */
const char *slip_code(int hall, int window, struct date day, int second, char to[SLIP_TEXT]);

/* 21 digits, hall and window not 000, a day that exists (from 1900 on, as in case numbers), a time that
 * exists, the right check digit. */
bool slip_valid(const char *code);

/* "001-003-20260302-101542-0" for the eye; what is not 21 digits comes back as it is, cut to fit. Returns to.
 */
const char *slip_group(const char *code, char to[SLIP_GROUPED]);

#endif
