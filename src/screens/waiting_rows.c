#include "screens/waiting_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "model/slip.h"
#include "screens/lane.h"
#include "text/text.h"

/* A kind as the database and the catalogue (WAITS_KIND_...) name it, and the sentence on it. */
static const struct {
    const char *word, *sentence;
} kinds[] = {
    [WAITING_CONFLICT] = {"conflict", "WAITS_CONFLICT"},
    [WAITING_UNSENT] = {"unsent", "WAITS_UNSENT"},
    [WAITING_WAITS] = {"waits", "WAITS_APPLICANT"},
    [WAITING_AUTHORISE] = {"authorise", "WAITS_AUTHORISE"},
    [WAITING_AGAIN] = {"again", "WAITS_AGAIN"},
    [WAITING_QUESTION] = {"question", "WAITS_QUESTION"},
    [WAITING_ANSWERED] = {"answered", "WAITS_ANSWERED"},
    [WAITING_RECEIVED] = {"received", "WAITS_RECEIVED"},
    [WAITING_SLIP] = {"slip", "WAITS_SLIP"},
    [WAITING_HANDED] = {"handed", "WAITS_HANDED"},
    [WAITING_ASSIGNED] = {"assigned", "WAITS_ASSIGNED"},
    [WAITING_TAKEN] = {"taken", "WAITS_TAKEN"},
    [WAITING_DRAFT] = {"draft", "WAITS_DRAFT"},
    [WAITING_PARKED] = {"parked", "WAITS_PARKED"},
    [WAITING_RETURNED] = {"returned", "WAITS_RETURNED"},
    [WAITING_UNDO] = {"undo", "WAITS_UNDO"},
    [WAITING_MESSAGES] = {"messages", "WAITS_MESSAGES"},
};

static const struct waiting_row messages = {.kind = WAITING_MESSAGES};

static void row_free(struct waiting_row *row)
{
    char **texts[] = {&row->name,   &row->item,   &row->since, &row->who,
                      &row->detail, &row->number, &row->slip,  &row->due};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        free(*texts[i]);
}

static void rows_free(struct waiting_row **rows, size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        row_free(&(*rows)[i]);
    free(*rows);
    *rows = NULL;
    *count = 0;
}

void waiting_rows_free(struct waiting_rows *rows)
{
    rows_free(&rows->local, &rows->local_count);
    rows_free(&rows->remote, &rows->remote_count);
}

/* --- what is only on this machine */

static void local_read(struct waiting_rows *rows)
{
    struct outbox *outbox = rows->desk->outbox;
    size_t lanes = outbox_lanes(outbox);
    char lane[OUTBOX_LANE];
    rows_free(&rows->local, &rows->local_count);
    rows->local = memory_get(lanes, sizeof(*rows->local));
    for (int refused = 1; refused >= 0; refused--) { /* what was refused stands first */
        for (size_t i = 0; i < lanes; i++) {
            waiting_lane_name(outbox, i, lane);
            bool shown = outbox_noted(outbox, lane) || refused; /* a visit alone says nothing yet */
            if (shown && (waiting_lane_refused(outbox, lane) > 0) == refused)
                rows->local[rows->local_count++] = waiting_lane_row(rows->desk, lane);
        }
    }
    rows->waits = outbox_waits(outbox, NULL);
    rows->lanes = (int)lanes;
    rows->cut = desk_cut(rows->desk);
}

/* --- what the database tells */

static bool is_local(const struct waiting_rows *rows, int64_t case_id)
{
    for (size_t i = 0; i < rows->local_count; i++) {
        if (case_id && rows->local[i].case_id == case_id)
            return true;
    }
    return false;
}

/* A parked visit whose applicant waits: that row is there already, the urgent ones come first. */
static bool is_waited_in(const struct waiting_rows *rows, int64_t visit_id)
{
    for (size_t i = 0; i < rows->remote_count; i++) {
        if (rows->remote[i].kind == WAITING_WAITS && rows->remote[i].visit_id == visit_id)
            return true;
    }
    return false;
}

static bool kind_parse(const char *word, enum waiting_kind *kind)
{
    for (int i = WAITING_WAITS; i <= WAITING_UNDO; i++) {
        if (strcmp(word, kinds[i].word) == 0) {
            *kind = (enum waiting_kind)i;
            return true;
        }
    }
    return false;
}

