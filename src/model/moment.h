/* A day with its hour and minute, in the local time of the hall. No clock is read here: who needs today is
 * given it. */
#ifndef MODEL_MOMENT_H
#define MODEL_MOMENT_H

#include "model/date.h"

struct moment {
    struct date day;
    int hour, minute; /* 0..23, 0..59 */
};

enum { MOMENT_TEXT = 17 /* bytes of YYYY-MM-DD HH:MM with its NUL */ };

/* Exactly YYYY-MM-DD HH:MM, a day and a minute that exist. Errors: E_TIME_MISSING {value}: a day alone;
 * E_TIME_FORM {value}: neither; E_DATE_NONE {value}, E_TIME_NONE {value}: there is no such day, or minute. */
bool moment_parse(const char *text, struct moment *moment, struct error *error);

/* YYYY-MM-DD HH:MM. Returns text. */
char *moment_format(struct moment moment, char text[MOMENT_TEXT]);

/* What is typed into a field of a time: a day as date_typed() reads it, a blank, and 1430, 930, 14:30 or
 * 9:05. Full-width forms were made ASCII before (check_normalise). Errors: those of moment_parse(), and
 * E_DATE_FORM {value} for what stands before the blank. */
bool moment_typed(const char *text, struct date today, struct moment *moment, struct error *error);

#endif
