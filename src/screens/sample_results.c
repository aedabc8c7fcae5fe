#include "screens/sample_results.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "screens/case_view.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/prompt.h"
#include "ui/why.h"

enum { CELLS = 6, MONTHS = 12 };

struct result_row {
    int64_t sample_id, case_id; /* 0 in the table by person */
    char *cells[CELLS];
    char *explain; /* the sentence on the row */
    bool differs;
};

/* Both screens: rows of words in a list. */
struct sample_results {
    struct desk *desk;
    bool table; /* by person and reason */
    struct list list;
    struct result_row *rows;
    size_t count;
    bool loaded;
    char key[DESK_KEY]; /* of an answer, however often it is sent */
};

static void rows_free(struct sample_results *results)
{
    for (size_t i = 0; i < results->count; i++) {
        for (int cell = 0; cell < CELLS; cell++)
            free(results->rows[i].cells[cell]);
        free(results->rows[i].explain);
    }
    free(results->rows);
    results->rows = NULL;
    results->count = 0;
}

static size_t results_count(void *context)
{
    return ((struct sample_results *)context)->count;
}

static void results_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct result_row *row = &((struct sample_results *)context)->rows[index];
    for (int cell = 0; cell < CELLS && row->cells[cell]; cell++)
        buffer_text(&cells[cell].text, row->cells[cell]);
    if (row->differs && row->cells[3])
        cells[3].role = ROLE_WRONG;
}

static const struct table_column differs_columns[] = {
    {"SAMPLE_TABLE_LOOKED_AT", 6, 0, false},
    {"TABLE_ITEM", 0, 16, false},
    {"SAMPLE_TABLE_DECIDED", 10, 0, false, 14},
    {"SAMPLE_TABLE_REASON", 0, 16, false},
};
static const struct table_column table_columns[] = {
    {"SAMPLE_TABLE_WHO", 10, 0, false, 14}, {"TABLE_STAGE", 6, 0, false, 8},
    {"SAMPLE_TABLE_LOOKED", 6, 0, true},    {"SAMPLE_TABLE_DIFFERS", 6, 0, true, 7},
    {"SAMPLE_TABLE_COUNT", 4, 0, true, 5},  {"SAMPLE_TABLE_REASON", 0, 16, false},
};

/* --- the rows */

static void differs_row(struct sample_results *results, struct result_row *row,
                        const struct store_reply *reply, int at)
{
    char number[CASE_NUMBER_GROUPED];
    struct buffer line = {0};
    row->sample_id = store_reply_number(reply, at, "sample_id");
    row->case_id = store_reply_number(reply, at, "case_id");
    row->cells[0] = memory_text(store_reply_text(reply, at, "looked"));
    row->cells[1] = memory_text(desk_column(results->desk, reply, at, "item"));
    row->cells[2] = memory_text(store_reply_text(reply, at, "decided_by"));
    row->cells[3] = memory_text(desk_column(results->desk, reply, at, "reason"));
    row->differs = true;
    text_fill(&line, "SAMPLE_DIFFERS_EXPLAIN", "number",
              case_number_group(store_reply_text(reply, at, "number"), number), "who",
              store_reply_text(reply, at, "looked_by"), "words", store_reply_text(reply, at, "note"), NULL);
    row->explain = buffer_take(&line);
}

/* A person's stage is written once, in front of the first of its reasons. */
static void table_row(const struct sample_results *results, struct result_row *row,
                      const struct store_reply *reply, int at)
{
    static const char *const keys[] = {"login", "stage"};
    bool again = at > 0;
    for (int i = 0; i < 2 && again; i++) {
        char *former = memory_text(store_reply_text(reply, at - 1, keys[i]));
        again = strcmp(former, store_reply_text(reply, at, keys[i])) == 0;
        free(former);
    }
    bool differs = !store_reply_null(reply, at, "reason");
    row->cells[0] = memory_text(again ? "" : store_reply_text(reply, at, "who"));
    row->cells[1] = memory_text(again ? "" : text_of("STAGE", store_reply_text(reply, at, "stage")));
    row->cells[2] = memory_text(again ? "" : store_reply_text(reply, at, "looked"));
    row->cells[3] = memory_text(again ? "" : store_reply_text(reply, at, "differed"));
    row->cells[4] = memory_text(differs ? store_reply_text(reply, at, "count") : "");
    row->cells[5] = memory_text(differs ? desk_column(results->desk, reply, at, "reason") : "");
    row->differs = differs;
}

