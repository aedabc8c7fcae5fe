/* An applicant who waits in the hall: 候 and for how long, on every screen that shows such a case, and the
 * one wake a second that it takes there and nowhere else. */
#ifndef SCREENS_WAITS_H
#define SCREENS_WAITS_H

#include "screens/desk.h"

enum { WAITS_NOBODY = 0 }; /* instead of a moment: nobody waits */

/* The moment "YYYY-MM-DD HH:MM:SS" of the database as a number of seconds; WAITS_NOBODY for "". */
int64_t waits_moment(const char *text);

/* Appends "候 45秒", from a minute on "候 1分20秒", from ten on "候 12分", from an hour on "候 1时05分";
 * nothing for WAITS_NOBODY. */
void waits_write(const struct desk *desk, int64_t since, struct buffer *out);

/* The same at the right end of a row that ends before that column. */
void waits_draw(const struct desk *desk, int64_t since, struct canvas *canvas, int row, int column);

/* A screen's ticking. Zeroed it stands still. */
struct waits_clock {
    struct desk *desk;
    const void *screen; /* state of the screen: it ticks only while that is on top */
    const void *rows;   /* for shows */
    bool (*shows)(const void *rows,
                  int64_t *newest); /* whether somebody waits there, and since when the newest */
    loop_id timer;
};

/* To be called whenever the rows came, and when the screen is on top again. It ticks while `shows` holds and
 * the newest has waited less than ten minutes (then minutes are shown, and those turn with the clock of the
 * first line), and ends by itself when another screen covers this one. */
void waits_clock_look(struct waits_clock *clock);
void waits_clock_end(struct waits_clock *clock);

#endif
