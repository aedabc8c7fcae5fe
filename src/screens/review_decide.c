/* The decision on the case under review: chosen by digit, sent by F9, and on to the next case. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/review_inside.h"
#include "text/text.h"
#include "ui/prompt.h"

void review_reasons_free(struct review *review)
{
    while (review->reason_count > 0) {
        review->reason_count--;
        free(review->codes[review->reason_count]);
        free(review->names[review->reason_count]);
    }
}

static void reason_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct review *review = state;
    decision_reason(review->decision, review->codes[chosen], review->names[chosen]);
    review->writing = true;
    if (review->decision->kind == DECISION_SUSPEND)
        review_ask_until(review);
}

void review_reasons_offer(struct review *review, const struct store_reply *reply, const char *title,
                          enum decision_kind kind, void (*done)(struct ui *ui, void *state, size_t chosen))
{
    struct prompt_option options[REVIEW_REASONS];
    struct buffer rows[REVIEW_REASONS] = {0};
    review_reasons_free(review);
    for (int row = 0; row < store_reply_rows(reply) && review->reason_count < REVIEW_REASONS; row++) {
        size_t at = review->reason_count++;
        review->codes[at] = memory_text(store_reply_text(reply, row, "code"));
        review->names[at] = memory_text(desk_column(review->desk, reply, row, "name"));
        decision_reason_write(kind, review->codes[at], review->names[at], &rows[at]);
        options[at] = (struct prompt_option){.text = buffer_string(&rows[at])};
    }
    prompt_choice(
        review->desk->ui,
        &(struct prompt_choice){
            .title = title, .options = options, .count = review->reason_count, .search = true, .done = done});
    for (size_t i = 0; i < review->reason_count; i++)
        buffer_free(&rows[i]);
}

static void reasons_came(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (desk_refused(review->desk, reply) || !review->decision)
        return;
    if (store_reply_rows(reply) == 0) { /* nothing stops the clock of this item */
        decision_choose(review->decision, DECISION_AGREE);
        ui_say(review->desk->ui, ROLE_MESSAGE, "REVIEW_NO_STOPS", "item", review->view.item_name, NULL);
        return;
    }
    review_reasons_offer(review, reply, text("REVIEW_REASON"), review->decision->kind, reason_chosen);
}

bool review_words_wanted(const struct review *review)
{
    return review->decision && (review->part == PART_BRANCH || review->decision->reason_code);
}

bool review_complete(const struct review *review)
{
    const struct decision *decision = review->decision;
    if (review->part == PART_BRANCH)
        return decision->words[strspn(decision->words, " ")] != '\0';
    return decision_complete(decision);
}

/* Digits only choose; F9 decides. */
void review_choose(struct review *review, enum decision_kind kind)
{
    decision_choose(review->decision, kind);
    desk_key(review->key);
    if (kind == DECISION_AGREE && strcmp(review->decision->words, review->decision->proposed) == 0)
        decision_words(review->decision, ""); /* the notice is of a return */
    else if (kind == DECISION_RETURN && !*review->decision->words)
        decision_words(review->decision, review->decision->proposed);
    editor_set(&review->note, review->decision->words);
    review->writing = review->part == PART_BRANCH; /* what was found is always said */
    if (!decision_reasons(kind) || review->part == PART_BRANCH)
        return;
    struct store_query query = {0};
    decision_reasons_query(kind, review->desk, review->view.case_id, &query);
    desk_call(review->desk, &query, reasons_came, review);
}

/* --- sending it */

/* A screen of its own: F9 is deaf until it is drawn. */
static void next_open(struct review *review, struct review_argument next)
{
    struct ui *ui = review->desk->ui;
    ui_hold_commit(ui, false);
    next.desk = review->desk;
    if (next.task_id == 0)
        ui_pop(ui);
    else
        ui_replace(ui, &review_screen, &next);
}

static void next_claimed(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (desk_refused(review->desk, reply) || store_reply_rows(reply) == 0) {
        next_open(review, (struct review_argument){0});
        return;
    }
    next_open(review, (struct review_argument){
                          .task_id = store_reply_number(reply, 0, "task_id"),
                          .case_id = store_reply_number(reply, 0, "case_id"),
                          .stage = store_reply_text(reply, 0, "stage"),
                      });
}

