#include "screens/queue.h"

#include <stdio.h>

#include "screens/agreeing.h"
#include "screens/queue_rows.h"
#include "screens/review.h"
#include "screens/suspended.h"
#include "screens/undo.h"
#include "screens/waits.h"
#include "text/text.h"

struct queue {
    struct desk *desk;
    struct list list;
    struct queue_rows rows;
    struct selection marked; /* to be agreed to together */
    bool loaded;
    bool stale; /* something changed since; no line moves by itself: F4 or the next case reads anew */
    struct waits_clock clock;
};

static void tasks_came(void *owner, const struct store_reply *reply)
{
    struct queue *queue = owner;
    if (desk_refused(queue->desk, reply))
        return;
    queue_rows_take(&queue->rows, reply);
    queue->loaded = true;
    queue->stale = false;
    list_refresh(&queue->list);
    waits_clock_look(&queue->clock);
}

static void tasks_ask(struct queue *queue)
{
    queue_rows_ask(&queue->rows, tasks_came, queue);
}

/* The database tells once a second which queues changed. */
static void queues_changed(void *owner, const char *payload)
{
    struct queue *queue = owner;
    (void)payload;
    queue->stale = true;
    if (!queue->rows.count)
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
    queue->rows.desk = queue->marked.desk = argument;
    queue->rows.marked = &queue->marked;
    queue->list = queue_list(&queue->rows);
    queue->desk->queues = (struct desk_listener){queues_changed, queue};
    queue->clock = (struct waits_clock){
        .desk = queue->desk, .screen = queue, .rows = &queue->rows, .shows = queue_rows_wait};
    tasks_ask(queue);
    return true;
}

static void queue_close(void *state)
{
    struct queue *queue = state;
    waits_clock_end(&queue->clock);
    desk_forget(queue->desk, queue);
    desk_forget(queue->desk, &queue->marked);
    selection_free(&queue->marked);
    queue->desk->queues = (struct desk_listener){0};
    list_free(&queue->list);
    queue_rows_free(&queue->rows);
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
        claim(queue, queue_row_task(&queue->rows, (size_t)at));
    else if (outcome == LIST_BEYOND)
        ui_say(ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
    else if (outcome == LIST_REFUSED)
        ui_say(ui, ROLE_MESSAGE, "QUEUE_WHY_BARRED", NULL);
}

/* As a list of files does it: marked, and on to the next. */
static void mark(struct queue *queue, enum command command)
{
    long at = list_selected(&queue->list);
    if (at == LIST_NONE)
        return;
    int64_t task = queue_row_task(&queue->rows, (size_t)at);
    if (command == COMMAND_MARK_LIKE) {
        selection_like(&queue->marked, task);
        return;
    }
    selection_turn(&queue->marked, task);
    list_command(&queue->list, COMMAND_DOWN);
}

static void queue_command(struct ui *ui, void *state, enum command command)
{
    struct queue *queue = state;
    if (command == COMMAND_COMMIT && queue->marked.count)
        ui_push(ui, &agreeing_screen, &queue->marked);
    else if (command == COMMAND_COMMIT)
        claim(queue, queue->rows.count && queue_row_mine(&queue->rows, 0) ? queue_row_task(&queue->rows, 0)
                                                                          : 0); /* what I hold stands first */
    else if (command == COMMAND_MARK || command == COMMAND_MARK_LIKE)
        mark(queue, command);
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
    bool narrowed = *list_words(&queue->list); /* then so many as are shown */
    snprintf(count, sizeof(count), "%zu%s", narrowed ? queue->list.row_count : queue->rows.count,
             !narrowed && queue->rows.count >= 50 ? "+" : "");
    canvas_text(canvas, layout->person.row, layout->person.column, 8, ROLE_LABEL, text("PICKER_FIND"));
    editor_draw(&queue->list.search, canvas, layout->person.row, layout->person.column + 8, 30, ROLE_FOCUS);
    text_fill(&title, queue->stale ? "QUEUE_TITLE_STALE" : "QUEUE_TITLE", "count", count, NULL);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    list_draw(&queue->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width});
    if (queue->loaded && !queue->rows.count)
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
    const struct queue *queue = state;
    bool nothing = queue->loaded && !queue->rows.count;
    char count[16];
    snprintf(count, sizeof(count), "%zu", queue->marked.count);
    buffer_text(&lines->explain, nothing ? "" : text("QUEUE_EXPLAIN"));
    text_fill(&lines->next,
              queue->marked.count ? "NEXT_AGREE_MARKED"
              : nothing           ? "NEXT_CLAIM_NOTHING"
                                  : "NEXT_CLAIM",
              "count", count, NULL);
    buffer_text(&lines->wants, nothing ? "" : text("QUEUE_MARKS"));
}

static void queue_why(const void *state, struct buffer *sentences)
{
    (void)state;
    buffer_format(sentences, "%s\n%s\n%s\n", text("QUEUE_WHY_ORDER"), text("QUEUE_WHY_BARRED"),
                  text("QUEUE_WHY_MARK"));
}

static const char *queue_label(const void *state, enum command command)
{
    return command == COMMAND_COMMIT && ((const struct queue *)state)->marked.count ? "LABEL_AGREE" : NULL;
}

static const struct screen_command queue_commands[] = {
    {COMMAND_COMMIT, "LABEL_NEXT_TASK"},
    {COMMAND_LIST, "LABEL_REFRESH"},
    {COMMAND_PUT_ASIDE, "LABEL_SUSPENDED", "HELP_SUSPENDED"},
    {COMMAND_MARK, NULL},
    {COMMAND_MARK_LIKE, NULL},
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
    .label = queue_label,
    .why = queue_why,
};
