#include "screens/agreeing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/agreeing_rows.h"
#include "screens/case_view.h"
#include "text/text.h"

enum { PIECE = 50, KINDS = 12 }; /* tasks of one call; kinds that are read back by name */

enum phase { READ_BACK, RUNNING, TOLD };

struct agreeing {
    struct desk *desk;
    struct selection *marked; /* the queue's */
    struct selection left;    /* what is not sent yet, or not answered */
    size_t all, sent;         /* sent: of the left ones, from the first on */
    enum phase phase;
    bool stopped;
    char key[DESK_KEY]; /* of the piece that is under way, however often it is sent */
    struct agreeing_rows rows;
    struct list list;
};

/* --- sending it, piece by piece */

static void piece_send(struct agreeing *agreeing);

static void told(struct agreeing *agreeing)
{
    struct ui *ui = agreeing->desk->ui;
    agreeing->phase = TOLD;
    agreeing_rows_sort(&agreeing->rows);
    list_refresh(&agreeing->list);
    ui_hold_commit(ui, false);
    ui_changed(ui);
}

/* What the database had no time for stays, in front of what was not sent. */
static void piece_take(struct agreeing *agreeing, const struct store_reply *reply)
{
    struct selection *left = &agreeing->left;
    size_t kept = 0;
    for (size_t i = 0; i < left->count; i++) {
        bool answered = false;
        for (int row = 0; i < agreeing->sent && !answered && row < store_reply_rows(reply); row++)
            answered = store_reply_number(reply, row, "task_id") == left->tasks[i].task_id &&
                       strcmp(store_reply_text(reply, row, "result"), "left") != 0;
        if (answered)
            free(left->tasks[i].kind);
        else
            left->tasks[kept++] = left->tasks[i];
    }
    left->count = kept;
    agreeing_rows_take(&agreeing->rows, reply);
}

static void piece_came(void *owner, const struct store_reply *reply)
{
    struct agreeing *agreeing = owner;
    bool refused = desk_refused(agreeing->desk, reply);
    if (!refused)
        piece_take(agreeing, reply);
    if (refused || agreeing->stopped || !agreeing->left.count)
        told(agreeing);
    else
        piece_send(agreeing);
    ui_changed(agreeing->desk->ui);
}

static void piece_send(struct agreeing *agreeing)
{
    struct buffer tasks = {0}, versions = {0};
    struct store_query query = {
        .sql =
            "SELECT task_id, coalesce(case_id, 0) AS case_id, number, result, code, state, coalesce(stage, "
            "'') AS stage, parameters[1] AS name0, parameters[2] AS value0, parameters[3] AS name1, "
            "parameters[4] AS value1, parameters[5] AS name2, parameters[6] AS value2, parameters[7] AS "
            "name3, parameters[8] AS value3 FROM desk.task_decide_many($1, $2, $3, $4, 'agree')"};
    agreeing->sent = agreeing->left.count < PIECE ? agreeing->left.count : PIECE;
    for (size_t i = 0; i < agreeing->sent; i++) {
        buffer_format(&tasks, "%c%lld", i ? ',' : '{', (long long)agreeing->left.tasks[i].task_id);
        buffer_format(&versions, "%c%d", i ? ',' : '{', agreeing->left.tasks[i].version);
    }
    buffer_text(&tasks, "}");
    buffer_text(&versions, "}");
    desk_key(agreeing->key);
    store_query_text(&query, agreeing->key);
    store_query_number(&query, agreeing->desk->region);
    store_query_text(&query, buffer_string(&tasks));
    store_query_text(&query, buffer_string(&versions));
    desk_call(agreeing->desk, &query, piece_came, agreeing);
    buffer_free(&tasks);
    buffer_free(&versions);
}

static void begin(struct agreeing *agreeing)
{
    agreeing->left = *agreeing->marked;
    *agreeing->marked = (struct selection){.desk = agreeing->desk};
    agreeing->phase = RUNNING;
    ui_hold_commit(agreeing->desk->ui, true);
    piece_send(agreeing);
}

/* --- the screen */

static bool agreeing_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct agreeing *agreeing = state;
    agreeing->marked = argument;
    agreeing->desk = agreeing->marked->desk;
    agreeing->all = agreeing->marked->count;
    agreeing->list = agreeing_list(&agreeing->rows);
    return true;
}

static void agreeing_close(void *state)
{
    struct agreeing *agreeing = state;
    desk_forget(agreeing->desk, agreeing);
    selection_free(&agreeing->left);
    list_free(&agreeing->list);
    agreeing_rows_free(&agreeing->rows);
}

static void agreeing_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct agreeing *)state)->list, layout->form.height - 1);
}

static void picked(struct agreeing *agreeing, enum list_result outcome)
{
    long at = list_selected(&agreeing->list);
    if (outcome == LIST_BEYOND)
        ui_say(agreeing->desk->ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
    if (outcome != LIST_PICKED || at == LIST_NONE)
        return;
    struct case_argument argument = {.desk = agreeing->desk,
                                     .case_id = agreeing_row_case(&agreeing->rows, (size_t)at)};
    ui_push(agreeing->desk->ui, &case_screen, &argument);
}

static void agreeing_command(struct ui *ui, void *state, enum command command)
{
    struct agreeing *agreeing = state;
    if (command == COMMAND_BACK && agreeing->phase == RUNNING)
        agreeing->stopped = true; /* the piece that is under way comes to its end */
    else if (command == COMMAND_BACK || (command == COMMAND_COMMIT && agreeing->phase == TOLD))
        ui_pop(ui);
    else if (command == COMMAND_COMMIT && agreeing->phase == READ_BACK)
        begin(agreeing);
    else if (agreeing->phase == TOLD)
        picked(agreeing, list_command(&agreeing->list, command));
}

static bool agreeing_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct agreeing *agreeing = state;
    if (agreeing->phase != TOLD)
        return false;
    enum list_result outcome = list_key(&agreeing->list, key);
    picked(agreeing, outcome);
    return outcome != LIST_IGNORED;
}

