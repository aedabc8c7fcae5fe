#include "screens/explain.h"

#include <ctype.h>
#include <string.h>

#include "store/report.h"
#include "text/text.h"
#include "ui/why.h"

static void clock_sentence(const struct store_reply *reply, int row, struct buffer *out)
{
    text_fill(out, "EXPLAIN_CLOCK", "clock", text_of("CLOCK", store_reply_text(reply, row, "clock")), "due",
              store_reply_text(reply, row, "due"), "days", store_reply_text(reply, row, "limit_days"), "unit",
              text_of("UNIT", store_reply_text(reply, row, "unit")), "basis",
              desk_basis(store_reply_text(reply, row, "basis")), NULL);
}

/* The sentence of a step: CALENDAR_STEP_COUNTED, ..._DAY for a single day, ..._OPEN for a pause without an
 * end. */
static void step_sentence(const struct store_reply *reply, int row, struct buffer *out)
{
    struct buffer code = {0};
    const char *kind = store_reply_text(reply, row, "kind");
    bool stretch = strcmp(kind, "counted") == 0 || strcmp(kind, "rest") == 0 || strcmp(kind, "pause") == 0;
    buffer_text(&code, "CALENDAR_STEP_");
    for (const char *c = kind; *c; c++)
        buffer_byte(&code, (char)toupper((unsigned char)*c));
    if (stretch && store_reply_null(reply, row, "last_day"))
        buffer_text(&code, "_OPEN");
    else if (stretch && store_reply_number(reply, row, "days") == 1)
        buffer_text(&code, "_DAY");
    buffer_text(out, "   ");
    text_fill(out, buffer_string(&code), "first", store_reply_text(reply, row, "first_day"), "last",
              store_reply_text(reply, row, "last_day"), "days", store_reply_text(reply, row, "days"), NULL);
    buffer_free(&code);
}

static void owed_came(void *owner, const struct store_reply *reply)
{
    struct explanation *explanation = owner;
    buffer_clear(&explanation->owed);
    for (int row = 0; row < store_reply_rows(reply); row++) {
        struct buffer sentence = {0};
        text_fill(&sentence,
                  store_reply_flag(reply, row, "at_window") ? "EXPLAIN_OWED_WINDOW" : "EXPLAIN_OWED", "who",
                  store_reply_text(reply, row, "asked"), "by", store_reply_text(reply, row, "asked_by"),
                  "since", store_reply_text(reply, row, "since"), NULL);
        why_add(&explanation->owed, buffer_string(&sentence));
        buffer_free(&sentence);
    }
}

static void explained(void *owner, const struct store_reply *reply)
{
    struct explanation *explanation = owner;
    const char *clock = "";
    const struct error *error = store_reply_error(reply);
    buffer_clear(&explanation->sentences);
    buffer_text(&explanation->sentences, buffer_string(&explanation->owed));
    if (error) { /* nothing that was done failed: it stands where the dates would */
        struct buffer sentence = {0};
        text_error(&sentence, error);
        why_add(&explanation->sentences, buffer_string(&sentence));
        buffer_free(&sentence);
        return;
    }
    for (int row = 0; row < store_reply_rows(reply); row++) {
        struct buffer sentence = {0};
        if (strcmp(clock, store_reply_text(reply, row, "clock")) != 0) {
            clock = store_reply_text(reply, row, "clock");
            clock_sentence(reply, row, &sentence);
            why_add(&explanation->sentences, buffer_string(&sentence));
            buffer_clear(&sentence);
        }
        step_sentence(reply, row, &sentence);
        why_add(&explanation->sentences, buffer_string(&sentence));
        buffer_free(&sentence);
    }
}

static void part_sentence(const struct store_reply *reply, int row, struct buffer *out)
{
    struct buffer days = {0}, total = {0};
    const char *decision = store_reply_text(reply, row, "decision");
    report_days(reply, row, "minutes", &days);
    report_days(reply, row, "total", &total);
    text_fill(out, *decision ? "EXPLAIN_PART" : "EXPLAIN_PART_NOW", "stage",
              text_of("STAGE", store_reply_text(reply, row, "stage")), "who",
              store_reply_text(reply, row, "who"), "decision", text_of("ACTION", decision), "days",
              days.length ? buffer_string(&days) : "?", "total", total.length ? buffer_string(&total) : "?",
              NULL);
    buffer_free(&days);
    buffer_free(&total);
}

/* In how many hands it was for how long; nothing as long as it was in none but the first. */
static void parts_came(void *owner, const struct store_reply *reply)
{
    struct explanation *explanation = owner;
    int rows = store_reply_rows(reply);
    if (rows < 2)
        return;
    why_add(&explanation->sentences, text("EXPLAIN_PARTS"));
    for (int row = 0; row < rows; row++) {
        struct buffer sentence = {0};
        buffer_text(&sentence, "   ");
        part_sentence(reply, row, &sentence);
        why_add(&explanation->sentences, buffer_string(&sentence));
        buffer_free(&sentence);
    }
}

void explain_ask(struct explanation *explanation, struct desk *desk, int64_t case_id)
{
    explain_free(explanation);
    explanation->desk = desk;
    why_add(&explanation->sentences, text("EXPLAIN_COMING"));
    struct store_query owed = {
        .sql = "SELECT at_window, asked, asked_by, to_char(since, 'MM-DD HH24:MI') AS since "
               "FROM desk.question_owed($1, $2)",
        .reads = true};
    store_query_number(&owed, desk->region);
    store_query_number(&owed, case_id);
    desk_call(desk, &owed, owed_came, explanation);
    struct store_query query = {.sql = "SELECT clock, due, limit_days, unit, basis, kind, first_day, "
                                       "last_day, days FROM desk.explain($1, $2)"};
    store_query_number(&query, desk->region);
    store_query_number(&query, case_id);
    desk_call(desk, &query, explained, explanation);
    struct store_query parts = {.sql =
                                    "SELECT stage, coalesce(who, '') AS who, decision, minutes, total FROM "
                                    "desk.case_parts($1, $2) ORDER BY part",
                                .reads = true};
    store_query_number(&parts, desk->region);
    store_query_number(&parts, case_id);
    desk_call(desk, &parts, parts_came, explanation);
}

void explain_free(struct explanation *explanation)
{
    if (explanation->desk)
        desk_forget(explanation->desk, explanation);
    buffer_free(&explanation->sentences);
    buffer_free(&explanation->owed);
}
