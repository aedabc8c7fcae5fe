#include "spec/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "spec/block_repeat.h"
#include "spec/condition.h"
#include "spec/field.h"
#include "spec/material.h"
#include "spec/set_broken.h"

void block_shelf_add(struct block_shelf *shelf, const char *name, struct spec_document *document)
{
    struct block *block = list_grow(&shelf->blocks, &shelf->count, sizeof(*block));
    *block = (struct block){.name = memory_text(name), .document = document};
}

void block_shelf_free(struct block_shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++) {
        free(shelf->blocks[i].name);
        spec_document_free(&shelf->blocks[i].document);
    }
    free(shelf->blocks);
    *shelf = (struct block_shelf){0};
}

static const struct block *shelf_find(const struct block_shelf *shelf, const char *name)
{
    for (size_t i = 0; i < shelf->count; i++) {
        if (!strcmp(shelf->blocks[i].name, name))
            return &shelf->blocks[i];
    }
    return NULL;
}

static void block_unknown(struct walk *walk, const struct spec_node *node, const char *name)
{
    const char **known = memory_get(walk->shelf->count + 1, sizeof(*known));
    for (size_t i = 0; i < walk->shelf->count; i++)
        known[i] = walk->shelf->blocks[i].name;
    walk_unknown(walk, node, "block", name, known, walk->shelf->count);
    free(known);
}

/* "a > b > a" */
static void chain_write(struct buffer *out, const struct walk_block *block)
{
    if (block->outer)
        chain_write(out, block->outer);
    buffer_format(out, "%s > ", block->name);
}

/* True where the block is being read already. Told only in the block's own file: everybody in the ring has
 * one, and who stands outside has done nothing wrong. */
static bool block_circular(struct walk *walk, struct spec_faults *told, const struct spec_node *entry,
                           const char *name)
{
    const struct walk_block *block = walk->block;
    while (block && strcmp(block->name, name))
        block = block->outer;
    if (block && block->own) {
        struct buffer chain = {0};
        chain_write(&chain, walk->block);
        buffer_text(&chain, name);
        spec_node_fault(told, walk->inlined ? walk->inlined : entry, "E_SPEC_BLOCK_CYCLE", "chain",
                        buffer_string(&chain), NULL);
        buffer_free(&chain);
    }
    return block != NULL;
}

static bool node_names(const struct spec_node *list, const char *name)
{
    for (size_t i = 0; list && i < spec_node_count(list); i++) {
        const struct spec_node *entry = spec_node_at(list, i);
        if (spec_node_kind(entry) == SPEC_SCALAR && !strcmp(spec_node_text(entry), name))
            return true;
    }
    return false;
}

static const struct spec_node *needs_of(const struct spec_document *document)
{
    const struct spec_node *needs = spec_node_find(spec_document_root(document), "needs");
    return needs && spec_node_kind(needs) == SPEC_SEQUENCE ? needs : NULL;
}

bool block_needs(const struct walk *walk, const char *field)
{
    const struct walk_block *block = walk->block;
    return block && block->own && node_names(block->needs, field);
}

/* The fields that were read until now. */
struct fields_read {
    struct spec_field *fields;
    size_t count;
};

static struct fields_read fields_read(const struct schema_key *key, const void *base)
{
    struct fields_read read;
    memcpy(&read.fields, (const char *)base + key->offset, sizeof(read.fields));
    memcpy(&read.count, (const char *)base + key->count, sizeof(read.count));
    return read;
}

/* What a block needs must stand above it, or be needed by the block that includes it. */
static bool need_met(struct walk *walk, const struct spec_node *entry, const char *block,
                     const struct fields_read *above, const char *needed)
{
    if (field_index(above->fields, above->count, needed) < above->count || block_needs(walk, needed))
        return true;
    if (!walk->incomplete)
        spec_node_fault(walk->faults, entry, "E_SPEC_BLOCK_NEEDS", "block", block, "field", needed, NULL);
    return false;
}

