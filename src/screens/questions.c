#include "screens/questions.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "text/text.h"

void questions_ask(struct desk *desk, int64_t case_id, store_answered *answered, void *owner)
{
    struct store_query query = {
        .sql = "SELECT question_id, at_window, asked, words, asked_by, to_char(asked_at, 'MM-DD HH24:MI') AS "
               "asked_at, answer, answered_by, to_char(answered_at, 'MM-DD HH24:MI') AS answered_at, "
               "withdrawn_by, decided, open, mine, mine_to_answer, version, since FROM "
               "desk.question_list($1, $2)"};
    store_query_number(&query, desk->region);
    store_query_number(&query, case_id);
    desk_call(desk, &query, answered, owner);
}

void questions_free(struct questions *questions)
{
    for (size_t i = 0; i < questions->count; i++) {
        struct question *question = &questions->rows[i];
        char *texts[] = {question->to,          question->words,       question->by,
                         question->at,          question->answer,      question->answered_by,
                         question->answered_at, question->withdrawn_by};
        for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++)
            free(texts[t]);
    }
    free(questions->rows);
    *questions = (struct questions){0};
}

static char *to_write(const struct store_reply *reply, int row)
{
    struct buffer to = {0};
    const char *who = store_reply_text(reply, row, "asked");
    if (store_reply_flag(reply, row, "at_window"))
        text_fill(&to, "ASK_WINDOW_OF", "who", who, NULL);
    else
        buffer_text(&to, who);
    return buffer_take(&to);
}

void questions_take(struct questions *questions, const struct store_reply *reply)
{
    questions_free(questions);
    questions->rows = memory_get((size_t)store_reply_rows(reply) + 1, sizeof(*questions->rows));
    for (int row = 0; row < store_reply_rows(reply); row++) {
        questions->version = (int)store_reply_number(reply, row, "version");
        questions->since = (int)store_reply_number(reply, row, "since");
        questions->rows[questions->count++] = (struct question){
            .id = store_reply_number(reply, row, "question_id"),
            .to = to_write(reply, row),
            .words = memory_text(store_reply_text(reply, row, "words")),
            .by = memory_text(store_reply_text(reply, row, "asked_by")),
            .at = memory_text(store_reply_text(reply, row, "asked_at")),
            .answer = memory_text(store_reply_text(reply, row, "answer")),
            .answered_by = memory_text(store_reply_text(reply, row, "answered_by")),
            .answered_at = memory_text(store_reply_text(reply, row, "answered_at")),
            .withdrawn_by = memory_text(store_reply_text(reply, row, "withdrawn_by")),
            .decided = store_reply_flag(reply, row, "decided"),
            .open = store_reply_flag(reply, row, "open"),
            .mine = store_reply_flag(reply, row, "mine"),
            .to_answer = store_reply_flag(reply, row, "mine_to_answer"),
        };
    }
}

size_t questions_open(const struct questions *questions)
{
    size_t count = 0;
    for (size_t i = 0; i < questions->count; i++)
        count += questions->rows[i].open;
    return count;
}

bool questions_answered(const struct questions *questions)
{
    for (size_t i = 0; i < questions->count; i++) {
        if (questions->rows[i].mine && *questions->rows[i].answer)
            return true;
    }
    return false;
}

/* What became of it. */
static void outcome_write(const struct question *question, struct buffer *out)
{
    if (*question->answer)
        text_fill(out, "ASK_SAID", "words", question->answer, "who", question->answered_by, "when",
                  question->answered_at, NULL);
    else if (question->open)
        buffer_text(out, text("ASK_OWED"));
    else
        text_fill(out, question->decided ? "ASK_DECIDED" : "ASK_WITHDRAWN", "who", question->withdrawn_by,
                  NULL);
}

int questions_write(const struct questions *questions, struct buffer *out)
{
    char count[24];
    if (questions->count == 0)
        return 0;
    snprintf(count, sizeof(count), "%zu", questions->count);
    text_fill(out, "ASK_TITLE", "count", count, NULL);
    for (size_t i = 0; i < questions->count; i++) {
        const struct question *question = &questions->rows[i];
        buffer_text(out, "\n ");
        text_fill(out, "ASK_ASKED", "to", question->to, NULL);
        text_fill(out, "ASK_SAID", "words", question->words, "who", question->by, "when", question->at, NULL);
        buffer_format(out, "\n %s: ", text("ASK_ANSWER"));
        outcome_write(question, out);
    }
    buffer_byte(out, '\n');
    return 1 + 2 * (int)questions->count;
}
