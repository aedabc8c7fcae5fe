#include "screens/authorisation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/asked_rows.h"
#include "screens/case_view.h"
#include "screens/people.h"
#include "screens/queues.h"
#include "screens/review.h"
#include "screens/waiting_rows.h"
#include "text/text.h"
#include "ui/why.h"

enum { LOW = 12, MIDDLE = 18, HIGH = 24 }; /* heights of the form from which more rows are kept free */

static const struct table_column columns[] = {
    {NULL, 12, 0, false}, {NULL, 0, 12, false}, {NULL, 8, 0, false},
    {NULL, 0, 10, false}, {NULL, 13, 0, false},
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static void rows_free(struct authorisations *rows)
{
    asked_rows_free(&rows->rows, &rows->count);
}

/* --- the list */

static size_t list_count(void *context)
{
    return ((struct authorisations *)context)->count;
}

static void list_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct authorisations *rows = context;
    asked_row_cells(rows->desk, &rows->rows[index], cells);
}

static bool list_pickable(void *context, size_t index)
{
    return !((struct authorisations *)context)->rows[index].done;
}

static const struct authorisation_row *selected(const struct authorisations *rows)
{
    long at = list_selected(&rows->list);
    return at == LIST_NONE ? NULL : &rows->rows[at];
}

/* One mark on the screen: here or in the table beneath. */
static void mark(struct authorisations *rows, bool here)
{
    rows->marked = here;
    rows->list.quiet = !here;
}

/* --- what the database tells */

/* Read anew: what stands there stays until both answers are in, so that a digit means what is seen. */
static void rows_collect(struct authorisations *rows, const struct store_reply *reply, bool asks)
{
    if (!asks)
        asked_rows_free(&rows->next, &rows->next_count);
    asked_rows_merge(rows->desk, &rows->next, &rows->next_count, reply, asks);
}

static void rows_replace(struct authorisations *rows)
{
    rows_free(rows);
    rows->rows = rows->next;
    rows->count = rows->next_count;
    rows->next = NULL;
    rows->next_count = 0;
    rows->fresh = false;
    list_refresh(&rows->list);
    list_command(&rows->list, COMMAND_CURSOR_START);
    mark(rows, rows->count && !rows->stays);
}

static void rows_take(struct authorisations *rows, const struct store_reply *reply, bool asks)
{
    if (store_reply_error(reply) ? asks || desk_refused(rows->desk, reply) : false)
        return; /* told once */
    if (rows->fresh) {
        rows_collect(rows, reply, asks);
        if (!asks)
            return;
        rows_replace(rows);
    } else {
        asked_rows_merge(rows->desk, &rows->rows, &rows->count, reply, asks);
        list_refresh(&rows->list);
        mark(rows, rows->count && rows->marked);
    }
    waits_clock_look(&rows->clock);
    ui_changed(rows->desk->ui);
}

static void authorisations_came(void *owner, const struct store_reply *reply)
{
    rows_take(owner, reply, false);
}

static void asks_came(void *owner, const struct store_reply *reply)
{
    rows_take(owner, reply, true);
}

void authorisations_ask(struct authorisations *rows, bool fresh)
{
    struct store_query first = {.sql = asked_authorisations_sql, .reads = true};
    struct store_query rest = {.sql = asked_rest_sql, .reads = true};
    rows->stays = fresh ? rows->count && !rows->marked : rows->stays;
    rows->fresh = rows->fresh || fresh;
    store_query_number(&first, rows->desk->region);
    store_query_number(&rest, rows->desk->region);
    desk_forget(rows->desk, rows); /* the answers to come are the newer ones */
    desk_call(rows->desk, &first, authorisations_came, rows);
    desk_call(rows->desk, &rest, asks_came, rows);
}

/* --- going in */

static void claimed(void *owner, const struct store_reply *reply)
{
    struct authorisations *rows = owner;
    ui_hold_commit(rows->desk->ui, false);
    if (desk_refused(rows->desk, reply) || store_reply_rows(reply) == 0) {
        authorisations_ask(rows, false);
        return;
    }
    struct review_argument argument = {
        .desk = rows->desk,
        .task_id = store_reply_number(reply, 0, "task_id"),
        .case_id = store_reply_number(reply, 0, "case_id"),
        .stage = store_reply_text(reply, 0, "stage"),
        .back = true,
        .authorises = true,
    };
    ui_push(rows->desk->ui, &review_screen, &argument);
}

/* An ask leads to its case, to the tasks of its queue, or to the people. */
static void ask_open(const struct authorisations *rows, const struct authorisation_row *row)
{
    struct ui *ui = rows->desk->ui;
    if (row->again) {
        waiting_again_open(rows->desk, row->case_id);
    } else if (row->case_id) {
        struct case_argument argument = {.desk = rows->desk, .case_id = row->case_id};
        ui_push(ui, &case_screen, &argument);
    } else if (row->queue_id) {
        struct queue_tasks_argument argument = {rows->desk, row->queue_id, row->item};
        ui_push(ui, &queue_tasks_screen, &argument);
    } else {
        ui_push(ui, &people_screen, rows->desk);
    }
}

static void go_in(struct authorisations *rows, const struct authorisation_row *row)
{
    if (row->ask) {
        ask_open(rows, row);
        return;
    }
    ui_hold_commit(rows->desk->ui, true);
    review_claim(rows->desk, row->task_id, claimed, rows); /* who may not is told why by the database */
}

