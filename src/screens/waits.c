#include "screens/waits.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "text/text.h"

enum { SECOND = 1000, MINUTE = 60, ROUGH = 10 * MINUTE, HOUR = 60 * MINUTE, DAY = 24 * HOUR };
enum { DATE_LENGTH = 10, MOMENT_LENGTH = 19 };

int64_t waits_moment(const char *text)
{
    char day[DATE_LENGTH + 1];
    struct date date;
    int hour, minute, second;
    snprintf(day, sizeof(day), "%.10s", text);
    if (!date_parse(day, &date) || sscanf(text + DATE_LENGTH, " %2d:%2d:%2d", &hour, &minute, &second) != 3)
        return WAITS_NOBODY;
    return (int64_t)date_number(date) * DAY + hour * HOUR + minute * MINUTE + second;
}

static int64_t waited(const struct desk *desk, int64_t since)
{
    struct desk_moment now = desk_now(desk);
    int64_t seconds = (int64_t)date_number(now.day) * DAY + now.second - since;
    return seconds > 0 ? seconds : 0; /* the database's clock may be a second ahead of what is known here */
}

void waits_write(const struct desk *desk, int64_t since, struct buffer *out)
{
    char hours[24], minutes[24], seconds[24];
    if (since == WAITS_NOBODY)
        return;
    int64_t time = waited(desk, since);
    const char *code = time < MINUTE  ? "WAITS_SECONDS"
                       : time < ROUGH ? "WAITS_MINUTES_SECONDS"
                       : time < HOUR  ? "WAITS_MINUTES"
                                      : "WAITS_HOURS";
    snprintf(hours, sizeof(hours), "%lld", (long long)(time / HOUR));
    snprintf(minutes, sizeof(minutes), time < HOUR ? "%lld" : "%02lld", (long long)(time % HOUR / MINUTE));
    snprintf(seconds, sizeof(seconds), "%lld", (long long)(time % MINUTE));
    text_fill(out, code, "hours", hours, "minutes", minutes, "seconds", seconds, NULL);
}

void waits_draw(const struct desk *desk, int64_t since, struct canvas *canvas, int row, int column)
{
    struct buffer words = {0};
    waits_write(desk, since, &words);
    int width = text_width(buffer_string(&words));
    canvas_text(canvas, row, column - width, width, ROLE_NEAR, buffer_string(&words));
    buffer_free(&words);
}

static bool ticks(const struct waits_clock *clock)
{
    int64_t newest = WAITS_NOBODY;
    return ui_top_state(clock->desk->ui) == clock->screen && clock->shows(clock->rows, &newest) &&
           waited(clock->desk, newest) < ROUGH;
}

static void second_turned(void *owner)
{
    struct waits_clock *clock = owner;
    ui_changed(clock->desk->ui);
    if (!ticks(clock))
        waits_clock_end(clock);
}

void waits_clock_look(struct waits_clock *clock)
{
    if (!ticks(clock))
        waits_clock_end(clock);
    else if (!clock->timer)
        clock->timer = loop_timer(clock->desk->loop, SECOND, SECOND, second_turned, clock);
}

void waits_clock_end(struct waits_clock *clock)
{
    if (clock->timer)
        loop_timer_end(clock->desk->loop, clock->timer);
    clock->timer = 0;
}
