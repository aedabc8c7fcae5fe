/* The inside of the search screen, for the files case_search*.c alone. */
#ifndef SCREENS_CASE_SEARCH_INSIDE_H
#define SCREENS_CASE_SEARCH_INSIDE_H

#include "screens/case_search.h"
#include "screens/criteria.h"
#include "screens/find_rows.h"
#include "ui/list.h"

/* Where a page goes on: the time and id of a row. */
struct search_key {
    char *at; /* NULL: from the end */
    char *id;
};

enum search_way { SEARCH_FIRST, SEARCH_NEXT, SEARCH_BACK };

struct case_search {
    struct desk *desk;
    struct criteria criteria;
    struct criteria_values asked; /* what the rows are an answer to */
    struct list list;
    struct find_rows rows;
    struct search_key first, last; /* of the page, or where the look that made it ended */
    char *edge;                    /* the day down to which was looked, where the page is not full for that */
    int most;                      /* rows that were asked for */
    int at;                        /* the criterion with the cursor; CRITERIA: the rows */
    enum search_way way;           /* of the question under way */
    bool waiting, searched;        /* for its answer; there was one */
    bool stale;                    /* what is typed is no longer what was asked */
};

/* --- asking */

/* A criterion was typed or chosen. */
void case_search_changed(struct case_search *search);

/* Asks for the first page of what is typed; a field that cannot be meant so gets the cursor. */
void case_search_begin(struct case_search *search);
/* Asks for the page behind this one, or before it. */
void case_search_turn(struct case_search *search, enum search_way way);
void case_search_forget(struct case_search *search);

/* --- lists over it: of the field, else of saved filters */

void case_search_list(struct case_search *search);
/* Keeps the criteria under a name; with none typed: takes a kept one away. */
void case_search_keep(struct case_search *search);

/* --- how it looks (case_search_draw.c) */

enum { SEARCH_FIELD_ROWS = CRITERIA / 2 };

void case_search_draw(const void *state, struct canvas *canvas, const struct layout *layout);
void case_search_cursor(const void *state, struct canvas *canvas, const struct layout *layout);
void case_search_lines(const void *state, struct screen_lines *lines);
void case_search_why(const void *state, struct buffer *sentences);
/* Cells of a field; labels stand before it. */
int case_search_cells(const struct layout *layout);

#endif