void review_next(struct review *review)
{
    if (review->back)
        ui_pop(review->desk->ui);
    else
        review_claim(review->desk, 0, next_claimed, review);
}

/* What became of the case, in words; with the key that takes it back. */
static void outcome_say(const struct review *review, const struct store_reply *reply)
{
    const char *state = store_reply_text(reply, 0, "state");
    const char *code = review->decision->kind == DECISION_SUSPEND ? "REVIEW_SUSPENDED"
                       : strcmp(state, "accepted") == 0           ? "REVIEW_PASSED"
                                                                  : "REVIEW_ENDED";
    ui_say(review->desk->ui, ROLE_DONE, code, "number", review->view.number, "state", state, "stage",
           store_reply_text(reply, 0, "stage"), NULL);
}

/* Not in one with the claim of the next. */
static bool sent_alone(const struct review *review)
{
    return review->back || review->alone;
}

static void decided(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    struct ui *ui = review->desk->ui;
    const struct error *error = store_reply_error(reply);
    if (error && !sent_alone(review) && strcmp(error->code, "E_DATABASE_ERROR") == 0) {
        review->alone = true; /* it may be the next case that is broken: this one is not to wait for it */
        review_send(review);
        return;
    }
    if (desk_refused(review->desk, reply)) {
        ui_hold_commit(ui, false);
        review_questions_again(review); /* an answer may have come first */
        return;
    }
    outcome_say(review, reply);
    decision_done(review->desk, review->task_id);
    effort_send(&review->effort, review->desk, review->view.case_id, review->stage);
    review->decision = NULL; /* nothing is left to decide here; the next screen comes with its own */
    if (sent_alone(review) || store_reply_flag(reply, 0, "next_failed")) {
        review_next(review); /* a claim tells why */
    } else {
        next_open(review, (struct review_argument){
                              .task_id = store_reply_number(reply, 0, "next_task"),
                              .case_id = store_reply_number(reply, 0, "next_case"),
                              .stage = store_reply_text(reply, 0, "next_stage"),
                          });
    }
}

static const char decide_sql[] =
    "SELECT state, coalesce(stage, '') AS stage FROM desk.task_decide($1, $2, $3, $4, $5, $6, $7, $8)";

/* Decides and takes the next in one: who decides all day waits for one answer, not for two. */
static const char decide_next_sql[] =
    "SELECT state, coalesce(stage, '') AS stage, coalesce(next_task, 0) AS next_task, "
    "coalesce(next_case, 0) AS next_case, coalesce(next_stage, '') AS next_stage, next_failed "
    "FROM desk.task_decide_next($1, $2, $3, $4, $5, $6, $7, $8)";

void review_send(struct review *review)
{
    const struct decision *decision = review->decision;
    struct store_query query = {.sql = sent_alone(review) ? decide_sql : decide_next_sql};
    store_query_text(&query, review->key);
    store_query_number(&query, review->desk->region);
    store_query_number(&query, review->task_id);
    store_query_text(&query, review->desk->token);
    store_query_number(&query, review->view.version);
    store_query_text(&query, decision_word(decision->kind));
    store_query_text(&query, decision->reason_code);
    store_query_text(&query, decision->words);
    desk_call(review->desk, &query, decided, review);
}

void review_decide(struct review *review)
{
    const struct decision *decision = review->decision;
    if (!decision || !review->view.number)
        return; /* decided already, or not yet there to be seen */
    if (!review_complete(review)) {
        ui_say(review->desk->ui, ROLE_WRONG,
               review->part == PART_BRANCH ? "REVIEW_FINDING_MISSING" : "REVIEW_REASON_MISSING", NULL);
        return;
    }
    if (decision->kind == DECISION_RETURN && review->sheet.returns > 0 && !*decision->again) {
        review_ask_again(review);
        return;
    }
    ui_hold_commit(review->desk->ui, true);
    if (review->part)
        review_part_send(review);
    else if (!review_prepare(review))
        review_send(review);
}
