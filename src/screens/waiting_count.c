#include "screens/waiting.h"
#include "screens/waiting_rows.h"

static void counted(void *owner, const struct store_reply *reply)
{
    struct desk *desk = owner;
    if (!store_reply_error(reply))
        ui_waiting(desk->ui, waiting_lanes_refused(desk) + (int)store_reply_number(reply, 0, "count"));
}

void waiting_count(struct desk *desk)
{
    struct store_query query = {.sql =
                                    "SELECT count(*) AS count FROM desk.waiting_list($1, $2) WHERE kind IN "
                                    "('received', 'slip', 'taken')",
                                .reads = true};
    if (!desk->name || !desk->outbox || desk_cut(desk))
        return;
    store_query_number(&query, desk->region);
    store_query_number(&query, desk->hall);
    desk_call(desk, &query, counted, desk);
}
