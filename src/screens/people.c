#include "screens/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "screens/absences.h"
#include "screens/steer.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/why.h"

enum { CELLS = 6 };

struct people_row {
    int64_t staff;
    char *cells[CELLS]; /* name, what they may do, where, tasks, visits, paused */
    bool connected, paused;
};

struct people {
    struct desk *desk;
    struct list list;
    struct people_row *rows;
    size_t count;
};

static const struct table_column columns[CELLS] = {
    {"TABLE_NAME", 10, 0, false, 14}, {"PEOPLE_ACTIONS", 0, 12, false}, {"PEOPLE_WHERE", 12, 0, false, 14},
    {"PEOPLE_TASKS", 4, 0, true, 5},  {"PEOPLE_VISITS", 4, 0, true, 6}, {"TABLE_PAUSED", 16, 0, false},
};

static size_t people_count(void *context)
{
    return ((struct people *)context)->count;
}

static int people_match(void *context, size_t index, const char *words)
{
    const struct people *people = context;
    return ui_match_text(people->desk->ui, people->rows[index].cells[0], words);
}

static void people_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct people_row *row = &((struct people *)context)->rows[index];
    for (int i = 0; i < CELLS; i++)
        buffer_text(&cells[i].text, row->cells[i]);
    cells[2].role = row->connected ? ROLE_PLAIN : ROLE_LABEL;
    cells[5].role = ROLE_CONFIRM;
}

static void rows_free(struct people *people)
{
    for (size_t i = 0; i < people->count; i++) {
        for (int k = 0; k < CELLS; k++)
            free(people->rows[i].cells[k]);
    }
    free(people->rows);
    people->rows = NULL;
    people->count = 0;
}

/* "受理 初审": the actions come as codes with blanks between. */
static char *actions_write(const char *codes)
{
    struct buffer words = {0};
    char *copy = memory_text(codes), *rest = NULL;
    for (char *code = strtok_r(copy, " ", &rest); code; code = strtok_r(NULL, " ", &rest))
        buffer_format(&words, "%s%s", words.length ? " " : "", text_of("GRANT", code));
    free(copy);
    return buffer_take(&words);
}

static char *where_write(const struct store_reply *reply, int at)
{
    struct buffer words = {0};
    const char *code = !store_reply_flag(reply, at, "connected")      ? "PEOPLE_OFF"
                       : store_reply_null(reply, at, "window_number") ? "PEOPLE_ON"
                       : *store_reply_text(reply, at, "away")         ? "PEOPLE_AWAY"
                                                                      : "PEOPLE_WINDOW";
    text_fill(&words, code, "window", store_reply_text(reply, at, "window_number"), "since",
              store_reply_text(reply, at, "away"), NULL);
    return buffer_take(&words);
}

static char *pause_write(const struct store_reply *reply, int at)
{
    struct buffer words = {0};
    if (store_reply_flag(reply, at, "paused"))
        text_fill(&words, "QUEUES_PAUSED", "until", store_reply_text(reply, at, "until"), NULL);
    return buffer_take(&words);
}

static void rows_came(void *owner, const struct store_reply *reply)
{
    struct people *people = owner;
    if (desk_refused(people->desk, reply))
        return;
    rows_free(people);
    people->count = (size_t)store_reply_rows(reply);
    people->rows = memory_get(people->count, sizeof(*people->rows));
    for (size_t i = 0; i < people->count; i++) {
        int at = (int)i;
        people->rows[i] = (struct people_row){
            .staff = store_reply_number(reply, at, "staff_id"),
            .connected = store_reply_flag(reply, at, "connected"),
            .paused = store_reply_flag(reply, at, "paused"),
            .cells = {memory_text(store_reply_text(reply, at, "name")),
                      actions_write(store_reply_text(reply, at, "actions")), where_write(reply, at),
                      memory_text(store_reply_text(reply, at, "load")),
                      memory_text(store_reply_text(reply, at, "visits")), pause_write(reply, at)}};
    }
    list_refresh(&people->list);
    ui_changed(people->desk->ui);
}

static void rows_ask(struct people *people)
{
    struct store_query query = {
        .sql = "SELECT staff_id, name, actions, connected, to_char(window_number, 'FM00') AS window_number, "
               "coalesce(to_char(away_since, 'HH24:MI'), '') AS away, load, visits, coalesce(to_char("
               "pause_until, 'HH24:MI'), '') AS until, paused FROM desk.people_list($1)",
        .reads = true};
    store_query_number(&query, people->desk->region);
    desk_forget(people->desk, people);
    desk_call(people->desk, &query, rows_came, people);
}

