/* The tasks of an approver's queues, as desk.task_list() tells them and as rows of a list. */
#ifndef SCREENS_QUEUE_ROWS_H
#define SCREENS_QUEUE_ROWS_H

#include "screens/selection.h"
#include "ui/list.h"

struct queue_row;

struct queue_rows {
    struct desk *desk;
    const struct selection *marked;
    struct queue_row *rows;
    size_t count;
};

/* A list of them; it belongs to the screen. */
struct list queue_list(struct queue_rows *rows);

/* Asks the database; the answer is for queue_rows_take(), which puts it in place of what was there. */
void queue_rows_ask(const struct queue_rows *rows, store_answered *answered, void *owner);
void queue_rows_take(struct queue_rows *rows, const struct store_reply *reply);
void queue_rows_free(struct queue_rows *rows);

int64_t queue_row_task(const struct queue_rows *rows, size_t index);
bool queue_row_mine(const struct queue_rows *rows, size_t index); /* held already; such rows stand first */

/* For a struct waits_clock, with a struct queue_rows. */
bool queue_rows_wait(const void *rows, int64_t *newest);

#endif
