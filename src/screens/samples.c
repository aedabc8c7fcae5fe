#include "screens/samples.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "screens/sample_look.h"
#include "screens/sample_results.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/why.h"

enum { MOST = 50, COLUMNS = 6 }; /* rows that the database tells at once */

struct sample_row {
    int64_t sample_id;
    char *number, *item, *name, *day, *percent, *due;
    bool blind, overdue, mine;
};

struct samples {
    struct desk *desk;
    struct list list;
    struct sample_row *rows;
    size_t count;
    bool loaded;
    bool opening; /* one is being taken up */
};

static void rows_free(struct samples *samples)
{
    for (size_t i = 0; i < samples->count; i++) {
        struct sample_row *row = &samples->rows[i];
        char *texts[] = {row->number, row->item, row->name, row->day, row->percent, row->due};
        for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++)
            free(texts[t]);
    }
    free(samples->rows);
    samples->rows = NULL;
    samples->count = 0;
}

/* --- the list */

static size_t samples_count(void *context)
{
    return ((struct samples *)context)->count;
}

static int samples_match(void *context, size_t index, const char *words)
{
    const struct samples *samples = context;
    const struct sample_row *row = &samples->rows[index];
    int number = ui_match_text(samples->desk->ui, row->number, words);
    int item = ui_match_text(samples->desk->ui, row->item, words);
    return number > item ? number : item;
}

static void samples_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct sample_row *row = &((struct samples *)context)->rows[index];
    buffer_text(&cells[0].text, row->item);
    buffer_text(&cells[1].text, row->name);
    text_fill(&cells[2].text, "SAMPLES_DAY", "day", row->day, NULL);
    text_fill(&cells[3].text, "SAMPLES_DUE", "day", row->due, NULL);
    buffer_text(&cells[4].text, row->overdue ? text("CLOCK_OVER") : row->mine ? text("SAMPLES_MINE") : "");
    buffer_text(&cells[5].text, row->blind ? text("SAMPLES_BLIND") : "");
    cells[3].role = cells[4].role = row->overdue ? ROLE_OVER : ROLE_PLAIN;
}

static const struct table_column samples_columns[COLUMNS] = {
    {NULL, 0, 16, false},    {NULL, 9, 0, false},    {NULL, 10, 0, false, 14},
    {NULL, 10, 0, false, 9}, {NULL, 6, 0, false, 5}, {NULL, 4, 0, false, 5},
};

static void rows_came(void *owner, const struct store_reply *reply)
{
    struct samples *samples = owner;
    const struct desk *desk = samples->desk;
    if (desk_refused(samples->desk, reply))
        return;
    rows_free(samples);
    samples->count = (size_t)store_reply_rows(reply);
    samples->rows = memory_get(samples->count, sizeof(*samples->rows));
    for (size_t i = 0; i < samples->count; i++) {
        int row = (int)i;
        char number[CASE_NUMBER_GROUPED];
        samples->rows[i] = (struct sample_row){
            .sample_id = store_reply_number(reply, row, "sample_id"),
            .number = memory_text(case_number_group(store_reply_text(reply, row, "number"), number)),
            .item = memory_text(desk_column(desk, reply, row, "item")),
            .name = memory_text(store_reply_text(reply, row, "name")),
            .day = memory_text(store_reply_text(reply, row, "ended")),
            .percent = memory_text(store_reply_text(reply, row, "percent")),
            .due = memory_text(store_reply_text(reply, row, "until")),
            .blind = store_reply_flag(reply, row, "blind"),
            .overdue = store_reply_flag(reply, row, "overdue"),
            .mine = store_reply_flag(reply, row, "mine"),
        };
    }
    samples->loaded = true;
    list_refresh(&samples->list);
    ui_changed(desk->ui);
}

static void rows_ask(struct samples *samples)
{
    struct store_query query = {
        .sql = "SELECT sample_id, number, item_zh, item_en, name, to_char(day, 'MM-DD') AS ended, percent, "
               "to_char(due, 'MM-DD') AS until, blind, overdue, mine FROM desk.sample_list($1, NULL, NULL)"};
    store_query_number(&query, samples->desk->region);
    desk_call(samples->desk, &query, rows_came, samples);
}

/* --- taking one up */

static void opened(void *owner, const struct store_reply *reply)
{
    struct samples *samples = owner;
    ui_hold_commit(samples->desk->ui, false);
    samples->opening = false;
    if (desk_refused(samples->desk, reply) || store_reply_rows(reply) == 0) {
        rows_ask(samples); /* somebody else was quicker */
        return;
    }
    struct sample_look_argument argument = {.desk = samples->desk,
                                            .sample_id = store_reply_number(reply, 0, "sample_id"),
                                            .case_id = store_reply_number(reply, 0, "case_id"),
                                            .blind = store_reply_flag(reply, 0, "blind"),
                                            .due = store_reply_text(reply, 0, "due")};
    ui_push(samples->desk->ui, &sample_look_screen, &argument);
}

