#include "spec/document_tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void tree_attach(struct spec_node *parent, struct spec_node *node)
{
    if (parent->kind == SPEC_MAPPING && !parent->pending) {
        parent->pending = node;
        return;
    }
    if (parent->count == parent->capacity) {
        parent->capacity = parent->capacity ? parent->capacity * 2 : 8;
        parent->values = memory_resize(parent->values, parent->capacity, sizeof(*parent->values));
        if (parent->kind == SPEC_MAPPING)
            parent->keys = memory_resize(parent->keys, parent->capacity, sizeof(*parent->keys));
    }
    if (parent->kind == SPEC_MAPPING) {
        parent->keys[parent->count] = parent->pending;
        parent->pending = NULL;
    }
    parent->values[parent->count++] = node;
}

/* By text; equal ones by place, so that the first is the one that counts. */
static int key_compare(const void *a, const void *b)
{
    const struct spec_node *left = *(const struct spec_node *const *)a;
    const struct spec_node *right = *(const struct spec_node *const *)b;
    int order = strcmp(left->text, right->text);
    if (order == 0)
        order = left->line != right->line ? left->line - right->line : left->column - right->column;
    return order;
}

void tree_check_keys(const struct spec_node *mapping, struct spec_faults *faults)
{
    const struct spec_node **sorted = memory_get(mapping->count + 1, sizeof(*sorted));
    for (size_t i = 0; i < mapping->count; i++)
        sorted[i] = mapping->keys[i];
    qsort(sorted, mapping->count, sizeof(*sorted), key_compare);
    const struct spec_node *first = sorted[0];
    for (size_t i = 1; i < mapping->count; i++) {
        if (strcmp(first->text, sorted[i]->text)) {
            first = sorted[i];
            continue;
        }
        char line[16];
        snprintf(line, sizeof(line), "%d", first->line);
        spec_node_fault(faults, sorted[i], "E_SPEC_KEY_TWICE", "key", first->text, "line", line, NULL);
    }
    free(sorted);
}

/* Recursion goes SPEC_DOCUMENT_MOST_LEVELS deep at the most. */
void tree_free(struct spec_node *node)
{
    if (!node)
        return;
    for (size_t i = 0; i < node->count; i++) {
        tree_free(node->values[i]);
        if (node->keys)
            tree_free(node->keys[i]);
    }
    tree_free(node->pending);
    free(node->values);
    free(node->keys);
    free(node->text);
    free(node);
}

void spec_document_free(struct spec_document **document)
{
    if (!*document)
        return;
    tree_free((*document)->root);
    free((*document)->name);
    free(*document);
    *document = NULL;
}

const struct spec_node *spec_document_root(const struct spec_document *document)
{
    return document->root;
}

enum spec_node_kind spec_node_kind(const struct spec_node *node)
{
    return node->kind;
}

const char *spec_node_file(const struct spec_node *node)
{
    return node->document->name;
}

int spec_node_line(const struct spec_node *node)
{
    return node->line;
}

int spec_node_column(const struct spec_node *node)
{
    return node->column;
}

const char *spec_node_text(const struct spec_node *node)
{
    return node->text;
}

bool spec_node_plain(const struct spec_node *node)
{
    return node->plain;
}

size_t spec_node_count(const struct spec_node *node)
{
    return node->count;
}

const struct spec_node *spec_node_at(const struct spec_node *node, size_t index)
{
    return node->values[index];
}

const struct spec_node *spec_node_key(const struct spec_node *mapping, size_t index)
{
    return mapping->keys[index];
}

const struct spec_node *spec_node_find(const struct spec_node *mapping, const char *key)
{
    for (size_t i = 0; mapping->kind == SPEC_MAPPING && i < mapping->count; i++) {
        if (!strcmp(mapping->keys[i]->text, key))
            return mapping->values[i];
    }
    return NULL;
}

void spec_node_fault(struct spec_faults *faults, const struct spec_node *node, const char *code, ...)
{
    struct error values = {0};
    va_list list;
    va_start(list, code);
    error_set_list(&values, code, list);
    va_end(list);
    spec_faults_add(faults, node->document->name, node->line, node->column, code, NULL);
    error_move(&faults->list[faults->count - 1].error, &values);
    error_free(&values);
}
