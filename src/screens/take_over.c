#include "screens/take_over.h"

#include <stdio.h>

#include "model/slip.h"

/* --- my values, behind all that the case has */

static void put(void *owner, const struct store_reply *reply)
{
    struct take_over *over = owner;
    over->failed = desk_refused(over->desk, reply) || over->failed;
    if (--over->under_way > 0)
        return;
    over->done(over->screen, !over->failed);
}

static void field_put(struct take_over *over, const struct conflict_value *value, int64_t seq)
{
    struct store_query query = {.sql = "SELECT seq FROM desk.field_save($1, $2, $3, $4, $5, $6)"};
    store_query_number(&query, over->desk->region);
    store_query_number(&query, over->case_id);
    store_query_text(&query, over->token);
    store_query_number(&query, seq);
    store_query_text(&query, value->key);
    store_query_text(&query, value->value);
    over->under_way++;
    desk_call(over->desk, &query, put, over);
}

/* The slip names the moment at which it was given. */
static void slip_put(struct take_over *over, const struct conflict_value *value)
{
    char key[DESK_KEY], accept[DESK_KEY], moment[40];
    const char *at = value->value;
    if (!slip_valid(at)) { /* stays in the outbox: nothing is dropped that did not go in */
        over->failed = true;
        ui_say(over->desk->ui, ROLE_WRONG, "E_SLIP_WRONG", "slip", at, NULL);
        return;
    }
    desk_key(key);
    desk_key(accept);
    snprintf(moment, sizeof(moment), "%.4s-%.2s-%.2s %.2s:%.2s:%.2s+08", at + 6, at + 10, at + 12, at + 14,
             at + 16, at + 18);
    struct store_query query = {.sql = "SELECT state FROM desk.case_receive($1, $2, $3, $4, $5, $6, $7)"};
    store_query_text(&query, key);
    store_query_number(&query, over->desk->region);
    store_query_number(&query, over->case_id);
    store_query_text(&query, over->token);
    store_query_text(&query, value->value);
    store_query_text(&query, moment);
    store_query_text(&query, accept);
    over->under_way++;
    desk_call(over->desk, &query, put, over);
}

static void sequence_came(void *owner, const struct store_reply *reply)
{
    struct take_over *over = owner;
    if (desk_refused(over->desk, reply)) {
        over->done(over->screen, false);
        return;
    }
    int64_t seq = store_reply_number(reply, 0, "seq");
    over->under_way = 1; /* until all are sent */
    over->failed = false;
    for (size_t i = 0; i < over->values->count; i++) {
        const struct conflict_value *value = &over->values->values[i];
        if (value->kind == LANE_FIELD)
            field_put(over, value, ++seq);
        else if (value->kind == LANE_SLIP)
            slip_put(over, value);
    }
    put(over, reply);
}

static void taken(void *owner, const struct store_reply *reply)
{
    struct take_over *over = owner;
    if (desk_refused(over->desk, reply) || store_reply_rows(reply) == 0) {
        over->done(over->screen, false);
        return;
    }
    snprintf(over->token, sizeof(over->token), "%s", store_reply_text(reply, 0, "token"));
    struct store_query query = {.sql = "SELECT coalesce(max(seq), 0) AS seq FROM desk.case_fields($1, $2)"};
    store_query_number(&query, over->desk->region);
    store_query_number(&query, over->case_id);
    desk_call(over->desk, &query, sequence_came, over);
}

void take_over_begin(struct take_over *over)
{
    char key[DESK_KEY];
    desk_key(key);
    struct store_query query = {.sql =
                                    "SELECT token FROM desk.case_take($1, $2, $3, nullif($4, 0)::smallint)"};
    store_query_text(&query, key);
    store_query_number(&query, over->desk->region);
    store_query_number(&query, over->case_id);
    store_query_number(&query, over->desk->window);
    desk_call(over->desk, &query, taken, over);
}
