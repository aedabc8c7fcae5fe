#include "screens/watch_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The last row before a page. */
struct watch_page {
    char *since, *place;
    int64_t case_id;
};

static const size_t most[WATCH_PARTS] = {50, 50, 100}; /* rows that the database tells at once */

static const struct table_column overdue_columns[] = {
    {"TABLE_ITEM", 0, 12, false},   {"TABLE_NAME", 8, 0, false}, {"TABLE_STAGE", 6, 0, false, 11},
    {"WATCH_SINCE", 10, 0, false},  {"WATCH_DAYS", 4, 0, true},  {"TABLE_HOLDER", 8, 0, false, 12},
    {"TABLE_NUMBER", 27, 0, false},
};
static const struct table_column suspended_columns[] = {
    {"WATCH_FOR", 4, 0, false, 8},   {"TABLE_NAME", 8, 0, false},    {"WATCH_KIND", 0, 12, false},
    {"WATCH_STOPPED", 10, 0, false}, {"WATCH_DAYS", 4, 0, true},     {"WATCH_EXPECTED", 10, 0, false},
    {"TABLE_ITEM", 0, 12, false},    {"TABLE_NUMBER", 27, 0, false},
};
static const struct table_column aside_columns[] = {
    {"WATCH_HOW", 4, 0, false},    {"WATCH_WHO", 8, 0, false, 12}, {"WATCH_UNTIL", 10, 0, false},
    {"TABLE_NAME", 8, 0, false},   {"TABLE_ITEM", 0, 10, false},   {"TABLE_DUE", 10, 0, false},
    {"WATCH_WORDS", 0, 24, false}, {"TABLE_NUMBER", 27, 0, false},
};
static const struct {
    const struct table_column *columns;
    int count;
} tables[WATCH_PARTS] = {
    {overdue_columns, sizeof(overdue_columns) / sizeof(overdue_columns[0])},
    {suspended_columns, sizeof(suspended_columns) / sizeof(suspended_columns[0])},
    {aside_columns, sizeof(aside_columns) / sizeof(aside_columns[0])},
};

static size_t row_count(void *context)
{
    return ((struct watch_rows *)context)->count;
}

static void row_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct watch_rows *rows = context;
    for (int i = 0; i < tables[rows->part].count; i++) {
        buffer_text(&cells[i].text, rows->rows[index].cells[i]);
        cells[i].role = rows->rows[index].roles[i];
    }
}

static void rows_free(struct watch_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        watch_row_free(&rows->rows[i]);
    free(rows->rows);
    rows->rows = NULL;
    rows->count = 0;
}

/* --- asking */

static void page_ask(struct watch_rows *rows, size_t page);

/* Where the mark stands in a page that came: on the row that had it, at the end that one came over, else
 * where it was. */
static void mark_set(struct watch_rows *rows, const char *key)
{
    if (rows->asked != rows->page) {
        list_select(&rows->list, rows->asked > rows->page ? 0 : rows->count - 1);
        return;
    }
    for (size_t i = 0; key && i < rows->count; i++) {
        if (strcmp(rows->rows[i].key, key) == 0)
            list_select(&rows->list, i);
    }
}

static void page_take(struct watch_rows *rows, const struct store_reply *reply)
{
    const struct watch_row *marked = watch_rows_marked(rows);
    char *key = marked ? memory_text(marked->key) : NULL;
    rows_free(rows);
    rows->count = (size_t)store_reply_rows(reply);
    rows->rows = memory_get(rows->count + 1, sizeof(*rows->rows));
    for (size_t i = 0; i < rows->count; i++)
        rows->rows[i] = watch_row_read(rows->desk, rows->part, reply, (int)i);
    list_refresh(&rows->list);
    mark_set(rows, key);
    free(key);
    rows->page = rows->asked;
    rows->loaded = true;
}

