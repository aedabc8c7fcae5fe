#include "screens/authorisation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/review.h"
#include "text/text.h"
#include "ui/why.h"

enum { LOW = 12, HIGH = 24 }; /* heights of the form under and from which fewer and more rows are kept free */

struct authorisation_row {
    int64_t task_id;
    char *where, *item, *name, *letters, *holder, *since; /* holder: who has it in hand, "" nobody */
    int64_t waits;
    bool mine, barred;
    bool done; /* somebody gave it meanwhile */
};

static const struct table_column columns[] = {
    {NULL, 12, 0, false}, {NULL, 0, 12, false}, {NULL, 8, 0, false},
    {NULL, 0, 10, false}, {NULL, 13, 0, false},
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static void row_free(struct authorisation_row *row)
{
    char **texts[] = {&row->where, &row->item, &row->name, &row->letters, &row->holder, &row->since};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        free(*texts[i]);
}

static void rows_free(struct authorisations *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        row_free(&rows->rows[i]);
    free(rows->rows);
    rows->rows = NULL;
    rows->count = 0;
}

/* --- the list */

static size_t list_count(void *context)
{
    return ((struct authorisations *)context)->count;
}

static void state_write(const struct desk *desk, const struct authorisation_row *row, struct table_cell *cell)
{
    cell->role = row->waits && !row->done ? ROLE_NEAR : ROLE_LABEL;
    if (row->done)
        buffer_text(&cell->text, text("AUTHORISE_DONE"));
    else if (row->barred)
        buffer_text(&cell->text, text("QUEUE_BARRED"));
    else if (*row->holder && !row->mine)
        text_fill(&cell->text, "AUTHORISE_HELD", "who", row->holder, NULL);
    else if (row->waits)
        waits_write(desk, row->waits, &cell->text);
    else
        buffer_text(&cell->text, row->since);
}

static void list_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct authorisations *rows = context;
    const struct authorisation_row *row = &rows->rows[index];
    buffer_text(&cells[0].text, row->where);
    buffer_text(&cells[1].text, row->item);
    buffer_text(&cells[2].text, row->name);
    buffer_text(&cells[3].text, row->letters);
    state_write(rows->desk, row, &cells[4]);
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

static struct authorisation_row row_read(const struct desk *desk, const struct store_reply *reply, int at)
{
    struct buffer where = {0};
    text_fill(&where, "AUTHORISE_WHERE", "window", store_reply_text(reply, at, "window_number"), "clerk",
              store_reply_text(reply, at, "clerk"), NULL);
    return (struct authorisation_row){
        .task_id = store_reply_number(reply, at, "task_id"),
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

static struct authorisation_row *row_of(struct authorisations *rows, size_t count, int64_t task)
{
    for (size_t i = 0; i < count; i++) {
        if (rows->rows[i].task_id == task)
            return &rows->rows[i];
    }
    return NULL;
}

/* Each row keeps its place and its digit, so that nobody picks what they did not mean; only behind the last
 * that is still open the done ones go. */
static void rows_merge(struct authorisations *rows, const struct store_reply *reply)
{
    size_t before = rows->count;
    rows->rows = memory_resize(rows->rows, before + (size_t)store_reply_rows(reply) + 1, sizeof(*rows->rows));
    for (size_t i = 0; i < before; i++)
        rows->rows[i].done = true;
    for (int at = 0; at < store_reply_rows(reply); at++) {
        struct authorisation_row row = row_read(rows->desk, reply, at);
        struct authorisation_row *old = row_of(rows, before, row.task_id);
        if (old)
            row_free(old);
        *(old ? old : &rows->rows[rows->count++]) = row;
    }
    while (rows->count && rows->rows[rows->count - 1].done)
        row_free(&rows->rows[--rows->count]);
}

static void rows_came(void *owner, const struct store_reply *reply)
{
    struct authorisations *rows = owner;
    bool fresh = rows->fresh;
    if (desk_refused(rows->desk, reply))
        return;
    if (fresh)
        rows_free(rows);
    rows_merge(rows, reply);
    rows->fresh = false;
    list_refresh(&rows->list);
    if (fresh)
        list_command(&rows->list, COMMAND_CURSOR_START);
    mark(rows, rows->count && (fresh || rows->marked));
    waits_clock_look(&rows->clock);
    ui_changed(rows->desk->ui);
}

void authorisations_ask(struct authorisations *rows, bool fresh)
{
    struct store_query query = {.sql = "SELECT task_id, to_char(window_number, 'FM00') AS window_number, "
                                       "clerk, item_zh, item_en, name, letters_zh,"
                                       " letters_en, to_char(asked_at, 'MM-DD HH24:MI') AS asked, "
                                       "coalesce(to_char(waits_since, 'YYYY-MM-DD"
                                       " HH24:MI:SS'), '') AS waits, coalesce(holder, '') AS holder, mine, "
                                       "barred FROM desk.authorisation_list($1)",
                                .reads = true};
    rows->fresh = rows->fresh || fresh;
    store_query_number(&query, rows->desk->region);
    desk_forget(rows->desk, rows); /* the answer to come is the newer one */
    desk_call(rows->desk, &query, rows_came, rows);
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

/* True: the list took it. */
static bool outcome_take(struct authorisations *rows, enum list_result outcome)
{
    const struct authorisation_row *row = selected(rows);
    if (outcome == LIST_REFUSED)
        ui_say(rows->desk->ui, ROLE_MESSAGE, "AUTHORISE_DONE_ALREADY", NULL);
    if (outcome == LIST_PICKED && row) {
        ui_hold_commit(rows->desk->ui, true);
        review_claim(rows->desk, row->task_id, claimed, rows); /* who may not is told why by the database */
    }
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
    return height < LOW ? 2 : height < HIGH ? 4 : 7;
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
        canvas_text(canvas, inside.row, inside.column + 1, inside.width, ROLE_LABEL,
                    text("AUTHORISE_NOTHING"));
}

int authorisations_cursor(const struct authorisations *rows)
{
    return 1 + (int)(rows->list.selected - rows->list.top);
}

void authorisations_lines(const struct authorisations *rows, struct screen_lines *lines)
{
    const struct authorisation_row *row = selected(rows);
    if (!row)
        return;
    text_fill(&lines->explain, row->waits ? "AUTHORISE_EXPLAIN_WAITS" : "AUTHORISE_EXPLAIN", "letters",
              *row->letters ? row->letters : text("AUTHORISE_NO_LETTERS"), NULL);
    text_fill(&lines->next, "NEXT_AUTHORISE", "where", row->where, NULL);
}

void authorisations_why(const struct authorisations *rows, struct buffer *sentences)
{
    const struct authorisation_row *row = selected(rows);
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
