#include "screens/assign.h"

#include <stdlib.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/prompt.h"
#include "ui/why.h"

enum { MOST = 100, BACK = 0 }; /* code points of the reason; instead of a person: the queue */

struct assign_row {
    int64_t staff; /* BACK: to the queue */
    char *name, *load, *state;
    bool open; /* it can be given to them */
};

struct assign {
    struct desk *desk;
    int64_t task;
    char *title;
    struct list list;
    struct assign_row *rows;
    size_t count;
    int64_t to; /* chosen */
    char key[DESK_KEY];
};

static const struct table_column columns[] = {
    {NULL, 12, 0, false, 16}, {NULL, 10, 0, false}, {NULL, 0, 12, false}};

static size_t assign_count(void *context)
{
    return ((struct assign *)context)->count;
}

static void assign_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct assign_row *row = &((struct assign *)context)->rows[index];
    buffer_text(&cells[0].text, row->name);
    buffer_text(&cells[1].text, row->load);
    buffer_text(&cells[2].text, row->state);
    for (int i = 0; i < 3; i++)
        cells[i].role = row->open ? ROLE_PLAIN : ROLE_LABEL;
}

static bool assign_pickable(void *context, size_t index)
{
    return ((struct assign *)context)->rows[index].open;
}

/* --- who could have it */

/* Why somebody cannot have it, in the words of the refusal that giving it would bring. */
static void obstacle_write(const struct store_reply *reply, int at, struct buffer *out)
{
    static const char *const names[][2] = {{"name1", "value1"}, {"name2", "value2"}, {"name3", "value3"}};
    struct error error = {0};
    error_set(&error, store_reply_text(reply, at, "code"), NULL);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!store_reply_null(reply, at, names[i][0]))
            error_add(&error, store_reply_text(reply, at, names[i][0]),
                      store_reply_text(reply, at, names[i][1]));
    }
    text_error(out, &error);
    error_free(&error);
}

static struct assign_row row_read(const struct store_reply *reply, int at)
{
    struct buffer load = {0}, state = {0};
    struct assign_row row = {.staff = store_reply_number(reply, at, "staff_id"),
                             .open = store_reply_null(reply, at, "code"),
                             .name = memory_text(store_reply_text(reply, at, "name"))};
    text_fill(&load, "ASSIGN_LOAD", "count", store_reply_text(reply, at, "load"), NULL);
    if (!row.open)
        obstacle_write(reply, at, &state);
    else
        buffer_text(&state,
                    text(store_reply_flag(reply, at, "connected") ? "ASSIGN_CONNECTED" : "ASSIGN_NOT_HERE"));
    row.load = buffer_take(&load);
    row.state = buffer_take(&state);
    return row;
}

static void rows_free(struct assign *assign)
{
    for (size_t i = 0; i < assign->count; i++) {
        free(assign->rows[i].name);
        free(assign->rows[i].load);
        free(assign->rows[i].state);
    }
    free(assign->rows);
    assign->rows = NULL;
    assign->count = 0;
}

static void rows_came(void *owner, const struct store_reply *reply)
{
    struct assign *assign = owner;
    bool held = false;
    if (desk_refused(assign->desk, reply)) {
        ui_pop(assign->desk->ui);
        return;
    }
    rows_free(assign);
    assign->rows = memory_get((size_t)store_reply_rows(reply) + 1, sizeof(*assign->rows));
    for (int at = 0; at < store_reply_rows(reply); at++) {
        assign->rows[assign->count++] = row_read(reply, at);
        held = held || store_reply_flag(reply, at, "holds");
    }
    assign->rows[assign->count++] =
        (struct assign_row){.staff = BACK,
                            .open = held,
                            .name = memory_text(text("ASSIGN_QUEUE")),
                            .load = memory_text(""),
                            .state = memory_text(text(held ? "ASSIGN_QUEUE_EXPLAIN" : "ASSIGN_IN_QUEUE"))};
    list_refresh(&assign->list);
    ui_changed(assign->desk->ui);
}

static void rows_ask(struct assign *assign)
{
    struct store_query query = {
        .sql =
            "SELECT staff_id, name, load, holds, connected, code, parameters[1] AS name1, parameters[2] AS "
            "value1, parameters[3] AS name2, parameters[4] AS value2, parameters[5] AS name3, "
            "parameters[6] AS value3 FROM desk.assign_list($1, $2)",
        .reads = true};
    store_query_number(&query, assign->desk->region);
    store_query_number(&query, assign->task);
    desk_call(assign->desk, &query, rows_came, assign);
}

/* --- giving it */

