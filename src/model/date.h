/* A day of the Gregorian calendar, years 1 to 9999. No clock is read here: who needs today is given it. */
#ifndef MODEL_DATE_H
#define MODEL_DATE_H

#include <stdbool.h>

#include "base/error.h"

struct date {
    int year, month, day; /* all 0: no date */
};

enum { DATE_TEXT = 11 /* bytes of YYYY-MM-DD with its NUL */ };

bool date_valid(struct date date);
int date_days_in_month(int year, int month);

/* Days since 1970-01-01, which is 0; the date must be valid. */
int date_number(struct date date);
struct date date_from_number(int number);

/* < 0, 0, > 0 as a stands before, on or after b. */
int date_compare(struct date a, struct date b);

/* The day so many days later (earlier if negative). */
struct date date_add(struct date date, int days);

/* 1 Monday .. 7 Sunday. */
int date_weekday(struct date date);

/* Exactly YYYY-MM-DD and a day that exists. */
bool date_parse(const char *text, struct date *date);

/* YYYY-MM-DD. Returns text. */
char *date_format(struct date date, char text[DATE_TEXT]);

/* What is typed into a date field: 20260302, 2026-03-02 (also 2026/3/2, 2026.3.2), 0302 and 3-2 (of this
 * year), t or 0 (today), -3 and +5 (days from today). Full-width forms were made ASCII before
 * (check_normalise). Errors: E_DATE_FORM {value}: none of these; E_DATE_NONE {value}: there is no such day.
 */
bool date_typed(const char *text, struct date today, struct date *date, struct error *error);

#endif
