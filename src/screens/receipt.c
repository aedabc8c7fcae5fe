#include "screens/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/case_number.h"
#include "screens/counter.h"
#include "screens/explain.h"
#include "screens/paper.h"
#include "screens/phrases.h"
#include "screens/undo.h"
#include "text/text.h"
#include "ui/prompt.h"

struct receipt {
    struct desk *desk;
    int64_t case_id, visit_id;
    char *what; /* the case in words, once it is known */
    void (*next_of_unit)(void *owner);
    void *owner;
    struct paper paper;
    struct explanation explanation;
};

static void pair_limit(struct receipt *receipt, const struct store_reply *reply, const char *name,
                       const char *due, const char *days, const char *unit)
{
    struct buffer value = {0};
    if (store_reply_null(reply, 0, days))
        return;
    text_fill(&value, store_reply_null(reply, 0, due) ? "RECEIPT_UNDATED" : "RECEIPT_LIMIT", "due", store_reply_text(reply, 0, due), "days",
              store_reply_text(reply, 0, days), "unit", text_of("UNIT", store_reply_text(reply, 0, unit)),
              NULL);
    paper_pair(&receipt->paper, text(name), buffer_string(&value));
    buffer_free(&value);
}

/* Of a receipt that stands in the place of a voided one. */
static void pair_issue(struct receipt *receipt, const struct store_reply *reply)
{
    struct buffer value = {0};
    if (store_reply_number(reply, 0, "issue") < 2)
        return;
    text_fill(&value, "RECEIPT_ISSUE_VALUE", "issue", store_reply_text(reply, 0, "issue"), "reason",
              store_reply_text(reply, 0, "voided"), NULL);
    paper_pair(&receipt->paper, text("RECEIPT_ISSUE"), buffer_string(&value));
    buffer_free(&value);
}

static void what_write(struct receipt *receipt, const struct store_reply *reply, const char *number)
{
    struct buffer what = {0};
    text_fill(&what, "UNDO_CASE", "name", store_reply_text(reply, 0, "name"), "item",
              desk_column(receipt->desk, reply, 0, "item"), "number", number, NULL);
    free(receipt->what);
    receipt->what = buffer_take(&what);
}

static void receipt_came(void *owner, const struct store_reply *reply)
{
    struct receipt *receipt = owner;
    struct buffer value = {0};
    if (desk_refused(receipt->desk, reply) || store_reply_rows(reply) == 0)
        return;
    char number[CASE_NUMBER_GROUPED];
    case_number_group(store_reply_text(reply, 0, "number"), number);
    what_write(receipt, reply, number);
    paper_pair(&receipt->paper, text("RECEIPT_NUMBER"), number);
    pair_issue(receipt, reply);
    paper_pair(&receipt->paper, text("RECEIPT_ITEM"), desk_column(receipt->desk, reply, 0, "item"));
    buffer_format(&value, "%s %s", store_reply_text(reply, 0, "name"), store_reply_text(reply, 0, "id_no"));
    paper_pair(&receipt->paper, text("RECEIPT_APPLICANT"), buffer_string(&value));
    buffer_clear(&value);
    paper_pair(&receipt->paper, text("RECEIPT_ACCEPTED"), store_reply_text(reply, 0, "at"));
    text_fill(&value, "RECEIPT_WHERE", "hall", desk_column(receipt->desk, reply, 0, "hall"), "window",
              store_reply_text(reply, 0, "window_number"), "clerk", store_reply_text(reply, 0, "clerk"),
              NULL);
    paper_pair(&receipt->paper, text("RECEIPT_HALL"), buffer_string(&value));
    buffer_free(&value);
    pair_limit(receipt, reply, "RECEIPT_PROMISED", "promised_due", "promised_days", "promised_unit");
    pair_limit(receipt, reply, "RECEIPT_STATUTORY", "statutory_due", "statutory_days", "statutory_unit");
}

