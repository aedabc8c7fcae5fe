#include "screens/decision.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const struct {
    const char *word, *reasons;
} kinds[DECISIONS] = {
    [DECISION_AGREE] = {"agree", NULL},
    [DECISION_RETURN] = {"return", "return_reason"},
    [DECISION_DENY] = {"deny", "deny_reason"},
    [DECISION_SUSPEND] = {"suspend", "clock_stop"},
};

const char *decision_word(enum decision_kind kind)
{
    return kinds[kind].word;
}

const char *decision_reasons(enum decision_kind kind)
{
    return kinds[kind].reasons;
}

void decision_reasons_query(enum decision_kind kind, const struct desk *desk, int64_t case_id,
                            struct store_query *query)
{
    if (kind != DECISION_SUSPEND) {
        *query = (struct store_query){.sql = "SELECT code, name_zh, name_en FROM desk.reason_list($1)"};
        store_query_text(query, decision_reasons(kind));
        return;
    }
    *query = (struct store_query){.sql = "SELECT code, name_zh, name_en FROM desk.suspend_list($1, $2)"};
    store_query_number(query, desk->region);
    store_query_number(query, case_id);
}

void decision_reason_write(enum decision_kind kind, const char *code, const char *name, struct buffer *out)
{
    if (kind != DECISION_SUSPEND)
        buffer_format(out, "%s ", code);
    buffer_text(out, name);
}

struct decision *decision_of(struct desk *desk, int64_t task_id)
{
    for (struct decision *decision = desk->decisions; decision; decision = decision->next) {
        if (decision->task_id == task_id)
            return decision;
    }
    struct decision *fresh = memory_get(1, sizeof(*fresh));
    *fresh = (struct decision){.task_id = task_id,
                               .words = memory_text(""),
                               .proposed = memory_text(""),
                               .again = memory_text(""),
                               .until = memory_text(""),
                               .next = desk->decisions};
    desk->decisions = fresh;
    return fresh;
}

void decision_reason(struct decision *decision, const char *code, const char *name)
{
    free(decision->reason_code);
    free(decision->reason_name);
    decision->reason_code = memory_text(code);
    decision->reason_name = memory_text(name);
}

void decision_choose(struct decision *decision, enum decision_kind kind)
{
    decision->kind = kind;
    decision_reason(decision, NULL, NULL);
}

static void text_replace(char **at, const char *by)
{
    char *copy = memory_text(by);
    free(*at);
    *at = copy;
}

void decision_words(struct decision *decision, const char *words)
{
    text_replace(&decision->words, words);
}

void decision_proposed(struct decision *decision, const char *notice)
{
    text_replace(&decision->proposed, notice);
}

void decision_again(struct decision *decision, const char *words)
{
    text_replace(&decision->again, words);
}

void decision_until(struct decision *decision, const char *day)
{
    text_replace(&decision->until, day);
}

bool decision_complete(const struct decision *decision)
{
    return !kinds[decision->kind].reasons || decision->reason_code;
}

static void decision_free(struct decision *decision)
{
    decision_reason(decision, NULL, NULL);
    free(decision->words);
    free(decision->proposed);
    free(decision->again);
    free(decision->until);
    free(decision);
}

void decision_done(struct desk *desk, int64_t task_id)
{
    for (struct decision **at = &desk->decisions; *at; at = &(*at)->next) {
        struct decision *decision = *at;
        if (decision->task_id != task_id)
            continue;
        *at = decision->next;
        decision_free(decision);
        return;
    }
}

void decisions_free(struct desk *desk)
{
    while (desk->decisions)
        decision_done(desk, desk->decisions->task_id);
}
