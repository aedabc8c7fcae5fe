#include "screens/queues.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "screens/assign.h"
#include "screens/case_view.h"
#include "screens/steer.h"
#include "screens/supervise_rows.h"
#include "screens/tended.h"
#include "text/text.h"
#include "ui/why.h"

/* Both tables are the same screen: the queues or (with a queue) its tasks. */
enum { LOW = 8 }; /* under LOW rows the warning gets one line, cut */

struct queues {
    struct desk *desk;
    int64_t queue; /* 0: the table of queues */
    char *title;
    struct list list;
    struct supervise_rows rows;
    struct area form; /* of the last arranging */
    int warning;      /* rows that the warning takes above the table */
};

/* --- the screen */

static void table_ask(struct queues *table)
{
    tended_ask(table->desk);
    supervise_rows_ask(&table->rows);
}

static void table_prepare(struct queues *table)
{
    table->rows = (struct supervise_rows){.desk = table->desk, .queue = table->queue, .list = &table->list};
    table->list = supervise_list(&table->rows);
    table_ask(table);
}

static bool queues_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct queues *table = state;
    table->desk = argument;
    table->title = memory_text(text("SUPERVISE_TITLE"));
    table_prepare(table);
    return true;
}

static bool tasks_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct queues *table = state;
    const struct queue_tasks_argument *given = argument;
    table->desk = given->desk;
    table->queue = given->queue;
    table->title = memory_text(given->title);
    table_prepare(table);
    return true;
}

static void queues_close(void *state)
{
    struct queues *table = state;
    desk_forget(table->desk, &table->rows);
    list_free(&table->list);
    supervise_rows_free(&table->rows);
    free(table->title);
}

/* --- the warning that nobody tends: it stays as long as that lasts */

static void warning_write(const struct queues *table, struct buffer *out)
{
    if (tended_until(table->desk))
        text_fill(out, "SUPERVISE_UNTENDED", "since", tended_until(table->desk), NULL);
}

static void warning_arrange(struct queues *table)
{
    struct buffer words = {0};
    warning_write(table, &words);
    int width = text_width(buffer_string(&words));
    table->warning = width == 0 ? 0 : width <= table->form.width || table->form.height < LOW ? 1 : 2;
    buffer_free(&words);
    list_height(&table->list, table->form.height - 2 - table->warning);
}

static void warning_draw(const struct queues *table, struct canvas *canvas, struct area form)
{
    struct buffer words = {0};
    warning_write(table, &words);
    canvas_wrapped(canvas, (struct area){form.row + 1, form.column, table->warning, form.width}, ROLE_WRONG,
                   buffer_string(&words));
    buffer_free(&words);
}

static void queues_arrange(void *state, const struct layout *layout)
{
    struct queues *table = state;
    table->form = layout->form;
    warning_arrange(table);
}

static void queues_tick(struct ui *ui, void *state, int64_t now)
{
    (void)now;
    struct queues *table = state;
    int before = table->warning;
    warning_arrange(table);
    if (table->warning != before)
        ui_changed(ui);
}

static void picked(struct ui *ui, struct queues *table, enum list_result outcome)
{
    long at = list_selected(&table->list);
    if (outcome != LIST_PICKED || at == LIST_NONE)
        return;
    int64_t id = supervise_row_id(&table->rows, (size_t)at);
    if (table->queue) {
        struct case_argument argument = {.desk = table->desk, .case_id = id};
        ui_push(ui, &case_screen, &argument);
        return;
    }
    struct buffer title = {0};
    supervise_row_title(&table->rows, (size_t)at, &title);
    struct queue_tasks_argument argument = {table->desk, id, buffer_string(&title)};
    ui_push(ui, &queue_tasks_screen, &argument);
    buffer_free(&title);
}

/* F6 on a task, F8 on a queue. */
static void act(struct queues *table, enum command command)
{
    long at = list_selected(&table->list);
    if (at == LIST_NONE)
        return;
    struct buffer title = {0};
    supervise_row_title(&table->rows, (size_t)at, &title);
    if (command == COMMAND_REASSIGN) {
        struct assign_argument argument = {table->desk, supervise_row_task(&table->rows, (size_t)at),
                                           buffer_string(&title)};
        ui_push(table->desk->ui, &assign_screen, &argument);
    } else {
        struct steer_argument argument = {.desk = table->desk,
                                          .queue = supervise_row_id(&table->rows, (size_t)at),
                                          .title = buffer_string(&title),
                                          .paused = supervise_row_paused(&table->rows, (size_t)at)};
        ui_push(table->desk->ui, &steer_screen, &argument);
    }
    buffer_free(&title);
}

