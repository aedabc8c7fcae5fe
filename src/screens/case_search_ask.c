/* Asking for pages of what is searched. */
#include <stdlib.h>

#include "base/memory.h"
#include "screens/case_search_inside.h"
#include "text/text.h"

static void key_free(struct search_key *key)
{
    free(key->at);
    free(key->id);
    *key = (struct search_key){0};
}

static void key_take(struct search_key *key, const struct store_reply *reply, int row)
{
    key_free(key);
    key->at = memory_text(store_reply_text(reply, row, "key"));
    key->id = memory_text(store_reply_text(reply, row, "case_id"));
}

void case_search_forget(struct case_search *search)
{
    key_free(&search->first);
    key_free(&search->last);
    free(search->edge);
    search->edge = NULL;
    criteria_values_free(&search->asked);
    find_rows_free(&search->rows);
}

static void page_came(void *owner, const struct store_reply *reply);

static void page_ask(struct case_search *search, enum search_way way)
{
    struct store_query query = {
        .sql = "SELECT CASE WHEN item IS NULL THEN 'edge' ELSE 'case' END AS kind, 'criteria' AS matched, "
               "case_id, 0 AS person_id, number, item_zh, item_en, state, stage, waiting, name, unit, "
               "to_char(promised_due, 'YYYY-MM-DD') AS due, to_char(since, 'YYYY-MM-DD') AS since, "
               "since::text AS key FROM desk.case_search($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
               "$13, $14, $15)",
        .reads = true};
    const struct search_key *key = way == SEARCH_NEXT ? &search->last : &search->first;
    search->way = way;
    search->waiting = true;
    search->most = search->list.height;
    store_query_number(&query, search->desk->region);
    criteria_query(&search->asked, &query);
    store_query_text(&query, way == SEARCH_FIRST ? NULL : key->at);
    store_query_text(&query, way == SEARCH_FIRST ? NULL : key->id);
    store_query_flag(&query, way == SEARCH_BACK);
    store_query_number(&query, search->most);
    desk_call(search->desk, &query, page_came, search);
}

/* The row that says where the look ended; -1: the page is whole. */
static int edge_row(const struct case_search *search, const struct store_reply *reply)
{
    int count = store_reply_rows(reply), row = search->way == SEARCH_BACK ? 0 : count - 1;
    return count && store_reply_null(reply, row, "item_zh") ? row : -1;
}

static void page_take(struct case_search *search, const struct store_reply *reply)
{
    int edge = edge_row(search, reply);
    find_rows_take(&search->rows, search->desk, reply);
    key_free(&search->first);
    key_free(&search->last);
    if (store_reply_rows(reply)) {
        key_take(&search->first, reply, 0);
        key_take(&search->last, reply, store_reply_rows(reply) - 1);
    }
    free(search->edge);
    search->edge = edge >= 0 ? memory_text(store_reply_text(reply, edge, "since")) : NULL;
    list_refresh(&search->list);
    list_select(&search->list, 0);
    search->searched = true;
    if (!search->rows.count && search->at == CRITERIA)
        search->at = CRITERION_NUMBER;
    else if (search->rows.count)
        search->at = CRITERIA;
}

static void page_came(void *owner, const struct store_reply *reply)
{
    struct case_search *search = owner;
    search->waiting = false;
    ui_changed(search->desk->ui);
    if (desk_refused(search->desk, reply))
        return;
    int rows = store_reply_rows(reply);
    if (search->way == SEARCH_NEXT && !rows)
        ui_say(search->desk->ui, ROLE_MESSAGE, "SEARCH_LAST", NULL);
    else if (search->way == SEARCH_BACK && !rows)
        ui_say(search->desk->ui, ROLE_MESSAGE, "SEARCH_FIRST", NULL);
    else if (search->way == SEARCH_BACK && rows < search->most && edge_row(search, reply) < 0)
        page_ask(search, SEARCH_FIRST); /* the top is near: a whole page of it */
    else
        page_take(search, reply);
}

void case_search_changed(struct case_search *search)
{
    criteria_keep(&search->criteria, search->desk);
    search->stale = true;
}

void case_search_begin(struct case_search *search)
{
    struct criteria_values values;
    enum criterion at;
    struct error error = {0};
    if (search->waiting)
        return;
    if (criteria_read(&search->criteria, search->desk, &values, &at, &error)) {
        criteria_values_free(&search->asked);
        search->asked = values;
        search->stale = false;
        page_ask(search, SEARCH_FIRST);
        return;
    }
    criteria_values_free(&values);
    search->at = (int)at;
    ui_say_error(search->desk->ui, &error);
    error_free(&error);
}

void case_search_turn(struct case_search *search, enum search_way way)
{
    if (search->waiting)
        return;
    if (!search->searched || search->stale)
        case_search_begin(search);
    else if (search->first.id)
        page_ask(search, way);
}
