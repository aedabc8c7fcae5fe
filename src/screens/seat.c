#include "screens/seat.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/waiting.h"
#include "text/text.h"

/* --- what is paused */

static bool known(const struct desk *desk, int64_t id)
{
    for (size_t i = 0; i < desk->pause_count; i++) {
        if (desk->pauses[i] == id)
            return true;
    }
    return false;
}

static bool tells(const struct store_reply *reply, int64_t id)
{
    for (int at = 0; at < store_reply_rows(reply); at++) {
        if (store_reply_number(reply, at, "pause_id") == id)
            return true;
    }
    return false;
}

static void pause_say(struct desk *desk, const struct store_reply *reply, int at)
{
    struct buffer words = {0};
    const char *until = store_reply_text(reply, at, "until");
    text_fill(&words, text_of("PAUSED_BY", store_reply_text(reply, at, "kind")), "who",
              store_reply_text(reply, at, "who"), "until", *until ? until : text("PAUSED_OPEN"), "words",
              store_reply_text(reply, at, "words"), "stage",
              text_of("STAGE", store_reply_text(reply, at, "stage")), "item",
              desk_column(desk, reply, at, "item"), NULL);
    ui_say_text(desk->ui, ROLE_CONFIRM, buffer_string(&words));
    buffer_free(&words);
}

static void pauses_came(void *owner, const struct store_reply *reply)
{
    struct desk *desk = owner;
    bool over = false;
    if (store_reply_error(reply))
        return; /* whatever it is, what the person does themselves is refused with it too */
    for (size_t i = 0; i < desk->pause_count; i++)
        over = over || !tells(reply, desk->pauses[i]);
    if (over)
        ui_say(desk->ui, ROLE_DONE, "PAUSED_OVER", NULL);
    for (int at = 0; at < store_reply_rows(reply); at++) {
        if (!known(desk, store_reply_number(reply, at, "pause_id")))
            pause_say(desk, reply, at);
    }
    desk->pause_count = (size_t)store_reply_rows(reply);
    desk->pauses = memory_resize(desk->pauses, desk->pause_count + 1, sizeof(*desk->pauses));
    for (size_t i = 0; i < desk->pause_count; i++)
        desk->pauses[i] = store_reply_number(reply, (int)i, "pause_id");
}

void seat_told(struct desk *desk, const char *payload)
{
    if (*payload && (atoi(payload) != desk->region || strchr(payload, ' ')))
        return; /* elsewhere, or somebody sat down */
    if (*payload)
        waiting_count(desk);
    struct store_query query = {.sql =
                                    "SELECT pause_id, kind, coalesce(stage, '') AS stage, item_zh, item_en, "
                                    "who, to_char(until, 'HH24:MI') AS until, words "
                                    "FROM desk.pause_mine($1, $2, $3)",
                                .reads = true};
    store_query_number(&query, desk->region);
    store_query_number(&query, desk->hall);
    store_query_number(&query, desk->window);
    desk_call(desk, &query, pauses_came, desk);
}

void seat_forget(struct desk *desk)
{
    free(desk->pauses);
    desk->pauses = NULL;
    desk->pause_count = 0;
}

/* --- where I am */

static void set(void *owner, const struct store_reply *reply)
{
    (void)owner; /* a figure on somebody else's screen: nothing to tell here */
    (void)reply;
}

static bool seat_set(struct desk *desk, const char *state, store_answered *answered, void *owner)
{
    if (!desk->window || !desk->session || desk_cut(desk))
        return false;
    struct store_query query = {.sql = "SELECT desk.seat_set($1, $2)"};
    store_query_number(&query, desk->region);
    store_query_text(&query, state);
    desk_call(desk, &query, answered, owner);
    return true;
}

void seat_away(struct desk *desk, bool away)
{
    seat_set(desk, away ? "away" : "here", set, desk);
}

bool seat_off(struct desk *desk, store_answered *answered, void *owner)
{
    return seat_set(desk, "off", answered, owner);
}
