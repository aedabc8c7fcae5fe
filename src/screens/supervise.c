#include "screens/supervise.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "screens/authorisation.h"
#include "screens/case_view.h"
#include "screens/reads.h"
#include "screens/report.h"
#include "screens/supervise_rows.h"
#include "screens/tended.h"
#include "text/text.h"

/* Both tables are the same screen: the queues or (with a queue) its tasks. */
enum { LOW = 8 }; /* under LOW rows the warning gets one line, cut */

struct supervise {
    struct desk *desk;
    int64_t queue; /* 0: the table of queues */
    char *title;
    struct authorisations asked; /* above the table of queues; not opened over the tasks of one */
    struct list list;
    struct supervise_rows rows;
    struct area form; /* of the last arranging */
    int warning;      /* rows that the warning takes above the table */
};

/* Rows of the form above the table, and what is left of it. */
static int above(const struct supervise *table)
{
    return table->queue ? 0 : authorisations_rows(table->form.height);
}

struct tasks_argument {
    struct desk *desk;
    int64_t queue;
    const char *title;
};

static const struct screen_class queue_tasks_screen;

/* --- the screen */

/* Once a second at the most; rows that are there keep their places. */
static void queues_changed(void *owner, const char *payload)
{
    struct supervise *table = owner;
    (void)payload;
    authorisations_ask(&table->asked, false);
}

static void table_ask(struct supervise *table)
{
    tended_ask(table->desk);
    supervise_rows_ask(&table->rows);
}

static void table_prepare(struct supervise *table)
{
    table->rows = (struct supervise_rows){.desk = table->desk, .queue = table->queue, .list = &table->list};
    table->list = supervise_list(&table->rows);
    table_ask(table);
}

static bool supervise_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct supervise *table = state;
    table->desk = argument;
    table->title = memory_text(text("SUPERVISE_TITLE"));
    table_prepare(table);
    table->desk->queues = (struct desk_listener){queues_changed, table};
    authorisations_open(&table->asked, table->desk, table);
    return true;
}

static bool tasks_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct supervise *table = state;
    const struct tasks_argument *given = argument;
    table->desk = given->desk;
    table->queue = given->queue;
    table->title = memory_text(given->title);
    table_prepare(table);
    return true;
}

static void supervise_close(void *state)
{
    struct supervise *table = state;
    if (!table->queue)
        table->desk->queues = (struct desk_listener){0};
    authorisations_free(&table->asked);
    desk_forget(table->desk, &table->rows);
    list_free(&table->list);
    supervise_rows_free(&table->rows);
    free(table->title);
}

/* --- the warning that nobody tends: it stays as long as that lasts */

static void warning_write(const struct supervise *table, struct buffer *out)
{
    if (tended_until(table->desk))
        text_fill(out, "SUPERVISE_UNTENDED", "since", tended_until(table->desk), NULL);
}

static void warning_arrange(struct supervise *table)
{
    struct buffer words = {0};
    warning_write(table, &words);
    int width = text_width(buffer_string(&words));
    table->warning = width == 0 ? 0 : width <= table->form.width || table->form.height < LOW ? 1 : 2;
    buffer_free(&words);
    list_height(&table->list, table->form.height - above(table) - 2 - table->warning);
    if (!table->queue)
        authorisations_arrange(&table->asked, table->form.height);
}

static void warning_draw(const struct supervise *table, struct canvas *canvas, struct area form)
{
    struct buffer words = {0};
    warning_write(table, &words);
    canvas_wrapped(canvas, (struct area){form.row + 1, form.column, table->warning, form.width}, ROLE_WRONG,
                   buffer_string(&words));
    buffer_free(&words);
}

static void supervise_arrange(void *state, const struct layout *layout)
{
    struct supervise *table = state;
    table->form = layout->form;
    warning_arrange(table);
}

static void supervise_tick(struct ui *ui, void *state, int64_t now)
{
    (void)now;
    struct supervise *table = state;
    int before = table->warning;
    warning_arrange(table);
    if (table->warning != before)
        ui_changed(ui);
}

static void picked(struct ui *ui, struct supervise *table, enum list_result outcome)
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
    struct tasks_argument argument = {table->desk, id, buffer_string(&title)};
    ui_push(ui, &queue_tasks_screen, &argument);
    buffer_free(&title);
}

static void supervise_read(struct supervise *table)
{
    table_ask(table);
    if (!table->queue)
        authorisations_ask(&table->asked, true);
}

