#include "screens/open_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/lane.h"
#include "text/text.h"

const struct table_column open_columns[] = {
    {NULL, 6, 0, false, 8}, {NULL, 10, 0, false}, {NULL, 0, 8, false},
    {NULL, 11, 0, false},   {NULL, 0, 8, false},
};

static void rows_clear(struct open_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct open_row *row = &rows->rows[i];
        free(row->kind);
        free(row->name);
        free(row->item);
        free(row->since);
        free(row->detail);
    }
    free(rows->rows);
    rows->rows = NULL;
    rows->count = 0;
    rows->loaded = false;
}

void open_rows_free(struct open_rows *rows)
{
    desk_forget(rows->desk, rows);
    rows_clear(rows);
}

/* texts: kind, name, item, since, detail. */
static void row_add(struct open_rows *rows, const char *const texts[5])
{
    rows->rows = memory_resize(rows->rows, rows->count + 1, sizeof(*rows->rows));
    rows->rows[rows->count++] = (struct open_row){.kind = memory_text(texts[0]),
                                                  .name = memory_text(texts[1]),
                                                  .item = memory_text(texts[2]),
                                                  .since = memory_text(texts[3]),
                                                  .detail = memory_text(texts[4])};
}

/* --- what stands on this machine alone */

static void lane_add(struct open_rows *rows, const char *lane)
{
    const struct desk *desk = rows->desk;
    struct lane_head head = {0};
    struct buffer since = {0};
    int refused = 0;
    size_t entries = outbox_entries(desk->outbox, lane);
    for (size_t i = 0; i < entries; i++)
        refused += outbox_entry(desk->outbox, lane, i).state == OUTBOX_REFUSED;
    if (entries)
        desk_stamp_write(outbox_entry(desk->outbox, lane, 0).made, &since);
    lane_head(desk, lane, &head);
    const char *item = desk->english ? head.item_en : head.item_zh;
    row_add(rows, (const char *[]){refused ? "conflict" : "unsent", head.person_name ? head.person_name : "",
                                   item ? item : "", buffer_string(&since), ""});
    lane_head_free(&head);
    buffer_free(&since);
}

static void local_read(struct open_rows *rows)
{
    char lane[OUTBOX_LANE];
    for (size_t i = 0; i < outbox_lanes(rows->desk->outbox); i++) {
        snprintf(lane, sizeof(lane), "%s", outbox_lane(rows->desk->outbox, i)); /* lent until the next call */
        lane_add(rows, lane);
    }
}

/* --- what the database knows */

static void rows_came(void *owner, const struct store_reply *reply)
{
    struct open_rows *rows = owner;
    if (!desk_refused(rows->desk, reply)) {
        for (int i = 0; i < store_reply_rows(reply); i++)
            row_add(rows, (const char *[]){
                              store_reply_text(reply, i, "kind"), store_reply_text(reply, i, "name"),
                              desk_column(rows->desk, reply, i, "item"), store_reply_text(reply, i, "moment"),
                              store_reply_text(reply, i, "detail")});
    }
    rows->loaded = true;
    rows->changed(rows->screen);
}

void open_rows_load(struct open_rows *rows)
{
    struct desk *desk = rows->desk;
    rows_clear(rows);
    local_read(rows);
    if (desk_cut(desk) || !desk->window) {
        rows->loaded = true;
        rows->changed(rows->screen);
        return;
    }
    struct store_query query = {
        .sql = "SELECT kind, name, item_zh, item_en, to_char(since, 'MM-DD HH24:MI') AS moment, detail"
               " FROM desk.open_list($1, $2)",
        .reads = true};
    store_query_number(&query, desk->region);
    store_query_number(&query, desk->hall);
    desk_call(desk, &query, rows_came, rows);
}

/* --- in words */

void open_row_cells(const struct open_row *row, struct table_cell cells[TABLE_COLUMNS])
{
    buffer_text(&cells[0].text, text_of("OPEN_KIND", row->kind));
    cells[0].role = strcmp(row->kind, "conflict") == 0 ? ROLE_WRONG : ROLE_CONFIRM;
    buffer_text(&cells[1].text, row->name);
    buffer_text(&cells[2].text, row->item);
    buffer_text(&cells[3].text, row->since);
    buffer_text(&cells[4].text,
                strcmp(row->kind, "waits") == 0 ? text_of("STAGE", row->detail) : row->detail);
}

void open_rows_sum(const struct open_rows *rows, struct buffer *out)
{
    for (size_t i = 0; i < rows->count; i++) {
        size_t first = 0;
        int same = 0;
        while (strcmp(rows->rows[first].kind, rows->rows[i].kind) != 0)
            first++;
        for (size_t k = i; k < rows->count; k++)
            same += strcmp(rows->rows[k].kind, rows->rows[i].kind) == 0;
        if (first == i)
            buffer_format(out, "%s%s %d", out->length ? ", " : "", text_of("OPEN_KIND", rows->rows[i].kind),
                          same);
    }
}
