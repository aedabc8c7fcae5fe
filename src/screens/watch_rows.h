/* The rows of one of a supervisor's three lists (watch.h), asked page by page. */
#ifndef SCREENS_WATCH_ROWS_H
#define SCREENS_WATCH_ROWS_H

#include "screens/watch_words.h"
#include "ui/list.h"

struct watch_page;

struct watch_rows {
    struct desk *desk;
    enum watch_part part;
    void *screen;                  /* whose rows these are */
    void (*refused)(void *screen); /* the first page was refused, and that told: close the screen */
    struct list list;
    struct watch_row *rows;
    size_t count;
    struct watch_page *pages; /* pages[n] is where page n + 1 begins */
    size_t page_count;
    size_t page, asked; /* the one that is shown, the one that was asked for last */
    bool loaded;
};

/* Asks for the first page. The list refers to *rows: it must not move. Before: desk, part, screen, refused.
 */
void watch_rows_open(struct watch_rows *rows);
void watch_rows_free(struct watch_rows *rows);

/* Asks for the page anew: the marked row stays marked, or else its place. */
void watch_rows_refresh(struct watch_rows *rows);

/* Asks for the next page or the one before; says so where there is none. */
void watch_rows_next(struct watch_rows *rows);
void watch_rows_previous(struct watch_rows *rows);

/* The marked row; NULL: none. */
const struct watch_row *watch_rows_marked(const struct watch_rows *rows);

/* How many there are, as far as that is known: "12", "50+", "51-73"; "" before the first answer. */
void watch_rows_count(const struct watch_rows *rows, struct buffer *out);

#endif
