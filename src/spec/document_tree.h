/* The tree behind document.h, for document.c alone, which builds it. */
#ifndef SPEC_DOCUMENT_TREE_H
#define SPEC_DOCUMENT_TREE_H

#include "spec/document.h"

struct spec_node {
    enum spec_node_kind kind;
    bool plain;
    int line, column;
    char *text;                /* scalar */
    struct spec_node **values; /* mapping and sequence */
    struct spec_node **keys;   /* mapping: as many as values */
    struct spec_node *pending; /* mapping, while it is built: the key whose value comes next */
    size_t count, capacity;
    const struct spec_document *document;
};

struct spec_document {
    char *name;
    struct spec_node *root;
};

/* Appends to a sequence; to a mapping it gives first a key and then its value. */
void tree_attach(struct spec_node *parent, struct spec_node *node);

/* Adds a fault for each key that stands a second time in a mapping. */
void tree_check_keys(const struct spec_node *mapping, struct spec_faults *faults);

void tree_free(struct spec_node *node);

#endif
