/* Keys of another keymap: stories name keys as in `default`, and the driver presses, and awaits on the
 * screen, the key that does the same in the keymap in force. And letters as an input method delivers them. */
#include "story/driver.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "story/driver_parts.h"

enum { BINDINGS = 200, NAME = 32 };

struct binding {
    char section[NAME], key[NAME], action[NAME];
};

struct keys {
    struct binding list[BINDINGS];
    int count;
};

/* Read once; the files do not change under a test. */
static struct keys of_default, of_other;
static char other_name[NAME];

/* Lines "section:" and "  KEY: action", as the files of this program are written; comments at the end. */
static void keys_read(struct driver *driver, const char *name, struct keys *keys)
{
    char path[128], line[512], section[NAME] = "";
    snprintf(path, sizeof path, "keymaps/%s.yaml", name);
    FILE *file = fopen(path, "re");
    if (!file)
        driver_fail(driver, "the keymap %s", path);
    keys->count = 0;
    while (fgets(line, sizeof line, file)) {
        struct binding *next = &keys->list[keys->count];
        if (sscanf(line, "%31[a-z]:", section) == 1)
            continue;
        if (keys->count < BINDINGS && sscanf(line, "  %31[^: \n]: %31[a-z-]", next->key, next->action) == 2 &&
            next->key[0] != '#') {
            snprintf(next->section, sizeof next->section, "%s", section);
            keys->count++;
        }
    }
    fclose(file);
}

static void keys_load(struct driver *driver)
{
    if (strcmp(other_name, driver->keymap) == 0)
        return;
    keys_read(driver, "default", &of_default);
    keys_read(driver, driver->keymap, &of_other);
    snprintf(other_name, sizeof other_name, "%s", driver->keymap);
}

static bool is_function_key(const char *key)
{
    return key[0] == 'F' && isdigit((unsigned char)key[1]);
}

/* The key that the program shows for an action: a function key before others, else the first. NULL: none. */
static const struct binding *shown(const struct keys *keys, const char *section, const char *action)
{
    const struct binding *found = NULL;
    for (int i = 0; i < keys->count; i++) {
        const struct binding *one = &keys->list[i];
        if (strcmp(one->section, section) != 0 || strcmp(one->action, action) != 0)
            continue;
        if (!found || (is_function_key(one->key) && !is_function_key(found->key)))
            found = one;
    }
    return found;
}

static bool is_bound(const struct keys *keys, const struct binding *wanted)
{
    for (int i = 0; i < keys->count; i++) {
        const struct binding *one = &keys->list[i];
        if (strcmp(one->section, wanted->section) == 0 && strcmp(one->key, wanted->key) == 0)
            return strcmp(one->action, wanted->action) == 0;
    }
    return false;
}

/* What stands for the key in the other keymap; the key itself where default gives it no action. A key that
 * has no counterpart, or different ones at different desks, fails the test: the driver does not know the
 * desk. */
static const char *counterpart(struct driver *driver, const char *key)
{
    const char *found = NULL;
    bool bound = false;
    keys_load(driver);
    for (int i = 0; i < of_default.count; i++) {
        const struct binding *one = &of_default.list[i];
        if (strcmp(one->key, key) != 0)
            continue;
        const struct binding *other =
            is_bound(&of_other, one) ? one : shown(&of_other, one->section, one->action);
        bound = true;
        if (!other || (found && strcmp(found, other->key) != 0))
            driver_fail(driver, "one key of the keymap %s for what %s does in default (%s)", driver->keymap,
                        key, one->action);
        found = other->key;
    }
    return bound ? found : key;
}

const char *keymap_press(struct driver *driver, const char *key)
{
    return driver->keymap ? counterpart(driver, key) : key;
}

/* Length of the name of a key that begins here: a function key, or Ctrl and Alt with a character; 0: none. */
static size_t name_length(const char *text)
{
    if (is_function_key(text))
        return isdigit((unsigned char)text[2]) ? 3 : 2;
    if (strncmp(text, "Ctrl-", 5) == 0 && text[5])
        return 6;
    return strncmp(text, "Alt-", 4) == 0 && text[4] ? 5 : 0;
}

char *keymap_words(struct driver *driver, const char *text)
{
    struct buffer out = {0};
    for (const char *at = text; *at;) {
        size_t length = at == text || !isalnum((unsigned char)at[-1]) ? name_length(at) : 0;
        if (length) {
            char name[NAME] = "";
            memcpy(name, at, length);
            buffer_text(&out, counterpart(driver, name));
            at += length;
        } else {
            buffer_byte(&out, *at++);
        }
    }
    return buffer_take(&out);
}

uint32_t input_method(uint32_t character)
{
    static const struct {
        char plain;
        uint32_t wide;
    } signs[] = {{',', 0xFF0C}, {'.', 0x3002}, {'?', 0xFF1F}, {'-', 0xFF0D}, {'/', 0xFF0F}, {' ', 0x3000}};
    if (character < 0x80 && isalpha((int)character))
        return character - 'A' + 0xFF21;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if ((uint32_t)signs[i].plain == character)
            return signs[i].wide;
    }
    return character;
}
