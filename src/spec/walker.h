/* The one walker over definitions. A schema is a table: key, type, where the value goes, what is allowed.
 * From it come reading (with every fault at its place), writing the canonical JSON and freeing: they cannot
 * drift apart. */
#ifndef SPEC_WALKER_H
#define SPEC_WALKER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "spec/document.h"
#include "spec/json.h"
#include "spec/set.h"

/* Where a text that was read stands. Checks that come after the reading find the place by the string's
 * address. */
struct walk_place {
    const char *text;
    const struct spec_node *node;
};

/* One of the blocks that are being read into one another. */
struct walk_block {
    const char *name;
    const struct spec_node *needs; /* fields of who includes it that it names; NULL: none, or it is broken */
    const struct walk_block *outer;
    bool own; /* the file being read is this block's own */
};

struct walk {
    struct spec_set *set; /* what may be referred to */
    struct spec_faults *faults;
    size_t faults_before;            /* how many there were when the walk began */
    bool resolved;                   /* reading the resolved text: blocks are inlined already */
    const struct block_shelf *shelf; /* the blocks that may be included; NULL for the resolved text */
    struct walk_place *places;
    size_t place_count, place_capacity;
    const struct spec_node *inlined; /* while a block's fields are read into another file: the entry there */
    const struct walk_block *block;  /* the chain of blocks being read, innermost first */
    bool incomplete; /* a block with faults is among the fields: nobody knows which are missing */
    int entries_left; /* bounds what nested blocks can multiply to */
};

/* A walk begins before its document is read, so that the document's faults count as its own; end it with
 * walk_end(). */
struct walk walk_begin(struct spec_set *set, struct spec_faults *faults);
void walk_end(struct walk *walk);

struct schema_key;
struct schema;
struct block_shelf; /* spec/block.h */

struct schema_type {
    void (*read)(struct walk *walk, const struct spec_node *node, const struct schema_key *key, void *base);
    bool (*given)(const struct schema_key *key, const void *base); /* worth writing */
    void (*write)(struct buffer *out, const struct schema_key *key, const void *base);
    void (*free)(const struct schema_key *key, void *base); /* NULL: nothing to free */
};

struct schema_key {
    const char *key;
    const struct schema_type *type;
    size_t offset; /* in the record */
    size_t count;  /* lists: offset of their size_t count */
    bool required;
    bool resolved_only;          /* a key of the resolved text, not of the files */
    int least, most;             /* numbers: bounds; texts: characters at the most; lists: entries at least */
    const char *const *choices;  /* allowed words, NULL at the end */
    const struct schema *schema; /* of a nested record or of a list's entries */
    void (*check)(struct walk *walk, const struct spec_node *node,
                  const char *text); /* of each text that was read */
    bool (*given)(const void *base); /* instead of the type's, where set */
};

/* For rows of a table: {"days", &schema_int, SCHEMA_AT(struct spec_limit, days), .required = true, ...}. */
#define SCHEMA_AT(record, member) .offset = offsetof(record, member)
#define SCHEMA_LIST(record, member, number)                                                                  \
    .offset = offsetof(record, member), .count = offsetof(record, number)

struct schema {
    const char *what;              /* word for messages: SPEC_WHAT_... in the catalogue */
    const struct schema_key *keys; /* key NULL at the end */
    size_t size;                   /* of the record */
    void (*finish)(struct walk *walk, const struct spec_node *node,
                   void *record); /* checks across keys; may be NULL */
};

/* The types; walker_types.c and walker_lists.c tell what each reads. */
extern const struct schema_type schema_text;  /* char * */
extern const struct schema_type schema_name;  /* struct spec_name: {zh, en} */
extern const struct schema_type schema_words; /* struct spec_name: {zh, en}, or one text for both languages */
extern const struct schema_type schema_bool;  /* bool */
extern const struct schema_type schema_int;   /* int */
extern const struct schema_type
    schema_choice; /* enum: index of the word among choices ("": not to be written) */
extern const struct schema_type schema_texts;  /* char ** and count; a single text counts as a list of one */
extern const struct schema_type schema_record; /* a nested struct, or with offset 0 the same one */
extern const struct schema_type schema_list;   /* array of records and count */
extern const struct schema_type schema_pairs;  /* struct spec_pair * and count: {from: to} */

/* Reads a mapping into a zeroed record: every fault is added, what is right is set. */
void walk_record(struct walk *walk, const struct spec_node *node, const struct schema *schema, void *record);

void schema_write(struct buffer *out, const struct schema *schema, const void *record);
void schema_free(const struct schema *schema, void *record);

/* Whether node is of the kind; adds a fault naming the key if not. */
bool walk_kind(struct walk *walk, const struct spec_node *node, enum spec_node_kind kind, const char *key);

/* A copy of a scalar's text, its place kept; NULL with a fault if it is empty, of several lines, or of over
 * `most` characters (0: 200), or no scalar at all. */
char *walk_text(struct walk *walk, const struct spec_node *node, const char *key, int most);

/* Remembers where a text stands (inlined: at the `block:` entry). */
void walk_remember(struct walk *walk, const char *text, const struct spec_node *node);

/* Where a text stands that walk_text() returned. */
const struct spec_node *walk_node(const struct walk *walk, const char *text);

/* Adds the fault that nothing of this kind ("field", "check", ...) has that name, with the nearest of the
 * known. */
void walk_unknown(struct walk *walk, const struct spec_node *node, const char *what, const char *name,
                  const char *const *known, size_t count);

/* Checks for schema_key.check. */
void walk_check_slug(struct walk *walk, const struct spec_node *node, const char *text);
void walk_check_printable(struct walk *walk, const struct spec_node *node, const char *text);

/* A growing array: list is the address of its pointer. Makes room for one more of the size; returns the
 * zeroed entry. */
void *list_grow(void *list, size_t *count, size_t size);

#endif