static bool needs_met(struct walk *walk, const struct spec_node *entry, const struct block *block,
                      const struct block_repeat *repeat, const struct fields_read *above)
{
    const struct spec_node *needs = needs_of(block->document);
    bool met = !repeat->count || need_met(walk, entry, block->name, above, repeat->count);
    for (size_t i = 0; needs && i < spec_node_count(needs); i++) {
        const struct spec_node *need = spec_node_at(needs, i);
        met = (spec_node_kind(need) != SPEC_SCALAR ||
               need_met(walk, entry, block->name, above, spec_node_text(need))) &&
              met;
    }
    return met;
}

static void entries_read(struct walk *walk, struct spec_faults *told, const struct spec_node *node,
                         const struct schema_key *key, void *base);

/* What is wrong inside of another block is told there: its fields, or its materials, are read quietly here,
 * whatever is right of them. judged: what they say of fields outside is judged where they are read. */
static void block_inline(struct walk *walk, struct spec_faults *told, const struct spec_node *entry,
                         const struct block *block, bool judged, const struct schema_key *key, void *base)
{
    const struct spec_node *list = spec_node_find(spec_document_root(block->document), key->key);
    struct spec_faults quiet = {0};
    struct walk outer = *walk;
    struct walk_block chain = {
        .name = block->name, .needs = judged ? needs_of(block->document) : NULL, .outer = outer.block};
    walk->faults = &quiet;
    walk->block = &chain;
    if (!walk->inlined)
        walk->inlined = entry;
    if (list && spec_node_kind(list) == SPEC_SEQUENCE)
        entries_read(walk, told, list, key, base);
    else if (!list)
        spec_node_fault(told, walk->inlined, "E_SPEC_BLOCK_WITHOUT", "block", block->name, "key", key->key,
                        NULL);
    walk->faults = outer.faults;
    walk->block = outer.block;
    walk->inlined = outer.inlined;
    spec_faults_free(&quiet);
}

/* Once, or as often as the entry says. */
static void block_found(struct walk *walk, struct spec_faults *told, const struct spec_node *entry,
                        const struct block *block, const struct block_repeat *repeat,
                        const struct schema_key *key, void *base)
{
    bool of_fields = key->schema == &field_schema, judged = false;
    if (of_fields && !walk->inlined) {
        struct fields_read above = fields_read(key, base);
        judged = needs_met(walk, entry, block, repeat, &above) && block->sound;
    }
    for (int i = 1; i <= (repeat->most ? repeat->most : 1); i++) {
        size_t first = of_fields ? fields_read(key, base).count : 0;
        block_inline(walk, told, entry, block, judged && i == 1, key, base);
        if (repeat->most) {
            struct fields_read read = fields_read(key, base);
            block_number(walk, entry, repeat, i, read.fields + first, read.count - first);
        }
    }
}

static void block_entry(struct walk *walk, struct spec_faults *told, const struct spec_node *entry,
                        const struct schema_key *key, void *base)
{
    struct block_entry read = {0};
    walk_record(walk, entry, &block_entry_schema, &read);
    const struct block *block = read.name ? shelf_find(walk->shelf, read.name) : NULL;
    if (read.repeat.most && key->schema != &field_schema)
        spec_node_fault(told, spec_node_find(entry, "repeat"), "E_SPEC_REPEAT_FIELDS", NULL);
    else if (read.name && !block_circular(walk, told, entry, read.name)) {
        if (block)
            block_found(walk, told, entry, block, &read.repeat, key, base);
        else if (set_is_broken(walk->set, "block", read.name))
            walk->incomplete = true;
        else
            block_unknown(walk, spec_node_find(entry, "block"), read.name);
    }
    schema_free(&block_entry_schema, &read);
}