static void take_up(struct samples *samples, const struct sample_row *row)
{
    if (samples->opening)
        return;
    struct store_query query = {
        .sql = "SELECT $2::bigint AS sample_id, case_id, blind, due FROM desk.sample_open($1, $2)"};
    store_query_number(&query, samples->desk->region);
    store_query_number(&query, row->sample_id);
    samples->opening = true;
    ui_hold_commit(samples->desk->ui, true);
    desk_call(samples->desk, &query, opened, samples);
}

/* --- the screen */

static bool samples_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct samples *samples = state;
    samples->desk = argument;
    samples->list = (struct list){.source = {samples, samples_count, samples_match, samples_cells, NULL},
                                  .columns = samples_columns,
                                  .column_count = COLUMNS,
                                  .searches = true,
                                  .digits = true};
    rows_ask(samples);
    return true;
}

static void samples_close(void *state)
{
    struct samples *samples = state;
    desk_forget(samples->desk, samples);
    list_free(&samples->list);
    rows_free(samples);
}

static void samples_arrange(void *state, const struct layout *layout)
{
    struct samples *samples = state;
    list_height(&samples->list, layout->form.height - 1);
    editor_width(&samples->list.search, 30);
}

static const struct sample_row *marked(const struct samples *samples)
{
    long at = list_selected(&samples->list);
    return at == LIST_NONE ? NULL : &samples->rows[at];
}

static void result(struct samples *samples, enum list_result outcome)
{
    const struct sample_row *row = marked(samples);
    if (outcome == LIST_PICKED && row)
        take_up(samples, row);
    else if (outcome == LIST_BEYOND)
        ui_say(samples->desk->ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
}

static void samples_command(struct ui *ui, void *state, enum command command)
{
    struct samples *samples = state;
    if (command == COMMAND_COMMIT && samples->list.row_count)
        take_up(samples, &samples->rows[samples->list.rows[0]]);
    else if (command == COMMAND_COMMIT)
        ui_say(ui, ROLE_DONE, "SAMPLES_NOTHING", NULL);
    else if (command == COMMAND_LIST)
        rows_ask(samples);
    else if (command == COMMAND_PUT_ASIDE)
        ui_push(ui, desk_may(samples->desk, "supervise") ? &sample_differs_screen : &sample_results_screen,
                samples->desk);
    else if (command == COMMAND_UNDO && editor_undo(&samples->list.search) != EDITOR_SAME)
        list_refresh(&samples->list);
    else
        result(samples, list_command(&samples->list, command));
}

static bool samples_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct samples *samples = state;
    enum list_result outcome = list_key(&samples->list, key);
    result(samples, outcome);
    return outcome != LIST_IGNORED;
}

static struct editor *samples_field(void *state)
{
    return &((struct samples *)state)->list.search;
}

static void samples_edited(struct ui *ui, void *state)
{
    (void)ui;
    list_refresh(&((struct samples *)state)->list);
}

static void samples_resume(struct ui *ui, void *state)
{
    (void)ui;
    rows_ask(state);
}

static void samples_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct samples *samples = state;
    struct area form = layout->form, top = layout->person;
    char count[16];
    struct buffer title = {0};
    snprintf(count, sizeof(count), "%zu%s", samples->list.row_count, samples->count >= MOST ? "+" : "");
    canvas_text(canvas, top.row, top.column, 8, ROLE_LABEL, text("PICKER_FIND"));
    editor_draw(&samples->list.search, canvas, top.row, top.column + 8, 30, ROLE_FOCUS);
    text_fill(&title, "SAMPLES_TITLE", "count", count, NULL);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    list_draw(&samples->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width});
    if (samples->loaded && !samples->count)
        canvas_text(canvas, form.row + 2, form.column + 1, form.width, ROLE_LABEL, text("SAMPLES_NOTHING"));
}

static void samples_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct samples *samples = state;
    struct area form = layout->form;
    list_cursor(&samples->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width},
                layout->person.row, layout->person.column + 8);
}

static void samples_lines(const void *state, struct screen_lines *lines)
{
    const struct sample_row *row = marked(state);
    if (!row)
        return;
    text_fill(&lines->explain, "SAMPLES_EXPLAIN", "number", row->number, "percent", row->percent, NULL);
    buffer_text(&lines->next, text("NEXT_SAMPLES"));
}

static void samples_why(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("SAMPLES_WHY_DRAWN"));
    why_add(sentences, text("SAMPLES_WHY_ME"));
}

static const struct screen_command samples_commands[] = {
    {COMMAND_COMMIT, "LABEL_SAMPLE"},
    {COMMAND_LIST, "LABEL_REFRESH"},
    {COMMAND_PUT_ASIDE, "LABEL_SAMPLE_RESULTS", "HELP_SAMPLE_RESULTS"},
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

const struct screen_class samples_screen = {
    .name = "samples",
    .title = "SCREEN_SAMPLES",
    .size = sizeof(struct samples),
    .section = SECTION_REVIEW,
    .commands = samples_commands,
    .wish = {.person = 1},
    .open = samples_open,
    .close = samples_close,
    .arrange = samples_arrange,
    .command = samples_command,
    .event = samples_event,
    .field = samples_field,
    .edited = samples_edited,
    .resume = samples_resume,
    .draw = samples_draw,
    .cursor = samples_cursor,
    .lines = samples_lines,
    .why = samples_why,
};
