#include "admin/forms_list.h"

#include "admin/listing.h"
#include "admin/object.h"
#include "text/text.h"

static const char sql[] = "SELECT d.code AS item, d.version, d.content -> 'name' ->> 'zh' AS name_zh, "
                          "d.content -> 'name' ->> 'en' AS name_en, d.valid_from,"
                          " d.content -> 'limits' -> 'promised' ->> 'days' AS days, d.content -> 'limits' -> "
                          "'promised' ->> 'unit' AS unit"
                          " FROM (SELECT DISTINCT x.code FROM yc.definition x WHERE x.kind = 'item') i"
                          " JOIN yc.definition d ON d.id = yc.definition_current('item', i.code, $1::int)"
                          " ORDER BY d.code";

static void item_add(struct listing *listing, const struct store_reply *reply, int row)
{
    struct buffer limit = {0};
    bool english = text_language() == LANGUAGE_EN;
    if (!store_reply_null(reply, row, "days"))
        buffer_format(&limit, "%s %s", store_reply_text(reply, row, "days"),
                      text_of("UNIT", store_reply_text(reply, row, "unit")));
    listing_row(listing, (const char *[]){store_reply_text(reply, row, "item"),
                                          store_reply_text(reply, row, "version"), buffer_string(&limit),
                                          store_reply_text(reply, row, "valid_from"),
                                          store_reply_text(reply, row, english ? "name_en" : "name_zh")});
    buffer_free(&limit);
}

static void item_write(const struct store_reply *reply, int row)
{
    struct buffer line = {0};
    object_begin(&line, NULL);
    object_column(&line, reply, row, "item");
    object_column_number(&line, reply, row, "version");
    object_names(&line, "name", reply, row, "name");
    object_begin(&line, "promised");
    object_column_number(&line, reply, row, "days");
    object_column(&line, reply, row, "unit");
    object_end(&line);
    object_column(&line, reply, row, "valid_from");
    object_end(&line);
    object_print(&line);
    buffer_free(&line);
}

bool forms_list_print(struct direct *direct, const char *region, bool json, struct error *error)
{
    struct listing listing = {
        .columns = 5, .titles = {"LIST_ITEM", "LIST_VERSION", "LIST_LIMIT", "LIST_SINCE", "LIST_TITLE"}};
    struct store_reply *reply = NULL;
    if (!direct_text(direct, &reply, error, sql, region, NULL))
        return false;
    for (int row = 0; row < store_reply_rows(reply); row++) {
        if (json)
            item_write(reply, row);
        else
            item_add(&listing, reply, row);
    }
    listing_print(&listing);
    store_reply_free(&reply);
    return true;
}
