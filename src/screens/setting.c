#include "screens/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/share.h"
#include "screens/desk_record.h"
#include "text/text.h"

/* --- the list */

void settings_begin(struct desk *desk)
{
    for (size_t i = 0; i < desk->setting_count; i++) {
        free(desk->settings[i].name);
        free(desk->settings[i].value);
    }
    free(desk->settings);
    desk->settings = NULL;
    desk->setting_count = 0;
}

void settings_add(struct desk *desk, char *name, char *value)
{
    desk->settings = memory_resize(desk->settings, desk->setting_count + 1, sizeof(*desk->settings));
    desk->settings[desk->setting_count++] = (struct desk_setting){name, value};
}

static struct desk_setting *setting_find(const struct desk *desk, const char *name)
{
    for (size_t i = 0; i < desk->setting_count; i++) {
        if (strcmp(desk->settings[i].name, name) == 0)
            return &desk->settings[i];
    }
    return NULL;
}

const char *setting_value(const struct desk *desk, const char *name)
{
    const struct desk_setting *setting = setting_find(desk, name);
    return setting ? setting->value : NULL;
}

static void setting_remove(struct desk *desk, struct desk_setting *setting)
{
    free(setting->name);
    free(setting->value);
    *setting = desk->settings[--desk->setting_count];
}

bool setting_key_parse(const char *name, enum section *section, struct key *key)
{
    const char *rest = strncmp(name, "key:", 4) == 0 ? strchr(name + 4, ':') : NULL;
    if (!rest)
        return false;
    char *word = memory_text_length(name + 4, (size_t)(rest - name - 4));
    *section = section_find(word);
    free(word);
    return *section != SECTION_COUNT && key_parse(rest + 1, key);
}

/* --- what could not be used */

struct unused {
    const struct desk_setting *first;
    int count;
};

static void unused_note(struct unused *unused, const struct desk_setting *setting)
{
    if (unused->count++ == 0)
        unused->first = setting;
}

static void unused_tell(const struct desk *desk, const struct unused *unused)
{
    char count[16];
    snprintf(count, sizeof(count), "%d", unused->count);
    if (unused->count)
        ui_say(desk->ui, ROLE_CONFIRM, "SETTINGS_UNUSED", "name", unused->first->name, "value",
               unused->first->value, "count", count, NULL);
}

/* --- the keymap */

static struct keymap *keymap_named(const char *name)
{
    struct spec_faults faults = {0};
    struct error error = {0};
    char *share = share_path("keymaps");
    const char *folders[] = {share, NULL};
    struct keymap *keymap = keymap_load(folders, name, &faults, &error);
    spec_faults_free(&faults);
    error_free(&error);
    free(share);
    return keymap;
}

static bool key_apply(struct keymap *keymap, const struct desk_setting *setting)
{
    struct error error = {0};
    struct key key;
    enum section section;
    enum command command = command_find(setting->value);
    bool done = command != COMMAND_NONE && setting_key_parse(setting->name, &section, &key) &&
                keymap_set(keymap, section, &key, command, &error);
    error_free(&error);
    return done;
}

static bool is_key(const struct desk_setting *setting)
{
    return strncmp(setting->name, "key:", 4) == 0;
}

/* In the order of the desks, everywhere first: a key set everywhere would take it from the desks again.
 * Twice, since the last key of an action can be given away once the action has another one. */
static void keys_apply(const struct desk *desk, struct keymap *keymap, struct unused *unused)
{
    for (int round = 0; round < 2; round++) {
        for (int section = 0; section < SECTION_COUNT; section++) {
            for (size_t i = 0; i < desk->setting_count; i++) {
                enum section own;
                struct key key;
                bool here = setting_key_parse(desk->settings[i].name, &own, &key) && (int)own == section;
                bool done = here && key_apply(keymap, &desk->settings[i]);
                if (here && !done && round == 1)
                    unused_note(unused, &desk->settings[i]);
            }
        }
    }
    for (size_t i = 0; i < desk->setting_count; i++) {
        enum section own;
        struct key key;
        if (is_key(&desk->settings[i]) && !setting_key_parse(desk->settings[i].name, &own, &key))
            unused_note(unused, &desk->settings[i]);
    }
}

