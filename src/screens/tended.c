#include "screens/tended.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/text.h"

enum { MINUTE = 60000 };

static void until_set(struct desk *desk, const char *until)
{
    const char *old = desk->tending.until;
    if (until ? old && strcmp(old, until) == 0 : !old)
        return;
    free(desk->tending.until);
    desk->tending.until = until ? memory_text(until) : NULL;
    ui_changed(desk->ui);
}

static void tended_came(void *owner, const struct store_reply *reply)
{
    struct desk *desk = owner;
    desk->tending.asked = false;
    if (store_reply_error(reply))
        return; /* whatever it is, what the person does themselves is refused with it too */
    if (store_reply_number(reply, 0, "seconds") <= TENDED_LATE)
        until_set(desk, NULL);
    else
        until_set(desk, store_reply_null(reply, 0, "since") ? text("TENDED_NEVER")
                                                            : store_reply_text(reply, 0, "since"));
}

void tended_ask(struct desk *desk)
{
    if (!desk->tending.timer || desk->tending.asked || desk_cut(desk))
        return;
    desk->tending.asked = true;
    struct store_query query = {
        .sql = "SELECT seconds, to_char(since, 'MM-DD HH24:MI') AS since FROM desk.tended()", .reads = true};
    desk_call(desk, &query, tended_came, desk);
}

static void minute_turned(void *owner)
{
    tended_ask(owner);
}

void tended_watch(struct desk *desk)
{
    if (!desk_may(desk, "supervise"))
        return;
    loop_timer_end(desk->loop, desk->tending.timer);
    desk->tending.timer =
        loop_timer(desk->loop, MINUTE - desk_now(desk).second % 60 * 1000, MINUTE, minute_turned, desk);
    tended_ask(desk);
}

void tended_end(struct desk *desk)
{
    loop_timer_end(desk->loop, desk->tending.timer);
    free(desk->tending.until);
    desk->tending = (struct desk_tending){0};
}

const char *tended_until(const struct desk *desk)
{
    return desk->tending.until;
}
