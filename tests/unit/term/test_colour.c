/* The colours of the roles by numbers: readable on dark and on light backgrounds, and told apart without
 * seeing red and green. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include <math.h>

#include "term/colour.h"

struct rgb {
    int red, green, blue;
};

/* xterm's defaults (XTerm-col.ad), and the cube and the greys that every terminal of 256 colours has. */
static struct rgb rgb_of(int number)
{
    static const struct rgb first[16] = {
        {0, 0, 0},     {205, 0, 0},     {0, 205, 0},     {205, 205, 0},   {0, 0, 238}, {205, 0, 205},
        {0, 205, 205}, {229, 229, 229}, {127, 127, 127}, {255, 0, 0},     {0, 255, 0}, {255, 255, 0},
        {92, 92, 255}, {255, 0, 255},   {0, 255, 255},   {255, 255, 255},
    };
    static const int level[6] = {0, 95, 135, 175, 215, 255};
    if (number < 16)
        return first[number];
    if (number >= 232)
        return (struct rgb){8 + 10 * (number - 232), 8 + 10 * (number - 232), 8 + 10 * (number - 232)};
    number -= 16;
    return (struct rgb){level[number / 36], level[number / 6 % 6], level[number % 6]};
}

static double linear(int part)
{
    double value = part / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(struct rgb colour)
{
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

/* WCAG 2.1: 1 to 21. */
static double contrast(struct rgb a, struct rgb b)
{
    double light = fmax(luminance(a), luminance(b)), dark = fmin(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
}

static const struct rgb black = {0, 0, 0}, white = {255, 255, 255};

static double contrast_on(struct colour colour, struct rgb own_background)
{
    struct rgb own_letters = luminance(own_background) > 0.5 ? black : white;
    struct rgb letters = colour.foreground < 0 ? own_letters : rgb_of(colour.foreground);
    struct rgb background = colour.background < 0 ? own_background : rgb_of(colour.background);
    return contrast(letters, background);
}

static void expect_readable(enum ground ground, enum depth depth, struct rgb background, double least)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        double reached = contrast_on(colour_of((enum role)role, ground, depth), background);
        if (reached < (role == ROLE_RULE ? 1.5 : least)) /* lines are no text */
            fail_msg("role %d, ground %d, depth %d: a contrast of %.2f on %d, not %.1f", role, (int)ground,
                     (int)depth, reached, background.red, least);
    }
}

static void test_every_role_is_readable(void **state)
{
    (void)state;
    expect_readable(GROUND_DARK, DEPTH_256, black, 4.5); /* WCAG's AA */
    expect_readable(GROUND_LIGHT, DEPTH_256, white, 4.5);
    expect_readable(GROUND_UNKNOWN, DEPTH_256, black, 3.9);
    expect_readable(GROUND_UNKNOWN, DEPTH_256, white, 3.9);
    expect_readable(GROUND_DARK, DEPTH_8, black, 3.5); /* xterm's red; bold besides */
    expect_readable(GROUND_LIGHT, DEPTH_8, white, 4.4);
    expect_readable(GROUND_UNKNOWN, DEPTH_8, black, 3.5);
    expect_readable(GROUND_UNKNOWN, DEPTH_8, white, 4.4);
    for (int role = 0; role < ROLE_COUNT; role++) {
        struct colour colour = colour_of((enum role)role, GROUND_DARK, DEPTH_MONO);
        assert_int_equal(colour.foreground, -1);
        assert_int_equal(colour.background, -1);
    }
}

/* Solarized and a grey desktop, as people set them up. */
static void test_other_backgrounds_do(void **state)
{
    (void)state;
    expect_readable(GROUND_DARK, DEPTH_256, (struct rgb){0, 43, 54}, 4.5);
    expect_readable(GROUND_DARK, DEPTH_256, (struct rgb){40, 40, 40}, 4.5);
    expect_readable(GROUND_LIGHT, DEPTH_256, (struct rgb){253, 246, 227}, 4.5);
}

/* Who sees no red and green sees light and attributes. */
static void test_wrong_and_done_differ_without_hue(void **state)
{
    (void)state;
    for (int ground = 0; ground < GROUND_COUNT; ground++) {
        for (int depth = DEPTH_MONO; depth <= DEPTH_256; depth++) {
            struct colour wrong = colour_of(ROLE_WRONG, (enum ground)ground, (enum depth)depth);
            struct colour done = colour_of(ROLE_DONE, (enum ground)ground, (enum depth)depth);
            struct colour over = colour_of(ROLE_OVER, (enum ground)ground, (enum depth)depth);
            struct colour near = colour_of(ROLE_NEAR, (enum ground)ground, (enum depth)depth);
            assert_true(wrong.bold && !done.bold);
            assert_true(over.bold && !near.bold);
        }
    }
}

static void test_the_background_is_understood(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        enum ground ground;
    } answers[] = {
        {"rgb:0000/0000/0000\a", GROUND_DARK}, {"rgb:ffff/ffff/ffff\a", GROUND_LIGHT},
        {"rgb:00/2b/36", GROUND_DARK},         {"rgb:fdfd/f6f6/e3e3\a", GROUND_LIGHT},
        {"rgb:f/f/f", GROUND_LIGHT},           {"rgb:8080/8080/8080\a", GROUND_LIGHT},
        {"rgb:5050/5050/5050\a", GROUND_DARK}, {"rgb:", GROUND_UNKNOWN},
        {"rgb:ff/ff", GROUND_UNKNOWN},         {"rgb:12345/0/0", GROUND_UNKNOWN},
        {"#ffffff", GROUND_UNKNOWN},           {"", GROUND_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
        assert_int_equal(colour_ground(answers[i].answer), answers[i].ground);
    assert_int_equal(colour_ground_of_variable("15;0"), GROUND_DARK);
    assert_int_equal(colour_ground_of_variable("0;default;15"), GROUND_LIGHT);
    assert_int_equal(colour_ground_of_variable("0;7"), GROUND_LIGHT);
    assert_int_equal(colour_ground_of_variable("7;8"), GROUND_DARK);
    assert_int_equal(colour_ground_of_variable("default;default"), GROUND_UNKNOWN);
    assert_int_equal(colour_ground_of_variable("0;16"), GROUND_UNKNOWN);
    assert_int_equal(colour_ground_of_variable(NULL), GROUND_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_role_is_readable),
        cmocka_unit_test(test_other_backgrounds_do),
        cmocka_unit_test(test_wrong_and_done_differ_without_hue),
        cmocka_unit_test(test_the_background_is_understood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
