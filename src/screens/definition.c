#include "screens/definition.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/pack.h"
#include "local/cache.h"
#include "local/journal.h"
#include "screens/parts.h"
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
    parts_free(&desk->parts);
}

static void definition_add(struct desk *desk, const struct definition *fresh)
{
    desk->definitions =
        memory_resize(desk->definitions, desk->definition_count + 1, sizeof(*desk->definitions));
    desk->definitions[desk->definition_count++] = *fresh;
}

/* What an item pins, a line each: "codes region HASH", "letter term-lost HASH". */
static bool parts_read(struct desk *desk, const char *lines, struct spec_set *set, struct spec_faults *faults)
{
    char *copy = memory_text(lines), *at = copy;
    bool read = true;
    for (char *line; read && (line = strsep(&at, "\n"));) {
        const char *kind = strsep(&line, " "), *code = strsep(&line, " ");
        read = !*kind || (code && line && parts_lend(&desk->parts, kind, code, line, set, faults));
    }
    free(copy);
    return read;
}

static bool item_read(struct desk *desk, const char *lines, const char *body, struct definition *definition)
{
    struct spec_faults faults = {0};
    bool read = parts_read(desk, lines, definition->set, &faults);
    if (read)
        definition->item = spec_item_parse(body, strlen(body), "", definition->set, &faults);
    read = definition->item && spec_set_add_item(definition->set, definition->item);
    spec_faults_free(&faults);
    return read;
}

/* Remembers a definition; false where it cannot be read: then nothing of it is kept. */
static bool definition_take(struct desk *desk, struct definition *fresh, bool read)
{
    if (!read) {
        fresh->item = NULL;
        spec_set_free(&fresh->set);
    }
    definition_add(desk, fresh);
    return read;
}

/* --- on this machine's disk: what the item pins, and its text */

static bool item_get(const char *hash, struct buffer *out)
{
    struct buffer name = {0};
    char *folder = journal_folder();
    buffer_format(&name, "item-%s", hash);
    bool got = folder && *hash && cache_get(folder, buffer_string(&name), out);
    free(folder);
    buffer_free(&name);
    return got;
}

static bool item_keep(const char *hash, const char *lines, const char *body)
{
    struct buffer name = {0}, bytes = {0};
    char *folder = journal_folder();
    buffer_format(&name, "item-%s", hash);
    pack_text(&bytes, lines);
    pack_text(&bytes, body);
    bool kept = folder && cache_put(folder, buffer_string(&name), bytes.data, bytes.length);
    free(folder);
    buffer_free(&name);
    buffer_free(&bytes);
    return kept;
}