/* Of a case that is decided while the applicant waits: what happens next. */
static void waits_came(void *owner, const struct store_reply *reply)
{
    struct receipt *receipt = owner;
    struct buffer value = {0}, steps = {0};
    if (desk_refused(receipt->desk, reply) || store_reply_rows(reply) == 0)
        return;
    receipt->desk->awaits = true;
    for (const char *step = store_reply_text(reply, 0, "steps"); *step; step += strspn(step, " ")) {
        char word[16];
        size_t length = strcspn(step, " ");
        snprintf(word, sizeof(word), "%.*s", (int)length, step);
        buffer_text(&steps, steps.length ? text("RECEIPT_STEPS_BETWEEN") : "");
        buffer_text(&steps, text_of("STAGE", word));
        step += length;
    }
    text_fill(&value, "RECEIPT_WAITS_VALUE", "steps", buffer_string(&steps), NULL);
    paper_pair(&receipt->paper, text("RECEIPT_WAITS"), buffer_string(&value));
    buffer_free(&steps);
    buffer_free(&value);
}

static void materials_came(void *owner, const struct store_reply *reply)
{
    struct receipt *receipt = owner;
    if (desk_refused(receipt->desk, reply))
        return;
    paper_line(&receipt->paper, "");
    paper_line(&receipt->paper, text("RECEIPT_MATERIALS"));
    for (int row = 0; row < store_reply_rows(reply); row++) {
        bool promise = strcmp(store_reply_text(reply, row, "way"), "commitment") == 0;
        paper_pair(&receipt->paper, desk_column(receipt->desk, reply, row, "name"),
                   promise ? text("READBACK_PROMISED") : store_reply_text(reply, row, "file_name"));
    }
    paper_line(&receipt->paper, "");
    paper_pair(&receipt->paper, text("RECEIPT_OWED"), text("RECEIPT_OWED_NONE"));
}

static void receipt_ask(struct receipt *receipt)
{
    struct store_query query = {
        .sql =
            "SELECT number, item_zh, item_en, name, id_no, hall_zh, hall_en, to_char(window_number, 'FM00') "
            "AS window_number, clerk,"
            " to_char(accepted_at, 'YYYY-MM-DD HH24:MI') AS at, promised_due, promised_days, promised_unit,"
            " statutory_due, statutory_days, statutory_unit, issue, voided FROM desk.receipt($1, $2)",
        .reads = true};
    struct store_query waits = {.sql = "SELECT steps FROM desk.case_waits($1, $2)", .reads = true};
    struct store_query materials = {
        .sql = "SELECT name_zh, name_en, way, file_name FROM desk.case_materials($1, $2)", .reads = true};
    store_query_number(&query, receipt->desk->region);
    store_query_number(&query, receipt->case_id);
    desk_call(receipt->desk, &query, receipt_came, receipt);
    store_query_number(&waits, receipt->desk->region);
    store_query_number(&waits, receipt->case_id);
    desk_call(receipt->desk, &waits, waits_came, receipt);
    store_query_number(&materials, receipt->desk->region);
    store_query_number(&materials, receipt->case_id);
    desk_call(receipt->desk, &materials, materials_came, receipt);
    explain_ask(&receipt->explanation, receipt->desk, receipt->case_id);
}

static bool receipt_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct receipt *receipt = state;
    const struct receipt_argument *given = argument;
    receipt->desk = given->desk;
    receipt->case_id = given->case_id;
    receipt->visit_id = given->visit_id;
    receipt->next_of_unit = given->next_of_unit;
    receipt->owner = given->owner;
    receipt_ask(receipt);
    return true;
}

static void receipt_close(void *state)
{
    struct receipt *receipt = state;
    desk_forget(receipt->desk, receipt);
    paper_free(&receipt->paper);
    explain_free(&receipt->explanation);
    free(receipt->what);
}

/* --- voiding it and issuing it again */

static void reissued(void *owner, const struct store_reply *reply)
{
    struct receipt *receipt = owner;
    if (desk_refused(receipt->desk, reply) || store_reply_rows(reply) == 0)
        return;
    ui_say(receipt->desk->ui, ROLE_DONE, "RECEIPT_REISSUED", "issue", store_reply_text(reply, 0, "issue"),
           NULL);
    buffer_clear(&receipt->paper.text);
    receipt->paper.top = 0;
    receipt_ask(receipt);
}

