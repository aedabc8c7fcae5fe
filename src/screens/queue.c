#include "screens/queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "screens/review.h"
#include "screens/suspended.h"
#include "screens/undo.h"
#include "screens/waits.h"
#include "text/text.h"
#include "ui/list.h"

struct queue_row {
    int64_t task_id;
    char *item, *name, *stage, *number, *due;
    bool mine, barred;
    enum role clock; /* of the due date */
    int64_t waits;   /* since when the applicant waits in the hall; WAITS_NOBODY */
};

struct queue {
    struct desk *desk;
    struct list list;
    struct queue_row *rows;
    size_t count;
    bool loaded;
    bool stale; /* something changed since; no line moves by itself: F4 or the next case reads anew */
    struct waits_clock clock;
};

static void rows_free(struct queue *queue)
{
    for (size_t i = 0; i < queue->count; i++) {
        struct queue_row *row = &queue->rows[i];
        free(row->item);
        free(row->name);
        free(row->stage);
        free(row->number);
        free(row->due);
    }
    free(queue->rows);
    queue->rows = NULL;
    queue->count = 0;
}

/* --- the list */

static size_t queue_count(void *context)
{
    return ((struct queue *)context)->count;
}

static int queue_match(void *context, size_t index, const char *words)
{
    const struct queue *queue = context;
    const struct queue_row *row = &queue->rows[index];
    int number = ui_match_text(queue->desk->ui, row->number, words),
        item = ui_match_text(queue->desk->ui, row->item, words);
    return number > item ? number : item;
}

static void queue_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct queue_row *row = &((struct queue *)context)->rows[index];
    buffer_text(&cells[0].text, row->item);
    buffer_text(&cells[1].text, row->name);
    buffer_text(&cells[2].text, text_of("STAGE", row->stage));
    buffer_text(&cells[3].text, row->due);
    cells[3].role = row->clock;
    buffer_text(&cells[4].text, row->clock == ROLE_OVER   ? text("CLOCK_OVER")
                                : row->clock == ROLE_NEAR ? text("CLOCK_NEAR")
                                                          : "");
    cells[4].role = row->clock;
    buffer_text(&cells[5].text, row->mine ? text("QUEUE_MINE") : row->barred ? text("QUEUE_BARRED") : "");
    waits_write(((struct queue *)context)->desk, row->waits, &cells[6].text);
    cells[6].role = ROLE_NEAR;
    buffer_text(&cells[7].text, row->number);
}

static bool queue_pickable(void *context, size_t index)
{
    return !((struct queue *)context)->rows[index].barred;
}

static const struct table_column queue_columns[] = {
    {NULL, 0, 12, false}, {NULL, 9, 0, false}, {NULL, 6, 0, false, 7},   {NULL, 10, 0, false},
    {NULL, 4, 0, false},  {NULL, 6, 0, false}, {NULL, 10, 0, false, 12}, {NULL, 27, 0, false},
};
enum { QUEUE_COLUMNS = sizeof(queue_columns) / sizeof(queue_columns[0]) };

static enum role clock_role(const struct desk *desk, const char *due)
{
    struct date day;
    if (!date_parse(due, &day))
        return ROLE_PLAIN;
    int left = date_number(day) - date_number(desk->today);
    return left < 0 ? ROLE_OVER : left <= 1 ? ROLE_NEAR : ROLE_PLAIN;
}

static void tasks_came(void *owner, const struct store_reply *reply)
{
    struct queue *queue = owner;
    if (desk_refused(queue->desk, reply))
        return;
    rows_free(queue);
    queue->count = (size_t)store_reply_rows(reply);
    queue->rows = memory_get(queue->count, sizeof(*queue->rows));
    for (size_t i = 0; i < queue->count; i++) {
        int row = (int)i;
        char number[CASE_NUMBER_GROUPED];
        const char *due = store_reply_text(reply, row, "due");
        queue->rows[i] = (struct queue_row){
            .task_id = store_reply_number(reply, row, "task_id"),
            .item = memory_text(desk_column(queue->desk, reply, row, "item")),
            .name = memory_text(store_reply_text(reply, row, "name")),
            .stage = memory_text(store_reply_text(reply, row, "stage")),
            .number = memory_text(case_number_group(store_reply_text(reply, row, "number"), number)),
            .due = memory_text(due),
            .mine = store_reply_flag(reply, row, "mine"),
            .barred = store_reply_flag(reply, row, "barred"),
            .clock = clock_role(queue->desk, due),
            .waits = waits_moment(store_reply_text(reply, row, "waits")),
        };
    }
    queue->loaded = true;
    queue->stale = false;
    list_refresh(&queue->list);
    waits_clock_look(&queue->clock);
}

