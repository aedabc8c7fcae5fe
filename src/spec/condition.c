#include "spec/condition.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "spec/block.h"

/* A condition as it is written, before it is known which test it is. */
struct raw {
    char *field;
    char **is;
    size_t is_count;
    char **is_not;
    size_t is_not_count;
    bool filled;
    char *source;
    bool open;
    struct spec_condition *all, *any, *not ;
    size_t all_count, any_count, not_count;
};

static void children_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                          void *base);

static const struct schema_type schema_children = {.read = children_read};

static const struct schema_key raw_keys[] = {
    {"field", &schema_text, SCHEMA_AT(struct raw, field), .check = walk_check_slug},
    {"is", &schema_texts, SCHEMA_LIST(struct raw, is, is_count), .least = 1},
    {"is_not", &schema_texts, SCHEMA_LIST(struct raw, is_not, is_not_count), .least = 1},
    {"filled", &schema_bool, SCHEMA_AT(struct raw, filled)},
    {"source", &schema_text, SCHEMA_AT(struct raw, source), .check = walk_check_slug},
    {"open", &schema_bool, SCHEMA_AT(struct raw, open)},
    {"all", &schema_children, SCHEMA_LIST(struct raw, all, all_count)},
    {"any", &schema_children, SCHEMA_LIST(struct raw, any, any_count)},
    {"not", &schema_children, .offset = offsetof(struct raw, not ), .count = offsetof(struct raw, not_count)},
    {0}};
static const struct schema raw_schema = {"condition", raw_keys, sizeof(struct raw)};

static void texts_free(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

static void condition_free(struct spec_condition *condition)
{
    free(condition->field);
    texts_free(condition->values, condition->value_count);
    for (size_t i = 0; i < condition->child_count; i++)
        condition_free(&condition->children[i]);
    free(condition->children);
    *condition = (struct spec_condition){0};
}

/* Moves what the test needs out of raw. False where the keys make no test, or more than one. */
static bool raw_take(struct raw *raw, struct spec_condition *into)
{
    struct {
        bool here;
        struct spec_condition condition;
    } tests[] = {
        {raw->is_count, {SPEC_FIELD_IS, raw->field, raw->is, raw->is_count, NULL, 0}},
        {raw->is_not_count, {SPEC_FIELD_NOT, raw->field, raw->is_not, raw->is_not_count, NULL, 0}},
        {raw->filled, {SPEC_FIELD_FILLED, raw->field, NULL, 0, NULL, 0}},
        {raw->open, {SPEC_SOURCE_OPEN, raw->source, NULL, 0, NULL, 0}},
        {raw->all_count, {SPEC_ALL, NULL, NULL, 0, raw->all, raw->all_count}},
        {raw->any_count, {SPEC_ANY, NULL, NULL, 0, raw->any, raw->any_count}},
        {raw->not_count, {SPEC_NOT, NULL, NULL, 0, raw->not, raw->not_count}},
    };
    size_t found = 0;
    struct spec_condition only = {0};
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        if (tests[i].here) {
            only = tests[i].condition;
            found++;
        }
    }
    bool on_field = only.test >= SPEC_FIELD_IS && only.test <= SPEC_FIELD_FILLED;
    if (found != 1 || on_field != (raw->field != NULL) ||
        (only.test == SPEC_SOURCE_OPEN) != (raw->source != NULL))
        return false;
    *into = only;
    *raw = (struct raw){0};
    return true;
}

static void raw_free(struct raw *raw)
{
    struct spec_condition lists[] = {
        {.field = raw->field, .values = raw->is, .value_count = raw->is_count},
        {.field = raw->source, .values = raw->is_not, .value_count = raw->is_not_count},
        {.children = raw->all, .child_count = raw->all_count},
        {.children = raw->any, .child_count = raw->any_count},
        {.children = raw->not, .child_count = raw->not_count}};
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        condition_free(&lists[i]);
}

static void condition_read(struct walk *walk, const struct spec_node *node, struct spec_condition *into)
{
    struct raw raw = {0};
    size_t faults = walk->faults->count;
    walk_record(walk, node, &raw_schema, &raw);
    if (walk->faults->count == faults && !raw_take(&raw, into))
        spec_node_fault(walk->faults, node, "E_SPEC_CONDITION", NULL);
    raw_free(&raw);
}

/* all and any hold a list, not a single condition. */
static void children_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                          void *base)
{
    void *list = (char *)base + key->offset;
    size_t *count = (size_t *)((char *)base + key->count);
    if (!strcmp(key->key, "not")) {
        condition_read(walk, node, list_grow(list, count, sizeof(struct spec_condition)));
        return;
    }
    if (!walk_kind(walk, node, SPEC_SEQUENCE, key->key))
        return;
    for (size_t i = 0; i < spec_node_count(node); i++)
        condition_read(walk, spec_node_at(node, i), list_grow(list, count, sizeof(struct spec_condition)));
}

