#include "screens/supervise.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "model/case_number.h"
#include "screens/case_view.h"
#include "screens/tended.h"
#include "text/text.h"
#include "ui/list.h"

/* Both tables are the same screen: rows of words, the queues or (with a queue) its tasks. */
enum { CELLS = 9, LOW = 8 }; /* under LOW rows the warning gets one line, cut */

struct row {
    int64_t id; /* queue or case */
    char *cells[CELLS];
    enum role roles[CELLS];
};

struct supervise {
    struct desk *desk;
    int64_t queue; /* 0: the table of queues */
    char *title;
    struct list list;
    struct row *rows;
    size_t count;
    struct area form; /* of the last arranging */
    int warning;      /* rows that the warning takes above the table */
};

struct tasks_argument {
    struct desk *desk;
    int64_t queue;
    const char *title;
};

static const struct screen_class queue_tasks_screen;

static const struct table_column queue_columns[] = {
    {"TABLE_STAGE", 6, 0, false},  {"TABLE_ITEM", 0, 12, false},  {"TABLE_READY", 6, 0, true},
    {"TABLE_CLAIMED", 6, 0, true}, {"TABLE_DECIDED", 6, 0, true}, {"TABLE_FIRST_DUE", 10, 0, false},
    {"TABLE_NEAR", 5, 0, true},    {"TABLE_OVERDUE", 5, 0, true}, {"TABLE_PEOPLE", 5, 0, true},
};
static const struct table_column task_columns[] = {
    {"TABLE_NUMBER", 27, 0, false},   {"TABLE_NAME", 0, 8, false},    {"TABLE_DUE", 10, 0, false},
    {"TABLE_ACCEPTED", 11, 0, false}, {"TABLE_HOLDER", 10, 0, false},
};

static void rows_free(struct supervise *table)
{
    for (size_t i = 0; i < table->count; i++) {
        for (int cell = 0; cell < CELLS; cell++)
            free(table->rows[i].cells[cell]);
    }
    free(table->rows);
    table->rows = NULL;
    table->count = 0;
}

static size_t table_count(void *context)
{
    return ((struct supervise *)context)->count;
}

static void table_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct row *row = &((struct supervise *)context)->rows[index];
    for (int cell = 0; cell < CELLS && row->cells[cell]; cell++) {
        buffer_text(&cells[cell].text, row->cells[cell]);
        cells[cell].role = row->roles[cell];
    }
}

static void queues_came(void *owner, const struct store_reply *reply)
{
    static const char *const numbers[] = {"ready", "claimed", "decided", "first_due",
                                          "near",  "overdue", "people"};
    struct supervise *table = owner;
    if (desk_refused(table->desk, reply))
        return;
    rows_free(table);
    table->count = (size_t)store_reply_rows(reply);
    table->rows = memory_get(table->count, sizeof(*table->rows));
    for (size_t i = 0; i < table->count; i++) {
        struct row *row = &table->rows[i];
        row->id = store_reply_number(reply, (int)i, "queue_id");
        row->cells[0] = memory_text(text_of("STAGE", store_reply_text(reply, (int)i, "stage")));
        row->cells[1] = memory_text(desk_column(table->desk, reply, (int)i, "item"));
        for (int n = 0; n < 7; n++)
            row->cells[2 + n] = memory_text(store_reply_text(reply, (int)i, numbers[n]));
        row->roles[6] = strcmp(row->cells[6], "0") != 0 ? ROLE_NEAR : ROLE_PLAIN;
        row->roles[7] = strcmp(row->cells[7], "0") != 0 ? ROLE_OVER : ROLE_PLAIN;
        row->roles[8] = strcmp(row->cells[8], "0") == 0 ? ROLE_WRONG : ROLE_PLAIN;
    }
    list_refresh(&table->list);
}

static void tasks_came(void *owner, const struct store_reply *reply)
{
    struct supervise *table = owner;
    if (desk_refused(table->desk, reply))
        return;
    rows_free(table);
    table->count = (size_t)store_reply_rows(reply);
    table->rows = memory_get(table->count, sizeof(*table->rows));
    for (size_t i = 0; i < table->count; i++) {
        static const char *const columns[] = {"name", "due", "accepted", "claimed_by"};
        struct row *row = &table->rows[i];
        char number[CASE_NUMBER_GROUPED];
        row->id = store_reply_number(reply, (int)i, "case_id");
        row->cells[0] = memory_text(case_number_group(store_reply_text(reply, (int)i, "number"), number));
        for (int n = 0; n < 4; n++)
            row->cells[1 + n] = memory_text(store_reply_text(reply, (int)i, columns[n]));
    }
    list_refresh(&table->list);
}

