#include "spec/material.h"

#include <string.h>

#include "spec/condition.h"
#include "spec/set_broken.h"

static const char *const form_words[] = {"original", "copy", "scan", "data", "form", NULL};

void letter_check(struct walk *walk, const struct spec_node *node, const char *text)
{
    size_t count = spec_set_letter_count(walk->set);
    if (spec_set_letter(walk->set, text) || set_is_broken(walk->set, "letter", text))
        return;
    const char *known[256];
    size_t used = 0;
    for (; used < count && used < 256; used++)
        known[used] = spec_set_letter_at(walk->set, used)->code;
    walk_unknown(walk, node, "letter", text, known, used);
}

/* need: required, optional, or {when: CONDITION}; the record is the material */

static const struct schema_key when_keys[] = {
    {"when", &schema_condition, SCHEMA_AT(struct spec_material, when), .required = true}, {0}};
static const struct schema when_schema = {"need", when_keys, sizeof(struct spec_material), NULL};

static void need_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                      void *base)
{
    struct spec_material *material = base;
    if (spec_node_kind(node) == SPEC_SCALAR) {
        schema_choice.read(walk, node, key, base);
    } else {
        material->need = SPEC_CONDITIONAL;
        walk_record(walk, node, &when_schema, material);
    }
}

static bool need_given(const struct schema_key *key, const void *base)
{
    (void)key;
    (void)base;
    return true;
}

static void need_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    if (((const struct spec_material *)base)->need == SPEC_CONDITIONAL)
        schema_write(out, &when_schema, base);
    else
        schema_choice.write(out, key, base);
}

static void need_free(const struct schema_key *key, void *base)
{
    (void)key;
    schema_free(&when_schema, base);
}

static const struct schema_type schema_need = {need_read, need_given, need_write, need_free};
static const char *const need_words[] = {"required", "optional", NULL}; /* enum spec_need */

static const struct schema_key material_keys[] = {
    {"key", &schema_text, SCHEMA_AT(struct spec_material, key), .required = true, .check = walk_check_slug},
    {"name", &schema_name, SCHEMA_AT(struct spec_material, name), .required = true, .most = 100},
    {"form", &schema_text, SCHEMA_AT(struct spec_material, form), .required = true, .choices = form_words},
    {"need", &schema_need, SCHEMA_AT(struct spec_material, need), .required = true, .choices = need_words},
    {"why", &schema_name, SCHEMA_AT(struct spec_material, why), .required = true, .most = 200},
    {"basis", &schema_words, SCHEMA_AT(struct spec_material, basis), .required = true},
    {"letter", &schema_text, SCHEMA_AT(struct spec_material, letter), .check = letter_check},
    {"sharing", &schema_words, SCHEMA_AT(struct spec_material, sharing)},
    {"later", &schema_bool, SCHEMA_AT(struct spec_material, later)},
    {0}};
const struct schema material_schema = {"material", material_keys, sizeof(struct spec_material), NULL};

static void twice_check(struct walk *walk, const struct spec_material *materials, size_t at)
{
    const struct spec_node *place = walk_node(walk, materials[at].key);
    for (size_t i = 0; i < at; i++) {
        if (materials[i].key && !strcmp(materials[i].key, materials[at].key) &&
            place != walk_node(walk, materials[i].key)) {
            spec_node_fault(walk->faults, place, "E_SPEC_MATERIAL_TWICE", "key", materials[at].key, NULL);
            return;
        }
    }
}

void materials_check(struct walk *walk, const struct spec_material *materials, size_t count,
                     const struct spec_field *fields, size_t field_count)
{
    for (size_t i = 0; i < count; i++) {
        const struct spec_material *material = &materials[i];
        if (!material->key)
            continue;
        twice_check(walk, materials, i);
        if (!material->shared)
            condition_check(walk, &material->when, fields, field_count, field_count, material->key);
    }
}
