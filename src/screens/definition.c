#include "screens/definition.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/pack.h"
#include "local/cache.h"
#include "local/journal.h"
#include "screens/code_text.h"
#include "spec/faults.h"
#include "text/text.h"

enum { NAME_MOST = 200 }; /* bytes; a longer name is what is wrong with the definition */

struct definition {
    int id;
    char *hash; /* of its content: its name in the cache on this machine */
    struct spec_set *set;
    struct spec_item *item; /* owned by the set; NULL, and no set: it cannot be read */
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
    for (size_t i = 0; i < desk->definition_count; i++) {
        spec_set_free(&desk->definitions[i].set);
        free(desk->definitions[i].hash);
    }
    free(desk->definitions);
    desk->definitions = NULL;
    desk->definition_count = 0;
    code_texts_free(&desk->code_texts);
}

static void definition_add(struct desk *desk, const struct definition *fresh)
{
    desk->definitions =
        memory_resize(desk->definitions, desk->definition_count + 1, sizeof(*desk->definitions));
    desk->definitions[desk->definition_count++] = *fresh;
}

/* A bundle is packed as it comes: kind, code and body of each part, the item last. */
static void bundle_pack(const struct store_reply *reply, struct buffer *out)
{
    for (int row = 0; row < store_reply_rows(reply); row++) {
        pack_text(out, store_reply_text(reply, row, "kind"));
        pack_text(out, store_reply_text(reply, row, "code"));
        pack_text(out, store_reply_text(reply, row, "body"));
    }
}

static bool part_read(struct desk *desk, const char *kind, const char *code, const char *body,
                      struct definition *definition, struct spec_faults *faults)
{
    if (strcmp(kind, "codes") == 0)
        return code_text_lend(&desk->code_texts, code, body, definition->set, faults);
    if (strcmp(kind, "letter") == 0)
        return spec_letter_parse(body, strlen(body), code, definition->set, faults);
    definition->item = spec_item_parse(body, strlen(body), code, definition->set, faults);
    return definition->item && spec_set_add_item(definition->set, definition->item);
}

static bool bundle_read(struct desk *desk, const struct buffer *bundle, struct definition *definition)
{
    struct unpack from = unpack_begin(bundle->data, bundle->length);
    struct spec_faults faults = {0};
    bool read = true;
    while (read && unpack_more(&from)) {
        char *kind = unpack_text(&from), *code = unpack_text(&from), *body = unpack_text(&from);
        read = kind && code && body && part_read(desk, kind, code, body, definition, &faults);
        free(kind);
        free(code);
        free(body);
    }
    spec_faults_free(&faults);
    return read && definition->item;
}

/* --- on this machine's disk */

static void cache_name(const char *hash, struct buffer *name)
{
    buffer_format(name, "definition-%s", hash);
}

static void bundle_keep(const char *hash, const struct buffer *bundle)
{
    struct buffer name = {0};
    char *folder = journal_folder();
    cache_name(hash, &name);
    if (folder)
        cache_put(folder, buffer_string(&name), bundle->data, bundle->length);
    free(folder);
    buffer_free(&name);
}

bool desk_definition_get(struct desk *desk, int id, const char *hash)
{
    struct buffer name = {0}, bundle = {0};
    const struct definition *known = definition_find(desk, id);
    if (known)
        return known->item;
    struct definition fresh = {.id = id, .hash = memory_text(hash), .set = spec_set_create()};
    char *folder = journal_folder();
    cache_name(hash, &name);
    bool read = folder && *hash && cache_get(folder, buffer_string(&name), &bundle) &&
                bundle_read(desk, &bundle, &fresh);
    if (read) {
        definition_add(desk, &fresh);
    } else {
        spec_set_free(&fresh.set);
        free(fresh.hash);
    }
    free(folder);
    buffer_free(&name);
    buffer_free(&bundle);
    return read;
}

static const char *hash_in_force(const struct desk *desk, int id)
{
    for (size_t i = 0; i < desk->item_count; i++) {
        if (desk->items[i].definition_id == id)
            return desk->items[i].hash;
    }
    return "";
}

bool desk_definition_kept(struct desk *desk, int id)
{
    return desk_definition_get(desk, id, hash_in_force(desk, id));
}

const char *desk_definition_hash(const struct desk *desk, int id)
{
    const struct definition *definition = definition_find(desk, id);
    return definition ? definition->hash : "";
}

/* --- from the database */

static bool unreadable(const struct desk *desk, int id)
{
    const struct definition *definition = definition_find(desk, id);
    return definition && !definition->item;
}