static void remote_add(struct waiting_rows *rows, const struct store_reply *reply, int at)
{
    char number[CASE_NUMBER_GROUPED], slip[SLIP_GROUPED];
    struct waiting_row row = {
        .case_id = store_reply_number(reply, at, "case_id"),
        .visit_id = store_reply_number(reply, at, "visit_id"),
    };
    if (!kind_parse(store_reply_text(reply, at, "kind"), &row.kind) ||
        (row.kind == WAITING_DRAFT && is_local(rows, row.case_id)) ||
        (row.kind == WAITING_PARKED && is_waited_in(rows, row.visit_id)))
        return;
    row.name = memory_text(store_reply_text(reply, at, "name"));
    row.item = memory_text(desk_column(rows->desk, reply, at, "item"));
    row.since = memory_text(store_reply_text(reply, at, "moment"));
    row.who = memory_text(store_reply_text(reply, at, "who"));
    row.detail = memory_text(store_reply_text(reply, at, "detail"));
    row.number = memory_text(case_number_group(store_reply_text(reply, at, "number"), number));
    row.slip = memory_text(slip_group(store_reply_text(reply, at, "slip"), slip));
    row.due = memory_text(store_reply_text(reply, at, "due_day"));
    bool open = row.kind == WAITING_AUTHORISE || waiting_row_undecided(&row);
    row.waits = open ? waits_moment(store_reply_text(reply, at, "full")) : WAITS_NOBODY;
    rows->remote[rows->remote_count++] = row;
}

static void remote_came(void *owner, const struct store_reply *reply)
{
    struct waiting_rows *rows = owner;
    if (desk_refused(rows->desk, reply))
        return;
    rows_free(&rows->remote, &rows->remote_count);
    rows->remote = memory_get((size_t)store_reply_rows(reply), sizeof(*rows->remote));
    for (int i = 0; i < store_reply_rows(reply); i++)
        remote_add(rows, reply, i);
    rows->loaded = true;
    rows->changed(rows->screen);
}

void waiting_rows_load(struct waiting_rows *rows)
{
    struct store_query query = {
        .sql = "SELECT kind, case_id, visit_id, number, slip, name, item_zh, item_en, to_char(since, "
               "'MM-DD HH24:MI') AS moment, to_char(since, 'YYYY-MM-DD HH24:MI:SS') AS full, who, detail, "
               "to_char(due, 'MM-DD') AS due_day FROM "
               "desk.waiting_list($1, $2)",
        .reads = true};
    local_read(rows);
    store_query_number(&query, rows->desk->region);
    store_query_number(&query, rows->desk->hall);
    desk_forget(rows->desk, rows); /* the answer to come is the newer one */
    desk_call(rows->desk, &query, remote_came, rows);
}

bool waiting_rows_stale(const struct waiting_rows *rows)
{
    const struct desk *desk = rows->desk;
    return rows->waits != outbox_waits(desk->outbox, NULL) ||
           rows->lanes != (int)outbox_lanes(desk->outbox) || rows->cut != desk_cut(desk);
}

/* --- as one list */

size_t waiting_rows_count(const struct waiting_rows *rows)
{
    return rows->local_count + rows->remote_count + 1;
}

const struct waiting_row *waiting_rows_at(const struct waiting_rows *rows, size_t index)
{
    if (index < rows->local_count)
        return &rows->local[index];
    index -= rows->local_count;
    return index < rows->remote_count ? &rows->remote[index] : &messages;
}

int waiting_rows_urgent(const struct waiting_rows *rows)
{
    int urgent = 0;
    for (size_t i = 0; i < waiting_rows_count(rows); i++) {
        const struct waiting_row *row = waiting_rows_at(rows, i);
        urgent += row->kind <= WAITING_TAKEN && row->kind != WAITING_UNSENT && !waiting_row_undecided(row);
    }
    return urgent;
}

size_t waiting_rows_find(const struct waiting_rows *rows, const struct waiting_row *before, size_t otherwise)
{
    for (size_t i = 0; i < waiting_rows_count(rows); i++) {
        const struct waiting_row *row = waiting_rows_at(rows, i);
        if (row->kind == before->kind && row->case_id == before->case_id &&
            row->visit_id == before->visit_id && strcmp(row->lane, before->lane) == 0)
            return i;
    }
    return otherwise;
}

/* --- in words */

const struct table_column waiting_columns[] = {
    {NULL, 6, 0, false}, {NULL, 10, 0, false}, {NULL, 0, 8, false}, {NULL, 11, 0, false}, {NULL, 0, 8, false},
};

/* What stands against acceptance, in few words. */
static void against(const char *code, struct buffer *out)
{
    const char *words = text_of("AGAINST", code);
    if (!*code)
        buffer_text(out, text("AGAINST_NOTHING"));
    else if (words == code)
        text_fill(out, "WAITS_AGAINST_OTHER", "code", code, NULL);
    else
        buffer_text(out, words);
}

