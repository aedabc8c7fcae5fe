/* The types of the schema tables that hold others: records, lists of records, pairs. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "spec/walker.h"

static size_t *list_count(const struct schema_key *key, void *base)
{
    return (size_t *)((char *)base + key->count);
}

/* The address of the list's pointer, of whatever type that is. */
static void *list_slot(const struct schema_key *key, void *base)
{
    return (char *)base + key->offset;
}

/* The list's pointer itself. */
static void *list_entries(const struct schema_key *key, const void *base)
{
    void *entries;
    memcpy(&entries, (const char *)base + key->offset, sizeof(entries));
    return entries;
}

/* record */

static void record_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                        void *base)
{
    struct schema named = *key->schema;
    named.what = key->key;
    walk_record(walk, node, &named, (char *)base + key->offset);
}

static bool record_given(const struct schema_key *key, const void *base)
{
    const void *record = (const char *)base + key->offset;
    for (const struct schema_key *inner = key->schema->keys; inner->key; inner++) {
        if (inner->type->given(inner, record))
            return true;
    }
    return false;
}

static void record_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    schema_write(out, key->schema, (const char *)base + key->offset);
}

static void record_free(const struct schema_key *key, void *base)
{
    schema_free(key->schema, (char *)base + key->offset);
}

const struct schema_type schema_record = {record_read, record_given, record_write, record_free};

/* list */

static void list_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                      void *base)
{
    if (!walk_kind(walk, node, SPEC_SEQUENCE, key->key))
        return;
    if (spec_node_count(node) < (size_t)key->least)
        spec_node_fault(walk->faults, node, "E_SPEC_LIST_EMPTY", "key", key->key, NULL);
    for (size_t i = 0; i < spec_node_count(node); i++) {
        void *record = list_grow(list_slot(key, base), list_count(key, base), key->schema->size);
        walk_record(walk, spec_node_at(node, i), key->schema, record);
    }
}

static bool list_given(const struct schema_key *key, const void *base)
{
    return *(const size_t *)((const char *)base + key->count) > 0;
}

static void list_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    const char *list = list_entries(key, base);
    size_t count = *(const size_t *)((const char *)base + key->count);
    for (size_t i = 0; i < count; i++) {
        buffer_byte(out, i ? ',' : '[');
        schema_write(out, key->schema, list + i * key->schema->size);
    }
    buffer_byte(out, ']');
}

static void list_free(const struct schema_key *key, void *base)
{
    char *list = list_entries(key, base);
    for (size_t i = 0; i < *list_count(key, base); i++)
        schema_free(key->schema, list + i * key->schema->size);
    free(list);
}

const struct schema_type schema_list = {list_read, list_given, list_write, list_free};

/* pairs: {from: to} */

static void pairs_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                       void *base)
{
    if (!walk_kind(walk, node, SPEC_MAPPING, key->key))
        return;
    if (spec_node_count(node) < (size_t)key->least)
        spec_node_fault(walk->faults, node, "E_SPEC_LIST_EMPTY", "key", key->key, NULL);
    for (size_t i = 0; i < spec_node_count(node); i++) {
        struct spec_pair pair = {.from = walk_text(walk, spec_node_key(node, i), key->key, 0),
                                 .to = walk_text(walk, spec_node_at(node, i), key->key, 0)};
        if (pair.from && pair.to) {
            *(struct spec_pair *)list_grow(list_slot(key, base), list_count(key, base), sizeof(pair)) = pair;
        } else {
            free(pair.from);
            free(pair.to);
        }
    }
}

static void pairs_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    const struct spec_pair *list = list_entries(key, base);
    size_t count = *(const size_t *)((const char *)base + key->count);
    for (size_t i = 0; i < count; i++) {
        buffer_byte(out, i ? ',' : '{');
        json_text(out, list[i].from);
        buffer_byte(out, ':');
        json_text(out, list[i].to);
    }
    buffer_byte(out, '}');
}

static void pairs_free(const struct schema_key *key, void *base)
{
    struct spec_pair *list = list_entries(key, base);
    for (size_t i = 0; i < *list_count(key, base); i++) {
        free(list[i].from);
        free(list[i].to);
    }
    free(list);
}

const struct schema_type schema_pairs = {pairs_read, list_given, pairs_write, pairs_free};
