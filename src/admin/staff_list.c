#include "admin/staff_list.h"

#include <string.h>

#include "admin/listing.h"
#include "admin/object.h"
#include "text/text.h"

static const char sql[] = "SELECT login, name_zh, name_en, to_char(disabled_at AT TIME ZONE 'Asia/Shanghai', "
                          "'YYYY-MM-DD') AS disabled,"
                          " grant_id, action, hall, item, valid_from, valid_to FROM desk.staff_list($1::int)";

static void rights_print(const struct store_reply *reply)
{
    struct listing listing = {.columns = 8,
                              .titles = {"LIST_LOGIN", "LIST_NAME", "LIST_RIGHT", "LIST_HALL", "LIST_ITEM",
                                         "LIST_UNTIL", "LIST_GRANT", "LIST_DISABLED"}};
    bool english = text_language() == LANGUAGE_EN;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        bool granted = !store_reply_null(reply, row, "grant_id");
        const char *cells[] = {
            store_reply_text(reply, row, "login"),
            store_reply_text(reply, row, english ? "name_en" : "name_zh"),
            store_reply_text(reply, row, "action"),
            granted && store_reply_null(reply, row, "hall") ? text("LIST_ALL")
                                                            : store_reply_text(reply, row, "hall"),
            granted && store_reply_null(reply, row, "item") ? text("LIST_ALL")
                                                            : store_reply_text(reply, row, "item"),
            store_reply_text(reply, row, "valid_to"),
            store_reply_text(reply, row, "grant_id"),
            store_reply_text(reply, row, "disabled"),
        };
        listing_row(&listing, cells);
    }
    listing_print(&listing);
}

static void grant_write(struct buffer *line, const struct store_reply *reply, int row)
{
    object_begin(line, NULL);
    object_column_number(line, reply, row, "grant_id");
    object_column(line, reply, row, "action");
    object_column_number(line, reply, row, "hall");
    object_column(line, reply, row, "item");
    object_column(line, reply, row, "valid_from");
    object_column(line, reply, row, "valid_to");
    object_end(line);
}

/* Rows come by login: all of one person's stand together. Returns the first row of the next. */
static int person_print(const struct store_reply *reply, int row)
{
    struct buffer line = {0};
    const char *login = store_reply_text(reply, row, "login");
    object_begin(&line, NULL);
    object_column(&line, reply, row, "login");
    object_names(&line, "name", reply, row, "name");
    object_column(&line, reply, row, "disabled");
    object_list_begin(&line, "grants");
    for (; row < store_reply_rows(reply) && strcmp(store_reply_text(reply, row, "login"), login) == 0;
         row++) {
        if (!store_reply_null(reply, row, "grant_id"))
            grant_write(&line, reply, row);
    }
    object_list_end(&line);
    object_end(&line);
    object_print(&line);
    buffer_free(&line);
    return row;
}

bool staff_list_print(struct direct *direct, const char *region, bool json, struct error *error)
{
    struct store_reply *reply = NULL;
    if (!direct_text(direct, &reply, error, sql, region, NULL))
        return false;
    if (!json)
        rights_print(reply);
    for (int row = 0; json && row < store_reply_rows(reply);)
        row = person_print(reply, row);
    store_reply_free(&reply);
    return true;
}
