/* The canvas shows what it was given, and nothing else: no half characters, no controls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "term/canvas.h"

static void expect_picture(struct canvas *canvas, const char *picture)
{
    struct buffer out = {0};
    canvas_picture(canvas, &out);
    assert_string_equal(buffer_string(&out), picture);
    buffer_free(&out);
}

static void test_text_is_cut_at_whole_characters(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(4, 8);
    assert_int_equal(canvas_text(canvas, 0, 0, 5, ROLE_PLAIN, "张桂兰"), 5);
    assert_int_equal(canvas_text(canvas, 1, 6, 9, ROLE_PLAIN, "ab兰"), 4); /* the canvas ends in the middle */
    canvas_text(canvas, 2, -1, 9, ROLE_PLAIN, "张a");
    canvas_text(canvas, 3, 7, 2, ROLE_PLAIN, "兰");
    expect_picture(canvas, "张桂\n      ab\n a\n\n");
    canvas_free(&canvas);
}

static void test_drawing_over_half_a_character_blanks_the_other_half(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(2, 8);
    canvas_text(canvas, 0, 0, 8, ROLE_PLAIN, "张桂兰");
    canvas_text(canvas, 0, 1, 2, ROLE_PLAIN, "x");
    canvas_text(canvas, 0, 4, 2, ROLE_PLAIN, "y");
    canvas_text(canvas, 1, 0, 8, ROLE_PLAIN, "张桂兰");
    canvas_fill(canvas, (struct area){1, 1, 1, 2}, ROLE_PLAIN);
    expect_picture(canvas, " x桂y\n    兰\n");
    canvas_free(&canvas);
}

static void test_marks_stay_with_their_character(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(2, 6);
    assert_int_equal(canvas_text(canvas, 0, 0, 2, ROLE_PLAIN, "e\u0301𠮷"), 2);
    assert_int_equal(
        canvas_text(canvas, 1, 0, 6, ROLE_PLAIN, "\u0301𠮷e\u0301\u0302\u0303\u0304\u0305\u0306!"), 4);
    expect_picture(canvas, "e\u0301\n𠮷e\u0301\u0302\u0303\u0304!\n");
    canvas_free(&canvas);
}

static void test_foreign_text_is_sanitised(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(1, 40);
    canvas_text(canvas, 0, 0, 40, ROLE_PLAIN, "a\033[31mb\rc\u202Ed\xFF");
    expect_picture(canvas, "a\\x1B[31mb\\x0Dc\\u{202E}d\\xFF\n");
    canvas_free(&canvas);
}

static void test_numbers_stand_at_the_right(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(2, 10);
    assert_int_equal(canvas_right(canvas, 0, 2, 6, ROLE_PLAIN, "187"), 3);
    assert_int_equal(canvas_right(canvas, 1, 2, 4, ROLE_PLAIN, "12345678"), 4);
    expect_picture(canvas, "     187\n  1234\n");
    canvas_free(&canvas);
}

static void test_rules_cross(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(4, 20);
    canvas_rule(canvas, 0, 0, 20, "共 8 件");
    canvas_rule_down(canvas, 0, 12, 4);
    canvas_rule(canvas, 3, 0, 20, NULL);
    canvas_text(canvas, 1, 12, 1, ROLE_PLAIN, "x");
    expect_picture(canvas, "-共 8 件----+-------\n            x\n            |\n------------+-------\n");
    canvas_clear(canvas);
    canvas_borders(canvas, CANVAS_LINE);
    canvas_rule(canvas, 0, 0, 20, "共 8 件");
    canvas_rule_down(canvas, 0, 12, 4);
    canvas_rule(canvas, 3, 0, 20, NULL);
    expect_picture(canvas, "─共 8 件────┬───────\n            │\n            │\n────────────┴───────\n");
    canvas_free(&canvas);
}

/* "a--b": the rule shows between the parts of a title; a single hyphen is text. */
static void test_the_rule_shows_between_the_parts_of_a_title(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(1, 16);
    canvas_borders(canvas, CANVAS_LINE);
    canvas_rule(canvas, 0, 0, 16, "UI-1--缺2---x");
    expect_picture(canvas, "─UI-1──缺2───x──\n");
    canvas_clear(canvas);
    canvas_borders(canvas, CANVAS_BLANK);
    canvas_rule(canvas, 0, 0, 16, "UI-1--缺2");
    expect_picture(canvas, " UI-1  缺2\n");
    canvas_free(&canvas);
}

static void test_a_cut_is_told_by_dots(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(4, 12);
    assert_int_equal(canvas_cut(canvas, 0, 0, 8, ROLE_PLAIN, "12345678"), 8);
    assert_int_equal(canvas_cut(canvas, 1, 0, 8, ROLE_PLAIN, "123456789"), 8);
    assert_int_equal(canvas_cut(canvas, 2, 0, 7, ROLE_PLAIN, "失业保险金"), 7); /* the half cell is blank */
    assert_int_equal(canvas_cut(canvas, 3, 0, 5, ROLE_PLAIN, "1234567"), 5);
    expect_picture(canvas, "12345678\n123456..\n失业 ..\n12345\n");
    canvas_free(&canvas);
}

static void test_a_rule_never_cuts_a_title(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(2, 12);
    canvas_rule(canvas, 0, 0, 12, "a b c d");
    canvas_rule_down(canvas, 0, 2, 2);
    expect_picture(canvas, "-a b c d----\n  |\n");
    canvas_free(&canvas);
}

