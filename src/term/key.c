#include "term/key.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static const char *const named_names[NAMED_COUNT] = {
    [NAMED_F1] = "F1",
    [NAMED_F2] = "F2",
    [NAMED_F3] = "F3",
    [NAMED_F4] = "F4",
    [NAMED_F5] = "F5",
    [NAMED_F6] = "F6",
    [NAMED_F7] = "F7",
    [NAMED_F8] = "F8",
    [NAMED_F9] = "F9",
    [NAMED_F10] = "F10",
    [NAMED_F11] = "F11",
    [NAMED_F12] = "F12",
    [NAMED_F13] = "F13",
    [NAMED_F14] = "F14",
    [NAMED_F15] = "F15",
    [NAMED_F16] = "F16",
    [NAMED_F17] = "F17",
    [NAMED_F18] = "F18",
    [NAMED_F19] = "F19",
    [NAMED_F20] = "F20",
    [NAMED_F21] = "F21",
    [NAMED_F22] = "F22",
    [NAMED_F23] = "F23",
    [NAMED_F24] = "F24",
    [NAMED_UP] = "Up",
    [NAMED_DOWN] = "Down",
    [NAMED_LEFT] = "Left",
    [NAMED_RIGHT] = "Right",
    [NAMED_PAGE_UP] = "PgUp",
    [NAMED_PAGE_DOWN] = "PgDn",
    [NAMED_HOME] = "Home",
    [NAMED_END] = "End",
    [NAMED_ENTER] = "Enter",
    [NAMED_KEYPAD_ENTER] = "Keypad-Enter",
    [NAMED_TAB] = "Tab",
    [NAMED_SHIFT_TAB] = "Shift-Tab",
    [NAMED_BACKSPACE] = "Backspace",
    [NAMED_DELETE] = "Delete",
    [NAMED_INSERT] = "Insert",
    [NAMED_ESC] = "Esc",
    [NAMED_KEYPAD_PLUS] = "Keypad-+",
    [NAMED_KEYPAD_MINUS] = "Keypad--",
    [NAMED_KEYPAD_POINT] = "Keypad-.",
    [NAMED_KEYPAD_STAR] = "Keypad-*",
};

static void character_name(uint32_t code_point, const char *prefix, char name[static KEY_NAME_MOST])
{
    char bytes[UTF8_MAX];
    size_t length = utf8_encode(code_point, bytes);
    if (code_point == ' ')
        snprintf(name, KEY_NAME_MOST, "%sSpace", prefix);
    else
        snprintf(name, KEY_NAME_MOST, "%s%.*s", prefix, (int)length, bytes);
}

const char *key_write(const struct key *key, char name[static KEY_NAME_MOST])
{
    name[0] = '\0';
    if (key->kind == PRESS_CHARACTER)
        character_name(key->code, "", name);
    else if (key->kind == PRESS_CONTROL)
        character_name(key->code, "Ctrl-", name);
    else if (key->kind == PRESS_ALT)
        character_name(key->code < 0x80 ? (uint32_t)toupper((int)key->code) : key->code, "Alt-", name);
    else if (key->kind == PRESS_NAMED && key->code > NAMED_NONE && key->code < NAMED_COUNT)
        snprintf(name, KEY_NAME_MOST, "%s", named_names[key->code]);
    return name;
}

/* The sole character that a name consists of, 0 where it is none or several. */
static uint32_t sole_character(const char *name)
{
    uint32_t code_point;
    size_t length = strlen(name);
    if (strcasecmp(name, "Space") == 0)
        return ' ';
    if (length == 0 || utf8_decode(name, length, &code_point) != length)
        return 0;
    return code_point > ' ' && code_point != 0x7F && code_point != UTF8_REPLACEMENT ? code_point : 0;
}

static bool parse_control(const char *name, struct key *key)
{
    uint32_t code_point = sole_character(name);
    if (code_point >= 0x80 || code_point == 0)
        return false;
    int letter = toupper((int)code_point);
    if (!isupper(letter) && !strchr("\\]^_@", letter))
        return false;
    if (strchr("IMJH", letter))
        return false;
    *key = (struct key){.kind = PRESS_CONTROL, .code = (uint32_t)letter};
    return true;
}

/* "Shift-F1" to "Shift-F12": how keyboards without F13 to F24 have these. */
static bool parse_shifted(const char *name, struct key *key)
{
    char end;
    int number;
    if (sscanf(name, "%d%c", &number, &end) != 1 || number < 1 || number > 12 ||
        !isdigit((unsigned char)*name))
        return false;
    *key = (struct key){.kind = PRESS_NAMED, .code = (uint32_t)(NAMED_F13 + number - 1)};
    return true;
}

bool key_parse(const char *name, struct key *key)
{
    for (uint32_t i = NAMED_NONE + 1; i < NAMED_COUNT; i++) {
        if (strcasecmp(name, named_names[i]) == 0) {
            *key = (struct key){.kind = PRESS_NAMED, .code = i};
            return true;
        }
    }
    if (strncasecmp(name, "Ctrl-", 5) == 0)
        return parse_control(name + 5, key);
    if (strncasecmp(name, "Shift-F", 7) == 0)
        return parse_shifted(name + 7, key);
    bool alt = strncasecmp(name, "Alt-", 4) == 0;
    uint32_t code_point = sole_character(alt ? name + 4 : name);
    if (!code_point)
        return false;
    if (alt && code_point < 0x80)
        code_point = (uint32_t)tolower((int)code_point);
    *key = (struct key){.kind = alt ? PRESS_ALT : PRESS_CHARACTER, .code = code_point};
    return true;
}

bool key_equal(const struct key *a, const struct key *b)
{
    return a->kind == b->kind && a->code == b->code;
}
