#include "term/colour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pair {
    short foreground, background;
};

/* A tint on each background, in eight colours and in 256. tests/unit/term/test_colour.c reckons the contrast
 * of each. Yellow, green and cyan letters cannot be read on white, nor blue ones on black: where the
 * background is not known, eight colours hardly serve. */
struct tint {
    struct pair eight[GROUND_COUNT], many[GROUND_COUNT];
};

static const struct tint own = {
    .eight = {{-1, -1}, {-1, -1}, {-1, -1}},
    .many = {{-1, -1}, {-1, -1}, {-1, -1}},
};
static const struct tint quiet = {
    .eight = {{-1, -1}, {-1, -1}, {-1, -1}}, /* dim */
    .many = {[GROUND_UNKNOWN] = {243, -1}, [GROUND_DARK] = {247, -1}, [GROUND_LIGHT] = {240, -1}},
};
static const struct tint line = {
    .eight = {{-1, -1}, {-1, -1}, {-1, -1}}, /* dim */
    .many = {[GROUND_UNKNOWN] = {244, -1}, [GROUND_DARK] = {240, -1}, [GROUND_LIGHT] = {249, -1}},
};
static const struct tint calm = {
    .eight = {[GROUND_UNKNOWN] = {-1, -1}, [GROUND_DARK] = {6, -1}, [GROUND_LIGHT] = {4, -1}},
    .many = {[GROUND_UNKNOWN] = {31, -1}, [GROUND_DARK] = {80, -1}, [GROUND_LIGHT] = {24, -1}},
};
static const struct tint amber = {
    .eight = {[GROUND_UNKNOWN] = {0, 3}, [GROUND_DARK] = {0, 3}, [GROUND_LIGHT] = {0, 3}},
    .many = {[GROUND_UNKNOWN] = {16, 221}, [GROUND_DARK] = {221, -1}, [GROUND_LIGHT] = {94, -1}},
};
static const struct tint red = {
    .eight = {[GROUND_UNKNOWN] = {1, -1}, [GROUND_DARK] = {1, -1}, [GROUND_LIGHT] = {1, -1}},
    .many = {[GROUND_UNKNOWN] = {196, -1}, [GROUND_DARK] = {210, -1}, [GROUND_LIGHT] = {124, -1}},
};
static const struct tint green = {
    .eight = {[GROUND_UNKNOWN] = {-1, -1}, [GROUND_DARK] = {2, -1}, [GROUND_LIGHT] = {-1, -1}},
    .many = {[GROUND_UNKNOWN] = {29, -1}, [GROUND_DARK] = {114, -1}, [GROUND_LIGHT] = {22, -1}},
};
static const struct tint alarm = {
    .eight = {{7, 1}, {7, 1}, {7, 1}},
    .many = {{231, 160}, {231, 160}, {231, 160}},
};
static const struct tint hall = {
    .eight = {{0, 5}, {0, 5}, {0, 5}},
    .many = {{231, 90}, {231, 90}, {231, 90}},
};

struct look {
    const struct tint *tint;
    bool bold, reverse;                                     /* with colours */
    bool dim;                                               /* with eight */
    bool mono_bold, mono_dim, mono_reverse, mono_underline; /* without */
};

/* No meaning hangs on red against green alone: each role has its mark or its word besides, and wrong is bold.
 */
static const struct look looks[ROLE_COUNT] = {
    [ROLE_PLAIN] = {&own},
    [ROLE_LABEL] = {&quiet, .dim = true, .mono_dim = true},
    [ROLE_FOCUS] = {&own, .reverse = true, .mono_reverse = true},
    [ROLE_PREFILLED] = {&calm},
    [ROLE_MISSING] = {&own, .bold = true, .mono_bold = true},
    [ROLE_CONFIRM] = {&amber, .mono_underline = true},
    [ROLE_WRONG] = {&red, .bold = true, .mono_bold = true, .mono_underline = true},
    [ROLE_DONE] = {&green},
    [ROLE_IRREVERSIBLE] = {&own, .bold = true, .reverse = true, .mono_bold = true, .mono_reverse = true},
    [ROLE_NEAR] = {&amber, .mono_underline = true},
    [ROLE_OVER] = {&alarm, .bold = true, .mono_bold = true, .mono_reverse = true},
    [ROLE_MASKED] = {&quiet, .dim = true, .mono_dim = true},
    [ROLE_DEMONSTRATION] = {&hall, .mono_reverse = true},
    [ROLE_HEADER] = {&own, .bold = true, .mono_bold = true},
    [ROLE_TITLE] = {&own, .bold = true, .mono_bold = true},
    [ROLE_RULE] = {&line, .dim = true, .mono_dim = true},
    [ROLE_MESSAGE] = {&own, .bold = true, .mono_bold = true},
    [ROLE_KEY] = {&own, .bold = true, .mono_bold = true},
    [ROLE_KEYBAR] = {&own, .reverse = true, .mono_reverse = true},
};

struct colour colour_of(enum role role, enum ground ground, enum depth depth)
{
    const struct look *look = &looks[role];
    if (depth == DEPTH_MONO)
        return (struct colour){
            -1, -1, look->mono_bold, look->mono_dim, look->mono_reverse, look->mono_underline};
    const struct pair *pair = depth == DEPTH_256 ? &look->tint->many[ground] : &look->tint->eight[ground];
    return (struct colour){.foreground = pair->foreground,
                           .background = pair->background,
                           .bold = look->bold,
                           .dim = look->dim && depth == DEPTH_8,
                           .reverse = look->reverse};
}

/* One part of "rgb:", of 1 to 4 hexadecimal digits, brought to 0..255; -1: it is none. */
static int part_read(const char **text)
{
    char *end;
    size_t digits = strspn(*text, "0123456789abcdefABCDEF");
    if (digits < 1 || digits > 4)
        return -1;
    long value = strtol(*text, &end, 16);
    *text = end;
    return (int)(value * 255 / ((1L << (4 * digits)) - 1));
}

enum ground colour_ground(const char *answer)
{
    int parts[3];
    if (strncmp(answer, "rgb:", 4) != 0)
        return GROUND_UNKNOWN;
    answer += 3;
    for (int i = 0; i < 3; i++) {
        if (*answer != (i ? '/' : ':'))
            return GROUND_UNKNOWN;
        answer++;
        parts[i] = part_read(&answer);
        if (parts[i] < 0)
            return GROUND_UNKNOWN;
    }
    /* On a grey of 117 and more, black letters stand out better than white ones. */
    return parts[0] * 299 + parts[1] * 587 + parts[2] * 114 >= 117 * 1000 ? GROUND_LIGHT : GROUND_DARK;
}

enum ground colour_ground_of_variable(const char *value)
{
    const char *last = value ? strrchr(value, ';') : NULL;
    int number, used = 0;
    if (!last || sscanf(last + 1, "%d%n", &number, &used) != 1 || last[1 + used] || number < 0 || number > 15)
        return GROUND_UNKNOWN;
    return number == 7 || number > 8 ? GROUND_LIGHT : GROUND_DARK;
}