static void keymap_apply(struct desk *desk, struct unused *unused)
{
    const struct desk_setting *named = setting_find(desk, "keymap");
    struct keymap *keymap = NULL, *former = desk->keymap;
    if (named && !desk->start.keymap_given) {
        keymap = keymap_named(named->value);
        if (!keymap)
            unused_note(unused, named);
    }
    if (!keymap)
        keymap = keymap_copy(desk->start.keymap);
    keys_apply(desk, keymap, unused);
    desk->keymap = keymap;
    ui_keymap_set(desk->ui, keymap);
    keymap_free(&former);
}

/* --- language and looks */

static void language_apply(struct desk *desk, struct unused *unused)
{
    const struct desk_setting *language = setting_find(desk, "language");
    bool known = language && (strcmp(language->value, "zh") == 0 || strcmp(language->value, "en") == 0);
    bool english =
        known && !desk->start.language_given ? strcmp(language->value, "en") == 0 : desk->start.english;
    if (language && !known)
        unused_note(unused, language);
    if (english != desk->english)
        desk_language(desk, english);
}

static void look_apply(struct desk *desk, struct unused *unused)
{
    const struct desk_setting *borders = setting_find(desk, "borders"),
                              *colours = setting_find(desk, "colours");
    struct term_settings look = desk->start.look, own = {0};
    if (borders && !term_borders_read(borders->value, &own.borders))
        unused_note(unused, borders);
    if (colours && !term_colours_read(colours->value, &own.colours))
        unused_note(unused, colours);
    if (look.borders == TERM_BORDERS_AUTO)
        look.borders = own.borders;
    if (look.colours == TERM_COLOURS_AUTO)
        look.colours = own.colours;
    if (desk->term && look.borders != desk->look.borders)
        term_borders_set(desk->term, look.borders);
    if (desk->term && look.colours != desk->look.colours)
        term_colours_set(desk->term, look.colours);
    desk->look = look;
}

static void apply(struct desk *desk, bool tell)
{
    struct unused unused = {0};
    keymap_apply(desk, &unused);
    language_apply(desk, &unused);
    look_apply(desk, &unused);
    if (tell)
        unused_tell(desk, &unused);
}

void settings_apply(struct desk *desk)
{
    apply(desk, true);
}

/* --- from the database and back */

static bool same(const struct desk *desk, const struct store_reply *reply)
{
    bool equal = desk->keymap && (size_t)store_reply_rows(reply) == desk->setting_count;
    for (int row = 0; equal && row < store_reply_rows(reply); row++) {
        const char *value = setting_value(desk, store_reply_text(reply, row, "name"));
        equal = value && strcmp(value, store_reply_text(reply, row, "value")) == 0;
    }
    return equal;
}

/* After a cut it is mostly what is known: told once is enough. */
void settings_take(struct desk *desk, const struct store_reply *reply)
{
    if (same(desk, reply))
        return;
    settings_begin(desk);
    for (int row = 0; row < store_reply_rows(reply); row++)
        settings_add(desk, memory_text(store_reply_text(reply, row, "name")),
                     memory_text(store_reply_text(reply, row, "value")));
    settings_apply(desk);
}

static void list_came(void *owner, const struct store_reply *reply)
{
    struct desk *desk = owner;
    if (desk_refused(desk, reply))
        return;
    settings_take(desk, reply);
    desk_record_keep(desk);
    ui_changed(desk->ui);
}

static void put_answered(void *owner, const struct store_reply *reply)
{
    struct desk *desk = owner;
    if (!desk_refused(desk, reply))
        return;
    struct store_query query = {.sql = "SELECT name, value FROM desk.setting_list()", .reads = true};
    desk_call(desk, &query, list_came, desk);
}

bool setting_put(struct desk *desk, const char *name, const char *value)
{
    if (desk_cut(desk)) {
        ui_say(desk->ui, ROLE_WRONG, "SETTINGS_CUT", NULL);
        return false;
    }
    struct desk_setting *former = setting_find(desk, name);
    if (former)
        setting_remove(desk, former);
    if (value)
        settings_add(desk, memory_text(name), memory_text(value));
    struct store_query query = {.sql = "SELECT desk.setting_set($1, $2)"};
    store_query_text(&query, name);
    store_query_text(&query, value);
    desk_call(desk, &query, put_answered, desk);
    apply(desk, false); /* told already, when it was read */
    desk_record_keep(desk);
    return true;
}

void settings_forget(struct desk *desk)
{
    settings_begin(desk);
    if (desk->ui && desk->keymap)
        settings_apply(desk);
    if (desk->ui && desk->keymap)
        ui_keymap_set(desk->ui, desk->start.keymap);
    keymap_free(&desk->keymap);
}
