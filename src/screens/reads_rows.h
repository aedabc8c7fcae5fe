/* The rows of the read log, asked page by page: what is looked for, the page that is there, its ends. */
#ifndef SCREENS_READS_ROWS_H
#define SCREENS_READS_ROWS_H

#include "screens/desk.h"
#include "ui/list.h"

/* What is looked for, in the order of the choice. */
enum reads_wish {
    READS_WISH_STAFF,
    READS_WISH_PERSON,
    READS_WISH_PURPOSE,
    READS_WISH_FROM, /* days, YYYY-MM-DD */
    READS_WISH_TO,
    READS_WISHES
};

struct read_row;

struct reads_rows {
    struct desk *desk;
    struct list *list;          /* refreshed when a page came */
    char *wishes[READS_WISHES]; /* NULL: any; owned */
    struct read_row *rows;
    size_t count;
    char *first[2],
        *last[2]; /* moment and id of the page's ends, also of rows that were only passed; NULL: none */
    bool loaded, waiting, newer;
};

/* A list of them; it belongs to the screen. */
struct list reads_rows_list(struct reads_rows *rows);

/* Asks for the newest page of what is looked for. Forget it under `rows` (desk_forget) before they go. */
void reads_rows_search(struct reads_rows *rows);

/* Asks for the next page backwards or forwards in time; says so where there is none. */
void reads_rows_older(struct reads_rows *rows);
void reads_rows_newer(struct reads_rows *rows);

/* Whether a page without rows passed some, so that there may be more behind it. */
bool reads_rows_further(const struct reads_rows *rows);

/* The case that a look was at (0: none) and its number ("" without). */
int64_t reads_row_case(const struct reads_rows *rows, size_t index);
const char *reads_row_number(const struct reads_rows *rows, size_t index);

void reads_rows_free(struct reads_rows *rows);

#endif
