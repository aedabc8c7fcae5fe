/* The plain types of the schema tables: one value at one place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "spec/walker.h"

static void *slot(const struct schema_key *key, void *base)
{
    return (char *)base + key->offset;
}

static const void *slot_const(const struct schema_key *key, const void *base)
{
    return (const char *)base + key->offset;
}

/* The index of a word among the choices, or -1 with a fault that lists them. */
static int choice_find(struct walk *walk, const struct spec_node *node, const struct schema_key *key)
{
    if (!walk_kind(walk, node, SPEC_SCALAR, key->key))
        return -1;
    const char *text = spec_node_text(node);
    struct buffer allowed = {0};
    for (int i = 0; key->choices[i]; i++) {
        if (*text && !strcmp(key->choices[i], text)) {
            buffer_free(&allowed);
            return i;
        }
        if (*key->choices[i])
            buffer_format(&allowed, "%s%s", allowed.length ? ", " : "", key->choices[i]);
    }
    spec_node_fault(walk->faults, node, "E_SPEC_CHOICE", "key", key->key, "value", text, "allowed",
                    buffer_string(&allowed), NULL);
    buffer_free(&allowed);
    return -1;
}

/* text: a line of text, one of the choices where there are any */

static void text_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                      void *base)
{
    char **target = slot(key, base);
    if (key->choices && choice_find(walk, node, key) < 0)
        return;
    *target = walk_text(walk, node, key->key, key->most);
    if (*target && key->check)
        key->check(walk, node, *target);
}

static bool text_given(const struct schema_key *key, const void *base)
{
    return *(char *const *)slot_const(key, base) != NULL;
}

static void text_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    json_text(out, *(char *const *)slot_const(key, base));
}

static void text_free(const struct schema_key *key, void *base)
{
    free(*(char **)slot(key, base));
}

const struct schema_type schema_text = {text_read, text_given, text_write, text_free};

/* name: {zh: ..., en: ...}, both needed */

static void name_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                      void *base)
{
    const struct schema_key keys[] = {
        {"zh", &schema_text, SCHEMA_AT(struct spec_name, zh), .required = true, .most = key->most},
        {"en", &schema_text, SCHEMA_AT(struct spec_name, en), .required = true, .most = key->most},
        {0}};
    const struct schema both = {key->key, keys, sizeof(struct spec_name)};
    walk_record(walk, node, &both, slot(key, base));
}

static bool name_given(const struct schema_key *key, const void *base)
{
    return ((const struct spec_name *)slot_const(key, base))->zh != NULL;
}

static void name_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    const struct spec_name *name = slot_const(key, base);
    buffer_text(out, "{\"zh\":");
    json_text(out, name->zh);
    buffer_text(out, ",\"en\":");
    json_text(out, name->en);
    buffer_byte(out, '}');
}

static void name_free(const struct schema_key *key, void *base)
{
    struct spec_name *name = slot(key, base);
    free(name->zh);
    free(name->en);
}

const struct schema_type schema_name = {name_read, name_given, name_write, name_free};

/* words: a name, or one text that serves both languages ("unverified", "GB/T 2260") */

static void words_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                       void *base)
{
    struct spec_name *words = slot(key, base);
    if (spec_node_kind(node) != SPEC_SCALAR) {
        name_read(walk, node, key, base);
        return;
    }
    words->zh = walk_text(walk, node, key->key, key->most);
    words->en = words->zh ? memory_text(words->zh) : NULL;
}

static void words_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    const struct spec_name *words = slot_const(key, base);
    if (strcmp(words->zh, words->en) == 0)
        json_text(out, words->zh);
    else
        name_write(out, key, base);
}

static bool words_given(const struct schema_key *key, const void *base)
{
    const struct spec_name *words = slot_const(key, base);
    return words->zh && words->en;
}

const struct schema_type schema_words = {words_read, words_given, words_write, name_free};

/* bool: true or false, without quotes */

static void bool_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                      void *base)
{
    bool plain = spec_node_kind(node) == SPEC_SCALAR && spec_node_plain(node);
    if (plain && !strcmp(spec_node_text(node), "true"))
        *(bool *)slot(key, base) = true;
    else if (!plain || strcmp(spec_node_text(node), "false"))
        spec_node_fault(walk->faults, node, "E_SPEC_KIND", "key", key->key, "wanted", "bool", NULL);
}

