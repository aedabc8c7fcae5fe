#include "story/driver.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "story/driver_parts.h"

static const struct {
    const char *name;
    VTermKey key;
} NAMED_KEYS[] = {
    {"Enter", VTERM_KEY_ENTER},
    {"Tab", VTERM_KEY_TAB},
    {"Esc", VTERM_KEY_ESCAPE},
    {"Up", VTERM_KEY_UP},
    {"Down", VTERM_KEY_DOWN},
    {"Left", VTERM_KEY_LEFT},
    {"Right", VTERM_KEY_RIGHT},
    {"PgUp", VTERM_KEY_PAGEUP},
    {"PgDn", VTERM_KEY_PAGEDOWN},
    {"Home", VTERM_KEY_HOME},
    {"End", VTERM_KEY_END},
    {"Insert", VTERM_KEY_INS},
    {"Delete", VTERM_KEY_DEL},
    {"Backspace", VTERM_KEY_BACKSPACE},
    {"Keypad-Enter", VTERM_KEY_KP_ENTER},
    {"Keypad-+", VTERM_KEY_KP_PLUS},
    {"Keypad--", VTERM_KEY_KP_MINUS},
    {"Keypad-*", VTERM_KEY_KP_MULT},
    {"Keypad-/", VTERM_KEY_KP_DIVIDE},
    {"Keypad-.", VTERM_KEY_KP_PERIOD},
};

static const struct {
    const char *prefix;
    VTermModifier modifier;
} MODIFIERS[] = {{"Shift-", VTERM_MOD_SHIFT}, {"Alt-", VTERM_MOD_ALT}, {"Ctrl-", VTERM_MOD_CTRL}};

static VTermKey named_key(const char *name)
{
    for (size_t i = 0; i < sizeof NAMED_KEYS / sizeof *NAMED_KEYS; i++) {
        if (strcmp(name, NAMED_KEYS[i].name) == 0)
            return NAMED_KEYS[i].key;
    }
    if (strncmp(name, "Keypad-", 7) == 0 && isdigit((unsigned char)name[7]) && !name[8])
        return (VTermKey)(VTERM_KEY_KP_0 + (name[7] - '0'));
    if (name[0] == 'F' && isdigit((unsigned char)name[1])) {
        char *end;
        long number = strtol(name + 1, &end, 10);
        if (!*end && number >= 1 && number <= 12)
            return (VTermKey)VTERM_KEY_FUNCTION(number);
        if (!*end && number > 12 && number <= 24) /* press: with Shift */
            return (VTermKey)VTERM_KEY_FUNCTION(number - 12);
    }
    return VTERM_KEY_NONE;
}

/* Takes one prefix off the name; VTERM_MOD_NONE when there is none. */
static VTermModifier modifier_take(const char **name)
{
    for (size_t i = 0; i < sizeof MODIFIERS / sizeof *MODIFIERS; i++) {
        size_t length = strlen(MODIFIERS[i].prefix);
        if (strncmp(*name, MODIFIERS[i].prefix, length) == 0 && (*name)[length]) {
            *name += length;
            return MODIFIERS[i].modifier;
        }
    }
    return VTERM_MOD_NONE;
}

/* libvterm sends the keypad's Enter as a newline in numeric mode, terminals send what Enter sends. */
static void press_keypad_enter(struct driver *driver)
{
    size_t before = driver->unsent.length;
    vterm_keyboard_key(driver->vterm, VTERM_KEY_KP_ENTER, VTERM_MOD_NONE);
    if (driver->unsent.length == before + 1)
        driver->unsent.data[before] = '\r';
}

/* Ctrl and a letter is one byte, as on every keyboard: libvterm would send Ctrl-I, J, M and [ as CSI u. */
static void press_character(struct driver *driver, uint32_t character, unsigned modifiers)
{
    if ((modifiers & VTERM_MOD_CTRL) && (character == '?' || (character >= '@' && character <= '~'))) {
        if (modifiers & VTERM_MOD_ALT)
            buffer_byte(&driver->unsent, '\033');
        buffer_byte(&driver->unsent, character == '?' ? '\177' : (char)(character & 0x1f));
    } else {
        vterm_keyboard_unichar(driver->vterm, character, (VTermModifier)modifiers);
    }
}

static void key_noted(struct driver *driver, const char *name)
{
    driver->keys++;
    buffer_format(&driver->typed, "<%s>", name);
}

/* F13 and more, which keyboards have as Shift with F1 and more. */
static bool is_shifted(const char *name)
{
    return name[0] == 'F' && atoi(name + 1) > 12;
}

void driver_key(struct driver *driver, const char *default_name)
{
    const char *name = keymap_press(driver, default_name), *rest = name;
    unsigned modifiers = is_shifted(name) ? VTERM_MOD_SHIFT : VTERM_MOD_NONE;
    for (unsigned modifier; (modifier = modifier_take(&rest));)
        modifiers |= modifier;
    VTermKey key = named_key(rest);
    uint32_t character = ' ';
    bool one =
        strcmp(rest, "Space") == 0 || (*rest && utf8_decode(rest, strlen(rest), &character) == strlen(rest));
    if (key == VTERM_KEY_NONE && !one)
        driver_fail(driver, "the name of a key, not \"%s\" (see driver.h)", name);
    driver_pump(driver, 0); /* a mode that the program has just set counts */
    if (key == VTERM_KEY_KP_ENTER && !modifiers)
        press_keypad_enter(driver);
    else if (key != VTERM_KEY_NONE)
        vterm_keyboard_key(driver->vterm, key, (VTermModifier)modifiers);
    else
        press_character(driver, character, modifiers);
    key_noted(driver, name);
    driver_pump(driver, 0);
}

void driver_keys_in_turn(struct driver *driver, const char *names)
{
    while (*(names += strspn(names, " "))) {
        char name[32] = "";
        size_t length = strcspn(names, " ");
        memcpy(name, names, length < sizeof name ? length : sizeof name - 1);
        driver_key(driver, name);
        names += length;
    }
}

/* The characters of text as the terminal sends them. */
static int characters_send(struct driver *driver, const char *text, bool ime)
{
    int count = 0;
    for (size_t left = strlen(text); left; count++) {
        uint32_t character;
        size_t taken = utf8_decode(text, left, &character);
        vterm_keyboard_unichar(driver->vterm, ime ? input_method(character) : character, VTERM_MOD_NONE);
        text += taken;
        left -= taken;
    }
    return count;
}

static void type(struct driver *driver, const char *text, bool ime)
{
    driver_outside(text);
    driver->keys += characters_send(driver, text, ime);
    buffer_text(&driver->typed, text);
    driver_pump(driver, 0);
}

void driver_type(struct driver *driver, const char *text)
{
    type(driver, text, driver->ime);
}

void driver_type_plain(struct driver *driver, const char *text)
{
    type(driver, text, false);
}

void driver_paste(struct driver *driver, const char *text)
{
    driver_pump(driver, 0);
    driver_outside(text);
    vterm_keyboard_start_paste(driver->vterm);
    characters_send(driver, text, false);
    vterm_keyboard_end_paste(driver->vterm);
    key_noted(driver, "Paste");
    driver_pump(driver, 0);
}

void driver_bytes(struct driver *driver, const void *bytes, size_t length)
{
    buffer_append(&driver->unsent, bytes, length);
    buffer_format(&driver->typed, "<%zu bytes>", length);
    driver_pump(driver, 0);
}

int driver_keys(const struct driver *driver)
{
    return driver->keys;
}
