/* Asking from the review: the window or a colleague, without returning the case; what came back. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/phrases.h"
#include "screens/review_inside.h"
#include "screens/waiting.h"
#include "text/text.h"
#include "ui/prompt.h"

enum { WORDS_MOST = 500, AGAIN = 0, HOLD, CHOICES }; /* CHOICES: before what can be withdrawn */

static void head_write(struct review *review)
{
    buffer_clear(&review->sheet.head);
    review->sheet.head_lines = questions_write(&review->questions, &review->sheet.head);
    sheet_write(&review->sheet, &review->view.values, &review->view.record);
    ui_changed(review->desk->ui);
}

/* Who has the answer before them may decide on the case as it is with it. */
static void questions_came(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    const struct questions *questions = &review->questions;
    if (desk_refused(review->desk, reply))
        return;
    questions_take(&review->questions, reply);
    if (questions->count > 0 && review->view.version >= questions->since &&
        review->view.version < questions->version)
        review->view.version = questions->version;
    if (questions_answered(questions) && review->desk->answered > 0)
        waiting_count(review->desk); /* by this they are seen */
    head_write(review);
}

void review_questions(struct review *review)
{
    questions_ask(review->desk, review->view.case_id, questions_came, review);
}

void review_questions_again(struct review *review)
{
    if (questions_open(&review->questions) > 0)
        review_questions(review);
}

/* --- asking */

static void asked(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (desk_refused(review->desk, reply) || store_reply_rows(reply) == 0)
        return;
    review->view.version = (int)store_reply_number(reply, 0, "version");
    ui_say(review->desk->ui, ROLE_DONE, *review->ask_login ? "QUESTION_ASKED" : "QUESTION_ASKED_WINDOW", "who",
           store_reply_text(reply, 0, "who"), NULL);
    explain_ask(&review->view.explanation, review->desk, review->view.case_id);
    review_questions(review); /* last: with them all of it is there */
}

static void worded(struct ui *ui, void *state, const char *words)
{
    (void)ui;
    struct review *review = state;
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {.sql = "SELECT version, who FROM desk.question_ask($1, $2, $3, $4, $5, $6)"};
    store_query_text(&query, key);
    store_query_number(&query, review->desk->region);
    store_query_number(&query, review->task_id);
    store_query_text(&query, review->desk->token);
    store_query_text(&query, *review->ask_login ? review->ask_login : NULL);
    store_query_text(&query, words);
    desk_call(review->desk, &query, asked, review);
}

static void phrases(void *desk, struct editor *field)
{
    phrases_open(desk, PHRASE_ASK, field);
}

static void addressee_chosen(struct ui *ui, void *state, size_t chosen)
{
    struct review *review = state;
    struct buffer title = {0};
    free(review->ask_login);
    review->ask_login = memory_text(review->codes[chosen]);
    text_fill(&title, "ASK_TITLE_WORDS", "who", review->names[chosen], NULL);
    prompt_text(ui, &(struct prompt_text){.title = buffer_string(&title),
                                          .most = WORDS_MOST,
                                          .commits = text("NEXT_ASK"),
                                          .list = phrases,
                                          .context = review->desk,
                                          .done = worded});
    buffer_free(&title);
}

static void addressee_add(struct review *review, const char *login, const char *name)
{
    review->codes[review->reason_count] = memory_text(login);
    review->names[review->reason_count++] = memory_text(name);
}

/* "Li Na  recheck, approve" */
static void addressee_write(const struct review *review, size_t at, const char *actions, struct buffer *out)
{
    buffer_format(out, "%s ", review->names[at]);
    while (*actions) {
        size_t length = strcspn(actions, " ");
        char *action = memory_text_length(actions, length);
        buffer_format(out, " %s", text_of("GRANT", action));
        free(action);
        actions += length + strspn(actions + length, " ");
    }
}

/* The window by the first digit, colleagues behind it. */
static void people_came(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    struct prompt_option options[REVIEW_REASONS];
    struct buffer rows[REVIEW_REASONS] = {0};
    if (desk_refused(review->desk, reply) || !review->decision)
        return;
    review_reasons_free(review);
    addressee_add(review, "", text("ASK_WINDOW"));
    for (int row = 0; row < store_reply_rows(reply) && review->reason_count < REVIEW_REASONS; row++)
        addressee_add(review, store_reply_text(reply, row, "login"), store_reply_text(reply, row, "name"));
    for (size_t i = 0; i < review->reason_count; i++) {
        if (i == 0)
            buffer_format(&rows[i], "%s  %s", review->names[i], text("ASK_WINDOW_WHO"));
        else
            addressee_write(review, i, store_reply_text(reply, (int)i - 1, "actions"), &rows[i]);
        options[i] = (struct prompt_option){.text = buffer_string(&rows[i])};
    }
    prompt_choice(review->desk->ui, &(struct prompt_choice){.title = text("ASK_TITLE_WHO"),
                                                            .note = text("ASK_NOTE"),
                                                            .options = options,
                                                            .count = review->reason_count,
                                                            .search = true,
                                                            .done = addressee_chosen});
    for (size_t i = 0; i < review->reason_count; i++)
        buffer_free(&rows[i]);
}

