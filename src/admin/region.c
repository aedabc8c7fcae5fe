#include "admin/region.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"

static bool region_read(const char *given, char region[REGION_TEXT], struct error *error)
{
    if (strlen(given) != REGION_TEXT - 1 || strspn(given, "0123456789") != REGION_TEXT - 1)
        return error_set(error, "E_ADMIN_REGION", "value", given, NULL);
    memcpy(region, given, REGION_TEXT);
    return true;
}

static bool regions_many(const struct store_reply *reply, struct error *error)
{
    struct buffer regions = {0};
    for (int row = 0; row < store_reply_rows(reply); row++)
        buffer_format(&regions, "%s%s", row ? " " : "", store_reply_text(reply, row, "region"));
    error_set(error, "E_ADMIN_REGION_MANY", "regions", buffer_string(&regions), NULL);
    buffer_free(&regions);
    return false;
}

bool region_choose(struct direct *direct, const char *given, char region[REGION_TEXT], struct error *error)
{
    struct store_reply *reply = NULL;
    if (given)
        return region_read(given, region, error);
    if (!direct_text(direct, &reply, error, "SELECT DISTINCT region FROM desk.my_grants() ORDER BY region",
                     NULL))
        return false;
    int rows = store_reply_rows(reply);
    bool good = rows == 1 && region_read(store_reply_text(reply, 0, "region"), region, error);
    if (rows == 0)
        error_set(error, "E_ADMIN_REGION_NONE", NULL);
    else if (rows > 1)
        regions_many(reply, error);
    store_reply_free(&reply);
    return good;
}
