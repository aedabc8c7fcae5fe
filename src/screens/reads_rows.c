#include "screens/reads_rows.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "store/reads.h"

enum { CELLS = 5 };

struct read_row {
    int64_t case_id; /* 0: none */
    char *cells[CELLS], *number;
};

static const struct table_column columns[CELLS] = {{"READS_AT", 16, 0, false},
                                                   {"READS_WHO", 8, 0, false, 10},
                                                   {"READS_NAME", 8, 0, false},
                                                   {"READS_ID", 18, 0, false},
                                                   {"READS_WHY", 0, 8, false}};

static size_t row_count(void *context)
{
    return ((struct reads_rows *)context)->count;
}

static void row_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    for (int i = 0; i < CELLS; i++)
        buffer_text(&cells[i].text, ((struct reads_rows *)context)->rows[index].cells[i]);
}

static void ends_free(struct reads_rows *rows)
{
    for (int i = 0; i < 2; i++) {
        free(rows->first[i]);
        free(rows->last[i]);
        rows->first[i] = rows->last[i] = NULL;
    }
}

static void rows_free(struct reads_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        for (int k = 0; k < CELLS; k++)
            free(rows->rows[i].cells[k]);
        free(rows->rows[i].number);
    }
    free(rows->rows);
    rows->rows = NULL;
    rows->count = 0;
}

/* --- asking */

static void end_take(const struct store_reply *reply, int row, char *end[2])
{
    end[0] = memory_text(store_reply_text(reply, row, "moment"));
    end[1] = memory_text(store_reply_text(reply, row, "id"));
}

static void row_take(struct read_row *row, const struct store_reply *reply, int at)
{
    static const char *const names[CELLS - 1] = {"at", "who", "name", "id_no"};
    char number[CASE_NUMBER_GROUPED];
    for (int i = 0; i < CELLS - 1; i++)
        row->cells[i] = memory_text(store_reply_text(reply, at, names[i]));
    row->cells[CELLS - 1] = memory_text(reads_why(reply, at));
    row->case_id = store_reply_number(reply, at, "case_id");
    row->number = memory_text(case_number_group(store_reply_text(reply, at, "number"), number));
}

static void page_take(struct reads_rows *rows, const struct store_reply *reply)
{
    int count = store_reply_rows(reply);
    rows_free(rows);
    ends_free(rows);
    rows->rows = memory_get((size_t)count + 1, sizeof(*rows->rows));
    for (int at = 0; at < count; at++) {
        if (store_reply_flag(reply, at, "looked"))
            row_take(&rows->rows[rows->count++], reply, at);
    }
    if (count) {
        end_take(reply, rows->newer && !store_reply_flag(reply, count - 1, "looked") ? count - 1 : 0,
                 rows->first);
        end_take(reply, count - 1, rows->last);
    }
    rows->list->selected = rows->newer && rows->count ? rows->count - 1 : 0;
    list_refresh(rows->list);
}

static void page_came(void *owner, const struct store_reply *reply)
{
    struct reads_rows *rows = owner;
    struct desk *desk = rows->desk;
    bool onward = rows->loaded && rows->first[0];
    rows->waiting = false;
    ui_changed(desk->ui);
    if (desk_refused(desk, reply))
        return;
    if (onward && !store_reply_rows(reply)) {
        ui_say(desk->ui, ROLE_MESSAGE, rows->newer ? "READS_NEWEST" : "READS_OLDEST", NULL);
        return;
    }
    page_take(rows, reply);
    rows->loaded = true;
}

/* from NULL: the newest page. */
static void page_ask(struct reads_rows *rows, char *const from[2], bool newer)
{
    if (rows->waiting || (from && !from[0]))
        return;
    char region[16];
    snprintf(region, sizeof(region), "%d", rows->desk->region);
    struct reads_question question = {.region = region,
                                      .staff = rows->wishes[READS_WISH_STAFF],
                                      .person = rows->wishes[READS_WISH_PERSON],
                                      .purpose = rows->wishes[READS_WISH_PURPOSE],
                                      .from = rows->wishes[READS_WISH_FROM],
                                      .to = rows->wishes[READS_WISH_TO],
                                      .at = from ? from[0] : NULL,
                                      .id = from ? from[1] : NULL,
                                      .newer = newer};
    struct store_query query = reads_query(&question);
    rows->newer = newer;
    rows->waiting = true;
    desk_call(rows->desk, &query, page_came, rows);
}

void reads_rows_search(struct reads_rows *rows)
{
    rows_free(rows);
    ends_free(rows);
    list_refresh(rows->list);
    rows->loaded = false;
    page_ask(rows, NULL, false);
}

void reads_rows_older(struct reads_rows *rows)
{
    page_ask(rows, rows->last, false);
}

void reads_rows_newer(struct reads_rows *rows)
{
    page_ask(rows, rows->first, true);
}

bool reads_rows_further(const struct reads_rows *rows)
{
    return rows->first[0] != NULL;
}

/* --- the list */

struct list reads_rows_list(struct reads_rows *rows)
{
    return (struct list){.source = {.context = rows, .count = row_count, .row = row_cells},
                         .columns = columns,
                         .column_count = CELLS,
                         .digits = true};
}

int64_t reads_row_case(const struct reads_rows *rows, size_t index)
{
    return rows->rows[index].case_id;
}

const char *reads_row_number(const struct reads_rows *rows, size_t index)
{
    return rows->rows[index].number;
}

void reads_rows_free(struct reads_rows *rows)
{
    rows_free(rows);
    ends_free(rows);
    for (int i = 0; i < READS_WISHES; i++)
        free(rows->wishes[i]);
}