static void people_ask(struct review *review)
{
    struct store_query query = {.sql = "SELECT login, name, actions FROM desk.question_people($1, $2)",
                                .reads = true};
    store_query_number(&query, review->desk->region);
    store_query_number(&query, review->view.case_id);
    desk_call(review->desk, &query, people_came, review);
}

/* --- withdrawing */

static void withdrawn(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (!desk_refused(review->desk, reply) && store_reply_rows(reply) > 0) {
        review->view.version = (int)store_reply_number(reply, 0, "version");
        ui_say(review->desk->ui, ROLE_DONE, "ASK_WITHDRAWN_DONE", NULL);
    }
    explain_ask(&review->view.explanation, review->desk, review->view.case_id);
    review_questions(review); /* last: with them all of it is there */
}

static void withdraw(struct review *review, const struct question *question)
{
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {.sql = "SELECT version FROM desk.question_withdraw($1, $2, $3)"};
    store_query_text(&query, key);
    store_query_number(&query, review->desk->region);
    store_query_number(&query, question->id);
    desk_call(review->desk, &query, withdrawn, review);
}

/* --- put aside until the answer is there */

static void held(void *owner, const struct store_reply *reply)
{
    struct review *review = owner;
    if (desk_refused(review->desk, reply) || store_reply_rows(reply) == 0)
        return;
    ui_say(review->desk->ui, ROLE_DONE, "ASK_HELD", "number", review->view.number, "until",
           store_reply_text(reply, 0, "until"), NULL);
    ui_pop(review->desk->ui);
}

static void hold(struct review *review)
{
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {.sql = "SELECT until FROM desk.question_hold($1, $2, $3, $4)"};
    store_query_text(&query, key);
    store_query_number(&query, review->desk->region);
    store_query_number(&query, review->task_id);
    store_query_text(&query, review->desk->token);
    desk_call(review->desk, &query, held, review);
}

/* --- something is asked already */

/* The n-th open question, from 1. */
static const struct question *question_open(const struct questions *questions, size_t n)
{
    for (size_t i = 0; i < questions->count; i++) {
        if (questions->rows[i].open && --n == 0)
            return &questions->rows[i];
    }
    return NULL;
}

static void open_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct review *review = state;
    const struct question *question =
        chosen < CHOICES ? NULL : question_open(&review->questions, chosen - CHOICES + 1);
    if (chosen == AGAIN)
        people_ask(review);
    else if (chosen == HOLD)
        hold(review);
    else if (question)
        withdraw(review, question);
}

/* One more, the case put aside meanwhile, or a question withdrawn. */
static void open_offer(struct review *review)
{
    struct prompt_option options[REVIEW_REASONS] = {
        [AGAIN] = {.text = text("ASK_MORE")}, [HOLD] = {.text = text("ASK_HOLD")}};
    struct buffer rows[REVIEW_REASONS] = {0};
    size_t count = CHOICES;
    const struct question *question;
    while (count < REVIEW_REASONS && (question = question_open(&review->questions, count - CHOICES + 1))) {
        text_fill(&rows[count], "ASK_WITHDRAW", "who", question->to, "words", question->words, NULL);
        options[count] = (struct prompt_option){.text = buffer_string(&rows[count])};
        count++;
    }
    prompt_choice(review->desk->ui, &(struct prompt_choice){.title = text("ASK_TITLE_OPEN"),
                                                            .options = options,
                                                            .count = count,
                                                            .digits = true,
                                                            .done = open_chosen});
    for (size_t i = CHOICES; i < count; i++)
        buffer_free(&rows[i]);
}

void review_ask(struct review *review)
{
    if (!review->decision || !review->view.number)
        return; /* decided already, or not yet there to be seen */
    if (questions_open(&review->questions) > 0)
        open_offer(review);
    else
        people_ask(review);
}

void review_ask_lines(const struct review *review, struct screen_lines *lines)
{
    if (questions_open(&review->questions) > 0)
        buffer_text(&lines->explain, text("ASK_EXPLAIN_OPEN"));
}
