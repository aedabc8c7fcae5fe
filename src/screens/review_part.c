/* A part of a case under review: a branch (a visit, experts, an enquiry) that is answered, or a vote. */
#include <string.h>

#include "screens/review_inside.h"
#include "text/text.h"

enum review_part review_part_of(const char *stage)
{
    static const char *const branches[] = {"expert_review", "site_check", "third_party_check"};
    for (size_t i = 0; i < sizeof(branches) / sizeof(branches[0]); i++) {
        if (strcmp(stage, branches[i]) == 0)
            return PART_BRANCH;
    }
    return strcmp(stage, "vote") == 0 ? PART_VOTE : PART_NONE;
}

const char *review_part_word(const struct review *review, enum decision_kind kind)
{
    bool agrees = kind == DECISION_AGREE;
    if (review->part == PART_VOTE)
        return text(agrees ? "VOTE_PASS" : "VOTE_FAIL");
    return text(agrees ? "BRANCH_PASS" : "BRANCH_FAIL");
}

void review_part_lines(const struct review *review, struct screen_lines *lines)
{
    bool complete = review_complete(review);
    buffer_text(&lines->explain,
                text(review->part == PART_VOTE ? "REVIEW_EXPLAIN_VOTE" : "REVIEW_EXPLAIN_BRANCH"));
    if (complete)
        text_fill(&lines->next, review->part == PART_VOTE ? "NEXT_VOTE" : "NEXT_ANSWER", "answer",
                  review_part_word(review, review->decision->kind), NULL);
    else
        buffer_text(&lines->next, text(review->part == PART_VOTE ? "NEXT_REASON" : "NEXT_FINDING"));
    if (review->writing)
        buffer_text(&lines->wants, text("REVIEW_TAB"));
    lines->irreversible = complete;
}

/* What came of it: how many are still open, or what was decided. */
static void outcome_say(const struct review *review, const struct store_reply *reply)
{
    const char *state = store_reply_text(reply, 0, "state");
    const char *code = strcmp(state, "accepted") != 0             ? "REVIEW_VOTED"
                       : store_reply_number(reply, 0, "open") > 0 ? "REVIEW_ANSWERED"
                                                                  : "REVIEW_ANSWERED_ALL";
    ui_say(review->desk->ui, ROLE_DONE, code, "number", review->view.number, "state", state, "stage",
           store_reply_text(reply, 0, "stage"), "open", store_reply_text(reply, 0, "open"), NULL);
}

static void answered(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    ui_hold_commit(review->desk->ui, false);
    if (desk_refused(review->desk, reply))
        return;
    outcome_say(review, reply);
    decision_done(review->desk, review->task_id);
    review->decision = NULL; /* nothing is left to answer here; the next screen comes with its own */
    review_next(review);
}

void review_part_send(struct review *review)
{
    const struct decision *decision = review->decision;
    struct store_query query = {
        .sql = "SELECT state, coalesce(stage, '') AS stage, open FROM desk.branch_answer($1, "
               "$2, $3, $4, $5, $6, $7)"};
    store_query_text(&query, review->key);
    store_query_number(&query, review->desk->region);
    store_query_number(&query, review->task_id);
    store_query_text(&query, review->desk->token);
    store_query_text(&query, decision->kind == DECISION_AGREE ? "pass" : "fail");
    store_query_text(&query, decision->reason_code);
    store_query_text(&query, decision->words);
    desk_call(review->desk, &query, answered, review);
}