static void done(void *owner, const struct store_reply *reply)
{
    struct assign *assign = owner;
    struct ui *ui = assign->desk->ui;
    char number[CASE_NUMBER_GROUPED];
    ui_hold_commit(ui, false);
    if (desk_refused(assign->desk, reply)) {
        rows_ask(assign);
        return;
    }
    case_number_group(store_reply_text(reply, 0, "number"), number);
    ui_say(ui, ROLE_DONE, assign->to == BACK ? "ASSIGN_BACK_DONE" : "ASSIGN_DONE", "number", number, "who",
           store_reply_text(reply, 0, "name"), NULL);
    ui_pop_to(ui, assign);
    ui_pop(ui);
}

static void reasoned(struct ui *ui, void *state, const char *words)
{
    struct assign *assign = state;
    struct store_query query = {.sql = "SELECT number, coalesce(name, '') AS name FROM "
                                       "desk.task_assign($1, $2, $3, $4, $5)"};
    store_query_text(&query, assign->key);
    store_query_number(&query, assign->desk->region);
    store_query_number(&query, assign->task);
    if (assign->to == BACK)
        store_query_null(&query);
    else
        store_query_number(&query, assign->to);
    store_query_text(&query, words);
    ui_hold_commit(ui, true);
    desk_call(assign->desk, &query, done, assign);
}

static void picked(struct ui *ui, struct assign *assign, enum list_result outcome)
{
    long at = list_selected(&assign->list);
    if (outcome == LIST_REFUSED)
        ui_say_text(ui, ROLE_WRONG, assign->rows[at].state);
    if (outcome != LIST_PICKED)
        return;
    struct buffer next = {0};
    assign->to = assign->rows[at].staff;
    desk_key(assign->key);
    text_fill(&next, assign->to == BACK ? "NEXT_ASSIGN_BACK" : "NEXT_ASSIGN", "who", assign->rows[at].name,
              NULL);
    prompt_text(ui, &(struct prompt_text){.title = text("STEER_WORDS"),
                                          .most = MOST,
                                          .commits = buffer_string(&next),
                                          .done = reasoned});
    buffer_free(&next);
}

/* --- the screen */

static bool assign_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct assign *assign = state;
    const struct assign_argument *given = argument;
    *assign = (struct assign){.desk = given->desk, .task = given->task, .title = memory_text(given->title)};
    assign->list = (struct list){.source = {assign, assign_count, NULL, assign_row, assign_pickable},
                                 .columns = columns,
                                 .column_count = 3,
                                 .digits = true};
    rows_ask(assign);
    return true;
}

static void assign_close(void *state)
{
    struct assign *assign = state;
    desk_forget(assign->desk, assign);
    list_free(&assign->list);
    rows_free(assign);
    free(assign->title);
}

static void assign_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct assign *)state)->list, layout->form.height - 1);
}

static void assign_command(struct ui *ui, void *state, enum command command)
{
    struct assign *assign = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else
        picked(ui, assign, list_command(&assign->list, command));
}

static bool assign_event(struct ui *ui, void *state, const struct key *key)
{
    struct assign *assign = state;
    enum list_result outcome = list_key(&assign->list, key);
    picked(ui, assign, outcome);
    return outcome != LIST_IGNORED;
}

static void assign_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct assign *assign = state;
    struct area form = layout->form;
    struct buffer title = {0};
    text_fill(&title, "ASSIGN_TITLE", "what", assign->title, NULL);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    list_draw(&assign->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width});
    buffer_free(&title);
}

static void assign_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct assign *)state)->list;
    canvas_cursor(canvas, layout->form.row + 1 + list_marked_row(list), layout->form.column);
}

static void assign_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, text("ASSIGN_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_ASSIGN_CHOOSE"));
}

static void assign_why(const void *state, struct buffer *sentences)
{
    const struct assign *assign = state;
    long at = list_selected(&assign->list);
    if (at != LIST_NONE && !assign->rows[at].open)
        why_add(sentences, assign->rows[at].state);
    why_add(sentences, text("ASSIGN_WHY"));
}

static const struct screen_command assign_commands[] = {
    {COMMAND_NEXT_THING, NULL},     {COMMAND_NEXT_FIELD, NULL}, {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},         {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL}, {COMMAND_NONE, NULL},
};

const struct screen_class assign_screen = {
    .name = "assign",
    .title = "SCREEN_ASSIGN",
    .size = sizeof(struct assign),
    .section = SECTION_SUPERVISOR,
    .commands = assign_commands,
    .open = assign_open,
    .close = assign_close,
    .arrange = assign_arrange,
    .command = assign_command,
    .event = assign_event,
    .draw = assign_draw,
    .cursor = assign_cursor,
    .lines = assign_lines,
    .why = assign_why,
};
