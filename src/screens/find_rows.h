/* What desk.find() answers, as rows in words; and the cases of somebody who was found. */
#ifndef SCREENS_FIND_ROWS_H
#define SCREENS_FIND_ROWS_H

#include "screens/desk.h"
#include "ui/table.h"

enum { FIND_COLUMNS = 4, FIND_MOST = 50 }; /* FIND_MOST: rows that the database gives at the most */

struct find_row {
    int64_t case_id; /* 0: a person */
    int64_t person_id;
    char *cells[FIND_COLUMNS]; /* name, number, item or cases, day */
    char *sentence;            /* how it was found, unit, dates */
};

struct find_rows {
    struct find_row *rows;
    size_t count;
};

extern const struct table_column find_columns[FIND_COLUMNS];

/* Takes a reply of desk.find() in place of what was there; its dates come as YYYY-MM-DD. A row of the kind
 * "edge" (case_search.h) is none. */
void find_rows_take(struct find_rows *rows, const struct desk *desk, const struct store_reply *reply);
void find_rows_free(struct find_rows *rows);
const char *find_row_name(const struct find_row *row);
void find_row_cells(const struct find_row *row, struct table_cell cells[TABLE_COLUMNS]);

/* The state of a case in words, from columns state, stage and waiting of a reply: 初审, 退回补正 等补正. */
void find_state_write(const struct store_reply *reply, int row, struct buffer *out);

/* The cases of a person who was found, to look at. */
struct find_person_argument {
    struct desk *desk;
    int64_t person_id;
    const char *name; /* masked; copied */
};
extern const struct screen_class find_person_screen;

#endif
