/* Lists: words narrow, digits pick at once, pages turn whole; columns stand aligned. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "ui/list.h"

struct item {
    const char *name, *initials, *limit;
    bool closed;
};

struct shop {
    struct item items[12];
    size_t count;
};

static size_t shop_count(void *context)
{
    return ((struct shop *)context)->count;
}

static int shop_match(void *context, size_t index, const char *words)
{
    const struct item *item = &((struct shop *)context)->items[index];
    const char *found = strstr(item->initials, words);
    return found ? (found == item->initials ? 2 : 1) : strstr(item->name, words) != NULL;
}

static void shop_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct item *item = &((struct shop *)context)->items[index];
    buffer_text(&cells[0].text, item->name);
    buffer_text(&cells[1].text, item->limit);
    cells[0].role = item->closed ? ROLE_LABEL : ROLE_PLAIN;
}

static bool shop_pickable(void *context, size_t index)
{
    return !((struct shop *)context)->items[index].closed;
}

static struct shop shop = {
    {{"失业补助金申领", "sybzj", "3日"},
     {"停止领取失业保险", "tzlqsybx", "即办"},
     {"失业保险金申领", "sybxj", "12日"},
     {"失业丧葬补助金", "sysz", "5日", .closed = true},
     {"a", "1", "1"},
     {"b", "2", "2"},
     {"c", "3", "3"},
     {"d", "4", "4"}},
    8,
};

static const struct table_column columns[] = {{.least = 6}, {.width = 5, .right = true}};

static struct list make(int height)
{
    struct list list = {
        .source = {&shop, shop_count, shop_match, shop_row, shop_pickable},
        .columns = columns,
        .column_count = 2,
        .searches = true,
        .digits = true,
    };
    list_refresh(&list);
    list_height(&list, height);
    return list;
}

static enum list_result press(struct list *list, uint32_t code)
{
    return list_key(list, &(struct key){.kind = PRESS_CHARACTER, .code = code});
}

static void expect_picture(const struct list *list, int height, const char *picture)
{
    struct canvas *canvas = canvas_new(height, 30);
    struct buffer out = {0};
    list_draw(list, canvas, (struct area){0, 0, height, 30});
    canvas_picture(canvas, &out);
    assert_string_equal(buffer_string(&out), picture);
    buffer_free(&out);
    canvas_free(&canvas);
}

static void test_rows_are_shown_with_digits(void **state)
{
    (void)state;
    struct list list = make(5);
    expect_picture(&list, 5,
                   ">1 失业补助金申领          3日\n"
                   " 2 停止领取失业保险       即办\n"
                   " 3 失业保险金申领         12日\n"
                   "   失业丧葬补助金          5日\n"
                   " 5 a                         1\n");
    list_free(&list);
}

static void test_words_narrow_best_first(void **state)
{
    (void)state;
    struct list list = make(5);
    list_select(&list, 1); /* new words mark the best, whatever was marked before */
    editor_set(&list.search, "sybx");
    list_refresh(&list);
    expect_picture(&list, 5,
                   ">1 失业保险金申领         12日\n"
                   " 2 停止领取失业保险       即办\n\n\n\n");
    editor_set(&list.search, "丧葬");
    list_refresh(&list);
    assert_int_equal(list_selected(&list), 3);
    editor_set(&list.search, "zzz");
    list_refresh(&list);
    assert_int_equal(list_selected(&list), LIST_NONE);
    assert_int_equal(list_command(&list, COMMAND_NEXT_THING), LIST_IGNORED);
    assert_int_equal(list_command(&list, COMMAND_DOWN), LIST_MOVED);
    list_free(&list);
}

static void test_a_digit_picks_on_the_page_that_is_seen(void **state)
{
    (void)state;
    struct list list = make(3);
    assert_int_equal(press(&list, '2'), LIST_PICKED);
    assert_int_equal(list_selected(&list), 1);
    list_command(&list, COMMAND_GROUP_NEXT);
    assert_int_equal(press(&list, '2'), LIST_PICKED);
    assert_int_equal(list_selected(&list), 4);
    assert_int_equal(press(&list, 0xFF13), LIST_PICKED); /* the input method is on: a full-width 3 */
    assert_int_equal(list_selected(&list), 5);
    assert_int_equal(press(&list, '9'), LIST_BEYOND); /* not on this page: nothing, and not into the box */
    assert_int_equal(press(&list, '0'), LIST_BEYOND);
    assert_int_equal(list_selected(&list), 5);
    assert_int_equal(press(&list, 'a'), LIST_IGNORED);
    list_free(&list);
}