static void page_came(void *owner, const struct store_reply *reply)
{
    struct watch_rows *rows = owner;
    bool refused = desk_refused(rows->desk, reply);
    if (refused && !rows->loaded) {
        rows->refused(rows->screen);
        return;
    }
    ui_changed(rows->desk->ui);
    if (refused) {
        rows->asked = rows->page;
    } else if (store_reply_rows(reply) || !rows->asked) {
        page_take(rows, reply);
    } else if (rows->asked > rows->page) {
        rows->asked = rows->page;
        ui_say(rows->desk->ui, ROLE_MESSAGE, "WATCH_LAST", NULL);
    } else {
        page_ask(rows, rows->asked - 1); /* all of this page is gone */
    }
}

static void page_ask(struct watch_rows *rows, size_t page)
{
    struct store_query query = {.sql = watch_queries[rows->part], .reads = true};
    const struct watch_page *after = page ? &rows->pages[page - 1] : NULL;
    store_query_number(&query, rows->desk->region);
    if (rows->part != WATCH_ASIDE) {
        store_query_text(&query, after ? after->since : NULL);
        if (after)
            store_query_number(&query, after->case_id);
        else
            store_query_null(&query);
    }
    if (rows->part == WATCH_SUSPENDED)
        store_query_text(&query, after ? after->place : NULL);
    rows->asked = page;
    desk_forget(rows->desk, rows); /* the answer to come is the newer one */
    desk_call(rows->desk, &query, page_came, rows);
}

void watch_rows_refresh(struct watch_rows *rows)
{
    page_ask(rows, rows->page);
}

static void pages_free(struct watch_rows *rows, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        free(rows->pages[i].since);
        free(rows->pages[i].place);
    }
}

void watch_rows_next(struct watch_rows *rows)
{
    if (rows->asked != rows->page)
        return;
    bool full = rows->count == most[rows->part];
    if (rows->part == WATCH_ASIDE || !full) { /* what is put aside is not told page by page */
        ui_say(rows->desk->ui, ROLE_MESSAGE, full ? "WATCH_FULL" : "WATCH_LAST", NULL);
        return;
    }
    const struct watch_row *last = &rows->rows[rows->count - 1];
    pages_free(rows, rows->page, rows->page_count);
    rows->page_count = rows->page + 1;
    rows->pages = memory_resize(rows->pages, rows->page_count, sizeof(*rows->pages));
    rows->pages[rows->page] = (struct watch_page){.since = memory_text(last->since),
                                                  .place = memory_text(last->place ? last->place : ""),
                                                  .case_id = last->case_id};
    page_ask(rows, rows->page + 1);
}

void watch_rows_previous(struct watch_rows *rows)
{
    if (rows->asked != rows->page)
        return;
    if (rows->page)
        page_ask(rows, rows->page - 1);
    else
        ui_say(rows->desk->ui, ROLE_MESSAGE, "WATCH_FIRST", NULL);
}

/* --- the list */

void watch_rows_open(struct watch_rows *rows)
{
    rows->list = (struct list){.source = {.context = rows, .count = row_count, .row = row_cells},
                               .columns = tables[rows->part].columns,
                               .column_count = tables[rows->part].count};
    page_ask(rows, 0);
}

void watch_rows_free(struct watch_rows *rows)
{
    desk_forget(rows->desk, rows);
    list_free(&rows->list);
    rows_free(rows);
    pages_free(rows, 0, rows->page_count);
    free(rows->pages);
}

const struct watch_row *watch_rows_marked(const struct watch_rows *rows)
{
    long at = list_selected(&rows->list);
    return at == LIST_NONE ? NULL : &rows->rows[at];
}

void watch_rows_count(const struct watch_rows *rows, struct buffer *out)
{
    const char *more = rows->count == most[rows->part] ? "+" : "";
    size_t before = rows->page * most[rows->part];
    if (before)
        buffer_format(out, "%zu-%zu%s", before + 1, before + rows->count, more);
    else if (rows->loaded)
        buffer_format(out, "%zu%s", rows->count, more);
}