static bool queue_waits(const void *rows, int64_t *newest)
{
    const struct queue *queue = rows;
    for (size_t i = 0; i < queue->count; i++)
        *newest = queue->rows[i].waits > *newest ? queue->rows[i].waits : *newest;
    return *newest != WAITS_NOBODY;
}

static void tasks_ask(struct queue *queue)
{
    struct store_query query = {.sql = "SELECT task_id, number, item_zh, item_en, stage, name, due, "
                                       "coalesce(mine, false) AS mine, barred, CASE WHEN priority = 1 THEN "
                                       "to_char(accepted_at, 'YYYY-MM-DD HH24:MI:SS') ELSE '' END AS waits"
                                       " FROM desk.task_list($1, NULL, NULL, NULL)"};
    store_query_number(&query, queue->desk->region);
    desk_call(queue->desk, &query, tasks_came, queue);
}

/* The database tells once a second which queues changed. */
static void queues_changed(void *owner, const char *payload)
{
    struct queue *queue = owner;
    (void)payload;
    queue->stale = true;
    if (!queue->count)
        tasks_ask(queue);
    ui_changed(queue->desk->ui);
}

/* --- taking one */

static void claimed(void *owner, const struct store_reply *reply)
{
    struct queue *queue = owner;
    ui_hold_commit(queue->desk->ui, false);
    if (desk_refused(queue->desk, reply))
        return;
    if (store_reply_rows(reply) == 0) {
        ui_say(queue->desk->ui, ROLE_DONE, "QUEUE_EMPTY", NULL);
        tasks_ask(queue);
        return;
    }
    struct review_argument argument = {
        .desk = queue->desk,
        .task_id = store_reply_number(reply, 0, "task_id"),
        .case_id = store_reply_number(reply, 0, "case_id"),
        .stage = store_reply_text(reply, 0, "stage"),
    };
    ui_push(queue->desk->ui, &review_screen, &argument);
}

static void claim(struct queue *queue, int64_t task)
{
    ui_hold_commit(queue->desk->ui, true);
    review_claim(queue->desk, task, claimed, queue);
}

/* --- taking the last decision back */

static void undo_came(void *owner, const struct store_reply *reply)
{
    undo_offer(((struct queue *)owner)->desk, reply, undo_reviewed);
}

/* --- the screen */

static bool queue_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct queue *queue = state;
    queue->desk = argument;
    queue->list = (struct list){.source = {queue, queue_count, queue_match, queue_cells, queue_pickable},
                                .columns = queue_columns,
                                .column_count = QUEUE_COLUMNS,
                                .searches = true,
                                .digits = true};
    queue->list.search.halfwidth = true;
    queue->desk->queues = (struct desk_listener){queues_changed, queue};
    queue->clock =
        (struct waits_clock){.desk = queue->desk, .screen = queue, .rows = queue, .shows = queue_waits};
    tasks_ask(queue);
    return true;
}

static void queue_close(void *state)
{
    struct queue *queue = state;
    waits_clock_end(&queue->clock);
    desk_forget(queue->desk, queue);
    queue->desk->queues = (struct desk_listener){0};
    list_free(&queue->list);
    rows_free(queue);
}

static void queue_arrange(void *state, const struct layout *layout)
{
    struct queue *queue = state;
    list_height(&queue->list, layout->form.height - 1);
    editor_width(&queue->list.search, 30);
}

