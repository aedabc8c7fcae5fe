/* A YAML (or JSON) document as a tree of nodes that know their places. The only place that knows libfyaml:
 * everything else in spec/ and above walks over these nodes.
 *
 * Definitions need no anchors, aliases, tags or second documents, so those are refused: a tree can neither
 * be cyclic nor explode. A document of over 1 MB, of more than 32 levels, or with a byte that is no UTF-8
 * is refused too. All other text is kept as written; the meaning is the walker's. */
#ifndef SPEC_DOCUMENT_H
#define SPEC_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "spec/faults.h"

enum { SPEC_DOCUMENT_MOST_BYTES = 1000000, SPEC_DOCUMENT_MOST_LEVELS = 32 };

struct spec_document; /* opaque; owns its nodes */
struct spec_node;     /* opaque; lives as long as its document */

enum spec_node_kind { SPEC_SCALAR, SPEC_MAPPING, SPEC_SEQUENCE };

/* Reads a file. NULL, with at least one fault added, when it cannot be read, is no proper YAML or breaks
 * a limit above. A duplicate key is a fault too, but the document is returned: the walk goes on to find the
 * rest. Whoever needs a clean document compares faults->count before and after. */
struct spec_document *spec_document_load(const char *path, struct spec_faults *faults);

/* The same from memory; name is what faults call the file. */
struct spec_document *spec_document_parse(const char *text, size_t length, const char *name,
                                          struct spec_faults *faults);

void spec_document_free(struct spec_document **document);

const struct spec_node *spec_document_root(const struct spec_document *document);

enum spec_node_kind spec_node_kind(const struct spec_node *node);
const char *spec_node_file(const struct spec_node *node);
int spec_node_line(const struct spec_node *node);   /* from 1 */
int spec_node_column(const struct spec_node *node); /* from 1, in characters */

/* The text of a scalar, quotes and escapes resolved, without control characters except newline and tab; NULL
 * for other kinds. A plain empty value, `~` or `null` gives "". */
const char *spec_node_text(const struct spec_node *node);

/* Whether a scalar was written without quotes: only then can it be a number or true and false. */
bool spec_node_plain(const struct spec_node *node);

/* Children of a sequence, or pairs of a mapping; 0 for a scalar. */
size_t spec_node_count(const struct spec_node *node);

/* Child of a sequence or value of a mapping's pair, index < spec_node_count(). */
const struct spec_node *spec_node_at(const struct spec_node *node, size_t index);

/* Key of a mapping's pair: always a scalar. */
const struct spec_node *spec_node_key(const struct spec_node *mapping, size_t index);

/* Value of a key, or NULL where the mapping has no such key (or node is no mapping). */
const struct spec_node *spec_node_find(const struct spec_node *mapping, const char *key);

/* Adds a fault at the node's place: code, name, value, ..., NULL. */
void spec_node_fault(struct spec_faults *faults, const struct spec_node *node, const char *code, ...)
    __attribute__((sentinel));

#endif
