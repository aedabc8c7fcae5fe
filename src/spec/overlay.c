#include "spec/overlay.h"

#include <stdlib.h>
#include <string.h>

#include "spec/field.h"
#include "spec/item_schema.h"
#include "spec/overlay_change.h"

struct overlay {
    char *region;
    struct overlay_entry *entries;
    size_t count;
};

/* --- reading */

static const struct schema_key entry_keys[] = {
    {"item", &schema_text, SCHEMA_AT(struct overlay_entry, item), .required = true},
    {"promised", &schema_int, SCHEMA_AT(struct overlay_entry, promised), .most = 3650},
    {"drop", &schema_texts, SCHEMA_LIST(struct overlay_entry, drop, drop_count), .least = 1},
    {"letters", &schema_pairs, SCHEMA_LIST(struct overlay_entry, letters, letter_count), .least = 1},
    {"channels", &schema_texts, SCHEMA_LIST(struct overlay_entry, channels, channel_count), .least = 1,
     .check = channel_check},
    {"closed", &schema_record, SCHEMA_AT(struct overlay_entry, closed), .schema = &closed_schema},
    {0}};
static const struct schema entry_schema = {"overlay", entry_keys, sizeof(struct overlay_entry), NULL};

static bool entry_has(const char *key)
{
    for (const struct schema_key *own = entry_keys; own->key; own++) {
        if (!strcmp(own->key, key))
            return true;
    }
    return false;
}

/* Why an overlay may not say what an item says. */
static const char *barred_code(const char *key)
{
    if (!strcmp(key, "materials"))
        return "E_SPEC_OVERLAY_PROOF";
    if (!strcmp(key, "fields"))
        return "E_SPEC_OVERLAY_CHECK";
    return strcmp(key, "limits") ? "E_SPEC_OVERLAY_KEY" : "E_SPEC_OVERLAY_LIMITS";
}

static void barred_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                        void *base)
{
    (void)walk;
    (void)node;
    (void)key;
    (void)base;
}

/* Told at the key, which only the mapping knows. */
static void barred_tell(struct walk *walk, const struct spec_node *node, void *record)
{
    (void)record;
    for (size_t i = 0; i < spec_node_count(node); i++) {
        const struct spec_node *name = spec_node_key(node, i);
        for (const struct schema_key *key = item_schema.keys; key->key; key++) {
            if (!key->resolved_only && !strcmp(key->key, spec_node_text(name)) && !entry_has(key->key))
                spec_node_fault(walk->faults, name, barred_code(key->key), "key", key->key, NULL);
        }
    }
}

/* The keys of an item that are none of an overlay are known words, so that each is refused with its reason:
 * whatever keys items may have. */
static void entry_read(struct walk *walk, const struct spec_node *node, struct overlay_entry *entry)
{
    enum { MOST = 64 };
    static const struct schema_type barred = {.read = barred_read};
    struct schema_key keys[MOST + 1] = {0};
    size_t count = 0;
    for (const struct schema_key *key = entry_keys; key->key; key++)
        keys[count++] = *key;
    for (const struct schema_key *key = item_schema.keys; key->key && count < MOST; key++) {
        if (!key->resolved_only && !entry_has(key->key))
            keys[count++] = (struct schema_key){.key = key->key, .type = &barred};
    }
    const struct schema schema = {entry_schema.what, keys, sizeof(*entry), barred_tell};
    size_t before = walk->faults->count;
    *entry = (struct overlay_entry){.promised = -1, .node = node};
    walk_record(walk, node, &schema, entry);
    entry->broken = walk->faults->count != before;
}

static void entries_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                         void *base)
{
    struct overlay *overlay = base;
    if (!walk_kind(walk, node, SPEC_SEQUENCE, key->key))
        return;
    if (spec_node_count(node) == 0)
        spec_node_fault(walk->faults, node, "E_SPEC_LIST_EMPTY", "key", key->key, NULL);
    for (size_t i = 0; i < spec_node_count(node); i++)
        entry_read(walk, spec_node_at(node, i),
                   list_grow(&overlay->entries, &overlay->count, sizeof(struct overlay_entry)));
}

static void entries_free(const struct schema_key *key, void *base)
{
    (void)key;
    struct overlay *overlay = base;
    for (size_t i = 0; i < overlay->count; i++)
        schema_free(&entry_schema, &overlay->entries[i]);
    free(overlay->entries);
}

static void region_check(struct walk *walk, const struct spec_node *node, const char *text)
{
    walk_check_code(walk, node, "region", text);
}

static const struct schema_type schema_entries = {.read = entries_read, .free = entries_free};
static const struct schema_key overlay_keys[] = {
    {"region", &schema_text, SCHEMA_AT(struct overlay, region), .required = true, .check = region_check},
    {"items", &schema_entries, .required = true},
    {0}};
static const struct schema overlay_schema = {"overlay", overlay_keys, sizeof(struct overlay), NULL};

/* --- an overlay */

static bool entry_repeated(const struct overlay *overlay, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (overlay->entries[i].item && !strcmp(overlay->entries[i].item, overlay->entries[index].item))
            return true;
    }
    return false;
}

void overlay_read(struct walk *walk, const struct spec_node *root, const char *name)
{
    struct overlay overlay = {0};
    walk_record(walk, root, &overlay_schema, &overlay);
    if (overlay.region && strcmp(overlay.region, name) != 0)
        spec_node_fault(walk->faults, walk_node(walk, overlay.region), "E_SPEC_FILE_NAME", "name",
                        overlay.region, NULL);
    bool digits = overlay.region && strlen(overlay.region) == 6 &&
                  !overlay.region[strspn(overlay.region, "0123456789")];
    int region = digits ? atoi(overlay.region) : 0;
    for (size_t i = 0; i < overlay.count; i++) {
        const char *item = overlay.entries[i].item;
        if (item && entry_repeated(&overlay, i))
            spec_node_fault(walk->faults, walk_node(walk, item), "E_SPEC_VALUE_TWICE", "key", "items",
                            "value", item, NULL);
        else if (item)
            overlay_change(walk, region, &overlay.entries[i]);
    }
    schema_free(&overlay_schema, &overlay);
}
