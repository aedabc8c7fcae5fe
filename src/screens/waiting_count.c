#include "screens/waiting.h"
#include "screens/waiting_rows.h"

void waiting_counted(struct desk *desk, int urgent)
{
    desk->urgent = urgent;
    ui_waiting(desk->ui, urgent);
}

static void counted(void *owner, const struct store_reply *reply)
{
    struct desk *desk = owner;
    if (store_reply_error(reply))
        return;
    desk->awaits = store_reply_number(reply, 0, "applicants") > 0;
    waiting_counted(desk, waiting_lanes_refused(desk) + (int)store_reply_number(reply, 0, "count"));
}

void waiting_count(struct desk *desk)
{
    struct store_query query = {.sql = "SELECT count(*) FILTER (WHERE kind IN ('authorise', 'received', "
                                       "'slip', 'handed', 'taken') OR (kind = 'waits' AND "
                                       "detail NOT IN ('review', 'recheck', 'approve', 'authorise'))) AS "
                                       "count, count(*) FILTER (WHERE kind = "
                                       "'waits') AS applicants FROM desk.waiting_list($1, $2)",
                                .reads = true};
    if (!desk->name || !desk->outbox || desk_cut(desk))
        return;
    store_query_number(&query, desk->region);
    store_query_number(&query, desk->hall);
    desk_call(desk, &query, counted, desk);
}

void waiting_told(struct desk *desk)
{
    if (desk->awaits || desk_may(desk, "supervise"))
        waiting_count(desk);
}