static void detail_write(const struct waiting_row *row, struct buffer *out)
{
    char entries[16];
    snprintf(entries, sizeof(entries), "%d", row->entries);
    switch (row->kind) {
    case WAITING_CONFLICT:
        text_fill(out, "WAITS_DETAIL_CONFLICT", "count", entries, NULL);
        break;
    case WAITING_UNSENT:
        text_fill(out, *row->slip ? "WAITS_DETAIL_UNSENT_SLIP" : "WAITS_DETAIL_UNSENT", "count", entries,
                  NULL);
        break;
    case WAITING_RECEIVED:
        text_fill(out, "WAITS_DETAIL_RECEIVED", "due", row->due, NULL);
        buffer_byte(out, ' ');
        against(row->detail, out);
        break;
    case WAITING_WAITS:
        waiting_applicant_write(row, out);
        break;
    case WAITING_AUTHORISE:
        text_fill(out, "AUTHORISE_WHERE", "window", row->detail, "clerk", row->who, NULL);
        break;
    case WAITING_SLIP:
        buffer_text(out, row->number);
        break;
    case WAITING_HANDED:
    case WAITING_ASSIGNED:
        text_fill(out, "WAITS_DETAIL_HANDED", "who", row->who, NULL);
        break;
    case WAITING_TAKEN:
        text_fill(out, "WAITS_DETAIL_TAKEN", "who", row->who, NULL);
        break;
    case WAITING_UNDO:
        text_fill(out, "WAITS_DETAIL_UNDO", "action", row->detail, NULL);
        break;
    default:
        buffer_text(out, row->detail);
    }
}

void waiting_row_cells(const struct desk *desk, const struct waiting_row *row,
                       struct table_cell cells[TABLE_COLUMNS])
{
    buffer_text(&cells[0].text, text_of("WAITS_KIND", kinds[row->kind].word));
    cells[0].role =
        row->kind == WAITING_CONFLICT                                  ? ROLE_WRONG
        : row->kind == WAITING_UNSENT || row->kind == WAITING_RECEIVED ? ROLE_CONFIRM
        : row->kind == WAITING_SLIP || row->kind == WAITING_ANSWERED ||
                (row->kind == WAITING_WAITS && !waiting_row_undecided(row))
            ? ROLE_DONE
        : row->kind == WAITING_AUTHORISE || row->kind == WAITING_AGAIN || row->kind == WAITING_QUESTION
            ? ROLE_NEAR
            : ROLE_PLAIN;
    if (row->kind == WAITING_MESSAGES) {
        buffer_text(&cells[2].text, text("HOME_MESSAGES"));
        return;
    }
    buffer_text(&cells[1].text, row->name);
    buffer_text(&cells[2].text, row->item);
    if (row->waits)
        waits_write(desk, row->waits, &cells[3].text);
    else
        buffer_text(&cells[3].text, row->since);
    detail_write(row, &cells[4].text);
}

void waiting_row_sentence(const struct desk *desk, const struct waiting_row *row, struct buffer *out)
{
    struct buffer words = {0};
    char entries[16];
    if (row->kind == WAITING_MESSAGES) {
        const char *newest = ui_message_at(desk->ui, 0);
        text_fill(out, kinds[row->kind].sentence, "newest", newest ? newest : text("HOME_NO_MESSAGES"), NULL);
        return;
    }
    snprintf(entries, sizeof(entries), "%d", row->entries);
    if (row->kind == WAITING_RECEIVED)
        against(row->detail, &words);
    else if (row->kind == WAITING_WAITS)
        waiting_applicant_write(row, &words);
    else if (row->kind == WAITING_HANDED)
        buffer_text(&words, text_of("STATE", row->detail)); /* of a visit: why it is parked, as it stands */
    else
        buffer_text(&words, row->detail);
    const char *code = row->kind == WAITING_UNSENT && *row->slip                   ? "WAITS_UNSENT_SLIP"
                       : row->kind == WAITING_WAITS && !waiting_row_undecided(row) ? "WAITS_APPLICANT_CALL"
                       : row->kind == WAITING_TAKEN && *row->detail                ? "WAITS_TAKEN_BY"
                                                                    : kinds[row->kind].sentence;
    text_fill(out, code, "name", row->name, "who", row->who, "since", row->since, "count", entries, "slip",
              row->slip, "number", row->number, "due", row->due, "detail", buffer_string(&words), NULL);
    buffer_free(&words);
}

void waiting_row_what(const struct waiting_row *row, struct buffer *out)
{
    text_fill(out, "UNDO_CASE", "name", row->name, "item", row->item, "number", row->number, NULL);
}
