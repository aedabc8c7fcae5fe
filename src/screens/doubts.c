#include "screens/doubts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/text.h"

void doubts_ask(struct desk *desk, int64_t case_id, store_answered *answered, void *owner)
{
    struct store_query query = {.sql = "SELECT doubt_id, kind, name AS key, name_zh, name_en, reason, "
                                       "reason_zh, reason_en, words, who, decision, correct "
                                       "FROM desk.doubt_list($1, $2)"};
    store_query_number(&query, desk->region);
    store_query_number(&query, case_id);
    desk_call(desk, &query, answered, owner);
}

void doubts_free(struct doubts *doubts)
{
    for (size_t i = 0; i < doubts->count; i++) {
        struct doubt *doubt = &doubts->rows[i];
        char *texts[] = {doubt->key,         doubt->name,  doubt->reason,
                         doubt->reason_name, doubt->words, doubt->who};
        for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++)
            free(texts[t]);
    }
    free(doubts->rows);
    *doubts = (struct doubts){0};
}

void doubts_take(struct doubts *doubts, const struct desk *desk, const struct store_reply *reply)
{
    doubts_free(doubts);
    doubts->rows = memory_get((size_t)store_reply_rows(reply) + 1, sizeof(*doubts->rows));
    for (int row = 0; row < store_reply_rows(reply); row++)
        doubts->rows[doubts->count++] = (struct doubt){
            .id = store_reply_number(reply, row, "doubt_id"),
            .material = strcmp(store_reply_text(reply, row, "kind"), "material") == 0,
            .key = memory_text(store_reply_text(reply, row, "key")),
            .name = memory_text(desk_column(desk, reply, row, "name")),
            .reason = memory_text(store_reply_text(reply, row, "reason")),
            .reason_name = memory_text(desk_column(desk, reply, row, "reason")),
            .words = memory_text(store_reply_text(reply, row, "words")),
            .who = memory_text(store_reply_text(reply, row, "who")),
            .open = store_reply_null(reply, row, "decision"),
            .correct = store_reply_flag(reply, row, "correct"),
        };
}

size_t doubts_open(const struct doubts *doubts)
{
    size_t count = 0;
    for (size_t i = 0; i < doubts->count; i++)
        count += doubts->rows[i].open;
    return count;
}

void doubt_write(const struct doubt *doubt, struct buffer *out)
{
    buffer_text(out, doubt->reason_name);
    if (*doubt->words)
        text_fill(out, "DOUBT_WORDS", "words", doubt->words, NULL);
}

bool doubts_correct(const struct doubts *doubts, bool material, const char *key, struct buffer *out)
{
    bool any = false;
    for (size_t i = 0; i < doubts->count; i++) {
        const struct doubt *doubt = &doubts->rows[i];
        if (!doubt->correct || doubt->material != material || strcmp(doubt->key, key) != 0)
            continue;
        if (any)
            buffer_text(out, text("DOUBT_BETWEEN"));
        doubt_write(doubt, out);
        any = true;
    }
    return any;
}

void doubts_notice(const struct doubts *doubts, struct buffer *out)
{
    int number = 0;
    for (size_t i = 0; i < doubts->count; i++) {
        const struct doubt *doubt = &doubts->rows[i];
        struct buffer what = {0};
        char place[16];
        if (!doubt->open)
            continue;
        snprintf(place, sizeof(place), "%d", ++number);
        doubt_write(doubt, &what);
        text_fill(out, number == 1 ? "DOUBT_NOTICE_FIRST" : "DOUBT_NOTICE", "n", place, "name", doubt->name,
                  "what", buffer_string(&what), NULL);
        buffer_free(&what);
    }
}
