#include "screens/sample_results.h"

#include "model/case_number.h"
#include "screens/case_view.h"
#include "screens/sample_result_rows.h"
#include "text/text.h"
#include "ui/prompt.h"
#include "ui/why.h"

/* Both screens. */
struct sample_results {
    struct desk *desk;
    struct list list;
    struct sample_result_rows rows;
    char key[DESK_KEY]; /* of an answer, however often it is sent */
};

/* --- answering one */

static void closed(void *owner, const struct store_reply *reply)
{
    struct sample_results *results = owner;
    char number[CASE_NUMBER_GROUPED];
    if (!desk_refused(results->desk, reply) && store_reply_rows(reply) == 1)
        ui_say(results->desk->ui, ROLE_DONE, "SAMPLE_ANSWERED", "number",
               case_number_group(store_reply_text(reply, 0, "number"), number), NULL);
    sample_result_rows_ask(&results->rows);
}

static void answer_given(struct ui *ui, void *state, const char *words)
{
    (void)ui;
    struct sample_results *results = state;
    long at = list_selected(&results->list);
    if (at == LIST_NONE)
        return;
    struct store_query query = {.sql = "SELECT number FROM desk.sample_close($1, $2, $3, $4)"};
    desk_key(results->key);
    store_query_text(&query, results->key);
    store_query_number(&query, results->desk->region);
    store_query_number(&query, sample_result_sample(&results->rows, (size_t)at));
    store_query_text(&query, words);
    desk_call(results->desk, &query, closed, results);
}

static void answer(struct sample_results *results)
{
    if (list_selected(&results->list) == LIST_NONE)
        ui_say(results->desk->ui, ROLE_DONE, "SAMPLE_DIFFERS_NOTHING", NULL);
    else
        prompt_text(results->desk->ui, &(struct prompt_text){.title = text("SAMPLE_ANSWER"),
                                                             .commits = text("NEXT_SAMPLE_ANSWER"),
                                                             .done = answer_given});
}

/* --- the screens */

static void results_prepare(struct sample_results *results, struct desk *desk, bool table)
{
    results->desk = desk;
    results->rows = (struct sample_result_rows){.desk = desk, .table = table, .list = &results->list};
    results->list = sample_result_list(&results->rows);
    sample_result_rows_ask(&results->rows);
}

static bool differs_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    results_prepare(state, argument, false);
    return true;
}

static bool table_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    results_prepare(state, argument, true);
    return true;
}

static void results_close(void *state)
{
    struct sample_results *results = state;
    desk_forget(results->desk, results);
    desk_forget(results->desk, &results->rows);
    list_free(&results->list);
    sample_result_rows_free(&results->rows);
}

static void results_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct sample_results *)state)->list, layout->form.height - 2);
}

static void picked(struct sample_results *results, enum list_result outcome)
{
    long at = list_selected(&results->list);
    int64_t id = at == LIST_NONE ? 0 : sample_result_case(&results->rows, (size_t)at);
    if (outcome == LIST_BEYOND)
        ui_say(results->desk->ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
    if (outcome != LIST_PICKED || !id)
        return;
    struct case_argument argument = {.desk = results->desk, .case_id = id, .page = 1};
    ui_push(results->desk->ui, &case_screen, &argument);
}

static void results_command(struct ui *ui, void *state, enum command command)
{
    struct sample_results *results = state;
    if (command == COMMAND_LIST)
        sample_result_rows_ask(&results->rows);
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
    sample_result_rows_ask(&((struct sample_results *)state)->rows);
}

static void results_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct sample_results *results = state;
    struct area form = layout->form;
    canvas_rule(canvas, form.row, form.column, form.width,
                text(results->rows.table ? "SAMPLE_RESULTS_TITLE" : "SAMPLE_DIFFERS_TITLE"));
    list_draw_titled(&results->list, canvas,
                     (struct area){form.row + 1, form.column, form.height - 1, form.width});
    if (results->rows.loaded && !results->rows.count)
        canvas_text(canvas, form.row + 3, form.column + 1, form.width, ROLE_LABEL,
                    text(results->rows.table ? "SAMPLE_RESULTS_NOTHING" : "SAMPLE_DIFFERS_NOTHING"));
}

static void results_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct sample_results *)state)->list;
    canvas_cursor(canvas, layout->form.row + 2 + list_marked_row(list), layout->form.column);
}

static void results_lines(const void *state, struct screen_lines *lines)
{
    const struct sample_results *results = state;
    long at = list_selected(&results->list);
    if (results->rows.table)
        buffer_text(&lines->explain, text("SAMPLE_RESULTS_EXPLAIN"));
    else if (at != LIST_NONE)
        buffer_text(&lines->explain, sample_result_words(&results->rows, (size_t)at));
    if (results->rows.table || at != LIST_NONE)
        buffer_text(&lines->next,
                    text(results->rows.table ? "NEXT_SAMPLE_RESULTS" : "NEXT_SAMPLE_ANSWER_MARKED"));
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
