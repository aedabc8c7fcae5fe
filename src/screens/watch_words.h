/* One row of a supervisor's three lists (watch.h), from the database's answer to words: its cells, the
 * sentence on it, and what F2 says of it. */
#ifndef SCREENS_WATCH_WORDS_H
#define SCREENS_WATCH_WORDS_H

#include "screens/desk.h"

enum watch_part {
    WATCH_OVERDUE,   /* cases over their limit */
    WATCH_SUSPENDED, /* suspensions to look at */
    WATCH_ASIDE,     /* tasks that are held or reserved */
    WATCH_PARTS
};

enum { WATCH_CELLS = 8 };

struct watch_row {
    char *key; /* tells rows of a list apart */
    int64_t case_id;
    int64_t task_id;     /* 0: not of what is put aside */
    char *since, *place; /* with case_id where the page after this row begins; place: the word why */
    char *cells[WATCH_CELLS];
    enum role roles[WATCH_CELLS];
    char *what;    /* item and name, for a title */
    char *who;     /* who put it aside or is to have it */
    char *number;  /* grouped */
    char *explain; /* the sentence under the list */
    char *why;     /* sentences, as why_add() writes them */
};

/* Asks for a part; parameters: region, then (all but WATCH_ASIDE) since and case id of the last row before
 * the page, then (WATCH_SUSPENDED) its word why. */
extern const char *const watch_queries[WATCH_PARTS];

/* A row of the answer, to be freed by the caller. */
struct watch_row watch_row_read(const struct desk *desk, enum watch_part part,
                                const struct store_reply *reply, int at);
void watch_row_free(struct watch_row *row);

#endif
