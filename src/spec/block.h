/* Blocks: groups of fields and materials that items share. They exist while forms/ is read and never
 * afterwards: `- block: NAME` among fields is replaced by the block's fields, among materials by its
 * materials. A block may include others. Its conditions name its own fields, and those that it says it needs:
 * whoever includes it has them above. */
#ifndef SPEC_BLOCK_H
#define SPEC_BLOCK_H

#include "spec/walker.h"

struct block {
    char *name;
    struct spec_document *document;
    bool sound; /* checked, and nothing is wrong in it */
};

/* The blocks' documents, which must outlive every walk that includes them. A zeroed struct is empty. */
struct block_shelf {
    struct block *blocks;
    size_t count;
};

/* Puts a document on the shelf, which owns it from then on. */
void block_shelf_add(struct block_shelf *shelf, const char *name, struct spec_document *document);
void block_shelf_free(struct block_shelf *shelf);

/* Reads a block for itself, so that its faults are told once and at its own place. */
void block_check(struct walk *walk, struct block *block);

/* Whether the block whose own file is being read needs a field of who includes it. */
bool block_needs(const struct walk *walk, const char *field);

/* An array of records (.schema: field_schema or material_schema) and its count, from entries of their own and
 * `block:` entries. */
extern const struct schema_type schema_blocks;

#endif
