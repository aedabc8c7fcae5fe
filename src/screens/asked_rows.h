/* The rows of 要我办: authorisations, and what else asks for a supervisor (desk.ask_list()). Inside of
 * authorisation.h. A kind of the latter is known by its word alone: ASK_KIND_<KIND> names it, ASK_<KIND> says
 * what it is in a few words, ASK_WHY_<KIND> what it means and what to do; a new kind needs no code here. */
#ifndef SCREENS_ASKED_ROWS_H
#define SCREENS_ASKED_ROWS_H

#include "screens/desk.h"
#include "ui/table.h"

struct authorisation_row {
    char *key; /* tells rows apart: "authorise 12", "stuck 34 idle" */
    bool ask;  /* no authorisation */
    int64_t task_id, case_id, queue_id;
    char *where, *item, *name, *letters, *holder, *since; /* holder: who has it in hand, "" nobody */
    char *explain;                                        /* of an ask */
    int64_t waits;
    bool mine, barred;
    bool late;  /* of an ask: past its day */
    bool again; /* of an ask: a case returned once more, which asks until it is looked at */
    bool done;  /* somebody gave it meanwhile, or it asks no more */
};

extern const char asked_authorisations_sql[], asked_rest_sql[]; /* of a region */

void asked_rows_free(struct authorisation_row **rows, size_t *count);

/* Takes an answer to one of the two questions in. Each row keeps its place and its digit, so that nobody
 * picks what they did not mean; what that question names no more is done, and only behind the last that is
 * still open the done ones go. */
void asked_rows_merge(const struct desk *desk, struct authorisation_row **rows, size_t *count,
                      const struct store_reply *reply, bool asks);

/* Its cells: where or the kind, item, name or who, letters or what it is, state or since when. */
enum { ASKED_CELLS = 5 };
void asked_row_cells(const struct desk *desk, const struct authorisation_row *row,
                     struct table_cell cells[TABLE_COLUMNS]);

#endif
