#include "screens/absence_foreseen.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/text.h"

void absence_foreseen_free(struct absence_foreseen *foreseen)
{
    free(foreseen->refusal);
    free(foreseen->returned);
    free(foreseen->covered);
    free(foreseen->held);
    free(foreseen->rights);
    *foreseen = (struct absence_foreseen){0};
}

struct store_query absence_foreseen_query(const struct desk *desk, const struct absence_words *words)
{
    struct store_query query = {
        .sql = "SELECT code, parameters[1] AS name1, parameters[2] AS value1, parameters[3] AS name2, "
               "parameters[4] AS value2, at_once, returned, covered, held, rights "
               "FROM desk.absence_foresee($1, $2, $3, $4, $5)",
        .reads = true};
    store_query_number(&query, desk->region);
    store_query_text(&query, words->login);
    store_query_text(&query, words->from);
    store_query_text(&query, words->to);
    store_query_text(&query, words->cover);
    return query;
}

/* The sentence that recording it would bring. */
static char *refusal_write(const struct store_reply *reply)
{
    static const char *const names[][2] = {{"name1", "value1"}, {"name2", "value2"}};
    struct buffer words = {0};
    struct error error = {0};
    error_set(&error, store_reply_text(reply, 0, "code"), NULL);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!store_reply_null(reply, 0, names[i][0]))
            error_add(&error, store_reply_text(reply, 0, names[i][0]),
                      store_reply_text(reply, 0, names[i][1]));
    }
    text_error(&words, &error);
    error_free(&error);
    return buffer_take(&words);
}

void absence_foreseen_take(struct absence_foreseen *foreseen, const struct store_reply *reply)
{
    absence_foreseen_free(foreseen);
    *foreseen = (struct absence_foreseen){
        .told = true,
        .refusal = store_reply_null(reply, 0, "code") ? NULL : refusal_write(reply),
        .at_once = store_reply_flag(reply, 0, "at_once"),
        .held_some = store_reply_number(reply, 0, "held") > 0,
        .returned = memory_text(store_reply_text(reply, 0, "returned")),
        .covered = memory_text(store_reply_text(reply, 0, "covered")),
        .held = memory_text(store_reply_text(reply, 0, "held")),
        .rights = memory_text(store_reply_text(reply, 0, "rights")),
    };
}

void absence_foreseen_write(const struct absence_foreseen *foreseen, const struct absence_words *words,
                            struct buffer *out)
{
    text_fill(out, foreseen->at_once ? "ABSENCE_FORESEEN_NOW" : "ABSENCE_FORESEEN_LATER", "who", words->name,
              "from", words->from, "count", foreseen->returned, NULL);
    buffer_text(out, "\n");
    if (foreseen->held_some) {
        text_fill(out, "ABSENCE_FORESEEN_HELD", "count", foreseen->held, NULL);
        buffer_text(out, "\n");
    }
    text_fill(out, *words->cover ? "ABSENCE_FORESEEN_COVER" : "ABSENCE_FORESEEN_NOBODY", "cover",
              words->cover_name, "rights", foreseen->rights, "count", foreseen->covered, NULL);
}
