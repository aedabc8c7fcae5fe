#include "admin/database.h"

#include <stdlib.h>

#include "store/place.h"
#include "text/text.h"

/* Said once on the command line, for the whole process. */
static const char *chosen;

void database_choose(const char *uri)
{
    chosen = uri;
}

char *database_uri(void)
{
    return place_database(chosen);
}

struct direct *database_open(struct error *error)
{
    char *uri = database_uri();
    const struct store_login login = {
        .database = uri, .program = "yichuang-admin", .english = text_language() == LANGUAGE_EN};
    struct direct *direct = direct_open(&login, error);
    free(uri);
    return direct;
}
