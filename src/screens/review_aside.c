/* The case under review out of my hands without a decision: held until a date, given to a colleague, or
 * released. */
#include "base/memory.h"
#include "model/date.h"
#include "screens/review_inside.h"
#include "text/text.h"
#include "ui/prompt.h"

static void gone(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (!desk_refused(review->desk, reply))
        ui_pop(review->desk->ui);
}

/* A command on my task: its key, region, task and, where it asks for one, this workstation's token. */
static void command_on(struct review *review, bool token, struct store_query *query)
{
    desk_key(review->aside_key);
    store_query_text(query, review->aside_key);
    store_query_number(query, review->desk->region);
    store_query_number(query, review->task_id);
    if (token)
        store_query_text(query, review->desk->token);
}

static void release(struct review *review)
{
    struct store_query query = {.sql = "SELECT task_id FROM desk.task_release($1, $2, $3)"};
    command_on(review, false, &query);
    desk_call(review->desk, &query, gone, review);
}

/* --- until a date, with words */

static void held(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (desk_refused(review->desk, reply))
        return;
    ui_say(review->desk->ui, ROLE_DONE, "REVIEW_HELD", "number", review->view.number, "until",
           store_reply_text(reply, 0, "until"), NULL);
    ui_pop(review->desk->ui);
}

static void hold_worded(struct ui *ui, void *state, const char *words)
{
    (void)ui;
    struct review *review = state;
    struct store_query query = {.sql = "SELECT until FROM desk.task_hold($1, $2, $3, $4, $5, $6)"};
    command_on(review, true, &query);
    store_query_text(&query, review->until);
    store_query_text(&query, words);
    desk_call(review->desk, &query, held, review);
}

static void hold_ask(struct ui *ui, const char *typed);

static void hold_dated(struct ui *ui, void *state, const char *typed)
{
    struct review *review = state;
    struct error error = {0};
    struct date day;
    struct buffer title = {0}, next = {0};
    if (!date_typed(typed, review->desk->today, &day, &error)) {
        ui_say_error(ui, &error);
        hold_ask(ui, typed);
        return;
    }
    date_format(day, review->until);
    text_fill(&title, "REVIEW_HOLD_WORDS", "until", review->until, NULL);
    text_fill(&next, "NEXT_HOLD", "until", review->until, NULL);
    prompt_text(ui, &(struct prompt_text){.title = buffer_string(&title),
                                          .commits = buffer_string(&next),
                                          .done = hold_worded});
    buffer_free(&title);
    buffer_free(&next);
}

static void hold_ask(struct ui *ui, const char *typed)
{
    prompt_text(ui, &(struct prompt_text){.title = text("REVIEW_HOLD_UNTIL"),
                                          .value = typed,
                                          .most = 10,
                                          .halfwidth = true,
                                          .done = hold_dated});
}

/* --- to a colleague */

static void given(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (desk_refused(review->desk, reply))
        return;
    ui_say(review->desk->ui, ROLE_DONE, "REVIEW_GIVEN", "number", review->view.number, "who",
           store_reply_text(reply, 0, "name"), NULL);
    ui_pop(review->desk->ui);
}

static void taker_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct review *review = state;
    struct store_query query = {.sql = "SELECT name FROM desk.task_hand_over($1, $2, $3, $4, $5)"};
    command_on(review, true, &query);
    store_query_number(&query, review->takers[chosen]);
    desk_call(review->desk, &query, given, review);
}

static void takers_came(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    struct prompt_option options[REVIEW_REASONS];
    size_t count = 0;
    if (desk_refused(review->desk, reply))
        return;
    for (int row = 0; row < store_reply_rows(reply) && count < REVIEW_REASONS; row++) {
        review->takers[count] = store_reply_number(reply, row, "staff_id");
        options[count++] = (struct prompt_option){.text = store_reply_text(reply, row, "name")};
    }
    if (!count) {
        ui_say(review->desk->ui, ROLE_MESSAGE, "REVIEW_NO_TAKERS", NULL);
        return;
    }
    prompt_choice(review->desk->ui, &(struct prompt_choice){.title = text("REVIEW_GIVE_TO"),
                                                            .note = text("REVIEW_GIVE_NOTE"),
                                                            .options = options,
                                                            .count = count,
                                                            .search = true,
                                                            .done = taker_chosen});
}

void review_give(struct review *review)
{
    struct store_query query = {.sql = "SELECT staff_id, name FROM desk.taker_list($1, $2)"};
    store_query_number(&query, review->desk->region);
    store_query_number(&query, review->task_id);
    desk_call(review->desk, &query, takers_came, review);
}

/* --- which of them */

static void way_chosen(struct ui *ui, void *state, size_t chosen)
{
    struct review *review = state;
    if (chosen == 0)
        hold_ask(ui, "");
    else if (chosen == 1)
        review_give(review);
    else
        release(review);
}

void review_aside(struct review *review)
{
    const struct prompt_option ways[] = {{.text = text("REVIEW_WAY_HOLD")},
                                         {.text = text("REVIEW_WAY_GIVE")},
                                         {.text = text("REVIEW_WAY_RELEASE")}};
    prompt_choice(review->desk->ui, &(struct prompt_choice){.title = text("REVIEW_ASIDE"),
                                                            .note = text("REVIEW_ASIDE_NOTE"),
                                                            .options = ways,
                                                            .count = 3,
                                                            .done = way_chosen});
}