static void result(struct ui *ui, struct queue *queue, enum list_result outcome)
{
    long at = list_selected(&queue->list);
    if (outcome == LIST_PICKED && at != LIST_NONE)
        claim(queue, queue->rows[at].task_id);
    else if (outcome == LIST_REFUSED)
        ui_say(ui, ROLE_MESSAGE, "QUEUE_WHY_BARRED", NULL);
}

static void queue_command(struct ui *ui, void *state, enum command command)
{
    struct queue *queue = state;
    if (command == COMMAND_COMMIT)
        claim(queue, queue->count && queue->rows[0].mine ? queue->rows[0].task_id
                                                         : 0); /* what I hold stands first */
    else if (command == COMMAND_LIST)
        tasks_ask(queue);
    else if (command == COMMAND_PUT_ASIDE)
        ui_push(ui, &suspended_screen, queue->desk);
    else if (command == COMMAND_UNDO && !*editor_text(&queue->list.search))
        undo_ask(queue->desk, undo_came, queue);
    else if (command == COMMAND_UNDO && editor_undo(&queue->list.search) != EDITOR_SAME)
        list_refresh(&queue->list);
    else
        result(ui, queue, list_command(&queue->list, command));
}

static bool queue_event(struct ui *ui, void *state, const struct key *key)
{
    struct queue *queue = state;
    enum list_result outcome = list_key(&queue->list, key);
    result(ui, queue, outcome);
    return outcome != LIST_IGNORED;
}

static struct editor *queue_field(void *state)
{
    return &((struct queue *)state)->list.search;
}

static void queue_edited(struct ui *ui, void *state)
{
    (void)ui;
    list_refresh(&((struct queue *)state)->list);
}

static void queue_resume(struct ui *ui, void *state)
{
    (void)ui;
    tasks_ask(state);
}

static void queue_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct queue *queue = state;
    struct area form = layout->form;
    char count[16];
    struct buffer title = {0};
    snprintf(count, sizeof(count), "%zu%s", queue->count, queue->count >= 50 ? "+" : "");
    canvas_text(canvas, layout->person.row, layout->person.column, 8, ROLE_LABEL, text("PICKER_FIND"));
    editor_draw(&queue->list.search, canvas, layout->person.row, layout->person.column + 8, 30, ROLE_FOCUS);
    text_fill(&title, queue->stale ? "QUEUE_TITLE_STALE" : "QUEUE_TITLE", "count", count, NULL);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    list_draw(&queue->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width});
    if (queue->loaded && !queue->count)
        canvas_text(canvas, form.row + 2, form.column + 1, form.width, ROLE_LABEL, text("QUEUE_NOTHING"));
}

static void queue_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct queue *queue = state;
    struct area form = layout->form;
    list_cursor(&queue->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width},
                layout->person.row, layout->person.column + 8);
}

static void queue_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, text("QUEUE_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_CLAIM"));
}

static void queue_why(const void *state, struct buffer *sentences)
{
    (void)state;
    buffer_format(sentences, "%s\n%s\n", text("QUEUE_WHY_ORDER"), text("QUEUE_WHY_BARRED"));
}

static const struct screen_command queue_commands[] = {
    {COMMAND_COMMIT, "LABEL_NEXT_TASK"},
    {COMMAND_LIST, "LABEL_REFRESH"},
    {COMMAND_PUT_ASIDE, "LABEL_SUSPENDED", "HELP_SUSPENDED"},
    {COMMAND_UNDO, NULL},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class queue_screen = {
    .name = "queue",
    .title = "SCREEN_QUEUE",
    .size = sizeof(struct queue),
    .section = SECTION_REVIEW,
    .commands = queue_commands,
    .wish = {.person = 1},
    .open = queue_open,
    .close = queue_close,
    .arrange = queue_arrange,
    .command = queue_command,
    .event = queue_event,
    .field = queue_field,
    .edited = queue_edited,
    .resume = queue_resume,
    .draw = queue_draw,
    .cursor = queue_cursor,
    .lines = queue_lines,
    .why = queue_why,
};
