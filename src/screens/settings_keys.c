/* A person's own keys: the actions, and the next key pressed does the one that was chosen. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/setting.h"
#include "screens/settings.h"
#include "text/text.h"
#include "ui/list.h"

struct settings_keys {
    struct desk *desk;
    struct list list;
    bool asks; /* the next key is the one */
};

static enum command command_at(size_t index)
{
    return (enum command)(COMMAND_NONE + 1 + index);
}

/* The desks that have keys of their own for a command; none: it is everywhere's. */
static size_t sections_of(const struct keymap *keymap, enum command command,
                          enum section found[SECTION_COUNT])
{
    size_t count = 0;
    struct key key;
    if (!keymap_key(keymap, SECTION_EVERYWHERE, command, &key)) {
        for (int i = SECTION_EVERYWHERE + 1; i < SECTION_COUNT; i++) {
            if (keymap_key(keymap, (enum section)i, command, &key))
                found[count++] = (enum section)i;
        }
    }
    if (count == 0)
        found[count++] = SECTION_EVERYWHERE;
    return count;
}

static bool is_own(const struct desk_setting *setting, enum command command)
{
    return strncmp(setting->name, "key:", 4) == 0 && strcmp(setting->value, command_name(command)) == 0;
}

static size_t keys_count(void *context)
{
    (void)context;
    return COMMAND_COUNT - 1;
}

enum { COLUMN_OWN, COLUMN_LABEL, COLUMN_KEYS, COLUMN_HELP, COLUMNS };

static void keys_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct settings_keys *keys = context;
    const struct desk *desk = keys->desk;
    enum command command = command_at(index);
    enum section sections[SECTION_COUNT];
    sections_of(desk->keymap, command, sections);
    for (size_t i = 0; i < desk->setting_count && !cells[COLUMN_OWN].text.length; i++) {
        if (is_own(&desk->settings[i], command))
            buffer_byte(&cells[COLUMN_OWN].text, '*');
    }
    buffer_text(&cells[COLUMN_LABEL].text, command_label(command));
    keymap_keys(desk->keymap, sections[0], command, &cells[COLUMN_KEYS].text);
    cells[COLUMN_KEYS].role = ROLE_KEY;
    buffer_text(&cells[COLUMN_HELP].text, command_help(command));
}

static const struct table_column keys_columns[COLUMNS] = {[COLUMN_OWN] = {.width = 1},
                                                          [COLUMN_LABEL] = {.width = 10},
                                                          [COLUMN_KEYS] = {.width = 22},
                                                          [COLUMN_HELP] = {.least = 8}};

static bool keys_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct settings_keys *keys = state;
    keys->desk = argument;
    keys->list = (struct list){.source = {.context = keys, .count = keys_count, .row = keys_row},
                               .columns = keys_columns,
                               .column_count = COLUMNS,
                               .digits = true};
    list_refresh(&keys->list);
    return true;
}

static void keys_close(void *state)
{
    list_free(&((struct settings_keys *)state)->list);
}

static void keys_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct settings_keys *)state)->list, layout->form.height - 1);
}

/* --- a key for the marked action */

/* What the key did until now where the action will have it; COMMAND_NONE: nothing. */
static enum command former(const struct settings_keys *keys, enum section section, const struct key *key,
                           enum command command)
{
    for (int i = 0; i < SECTION_COUNT; i++) {
        enum command had = keymap_command(keys->desk->keymap, (enum section)i, key);
        if ((section == SECTION_EVERYWHERE || i == (int)section) && had != COMMAND_NONE && had != command)
            return had;
    }
    return COMMAND_NONE;
}

/* Tried on a copy first: what may not be is told before it is sent. */
static bool may_set(struct settings_keys *keys, enum section section, const struct key *key,
                    enum command command)
{
    struct error error = {0};
    struct keymap *tried = keymap_copy(keys->desk->keymap);
    bool may = keymap_set(tried, section, key, command, &error);
    if (!may)
        ui_say_error(keys->desk->ui, &error);
    error_free(&error);
    keymap_free(&tried);
    return may;
}