static void unreadable_tell(const struct desk *desk, int id)
{
    struct buffer words = {0};
    for (size_t i = 0; i < desk->item_count; i++) {
        const struct desk_item *item = &desk->items[i];
        const char *name = desk_name(desk, &item->name);
        bool named = strlen(name) < NAME_MOST && strcmp(name, item->code) != 0;
        if (item->definition_id == id)
            buffer_format(&words, "%s%s%s", named ? name : "", named ? " " : "", item->code);
    }
    if (!words.length)
        buffer_format(&words, "%d", id); /* of a former version, by its id */
    ui_say(desk->ui, ROLE_WRONG, "E_DEFINITION_UNREADABLE", "item", buffer_string(&words), NULL);
    buffer_free(&words);
}

bool desk_definition_refused(const struct desk *desk, int id)
{
    bool refused = unreadable(desk, id);
    if (refused)
        unreadable_tell(desk, id);
    return refused;
}

/* The parts of a bundle as they come; false where there is none, or where the database itself stumbles over
 * what stands there: told, or (broken) nothing of it can ever be read. */
static bool bundle_came_whole(struct desk *desk, const struct store_reply *reply, bool *broken)
{
    const struct error *error = store_reply_error(reply);
    *broken = error ? strcmp(error->code, "E_DATABASE_ERROR") == 0 : store_reply_rows(reply) == 0;
    return !*broken && !desk_refused(desk, reply);
}

/* True: it can be read, and is in memory from now on. What cannot is remembered too, and told. */
static bool bundle_take(struct desk *desk, int id, const struct store_reply *reply)
{
    struct buffer bundle = {0};
    bool broken = false;
    if (definition_find(desk, id))
        return !unreadable(desk, id);
    bool came = bundle_came_whole(desk, reply, &broken);
    if (!came && !broken)
        return false;
    const char *hash =
        came ? store_reply_text(reply, store_reply_rows(reply) - 1, "hash") : ""; /* the item's */
    struct definition fresh = {.id = id, .hash = memory_text(hash), .set = spec_set_create()};
    if (came)
        bundle_pack(reply, &bundle);
    bool read = bundle_read(desk, &bundle, &fresh);
    if (read) {
        bundle_keep(hash, &bundle);
    } else {
        fresh.item = NULL;
        spec_set_free(&fresh.set);
    }
    definition_add(desk, &fresh);
    if (!read)
        unreadable_tell(desk, id);
    buffer_free(&bundle);
    return read;
}

static void bundle_ask(struct desk *desk, int id, store_answered *came, void *owner)
{
    struct store_query query = {
        .sql = "SELECT kind, code, version, body, hash FROM desk.definition_bundle($1)", .reads = true};
    store_query_number(&query, id);
    desk_call(desk, &query, came, owner);
}

static void bundle_came(void *owner, const struct store_reply *reply)
{
    struct asked *asked = owner;
    bool read = bundle_take(asked->desk, asked->id, reply);
    void *screen = ui_state(asked->desk->ui, asked->screen);
    if (read && screen)
        asked->ready(screen);
    free(asked);
}

static void ahead_came(void *owner, const struct store_reply *reply)
{
    struct desk *desk = owner;
    const char *hash =
        store_reply_rows(reply) ? store_reply_text(reply, store_reply_rows(reply) - 1, "hash") : "";
    for (size_t i = 0; i < desk->item_count; i++) {
        if (strcmp(desk->items[i].hash, hash) == 0)
            bundle_take(desk, desk->items[i].definition_id, reply);
    }
}

/* All at once: one after the other each would cost a round trip. */
void desk_definitions_ahead(struct desk *desk)
{
    for (size_t i = 0; i < desk->item_count; i++) {
        int id = desk->items[i].definition_id;
        if (desk->items[i].acceptable && !unreadable(desk, id) && !desk_definition_kept(desk, id))
            bundle_ask(desk, id, ahead_came, desk);
    }
}

const struct spec_item *desk_definition(struct desk *desk, int id, desk_ready *ready, const void *screen)
{
    if (desk_definition_kept(desk, id))
        return definition_find(desk, id)->item;
    if (desk_definition_refused(desk, id))
        return NULL;
    struct asked *asked = memory_get(1, sizeof(*asked));
    *asked = (struct asked){desk, id, ready, ui_id(desk->ui, screen)};
    bundle_ask(desk, id, bundle_came, asked);
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
    return definition && definition->item ? spec_set_letter(definition->set, code) : NULL;
}

bool desk_region_known(void *set, const char *code)
{
    const struct spec_codes *regions = spec_set_codes(set, "region");
    return !regions || spec_codes_find(regions, code);
}