static void supervise_command(struct ui *ui, void *state, enum command command)
{
    struct supervise *table = state;
    if (command == COMMAND_BACK && table->queue)
        ui_pop(ui);
    else if (command == COMMAND_LIST)
        supervise_read(table);
    else if (command == COMMAND_REPORT)
        ui_push(ui, &report_screen, table->desk);
    else if (command == COMMAND_READS)
        ui_push(ui, &reads_screen, table->desk);
    else if (table->queue || !authorisations_command(&table->asked, command, table->list.selected == 0))
        picked(ui, table, list_command(&table->list, command));
}

static bool supervise_event(struct ui *ui, void *state, const struct key *key)
{
    struct supervise *table = state;
    if (!table->queue)
        return authorisations_key(&table->asked, key);
    enum list_result outcome = list_key(&table->list, key);
    picked(ui, table, outcome);
    return outcome != LIST_IGNORED;
}

static void supervise_resume(struct ui *ui, void *state)
{
    (void)ui;
    supervise_read(state);
}

static void supervise_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct supervise *table = state;
    struct area form = layout->form;
    int widths[TABLE_COLUMNS], top = 1 + table->warning, asked = above(table);
    struct list list = table->list;
    list.quiet = table->asked.marked;
    if (asked)
        authorisations_draw(&table->asked, canvas, (struct area){form.row, form.column, asked, form.width});
    form.row += asked;
    form.height -= asked;
    canvas_rule(canvas, form.row, form.column, form.width, table->title);
    warning_draw(table, canvas, form);
    table_fit(table->list.columns, table->list.column_count, form.width - LIST_MARGIN, widths);
    table_draw_titles(canvas, form.row + top, form.column + LIST_MARGIN, table->list.columns, widths,
                      table->list.column_count);
    list_draw(&list, canvas,
              (struct area){form.row + top + 1, form.column, form.height - top - 1, form.width});
    if (!table->rows.count)
        canvas_text(canvas, form.row + top + 2, form.column + 1, form.width, ROLE_LABEL,
                    text("SUPERVISE_NOTHING"));
}

static void supervise_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct supervise *table = state;
    const struct list *list = &table->list;
    int row = table->asked.marked ? authorisations_cursor(&table->asked)
                                  : above(table) + 2 + table->warning + (int)(list->selected - list->top);
    canvas_cursor(canvas, layout->form.row + row, layout->form.column);
}

static void supervise_lines(const void *state, struct screen_lines *lines)
{
    const struct supervise *table = state;
    if (table->asked.marked) {
        authorisations_lines(&table->asked, lines);
        return;
    }
    buffer_text(&lines->explain, text("SUPERVISE_EXPLAIN"));
    buffer_text(&lines->next, text(table->queue ? "NEXT_CASE" : "NEXT_TASKS"));
}

static void supervise_why(const void *state, struct buffer *sentences)
{
    if (((const struct supervise *)state)->asked.marked)
        authorisations_why(&((const struct supervise *)state)->asked, sentences);
    if (tended_until(((const struct supervise *)state)->desk))
        buffer_format(sentences, "%s\n", text("SUPERVISE_WHY_UNTENDED"));
    buffer_format(sentences, "%s\n%s\n", text("SUPERVISE_WHY_NUMBERS"), text("SUPERVISE_WHY_PEOPLE"));
}

static const struct screen_command supervise_commands[] = {
    {COMMAND_LIST, "LABEL_REFRESH"},
    {COMMAND_REPORT, NULL},
    {COMMAND_READS, NULL},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class supervise_screen = {
    .name = "supervise",
    .title = "SCREEN_SUPERVISE",
    .size = sizeof(struct supervise),
    .section = SECTION_SUPERVISOR,
    .commands = supervise_commands,
    .open = supervise_open,
    .close = supervise_close,
    .arrange = supervise_arrange,
    .command = supervise_command,
    .event = supervise_event,
    .resume = supervise_resume,
    .tick = supervise_tick,
    .draw = supervise_draw,
    .cursor = supervise_cursor,
    .lines = supervise_lines,
    .why = supervise_why,
};

static const struct screen_class queue_tasks_screen = {
    .name = "queue-tasks",
    .title = "SCREEN_QUEUE_TASKS",
    .size = sizeof(struct supervise),
    .section = SECTION_SUPERVISOR,
    .commands = supervise_commands,
    .open = tasks_open,
    .close = supervise_close,
    .arrange = supervise_arrange,
    .command = supervise_command,
    .event = supervise_event,
    .resume = supervise_resume,
    .tick = supervise_tick,
    .draw = supervise_draw,
    .cursor = supervise_cursor,
    .lines = supervise_lines,
    .why = supervise_why,
};
