/* What came of each case of a selection that was agreed to, as rows of a list: what was not done first. */
#ifndef SCREENS_AGREEING_ROWS_H
#define SCREENS_AGREEING_ROWS_H

#include "store/reply.h"
#include "ui/list.h"

enum agreeing_result { AGREEING_REFUSED, AGREEING_SKIPPED, AGREEING_DONE, AGREEING_RESULTS };

struct agreeing_row;

struct agreeing_rows {
    struct agreeing_row *rows;
    size_t count;
    size_t results[AGREEING_RESULTS]; /* how many of each */
};

/* A list of them; it belongs to the screen. */
struct list agreeing_list(struct agreeing_rows *rows);

/* Takes the rows of an answer (desk.task_decide_many()) that have a result. */
void agreeing_rows_take(struct agreeing_rows *rows, const struct store_reply *reply);

/* Puts them in order, once all are there. */
void agreeing_rows_sort(struct agreeing_rows *rows);
void agreeing_rows_free(struct agreeing_rows *rows);

/* The case, 0 where it may not be seen; and the whole sentence on it. */
int64_t agreeing_row_case(const struct agreeing_rows *rows, size_t index);
const char *agreeing_row_words(const struct agreeing_rows *rows, size_t index);

#endif
