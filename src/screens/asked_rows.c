#include "screens/asked_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/waits.h"
#include "text/text.h"

const char asked_authorisations_sql[] =
    "SELECT task_id, case_id, to_char(window_number, 'FM00') AS window_number, clerk, item_zh, item_en, "
    "name, "
    "letters_zh, letters_en, to_char(asked_at, 'MM-DD HH24:MI') AS asked, coalesce(to_char(waits_since, "
    "'YYYY-MM-DD HH24:MI:SS'), '') AS waits, coalesce(holder, '') AS holder, mine, barred "
    "FROM desk.authorisation_list($1)";
const char asked_rest_sql[] =
    "SELECT kind, key, coalesce(case_id, 0) AS case_id, coalesce(task_id, 0) AS task_id, coalesce(queue_id, "
    "0) "
    "AS queue_id, coalesce(name, '') AS name, item_zh, item_en, coalesce(stage, '') AS stage, "
    "coalesce(staff, "
    "'') AS staff, count, coalesce(to_char(since, 'MM-DD'), '') AS since, coalesce(to_char(due, 'MM-DD'), "
    "'') "
    "AS due, coalesce(word, '') AS word, coalesce(detail, '') AS detail FROM desk.ask_list($1)";

static void row_free(struct authorisation_row *row)
{
    char *texts[] = {row->key,     row->where,  row->item,  row->name,
                     row->letters, row->holder, row->since, row->explain};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        free(texts[i]);
}

static struct authorisation_row authorisation_read(const struct desk *desk, const struct store_reply *reply,
                                                   int at)
{
    struct buffer where = {0}, key = {0};
    text_fill(&where, "AUTHORISE_WHERE", "window", store_reply_text(reply, at, "window_number"), "clerk",
              store_reply_text(reply, at, "clerk"), NULL);
    buffer_format(&key, "authorise %s", store_reply_text(reply, at, "task_id"));
    return (struct authorisation_row){
        .key = buffer_take(&key),
        .task_id = store_reply_number(reply, at, "task_id"),
        .case_id = store_reply_number(reply, at, "case_id"),
        .where = buffer_take(&where),
        .item = memory_text(desk_column(desk, reply, at, "item")),
        .name = memory_text(store_reply_text(reply, at, "name")),
        .letters = memory_text(desk_column(desk, reply, at, "letters")),
        .holder = memory_text(store_reply_text(reply, at, "holder")),
        .since = memory_text(store_reply_text(reply, at, "asked")),
        .waits = waits_moment(store_reply_text(reply, at, "waits")),
        .mine = store_reply_flag(reply, at, "mine"),
        .barred = store_reply_flag(reply, at, "barred"),
    };
}

/* A sentence of a kind with all that a row of it may tell filled in. */
static char *sentence_fill(const struct desk *desk, const struct store_reply *reply, int at,
                           const char *sentence)
{
    struct buffer words = {0};
    text_fill(&words, sentence, "stage", text_of("STAGE", store_reply_text(reply, at, "stage")), "item",
              desk_column(desk, reply, at, "item"), "staff", store_reply_text(reply, at, "staff"), "count",
              store_reply_text(reply, at, "count"), "since", store_reply_text(reply, at, "since"), "due",
              store_reply_text(reply, at, "due"), "word", store_reply_text(reply, at, "word"), "detail",
              store_reply_text(reply, at, "detail"), NULL);
    return buffer_take(&words);
}

static struct authorisation_row ask_read(const struct desk *desk, const struct store_reply *reply, int at)
{
    const char *name = store_reply_text(reply, at, "name"), *staff = store_reply_text(reply, at, "staff"),
               *due = store_reply_text(reply, at, "due"), *kind = store_reply_text(reply, at, "kind");
    struct buffer key = {0};
    buffer_format(&key, "%s %s", kind, store_reply_text(reply, at, "key"));
    return (struct authorisation_row){
        .key = buffer_take(&key),
        .ask = true,
        .task_id = store_reply_number(reply, at, "task_id"),
        .case_id = store_reply_number(reply, at, "case_id"),
        .queue_id = store_reply_number(reply, at, "queue_id"),
        .where = memory_text(text_of("ASK_KIND", kind)),
        .item = memory_text(desk_column(desk, reply, at, "item")),
        .name = memory_text(*name ? name : staff),
        .letters = sentence_fill(desk, reply, at, text_of("ASK", kind)),
        .holder = memory_text(staff),
        .since = memory_text(*due ? due : store_reply_text(reply, at, "since")),
        .explain = sentence_fill(desk, reply, at, text_of("ASK_WHY", kind)),
        .late = strcmp(kind, "overdue") == 0,
        .again = strcmp(kind, "again") == 0,
    };
}

static struct authorisation_row row_read(const struct desk *desk, const struct store_reply *reply, int at,
                                         bool ask)
{
    return ask ? ask_read(desk, reply, at) : authorisation_read(desk, reply, at);
}

/* --- lists of them */

void asked_rows_free(struct authorisation_row **rows, size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        row_free(&(*rows)[i]);
    free(*rows);
    *rows = NULL;
    *count = 0;
}

static struct authorisation_row *row_of(struct authorisation_row *rows, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].key, key) == 0)
            return &rows[i];
    }
    return NULL;
}

void asked_rows_merge(const struct desk *desk, struct authorisation_row **rows, size_t *count,
                      const struct store_reply *reply, bool asks)
{
    size_t before = *count;
    *rows = memory_resize(*rows, before + (size_t)store_reply_rows(reply) + 1, sizeof(**rows));
    for (size_t i = 0; i < before; i++)
        (*rows)[i].done = (*rows)[i].done || (*rows)[i].ask == asks;
    for (int at = 0; at < store_reply_rows(reply); at++) {
        struct authorisation_row row = row_read(desk, reply, at, asks);
        struct authorisation_row *old = row_of(*rows, before, row.key);
        if (old)
            row_free(old);
        *(old ? old : &(*rows)[(*count)++]) = row;
    }
    while (*count && (*rows)[*count - 1].done)
        row_free(&(*rows)[--*count]);
}

/* --- in words */

static void state_write(const struct desk *desk, const struct authorisation_row *row, struct table_cell *cell)
{
    cell->role = row->waits && !row->done ? ROLE_NEAR : ROLE_LABEL;
    if (row->done)
        buffer_text(&cell->text, text(row->ask ? "ASK_DONE" : "AUTHORISE_DONE"));
    else if (row->barred)
        buffer_text(&cell->text, text("QUEUE_BARRED"));
    else if (!row->ask && *row->holder && !row->mine)
        text_fill(&cell->text, "AUTHORISE_HELD", "who", row->holder, NULL);
    else if (row->waits)
        waits_write(desk, row->waits, &cell->text);
    else
        buffer_text(&cell->text, row->since);
}

void asked_row_cells(const struct desk *desk, const struct authorisation_row *row,
                     struct table_cell cells[TABLE_COLUMNS])
{
    const char *const texts[] = {row->where, row->item, row->name, row->letters};
    for (int i = 0; i < 4; i++)
        buffer_text(&cells[i].text, texts[i]);
    if (row->late && !row->done)
        cells[0].role = ROLE_OVER;
    state_write(desk, row, &cells[4]);
}
