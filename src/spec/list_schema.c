/* The schemas of code lists and of letters. */
#include <stdlib.h>

#include "base/memory.h"
#include "spec/item_schema.h"

/* values of a code list: {code: {zh, en, closed}} */

static const struct schema_key code_keys[] = {
    {"zh", &schema_text, SCHEMA_AT(struct spec_code, name.zh), .required = true, .most = 100},
    {"en", &schema_text, SCHEMA_AT(struct spec_code, name.en), .required = true, .most = 150},
    {"closed", &schema_bool, SCHEMA_AT(struct spec_code, closed)},
    {0}};
static const struct schema code_schema = {"code", code_keys, sizeof(struct spec_code), NULL};

static void values_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                        void *base)
{
    struct spec_codes *codes = base;
    if (!walk_kind(walk, node, SPEC_MAPPING, key->key))
        return;
    if (spec_node_count(node) == 0)
        spec_node_fault(walk->faults, node, "E_SPEC_LIST_EMPTY", "key", key->key, NULL);
    codes->codes = memory_get(spec_node_count(node) + 1, sizeof(*codes->codes));
    for (size_t i = 0; i < spec_node_count(node); i++) {
        struct spec_code *code = &codes->codes[codes->count++];
        code->code = walk_text(walk, spec_node_key(node, i), key->key, 32);
        if (code->code)
            walk_check_printable(walk, spec_node_key(node, i), code->code);
        walk_record(walk, spec_node_at(node, i), &code_schema, code);
    }
}

static bool values_given(const struct schema_key *key, const void *base)
{
    (void)key;
    return ((const struct spec_codes *)base)->count > 0;
}

static void values_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    (void)key;
    const struct spec_codes *codes = base;
    for (size_t i = 0; i < codes->count; i++) {
        buffer_byte(out, i ? ',' : '{');
        json_text(out, codes->codes[i].code);
        buffer_byte(out, ':');
        schema_write(out, &code_schema, &codes->codes[i]);
    }
    buffer_byte(out, '}');
}

static void values_free(const struct schema_key *key, void *base)
{
    (void)key;
    struct spec_codes *codes = base;
    for (size_t i = 0; i < codes->count; i++) {
        free(codes->codes[i].code);
        schema_free(&code_schema, &codes->codes[i]);
    }
    free(codes->codes);
}

static const struct schema_type schema_values = {values_read, values_given, values_write, values_free};

static const struct schema_key codes_keys[] = {
    {"codes", &schema_text, SCHEMA_AT(struct spec_codes, list), .required = true, .check = walk_check_slug},
    {"name", &schema_name, SCHEMA_AT(struct spec_codes, name), .required = true, .most = 100},
    {"source", &schema_text, SCHEMA_AT(struct spec_codes, source), .required = true},
    {"values", &schema_values, .required = true},
    {0}};
const struct schema codes_schema = {"codes", codes_keys, sizeof(struct spec_codes), NULL};

/* A statement is a struct spec_name of its own in a list. */
static const struct schema_key statement_keys[] = {
    {"zh", &schema_text, SCHEMA_AT(struct spec_name, zh), .required = true, .most = 500},
    {"en", &schema_text, SCHEMA_AT(struct spec_name, en), .required = true, .most = 1000},
    {0}};
static const struct schema statement_schema = {"statement", statement_keys, sizeof(struct spec_name), NULL};

static const struct schema_key letter_keys[] = {
    {"letter", &schema_text, SCHEMA_AT(struct spec_letter, code), .required = true, .check = walk_check_slug},
    {"version", &schema_int, SCHEMA_AT(struct spec_letter, version), .required = true, .least = 1,
     .most = 9999},
    {"name", &schema_name, SCHEMA_AT(struct spec_letter, name), .required = true, .most = 100},
    {"proof", &schema_name, SCHEMA_AT(struct spec_letter, proof), .required = true, .most = 200},
    {"basis", &schema_words, SCHEMA_AT(struct spec_letter, basis), .required = true, .most = 500},
    {"content", &schema_name, SCHEMA_AT(struct spec_letter, content), .required = true, .most = 1000},
    {"liability", &schema_name, SCHEMA_AT(struct spec_letter, liability), .required = true, .most = 1000},
    {"checking", &schema_name, SCHEMA_AT(struct spec_letter, checking), .required = true, .most = 1000},
    {"statements", &schema_list, SCHEMA_LIST(struct spec_letter, statements, statement_count),
     .required = true, .least = 1, .schema = &statement_schema},
    {0}};
const struct schema letter_schema = {"letter", letter_keys, sizeof(struct spec_letter), NULL};
