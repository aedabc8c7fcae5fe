/* The rows of the supervisor's tables: the queues, or (with a queue) its tasks. Rows of words, so that one
 * screen shows both. */
#ifndef SCREENS_SUPERVISE_ROWS_H
#define SCREENS_SUPERVISE_ROWS_H

#include "screens/desk.h"
#include "ui/list.h"

struct supervise_row;

struct supervise_rows {
    struct desk *desk;
    int64_t queue;     /* 0: the table of queues */
    struct list *list; /* refreshed when the rows came */
    struct supervise_row *rows;
    size_t count;
};

/* A list of them; it belongs to the screen. */
struct list supervise_list(struct supervise_rows *rows);

/* Asks the database anew. Forget it under `rows` (desk_forget) before they go. */
void supervise_rows_ask(struct supervise_rows *rows);
void supervise_rows_free(struct supervise_rows *rows);

/* The queue or case of a row; the task of a case's; whether a queue is paused; and "stage item" of a queue,
 * "number name" of a case. */
int64_t supervise_row_id(const struct supervise_rows *rows, size_t index);
int64_t supervise_row_task(const struct supervise_rows *rows, size_t index);
bool supervise_row_paused(const struct supervise_rows *rows, size_t index);
void supervise_row_title(const struct supervise_rows *rows, size_t index, struct buffer *out);

#endif
