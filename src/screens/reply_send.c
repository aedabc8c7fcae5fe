#include "screens/reply_inside.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "text/text.h"
#include "ui/prompt.h"

/* --- recording */

static void recorded(void *owner, const struct store_reply *answer)
{
    struct reply *reply = owner;
    struct desk *desk = reply->desk;
    ui_hold_commit(desk->ui, false);
    if (desk_refused(desk, answer)) {
        reply_head_ask(reply); /* somebody may have been here first: it says so from now on */
        return;
    }
    ui_say(desk->ui, ROLE_DONE, "REPLY_DONE", "number", reply->view.number ? reply->view.number : "", "stage",
           store_reply_text(answer, 0, "stage"), "promised", store_reply_text(answer, 0, "promised_due"),
           "statutory", store_reply_text(answer, 0, "statutory_due"), NULL);
    reply->draft = NULL;
    reply_draft_done(desk, reply->view.case_id);
    ui_pop_to(desk->ui, reply);
    ui_pop(desk->ui);
}

/* The lists go up as the texts of arrays; what passed the checks holds digits and dashes alone. */
static void lists_write(const struct reply_draft *draft, struct buffer lists[SEGMENT_PARTS])
{
    struct segment segments[SEGMENT_MOST];
    size_t count = reply_draft_segments(draft, segments);
    for (size_t part = 0; part < SEGMENT_PARTS; part++)
        buffer_text(&lists[part], "{");
    for (size_t i = 0; i < count; i++) {
        const char *comma = i ? "," : "";
        buffer_format(&lists[SEGMENT_PLACE], "%s%s", comma, segments[i].place);
        buffer_format(&lists[SEGMENT_FROM], "%s%s", comma, segments[i].from);
        buffer_format(&lists[SEGMENT_TO], "%s%s", comma, segments[i].to);
        buffer_format(&lists[SEGMENT_MONTHS], "%s%" PRId64, comma, segments[i].months);
        buffer_format(&lists[SEGMENT_ACCOUNT], "%s%" PRId64, comma, segments[i].account);
    }
    for (size_t part = 0; part < SEGMENT_PARTS; part++)
        buffer_text(&lists[part], "}");
}

static void send(struct reply *reply)
{
    struct buffer lists[SEGMENT_PARTS] = {0};
    struct store_query query = {
        .sql = "SELECT stage, promised_due, statutory_due FROM desk.reply_enter($1, $2, $3, $4, $5, $6, "
               "$7, $8, $9, $10, $11, $12)"};
    lists_write(reply->draft, lists);
    store_query_text(&query, reply->key);
    store_query_number(&query, reply->desk->region);
    store_query_number(&query, reply->view.case_id);
    store_query_number(&query, reply->version);
    for (size_t head = 0; head < REPLY_HEADS; head++)
        store_query_text(&query, reply->draft->heads[head]);
    for (size_t part = 0; part < SEGMENT_PARTS; part++)
        store_query_text(&query, buffer_string(&lists[part]));
    ui_hold_commit(reply->desk->ui, true);
    desk_call(reply->desk, &query, recorded, reply);
    for (size_t part = 0; part < SEGMENT_PARTS; part++)
        buffer_free(&lists[part]);
}

void reply_commit(struct reply *reply)
{
    if (!reply->stage || !reply->draft)
        return; /* not yet there to be judged, or recorded */
    if (reply->obstacle.code) {
        ui_say_error(reply->desk->ui, &reply->obstacle);
        return;
    }
    reply_field_go(reply, reply->at);
    size_t wrong = reply_draft_wrong(reply->draft, 0, &reply->context);
    if (wrong < reply_draft_fields(reply->draft)) {
        reply_field_tell(reply, wrong);
        return;
    }
    send(reply);
}

/* --- an end without a reply */

static void resumed(void *owner, const struct store_reply *answer)
{
    struct reply *reply = owner;
    struct desk *desk = reply->desk;
    ui_hold_commit(desk->ui, false);
    if (desk_refused(desk, answer)) {
        reply_head_ask(reply);
        return;
    }
    ui_say(desk->ui, ROLE_DONE, "REPLY_RESUMED", "number", reply->view.number ? reply->view.number : "",
           "promised", store_reply_text(answer, 0, "promised_due"), "statutory",
           store_reply_text(answer, 0, "statutory_due"), NULL);
    ui_pop_to(desk->ui, reply);
    ui_pop(desk->ui);
}

static void words_given(struct ui *ui, void *state, const char *words)
{
    struct reply *reply = state;
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {
        .sql = "SELECT promised_due, statutory_due FROM desk.case_resume($1, $2, $3, $4, $5)"};
    store_query_text(&query, key);
    store_query_number(&query, reply->desk->region);
    store_query_number(&query, reply->view.case_id);
    store_query_number(&query, reply->version);
    store_query_text(&query, words);
    ui_hold_commit(ui, true);
    desk_call(reply->desk, &query, resumed, reply);
}

void reply_resume(struct reply *reply)
{
    if (!reply->stage)
        return;
    struct buffer commits = {0};
    text_fill(&commits, "NEXT_RESUME", "stage", reply->stage, NULL);
    prompt_text(reply->desk->ui, &(struct prompt_text){.title = text("REPLY_NONE_TITLE"),
                                                       .commits = buffer_string(&commits),
                                                       .done = words_given});
    buffer_free(&commits);
}
