#include "term/key_sequence.h"

#include <stdio.h>
#include <string.h>

enum { WITHOUT = 1, WITH_SHIFT = 2 }; /* xterm numbers modifiers so */

static const struct key no_key = {.kind = PRESS_NONE};

static struct key named_key(enum named named, int modifier)
{
    bool function = named >= NAMED_F1 && named <= NAMED_F12;
    if (function && modifier == WITH_SHIFT)
        named += NAMED_F13 - NAMED_F1;
    else if (modifier != WITHOUT)
        named = NAMED_NONE;
    return named ? (struct key){.kind = PRESS_NAMED, .code = named} : no_key;
}

/* Letters that mean the same after ESC [ and ESC O. */
static enum named lettered(unsigned char letter)
{
    static const uint8_t named[128] = {
        ['A'] = NAMED_UP,   ['B'] = NAMED_DOWN, ['C'] = NAMED_RIGHT,     ['D'] = NAMED_LEFT,
        ['H'] = NAMED_HOME, ['F'] = NAMED_END,  ['P'] = NAMED_F1,        ['Q'] = NAMED_F2,
        ['R'] = NAMED_F3,   ['S'] = NAMED_F4,   ['Z'] = NAMED_SHIFT_TAB,
    };
    return letter < 128 ? named[letter] : NAMED_NONE;
}

/* The numbers of "ESC [ n ~": VT220 and its heirs; 7 and 8 are rxvt's, 11 to 14 PuTTY's and rxvt's. */
static enum named numbered(int number)
{
    static const uint8_t named[] = {
        [1] = NAMED_HOME,      [2] = NAMED_INSERT, [3] = NAMED_DELETE, [4] = NAMED_END,  [5] = NAMED_PAGE_UP,
        [6] = NAMED_PAGE_DOWN, [7] = NAMED_HOME,   [8] = NAMED_END,    [11] = NAMED_F1,  [12] = NAMED_F2,
        [13] = NAMED_F3,       [14] = NAMED_F4,    [15] = NAMED_F5,    [17] = NAMED_F6,  [18] = NAMED_F7,
        [19] = NAMED_F8,       [20] = NAMED_F9,    [21] = NAMED_F10,   [23] = NAMED_F11, [24] = NAMED_F12,
        [25] = NAMED_F13,      [26] = NAMED_F14,   [28] = NAMED_F15,   [29] = NAMED_F16, [31] = NAMED_F17,
        [32] = NAMED_F18,      [33] = NAMED_F19,   [34] = NAMED_F20,   [42] = NAMED_F21, [43] = NAMED_F22,
        [44] = NAMED_F23,      [45] = NAMED_F24,
    };
    return number > 0 && number < (int)sizeof(named) ? named[number] : NAMED_NONE;
}

/* Reads "", "number" or "number;modifier"; false where it is something else. */
static bool read_parameters(const char *parameters, int *number, int *modifier)
{
    int used = 0;
    *number = 1;
    *modifier = WITHOUT;
    if (*parameters == '\0')
        return true;
    if (strspn(parameters, "0123456789;") != strlen(parameters) || strlen(parameters) > 6)
        return false;
    if (sscanf(parameters, "%d%n", number, &used) != 1)
        return false;
    return parameters[used] == '\0' || sscanf(parameters + used, ";%d", modifier) == 1;
}

struct key key_sequence_csi(const char *parameters, unsigned char final)
{
    int number, modifier;
    if (!read_parameters(parameters, &number, &modifier))
        return no_key;
    if (final == '~')
        return named_key(*parameters ? numbered(number) : NAMED_NONE, modifier);
    if (final == '$')
        return named_key(numbered(number), WITH_SHIFT);
    return number == 1 ? named_key(lettered(final), modifier) : no_key;
}

/* The keypad in application mode sends "ESC O" and these. */
static struct key keypad(unsigned char final)
{
    static const uint8_t named[128] = {
        ['M'] = NAMED_KEYPAD_ENTER, ['k'] = NAMED_KEYPAD_PLUS, ['m'] = NAMED_KEYPAD_MINUS,
        ['n'] = NAMED_KEYPAD_POINT, ['j'] = NAMED_KEYPAD_STAR,
    };
    static const char printed[128] = {
        ['I'] = '\t', ['X'] = '=', ['l'] = ',', ['o'] = '/', ['p'] = '0', ['q'] = '1', ['r'] = '2',
        ['s'] = '3',  ['t'] = '4', ['u'] = '5', ['v'] = '6', ['w'] = '7', ['x'] = '8', ['y'] = '9'};
    if (final >= 128)
        return no_key;
    if (printed[final] == '\t')
        return named_key(NAMED_TAB, WITHOUT);
    if (printed[final])
        return (struct key){.kind = PRESS_CHARACTER, .code = (uint32_t)printed[final]};
    return named_key(named[final], WITHOUT);
}

struct key key_sequence_ss3(const char *parameters, unsigned char final)
{
    int number, modifier;
    if (!read_parameters(parameters, &number, &modifier))
        return no_key;
    if (*parameters && modifier == WITHOUT) /* konsole and old xterms: ESC O 2 P */
        modifier = number;
    if (lettered(final) && final != 'Z')
        return named_key(lettered(final), modifier);
    return *parameters ? no_key : keypad(final);
}

struct key key_sequence_console(unsigned char final)
{
    return final >= 'A' && final <= 'E' ? named_key((enum named)(NAMED_F1 + final - 'A'), WITHOUT) : no_key;
}
