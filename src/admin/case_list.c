#include "admin/case_list.h"

#include <stdio.h>
#include <string.h>

#include "admin/case_show.h"
#include "admin/listing.h"
#include "admin/object.h"
#include "model/case_number.h"
#include "text/text.h"

static const char cases_sql[] =
    "SELECT *, to_char(accepted_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS accepted,"
    " to_char(finished_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS finished"
    " FROM desk.case_list($1::int, $2) ORDER BY case_id DESC";
static const char searched_sql[] =
    "SELECT *, to_char(accepted_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS accepted,"
    " to_char(finished_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS finished"
    " FROM desk.case_search($1::int, NULL, NULL, NULL, NULL, $2, $3, $4::daterange, NULL, NULL, NULL, $5, $6,"
    " false, 50)";
static const char tasks_sql[] =
    "SELECT *, to_char(accepted_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS accepted"
    " FROM desk.queue_tasks($1::int, $2::int, $3::date, $4) ORDER BY due, task_id";
static const char queues_sql[] =
    "SELECT queue_id, stage || '/' || item AS queue FROM desk.queue_table($1::int)";

struct pages {
    struct direct *direct;
    const char *region;
    const struct case_filter *filter;
    const char *queue; /* its id; NULL: none is asked for */
    struct listing listing;
    bool json;
    int64_t left;
};

/* --- one row */

static void case_add(struct pages *pages, const struct store_reply *reply, int row)
{
    char number[CASE_NUMBER_GROUPED];
    bool english = text_language() == LANGUAGE_EN;
    listing_row(&pages->listing,
                (const char *[]){case_number_group(store_reply_text(reply, row, "number"), number),
                                 store_reply_text(reply, row, "name"), case_standing(reply, row),
                                 store_reply_text(reply, row, "accepted"),
                                 store_reply_text(reply, row, "promised_due"),
                                 store_reply_text(reply, row, english ? "item_en" : "item_zh")});
}

static void case_write(const struct store_reply *reply, int row)
{
    static const char *const texts[] = {"state",        "stage",         "waiting", "accepted",
                                        "promised_due", "statutory_due", "finished"};
    struct buffer line = {0};
    object_begin(&line, NULL);
    object_column(&line, reply, row, "number");
    object_column(&line, reply, row, "item");
    object_names(&line, "name", reply, row, "item");
    object_text(&line, "person", store_reply_text(reply, row, "name"));
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        object_column(&line, reply, row, texts[i]);
    object_end(&line);
    object_print(&line);
    buffer_free(&line);
}

static void task_add(struct pages *pages, const struct store_reply *reply, int row)
{
    char number[CASE_NUMBER_GROUPED];
    listing_row(&pages->listing,
                (const char *[]){case_number_group(store_reply_text(reply, row, "number"), number),
                                 store_reply_text(reply, row, "name"), store_reply_text(reply, row, "due"),
                                 store_reply_text(reply, row, "accepted"),
                                 store_reply_text(reply, row, "claimed_by")});
}

static void task_write(const struct store_reply *reply, int row)
{
    struct buffer line = {0};
    object_begin(&line, NULL);
    object_column(&line, reply, row, "number");
    object_text(&line, "person", store_reply_text(reply, row, "name"));
    object_column(&line, reply, row, "due");
    object_column(&line, reply, row, "accepted");
    object_column(&line, reply, row, "claimed_by");
    object_end(&line);
    object_print(&line);
    buffer_free(&line);
}

static bool searches(const struct case_filter *filter)
{
    return !filter->queue && (filter->item || filter->state || filter->days);
}

static void row_take(struct pages *pages, const struct store_reply *reply, int row)
{
    pages->left--;
    if (pages->json && pages->queue)
        task_write(reply, row);
    else if (pages->json)
        case_write(reply, row);
    else if (pages->queue)
        task_add(pages, reply, row);
    else
        case_add(pages, reply, row);
}

/* --- page after page */

/* The page behind a row of the last one; last NULL: the first page. */
static bool page_ask(struct pages *pages, const struct store_reply *last, struct store_reply **reply,
                     struct error *error)
{
    int row = last ? store_reply_rows(last) - 1 : 0;
    bool searched = searches(pages->filter);
    struct store_query query = {.sql = pages->queue ? tasks_sql : searched ? searched_sql : cases_sql};
    store_query_text(&query, pages->region);
    if (searched) {
        store_query_text(&query, pages->filter->item);
        store_query_text(&query, pages->filter->state);
        store_query_text(&query, pages->filter->days);
        store_query_text(&query, last ? store_reply_text(last, row, "since") : NULL);
    } else if (pages->queue) {
        store_query_text(&query, pages->queue);
        store_query_text(&query, last ? store_reply_text(last, row, "due") : NULL);
    }
    store_query_text(&query, last ? store_reply_text(last, row, pages->queue ? "task_id" : "case_id") : NULL);
    return direct_run(pages->direct, &query, reply, error);
}

static bool pages_take(struct pages *pages, struct error *error)
{
    struct store_reply *last = NULL;
    bool good = true;
    for (bool more = true; good && more;) {
        struct store_reply *reply = NULL;
        good = page_ask(pages, last, &reply, error);
        store_reply_free(&last);
        last = reply;
        int rows = good ? store_reply_rows(reply) : 0;
        for (int row = 0; row < rows && pages->left > 0; row++) {
            if (!searches(pages->filter) ||
                !store_reply_null(reply, row, "item")) /* else: so far it looked */
                row_take(pages, reply, row);
        }
        more = rows > 0 && pages->left > 0;
    }
    store_reply_free(&last);
    return good;
}

static bool queue_find(const struct store_reply *reply, const char *queue, const char **id,
                       struct error *error)
{
    struct buffer known = {0};
    *id = NULL;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        const char *name = store_reply_text(reply, row, "queue");
        if (strcmp(name, queue) == 0)
            *id = store_reply_text(reply, row, "queue_id");
        buffer_format(&known, "%s%s", row ? " " : "", name);
    }
    if (!*id && known.length)
        error_set(error, "E_ADMIN_QUEUE", "queue", queue, "known", buffer_string(&known), NULL);
    else if (!*id)
        error_set(error, "E_ADMIN_QUEUES_NONE", "queue", queue, NULL);
    buffer_free(&known);
    return *id != NULL;
}

bool case_list_print(struct direct *direct, const char *region, const struct case_filter *filter,
                     int64_t most, bool json, struct error *error)
{
    struct pages pages = {.direct = direct, .region = region, .filter = filter, .json = json, .left = most};
    const char *queue = filter->queue;
    struct store_reply *queues = NULL;
    bool good = !queue || (direct_text(direct, &queues, error, queues_sql, region, NULL) &&
                           queue_find(queues, queue, &pages.queue, error));
    if (queue)
        pages.listing = (struct listing){
            .columns = 5, .titles = {"LIST_NUMBER", "LIST_NAME", "LIST_DUE", "LIST_ACCEPTED", "LIST_HOLDER"}};
    else
        pages.listing = (struct listing){.columns = 6,
                                         .titles = {"LIST_NUMBER", "LIST_NAME", "LIST_STANDING",
                                                    "LIST_ACCEPTED", "LIST_PROMISED", "LIST_ITEM"}};
    good = good && pages_take(&pages, error);
    listing_print(&pages.listing);
    store_reply_free(&queues);
    return good;
}