void authorisations_first(struct authorisations *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (!rows->rows[i].ask && !rows->rows[i].done) {
            go_in(rows, &rows->rows[i]);
            return;
        }
    }
    ui_say(rows->desk->ui, ROLE_MESSAGE, "AUTHORISE_NOTHING", NULL);
}

int64_t authorisations_task(const struct authorisations *rows, struct buffer *title)
{
    const struct authorisation_row *row = rows->marked ? selected(rows) : NULL;
    if (!row || !row->ask || !row->task_id)
        return 0;
    buffer_format(title, "%s %s", row->item, row->name);
    return row->task_id;
}

/* True: the list took it. */
static bool outcome_take(struct authorisations *rows, enum list_result outcome)
{
    const struct authorisation_row *row = selected(rows);
    if (outcome == LIST_REFUSED)
        ui_say(rows->desk->ui, ROLE_MESSAGE, "AUTHORISE_DONE_ALREADY", NULL);
    if (outcome == LIST_PICKED && row)
        go_in(rows, row);
    return outcome != LIST_IGNORED;
}

bool authorisations_key(struct authorisations *rows, const struct key *key)
{
    return outcome_take(rows, list_key(&rows->list, key));
}

bool authorisations_command(struct authorisations *rows, enum command command, bool top)
{
    bool up = command == COMMAND_UP || command == COMMAND_PREVIOUS_FIELD;
    bool down = command == COMMAND_DOWN || command == COMMAND_NEXT_FIELD;
    if (!rows->marked) {
        mark(rows, up && top && rows->count);
        return rows->marked;
    }
    if (down && rows->list.selected + 1 >= rows->count) {
        mark(rows, false);
        return true;
    }
    return outcome_take(rows, list_command(&rows->list, command));
}

/* --- on the screen */

static bool shows(const void *screen, int64_t *newest);

void authorisations_open(struct authorisations *rows, struct desk *desk, const void *screen)
{
    rows->desk = desk;
    rows->list = (struct list){.source = {rows, list_count, NULL, list_row, list_pickable},
                               .columns = columns,
                               .column_count = COLUMNS,
                               .digits = true};
    rows->clock = (struct waits_clock){.desk = desk, .screen = screen, .rows = rows, .shows = shows};
    authorisations_ask(rows, true);
}

void authorisations_free(struct authorisations *rows)
{
    if (!rows->desk)
        return;
    waits_clock_end(&rows->clock);
    desk_forget(rows->desk, rows);
    list_free(&rows->list);
    rows_free(rows);
    asked_rows_free(&rows->next, &rows->next_count);
}

static bool shows(const void *context, int64_t *newest)
{
    const struct authorisations *rows = context;
    for (size_t i = 0; i < rows->count; i++) {
        if (!rows->rows[i].done && rows->rows[i].waits > *newest)
            *newest = rows->rows[i].waits;
    }
    return *newest != WAITS_NOBODY;
}

int authorisations_rows(int height)
{
    return height < LOW ? 2 : height < MIDDLE ? 4 : height < HIGH ? 6 : 9;
}

void authorisations_arrange(struct authorisations *rows, int height)
{
    list_height(&rows->list, authorisations_rows(height) - 1);
}

void authorisations_draw(const struct authorisations *rows, struct canvas *canvas, struct area area)
{
    struct buffer title = {0};
    char count[16];
    snprintf(count, sizeof(count), "%zu", rows->count);
    text_fill(&title, "AUTHORISE_TITLE", "count", count, NULL);
    canvas_rule(canvas, area.row, area.column, area.width, buffer_string(&title));
    buffer_free(&title);
    struct area inside = {area.row + 1, area.column, area.height - 1, area.width};
    list_draw(&rows->list, canvas, inside);
    if (!rows->count)
        canvas_text(canvas, inside.row, inside.column + 1, inside.width, ROLE_LABEL, text("ASK_NOTHING"));
}

int authorisations_cursor(const struct authorisations *rows)
{
    return 1 + list_marked_row(&rows->list);
}

void authorisations_lines(const struct authorisations *rows, struct screen_lines *lines)
{
    const struct authorisation_row *row = selected(rows);
    if (!row)
        return;
    if (row->ask) {
        buffer_text(&lines->explain, row->explain);
        buffer_text(&lines->next, text(row->case_id    ? "NEXT_ASK_CASE"
                                       : row->queue_id ? "NEXT_TASKS"
                                                       : "NEXT_ASK_PEOPLE"));
        return;
    }
    text_fill(&lines->explain, row->waits ? "AUTHORISE_EXPLAIN_WAITS" : "AUTHORISE_EXPLAIN", "letters",
              *row->letters ? row->letters : text("AUTHORISE_NO_LETTERS"), NULL);
    text_fill(&lines->next, "NEXT_AUTHORISE", "where", row->where, NULL);
}

void authorisations_why(const struct authorisations *rows, struct buffer *sentences)
{
    const struct authorisation_row *row = selected(rows);
    if (row && row->ask) {
        why_add(sentences, row->explain);
        why_add(sentences, text("ASK_WHY"));
        return;
    }
    why_add(sentences, text("AUTHORISE_WHY"));
    if (row && row->waits)
        why_add(sentences, text("AUTHORISE_WHY_WAITS"));
    if (row && *row->letters) {
        struct buffer letters = {0};
        text_fill(&letters, "AUTHORISE_WHY_LETTERS", "letters", row->letters, NULL);
        why_add(sentences, buffer_string(&letters));
        buffer_free(&letters);
    }
    why_add(sentences, text("AUTHORISE_WHY_OTHERS"));
}