static void reissue(struct ui *ui, void *state, const char *reason)
{
    (void)ui;
    struct receipt *receipt = state;
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {.sql = "SELECT issue FROM desk.receipt_reissue($1, $2, $3, $4)"};
    store_query_text(&query, key);
    store_query_number(&query, receipt->desk->region);
    store_query_number(&query, receipt->case_id);
    store_query_text(&query, reason);
    desk_call(receipt->desk, &query, reissued, receipt);
}

static void phrases(void *desk, struct editor *field)
{
    phrases_open(desk, PHRASE_REISSUE, field);
}

static void reissue_ask(struct receipt *receipt)
{
    if (receipt->what)
        prompt_text(receipt->desk->ui, &(struct prompt_text){.title = text("RECEIPT_REISSUE_TITLE"),
                                                             .commits = text("NEXT_REISSUE"),
                                                             .list = phrases,
                                                             .context = receipt->desk,
                                                             .done = reissue});
}

/* --- taking the acceptance back */

static void undone(struct ui *ui, void *state, const struct undo_result *result)
{
    (void)state;
    ui_pop(ui);
    counter_resume(result->desk, result->visit_id, result->case_id);
}

static void undo(struct receipt *receipt)
{
    struct undo_argument argument = {.desk = receipt->desk,
                                     .case_id = receipt->case_id,
                                     .visit_id = receipt->visit_id,
                                     .what = receipt->what,
                                     .done = undone};
    if (receipt->what)
        ui_push(receipt->desk->ui, &undo_screen, &argument);
}

/* --- the screen */

static void receipt_command(struct ui *ui, void *state, enum command command)
{
    struct receipt *receipt = state;
    if (command == COMMAND_BACK || command == COMMAND_NEXT_THING)
        ui_pop(ui);
    else if (command == COMMAND_SCAN)
        reissue_ask(receipt);
    else if (command == COMMAND_UNDO)
        undo(receipt);
    else if (command == COMMAND_COPY_PREVIOUS && receipt->next_of_unit)
        receipt->next_of_unit(receipt->owner);
    else if (command == COMMAND_COPY_PREVIOUS)
        ui_say(ui, ROLE_MESSAGE, "UNIT_NOTHING", NULL);
    else
        paper_command(&receipt->paper, command);
}

static struct area paper_area(const struct layout *layout)
{
    const struct area *form = &layout->form;
    return (struct area){form->row + 2, form->column + 1, form->height - 2, form->width - 2};
}

static void receipt_arrange(void *state, const struct layout *layout)
{
    paper_arrange(&((struct receipt *)state)->paper, paper_area(layout));
}

static void receipt_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    struct area form = layout->form;
    const struct receipt *receipt = state;
    struct buffer title = {0};
    paper_title(&receipt->paper, text("RECEIPT_TITLE"), &title);
    canvas_rule(canvas, form.row, form.column, layout->columns - form.column, buffer_string(&title));
    buffer_free(&title);
    paper_draw(&receipt->paper, canvas, paper_area(layout));
}

static void receipt_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    (void)state;
    canvas_cursor(canvas, layout->form.row + 2, layout->form.column + 1);
}

static void receipt_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, text("RECEIPT_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_FROM_RECEIPT"));
}

static void receipt_why(const void *state, struct buffer *sentences)
{
    buffer_text(sentences, buffer_string(&((const struct receipt *)state)->explanation.sentences));
}

static const struct screen_command receipt_commands[] = {
    {COMMAND_SCAN, "LABEL_REISSUE", "RECEIPT_REISSUE_HELP"},
    {COMMAND_UNDO, "LABEL_UNDO"},
    {COMMAND_COPY_PREVIOUS, NULL, "UNIT_HELP"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class receipt_screen = {
    .name = "receipt",
    .title = "SCREEN_RECEIPT",
    .size = sizeof(struct receipt),
    .section = SECTION_COUNTER,
    .commands = receipt_commands,
    .open = receipt_open,
    .close = receipt_close,
    .arrange = receipt_arrange,
    .command = receipt_command,
    .draw = receipt_draw,
    .cursor = receipt_cursor,
    .lines = receipt_lines,
    .why = receipt_why,
};
