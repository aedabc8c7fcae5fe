/* The layout at every size: areas inside the screen, never over each other, and the sizes that people have.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "ui/layout.h"

static const struct layout_wish counter = {
    .person = 2, .person_column = 30, .side = 27, .side_least = 24, .form_least = 50};
static const struct layout_wish picker = {.person = 2, .side = 35, .side_least = 30, .form_least = 40};
static const struct layout_wish plain = {0};

static bool is_inside(const struct layout *layout, struct area area)
{
    return area.row >= 0 && area.column >= 0 && area.height >= 0 && area.width >= 0 &&
           area.row + area.height <= layout->rows && area.column + area.width <= layout->columns;
}

static bool overlap(struct area a, struct area b)
{
    return a.height > 0 && a.width > 0 && b.height > 0 && b.width > 0 && a.row < b.row + b.height &&
           b.row < a.row + a.height && a.column < b.column + b.width && b.column < a.column + a.width;
}

static void check(int rows, int columns, const struct layout_wish *wish)
{
    struct layout l = layout_make(rows, columns, wish);
    const struct area areas[] = {l.header,  l.person,  l.form, l.side, l.rule,
                                 l.explain, l.message, l.next, l.keys};
    int count = sizeof(areas) / sizeof(areas[0]);
    for (int i = 0; i < count; i++) {
        assert_true(is_inside(&l, areas[i]));
        for (int j = 0; j < i; j++)
            assert_false(overlap(areas[i], areas[j]));
    }
    assert_int_equal(l.header.height, 1);
    assert_int_equal(l.message.height, 1);
    assert_int_equal(l.next.height, 1);
    assert_true(l.keys.height >= 1);
    assert_true(l.form.height >= 3);
    assert_true(l.form.width >= 38);
    assert_int_equal(l.keys.row + l.keys.height, rows);
    if (l.side.width > 0) {
        assert_int_equal(l.side.column + l.side.width, columns);
        assert_int_equal(l.side_rule + 1, l.side.column);
        assert_int_equal(l.form.column + l.form.width, l.side_rule);
        assert_true(l.side.width >= wish->side_least && l.form.width >= wish->form_least);
    }
}

static void test_every_size(void **state)
{
    (void)state;
    for (int rows = LAYOUT_LEAST_ROWS; rows <= 70; rows++) {
        for (int columns = LAYOUT_LEAST_COLUMNS; columns <= 250; columns++) {
            check(rows, columns, &counter);
            check(rows, columns, &picker);
            check(rows, columns, &plain);
        }
    }
}

static void test_80x24(void **state)
{
    (void)state;
    struct layout l = layout_make(24, 80, &counter);
    assert_false(l.wide || l.too_small);
    assert_int_equal(l.person.height, 2);
    assert_int_equal(l.form.row, 3);
    assert_int_equal(l.form.width, 52);
    assert_int_equal(l.side_rule, 52);
    assert_int_equal(l.side.width, 27);
    assert_int_equal(l.form.height, 16);
    assert_int_equal(l.rule.row, 19);
    assert_int_equal(l.explain.row, 20);
    assert_int_equal(l.message.row, 21);
    assert_int_equal(l.next.row, 22);
    assert_int_equal(l.keys.row, 23);
    assert_int_equal(layout_make(24, 80, &picker).side.column, 45);
}

static void test_from_110_columns_the_person_stands_at_the_left(void **state)
{
    (void)state;
    assert_false(layout_make(36, LAYOUT_WIDE - 1, &counter).wide);
    struct layout l = layout_make(36, 120, &counter);
    assert_true(l.wide);
    assert_int_equal(l.person.width, 30);
    assert_int_equal(l.person_rule, 30);
    assert_int_equal(l.form.column, 31);
    assert_int_equal(l.form.row, 1);
    assert_int_equal(l.form.width, 55); /* what the terminal is wider goes to the form first */
    assert_int_equal(l.side.width, 33);
    assert_int_equal(layout_make(50, 160, &counter).side.width, 27 + 27 / 2);
    assert_false(layout_make(36, 120, &picker).wide); /* its person stays on top */
}

static void test_narrow_and_low(void **state)
{
    (void)state;
    struct layout l = layout_make(10, 40, &counter);
    assert_int_equal(l.side.width, 0);
    assert_int_equal(l.side_rule, -1);
    assert_int_equal(l.person.height, 1);
    assert_int_equal(l.explain.height, 0);
    assert_int_equal(l.rule.height, 0);
    assert_int_equal(l.form.height, 5);
    assert_int_equal(layout_make(24, 60, &counter).keys.height, 2);
}

static void test_too_small(void **state)
{
    (void)state;
    assert_true(layout_make(9, 80, &counter).too_small);
    assert_true(layout_make(24, 39, &counter).too_small);
    assert_true(layout_make(4, 10, &counter).too_small);
    assert_true(layout_make(0, -1, &counter).too_small);
    assert_int_equal(layout_make(9, 80, &counter).form.height, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_size),
        cmocka_unit_test(test_80x24),
        cmocka_unit_test(test_from_110_columns_the_person_stands_at_the_left),
        cmocka_unit_test(test_narrow_and_low),
        cmocka_unit_test(test_too_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
