#include "screens/definition.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "spec/faults.h"
#include "text/text.h"

struct definition {
    int id;
    struct spec_set *set;
    struct spec_item *item; /* owned by the set */
};

/* A call under way for a definition. */
struct asked {
    struct desk *desk;
    int id;
    desk_ready *ready;
    uint64_t screen; /* ui_id() of the screen that asked: it may be gone when the answer comes */
};

static struct definition *definition_find(const struct desk *desk, int id)
{
    for (size_t i = 0; i < desk->definition_count; i++) {
        if (desk->definitions[i].id == id)
            return &desk->definitions[i];
    }
    return NULL;
}

void definitions_free(struct desk *desk)
{
    for (size_t i = 0; i < desk->definition_count; i++)
        spec_set_free(&desk->definitions[i].set);
    free(desk->definitions);
    desk->definitions = NULL;
    desk->definition_count = 0;
}

static bool bundle_read(const struct store_reply *reply, struct definition *definition,
                        struct spec_faults *faults)
{
    for (int row = 0; row < store_reply_rows(reply); row++) {
        const char *kind = store_reply_text(reply, row, "kind");
        const char *code = store_reply_text(reply, row, "code");
        const char *body = store_reply_text(reply, row, "body");
        if (strcmp(kind, "codes") == 0) {
            if (!spec_codes_parse(body, strlen(body), code, definition->set, faults))
                return false;
        } else if (strcmp(kind, "letter") == 0) {
            if (!spec_letter_parse(body, strlen(body), code, definition->set, faults))
                return false;
        } else {
            definition->item = spec_item_parse(body, strlen(body), code, definition->set, faults);
            if (!definition->item || !spec_set_add_item(definition->set, definition->item))
                return false;
        }
    }
    return definition->item != NULL;
}

static void bundle_came(void *owner, const struct store_reply *reply)
{
    struct asked *asked = owner;
    struct desk *desk = asked->desk;
    struct definition fresh = {.id = asked->id, .set = spec_set_create()};
    struct spec_faults faults = {0};
    bool read = false;
    if (!desk_refused(desk, reply)) {
        read = definition_find(desk, asked->id) || bundle_read(reply, &fresh, &faults);
        if (!read)
            ui_say(desk->ui, ROLE_WRONG, "E_DEFINITION_UNREADABLE", NULL);
    }
    if (read && !definition_find(desk, asked->id)) {
        desk->definitions =
            memory_resize(desk->definitions, desk->definition_count + 1, sizeof(*desk->definitions));
        desk->definitions[desk->definition_count++] = fresh;
    } else {
        spec_set_free(&fresh.set);
    }
    spec_faults_free(&faults);
    void *screen = ui_state(desk->ui, asked->screen);
    if (read && screen)
        asked->ready(screen);
    free(asked);
}

const struct spec_item *desk_definition(struct desk *desk, int id, desk_ready *ready, const void *screen)
{
    const struct definition *definition = definition_find(desk, id);
    if (definition)
        return definition->item;
    struct asked *asked = memory_get(1, sizeof(*asked));
    *asked = (struct asked){desk, id, ready, ui_id(desk->ui, screen)};
    struct store_query query = {.sql = "SELECT kind, code, version, body FROM desk.definition_bundle($1)"};
    store_query_number(&query, id);
    desk_call(desk, &query, bundle_came, asked);
    return NULL;
}

const struct spec_item *desk_definition_item(const struct desk *desk, int id)
{
    const struct definition *definition = definition_find(desk, id);
    return definition ? definition->item : NULL;
}

struct spec_set *desk_definition_set(struct desk *desk, int id)
{
    struct definition *definition = definition_find(desk, id);
    return definition ? definition->set : NULL;
}

const struct spec_letter *desk_letter(const struct desk *desk, int id, const char *code)
{
    const struct definition *definition = definition_find(desk, id);
    return definition ? spec_set_letter(definition->set, code) : NULL;
}

bool desk_region_known(void *set, const char *code)
{
    const struct spec_codes *regions = spec_set_codes(set, "region");
    return !regions || spec_codes_find(regions, code);
}