static void own_entry(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                      void *base)
{
    size_t *count = (size_t *)((char *)base + key->count);
    void *record = list_grow((char *)base + key->offset, count, key->schema->size);
    walk_record(walk, node, key->schema, record);
    if (!walk->inlined)
        return;
    struct spec_field *field = key->schema == &field_schema ? record : NULL;
    struct spec_material *material = key->schema == &material_schema ? record : NULL;
    if (field && !field->block) {
        field->block = memory_text(walk->block->name);
        field->needs = walk->block->needs != NULL;
    }
    if (material)
        material->shared = true;
}

static void entries_read(struct walk *walk, struct spec_faults *told, const struct spec_node *node,
                         const struct schema_key *key, void *base)
{
    for (size_t i = 0; i < spec_node_count(node); i++) {
        const struct spec_node *entry = spec_node_at(node, i);
        if (walk->entries_left-- <= 0) {
            if (walk->entries_left == -1)
                spec_node_fault(told, walk->inlined ? walk->inlined : entry, "E_SPEC_FIELDS_MANY", NULL);
            return;
        }
        if (walk->shelf && spec_node_find(entry, "block") && !spec_node_find(entry, "key"))
            block_entry(walk, told, entry, key, base);
        else
            own_entry(walk, entry, key, base);
    }
}

static void blocks_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                        void *base)
{
    if (!walk_kind(walk, node, SPEC_SEQUENCE, key->key))
        return;
    if (spec_node_count(node) == 0)
        spec_node_fault(walk->faults, node, "E_SPEC_LIST_EMPTY", "key", key->key, NULL);
    entries_read(walk, walk->faults, node, key, base);
}

static bool blocks_given(const struct schema_key *key, const void *base)
{
    return schema_list.given(key, base);
}

static void blocks_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    schema_list.write(out, key, base);
}

static void blocks_free(const struct schema_key *key, void *base)
{
    schema_list.free(key, base);
}

const struct schema_type schema_blocks = {blocks_read, blocks_given, blocks_write, blocks_free};

/* A block's file, while it is checked. */
struct block_file {
    char *name;
    char **needs; /* read where the block is: needs_of() */
    size_t need_count;
    struct spec_field *fields;
    size_t field_count;
    struct spec_material *materials;
    size_t material_count;
};

static void block_finish(struct walk *walk, const struct spec_node *node, void *record)
{
    const struct block_file *file = record;
    if (!spec_node_find(node, "fields") && !spec_node_find(node, "materials"))
        spec_node_fault(walk->faults, node, "E_SPEC_NEEDS", "key", "block", "other", "fields, materials",
                        NULL);
    fields_check(walk, file->fields, file->field_count);
    materials_check(walk, file->materials, file->material_count, file->fields, file->field_count);
}

void block_check(struct walk *walk, struct block *block)
{
    static const struct schema_key keys[] = {
        {"block", &schema_text, SCHEMA_AT(struct block_file, name), .required = true,
         .check = walk_check_slug},
        {"needs", &schema_texts, SCHEMA_LIST(struct block_file, needs, need_count), .least = 1,
         .check = walk_check_slug},
        {"fields", &schema_blocks, SCHEMA_LIST(struct block_file, fields, field_count),
         .schema = &field_schema},
        {"materials", &schema_blocks, SCHEMA_LIST(struct block_file, materials, material_count),
         .schema = &material_schema},
        {0}};
    static const struct schema schema = {"block", keys, sizeof(struct block_file), block_finish};
    struct walk_block own = {.name = block->name, .needs = needs_of(block->document), .own = true};
    struct block_file file = {0};
    walk->block = &own;
    walk_record(walk, spec_document_root(block->document), &schema, &file);
    if (file.name && strcmp(file.name, block->name))
        spec_node_fault(walk->faults, walk_node(walk, file.name), "E_SPEC_FILE_NAME", "name", file.name,
                        NULL);
    walk->block = NULL;
    block->sound = walk->faults->count == walk->faults_before;
    schema_free(&schema, &file);
}
