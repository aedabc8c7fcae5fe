#include <stdio.h>
#include <string.h>

#include "screens/waiting.h"
#include "screens/waiting_rows.h"

void waiting_counted(struct desk *desk, int urgent)
{
    desk->urgent = urgent;
    ui_waiting(desk->ui, urgent);
}

/* Once behind signing on, also after a breakdown: what is left undone stands under F12. */
static void left_tell(struct desk *desk, int left)
{
    char count[16];
    bool tells = desk->comes && left > 0 && !*ui_message(desk->ui);
    desk->comes = false;
    if (!tells)
        return;
    snprintf(count, sizeof(count), "%d", left);
    ui_say(desk->ui, ROLE_CONFIRM, "HOME_LEFT", "count", count, NULL);
}

static void counted(void *owner, const struct store_reply *reply)
{
    struct desk *desk = owner;
    if (store_reply_error(reply))
        return;
    desk->answered = (int)store_reply_number(reply, 0, "answered");
    desk->awaits = store_reply_number(reply, 0, "applicants") > 0;
    int refused = waiting_lanes_refused(desk);
    waiting_counted(desk, refused + (int)store_reply_number(reply, 0, "count"));
    left_tell(desk, refused + (int)store_reply_number(reply, 0, "undone"));
}

void waiting_count(struct desk *desk)
{
    struct store_query query = {
        .sql = "SELECT count(*) FILTER (WHERE kind IN ('authorise', 'again', 'received', "
               "'slip', 'handed', 'assigned', 'taken', 'question', 'answered') OR (kind = 'waits' AND "
               "detail NOT IN ('review', 'recheck', 'approve', 'authorise'))) AS "
               "count, count(*) FILTER (WHERE kind = 'waits') AS applicants, "
               "count(*) FILTER (WHERE kind = 'answered') AS answered, count(*) FILTER (WHERE kind <> "
               "'undo') AS undone FROM desk.waiting_list($1, $2)",
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

void waiting_asked(struct desk *desk, const char *payload)
{
    struct buffer mine = {0}, here = {0};
    buffer_format(&mine, "staff %s", desk->login);
    buffer_format(&here, "hall %d %d", desk->region, desk->hall);
    if (strcmp(payload, buffer_string(&mine)) == 0 || strcmp(payload, buffer_string(&here)) == 0)
        waiting_count(desk);
    buffer_free(&mine);
    buffer_free(&here);
}