static void rows_came(void *owner, const struct store_reply *reply)
{
    struct sample_results *results = owner;
    if (desk_refused(results->desk, reply))
        return;
    rows_free(results);
    results->count = (size_t)store_reply_rows(reply);
    results->rows = memory_get(results->count, sizeof(*results->rows));
    for (size_t i = 0; i < results->count; i++) {
        if (results->table)
            table_row(results, &results->rows[i], reply, (int)i);
        else
            differs_row(results, &results->rows[i], reply, (int)i);
    }
    results->loaded = true;
    list_refresh(&results->list);
    ui_changed(results->desk->ui);
}

static void rows_ask(struct sample_results *results)
{
    struct store_query query = {
        .sql = results->table
                   ? "SELECT login, who, stage, looked, differed, reason, reason_zh, reason_en, count FROM "
                     "desk.sample_results($1, $2)"
                   : "SELECT sample_id, case_id, number, item_zh, item_en, decided_by, reason_zh, reason_en, "
                     "note, looked_by, to_char(looked_at, 'MM-DD') AS looked FROM desk.sample_differs($1, "
                     "NULL, NULL)"};
    store_query_number(&query, results->desk->region);
    if (results->table)
        store_query_number(&query, MONTHS);
    desk_call(results->desk, &query, rows_came, results);
}

/* --- answering one */

static const struct result_row *marked(const struct sample_results *results)
{
    long at = list_selected(&results->list);
    return at == LIST_NONE ? NULL : &results->rows[at];
}

static void closed(void *owner, const struct store_reply *reply)
{
    struct sample_results *results = owner;
    char number[CASE_NUMBER_GROUPED];
    if (!desk_refused(results->desk, reply) && store_reply_rows(reply) == 1)
        ui_say(results->desk->ui, ROLE_DONE, "SAMPLE_ANSWERED", "number",
               case_number_group(store_reply_text(reply, 0, "number"), number), NULL);
    rows_ask(results);
}

static void answer_given(struct ui *ui, void *state, const char *words)
{
    (void)ui;
    struct sample_results *results = state;
    const struct result_row *row = marked(results);
    if (!row)
        return;
    struct store_query query = {.sql = "SELECT number FROM desk.sample_close($1, $2, $3, $4)"};
    desk_key(results->key);
    store_query_text(&query, results->key);
    store_query_number(&query, results->desk->region);
    store_query_number(&query, row->sample_id);
    store_query_text(&query, words);
    desk_call(results->desk, &query, closed, results);
}

static void answer(struct sample_results *results)
{
    if (!marked(results))
        ui_say(results->desk->ui, ROLE_DONE, "SAMPLE_DIFFERS_NOTHING", NULL);
    else
        prompt_text(results->desk->ui, &(struct prompt_text){.title = text("SAMPLE_ANSWER"),
                                                             .commits = text("NEXT_SAMPLE_ANSWER"),
                                                             .done = answer_given});
}

/* --- the screens */

static void results_prepare(struct sample_results *results)
{
    results->list = (struct list){.source = {results, results_count, NULL, results_cells, NULL},
                                  .columns = results->table ? table_columns : differs_columns,
                                  .column_count = results->table ? 6 : 4,
                                  .digits = !results->table};
    rows_ask(results);
}

static bool differs_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct sample_results *results = state;
    results->desk = argument;
    results_prepare(results);
    return true;
}

static bool table_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct sample_results *results = state;
    results->desk = argument;
    results->table = true;
    results_prepare(results);
    return true;
}

static void results_close(void *state)
{
    struct sample_results *results = state;
    desk_forget(results->desk, results);
    list_free(&results->list);
    rows_free(results);
}

static void results_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct sample_results *)state)->list, layout->form.height - 2);
}

