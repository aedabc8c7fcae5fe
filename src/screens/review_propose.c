/* The decision that the doubts propose, and what has to be said beside a decision before it falls. */
#include <stdio.h>
#include <string.h>

#include "model/check.h"
#include "screens/review_inside.h"
#include "text/text.h"
#include "ui/prompt.h"

/* The words with the new notice in them: in place of the former one where that still stands in front, else
 * behind what was written. */
static void words_write(const struct decision *decision, const char *notice, struct buffer *words)
{
    size_t former = strlen(decision->proposed);
    bool stands = strncmp(decision->words, decision->proposed, former) == 0;
    buffer_text(words, stands ? notice : decision->words);
    if (stands)
        buffer_text(words, decision->words + former);
    else if (strlen(notice) > former && strncmp(notice, decision->proposed, former) == 0)
        buffer_format(words, " %s", notice + former + strspn(notice + former, " "));
}

static void return_propose(struct review *review, const char *notice)
{
    struct decision *decision = review->decision;
    const struct doubts *doubts = &review->sheet.doubts;
    struct buffer words = {0};
    words_write(decision, notice, &words);
    if (decision->kind != DECISION_RETURN)
        decision_choose(decision, DECISION_RETURN);
    for (size_t i = 0; i < doubts->count && !decision->reason_code; i++) {
        if (doubts->rows[i].open)
            decision_reason(decision, doubts->rows[i].reason, doubts->rows[i].reason_name);
    }
    decision_words(decision, buffer_string(&words));
    editor_set(&review->note, decision->words);
    editor_home(&review->note); /* a notice is read from its first sentence on */
    buffer_free(&words);
}

void review_propose(struct review *review)
{
    struct decision *decision = review->decision;
    struct buffer notice = {0};
    if (!decision || review->part)
        return; /* who answers a part decides nothing: their doubts are for the next officer */
    buffer_text(&notice, "");
    doubts_notice(&review->sheet.doubts, &notice);
    if (strcmp(buffer_string(&notice), decision->proposed) != 0) {
        bool kept = decision->kind == DECISION_DENY || decision->kind == DECISION_SUSPEND;
        if (!kept && notice.length > 0) {
            return_propose(review, buffer_string(&notice));
        } else if (!kept && strcmp(decision->words, decision->proposed) == 0) { /* none is left */
            decision_choose(decision, DECISION_AGREE);
            decision_words(decision, "");
            editor_set(&review->note, "");
            review->writing = false;
        }
        decision_proposed(decision, buffer_string(&notice));
        desk_key(review->key);
    }
    buffer_free(&notice);
}

/* --- beside the decision */

static void again_said(struct ui *ui, void *state, const char *words)
{
    struct review *review = state;
    if (!review->decision)
        return;
    decision_again(review->decision, words);
    ui_say(ui, ROLE_MESSAGE, "REVIEW_AGAIN_SAID", NULL);
}

void review_ask_again(struct review *review)
{
    struct buffer title = {0};
    char times[16];
    snprintf(times, sizeof(times), "%d", review->sheet.returns + 1);
    text_fill(&title, "REVIEW_AGAIN_TITLE", "times", times, NULL);
    prompt_text(review->desk->ui, &(struct prompt_text){.title = buffer_string(&title),
                                                        .value = review->decision->again,
                                                        .done = again_said});
    buffer_free(&title);
}

static void until_said(struct ui *ui, void *state, const char *typed)
{
    struct review *review = state;
    struct buffer kept = {0};
    struct error error = {0};
    if (!review->decision)
        return;
    if (!*typed)
        decision_until(review->decision, "");
    else if (check_read("date", typed, desk_now(review->desk).day, &kept, &error))
        decision_until(review->decision, buffer_string(&kept));
    else
        ui_say_error(ui, &error);
    error_free(&error);
    buffer_free(&kept);
}

void review_ask_until(struct review *review)
{
    prompt_text(review->desk->ui, &(struct prompt_text){.title = text("REVIEW_UNTIL_TITLE"),
                                                        .value = review->decision->until,
                                                        .most = 12,
                                                        .halfwidth = true,
                                                        .empty = true,
                                                        .done = until_said});
}

static void prepared(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (desk_refused(review->desk, reply))
        ui_hold_commit(review->desk->ui, false);
    else if (review->decision)
        review_send(review);
}

bool review_prepare(struct review *review)
{
    const struct decision *decision = review->decision;
    bool again = decision->kind == DECISION_RETURN && *decision->again;
    bool until = decision->kind == DECISION_SUSPEND && *decision->until;
    struct store_query query = {.sql = "SELECT task_id FROM desk.decision_prepare($1, $2, $3, $4, $5)"};
    if (!again && !until)
        return false;
    store_query_number(&query, review->desk->region);
    store_query_number(&query, review->task_id);
    store_query_text(&query, review->desk->token);
    store_query_text(&query, again ? decision->again : NULL);
    store_query_text(&query, until ? decision->until : NULL);
    desk_call(review->desk, &query, prepared, review);
    return true;
}
