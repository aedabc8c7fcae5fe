/* Somebody's own keys over a keymap. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "ui/keymap_inside.h"

const enum command keymap_needed[] = {COMMAND_HELP, COMMAND_NEXT_THING, COMMAND_COMMIT,
                                      COMMAND_BACK, COMMAND_LEAVE,      COMMAND_NONE};

bool keymap_reserved(const struct key *key)
{
    return key->kind == PRESS_CONTROL && key->code < 0x80 && strchr("CSQ\\", (int)key->code);
}

struct keymap *keymap_copy(const struct keymap *keymap)
{
    struct keymap *copy = memory_get(1, sizeof(*copy));
    for (int i = 0; i < SECTION_COUNT; i++) {
        const struct bindings *from = &keymap->sections[i];
        copy->sections[i].list = memory_get(from->count, sizeof(*from->list));
        copy->sections[i].count = from->count;
        if (from->count)
            memcpy(copy->sections[i].list, from->list, from->count * sizeof(*from->list));
    }
    return copy;
}

static bool may_be_own(const struct key *key)
{
    bool sign = key->code >= NAMED_KEYPAD_PLUS && key->code <= NAMED_KEYPAD_STAR;
    bool function = key->code >= NAMED_F1 && key->code <= NAMED_F24;
    if (key->kind == PRESS_NAMED)
        return function || sign || key->code == NAMED_INSERT;
    return key->kind == PRESS_CONTROL || key->kind == PRESS_ALT;
}

static void forget_key(struct bindings *bindings, const struct key *key)
{
    size_t kept = 0;
    for (size_t i = 0; i < bindings->count; i++) {
        if (!key_equal(&bindings->list[i].key, key))
            bindings->list[kept++] = bindings->list[i];
    }
    bindings->count = kept;
}

/* The first of the needed commands that some desk has no key for; COMMAND_NONE: all is there. */
static enum command lacking(const struct keymap *keymap)
{
    struct key key;
    for (size_t i = 0; keymap_needed[i] != COMMAND_NONE; i++) {
        for (int section = 0; section < SECTION_COUNT; section++) {
            if (!keymap_key(keymap, (enum section)section, keymap_needed[i], &key))
                return keymap_needed[i];
        }
    }
    return COMMAND_NONE;
}

static void bind(struct keymap *keymap, enum section section, const struct key *key, enum command command)
{
    struct bindings *bindings = &keymap->sections[section];
    for (int i = 0; i < SECTION_COUNT; i++) {
        if (section == SECTION_EVERYWHERE || i == (int)section)
            forget_key(&keymap->sections[i], key);
    }
    bindings->list = memory_resize(bindings->list, bindings->count + 1, sizeof(*bindings->list));
    bindings->list[bindings->count++] = (struct binding){.key = *key, .command = command};
}

bool keymap_set(struct keymap *keymap, enum section section, const struct key *key, enum command command,
                struct error *error)
{
    char name[KEY_NAME_MOST];
    if (keymap_reserved(key) || !may_be_own(key)) {
        error_set(error, keymap_reserved(key) ? "E_KEYMAP_RESERVED" : "E_KEYMAP_OWN", "key",
                  key_write(key, name), NULL);
        return false;
    }
    struct keymap *tried = keymap_copy(keymap);
    bind(tried, section, key, command);
    enum command missing = lacking(tried);
    struct keymap swap = *keymap;
    if (missing == COMMAND_NONE) {
        *keymap = *tried;
        *tried = swap;
    } else {
        error_set(error, "E_KEYMAP_LAST", "key", key_write(key, name), "command", command_name(missing),
                  NULL);
    }
    keymap_free(&tried);
    return missing == COMMAND_NONE;
}