static void test_a_closed_row_is_refused(void **state)
{
    (void)state;
    struct list list = make(5);
    assert_int_equal(press(&list, '4'), LIST_REFUSED);
    assert_int_equal(list_selected(&list), 3);
    assert_int_equal(list_command(&list, COMMAND_NEXT_THING), LIST_REFUSED);
    list_free(&list);
}

static void test_behind_a_slash_digits_are_words(void **state)
{
    (void)state;
    struct list list = make(5);
    editor_set(&list.search, "/");
    assert_int_equal(press(&list, '3'), LIST_IGNORED);
    editor_set(&list.search, "/3");
    list_refresh(&list);
    assert_string_equal(list_words(&list), "3");
    assert_int_equal(list_selected(&list), 6);
    list_free(&list);
}

static void test_arrows_and_pages(void **state)
{
    (void)state;
    struct list list = make(3);
    list_command(&list, COMMAND_UP);
    assert_int_equal(list_selected(&list), 0);
    for (int i = 0; i < 3; i++)
        list_command(&list, COMMAND_DOWN);
    assert_int_equal(list_selected(&list), 3);
    assert_int_equal(list.top, 1);
    list_command(&list, COMMAND_CURSOR_END);
    assert_int_equal(list_selected(&list), 7);
    assert_int_equal(list.top, 5);
    list_command(&list, COMMAND_GROUP_NEXT);
    assert_int_equal(list_selected(&list), 7);
    list_command(&list, COMMAND_GROUP_PREVIOUS);
    assert_int_equal(list_selected(&list), 4);
    list_command(&list, COMMAND_CURSOR_START);
    assert_int_equal(list.top, 0);
    assert_int_equal(list_command(&list, COMMAND_NEXT_THING), LIST_PICKED);
    assert_int_equal(list_command(&list, COMMAND_COMMIT), LIST_IGNORED);
    list_free(&list);
}

static void expect_cursor(const struct list *list, int row, int column)
{
    struct canvas *canvas = canvas_new(10, 30);
    list_cursor(list, canvas, (struct area){4, 2, 3, 28}, 1, 8);
    assert_int_equal(canvas_cursor_row(canvas), row);
    assert_int_equal(canvas_cursor_column(canvas), column);
    canvas_free(&canvas);
}

/* A screen reader reads the line of the cursor, an input method opens at it. */
static void test_the_cursor_is_where_somebody_is(void **state)
{
    (void)state;
    struct list list = make(3);
    expect_cursor(&list, 1, 8);
    list_command(&list, COMMAND_DOWN);
    expect_cursor(&list, 5, 2);
    list_refresh(&list); /* news: whoever reads a row stays there */
    expect_cursor(&list, 5, 2);
    editor_set(&list.search, "sy");
    list_refresh(&list);
    expect_cursor(&list, 1, 10);
    list_command(&list, COMMAND_GROUP_NEXT);
    expect_cursor(&list, 6, 2);
    list_free(&list);
}

static void test_fresh_rows_keep_the_mark(void **state)
{
    (void)state;
    struct list list = make(3);
    list_select(&list, 5);
    shop.count = 7;
    list_refresh(&list);
    assert_int_equal(list_selected(&list), 5);
    shop.count = 2;
    list_refresh(&list);
    assert_in_range(list_selected(&list), 0, 1);
    shop.count = 0;
    list_refresh(&list);
    assert_int_equal(list_selected(&list), LIST_NONE);
    shop.count = 8;
    list_free(&list);
}

static void test_columns_give_way(void **state)
{
    (void)state;
    static const struct table_column three[] = {{.least = 6}, {.width = 5}, {.width = 8, .right = true}};
    int widths[TABLE_COLUMNS];
    assert_int_equal(table_fit(three, 3, 40, widths), 40);
    assert_int_equal(widths[0], 25);
    assert_int_equal(table_fit(three, 3, 15, widths), 15);
    assert_int_equal(widths[0], 9);
    assert_int_equal(widths[2], 0); /* no room: left out */
    assert_true(table_fit(three, 3, 3, widths) <= 3);
    assert_true(table_fit(three, 3, 0, widths) <= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_shown_with_digits),
        cmocka_unit_test(test_words_narrow_best_first),
        cmocka_unit_test(test_a_digit_picks_on_the_page_that_is_seen),
        cmocka_unit_test(test_a_closed_row_is_refused),
        cmocka_unit_test(test_behind_a_slash_digits_are_words),
        cmocka_unit_test(test_arrows_and_pages),
        cmocka_unit_test(test_the_cursor_is_where_somebody_is),
        cmocka_unit_test(test_fresh_rows_keep_the_mark),
        cmocka_unit_test(test_columns_give_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