static void field_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                       void *base)
{
    condition_read(walk, node, (struct spec_condition *)((char *)base + key->offset));
}

static const struct spec_condition *slot(const struct schema_key *key, const void *base)
{
    return (const struct spec_condition *)((const char *)base + key->offset);
}

static bool field_given(const struct schema_key *key, const void *base)
{
    return slot(key, base)->test != SPEC_ALWAYS;
}

static void condition_write(struct buffer *out, const struct spec_condition *condition);

static void children_write(struct buffer *out, const char *name, const struct spec_condition *condition)
{
    buffer_format(out, "{\"%s\":[", name);
    for (size_t i = 0; i < condition->child_count; i++) {
        if (i)
            buffer_byte(out, ',');
        condition_write(out, &condition->children[i]);
    }
    buffer_text(out, "]}");
}

static void values_write(struct buffer *out, const char *name, const struct spec_condition *condition)
{
    buffer_text(out, "{\"field\":");
    json_text(out, condition->field);
    buffer_format(out, ",\"%s\":[", name);
    for (size_t i = 0; i < condition->value_count; i++) {
        if (i)
            buffer_byte(out, ',');
        json_text(out, condition->values[i]);
    }
    buffer_text(out, "]}");
}

static void condition_write(struct buffer *out, const struct spec_condition *condition)
{
    switch (condition->test) {
    case SPEC_ALWAYS:
        buffer_text(out, "{}");
        break;
    case SPEC_FIELD_IS:
        values_write(out, "is", condition);
        break;
    case SPEC_FIELD_NOT:
        values_write(out, "is_not", condition);
        break;
    case SPEC_FIELD_FILLED:
    case SPEC_SOURCE_OPEN:
        buffer_text(out, condition->test == SPEC_FIELD_FILLED ? "{\"field\":" : "{\"source\":");
        json_text(out, condition->field);
        buffer_text(out, condition->test == SPEC_FIELD_FILLED ? ",\"filled\":true}" : ",\"open\":true}");
        break;
    case SPEC_ALL:
        children_write(out, "all", condition);
        break;
    case SPEC_ANY:
        children_write(out, "any", condition);
        break;
    case SPEC_NOT:
        buffer_text(out, "{\"not\":");
        condition_write(out, &condition->children[0]);
        buffer_byte(out, '}');
        break;
    }
}

static void field_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    condition_write(out, slot(key, base));
}

static void field_free(const struct schema_key *key, void *base)
{
    condition_free((struct spec_condition *)((char *)base + key->offset));
}

const struct schema_type schema_condition = {field_read, field_given, field_write, field_free};

size_t field_index(const struct spec_field *fields, size_t count, const char *key)
{
    size_t i = 0;
    while (i < count && (!fields[i].key || strcmp(fields[i].key, key)))
        i++;
    return i;
}

static void field_unknown(struct walk *walk, const char *key, const struct spec_field *fields, size_t count)
{
    if (walk->incomplete || block_needs(walk, key))
        return;
    const char **known = memory_get(count + 1, sizeof(*known));
    size_t known_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (fields[i].key)
            known[known_count++] = fields[i].key;
    }
    walk_unknown(walk, walk_node(walk, key), "field", key, known, known_count);
    free(known);
}

static void values_check(struct walk *walk, const struct spec_condition *condition,
                         const struct spec_codes *codes)
{
    for (size_t i = 0; codes && i < condition->value_count; i++) {
        const char *value = condition->values[i];
        if (!spec_codes_find(codes, value))
            spec_node_fault(walk->faults, walk_node(walk, value), "E_SPEC_NEVER", "field", condition->field,
                            "value", value, "list", codes->list, NULL);
    }
}

void condition_check(struct walk *walk, const struct spec_condition *condition,
                     const struct spec_field *fields, size_t count, size_t before, const char *owner)
{
    for (size_t i = 0; i < condition->child_count; i++)
        condition_check(walk, &condition->children[i], fields, count, before, owner);
    if (condition->test < SPEC_FIELD_IS || condition->test > SPEC_FIELD_FILLED)
        return;
    size_t index = field_index(fields, count, condition->field);
    if (index == count)
        field_unknown(walk, condition->field, fields, count);
    else if (index >= before)
        spec_node_fault(walk->faults, walk_node(walk, condition->field), "E_SPEC_LATER", "field",
                        condition->field, "key", owner, NULL);
    else
        values_check(walk, condition, fields[index].codes);
}
