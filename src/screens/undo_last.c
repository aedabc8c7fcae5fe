/* The last decision, taken back from the queue or from the next case. */
#include "model/case_number.h"
#include "screens/queue.h"
#include "screens/review.h"
#include "screens/undo.h"
#include "text/text.h"

void undo_ask(struct desk *desk, store_answered *answered, void *owner)
{
    struct store_query query = {
        .sql = "SELECT case_id, name, item_zh, item_en, coalesce(number, '') AS number FROM "
               "desk.waiting_list($1, $2) WHERE kind = 'undo' AND detail IN ('agree', 'return', 'deny', "
               "'suspend') ORDER BY since DESC LIMIT 1",
        .reads = true};
    if (desk_cut(desk)) {
        ui_say(desk->ui, ROLE_WRONG, "UNDO_CUT", NULL);
        return;
    }
    store_query_number(&query, desk->region);
    store_query_number(&query, desk->hall);
    desk_call(desk, &query, answered, owner);
}

void undo_offer(struct desk *desk, const struct store_reply *reply, undo_done *done)
{
    char number[CASE_NUMBER_GROUPED];
    struct buffer what = {0};
    if (desk_refused(desk, reply))
        return;
    if (store_reply_rows(reply) == 0) {
        ui_say(desk->ui, ROLE_MESSAGE, "UNDO_NONE", NULL);
        return;
    }
    text_fill(&what, "UNDO_CASE", "name", store_reply_text(reply, 0, "name"), "item",
              desk_column(desk, reply, 0, "item"), "number",
              case_number_group(store_reply_text(reply, 0, "number"), number), NULL);
    struct undo_argument argument = {.desk = desk,
                                     .case_id = store_reply_number(reply, 0, "case_id"),
                                     .what = buffer_string(&what),
                                     .done = done};
    ui_push(desk->ui, &undo_screen, &argument);
    buffer_free(&what);
}

void undo_reviewed(struct ui *ui, void *state, const struct undo_result *result)
{
    (void)state;
    struct review_argument argument = {.desk = result->desk,
                                       .task_id = result->task_id,
                                       .case_id = result->case_id,
                                       .stage = result->stage,
                                       .back = ui_top(ui) != &queue_screen};
    ui_push(ui, &review_screen, &argument);
}
