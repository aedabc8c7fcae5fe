#include "screens/queue_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "screens/waits.h"
#include "text/text.h"

struct queue_row {
    int64_t task_id;
    char *item, *name, *stage, *number, *due;
    char *until; /* of what is held: the day that it comes back */
    bool mine, barred, reserved, held;
    enum role clock; /* of the due date */
    int64_t waits;   /* since when the applicant waits in the hall; WAITS_NOBODY */
};

void queue_rows_free(struct queue_rows *queue)
{
    for (size_t i = 0; i < queue->count; i++) {
        struct queue_row *row = &queue->rows[i];
        free(row->item);
        free(row->name);
        free(row->stage);
        free(row->number);
        free(row->due);
        free(row->until);
    }
    free(queue->rows);
    queue->rows = NULL;
    queue->count = 0;
}

/* --- from the database */

void queue_rows_ask(const struct queue_rows *queue, store_answered *answered, void *owner)
{
    struct store_query query = {
        .sql = "SELECT task_id, number, item_zh, item_en, stage, name, due, "
               "coalesce(mine, false) AS mine, barred, CASE WHEN priority = 1 THEN "
               "to_char(accepted_at, 'YYYY-MM-DD HH24:MI:SS') ELSE '' END AS waits, "
               "coalesce(aside, '') AS aside, coalesce(to_char(until, 'MM-DD'), '') AS until"
               " FROM desk.task_list($1, NULL, NULL, NULL)"};
    store_query_number(&query, queue->desk->region);
    desk_call(queue->desk, &query, answered, owner);
}

static enum role clock_role(const struct desk *desk, const char *due)
{
    struct date day;
    if (!date_parse(due, &day))
        return ROLE_PLAIN;
    int left = date_number(day) - date_number(desk->today);
    return left < 0 ? ROLE_OVER : left <= 1 ? ROLE_NEAR : ROLE_PLAIN;
}

void queue_rows_take(struct queue_rows *queue, const struct store_reply *reply)
{
    queue_rows_free(queue);
    queue->count = (size_t)store_reply_rows(reply);
    queue->rows = memory_get(queue->count, sizeof(*queue->rows));
    for (size_t i = 0; i < queue->count; i++) {
        int row = (int)i;
        char number[CASE_NUMBER_GROUPED];
        const char *due = store_reply_text(reply, row, "due");
        queue->rows[i] = (struct queue_row){
            .task_id = store_reply_number(reply, row, "task_id"),
            .item = memory_text(desk_column(queue->desk, reply, row, "item")),
            .name = memory_text(store_reply_text(reply, row, "name")),
            .stage = memory_text(store_reply_text(reply, row, "stage")),
            .number = memory_text(case_number_group(store_reply_text(reply, row, "number"), number)),
            .due = memory_text(due),
            .mine = store_reply_flag(reply, row, "mine"),
            .barred = store_reply_flag(reply, row, "barred"),
            .reserved = strcmp(store_reply_text(reply, row, "aside"), "reserved") == 0,
            .held = strcmp(store_reply_text(reply, row, "aside"), "held") == 0,
            .until = memory_text(store_reply_text(reply, row, "until")),
            .clock = clock_role(queue->desk, due),
            .waits = waits_moment(store_reply_text(reply, row, "waits")),
        };
    }
}

int64_t queue_row_task(const struct queue_rows *queue, size_t index)
{
    return queue->rows[index].task_id;
}

bool queue_row_mine(const struct queue_rows *queue, size_t index)
{
    return queue->rows[index].mine;
}

bool queue_rows_wait(const void *rows, int64_t *newest)
{
    const struct queue_rows *queue = rows;
    for (size_t i = 0; i < queue->count; i++)
        *newest = queue->rows[i].waits > *newest ? queue->rows[i].waits : *newest;
    return *newest != WAITS_NOBODY;
}

/* --- the list */

static size_t queue_count(void *context)
{
    return ((struct queue_rows *)context)->count;
}

static int queue_match(void *context, size_t index, const char *words)
{
    const struct queue_rows *queue = context;
    const struct queue_row *row = &queue->rows[index];
    int number = ui_match_text(queue->desk->ui, row->number, words),
        item = ui_match_text(queue->desk->ui, row->item, words);
    return number > item ? number : item;
}

static void queue_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct queue_rows *queue = context;
    const struct queue_row *row = &queue->rows[index];
    bool marked = selection_has(queue->marked, row->task_id);
    buffer_text(&cells[0].text, row->item);
    buffer_text(&cells[1].text, row->name);
    buffer_text(&cells[2].text, text_of("STAGE", row->stage));
    buffer_text(&cells[3].text, row->due);
    cells[3].role = row->clock;
    buffer_text(&cells[4].text, row->clock == ROLE_OVER   ? text("CLOCK_OVER")
                                : row->clock == ROLE_NEAR ? text("CLOCK_NEAR")
                                                          : "");
    cells[4].role = row->clock;
    buffer_text(&cells[5].text, marked          ? text("QUEUE_MARKED")
                                : row->reserved ? text("QUEUE_RESERVED")
                                : row->held     ? text("QUEUE_HELD")
                                : row->mine     ? text("QUEUE_MINE")
                                : row->barred   ? text("QUEUE_BARRED")
                                                : "");
    if (row->held)
        text_fill(&cells[6].text, "QUEUE_HELD_UNTIL", "until", row->until, NULL);
    else
        waits_write(queue->desk, row->waits, &cells[6].text);
    cells[6].role = ROLE_NEAR;
    buffer_text(&cells[7].text, row->number);
}

static bool queue_pickable(void *context, size_t index)
{
    return !((struct queue_rows *)context)->rows[index].barred;
}

static const struct table_column queue_columns[] = {
    {NULL, 0, 12, false}, {NULL, 9, 0, false}, {NULL, 6, 0, false, 7},   {NULL, 10, 0, false},
    {NULL, 4, 0, false},  {NULL, 6, 0, false}, {NULL, 10, 0, false, 12}, {NULL, 27, 0, false},
};
enum { QUEUE_COLUMNS = sizeof(queue_columns) / sizeof(queue_columns[0]) };

struct list queue_list(struct queue_rows *rows)
{
    struct list list = {.source = {rows, queue_count, queue_match, queue_cells, queue_pickable},
                        .columns = queue_columns,
                        .column_count = QUEUE_COLUMNS,
                        .searches = true,
                        .digits = true};
    list.search.halfwidth = true;
    return list;
}
