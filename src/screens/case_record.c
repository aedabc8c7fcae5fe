#include "screens/case_record.h"

#include <stdlib.h>
#include <string.h>

#include "model/money.h"
#include "text/text.h"

static bool column_is(const struct store_reply *reply, int row, const char *column, const char *value)
{
    return strcmp(store_reply_text(reply, row, column), value) == 0;
}

/* "2015-03 to 2018-12, 46 months, 12,345.67 yuan": from the columns that both lists share. */
static void months_write(const struct store_reply *reply, int row, struct buffer *out)
{
    int64_t fen = store_reply_number(reply, row, "account_fen");
    text_fill(out, "RECORD_MONTHS", "from", store_reply_text(reply, row, "first_month"), "to",
              store_reply_text(reply, row, "last_month"), "months", store_reply_text(reply, row, "months"),
              NULL);
    if (store_reply_null(reply, row, "account_fen") || fen < 0 || fen > MONEY_MOST)
        return;
    struct buffer yuan = {0};
    money_grouped(&yuan, fen);
    text_fill(out, "RECORD_YUAN", "yuan", buffer_string(&yuan), NULL);
    buffer_free(&yuan);
}

/* Behind the values; who decides writes those themselves. */
static struct paper *lines_of(struct case_view *view)
{
    return view->sight == CASE_DECIDED ? &view->record : &view->values;
}

static void reply_head(struct case_view *view, const struct store_reply *reply, int row)
{
    struct buffer line = {0};
    bool counts = store_reply_flag(reply, row, "counts");
    text_fill(&line, "RECORD_REPLY", "paper", store_reply_text(reply, row, "paper"), "day",
              store_reply_text(reply, row, "replied_on"), "who", store_reply_text(reply, row, "entered_by"),
              NULL);
    paper_pair(lines_of(view), text(counts ? "RECORD_REPLY_TITLE" : "RECORD_REPLY_FORMER"),
               buffer_string(&line));
    if (*store_reply_text(reply, row, "words"))
        paper_pair(lines_of(view), "", store_reply_text(reply, row, "words"));
    buffer_free(&line);
}

static void replies_came(void *owner, const struct store_reply *reply)
{
    struct case_view *view = owner;
    if (desk_refused(view->desk, reply))
        return;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        if (row == 0 || !column_is(reply, row, "reply_id", store_reply_text(reply, row - 1, "reply_id")))
            reply_head(view, reply, row);
        if (store_reply_null(reply, row, "line"))
            continue;
        struct buffer line = {0};
        months_write(reply, row, &line);
        paper_pair(lines_of(view), desk_column(view->desk, reply, row, "place"), buffer_string(&line));
        buffer_free(&line);
    }
    view->changed(view->screen);
}

/* The record with what this case adds, and one line over all of it. */
static void contributions_came(void *owner, const struct store_reply *reply)
{
    struct case_view *view = owner;
    if (desk_refused(view->desk, reply))
        return;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        struct buffer line = {0}, name = {0};
        if (column_is(reply, row, "source", "reply"))
            continue; /* stands above, with its letter */
        months_write(reply, row, &line);
        if (store_reply_number(reply, row, "twice") > 0)
            text_fill(&line, "RECORD_TWICE", "months", store_reply_text(reply, row, "twice"), NULL);
        text_fill(&name, "RECORD_SOURCE", "source", store_reply_text(reply, row, "source"), "place",
                  desk_column(view->desk, reply, row, "place"), NULL);
        paper_pair(lines_of(view), buffer_string(&name), buffer_string(&line));
        buffer_free(&line);
        buffer_free(&name);
    }
    view->changed(view->screen);
}

/* Answered, in whose hands it is, or only by when; what nobody needs any more is left out. */
static void branch_write(const struct store_reply *reply, int row, struct buffer *out)
{
    const char *day = store_reply_text(reply, row, "due"), *who = store_reply_text(reply, row, "who");
    bool vote = column_is(reply, row, "kind", "vote");
    if (!store_reply_null(reply, row, "answer"))
        text_fill(out, "CASE_BRANCH_ANSWERED", "answer",
                  text_of(vote ? "VOTE" : "BRANCH", store_reply_text(reply, row, "answer")), "who", who,
                  "words", store_reply_text(reply, row, "words"), NULL);
    else
        text_fill(out, *who ? "CASE_BRANCH_HELD" : "CASE_BRANCH_OPEN", "who", who, "day", day, NULL);
}

static void branches_came(void *owner, const struct store_reply *reply)
{
    struct case_view *view = owner;
    if (desk_refused(view->desk, reply))
        return;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        struct buffer line = {0}, name = {0};
        if (column_is(reply, row, "kind", "vote"))
            text_fill(&name, "CASE_VOTE", "number", store_reply_text(reply, row, "key"), NULL);
        else
            buffer_text(&name, desk_column(view->desk, reply, row, "name"));
        branch_write(reply, row, &line);
        paper_pair(lines_of(view), buffer_string(&name), buffer_string(&line));
        buffer_free(&line);
        buffer_free(&name);
    }
    view->changed(view->screen);
}

static void ask(struct case_view *view, const char *sql, store_answered *answered)
{
    struct store_query query = {.sql = sql};
    store_query_number(&query, view->desk->region);
    store_query_number(&query, view->case_id);
    desk_call(view->desk, &query, answered, view);
}

void case_record_ask(struct case_view *view)
{
    ask(view,
        "SELECT reply_id, counts, paper, replied_on, words, entered_by, line, coalesce(place_zh, place) AS "
        "place_zh, "
        "coalesce(place_en, place) AS place_en, first_month, last_month, months, account_fen FROM "
        "desk.reply_list($1, $2)",
        replies_came);
    ask(view,
        "SELECT source, coalesce(place_zh, '') AS place_zh, coalesce(place_en, '') AS place_en, first_month, "
        "last_month, "
        "months, twice, account_fen FROM desk.contribution_list($1, $2)",
        contributions_came);
    ask(view,
        "SELECT kind, key, coalesce(name_zh, '') AS name_zh, coalesce(name_en, '') AS name_en, due, "
        "coalesce(answered_by, holder, '') AS who, answer, coalesce(words, '') AS words FROM "
        "desk.branch_list($1, $2) WHERE NOT voided",
        branches_came);
}