static bool bool_given(const struct schema_key *key, const void *base)
{
    return *(const bool *)slot_const(key, base);
}

static void bool_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    (void)key;
    (void)base;
    buffer_text(out, "true");
}

const struct schema_type schema_bool = {bool_read, bool_given, bool_write, NULL};

/* int: decimal digits without quotes, least..most */

static void int_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                     void *base)
{
    bool plain = spec_node_kind(node) == SPEC_SCALAR && spec_node_plain(node);
    const char *text = plain ? spec_node_text(node) : "";
    size_t digits = strspn(text, "0123456789");
    bool negative = text[0] == '-' && text[1] && !text[1 + strspn(text + 1, "0123456789")];
    if (!negative && (!digits || text[digits])) {
        spec_node_fault(walk->faults, node, "E_SPEC_KIND", "key", key->key, "wanted", "int", NULL);
        return;
    }
    long value = strtol(text, NULL, 10); /* clamps what is too long */
    if (value < key->least || value > key->most) {
        char least[16], most[16];
        snprintf(least, sizeof(least), "%d", key->least);
        snprintf(most, sizeof(most), "%d", key->most);
        spec_node_fault(walk->faults, node, "E_SPEC_RANGE", "key", key->key, "value", text, "least", least,
                        "most", most, NULL);
        return;
    }
    *(int *)slot(key, base) = (int)value;
}

/* 0 counts as not given, unless it must be there and may be 0. */
static bool int_given(const struct schema_key *key, const void *base)
{
    return (key->required && key->least == 0) || *(const int *)slot_const(key, base) != 0;
}

static void int_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    buffer_format(out, "%d", *(const int *)slot_const(key, base));
}

const struct schema_type schema_int = {int_read, int_given, int_write, NULL};

/* choice: a word of the choices, kept as its index */

static void choice_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                        void *base)
{
    int index = choice_find(walk, node, key);
    if (index >= 0)
        *(int *)slot(key, base) = index;
}

static bool choice_given(const struct schema_key *key, const void *base)
{
    return *key->choices[*(const int *)slot_const(key, base)] != '\0';
}

static void choice_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    json_text(out, key->choices[*(const int *)slot_const(key, base)]);
}

const struct schema_type schema_choice = {choice_read, choice_given, choice_write, NULL};

/* texts: a list of texts, each only once; a single one counts as a list of one */

static void texts_add(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                      void *base)
{
    char ***list = slot(key, base);
    size_t *count = (size_t *)((char *)base + key->count);
    struct schema_key single = *key;
    char *text = NULL;
    single.offset = 0;
    text_read(walk, node, &single, &text);
    if (!text)
        return;
    for (size_t i = 0; i < *count; i++) {
        if (!strcmp((*list)[i], text)) {
            spec_node_fault(walk->faults, node, "E_SPEC_VALUE_TWICE", "value", text, "key", key->key, NULL);
            free(text);
            return;
        }
    }
    *(char **)list_grow(list, count, sizeof(char *)) = text;
}

static void texts_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                       void *base)
{
    if (spec_node_kind(node) == SPEC_SCALAR) {
        texts_add(walk, node, key, base);
        return;
    }
    if (!walk_kind(walk, node, SPEC_SEQUENCE, key->key))
        return;
    if (spec_node_count(node) < (size_t)key->least)
        spec_node_fault(walk->faults, node, "E_SPEC_LIST_EMPTY", "key", key->key, NULL);
    for (size_t i = 0; i < spec_node_count(node); i++)
        texts_add(walk, spec_node_at(node, i), key, base);
}

static size_t texts_count(const struct schema_key *key, const void *base)
{
    return *(const size_t *)((const char *)base + key->count);
}

static bool texts_given(const struct schema_key *key, const void *base)
{
    return texts_count(key, base) > 0;
}

static void texts_write(struct buffer *out, const struct schema_key *key, const void *base)
{
    char *const *list = *(char *const *const *)slot_const(key, base);
    for (size_t i = 0; i < texts_count(key, base); i++) {
        buffer_byte(out, i ? ',' : '[');
        json_text(out, list[i]);
    }
    buffer_byte(out, ']');
}

static void texts_free(const struct schema_key *key, void *base)
{
    char **list = *(char ***)slot(key, base);
    for (size_t i = 0; i < texts_count(key, base); i++)
        free(list[i]);
    free(list);
}

const struct schema_type schema_texts = {texts_read, texts_given, texts_write, texts_free};