/* --- drawing it */

/* How many of each item and stage: the marked ones in the order in which their kinds came. */
static void kinds_draw(const struct selection *marked, struct canvas *canvas, struct area form)
{
    int shown = 0;
    for (size_t i = 0; i < marked->count && shown < KINDS; i++) {
        size_t first = 0, count = 0;
        while (strcmp(marked->tasks[first].kind, marked->tasks[i].kind) != 0)
            first++;
        if (first < i)
            continue;
        for (size_t k = i; k < marked->count; k++)
            count += strcmp(marked->tasks[k].kind, marked->tasks[i].kind) == 0;
        struct buffer line = {0};
        char number[24];
        snprintf(number, sizeof(number), "%zu", count);
        text_fill(&line, "AGREEING_KIND", "kind", marked->tasks[i].kind, "count", number, NULL);
        canvas_text(canvas, form.row + 2 + shown++, form.column + 2, form.width - 2, ROLE_PLAIN,
                    buffer_string(&line));
        buffer_free(&line);
    }
    canvas_text(canvas, form.row + 3 + shown, form.column + 1, form.width - 1, ROLE_LABEL,
                text("AGREEING_EACH"));
    canvas_text(canvas, form.row + 4 + shown, form.column + 1, form.width - 1, ROLE_LABEL,
                text("AGREEING_LOOK"));
}

static void title_write(const struct agreeing *agreeing, struct buffer *title)
{
    static const char *const titles[] = {"AGREEING_TITLE", "AGREEING_RUNNING", "AGREEING_TOLD"};
    char numbers[5][24];
    const size_t *results = agreeing->rows.results;
    const size_t values[] = {agreeing->all, results[AGREEING_DONE], results[AGREEING_SKIPPED],
                             results[AGREEING_REFUSED], agreeing->left.count};
    for (int i = 0; i < 5; i++)
        snprintf(numbers[i], sizeof(numbers[i]), "%zu", values[i]);
    bool rest = agreeing->phase == TOLD && agreeing->left.count;
    text_fill(title, rest ? "AGREEING_STOPPED" : titles[agreeing->phase], "count", numbers[0], "done",
              numbers[1], "skipped", numbers[2], "refused", numbers[3], "left", numbers[4], NULL);
}

static void agreeing_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct agreeing *agreeing = state;
    struct area form = layout->form;
    struct buffer title = {0};
    title_write(agreeing, &title);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    if (agreeing->phase == READ_BACK)
        kinds_draw(agreeing->marked, canvas, form);
    else if (agreeing->phase == TOLD && agreeing->rows.count)
        list_draw(&agreeing->list, canvas,
                  (struct area){form.row + 1, form.column, form.height - 1, form.width});
    else
        canvas_text(canvas, form.row + 2, form.column + 1, form.width - 1, ROLE_LABEL,
                    text(agreeing->stopped ? "AGREEING_STOPPING" : "AGREEING_WAIT"));
}

static void agreeing_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct agreeing *)state)->list;
    canvas_cursor(canvas, layout->form.row + 1 + list_marked_row(list), layout->form.column);
}

static void agreeing_lines(const void *state, struct screen_lines *lines)
{
    static const char *const nexts[] = {"NEXT_AGREEING", "NEXT_AGREEING_STOP", "NEXT_AGREEING_LOOK"};
    const struct agreeing *agreeing = state;
    char count[24];
    long at = list_selected(&agreeing->list);
    snprintf(count, sizeof(count), "%zu", agreeing->all);
    if (agreeing->phase == TOLD && at != LIST_NONE)
        buffer_text(&lines->explain, agreeing_row_words(&agreeing->rows, (size_t)at));
    text_fill(&lines->next, nexts[agreeing->phase], "count", count, NULL);
}

static void agreeing_why(const void *state, struct buffer *sentences)
{
    (void)state;
    buffer_format(sentences, "%s\n%s\n", text("AGREEING_EACH"), text("AGREEING_WHY_LOOK"));
}

static const char *agreeing_label(const void *state, enum command command)
{
    const struct agreeing *agreeing = state;
    return command == COMMAND_COMMIT && agreeing->phase != READ_BACK ? "LABEL_AGREEING_OVER" : NULL;
}

static const struct screen_command agreeing_commands[] = {
    {COMMAND_COMMIT, "LABEL_AGREE", NULL},
    {COMMAND_BACK, NULL},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class agreeing_screen = {
    .name = "agreeing",
    .title = "SCREEN_AGREEING",
    .size = sizeof(struct agreeing),
    .section = SECTION_REVIEW,
    .commands = agreeing_commands,
    .open = agreeing_open,
    .close = agreeing_close,
    .arrange = agreeing_arrange,
    .command = agreeing_command,
    .event = agreeing_event,
    .draw = agreeing_draw,
    .cursor = agreeing_cursor,
    .lines = agreeing_lines,
    .label = agreeing_label,
    .why = agreeing_why,
};
