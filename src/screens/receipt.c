#include "screens/receipt.h"

#include <string.h>

#include "model/case_number.h"
#include "screens/explain.h"
#include "screens/paper.h"
#include "text/text.h"

struct receipt {
    struct desk *desk;
    struct paper paper;
    struct explanation explanation;
};

static void pair_limit(struct receipt *receipt, const struct store_reply *reply, const char *name,
                       const char *due, const char *days, const char *unit)
{
    struct buffer value = {0};
    if (store_reply_null(reply, 0, due))
        return;
    text_fill(&value, "RECEIPT_LIMIT", "due", store_reply_text(reply, 0, due), "days",
              store_reply_text(reply, 0, days), "unit", text_of("UNIT", store_reply_text(reply, 0, unit)),
              NULL);
    paper_pair(&receipt->paper, text(name), buffer_string(&value));
    buffer_free(&value);
}

static void receipt_came(void *owner, const struct store_reply *reply)
{
    struct receipt *receipt = owner;
    struct buffer value = {0};
    if (desk_refused(receipt->desk, reply) || store_reply_rows(reply) == 0)
        return;
    char number[CASE_NUMBER_GROUPED];
    paper_pair(&receipt->paper, text("RECEIPT_NUMBER"),
               case_number_group(store_reply_text(reply, 0, "number"), number));
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

static bool receipt_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct receipt *receipt = state;
    const struct receipt_argument *given = argument;
    receipt->desk = given->desk;
    struct store_query query = {
        .sql =
            "SELECT number, item_zh, item_en, name, id_no, hall_zh, hall_en, to_char(window_number, 'FM00') "
            "AS window_number, clerk,"
            " to_char(accepted_at, 'YYYY-MM-DD HH24:MI') AS at, promised_due, promised_days, promised_unit,"
            " statutory_due, statutory_days, statutory_unit FROM desk.receipt($1, $2)"};
    store_query_number(&query, receipt->desk->region);
    store_query_number(&query, given->case_id);
    desk_call(receipt->desk, &query, receipt_came, receipt);
    struct store_query materials = {
        .sql = "SELECT name_zh, name_en, way, file_name FROM desk.case_materials($1, $2)"};
    store_query_number(&materials, receipt->desk->region);
    store_query_number(&materials, given->case_id);
    desk_call(receipt->desk, &materials, materials_came, receipt);
    explain_ask(&receipt->explanation, receipt->desk, given->case_id);
    return true;
}

static void receipt_close(void *state)
{
    struct receipt *receipt = state;
    desk_forget(receipt->desk, receipt);
    paper_free(&receipt->paper);
    explain_free(&receipt->explanation);
}

static void receipt_command(struct ui *ui, void *state, enum command command)
{
    struct receipt *receipt = state;
    if (command == COMMAND_BACK || command == COMMAND_NEXT_THING)
        ui_pop(ui);
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
    {COMMAND_NEXT_THING, NULL},     {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_NEXT_FIELD, NULL},     {COMMAND_PREVIOUS_FIELD, NULL}, {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL}, {COMMAND_NONE, NULL},
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
