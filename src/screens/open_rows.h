/* All that is open in a clerk's hands, for handing over and signing off: what the database knows
 * (desk.open_list), and what stands on this machine alone. */
#ifndef SCREENS_OPEN_ROWS_H
#define SCREENS_OPEN_ROWS_H

#include "screens/desk.h"
#include "ui/table.h"

struct open_row {
    char *kind; /* the database's word, or "unsent", "conflict" */
    char *name, *item, *since, *detail;
};

struct open_rows {
    struct desk *desk;
    void (*changed)(void *screen); /* the answer came, or will not */
    void *screen;
    struct open_row *rows;
    size_t count;
    bool loaded; /* all is known that can be: the database's part too, unless it is away or nothing is
                    accepted here */
};

/* Reads this machine's part at once and asks the database for its own. */
void open_rows_load(struct open_rows *rows);
void open_rows_free(struct open_rows *rows);

extern const struct table_column open_columns[];
enum { OPEN_COLUMNS = 5 };
void open_row_cells(const struct open_row *row, struct table_cell cells[TABLE_COLUMNS]);

/* "来访 1，草稿 2": how many of each kind; nothing for none. */
void open_rows_sum(const struct open_rows *rows, struct buffer *out);

#endif
