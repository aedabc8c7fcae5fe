/* 要我办: the authorisations that are asked of a supervisor, and behind them what else asks for one, on top
 * of the supervise screen. A digit goes straight in: the case is taken and shown, F9 there gives the
 * authorisation; of the rest the case, the queue or the people are shown. No line shifts by itself: what
 * comes is added behind, what somebody else gave stays as "done" until the list is read anew. */
#ifndef SCREENS_AUTHORISATION_H
#define SCREENS_AUTHORISATION_H

#include "screens/waits.h"
#include "ui/list.h"

struct authorisation_row;

struct authorisations {
    struct desk *desk;
    struct list list;
    struct authorisation_row *rows;
    size_t count;
    struct authorisation_row *next; /* being read anew */
    size_t next_count;
    bool fresh;  /* the next answers replace the rows */
    bool stays;  /* somebody had gone to the table beneath: the mark stays there */
    bool marked; /* the mark and the cursor stand here, not in the table beneath */
    struct waits_clock clock;
};

/* screen: the state of the screen that they stand on. The list refers to *rows: it must not move. */
void authorisations_open(struct authorisations *rows, struct desk *desk, const void *screen);
void authorisations_free(struct authorisations *rows);

/* Asks anew; with `fresh` what is done goes away and the mark is set on the first, unless it stands beneath.
 */
void authorisations_ask(struct authorisations *rows, bool fresh);

/* Goes into the first authorisation; says so where none is asked. */
void authorisations_first(struct authorisations *rows);

/* The task of the marked row, where that is about one, and what it is about; 0: it is not. */
int64_t authorisations_task(const struct authorisations *rows, struct buffer *title);

/* Rows that they take of a form of this height, their rule included. */
int authorisations_rows(int height);
void authorisations_arrange(struct authorisations *rows, int height);

/* True: the key or command was theirs. `top`: the mark of the table beneath stands in its first row. */
bool authorisations_key(struct authorisations *rows, const struct key *key);
bool authorisations_command(struct authorisations *rows, enum command command, bool top);

void authorisations_draw(const struct authorisations *rows, struct canvas *canvas, struct area area);
int authorisations_cursor(const struct authorisations *rows); /* row within their area */
void authorisations_lines(const struct authorisations *rows, struct screen_lines *lines);
void authorisations_why(const struct authorisations *rows, struct buffer *sentences);

#endif
