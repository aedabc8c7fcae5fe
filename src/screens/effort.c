#include "screens/effort.h"

void effort_begin(struct effort *effort, const struct desk *desk)
{
    *effort = (struct effort){true, ui_effort(desk->ui)};
}

/* A figure that was not noted stops nobody. */
static void noted(void *owner, const struct store_reply *reply)
{
    (void)owner;
    (void)reply;
}

void effort_send(struct effort *effort, struct desk *desk, int64_t case_id, const char *stage)
{
    struct ui_effort now = ui_effort(desk->ui);
    struct store_query query = {.sql = "SELECT desk.effort_note($1, $2, $3, $4, $5, $6)"};
    char key[DESK_KEY];
    if (!effort->begun)
        return;
    effort->begun = false;
    desk_key(key);
    store_query_text(&query, key);
    store_query_number(&query, desk->region);
    store_query_number(&query, case_id);
    store_query_text(&query, stage);
    store_query_number(&query, now.keys - effort->from.keys);
    store_query_number(&query, (now.milliseconds - effort->from.milliseconds + 500) / 1000);
    desk_call(desk, &query, noted, desk);
}
