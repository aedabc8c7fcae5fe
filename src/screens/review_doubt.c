/* Doubts in the review: noted where they are seen, taken away until the decision. */
#include <stdlib.h>

#include "base/memory.h"
#include "screens/review_inside.h"
#include "text/text.h"
#include "ui/prompt.h"

/* The case is a version further, by this very act. */
static void changed(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (desk_refused(review->desk, reply))
        return;
    if (store_reply_rows(reply) > 0)
        review->view.version = (int)store_reply_number(reply, 0, "version");
    sheet_doubts(&review->sheet, review->view.case_id);
}

static void doubt_worded(struct ui *ui, void *state, const char *words)
{
    (void)ui;
    struct review *review = state;
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {
        .sql = "SELECT doubt_id, version FROM desk.doubt_add($1, $2, $3, $4, $5, $6, $7, $8)"};
    store_query_text(&query, key);
    store_query_number(&query, review->desk->region);
    store_query_number(&query, review->task_id);
    store_query_text(&query, review->desk->token);
    store_query_text(&query, review->doubt_material ? "material" : "field");
    store_query_text(&query, review->doubt_key);
    store_query_text(&query, review->doubt_reason);
    store_query_text(&query, words);
    desk_call(review->desk, &query, changed, review);
}

static void reason_chosen(struct ui *ui, void *state, size_t chosen)
{
    struct review *review = state;
    free(review->doubt_reason);
    review->doubt_reason = memory_text(review->codes[chosen]);
    prompt_text(
        ui, &(struct prompt_text){.title = text("DOUBT_TITLE_WORDS"), .empty = true, .done = doubt_worded});
}

static void reasons_came(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (!desk_refused(review->desk, reply))
        review_reasons_offer(review, reply, text("DOUBT_TITLE_REASON"), DECISION_RETURN, reason_chosen);
}

void review_doubt(struct review *review)
{
    const struct sheet_value *value = sheet_value(&review->sheet);
    struct store_query query = {0};
    if (!review->decision || !value) {
        ui_say(review->desk->ui, ROLE_MESSAGE, sheet_doubt(&review->sheet) ? "DOUBT_IS_ONE" : "DOUBT_NOWHERE",
               NULL);
        return;
    }
    free(review->doubt_key);
    review->doubt_key = memory_text(value->key);
    review->doubt_material = value->material;
    decision_reasons_query(DECISION_RETURN, review->desk, review->view.case_id, &query);
    desk_call(review->desk, &query, reasons_came, review);
}

void review_undoubt(struct review *review)
{
    const struct doubt *doubt = sheet_doubt(&review->sheet);
    char key[DESK_KEY];
    if (!review->decision || !doubt) {
        ui_say(review->desk->ui, ROLE_MESSAGE, "DOUBT_MARK_ONE", NULL);
        return;
    }
    desk_key(key);
    struct store_query query = {.sql = "SELECT doubt_id, version FROM desk.doubt_remove($1, $2, $3, $4, $5)"};
    store_query_text(&query, key);
    store_query_number(&query, review->desk->region);
    store_query_number(&query, review->task_id);
    store_query_text(&query, review->desk->token);
    store_query_number(&query, doubt->id);
    desk_call(review->desk, &query, changed, review);
}
