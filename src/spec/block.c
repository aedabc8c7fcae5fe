#include "spec/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
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

static void entries_read(struct walk *walk, struct spec_faults *told, const struct spec_node *node,
                         const struct schema_key *key, void *base);

/* What is wrong inside of another block is told there: its fields, or its materials, are read quietly here,
 * whatever is right of them. */
static void block_inline(struct walk *walk, struct spec_faults *told, const struct spec_node *entry,
                         const struct block *block, const struct schema_key *key, void *base)
{
    const struct spec_node *list = spec_node_find(spec_document_root(block->document), key->key);
    struct spec_faults quiet = {0};
    struct walk outer = *walk;
    struct walk_block chain = {.name = block->name, .outer = outer.block};
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

static void block_entry(struct walk *walk, struct spec_faults *told, const struct spec_node *entry,
                        const struct schema_key *key, void *base)
{
    static const struct schema_key entry_keys[] = {
        {"block", &schema_text, .required = true, .check = walk_check_slug}, {0}};
    static const struct schema entry_schema = {.what = "block", .keys = entry_keys, .size = sizeof(char *)};
    char *name = NULL;
    walk_record(walk, entry, &entry_schema, &name);
    if (!name || block_circular(walk, told, entry, name)) {
        free(name);
        return;
    }
    const struct block *block = shelf_find(walk->shelf, name);
    if (block)
        block_inline(walk, told, entry, block, key, base);
    else if (set_is_broken(walk->set, "block", name))
        walk->incomplete = true;
    else
        block_unknown(walk, spec_node_find(entry, "block"), name);
    free(name);
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
    if (field && !field->block)
        field->block = memory_text(walk->block->name);
    else if (material)
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

void block_check(struct walk *walk, const char *name, const struct spec_document *document)
{
    static const struct schema_key keys[] = {
        {"block", &schema_text, SCHEMA_AT(struct block_file, name), .required = true,
         .check = walk_check_slug},
        {"fields", &schema_blocks, SCHEMA_LIST(struct block_file, fields, field_count),
         .schema = &field_schema},
        {"materials", &schema_blocks, SCHEMA_LIST(struct block_file, materials, material_count),
         .schema = &material_schema},
        {0}};
    static const struct schema schema = {"block", keys, sizeof(struct block_file), block_finish};
    struct walk_block own = {.name = name, .own = true};
    struct block_file file = {0};
    walk->block = &own;
    walk_record(walk, spec_document_root(document), &schema, &file);
    if (file.name && strcmp(file.name, name))
        spec_node_fault(walk->faults, walk_node(walk, file.name), "E_SPEC_FILE_NAME", "name", file.name,
                        NULL);
    walk->block = NULL;
    schema_free(&schema, &file);
}
