#include "model/calendar.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A walk from the day after the acceptance, a day at a time: some hundred steps at the most in practice. */
struct walk {
    const struct calendar *calendar;
    const struct calendar_pause *pauses;
    size_t pause_count;
    struct calendar_sum *sum; /* NULL: the steps are not wanted */
};

bool calendar_unit_parse(const char *text, enum calendar_unit *unit)
{
    if (strcmp(text, "working") != 0 && strcmp(text, "calendar") != 0)
        return false;
    *unit = *text == 'w' ? CALENDAR_WORKING_DAYS : CALENDAR_DAYS;
    return true;
}

const char *calendar_step_name(enum calendar_step_kind kind)
{
    static const char *const names[] = {
        [CALENDAR_STEP_SAME] = "same",       [CALENDAR_STEP_ACCEPTED] = "accepted",
        [CALENDAR_STEP_COUNTED] = "counted", [CALENDAR_STEP_REST] = "rest",
        [CALENDAR_STEP_PAUSE] = "pause",     [CALENDAR_STEP_MOVED] = "moved",
    };
    return names[kind];
}

void calendar_sum_free(struct calendar_sum *sum)
{
    free(sum->steps);
    *sum = (struct calendar_sum){0};
}

static void step_add(struct walk *walk, struct calendar_step step)
{
    struct calendar_sum *sum = walk->sum;
    if (!sum)
        return;
    sum->steps = memory_resize(sum->steps, sum->count + 1, sizeof(sum->steps[0]));
    sum->steps[sum->count++] = step;
}

/* One more day of a kind: it lengthens the last step or begins one. */
static void step_day(struct walk *walk, enum calendar_step_kind kind, struct date day)
{
    struct calendar_sum *sum = walk->sum;
    if (sum && sum->count && sum->steps[sum->count - 1].kind == kind) {
        sum->steps[sum->count - 1].last = day;
        sum->steps[sum->count - 1].days++;
    } else {
        step_add(walk, (struct calendar_step){.kind = kind, .first = day, .last = day, .days = 1});
    }
}

/* The last day of the pause in which a day lies: INT_MIN if in none, INT_MAX if it has no end. */
static int paused_until(const struct walk *walk, int day)
{
    int until = INT_MIN;
    for (size_t i = 0; i < walk->pause_count; i++) {
        int to = walk->pauses[i].to.year ? date_number(walk->pauses[i].to) : INT_MAX;
        if (date_number(walk->pauses[i].from) <= day && day <= to && to > until)
            until = to;
    }
    return until;
}

/* The step of an open pause, which ends the walk: from the day on, or from where the pause before it began.
 */
static void step_open(struct walk *walk, struct date day)
{
    struct calendar_sum *sum = walk->sum;
    if (sum && sum->count && sum->steps[sum->count - 1].kind == CALENDAR_STEP_PAUSE)
        day = sum->steps[--sum->count].first;
    step_add(walk, (struct calendar_step){.kind = CALENDAR_STEP_PAUSE, .first = day});
}

/* Moves on to the next day that is outside of pauses and counts; false with day.year 0: an open pause holds
 * it, or with an error. Working says whether only working days count. */
static bool next_day(struct walk *walk, struct date *day, bool working, bool silent, struct error *error)
{
    static const struct date last = {9999, 12, 31};
    for (;;) {
        if (date_compare(*day, last) >= 0)
            return error_set(error, "E_CALENDAR_UNPUBLISHED", "year", "10000", NULL);
        *day = date_add(*day, 1);
        bool works = true;
        int until = paused_until(walk, date_number(*day));
        if (until != INT_MIN) {
            if (until == INT_MAX) {
                step_open(walk, *day);
                *day = (struct date){0};
                return false;
            }
            if (!silent)
                step_day(walk, CALENDAR_STEP_PAUSE, *day);
            continue;
        }
        if (working && !calendar_works(walk->calendar, *day, &works, error))
            return false;
        if (works)
            return true;
        if (!silent)
            step_day(walk, CALENDAR_STEP_REST, *day);
    }
}

/* 民法典 203: a limit of calendar days does not end on a day off. */
static bool move_to_working_day(struct walk *walk, struct date *day, struct error *error)
{
    bool works;
    struct date end = *day;
    if (!calendar_works(walk->calendar, end, &works, error))
        return false;
    if (works)
        return true;
    if (!next_day(walk, day, true, true, error))
        return false;
    step_add(walk, (struct calendar_step){.kind = CALENDAR_STEP_MOVED,
                                          .first = end,
                                          .last = *day,
                                          .days = date_number(*day) - date_number(end)});
    return true;
}

static bool days_refused(int days, struct error *error)
{
    char text[12], most[12];
    snprintf(text, sizeof(text), "%d", days);
    snprintf(most, sizeof(most), "%d", CALENDAR_LIMIT_MOST);
    return error_set(error, "E_CALENDAR_DAYS", "days", text, "most", most, NULL);
}

/* The days of the limit one after the other. */
static bool walk_days(struct walk *walk, int days, enum calendar_unit unit, struct date *day,
                      struct error *error)
{
    for (int counted = 0; counted < days; counted++) {
        if (!next_day(walk, day, unit == CALENDAR_WORKING_DAYS, false, error))
            return false;
        step_day(walk, CALENDAR_STEP_COUNTED, *day);
    }
    return unit == CALENDAR_WORKING_DAYS || move_to_working_day(walk, day, error);
}

bool calendar_due(const struct calendar *calendar, struct date accepted, int days, enum calendar_unit unit,
                  const struct calendar_pause *pauses, size_t pause_count, struct date *due,
                  struct calendar_sum *sum, struct error *error)
{
    struct walk walk = {.calendar = calendar, .pauses = pauses, .pause_count = pause_count, .sum = sum};
    if (sum)
        calendar_sum_free(sum);
    if (days < 0 || days > CALENDAR_LIMIT_MOST)
        return days_refused(days, error);
    step_add(&walk, (struct calendar_step){.kind = days ? CALENDAR_STEP_ACCEPTED : CALENDAR_STEP_SAME,
                                           .first = accepted,
                                           .last = accepted});
    struct date day = accepted;
    if (days > 0 && !walk_days(&walk, days, unit, &day, error) && day.year)
        return false;
    *due = day;
    return true;
}
