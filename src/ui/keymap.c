#include "ui/keymap.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "spec/document.h"
#include "ui/keymap_inside.h"

enum { NAME_MOST = 40 };

static const struct binding *find_key(const struct bindings *bindings, const struct key *key)
{
    for (size_t i = 0; i < bindings->count; i++) {
        if (key_equal(&bindings->list[i].key, key))
            return &bindings->list[i];
    }
    return NULL;
}

static bool never_commits(const struct key *key)
{
    switch (key->kind == PRESS_NAMED ? key->code : NAMED_NONE) {
    case NAMED_ENTER:
    case NAMED_KEYPAD_ENTER:
    case NAMED_TAB:
    case NAMED_SHIFT_TAB:
    case NAMED_ESC:
        return true;
    default:
        return false;
    }
}

/* Reads the key of a pair; adds a fault where it is none that a command can have. */
static bool read_key(const struct spec_node *node, struct key *key, struct spec_faults *faults)
{
    const char *name = spec_node_text(node);
    if (!key_parse(name, key))
        spec_node_fault(faults, node, "E_KEYMAP_KEY", "key", name, NULL);
    else if (key->kind == PRESS_CHARACTER)
        spec_node_fault(faults, node, "E_KEYMAP_PRINTING", "key", name, NULL);
    else if (keymap_reserved(key))
        spec_node_fault(faults, node, "E_KEYMAP_RESERVED", "key", name, NULL);
    else
        return true;
    return false;
}

static bool read_command(const struct spec_node *node, enum command *command, struct spec_faults *faults)
{
    const char *name = spec_node_text(node);
    if (!name) {
        spec_node_fault(faults, node, "E_KEYMAP_SHAPE", NULL);
        return false;
    }
    *command = command_find(name);
    if (*command != COMMAND_NONE)
        return true;
    enum command near = command_nearest(name);
    if (near != COMMAND_NONE)
        spec_node_fault(faults, node, "E_KEYMAP_COMMAND_NEAR", "name", name, "near", command_name(near),
                        NULL);
    else
        spec_node_fault(faults, node, "E_KEYMAP_COMMAND", "name", name, NULL);
    return false;
}

/* True where a key was spelled the same before: the document has told that already. */
static bool spelled_before(const struct spec_node *mapping, size_t index)
{
    const char *name = spec_node_text(spec_node_key(mapping, index));
    for (size_t i = 0; i < index; i++) {
        if (strcmp(spec_node_text(spec_node_key(mapping, i)), name) == 0)
            return true;
    }
    return false;
}

static void read_pair(struct bindings *bindings, const struct spec_node *mapping, size_t index,
                      struct spec_faults *faults)
{
    const struct spec_node *node = spec_node_key(mapping, index);
    struct binding binding = {.line = spec_node_line(node)};
    bool key = read_key(node, &binding.key, faults);
    bool command = read_command(spec_node_at(mapping, index), &binding.command, faults);
    const struct binding *earlier = key ? find_key(bindings, &binding.key) : NULL;
    if (earlier && !spelled_before(mapping, index)) {
        char line[16];
        snprintf(line, sizeof(line), "%d", earlier->line);
        spec_node_fault(faults, node, "E_KEYMAP_TWICE", "key", spec_node_text(node), "line", line, NULL);
    }
    if (key && command && binding.command == COMMAND_COMMIT && never_commits(&binding.key))
        spec_node_fault(faults, node, "E_KEYMAP_ENTER", "key", spec_node_text(node), NULL);
    if (!key || !command || earlier)
        return;
    bindings->list = memory_resize(bindings->list, bindings->count + 1, sizeof(*bindings->list));
    bindings->list[bindings->count++] = binding;
}

static void section_fault(const struct spec_node *node, struct spec_faults *faults)
{
    const char *name = spec_node_text(node);
    enum section near = section_nearest(name);
    if (near != SECTION_COUNT) {
        spec_node_fault(faults, node, "E_KEYMAP_SECTION_NEAR", "name", name, "near", section_name(near),
                        NULL);
        return;
    }
    struct buffer known = {0};
    for (int i = 0; i < SECTION_COUNT; i++)
        buffer_format(&known, "%s%s", i ? ", " : "", section_name((enum section)i));
    spec_node_fault(faults, node, "E_KEYMAP_SECTION", "name", name, "known", buffer_string(&known), NULL);
    buffer_free(&known);
}

static void read_section(struct keymap *keymap, const struct spec_node *name, const struct spec_node *pairs,
                         struct spec_faults *faults)
{
    struct bindings unused = {0}; /* the pairs of an unknown section are looked through all the same */
    enum section section = section_find(spec_node_text(name));
    if (section == SECTION_COUNT)
        section_fault(name, faults);
    if (spec_node_kind(pairs) != SPEC_MAPPING) {
        bool empty = spec_node_kind(pairs) == SPEC_SCALAR && *spec_node_text(pairs) == '\0';
        if (!empty)
            spec_node_fault(faults, pairs, "E_KEYMAP_SHAPE", NULL);
        return;
    }
    struct bindings *bindings = section == SECTION_COUNT ? &unused : &keymap->sections[section];
    for (size_t i = 0; i < spec_node_count(pairs); i++)
        read_pair(bindings, pairs, i, faults);
    free(unused.list);
}

