/* Working days and limits: which days were published as off or worked, and when a limit ends.
 * yc.due_date() and yc.due_steps() are the twins of this in SQL; tests/vectors/clock.tsv holds both to one
 * another. */
#ifndef MODEL_CALENDAR_H
#define MODEL_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "model/date.h"

struct calendar_year {
    int year;
    char *source; /* the notice that published it, e.g. 国办发明电〔2025〕7号 */
};

struct calendar_exception {
    int day; /* date_number() */
    bool works;
};

/* Monday to Friday are worked and weekends are off, but for the exceptions. Nothing is known of a year that
 * is not among the published ones. A zeroed struct is an empty calendar; calendar_free() empties it again. */
struct calendar {
    struct calendar_year *years; /* ascending */
    size_t year_count;
    struct calendar_exception *exceptions; /* ascending by day */
    size_t exception_count;
};

/* Errors: E_CALENDAR_YEAR_TWICE {year}. */
bool calendar_year_add(struct calendar *calendar, int year, const char *source, struct error *error);

/* The day may lie in a year that is added later. Errors: E_CALENDAR_DAY_TWICE {date}. */
bool calendar_exception_add(struct calendar *calendar, struct date day, bool works, struct error *error);

bool calendar_published(const struct calendar *calendar, int year);

/* Errors: E_CALENDAR_UNPUBLISHED {year}. */
bool calendar_works(const struct calendar *calendar, struct date day, bool *works, struct error *error);

void calendar_free(struct calendar *calendar);

enum calendar_unit { CALENDAR_WORKING_DAYS, CALENDAR_DAYS };

/* "working" or "calendar". */
bool calendar_unit_parse(const char *text, enum calendar_unit *unit);

/* Days that do not count (中止, 公示, 鉴定, ...), both ends included. */
struct calendar_pause {
    struct date from;
    struct date to; /* year 0: it has no end yet */
};

enum calendar_step_kind {
    CALENDAR_STEP_SAME,     /* the limit is 0 days: the day of acceptance itself */
    CALENDAR_STEP_ACCEPTED, /* the day of acceptance is not counted (民法典 201) */
    CALENDAR_STEP_COUNTED,  /* days of the limit */
    CALENDAR_STEP_REST,     /* weekend, holiday or exchanged day, skipped (limits in working days) */
    CALENDAR_STEP_PAUSE,    /* skipped; last year 0: it has no end yet */
    CALENDAR_STEP_MOVED, /* the last day is no working day: from it to the next working day (民法典 203) */
};

struct calendar_step {
    enum calendar_step_kind kind;
    struct date first, last;
    int days; /* from first to last; ACCEPTED, SAME and an open PAUSE: 0; MOVED: days it was moved by */
};

/* How a limit was counted, in order of time; stretches of one kind are one step. A zeroed struct is empty. */
struct calendar_sum {
    struct calendar_step *steps;
    size_t count;
};

/* "same", "accepted", "counted", "rest", "pause", "moved": the names that SQL and --json use. */
const char *calendar_step_name(enum calendar_step_kind kind);

void calendar_sum_free(struct calendar_sum *sum);

enum { CALENDAR_LIMIT_MOST = 9999 /* days of a limit */ };

/* The last day of a limit. Working days: the n-th working day after the acceptance that lies in no pause.
 * Calendar days: the n-th day after it that lies in no pause, moved to the next working day outside pauses if
 * it is no working day. 0 days: the day of acceptance itself. A limit that a pause without an end holds has
 * no last day: due is the date 0-0-0 then, and the sum ends with that pause. The former content of sum is
 * freed; sum may be NULL. Errors: E_CALENDAR_UNPUBLISHED {year} when a day must be known as working or not
 * and its year is not published; E_CALENDAR_DAYS {days, most}. */
bool calendar_due(const struct calendar *calendar, struct date accepted, int days, enum calendar_unit unit,
                  const struct calendar_pause *pauses, size_t pause_count, struct date *due,
                  struct calendar_sum *sum, struct error *error);

#endif
