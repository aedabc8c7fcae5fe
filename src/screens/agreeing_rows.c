#include "screens/agreeing_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "screens/selection.h"
#include "text/text.h"

enum { COLUMNS = 3, PARAMETERS = 4 }; /* pairs of name and value of what stands against a case */

struct agreeing_row {
    int64_t case_id;
    size_t order; /* as they came */
    char *number, *words;
    enum agreeing_result result;
};

void agreeing_rows_free(struct agreeing_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        free(rows->rows[i].number);
        free(rows->rows[i].words);
    }
    free(rows->rows);
    *rows = (struct agreeing_rows){0};
}

/* --- from the database */

static enum agreeing_result result_read(const char *result)
{
    return strcmp(result, "done") == 0      ? AGREEING_DONE
           : strcmp(result, "skipped") == 0 ? AGREEING_SKIPPED
                                            : AGREEING_REFUSED;
}

/* The sentence of what stands against it; of what was done, what it came to. */
static char *words_make(const struct store_reply *reply, int row)
{
    struct buffer words = {0};
    if (store_reply_null(reply, row, "code")) {
        const char *state = store_reply_text(reply, row, "state");
        text_fill(&words, strcmp(state, "accepted") == 0 ? "AGREEING_PASSED" : "AGREEING_ENDED", "state",
                  state, "stage", store_reply_text(reply, row, "stage"), NULL);
        return buffer_take(&words);
    }
    struct error error = {0};
    error_set(&error, store_reply_text(reply, row, "code"), NULL);
    for (int i = 0; i < PARAMETERS; i++) {
        char name[8], value[8];
        snprintf(name, sizeof(name), "name%d", i);
        snprintf(value, sizeof(value), "value%d", i);
        if (!store_reply_null(reply, row, name))
            error_add(&error, store_reply_text(reply, row, name), store_reply_text(reply, row, value));
    }
    text_error(&words, &error);
    error_free(&error);
    return buffer_take(&words);
}

void agreeing_rows_take(struct agreeing_rows *rows, const struct store_reply *reply)
{
    if (!rows->rows)
        rows->rows = memory_get(SELECTION_MOST, sizeof(*rows->rows));
    for (int row = 0; row < store_reply_rows(reply); row++) {
        const char *result = store_reply_text(reply, row, "result");
        char number[CASE_NUMBER_GROUPED];
        if (strcmp(result, "left") == 0 || rows->count == SELECTION_MOST)
            continue;
        rows->rows[rows->count] = (struct agreeing_row){
            .case_id = store_reply_number(reply, row, "case_id"),
            .order = rows->count,
            .number = memory_text(case_number_group(store_reply_text(reply, row, "number"), number)),
            .words = words_make(reply, row),
            .result = result_read(result),
        };
        rows->results[rows->rows[rows->count++].result]++;
    }
}

static int compare(const void *a, const void *b)
{
    const struct agreeing_row *one = a, *other = b;
    if (one->result != other->result)
        return one->result < other->result ? -1 : 1;
    return one->order < other->order ? -1 : one->order > other->order;
}

void agreeing_rows_sort(struct agreeing_rows *rows)
{
    if (rows->count)
        qsort(rows->rows, rows->count, sizeof(*rows->rows), compare);
}

int64_t agreeing_row_case(const struct agreeing_rows *rows, size_t index)
{
    return rows->rows[index].case_id;
}

const char *agreeing_row_words(const struct agreeing_rows *rows, size_t index)
{
    return rows->rows[index].words;
}

/* --- the list */

static size_t rows_count(void *context)
{
    return ((struct agreeing_rows *)context)->count;
}

static void rows_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    static const char *const results[AGREEING_RESULTS] = {
        [AGREEING_REFUSED] = "refused", [AGREEING_SKIPPED] = "skipped", [AGREEING_DONE] = "done"};
    const struct agreeing_row *row = &((struct agreeing_rows *)context)->rows[index];
    buffer_text(&cells[0].text, text_of("AGREEING_RESULT", results[row->result]));
    cells[0].role = row->result == AGREEING_DONE      ? ROLE_DONE
                    : row->result == AGREEING_SKIPPED ? ROLE_LABEL
                                                      : ROLE_WRONG;
    buffer_text(&cells[1].text, row->number);
    buffer_text(&cells[2].text, row->words);
}

static bool rows_pickable(void *context, size_t index)
{
    return ((struct agreeing_rows *)context)->rows[index].case_id != 0;
}

static const struct table_column columns[COLUMNS] = {
    {NULL, 7, 0, false}, {NULL, 27, 0, false}, {NULL, 0, 20, false}};

struct list agreeing_list(struct agreeing_rows *rows)
{
    return (struct list){.source = {rows, rows_count, NULL, rows_cells, rows_pickable},
                         .columns = columns,
                         .column_count = COLUMNS,
                         .digits = true};
}