static void queues_command(struct ui *ui, void *state, enum command command)
{
    struct queues *table = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (command == COMMAND_LIST)
        table_ask(table);
    else if (command == COMMAND_REASSIGN || command == COMMAND_PUT_ASIDE)
        act(table, command);
    else
        picked(ui, table, list_command(&table->list, command));
}

static bool queues_event(struct ui *ui, void *state, const struct key *key)
{
    struct queues *table = state;
    enum list_result outcome = list_key(&table->list, key);
    picked(ui, table, outcome);
    return outcome != LIST_IGNORED;
}

static void queues_resume(struct ui *ui, void *state)
{
    (void)ui;
    table_ask(state);
}

static void queues_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct queues *table = state;
    struct area form = layout->form;
    int top = 1 + table->warning;
    canvas_rule(canvas, form.row, form.column, form.width, table->title);
    warning_draw(table, canvas, form);
    list_draw_titled(&table->list, canvas,
                     (struct area){form.row + top, form.column, form.height - top, form.width});
    if (!table->rows.count)
        canvas_text(canvas, form.row + top + 2, form.column + 1, form.width, ROLE_LABEL,
                    text("SUPERVISE_NOTHING"));
}

static void queues_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct queues *table = state;
    const struct list *list = &table->list;
    int row = 2 + table->warning + list_marked_row(list);
    canvas_cursor(canvas, layout->form.row + row, layout->form.column);
}

static void queues_lines(const void *state, struct screen_lines *lines)
{
    const struct queues *table = state;
    buffer_text(&lines->explain, text(table->queue ? "QUEUES_TASKS_EXPLAIN" : "QUEUES_EXPLAIN"));
    buffer_text(&lines->next, text(table->queue ? "NEXT_CASE" : "NEXT_TASKS"));
}

static void queues_why(const void *state, struct buffer *sentences)
{
    static const char *const codes[] = {"SUPERVISE_WHY_NUMBERS", "QUEUES_WHY_HOURS", "QUEUES_WHY_DUE",
                                        "SUPERVISE_WHY_PEOPLE", "QUEUES_WHY_PAUSED"};
    if (tended_until(((const struct queues *)state)->desk))
        why_add(sentences, text("SUPERVISE_WHY_UNTENDED"));
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        why_add(sentences, text(codes[i]));
}

static const struct screen_command queues_commands[] = {
    {COMMAND_LIST, "LABEL_REFRESH"},
    {COMMAND_PUT_ASIDE, "LABEL_PAUSE"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

static const struct screen_command tasks_commands[] = {
    {COMMAND_LIST, "LABEL_REFRESH"},
    {COMMAND_REASSIGN, NULL},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class queues_screen = {
    .name = "queues",
    .title = "SCREEN_QUEUES",
    .size = sizeof(struct queues),
    .section = SECTION_SUPERVISOR,
    .commands = queues_commands,
    .open = queues_open,
    .close = queues_close,
    .arrange = queues_arrange,
    .command = queues_command,
    .event = queues_event,
    .resume = queues_resume,
    .tick = queues_tick,
    .draw = queues_draw,
    .cursor = queues_cursor,
    .lines = queues_lines,
    .why = queues_why,
};

const struct screen_class queue_tasks_screen = {
    .name = "queue-tasks",
    .title = "SCREEN_QUEUE_TASKS",
    .size = sizeof(struct queues),
    .section = SECTION_SUPERVISOR,
    .commands = tasks_commands,
    .open = tasks_open,
    .close = queues_close,
    .arrange = queues_arrange,
    .command = queues_command,
    .event = queues_event,
    .resume = queues_resume,
    .tick = queues_tick,
    .draw = queues_draw,
    .cursor = queues_cursor,
    .lines = queues_lines,
    .why = queues_why,
};