static void table_ask(struct supervise *table)
{
    tended_ask(table->desk);
    struct store_query query = {
        .sql = table->queue
                   ? "SELECT case_id, number, name, due, to_char(accepted_at, 'MM-DD HH24:MI') AS accepted,"
                     " coalesce(claimed_by, '') AS claimed_by FROM desk.queue_tasks($1, $2, NULL, NULL)"
                   : "SELECT queue_id, stage, item_zh, item_en, ready, claimed, decided, "
                     "coalesce(first_due::text, '-')"
                     " AS first_due, near, overdue, people FROM desk.queue_table($1)"};
    store_query_number(&query, table->desk->region);
    if (table->queue)
        store_query_number(&query, table->queue);
    desk_call(table->desk, &query, table->queue ? tasks_came : queues_came, table);
}

/* --- the screen */

static void table_prepare(struct supervise *table)
{
    table->list = (struct list){.source = {.context = table, .count = table_count, .row = table_row},
                                .columns = table->queue ? task_columns : queue_columns,
                                .column_count = table->queue ? 5 : 9,
                                .digits = true};
    table_ask(table);
}

static bool supervise_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct supervise *table = state;
    table->desk = argument;
    table->title = memory_text(text("SUPERVISE_TITLE"));
    table_prepare(table);
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
    desk_forget(table->desk, table);
    list_free(&table->list);
    rows_free(table);
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
    list_height(&table->list, table->form.height - 2 - table->warning);
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
    const struct row *row = &table->rows[at];
    if (table->queue) {
        struct case_argument argument = {table->desk, row->id};
        ui_push(ui, &case_screen, &argument);
        return;
    }
    struct buffer title = {0};
    buffer_format(&title, "%s %s", row->cells[0], row->cells[1]);
    struct tasks_argument argument = {table->desk, row->id, buffer_string(&title)};
    ui_push(ui, &queue_tasks_screen, &argument);
    buffer_free(&title);
}

static void supervise_command(struct ui *ui, void *state, enum command command)
{
    struct supervise *table = state;
    if (command == COMMAND_BACK && table->queue)
        ui_pop(ui);
    else if (command == COMMAND_LIST)
        table_ask(table);
    else
        picked(ui, table, list_command(&table->list, command));
}

static bool supervise_event(struct ui *ui, void *state, const struct key *key)
{
    struct supervise *table = state;
    enum list_result outcome = list_key(&table->list, key);
    picked(ui, table, outcome);
    return outcome != LIST_IGNORED;
}

static void supervise_resume(struct ui *ui, void *state)
{
    (void)ui;
    table_ask(state);
}

static void supervise_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct supervise *table = state;
    struct area form = layout->form;
    int widths[TABLE_COLUMNS], top = 1 + table->warning;
    canvas_rule(canvas, form.row, form.column, form.width, table->title);
    warning_draw(table, canvas, form);
    table_fit(table->list.columns, table->list.column_count, form.width - LIST_MARGIN, widths);
    table_draw_titles(canvas, form.row + top, form.column + LIST_MARGIN, table->list.columns, widths,
                      table->list.column_count);
    list_draw(&table->list, canvas,
              (struct area){form.row + top + 1, form.column, form.height - top - 1, form.width});
    if (!table->count)
        canvas_text(canvas, form.row + top + 2, form.column + 1, form.width, ROLE_LABEL,
                    text("SUPERVISE_NOTHING"));
}

static void supervise_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct supervise *table = state;
    const struct list *list = &table->list;
    canvas_cursor(canvas, layout->form.row + 2 + table->warning + (int)(list->selected - list->top),
                  layout->form.column);
}

static void supervise_lines(const void *state, struct screen_lines *lines)
{
    buffer_text(&lines->explain, text("SUPERVISE_EXPLAIN"));
    buffer_text(&lines->next, text(((const struct supervise *)state)->queue ? "NEXT_CASE" : "NEXT_TASKS"));
}

static void supervise_why(const void *state, struct buffer *sentences)
{
    if (tended_until(((const struct supervise *)state)->desk))
        buffer_format(sentences, "%s\n", text("SUPERVISE_WHY_UNTENDED"));
    buffer_format(sentences, "%s\n%s\n", text("SUPERVISE_WHY_NUMBERS"), text("SUPERVISE_WHY_PEOPLE"));
}

static const struct screen_command supervise_commands[] = {
    {COMMAND_LIST, "LABEL_REFRESH"}, {COMMAND_NEXT_THING, NULL},     {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},  {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},      {COMMAND_GROUP_PREVIOUS, NULL}, {COMMAND_NONE, NULL},
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
