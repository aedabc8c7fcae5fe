#include "screens/hall_phrases.h"

#include <stdlib.h>

#include "base/memory.h"
#include "text/text.h"

void hall_phrases_free(struct hall_phrases *hall)
{
    for (size_t i = 0; i < hall->count; i++)
        free(hall->words[i]);
    free(hall->words);
    hall->words = NULL;
    hall->count = 0;
}

static void list_came(void *owner, const struct store_reply *reply)
{
    struct hall_phrases *hall = owner;
    if (desk_refused(hall->desk, reply))
        return;
    hall_phrases_free(hall);
    hall->count = (size_t)store_reply_rows(reply);
    hall->words = memory_get(hall->count + 1, sizeof(*hall->words));
    for (size_t i = 0; i < hall->count; i++)
        hall->words[i] = memory_text(store_reply_text(reply, (int)i, "words"));
    hall->came(hall->screen);
    ui_changed(hall->desk->ui);
}

static void place_put(const struct hall_phrases *hall, struct store_query *query)
{
    store_query_number(query, hall->desk->region);
    store_query_number(query, hall->desk->hall);
    store_query_text(query, hall->kind);
}

void hall_phrases_ask(struct hall_phrases *hall)
{
    struct store_query query = {.sql = "SELECT words FROM desk.phrase_list($1, $2, $3)", .reads = true};
    if (desk_cut(hall->desk))
        return;
    place_put(hall, &query);
    desk_call(hall->desk, &query, list_came, hall);
}

static void kept(void *owner, const struct store_reply *reply)
{
    struct hall_phrases *hall = owner;
    if (!desk_refused(hall->desk, reply))
        ui_say(hall->desk->ui, ROLE_DONE, "PHRASES_HALL_KEPT", NULL);
    hall_phrases_ask(hall);
}

static void dropped(void *owner, const struct store_reply *reply)
{
    struct hall_phrases *hall = owner;
    if (!desk_refused(hall->desk, reply))
        ui_say(hall->desk->ui, ROLE_DONE, "PHRASES_HALL_GONE", NULL);
    hall_phrases_ask(hall);
}

static void change(struct hall_phrases *hall, const char *sql, const char *words, store_answered *answered)
{
    struct store_query query = {.sql = sql};
    if (desk_cut(hall->desk)) {
        ui_say(hall->desk->ui, ROLE_WRONG, "SETTINGS_CUT", NULL);
        return;
    }
    place_put(hall, &query);
    store_query_text(&query, words);
    desk_call(hall->desk, &query, answered, hall);
}

void hall_phrases_keep(struct hall_phrases *hall, const char *words)
{
    change(hall, "SELECT desk.phrase_keep($1, $2, $3, $4)", words, kept);
}

void hall_phrases_drop(struct hall_phrases *hall, const char *words)
{
    change(hall, "SELECT desk.phrase_drop($1, $2, $3, $4)", words, dropped);
}
