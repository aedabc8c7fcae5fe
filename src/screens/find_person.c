/* The cases of somebody who was found. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "screens/case_view.h"
#include "screens/find_rows.h"
#include "text/text.h"
#include "ui/list.h"

enum { CASE_COLUMNS = 4 };

struct person_case {
    int64_t case_id;
    char *cells[CASE_COLUMNS]; /* number, item, state, day */
};

struct find_person {
    struct desk *desk;
    char *name;
    struct list list;
    struct person_case *cases;
    size_t count;
    bool loaded;
};

static const struct table_column case_columns[CASE_COLUMNS] = {
    {NULL, 27, 0, false}, {NULL, 0, 12, false}, {NULL, 15, 0, false}, {NULL, 10, 0, false}};

static size_t case_count(void *context)
{
    return ((struct find_person *)context)->count;
}

static void case_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    for (int i = 0; i < CASE_COLUMNS; i++)
        buffer_text(&cells[i].text, ((struct find_person *)context)->cases[index].cells[i]);
}

static void cases_free(struct find_person *person)
{
    for (size_t i = 0; i < person->count; i++) {
        for (int k = 0; k < CASE_COLUMNS; k++)
            free(person->cases[i].cells[k]);
    }
    free(person->cases);
    person->cases = NULL;
    person->count = 0;
}

static void case_take(struct find_person *person, const struct store_reply *reply, int at)
{
    struct person_case *row = &person->cases[at];
    struct buffer state = {0};
    char number[CASE_NUMBER_GROUPED];
    find_state_write(reply, at, &state);
    row->case_id = store_reply_number(reply, at, "case_id");
    row->cells[0] = memory_text(case_number_group(store_reply_text(reply, at, "number"), number));
    row->cells[1] = memory_text(desk_column(person->desk, reply, at, "item"));
    row->cells[2] = buffer_take(&state);
    row->cells[3] = memory_text(store_reply_text(reply, at, "since"));
}

static void cases_came(void *owner, const struct store_reply *reply)
{
    struct find_person *person = owner;
    if (desk_refused(person->desk, reply))
        return;
    cases_free(person);
    person->cases = memory_get((size_t)store_reply_rows(reply) + 1, sizeof(*person->cases));
    person->count = (size_t)store_reply_rows(reply);
    for (int at = 0; at < store_reply_rows(reply); at++)
        case_take(person, reply, at);
    person->loaded = true;
    list_refresh(&person->list);
}

static bool person_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct find_person *person = state;
    const struct find_person_argument *given = argument;
    struct store_query query = {
        .sql = "SELECT case_id, number, item_zh, item_en, state, stage, NULL AS waiting, "
               "to_char(since, 'YYYY-MM-DD') AS since FROM desk.person_cases($1, $2)",
        .reads = true};
    person->desk = given->desk;
    person->name = memory_text(given->name);
    person->list = (struct list){.source = {.context = person, .count = case_count, .row = case_cells},
                                 .columns = case_columns,
                                 .column_count = CASE_COLUMNS,
                                 .digits = true};
    store_query_number(&query, person->desk->region);
    store_query_number(&query, given->person_id);
    desk_call(person->desk, &query, cases_came, person);
    list_refresh(&person->list);
    return true;
}

static void person_close(void *state)
{
    struct find_person *person = state;
    desk_forget(person->desk, person);
    cases_free(person);
    list_free(&person->list);
    free(person->name);
}

static void person_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct find_person *)state)->list, layout->form.height - 1);
}

static void result(struct ui *ui, const struct find_person *person, enum list_result outcome)
{
    long at = list_selected(&person->list);
    if (outcome != LIST_PICKED || at == LIST_NONE)
        return;
    struct case_argument argument = {.desk = person->desk, .case_id = person->cases[at].case_id, .page = 1};
    ui_push(ui, &case_screen, &argument);
}

static void person_command(struct ui *ui, void *state, enum command command)
{
    struct find_person *person = state;
    result(ui, person, list_command(&person->list, command));
}

static bool person_event(struct ui *ui, void *state, const struct key *key)
{
    struct find_person *person = state;
    enum list_result outcome = list_key(&person->list, key);
    result(ui, person, outcome);
    return outcome != LIST_IGNORED;
}

static void person_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct find_person *person = state;
    struct area form = layout->form;
    struct buffer title = {0};
    text_fill(&title, "FIND_PERSON_TITLE", "name", person->name, NULL);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    if (person->loaded && !person->count)
        canvas_text(canvas, form.row + 2, form.column + 1, form.width - 1, ROLE_LABEL,
                    text("FIND_PERSON_NONE"));
    list_draw(&person->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width});
}

static void person_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct find_person *)state)->list;
    canvas_cursor(canvas, layout->form.row + 1 + list_marked_row(list), layout->form.column);
}

static void person_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->next, text("NEXT_CASE"));
}

static const struct screen_command person_commands[] = {
    {COMMAND_NEXT_THING, NULL},     {COMMAND_NEXT_FIELD, NULL}, {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},         {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL}, {COMMAND_NONE, NULL},
};

const struct screen_class find_person_screen = {
    .name = "find-person",
    .title = "SCREEN_FIND_PERSON",
    .size = sizeof(struct find_person),
    .section = SECTION_EVERYWHERE,
    .commands = person_commands,
    .open = person_open,
    .close = person_close,
    .arrange = person_arrange,
    .command = person_command,
    .event = person_event,
    .draw = person_draw,
    .cursor = person_cursor,
    .lines = person_lines,
};
