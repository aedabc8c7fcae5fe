#include "screens/suspended.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "screens/reply.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/why.h"

enum { MOST = 100, COLUMNS = 7 }; /* rows that the database tells at once */

struct suspended_row {
    int64_t case_id;
    char *name, *kind, *since, *days, *paper, *expected, *number, *item;
    bool overdue;
};

struct suspended {
    struct desk *desk;
    struct list list;
    struct suspended_row *rows;
    size_t count;
    bool loaded;
};

static void rows_free(struct suspended *suspended)
{
    for (size_t i = 0; i < suspended->count; i++) {
        struct suspended_row *row = &suspended->rows[i];
        char *texts[] = {row->name,  row->kind,     row->since,  row->days,
                         row->paper, row->expected, row->number, row->item};
        for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++)
            free(texts[t]);
    }
    free(suspended->rows);
    suspended->rows = NULL;
    suspended->count = 0;
}

/* --- the list */

static size_t suspended_count(void *context)
{
    return ((struct suspended *)context)->count;
}

static int suspended_match(void *context, size_t index, const char *words)
{
    const struct suspended *suspended = context;
    const struct suspended_row *row = &suspended->rows[index];
    const char *const texts[] = {row->number, row->paper, row->kind, row->item};
    int best = 0;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        int fits = ui_match_text(suspended->desk->ui, texts[i], words);
        best = fits > best ? fits : best;
    }
    return best;
}

static void suspended_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct suspended_row *row = &((struct suspended *)context)->rows[index];
    buffer_text(&cells[0].text, row->name);
    buffer_text(&cells[1].text, row->kind);
    buffer_text(&cells[2].text, row->since);
    text_fill(&cells[3].text, "SUSPENDED_DAYS", "days", row->days, NULL);
    buffer_text(&cells[4].text, row->expected);
    buffer_text(&cells[5].text, row->overdue ? text("CLOCK_OVER") : "");
    buffer_text(&cells[6].text, row->paper);
    cells[4].role = cells[5].role = row->overdue ? ROLE_OVER : ROLE_PLAIN;
}

static const struct table_column suspended_columns[COLUMNS] = {
    {NULL, 9, 0, false},  {NULL, 0, 24, false}, {NULL, 10, 0, false}, {NULL, 5, 0, true},
    {NULL, 10, 0, false}, {NULL, 4, 0, false},  {NULL, 16, 0, false},
};

static void rows_came(void *owner, const struct store_reply *reply)
{
    struct suspended *suspended = owner;
    const struct desk *desk = suspended->desk;
    if (desk_refused(suspended->desk, reply))
        return;
    rows_free(suspended);
    suspended->count = (size_t)store_reply_rows(reply);
    suspended->rows = memory_get(suspended->count, sizeof(*suspended->rows));
    for (size_t i = 0; i < suspended->count; i++) {
        int row = (int)i;
        char number[CASE_NUMBER_GROUPED];
        suspended->rows[i] = (struct suspended_row){
            .case_id = store_reply_number(reply, row, "case_id"),
            .name = memory_text(store_reply_text(reply, row, "name")),
            .kind = memory_text(desk_column(desk, reply, row, "kind")),
            .since = memory_text(store_reply_text(reply, row, "since")),
            .days = memory_text(store_reply_text(reply, row, "days")),
            .paper = memory_text(store_reply_text(reply, row, "paper")),
            .expected = memory_text(store_reply_text(reply, row, "expected")),
            .number = memory_text(case_number_group(store_reply_text(reply, row, "number"), number)),
            .item = memory_text(desk_column(desk, reply, row, "item")),
            .overdue = store_reply_flag(reply, row, "overdue"),
        };
    }
    suspended->loaded = true;
    list_refresh(&suspended->list);
    ui_changed(desk->ui);
}

static void rows_ask(struct suspended *suspended)
{
    struct store_query query = {
        .sql = "SELECT case_id, number, item_zh, item_en, name, kind_zh, kind_en, since, days, paper, "
               "coalesce(expected::text, '') AS expected, overdue FROM desk.suspended_list($1)"};
    store_query_number(&query, suspended->desk->region);
    desk_call(suspended->desk, &query, rows_came, suspended);
}

/* --- the screen */

static bool suspended_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct suspended *suspended = state;
    suspended->desk = argument;
    suspended->list =
        (struct list){.source = {suspended, suspended_count, suspended_match, suspended_cells, NULL},
                      .columns = suspended_columns,
                      .column_count = COLUMNS,
                      .searches = true,
                      .digits = true};
    suspended->list.search.halfwidth = true;
    rows_ask(suspended);
    return true;
}

static void suspended_close(void *state)
{
    struct suspended *suspended = state;
    desk_forget(suspended->desk, suspended);
    list_free(&suspended->list);
    rows_free(suspended);
}

