#include "screens/supervise_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "text/text.h"

enum { CELLS = 11, FIGURES = 8, NEAR = 7, OVER = 8, PEOPLE = 9, PAUSED = 10 };

struct supervise_row {
    int64_t id;   /* queue or case */
    int64_t task; /* of a task */
    bool paused;  /* of a queue */
    char *cells[CELLS];
    enum role roles[CELLS];
};

static const struct table_column queue_columns[] = {
    {"TABLE_STAGE", 4, 0, false, 7},     {"TABLE_ITEM", 0, 10, false},     {"TABLE_READY", 4, 0, true},
    {"TABLE_CLAIMED", 4, 0, true},       {"TABLE_CAME", 3, 0, true},       {"TABLE_WENT", 3, 0, true},
    {"TABLE_FIRST_DUE", 8, 0, false, 5}, {"TABLE_NEAR", 4, 0, true},       {"TABLE_OVERDUE", 4, 0, true},
    {"TABLE_PEOPLE", 4, 0, true, 5},     {"TABLE_PAUSED", 9, 0, false, 8},
};
static const struct table_column task_columns[] = {
    {"TABLE_NUMBER", 27, 0, false},   {"TABLE_NAME", 0, 8, false},    {"TABLE_DUE", 10, 0, false},
    {"TABLE_ACCEPTED", 11, 0, false}, {"TABLE_HOLDER", 10, 0, false},
};

void supervise_rows_free(struct supervise_rows *table)
{
    for (size_t i = 0; i < table->count; i++) {
        for (int cell = 0; cell < CELLS; cell++)
            free(table->rows[i].cells[cell]);
    }
    free(table->rows);
    table->rows = NULL;
    table->count = 0;
}

static size_t table_count(void *context)
{
    return ((struct supervise_rows *)context)->count;
}

static void table_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct supervise_row *row = &((struct supervise_rows *)context)->rows[index];
    for (int cell = 0; cell < CELLS && row->cells[cell]; cell++) {
        buffer_text(&cells[cell].text, row->cells[cell]);
        cells[cell].role = row->roles[cell];
    }
}

static void paused_write(const struct store_reply *reply, int at, struct supervise_row *row)
{
    struct buffer words = {0};
    row->paused = !store_reply_null(reply, at, "paused_by");
    if (row->paused)
        text_fill(&words, "QUEUES_PAUSED", "until", store_reply_text(reply, at, "paused_until"), NULL);
    row->cells[PAUSED] = buffer_take(&words);
    row->roles[PAUSED] = ROLE_CONFIRM;
}

static void queues_came(void *owner, const struct store_reply *reply)
{
    static const char *const figures[FIGURES] = {"ready",     "claimed", "came",    "went",
                                                 "first_due", "near",    "overdue", "people"};
    struct supervise_rows *table = owner;
    if (desk_refused(table->desk, reply))
        return;
    supervise_rows_free(table);
    table->count = (size_t)store_reply_rows(reply);
    table->rows = memory_get(table->count, sizeof(*table->rows));
    table->list->column_count = PAUSED; /* while nothing is paused, the item has the room */
    for (size_t i = 0; i < table->count; i++) {
        struct supervise_row *row = &table->rows[i];
        row->id = store_reply_number(reply, (int)i, "queue_id");
        row->cells[0] = memory_text(text_of("STAGE", store_reply_text(reply, (int)i, "stage")));
        row->cells[1] = memory_text(desk_column(table->desk, reply, (int)i, "item"));
        for (int n = 0; n < FIGURES; n++)
            row->cells[2 + n] = memory_text(store_reply_text(reply, (int)i, figures[n]));
        row->roles[NEAR] = strcmp(row->cells[NEAR], "0") != 0 ? ROLE_NEAR : ROLE_PLAIN;
        row->roles[OVER] = strcmp(row->cells[OVER], "0") != 0 ? ROLE_OVER : ROLE_PLAIN;
        row->roles[PEOPLE] = strcmp(row->cells[PEOPLE], "0") == 0 ? ROLE_WRONG : ROLE_PLAIN;
        paused_write(reply, (int)i, row);
        if (row->paused)
            table->list->column_count = CELLS;
    }
    list_refresh(table->list);
    ui_changed(table->desk->ui);
}

static void tasks_came(void *owner, const struct store_reply *reply)
{
    struct supervise_rows *table = owner;
    if (desk_refused(table->desk, reply))
        return;
    supervise_rows_free(table);
    table->count = (size_t)store_reply_rows(reply);
    table->rows = memory_get(table->count, sizeof(*table->rows));
    for (size_t i = 0; i < table->count; i++) {
        static const char *const columns[] = {"name", "due", "accepted", "claimed_by"};
        struct supervise_row *row = &table->rows[i];
        char number[CASE_NUMBER_GROUPED];
        row->id = store_reply_number(reply, (int)i, "case_id");
        row->task = store_reply_number(reply, (int)i, "task_id");
        row->cells[0] = memory_text(case_number_group(store_reply_text(reply, (int)i, "number"), number));
        for (int n = 0; n < 4; n++)
            row->cells[1 + n] = memory_text(store_reply_text(reply, (int)i, columns[n]));
    }
    list_refresh(table->list);
    ui_changed(table->desk->ui);
}

void supervise_rows_ask(struct supervise_rows *table)
{
    struct store_query query = {
        .sql = table->queue
                   ? "SELECT task_id, case_id, number, name, due, to_char(accepted_at, 'MM-DD HH24:MI') AS "
                     "accepted,"
                     " coalesce(claimed_by, '') AS claimed_by FROM desk.queue_tasks($1, $2, NULL, NULL)"
                   : "SELECT queue_id, stage, item_zh, item_en, ready, claimed, came, went, "
                     "coalesce(to_char(first_due, 'MM-DD'), '-') AS first_due, near, overdue, people, "
                     "paused_by, to_char(paused_until, 'HH24:MI') AS paused_until FROM desk.queue_table($1)",
        .reads = true};
    store_query_number(&query, table->desk->region);
    if (table->queue)
        store_query_number(&query, table->queue);
    desk_call(table->desk, &query, table->queue ? tasks_came : queues_came, table);
}

struct list supervise_list(struct supervise_rows *rows)
{
    return (struct list){.source = {.context = rows, .count = table_count, .row = table_row},
                         .columns = rows->queue ? task_columns : queue_columns,
                         .column_count = rows->queue ? 5 : PAUSED,
                         .digits = true};
}

int64_t supervise_row_id(const struct supervise_rows *table, size_t index)
{
    return table->rows[index].id;
}

int64_t supervise_row_task(const struct supervise_rows *table, size_t index)
{
    return table->rows[index].task;
}

bool supervise_row_paused(const struct supervise_rows *table, size_t index)
{
    return table->rows[index].paused;
}

void supervise_row_title(const struct supervise_rows *table, size_t index, struct buffer *out)
{
    const struct supervise_row *row = &table->rows[index];
    buffer_format(out, "%s %s", row->cells[0], row->cells[1]);
}