bool desk_definition_get(struct desk *desk, int id, const char *hash)
{
    struct buffer bytes = {0};
    const struct definition *known = definition_find(desk, id);
    if (known)
        return known->item;
    bool read = false;
    if (item_get(hash, &bytes)) {
        struct definition fresh = {.id = id, .hash = memory_text(hash), .set = spec_set_create()};
        struct unpack from = unpack_begin(bytes.data, bytes.length);
        char *lines = unpack_text(&from), *body = unpack_text(&from);
        read = lines && body && item_read(desk, lines, body, &fresh);
        if (read) {
            definition_add(desk, &fresh);
        } else {
            spec_set_free(&fresh.set);
            free(fresh.hash);
        }
        free(lines);
        free(body);
    }
    buffer_free(&bytes);
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

/* Definitions, with what of their parts this machine has not yet: those come first. */
static void bundle_ask(struct desk *desk, const int *ids, size_t count, store_answered *came, void *owner)
{
    struct store_query query = {.sql = "SELECT definition_id, kind, hash, parts, body "
                                       "FROM desk.definition_bundle($1::int[], $2)",
                                .reads = true};
    struct buffer wanted = {0};
    char *known = parts_known(desk->parts);
    for (size_t i = 0; i < count; i++)
        buffer_format(&wanted, "%c%d", i ? ',' : '{', ids[i]);
    buffer_byte(&wanted, '}');
    store_query_text(&query, buffer_string(&wanted));
    store_query_text(&query, known);
    desk_call(desk, &query, came, owner);
    buffer_free(&wanted);
    free(known);
}

static bool item_take(struct desk *desk, const struct store_reply *reply, int row)
{
    int id = (int)store_reply_number(reply, row, "definition_id");
    const char *hash = store_reply_text(reply, row, "hash"), *lines = store_reply_text(reply, row, "parts"),
               *body = store_reply_text(reply, row, "body");
    struct definition fresh = {.id = id, .hash = memory_text(hash), .set = spec_set_create()};
    bool read = item_read(desk, lines, body, &fresh);
    if (read)
        item_keep(hash, lines, body);
    else
        unreadable_tell(desk, id);
    return definition_take(desk, &fresh, read);
}

/* Takes what came; of items that nobody waits for it is enough to have them on the disk. */
static void bundle_take(struct desk *desk, const struct store_reply *reply, bool ahead)
{
    for (int row = 0; row < store_reply_rows(reply); row++) {
        const char *hash = store_reply_text(reply, row, "hash"), *body = store_reply_text(reply, row, "body");
        if (strcmp(store_reply_text(reply, row, "kind"), "item") != 0)
            parts_add(&desk->parts, hash, body);
        else if (!definition_find(desk, (int)store_reply_number(reply, row, "definition_id")) &&
                 !(ahead && item_keep(hash, store_reply_text(reply, row, "parts"), body)))
            item_take(desk, reply, row);
    }
}

/* Nothing of it can ever be read: the database has it not, or itself stumbles over what stands there. */
static void broken_take(struct desk *desk, int id)
{
    definition_take(desk, &(struct definition){.id = id, .hash = memory_text("")}, false);
    unreadable_tell(desk, id);
}

static void bundle_came(void *owner, const struct store_reply *reply)
{
    struct asked *asked = owner;
    struct desk *desk = asked->desk;
    const struct error *error = store_reply_error(reply);
    bool stumbled = error && strcmp(error->code, "E_DATABASE_ERROR") == 0;
    bundle_take(desk, reply, false);
    if (!stumbled && desk_refused(desk, reply)) {
        free(asked);
        return;
    }
    if (!definition_find(desk, asked->id))
        broken_take(desk, asked->id);
    void *screen = ui_state(desk->ui, asked->screen);
    if (!unreadable(desk, asked->id) && screen)
        asked->ready(screen);
    free(asked);
}

/* --- ahead of the need */

static void ahead_came(void *owner, const struct store_reply *reply)
{
    bundle_take(owner, reply, true);
}

/* What is on the disk is read when it is opened. */
static bool ahead_wanted(const struct desk *desk, const struct desk_item *item)
{
    struct buffer bytes = {0};
    bool here =
        !item->acceptable || definition_find(desk, item->definition_id) || item_get(item->hash, &bytes);
    buffer_free(&bytes);
    return !here;
}

void desk_definitions_ahead(struct desk *desk)
{
    int *ids = memory_get(desk->item_count + 1, sizeof(*ids));
    size_t count = 0;
    for (size_t i = 0; i < desk->item_count; i++) {
        if (ahead_wanted(desk, &desk->items[i]))
            ids[count++] = desk->items[i].definition_id;
    }
    if (count)
        bundle_ask(desk, ids, count, ahead_came, desk);
    free(ids);
}

const struct spec_item *desk_definition(struct desk *desk, int id, desk_ready *ready, const void *screen)
{
    if (desk_definition_kept(desk, id))
        return definition_find(desk, id)->item;
    if (desk_definition_refused(desk, id))
        return NULL;
    struct asked *asked = memory_get(1, sizeof(*asked));
    *asked = (struct asked){desk, id, ready, ui_id(desk->ui, screen)};
    bundle_ask(desk, &id, 1, bundle_came, asked);
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
