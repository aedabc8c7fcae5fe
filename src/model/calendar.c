#include "model/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static bool unpublished(int year, struct error *error)
{
    char text[12];
    snprintf(text, sizeof(text), "%d", year);
    return error_set(error, "E_CALENDAR_UNPUBLISHED", "year", text, NULL);
}

bool calendar_year_add(struct calendar *calendar, int year, const char *source, struct error *error)
{
    size_t at = calendar->year_count;
    while (at > 0 && calendar->years[at - 1].year > year)
        at--;
    if (at > 0 && calendar->years[at - 1].year == year) {
        char text[12];
        snprintf(text, sizeof(text), "%d", year);
        return error_set(error, "E_CALENDAR_YEAR_TWICE", "year", text, NULL);
    }
    calendar->years = memory_resize(calendar->years, calendar->year_count + 1, sizeof(calendar->years[0]));
    memmove(calendar->years + at + 1, calendar->years + at,
            (calendar->year_count - at) * sizeof(calendar->years[0]));
    calendar->years[at] = (struct calendar_year){.year = year, .source = memory_text(source)};
    calendar->year_count++;
    return true;
}

bool calendar_exception_add(struct calendar *calendar, struct date day, bool works, struct error *error)
{
    int number = date_number(day);
    size_t at = calendar->exception_count;
    while (at > 0 && calendar->exceptions[at - 1].day > number)
        at--;
    if (at > 0 && calendar->exceptions[at - 1].day == number) {
        char text[DATE_TEXT];
        return error_set(error, "E_CALENDAR_DAY_TWICE", "date", date_format(day, text), NULL);
    }
    calendar->exceptions =
        memory_resize(calendar->exceptions, calendar->exception_count + 1, sizeof(calendar->exceptions[0]));
    memmove(calendar->exceptions + at + 1, calendar->exceptions + at,
            (calendar->exception_count - at) * sizeof(calendar->exceptions[0]));
    calendar->exceptions[at] = (struct calendar_exception){.day = number, .works = works};
    calendar->exception_count++;
    return true;
}

bool calendar_published(const struct calendar *calendar, int year)
{
    for (size_t i = 0; i < calendar->year_count; i++) {
        if (calendar->years[i].year == year)
            return true;
    }
    return false;
}

static int exception_compare(const void *key, const void *member)
{
    int day = *(const int *)key, other = ((const struct calendar_exception *)member)->day;
    return (day > other) - (day < other);
}

bool calendar_works(const struct calendar *calendar, struct date day, bool *works, struct error *error)
{
    if (!calendar_published(calendar, day.year))
        return unpublished(day.year, error);
    int number = date_number(day);
    const struct calendar_exception *exception =
        calendar->exception_count ? bsearch(&number, calendar->exceptions, calendar->exception_count,
                                            sizeof(calendar->exceptions[0]), exception_compare)
                                  : NULL;
    *works = exception ? exception->works : date_weekday(day) <= 5;
    return true;
}

void calendar_free(struct calendar *calendar)
{
    for (size_t i = 0; i < calendar->year_count; i++)
        free(calendar->years[i].source);
    free(calendar->years);
    free(calendar->exceptions);
    *calendar = (struct calendar){0};
}
