#include "screens/explain.h"

#include <string.h>

#include "text/text.h"
#include "ui/why.h"

static void clock_sentence(const struct store_reply *reply, int row, struct buffer *out)
{
    text_fill(out, "EXPLAIN_CLOCK", "clock", text_of("CLOCK", store_reply_text(reply, row, "clock")), "due", store_reply_text(reply, row, "due"),
              "days", store_reply_text(reply, row, "limit_days"), "unit", text_of("UNIT", store_reply_text(reply, row, "unit")), "basis",
              store_reply_text(reply, row, "basis"), NULL);
}

static void step_sentence(const struct store_reply *reply, int row, struct buffer *out)
{
    text_fill(out, "EXPLAIN_STEP", "kind", text_of("STEP", store_reply_text(reply, row, "kind")), "first", store_reply_text(reply, row, "first_day"),
              "last", store_reply_text(reply, row, "last_day"), "days", store_reply_text(reply, row, "days"), NULL);
}

static void explained(void *owner, const struct store_reply *reply)
{
    struct explanation *explanation = owner;
    const char *clock = "";
    if (desk_refused(explanation->desk, reply))
        return;
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

void explain_ask(struct explanation *explanation, struct desk *desk, int64_t case_id)
{
    explain_free(explanation);
    explanation->desk = desk;
    struct store_query query = {.sql = "SELECT clock, due, limit_days, unit, basis, kind, first_day, last_day, days FROM desk.explain($1, $2)"};
    store_query_number(&query, desk->region);
    store_query_number(&query, case_id);
    desk_call(desk, &query, explained, explanation);
}

void explain_free(struct explanation *explanation)
{
    if (explanation->desk)
        desk_forget(explanation->desk, explanation);
    buffer_free(&explanation->sentences);
}
