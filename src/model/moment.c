#include "model/moment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

char *moment_format(struct moment moment, char text[MOMENT_TEXT])
{
    char day[DATE_TEXT];
    char wide[40]; /* room for two ints of any size */
    snprintf(wide, sizeof(wide), "%s %02d:%02d", date_format(moment.day, day), moment.hour, moment.minute);
    memcpy(text, wide, MOMENT_TEXT - 1);
    text[MOMENT_TEXT - 1] = '\0';
    return text;
}

/* 1430, 930, 14:30, 9:05: an hour of one or two digits, a minute of two. */
static bool clock_read(const char *text, struct moment *moment)
{
    size_t hour = strspn(text, DIGITS), colon = text[hour] == ':';
    hour -= colon ? 0 : hour >= 3 ? 2 : hour; /* the last two are the minute */
    const char *minute = text + hour + colon;
    if ((hour != 1 && hour != 2) || strspn(minute, DIGITS) != 2 || minute[2])
        return false;
    moment->hour = text[0] - '0';
    if (hour == 2)
        moment->hour = moment->hour * 10 + text[1] - '0';
    moment->minute = atoi(minute);
    return true;
}

static bool clock_exists(const struct moment *moment)
{
    return moment->hour <= 23 && moment->minute <= 59;
}

/* YYYY-MM-DD and behind it a blank and HH:MM, digits where there are to be digits. */
static bool formed(const char *text)
{
    static const char shape[] = "dddd-dd-dd dd:dd";
    size_t at = 0;
    while (shape[at] && (shape[at] == 'd' ? text[at] >= '0' && text[at] <= '9' : text[at] == shape[at]))
        at++;
    return !shape[at] && !text[at];
}

bool moment_parse(const char *text, struct moment *moment, struct error *error)
{
    struct moment read;
    char day[DATE_TEXT];
    if (date_parse(text, &read.day))
        return error_set(error, "E_TIME_MISSING", "value", text, NULL);
    if (!formed(text))
        return error_set(error, "E_TIME_FORM", "value", text, NULL);
    snprintf(day, sizeof(day), "%s", text);
    if (!date_parse(day, &read.day))
        return error_set(error, "E_DATE_NONE", "value", day, NULL);
    if (!clock_read(text + DATE_TEXT, &read) || !clock_exists(&read))
        return error_set(error, "E_TIME_NONE", "value", text + DATE_TEXT, NULL);
    *moment = read;
    return true;
}

/* A day without a time, or something else. */
static bool alone(const char *text, struct date today, struct error *error)
{
    struct error ignored = {0};
    struct date day;
    bool known = date_typed(text, today, &day, &ignored);
    error_free(&ignored);
    return error_set(error, known ? "E_TIME_MISSING" : "E_TIME_FORM", "value", text, NULL);
}

bool moment_typed(const char *text, struct date today, struct moment *moment, struct error *error)
{
    struct moment read;
    size_t length = strcspn(text, " ");
    char day[32];
    if (!text[length])
        return alone(text, today, error);
    snprintf(day, sizeof(day), "%.*s", (int)(length < sizeof(day) ? length : sizeof(day) - 1), text);
    if (!date_typed(day, today, &read.day, error))
        return false;
    const char *clock = text + length + strspn(text + length, " ");
    if (!clock_read(clock, &read))
        return error_set(error, "E_TIME_FORM", "value", text, NULL);
    if (!clock_exists(&read))
        return error_set(error, "E_TIME_NONE", "value", clock, NULL);
    *moment = read;
    return true;
}
