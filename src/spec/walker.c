#include "spec/walker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "spec/nearest.h"

void walk_remember(struct walk *walk, const char *text, const struct spec_node *node)
{
    if (walk->place_count == walk->place_capacity) {
        walk->place_capacity = walk->place_capacity ? walk->place_capacity * 2 : 256;
        walk->places = memory_resize(walk->places, walk->place_capacity, sizeof(*walk->places));
    }
    const struct spec_node *place = walk->inlined ? walk->inlined : node;
    walk->places[walk->place_count++] = (struct walk_place){.text = text, .node = place};
}

/* Backwards: an address that was freed and given again belongs to the later text. */
const struct spec_node *walk_node(const struct walk *walk, const char *text)
{
    for (size_t i = walk->place_count; i-- > 0;) {
        if (walk->places[i].text == text)
            return walk->places[i].node;
    }
    return NULL;
}

struct walk walk_begin(struct spec_set *set, struct spec_faults *faults)
{
    return (struct walk){.set = set, .faults = faults, .faults_before = faults->count, .entries_left = 500};
}

void walk_end(struct walk *walk)
{
    free(walk->places);
    walk->places = NULL;
    walk->place_count = walk->place_capacity = 0;
}

bool walk_kind(struct walk *walk, const struct spec_node *node, enum spec_node_kind kind, const char *key)
{
    static const char *const words[] = {
        [SPEC_SCALAR] = "text", [SPEC_MAPPING] = "mapping", [SPEC_SEQUENCE] = "list"};
    if (spec_node_kind(node) == kind)
        return true;
    spec_node_fault(walk->faults, node, "E_SPEC_KIND", "key", key, "wanted", words[kind], NULL);
    return false;
}

char *walk_text(struct walk *walk, const struct spec_node *node, const char *key, int most)
{
    if (!walk_kind(walk, node, SPEC_SCALAR, key))
        return NULL;
    const char *text = spec_node_text(node);
    char bound[16];
    snprintf(bound, sizeof(bound), "%d", most ? most : 200);
    if (!*text || text[strspn(text, " \t\n")] == '\0') {
        spec_node_fault(walk->faults, node, "E_SPEC_BLANK", "key", key, NULL);
    } else if (strchr(text, '\n')) {
        spec_node_fault(walk->faults, node, "E_SPEC_LINES", "key", key, NULL);
    } else if (utf8_count(text) > (size_t)(most ? most : 200)) {
        spec_node_fault(walk->faults, node, "E_SPEC_LONG", "key", key, "most", bound, NULL);
    } else {
        char *copy = memory_text(text);
        walk_remember(walk, copy, node);
        return copy;
    }
    return NULL;
}

void walk_unknown(struct walk *walk, const struct spec_node *node, const char *what, const char *name,
                  const char *const *known, size_t count)
{
    const char *near = nearest(name, known, count);
    if (near)
        spec_node_fault(walk->faults, node, "E_SPEC_UNKNOWN_NEAR", "what", what, "name", name, "near", near,
                        NULL);
    else
        spec_node_fault(walk->faults, node, "E_SPEC_UNKNOWN", "what", what, "name", name, NULL);
}

void walk_check_slug(struct walk *walk, const struct spec_node *node, const char *text)
{
    static const char rest[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    bool letter = *text >= 'a' && *text <= 'z';
    if (!letter || text[strspn(text, rest)] || strlen(text) > 48)
        spec_node_fault(walk->faults, node, "E_SPEC_SLUG", "name", text, NULL);
}

void walk_check_printable(struct walk *walk, const struct spec_node *node, const char *text)
{
    for (const char *c = text; *c; c++) {
        if (*c <= ' ' || *c > '~') {
            spec_node_fault(walk->faults, node, "E_SPEC_PRINTABLE", "name", text, NULL);
            return;
        }
    }
}

static const struct schema_key *schema_find(const struct walk *walk, const struct schema *schema,
                                            const char *name)
{
    for (const struct schema_key *key = schema->keys; key->key; key++) {
        if (!strcmp(key->key, name) && (walk->resolved || !key->resolved_only))
            return key;
    }
    return NULL;
}

/* {en: Yes, really}: YAML reads what follows the comma as a key without a value. The commonest slip there is.
 */
static bool key_is_rest(const struct spec_node *key, const struct spec_node *value)
{
    bool empty =
        spec_node_kind(value) == SPEC_SCALAR && spec_node_plain(value) && *spec_node_text(value) == '\0';
    return empty && strchr(spec_node_text(key), ' ');
}

static void key_unknown(struct walk *walk, const struct spec_node *node, const struct schema *schema)
{
    const char *known[64];
    size_t count = 0;
    for (const struct schema_key *key = schema->keys; key->key && count < 64; key++) {
        if (walk->resolved || !key->resolved_only)
            known[count++] = key->key;
    }
    walk_unknown(walk, node, "key", spec_node_text(node), known, count);
}

/* A key that stands twice was told by document.c: only its first value is taken. */
static bool key_repeated(const struct spec_node *node, size_t index)
{
    return spec_node_find(node, spec_node_text(spec_node_key(node, index))) != spec_node_at(node, index);
}

void walk_record(struct walk *walk, const struct spec_node *node, const struct schema *schema, void *record)
{
    if (!walk_kind(walk, node, SPEC_MAPPING, schema->what))
        return;
    for (size_t i = 0; i < spec_node_count(node); i++) {
        const struct spec_node *name = spec_node_key(node, i);
        const struct schema_key *key = schema_find(walk, schema, spec_node_text(name));
        if (!key && key_is_rest(name, spec_node_at(node, i)))
            spec_node_fault(walk->faults, name, "E_SPEC_COMMA", "name", spec_node_text(name), NULL);
        else if (!key)
            key_unknown(walk, name, schema);
        else if (!key_repeated(node, i))
            key->type->read(walk, spec_node_at(node, i), key, record);
    }
    for (const struct schema_key *key = schema->keys; key->key; key++) {
        if (key->required && !spec_node_find(node, key->key))
            spec_node_fault(walk->faults, node, "E_SPEC_MISSING", "key", key->key, "what", schema->what,
                            NULL);
    }
    if (schema->finish)
        schema->finish(walk, node, record);
}

void schema_write(struct buffer *out, const struct schema *schema, const void *record)
{
    char before = '{';
    for (const struct schema_key *key = schema->keys; key->key; key++) {
        if (!(key->given ? key->given(record) : key->type->given(key, record)))
            continue;
        buffer_byte(out, before);
        json_text(out, key->key);
        buffer_byte(out, ':');
        key->type->write(out, key, record);
        before = ',';
    }
    buffer_text(out, before == '{' ? "{}" : "}");
}

void schema_free(const struct schema *schema, void *record)
{
    for (const struct schema_key *key = schema->keys; key->key; key++) {
        if (key->type->free)
            key->type->free(key, record);
    }
}

void *list_grow(void *list, size_t *count, size_t size)
{
    char *entries;
    memcpy(&entries, list, sizeof(entries));
    entries = memory_resize(entries, *count + 1, size);
    memcpy(list, &entries, sizeof(entries));
    return memset(entries + (*count)++ * size, 0, size);
}