static void key_take(struct settings_keys *keys, const struct key *key)
{
    enum command command = command_at((size_t)list_selected(&keys->list)), had = COMMAND_NONE;
    enum section sections[SECTION_COUNT];
    size_t count = sections_of(keys->desk->keymap, command, sections);
    struct buffer name = {0};
    char word[KEY_NAME_MOST];
    for (size_t i = 0; i < count; i++) {
        if (!may_set(keys, sections[i], key, command))
            return;
        had = had == COMMAND_NONE ? former(keys, sections[i], key, command) : had;
        buffer_clear(&name);
        buffer_format(&name, "key:%s:%s", section_name(sections[i]), key_write(key, word));
        if (!setting_put(keys->desk, buffer_string(&name), command_name(command)))
            break;
        if (i + 1 == count)
            ui_say(keys->desk->ui, ROLE_DONE, had ? "SETTINGS_KEY_MOVED" : "SETTINGS_KEY_SET", "key", word,
                   "label", command_label(command), "former", had ? command_label(had) : "", NULL);
    }
    buffer_free(&name);
    list_refresh(&keys->list);
}

/* Esc is no key that could be given away, so it is the way out. */
static bool keys_key(struct ui *ui, void *state, const struct key *key)
{
    struct settings_keys *keys = state;
    bool out = key->kind == PRESS_NAMED && key->code == NAMED_ESC;
    if (!keys->asks)
        return false;
    keys->asks = false;
    if (!out && (key->kind == PRESS_CHARACTER || key->kind == PRESS_PASTE))
        ui_say(ui, ROLE_WRONG, "SETTINGS_KEY_PRINTS", NULL);
    else if (!out)
        key_take(keys, key);
    return true;
}

/* --- keys and commands */

static void own_remove(struct ui *ui, struct settings_keys *keys)
{
    enum command command = command_at((size_t)list_selected(&keys->list));
    bool removed = false;
    for (size_t i = 0; i < keys->desk->setting_count;) {
        char *name =
            is_own(&keys->desk->settings[i], command) ? memory_text(keys->desk->settings[i].name) : NULL;
        bool gone = name && setting_put(keys->desk, name, NULL); /* another one stands there then */
        removed = removed || gone;
        i += gone ? 0 : 1;
        free(name);
    }
    if (removed)
        ui_say(ui, ROLE_DONE, "SETTINGS_KEY_REMOVED", "label", command_label(command), NULL);
    else
        ui_say(ui, ROLE_MESSAGE, "SETTINGS_KEY_NONE", "label", command_label(command), NULL);
    list_refresh(&keys->list);
}

static void outcome_take(struct ui *ui, struct settings_keys *keys, enum list_result outcome)
{
    keys->asks = outcome == LIST_PICKED;
    ui_changed(ui);
}

static void keys_command(struct ui *ui, void *state, enum command command)
{
    struct settings_keys *keys = state;
    if (command == COMMAND_DELETE_RIGHT)
        own_remove(ui, keys);
    else if (command == COMMAND_SETTINGS)
        ui_pop(ui);
    else
        outcome_take(ui, keys, list_command(&keys->list, command));
}

static bool keys_event(struct ui *ui, void *state, const struct key *key)
{
    struct settings_keys *keys = state;
    enum list_result outcome = list_key(&keys->list, key);
    outcome_take(ui, keys, outcome);
    return outcome != LIST_IGNORED;
}

static void keys_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    struct area form = layout->form;
    canvas_rule(canvas, form.row, form.column, form.width, text("SETTINGS_KEYS"));
    list_draw(&((const struct settings_keys *)state)->list, canvas,
              (struct area){form.row + 1, form.column, form.height - 1, form.width});
}

static void keys_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct settings_keys *)state)->list;
    canvas_cursor(canvas, layout->form.row + 1 + list_marked_row(list), layout->form.column);
}

static void keys_lines(const void *state, struct screen_lines *lines)
{
    const struct settings_keys *keys = state;
    enum command command = command_at((size_t)list_selected(&keys->list));
    buffer_text(&lines->explain, command_help(command));
    text_fill(&lines->next, keys->asks ? "NEXT_SETTINGS_PRESS" : "NEXT_SETTINGS_KEY", "label",
              command_label(command), NULL);
}

static const struct screen_command keys_commands[] = {
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_DELETE_RIGHT, "SETTINGS_LABEL_REMOVE", "SETTINGS_HELP_REMOVE"},
    {COMMAND_SETTINGS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class settings_keys_screen = {
    .name = "settings-keys",
    .title = "SETTINGS_KEYS",
    .size = sizeof(struct settings_keys),
    .section = SECTION_EVERYWHERE,
    .commands = keys_commands,
    .open = keys_open,
    .close = keys_close,
    .arrange = keys_arrange,
    .command = keys_command,
    .key = keys_key,
    .event = keys_event,
    .draw = keys_draw,
    .cursor = keys_cursor,
    .lines = keys_lines,
};
