#include "admin/sample_list.h"

#include "admin/listing.h"
#include "admin/object.h"
#include "model/case_number.h"
#include "text/text.h"

static const char list_sql[] =
    "SELECT * FROM desk.sample_list($1::int, $2::date, $3::bigint) ORDER BY due, sample_id";
static const char results_sql[] = "SELECT * FROM desk.sample_results($1::int, $2::int)";
static const char rules_sql[] =
    "SELECT *, to_char(set_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS set_on"
    " FROM desk.sample_rule_list($1::int)";

static const char *yes_no(const struct store_reply *reply, int row, const char *column)
{
    return text(store_reply_flag(reply, row, column) ? "LIST_YES" : "LIST_NO");
}

static bool english(void)
{
    return text_language() == LANGUAGE_EN;
}

/* --- what waits */

static void waiting_add(struct listing *listing, const struct store_reply *reply, int row)
{
    char number[CASE_NUMBER_GROUPED];
    listing_row(listing,
                (const char *[]){case_number_group(store_reply_text(reply, row, "number"), number),
                                 store_reply_text(reply, row, "name"), store_reply_text(reply, row, "day"),
                                 store_reply_text(reply, row, "due"), store_reply_text(reply, row, "percent"),
                                 yes_no(reply, row, "blind"),
                                 store_reply_text(reply, row, english() ? "item_en" : "item_zh")});
}

static void waiting_write(const struct store_reply *reply, int row)
{
    struct buffer line = {0};
    object_begin(&line, NULL);
    object_column_number(&line, reply, row, "sample_id");
    object_column(&line, reply, row, "number");
    object_names(&line, "item", reply, row, "item");
    object_text(&line, "person", store_reply_text(reply, row, "name"));
    object_column(&line, reply, row, "day");
    object_column_number(&line, reply, row, "percent");
    object_flag(&line, "blind", store_reply_flag(reply, row, "blind"));
    object_column(&line, reply, row, "due");
    object_flag(&line, "overdue", store_reply_flag(reply, row, "overdue"));
    object_end(&line);
    object_print(&line);
    buffer_free(&line);
}

static bool page_ask(struct direct *direct, const char *region, const struct store_reply *last,
                     struct store_reply **reply, struct error *error)
{
    int row = last ? store_reply_rows(last) - 1 : 0;
    struct store_query query = {.sql = list_sql};
    store_query_text(&query, region);
    store_query_text(&query, last ? store_reply_text(last, row, "due") : NULL);
    store_query_text(&query, last ? store_reply_text(last, row, "sample_id") : NULL);
    return direct_run(direct, &query, reply, error);
}

bool sample_list_print(struct direct *direct, const char *region, bool json, struct error *error)
{
    struct listing listing = {.columns = 7,
                              .titles = {"LIST_NUMBER", "LIST_NAME", "LIST_DAY", "LIST_DUE", "LIST_PERCENT",
                                         "LIST_BLIND", "LIST_ITEM"}};
    struct store_reply *last = NULL;
    bool good = true;
    for (bool more = true; good && more;) {
        struct store_reply *reply = NULL;
        good = page_ask(direct, region, last, &reply, error);
        store_reply_free(&last);
        last = reply;
        more = good && store_reply_rows(reply) > 0;
        for (int row = 0; good && row < store_reply_rows(reply); row++) {
            if (json)
                waiting_write(reply, row);
            else
                waiting_add(&listing, reply, row);
        }
    }
    listing_print(&listing);
    store_reply_free(&last);
    return good;
}

/* --- what was found */

static void result_write(const struct store_reply *reply, int row)
{
    struct buffer line = {0};
    object_begin(&line, NULL);
    object_column(&line, reply, row, "login");
    object_column(&line, reply, row, "stage");
    object_column_number(&line, reply, row, "looked");
    object_column_number(&line, reply, row, "differed");
    object_column(&line, reply, row, "reason");
    object_column_number(&line, reply, row, "count");
    object_end(&line);
    object_print(&line);
    buffer_free(&line);
}

bool sample_results_print(struct direct *direct, const char *region, const char *months, bool json,
                          struct error *error)
{
    struct listing listing = {.columns = 7,
                              .titles = {"LIST_LOGIN", "LIST_NAME", "LIST_STAGE", "LIST_LOOKED",
                                         "LIST_DIFFERS", "LIST_COUNT", "LIST_REASON"}};
    struct store_reply *reply = NULL;
    if (!direct_text(direct, &reply, error, results_sql, region, months, NULL))
        return false;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        if (json)
            result_write(reply, row);
        else
            listing_row(&listing,
                        (const char *[]){
                            store_reply_text(reply, row, "login"), store_reply_text(reply, row, "who"),
                            text_of("STAGE", store_reply_text(reply, row, "stage")),
                            store_reply_text(reply, row, "looked"), store_reply_text(reply, row, "differed"),
                            store_reply_text(reply, row, "count"),
                            store_reply_text(reply, row, english() ? "reason_en" : "reason_zh")});
    }
    listing_print(&listing);
    store_reply_free(&reply);
    return true;
}

/* --- the rules */

static void rule_write(const struct store_reply *reply, int row)
{
    static const char *const texts[] = {"words", "valid_from", "valid_to", "who", "set_on"};
    struct buffer line = {0};
    object_begin(&line, NULL);
    object_column(&line, reply, row, "item");
    object_column(&line, reply, row, "risk");
    object_column_number(&line, reply, row, "percent");
    object_flag(&line, "blind", store_reply_flag(reply, row, "blind"));
    object_column_number(&line, reply, row, "days");
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        object_column(&line, reply, row, texts[i]);
    object_end(&line);
    object_print(&line);
    buffer_free(&line);
}

bool sample_rules_print(struct direct *direct, const char *region, bool json, struct error *error)
{
    struct listing listing = {.columns = 8,
                              .titles = {"LIST_ITEM", "LIST_RISK", "LIST_PERCENT", "LIST_BLIND", "LIST_DAYS",
                                         "LIST_FROM", "LIST_UNTIL", "LIST_WORDS"}};
    struct store_reply *reply = NULL;
    if (!direct_text(direct, &reply, error, rules_sql, region, NULL))
        return false;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        const char *item = store_reply_text(reply, row, "item"), *risk = store_reply_text(reply, row, "risk");
        if (json)
            rule_write(reply, row);
        else
            listing_row(&listing,
                        (const char *[]){
                            *item || *risk ? item : text("LIST_ALL"), risk,
                            store_reply_text(reply, row, "percent"), yes_no(reply, row, "blind"),
                            store_reply_text(reply, row, "days"), store_reply_text(reply, row, "valid_from"),
                            store_reply_text(reply, row, "valid_to"), store_reply_text(reply, row, "words")});
    }
    listing_print(&listing);
    store_reply_free(&reply);
    return true;
}