static void pause_open(struct people *people)
{
    long at = list_selected(&people->list);
    if (at == LIST_NONE)
        return;
    struct steer_argument argument = {.desk = people->desk,
                                      .staff = people->rows[at].staff,
                                      .title = people->rows[at].cells[0],
                                      .paused = people->rows[at].paused};
    ui_push(people->desk->ui, &steer_screen, &argument);
}

/* --- the screen */

static bool people_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct people *people = state;
    people->desk = argument;
    people->list = (struct list){.source = {people, people_count, people_match, people_row, NULL},
                                 .columns = columns,
                                 .column_count = CELLS,
                                 .searches = true,
                                 .digits = true};
    rows_ask(people);
    return true;
}

static void people_close(void *state)
{
    struct people *people = state;
    desk_forget(people->desk, people);
    list_free(&people->list);
    rows_free(people);
}

static void people_arrange(void *state, const struct layout *layout)
{
    struct people *people = state;
    list_height(&people->list, layout->form.height - 3);
    editor_width(&people->list.search, 30);
}

static void picked(struct people *people, enum list_result outcome)
{
    if (outcome == LIST_PICKED)
        pause_open(people);
}

static void people_command(struct ui *ui, void *state, enum command command)
{
    struct people *people = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (command == COMMAND_LIST)
        rows_ask(people);
    else if (command == COMMAND_PUT_ASIDE)
        pause_open(people);
    else if (command == COMMAND_REASSIGN || command == COMMAND_ABSENCES)
        ui_push(ui, &absences_screen, people->desk);
    else
        picked(people, list_command(&people->list, command));
}

static bool people_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct people *people = state;
    enum list_result outcome = list_key(&people->list, key);
    picked(people, outcome);
    return outcome != LIST_IGNORED;
}

static struct editor *people_field(void *state)
{
    return &((struct people *)state)->list.search;
}

static void people_edited(struct ui *ui, void *state)
{
    (void)ui;
    list_refresh(&((struct people *)state)->list);
}

static void people_resume(struct ui *ui, void *state)
{
    (void)ui;
    rows_ask(state);
}

static struct area list_area(struct area form)
{
    return (struct area){form.row + 3, form.column, form.height - 3, form.width};
}

static void people_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct people *people = state;
    struct area form = layout->form;
    int box = text_width(text("PEOPLE_SEARCH")) + 2;
    canvas_rule(canvas, form.row, form.column, form.width, text("SCREEN_PEOPLE"));
    canvas_text(canvas, form.row + 1, form.column + 1, form.width, ROLE_LABEL, text("PEOPLE_SEARCH"));
    editor_draw(&people->list.search, canvas, form.row + 1, form.column + box, 30, ROLE_FOCUS);
    list_draw_titled(&people->list, canvas,
                     (struct area){form.row + 2, form.column, form.height - 2, form.width});
}

static void people_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct people *people = state;
    list_cursor(&people->list, canvas, list_area(layout->form), layout->form.row + 1,
                layout->form.column + text_width(text("PEOPLE_SEARCH")) + 2);
}

static void people_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, text("PEOPLE_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_PEOPLE"));
}

static void people_why(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("PEOPLE_WHY"));
    why_add(sentences, text("QUEUES_WHY_PAUSED"));
}

static const struct screen_command people_commands[] = {
    {COMMAND_LIST, "LABEL_REFRESH"},
    {COMMAND_REASSIGN, "LABEL_ABSENCES", "HELP_ABSENCES"},
    {COMMAND_PUT_ASIDE, "LABEL_PAUSE"},
    {COMMAND_ABSENCES, NULL},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class people_screen = {
    .name = "people",
    .title = "SCREEN_PEOPLE",
    .size = sizeof(struct people),
    .section = SECTION_SUPERVISOR,
    .commands = people_commands,
    .open = people_open,
    .close = people_close,
    .arrange = people_arrange,
    .command = people_command,
    .event = people_event,
    .field = people_field,
    .edited = people_edited,
    .resume = people_resume,
    .draw = people_draw,
    .cursor = people_cursor,
    .lines = people_lines,
    .why = people_why,
};
