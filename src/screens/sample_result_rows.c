#include "screens/sample_result_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "text/text.h"

enum { CELLS = 6, MONTHS = 12 };

struct sample_result_row {
    int64_t sample_id, case_id; /* 0 in the table by person */
    char *cells[CELLS];
    char *explain; /* the sentence on the row */
    bool differs;
};

void sample_result_rows_free(struct sample_result_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        for (int cell = 0; cell < CELLS; cell++)
            free(rows->rows[i].cells[cell]);
        free(rows->rows[i].explain);
    }
    free(rows->rows);
    rows->rows = NULL;
    rows->count = 0;
}

/* --- the list */

static size_t rows_count(void *context)
{
    return ((struct sample_result_rows *)context)->count;
}

static void rows_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct sample_result_row *row = &((struct sample_result_rows *)context)->rows[index];
    for (int cell = 0; cell < CELLS && row->cells[cell]; cell++)
        buffer_text(&cells[cell].text, row->cells[cell]);
    if (row->differs && row->cells[3])
        cells[3].role = ROLE_WRONG;
}

static const struct table_column differs_columns[] = {
    {"SAMPLE_TABLE_LOOKED_AT", 6, 0, false},
    {"TABLE_ITEM", 0, 16, false},
    {"SAMPLE_TABLE_DECIDED", 10, 0, false, 14},
    {"SAMPLE_TABLE_REASON", 0, 16, false},
};
static const struct table_column table_columns[] = {
    {"SAMPLE_TABLE_WHO", 10, 0, false, 14}, {"TABLE_STAGE", 6, 0, false, 8},
    {"SAMPLE_TABLE_LOOKED", 6, 0, true},    {"SAMPLE_TABLE_DIFFERS", 6, 0, true, 7},
    {"SAMPLE_TABLE_COUNT", 4, 0, true, 5},  {"SAMPLE_TABLE_REASON", 0, 16, false},
};

/* --- the rows */

static void differs_row(struct sample_result_rows *rows, struct sample_result_row *row,
                        const struct store_reply *reply, int at)
{
    char number[CASE_NUMBER_GROUPED];
    struct buffer line = {0};
    row->sample_id = store_reply_number(reply, at, "sample_id");
    row->case_id = store_reply_number(reply, at, "case_id");
    row->cells[0] = memory_text(store_reply_text(reply, at, "looked"));
    row->cells[1] = memory_text(desk_column(rows->desk, reply, at, "item"));
    row->cells[2] = memory_text(store_reply_text(reply, at, "decided_by"));
    row->cells[3] = memory_text(desk_column(rows->desk, reply, at, "reason"));
    row->differs = true;
    text_fill(&line, "SAMPLE_DIFFERS_EXPLAIN", "number",
              case_number_group(store_reply_text(reply, at, "number"), number), "who",
              store_reply_text(reply, at, "looked_by"), "words", store_reply_text(reply, at, "note"), NULL);
    row->explain = buffer_take(&line);
}

/* A person's stage is written once, in front of the first of its reasons. */
static void table_row(const struct sample_result_rows *rows, struct sample_result_row *row,
                      const struct store_reply *reply, int at)
{
    static const char *const keys[] = {"login", "stage"};
    bool again = at > 0;
    for (int i = 0; i < 2 && again; i++) {
        char *former = memory_text(store_reply_text(reply, at - 1, keys[i]));
        again = strcmp(former, store_reply_text(reply, at, keys[i])) == 0;
        free(former);
    }
    bool differs = !store_reply_null(reply, at, "reason");
    row->cells[0] = memory_text(again ? "" : store_reply_text(reply, at, "who"));
    row->cells[1] = memory_text(again ? "" : text_of("STAGE", store_reply_text(reply, at, "stage")));
    row->cells[2] = memory_text(again ? "" : store_reply_text(reply, at, "looked"));
    row->cells[3] = memory_text(again ? "" : store_reply_text(reply, at, "differed"));
    row->cells[4] = memory_text(differs ? store_reply_text(reply, at, "count") : "");
    row->cells[5] = memory_text(differs ? desk_column(rows->desk, reply, at, "reason") : "");
    row->differs = differs;
}

static void rows_came(void *owner, const struct store_reply *reply)
{
    struct sample_result_rows *rows = owner;
    if (desk_refused(rows->desk, reply))
        return;
    sample_result_rows_free(rows);
    rows->count = (size_t)store_reply_rows(reply);
    rows->rows = memory_get(rows->count, sizeof(*rows->rows));
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->table)
            table_row(rows, &rows->rows[i], reply, (int)i);
        else
            differs_row(rows, &rows->rows[i], reply, (int)i);
    }
    rows->loaded = true;
    list_refresh(rows->list);
    ui_changed(rows->desk->ui);
}

void sample_result_rows_ask(struct sample_result_rows *rows)
{
    struct store_query query = {
        .sql = rows->table
                   ? "SELECT login, who, stage, looked, differed, reason, reason_zh, reason_en, count FROM "
                     "desk.sample_results($1, $2)"
                   : "SELECT sample_id, case_id, number, item_zh, item_en, decided_by, reason_zh, reason_en, "
                     "note, looked_by, to_char(looked_at, 'MM-DD') AS looked FROM desk.sample_differs($1, "
                     "NULL, NULL)"};
    store_query_number(&query, rows->desk->region);
    if (rows->table)
        store_query_number(&query, MONTHS);
    desk_call(rows->desk, &query, rows_came, rows);
}

struct list sample_result_list(struct sample_result_rows *rows)
{
    return (struct list){.source = {rows, rows_count, NULL, rows_cells, NULL},
                         .columns = rows->table ? table_columns : differs_columns,
                         .column_count = rows->table ? 6 : 4,
                         .digits = !rows->table};
}

int64_t sample_result_sample(const struct sample_result_rows *rows, size_t index)
{
    return rows->rows[index].sample_id;
}

int64_t sample_result_case(const struct sample_result_rows *rows, size_t index)
{
    return rows->rows[index].case_id;
}

const char *sample_result_words(const struct sample_result_rows *rows, size_t index)
{
    return rows->rows[index].explain;
}