static void picked(struct sample_results *results, enum list_result outcome)
{
    const struct result_row *row = marked(results);
    if (outcome == LIST_BEYOND)
        ui_say(results->desk->ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
    if (outcome != LIST_PICKED || !row || !row->case_id)
        return;
    struct case_argument argument = {.desk = results->desk, .case_id = row->case_id, .page = 1};
    ui_push(results->desk->ui, &case_screen, &argument);
}

static void results_command(struct ui *ui, void *state, enum command command)
{
    struct sample_results *results = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (command == COMMAND_LIST)
        rows_ask(results);
    else if (command == COMMAND_PUT_ASIDE)
        ui_push(ui, &sample_results_screen, results->desk);
    else if (command == COMMAND_COMMIT)
        answer(results);
    else
        picked(results, list_command(&results->list, command));
}

static bool results_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct sample_results *results = state;
    enum list_result outcome = list_key(&results->list, key);
    picked(results, outcome);
    return outcome != LIST_IGNORED;
}

static void results_resume(struct ui *ui, void *state)
{
    (void)ui;
    rows_ask(state);
}

static void results_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct sample_results *results = state;
    struct area form = layout->form;
    int widths[TABLE_COLUMNS];
    canvas_rule(canvas, form.row, form.column, form.width,
                text(results->table ? "SAMPLE_RESULTS_TITLE" : "SAMPLE_DIFFERS_TITLE"));
    table_fit(results->list.columns, results->list.column_count, form.width - LIST_MARGIN, widths);
    table_draw_titles(canvas, form.row + 1, form.column + LIST_MARGIN, results->list.columns, widths,
                      results->list.column_count);
    list_draw(&results->list, canvas, (struct area){form.row + 2, form.column, form.height - 2, form.width});
    if (results->loaded && !results->count)
        canvas_text(canvas, form.row + 3, form.column + 1, form.width, ROLE_LABEL,
                    text(results->table ? "SAMPLE_RESULTS_NOTHING" : "SAMPLE_DIFFERS_NOTHING"));
}

static void results_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct sample_results *)state)->list;
    canvas_cursor(canvas, layout->form.row + 2 + (int)(list->selected - list->top), layout->form.column);
}

static void results_lines(const void *state, struct screen_lines *lines)
{
    const struct sample_results *results = state;
    const struct result_row *row = marked(results);
    if (results->table)
        buffer_text(&lines->explain, text("SAMPLE_RESULTS_EXPLAIN"));
    else if (row)
        buffer_text(&lines->explain, row->explain);
    if (results->table || row)
        buffer_text(&lines->next, text(results->table ? "NEXT_SAMPLE_RESULTS" : "NEXT_SAMPLE_ANSWER_MARKED"));
}

static void results_why(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("SAMPLE_RESULTS_WHY"));
}

static const struct screen_command differs_commands[] = {
    {COMMAND_COMMIT, "LABEL_SAMPLE_ANSWER"},
    {COMMAND_LIST, "LABEL_REFRESH"},
    {COMMAND_PUT_ASIDE, "LABEL_SAMPLE_TABLE", "HELP_SAMPLE_TABLE"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

static const struct screen_command table_commands[] = {
    {COMMAND_LIST, "LABEL_REFRESH"},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class sample_differs_screen = {
    .name = "sample-differs",
    .title = "SCREEN_SAMPLE_DIFFERS",
    .size = sizeof(struct sample_results),
    .section = SECTION_REVIEW,
    .commands = differs_commands,
    .open = differs_open,
    .close = results_close,
    .arrange = results_arrange,
    .command = results_command,
    .event = results_event,
    .resume = results_resume,
    .draw = results_draw,
    .cursor = results_cursor,
    .lines = results_lines,
    .why = results_why,
};

const struct screen_class sample_results_screen = {
    .name = "sample-results",
    .title = "SCREEN_SAMPLE_RESULTS",
    .size = sizeof(struct sample_results),
    .section = SECTION_REVIEW,
    .commands = table_commands,
    .open = table_open,
    .close = results_close,
    .arrange = results_arrange,
    .command = results_command,
    .event = results_event,
    .resume = results_resume,
    .draw = results_draw,
    .cursor = results_cursor,
    .lines = results_lines,
    .why = results_why,
};