static void check_needed(const struct keymap *keymap, const struct spec_node *root,
                         struct spec_faults *faults)
{
    for (size_t i = 0; keymap_needed[i] != COMMAND_NONE; i++) {
        struct key key;
        if (!keymap_key(keymap, SECTION_EVERYWHERE, keymap_needed[i], &key))
            spec_node_fault(faults, root, "E_KEYMAP_WITHOUT", "name", command_name(keymap_needed[i]), NULL);
    }
}

static struct keymap *read_document(const struct spec_document *document, struct spec_faults *faults)
{
    struct keymap *keymap = memory_get(1, sizeof(*keymap));
    const struct spec_node *root = spec_document_root(document);
    if (spec_node_kind(root) != SPEC_MAPPING) {
        spec_node_fault(faults, root, "E_KEYMAP_SHAPE", NULL);
        return keymap;
    }
    size_t before = faults->count;
    for (size_t i = 0; i < spec_node_count(root); i++)
        read_section(keymap, spec_node_key(root, i), spec_node_at(root, i), faults);
    if (faults->count == before) /* otherwise it may only be misspelled */
        check_needed(keymap, root, faults);
    return keymap;
}

/* Takes the document; NULL where anything was wrong with it. */
static struct keymap *finish(struct spec_document *document, const char *file, size_t before,
                             struct spec_faults *faults, struct error *error)
{
    struct keymap *keymap = document ? read_document(document, faults) : NULL;
    spec_document_free(&document);
    if (faults->count == before)
        return keymap;
    char count[24];
    snprintf(count, sizeof(count), "%zu", faults->count - before);
    keymap_free(&keymap);
    spec_faults_sort(faults);
    error_set(error, "E_KEYMAP_FAULTS", "file", file, "count", count, NULL);
    return NULL;
}

struct keymap *keymap_read(const char *text, size_t length, const char *file, struct spec_faults *faults,
                           struct error *error)
{
    size_t before = faults->count;
    return finish(spec_document_parse(text, length, file, faults), file, before, faults, error);
}

/* A name, never a path: it comes from the command line or a person's settings. */
static bool is_name(const char *name)
{
    size_t length = strlen(name);
    for (const char *c = name; *c; c++) {
        if (!isalnum((unsigned char)*c) && *c != '-' && *c != '_')
            return false;
    }
    return length > 0 && length <= NAME_MOST;
}

struct keymap *keymap_load(const char *const *folders, const char *name, struct spec_faults *faults,
                           struct error *error)
{
    struct buffer tried = {0}, path = {0};
    struct keymap *keymap = NULL;
    bool found = false;
    if (!is_name(name)) {
        error_set(error, "E_KEYMAP_NAME", "name", name, NULL);
        return NULL;
    }
    for (int i = 0; folders[i] && !found; i++) {
        buffer_format(&tried, "%s%s", i ? ", " : "", folders[i]);
        buffer_clear(&path);
        buffer_format(&path, "%s/%s.yaml", folders[i], name);
        found = access(buffer_string(&path), F_OK) == 0;
    }
    size_t before = faults->count;
    if (found)
        keymap = finish(spec_document_load(buffer_string(&path), faults), buffer_string(&path), before,
                        faults, error);
    else
        error_set(error, "E_KEYMAP_MISSING", "name", name, "folders", buffer_string(&tried), NULL);
    buffer_free(&tried);
    buffer_free(&path);
    return keymap;
}

void keymap_free(struct keymap **keymap)
{
    if (!*keymap)
        return;
    for (int i = 0; i < SECTION_COUNT; i++)
        free((*keymap)->sections[i].list);
    free(*keymap);
    *keymap = NULL;
}

enum command keymap_command(const struct keymap *keymap, enum section section, const struct key *key)
{
    const struct binding *binding = find_key(&keymap->sections[section], key);
    if (!binding)
        binding = find_key(&keymap->sections[SECTION_EVERYWHERE], key);
    return binding ? binding->command : COMMAND_NONE;
}

/* Function keys come first, other named keys next, then Ctrl and Alt. */
static int rank(const struct key *key)
{
    if (key->kind != PRESS_NAMED)
        return 2;
    return key->code <= NAMED_F24 ? 0 : 1;
}

/* The next key of a command in order of rank and place, after the first `skip` ones. */
static bool nth_key(const struct keymap *keymap, enum section section, enum command command, int skip,
                    struct key *key)
{
    const enum section places[] = {section, SECTION_EVERYWHERE};
    for (int wanted = 0; wanted <= 2; wanted++) {
        for (int place = section == SECTION_EVERYWHERE; place < 2; place++) {
            const struct bindings *bindings = &keymap->sections[places[place]];
            for (size_t i = 0; i < bindings->count; i++) {
                const struct binding *binding = &bindings->list[i];
                bool valid = binding->command == command && rank(&binding->key) == wanted &&
                             keymap_command(keymap, section, &binding->key) == command;
                if (valid && skip-- == 0) {
                    *key = binding->key;
                    return true;
                }
            }
        }
    }
    return false;
}

bool keymap_key(const struct keymap *keymap, enum section section, enum command command, struct key *key)
{
    return nth_key(keymap, section, command, 0, key);
}

void keymap_keys(const struct keymap *keymap, enum section section, enum command command, struct buffer *out)
{
    struct key key;
    for (int i = 0; nth_key(keymap, section, command, i, &key); i++) {
        char name[KEY_NAME_MOST];
        buffer_format(out, "%s%s", i ? " " : "", key_write(&key, name));
    }
}