/* The corner of a box stays a corner, whatever its title. */
static void test_a_long_title_is_cut_before_the_corner(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(3, 16);
    canvas_borders(canvas, CANVAS_LINE);
    canvas_rule_down(canvas, 0, 15, 3);
    canvas_rule(canvas, 0, 0, 16, "失业保险金申");
    canvas_rule(canvas, 1, 0, 16, "失业保险金申领");
    canvas_rule(canvas, 2, 0, 16, "Survivor grants");
    expect_picture(canvas, "─失业保险金申──┐\n─失业保险金 ..─┤\n─Survivor gr..─┘\n");
    canvas_free(&canvas);
}

static void test_paragraphs_break_between_hanzi_and_words(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(8, 12);
    int lines = canvas_wrapped(canvas, (struct area){0, 0, 8, 10}, ROLE_PLAIN,
                               "先扫描身份证。\nenter a date please\n1234567890123");
    assert_int_equal(lines, 7);
    /* the full stop does not begin a line: a hanzi goes with it */
    expect_picture(canvas, "先扫描身份\n证。\nenter a\ndate\nplease\n1234567890\n123\n\n");
    canvas_clear(canvas);
    canvas_wrapped(canvas, (struct area){0, 0, 2, 10}, ROLE_PLAIN, "先扫描身份。再签");
    expect_picture(canvas, "先扫描身\n份。再签\n\n\n\n\n\n\n");
    canvas_clear(canvas);
    canvas_wrapped(canvas, (struct area){0, 0, 2, 10}, ROLE_PLAIN,
                   "1234567 [档]"); /* nor a bracket at its end */
    expect_picture(canvas, "1234567\n[档]\n\n\n\n\n\n\n");
    canvas_free(&canvas);
}

static void test_roles_are_kept_per_cell(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(2, 8);
    struct buffer out = {0};
    canvas_field(canvas, 0, 1, 5, ROLE_FOCUS, "兰");
    canvas_text(canvas, 1, 0, 8, ROLE_MISSING, "缺");
    canvas_role(canvas, 1, 4, 2, ROLE_OVER);
    canvas_picture_roles(canvas, &out);
    assert_string_equal(buffer_string(&out), " FFFFF\n**  oo\n");
    buffer_free(&out);
    canvas_free(&canvas);
}

static void test_sizes_and_cursor_are_brought_into_range(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(-3, 0);
    assert_int_equal(canvas_rows(canvas), 1);
    assert_int_equal(canvas_columns(canvas), 1);
    canvas_text(canvas, 0, 0, 9, ROLE_PLAIN, "兰");
    canvas_cursor(canvas, 9, 9);
    assert_int_equal(canvas_cursor_row(canvas), 0);
    assert_int_equal(canvas_cursor_column(canvas), 0);
    expect_picture(canvas, "\n");
    canvas_resize(canvas, 2, 5000);
    assert_int_equal(canvas_columns(canvas), CANVAS_MOST);
    assert_null(canvas_cell(canvas, 2, 0));
    canvas_free(&canvas);
    canvas_free(&canvas);
}

/* Every wide cell has its tail, every tail its wide cell, whatever is drawn where. */
static void test_halves_never_come_apart(void **state)
{
    (void)state;
    static const char *const texts[] = {"张桂兰", "a", "王e\u0301b", "𠮷", "\x1b[1m", "ab张"};
    struct canvas *canvas = canvas_new(6, 20);
    unsigned seed = 1;
    for (int i = 0; i < 20000; i++) {
        unsigned r = (seed = seed * 1103515245u + 12345u) >> 8;
        int row = (int)(r % 8) - 1, column = (int)(r / 8 % 26) - 3, width = (int)(r / 256 % 12);
        if (r % 7 == 0)
            canvas_fill(canvas, (struct area){row, column, 1, width}, ROLE_PLAIN);
        else if (r % 7 == 1)
            canvas_rule(canvas, row, column, width, NULL);
        else if (r % 7 == 2)
            canvas_rule_down(canvas, row, column, width);
        else
            canvas_text(canvas, row, column, width, ROLE_PLAIN, texts[r / 4096 % 6]);
        for (int at = 0; at < 20; at++) {
            const struct cell *cell = canvas_cell(canvas, (int)(r % 6), at);
            const struct cell *right = canvas_cell(canvas, (int)(r % 6), at + 1);
            assert_true(cell->width <= 2);
            assert_int_equal(cell->width == 2, right && right->width == 0);
            assert_true(cell->width == 0 || cell->text[0] != 0);
        }
    }
    canvas_free(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_cut_at_whole_characters),
        cmocka_unit_test(test_drawing_over_half_a_character_blanks_the_other_half),
        cmocka_unit_test(test_marks_stay_with_their_character),
        cmocka_unit_test(test_foreign_text_is_sanitised),
        cmocka_unit_test(test_numbers_stand_at_the_right),
        cmocka_unit_test(test_rules_cross),
        cmocka_unit_test(test_the_rule_shows_between_the_parts_of_a_title),
        cmocka_unit_test(test_a_cut_is_told_by_dots),
        cmocka_unit_test(test_a_rule_never_cuts_a_title),
        cmocka_unit_test(test_a_long_title_is_cut_before_the_corner),
        cmocka_unit_test(test_paragraphs_break_between_hanzi_and_words),
        cmocka_unit_test(test_roles_are_kept_per_cell),
        cmocka_unit_test(test_sizes_and_cursor_are_brought_into_range),
        cmocka_unit_test(test_halves_never_come_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