static void suspended_arrange(void *state, const struct layout *layout)
{
    struct suspended *suspended = state;
    list_height(&suspended->list, layout->form.height - 1);
    editor_width(&suspended->list.search, 30);
}

static const struct suspended_row *marked(const struct suspended *suspended)
{
    long at = list_selected(&suspended->list);
    return at == LIST_NONE ? NULL : &suspended->rows[at];
}

static void result(struct suspended *suspended, enum list_result outcome)
{
    const struct suspended_row *row = marked(suspended);
    struct reply_argument argument = {.desk = suspended->desk};
    if (outcome != LIST_PICKED || !row || !date_parse(row->since, &argument.since))
        return;
    argument.case_id = row->case_id;
    argument.paper = row->paper;
    ui_push(suspended->desk->ui, &reply_screen, &argument);
}

static void suspended_command(struct ui *ui, void *state, enum command command)
{
    struct suspended *suspended = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (command == COMMAND_LIST)
        rows_ask(suspended);
    else if (command == COMMAND_UNDO && editor_undo(&suspended->list.search) != EDITOR_SAME)
        list_refresh(&suspended->list);
    else
        result(suspended, list_command(&suspended->list, command));
}

static bool suspended_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct suspended *suspended = state;
    enum list_result outcome = list_key(&suspended->list, key);
    result(suspended, outcome);
    return outcome != LIST_IGNORED;
}

static struct editor *suspended_field(void *state)
{
    return &((struct suspended *)state)->list.search;
}

static void suspended_edited(struct ui *ui, void *state)
{
    (void)ui;
    list_refresh(&((struct suspended *)state)->list);
}

static void suspended_resume(struct ui *ui, void *state)
{
    (void)ui;
    rows_ask(state);
}

static void suspended_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct suspended *suspended = state;
    struct area form = layout->form, top = layout->person;
    char count[16];
    struct buffer title = {0};
    snprintf(count, sizeof(count), "%zu%s", suspended->count, suspended->count >= MOST ? "+" : "");
    canvas_text(canvas, top.row, top.column, 8, ROLE_LABEL, text("PICKER_FIND"));
    editor_draw(&suspended->list.search, canvas, top.row, top.column + 8, 30, ROLE_FOCUS);
    text_fill(&title, "SUSPENDED_TITLE", "count", count, NULL);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    list_draw(&suspended->list, canvas,
              (struct area){form.row + 1, form.column, form.height - 1, form.width});
    if (suspended->loaded && !suspended->count)
        canvas_text(canvas, form.row + 2, form.column + 1, form.width, ROLE_LABEL, text("SUSPENDED_NOTHING"));
}

static void suspended_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct suspended *suspended = state;
    canvas_cursor(canvas, layout->person.row,
                  layout->person.column + 8 + editor_cursor_column(&suspended->list.search));
}

/* The sentence on the marked row has what the line has no room for. */
static void suspended_lines(const void *state, struct screen_lines *lines)
{
    const struct suspended *suspended = state;
    const struct suspended_row *row = marked(suspended);
    if (suspended->loaded && !suspended->count)
        buffer_text(&lines->next, text("NEXT_SUSPENDED_NONE"));
    if (!row)
        return;
    text_fill(&lines->explain, *row->expected ? "SUSPENDED_EXPLAIN" : "SUSPENDED_EXPLAIN_OPEN", "number",
              row->number, "item", row->item, "paper", row->paper, "expected", row->expected, NULL);
    buffer_text(&lines->next, text("NEXT_SUSPENDED"));
}

static void suspended_why(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("SUSPENDED_WHY"));
}

static const struct screen_command suspended_commands[] = {
    {COMMAND_LIST, "LABEL_REFRESH", NULL},
    {COMMAND_UNDO, NULL, NULL},
    {COMMAND_NEXT_THING, NULL, NULL},
    {COMMAND_NEXT_FIELD, NULL, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL, NULL},
    {COMMAND_DOWN, NULL, NULL},
    {COMMAND_UP, NULL, NULL},
    {COMMAND_GROUP_NEXT, NULL, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL, NULL},
    {COMMAND_NONE, NULL, NULL},
};

const struct screen_class suspended_screen = {
    .name = "suspended",
    .title = "SCREEN_SUSPENDED",
    .size = sizeof(struct suspended),
    .section = SECTION_REVIEW,
    .commands = suspended_commands,
    .wish = {.person = 1},
    .open = suspended_open,
    .close = suspended_close,
    .arrange = suspended_arrange,
    .command = suspended_command,
    .event = suspended_event,
    .field = suspended_field,
    .edited = suspended_edited,
    .resume = suspended_resume,
    .draw = suspended_draw,
    .cursor = suspended_cursor,
    .lines = suspended_lines,
    .why = suspended_why,
};
