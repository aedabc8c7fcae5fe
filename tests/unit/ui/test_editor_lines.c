/* The editor with several lines, verb by verb; its text is written with the cursor as ^ and | for a line
 * feed, its rows as they are drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "ui/editor_lines.h"

static struct editor editor_with(int width, const char *picture)
{
    struct editor editor = {.lines = true, .width = width};
    struct buffer text = {0};
    size_t cursor = 0;
    for (const char *c = picture; *c; c++) {
        if (*c == '^')
            cursor = text.length;
        else
            buffer_byte(&text, *c == '|' ? '\n' : *c);
    }
    editor_set(&editor, buffer_string(&text));
    editor_go(&editor, cursor);
    buffer_free(&text);
    return editor;
}

static void expect(const struct editor *editor, const char *picture)
{
    struct buffer shown = {0};
    const char *text = editor_text(editor);
    for (size_t i = 0; i <= editor->text.length; i++) {
        if (i == editor->cursor)
            buffer_byte(&shown, '^');
        if (text[i])
            buffer_byte(&shown, text[i] == '\n' ? '|' : text[i]);
    }
    assert_string_equal(buffer_string(&shown), picture);
    buffer_free(&shown);
}

static void press(struct editor *editor, enum command command)
{
    editor_command(editor, command);
}

static void paste(struct editor *editor, const char *text)
{
    editor_paste(editor, text, strlen(text));
}

/* The window, rows ended by '\n'. */
static void expect_window(const struct editor *editor, int height, int top, const char *window)
{
    struct canvas *canvas = canvas_new(height, editor->width);
    struct buffer out = {0};
    editor_lines_draw(editor, canvas, (struct area){0, 0, height, editor->width}, top, ROLE_PLAIN);
    canvas_picture(canvas, &out);
    assert_string_equal(buffer_string(&out), window);
    buffer_free(&out);
    canvas_free(&canvas);
}

static void expect_place(const struct editor *editor, int row, int column)
{
    int at_row, at_column;
    editor_lines_place(editor, &at_row, &at_column);
    assert_int_equal(at_row, row);
    assert_int_equal(at_column, column);
}

static void test_enter_breaks_and_deletions_join(void **state)
{
    (void)state;
    struct editor editor = editor_with(20, "张三^李四");
    assert_int_equal(editor_insert(&editor, '\n'), EDITOR_CHANGED);
    expect(&editor, "张三|^李四");
    press(&editor, COMMAND_DELETE_LEFT);
    expect(&editor, "张三^李四");
    press(&editor, COMMAND_UNDO);
    expect(&editor, "张三|^李四");
    press(&editor, COMMAND_CURSOR_LEFT);
    expect(&editor, "张三^|李四");
    press(&editor, COMMAND_DELETE_RIGHT);
    expect(&editor, "张三^李四");
    press(&editor, COMMAND_UNDO);
    press(&editor, COMMAND_UNDO);
    expect(&editor, "张三^李四");
    editor_free(&editor);
}

static void test_a_field_of_one_line_takes_no_line_feed(void **state)
{
    (void)state;
    struct editor editor = {0};
    assert_int_equal(editor_insert(&editor, '\n'), EDITOR_REFUSED);
    paste(&editor, "一\n二");
    expect(&editor, "一 二^");
    editor_free(&editor);
}

static void test_a_paste_keeps_its_lines(void **state)
{
    (void)state;
    struct editor editor = editor_with(20, "<^>");
    paste(&editor, "  一 \r\n\t二\r三\n\n四\u2028五\n");
    expect(&editor, "<  一 | 二|三||四|五|^>");
    press(&editor, COMMAND_UNDO); /* one step */
    expect(&editor, "<^>");
    paste(&editor, "a\033[2J\u202Eb\x01");
    expect(&editor, "<a[2Jb^>");
    editor_free(&editor);
    editor = editor_with(20, "^");
    editor.most = 4;
    assert_int_equal(editor_paste(&editor, "一\n二\n三", 11), EDITOR_FULL);
    expect(&editor, "一|二|^");
    assert_int_equal(editor_insert(&editor, '\n'), EDITOR_FULL); /* a line feed counts */
    editor_free(&editor);
}

static void test_a_mark_needs_a_character_on_its_line(void **state)
{
    (void)state;
    struct editor editor = editor_with(20, "e|^");
    assert_int_equal(editor_insert(&editor, 0x301), EDITOR_REFUSED);
    expect(&editor, "e|^");
    press(&editor, COMMAND_CURSOR_LEFT); /* a line feed is no mark of what stands before it */
    expect(&editor, "e^|");
    editor_free(&editor);
}

static void test_rows_wrap_at_the_width(void **state)
{
    (void)state;
    struct editor editor = editor_with(11, "一二三四五六七|");
    expect_window(&editor, 3, 0, "一二三四五\n六七\n\n");
    assert_int_equal(editor_lines_rows(&editor), 3);
    expect_window(&editor, 2, 1, "六七\n\n");
    editor_free(&editor);
    editor = editor_with(12, "一二三四五六"); /* the last cell is the cursor's; no half character */
    expect_window(&editor, 2, 0, "一二三四五\n六\n");
    editor_free(&editor);
    editor = editor_with(11, "see the ambulance");
    expect_window(&editor, 3, 0, "see the\nambulance\n\n");
    editor_free(&editor);
    editor = editor_with(7, "6217009999");
    expect_window(&editor, 3, 0, "621700\n9999\n\n");
    editor_free(&editor);
    editor = editor_with(11, "一二三四五，六");
    expect_window(&editor, 3, 0, "一二三四\n五，六\n\n");
    editor_free(&editor);
    editor = editor_with(1, "一二|三"); /* nothing fits: nothing hangs */
    assert_int_equal(editor_lines_rows(&editor), 2);
    editor_free(&editor);
}

static void test_the_cursor_stands_in_a_row(void **state)
{
    (void)state;
    struct editor editor = editor_with(11, "一二三四五^六七||八");
    expect_place(&editor, 1, 0); /* between two rows it stands in the second */
    press(&editor, COMMAND_CURSOR_LEFT);
    expect_place(&editor, 0, 8);
    press(&editor, COMMAND_CURSOR_END);
    expect_place(&editor, 1, 4); /* it stood at the row's: the line's */
    editor_free(&editor);
    editor = editor_with(11, "一|^");
    expect_place(&editor, 1, 0);
    editor_free(&editor);
    editor = editor_with(11, "^");
    expect_place(&editor, 0, 0);
    assert_int_equal(editor_lines_rows(&editor), 1);
    editor_free(&editor);
}

static void test_up_and_down_keep_the_column(void **state)
{
    (void)state;
    struct editor editor = editor_with(21, "一二三四^五|a|一二三四五六");
    editor_lines_step(&editor, 1);
    expect(&editor, "一二三四五|a^|一二三四五六");
    editor_lines_step(&editor, 1);
    expect(&editor, "一二三四五|a|一二三四^五六");
    assert_int_equal(editor_lines_step(&editor, 1), EDITOR_SAME);
    editor_lines_step(&editor, -2);
    expect(&editor, "一二三四^五|a|一二三四五六");
    editor_lines_step(&editor, 99); /* a page beyond the end */
    expect(&editor, "一二三四五|a|一二三四^五六");
    press(&editor, COMMAND_CURSOR_LEFT); /* from here on it is another column */
    editor_lines_step(&editor, -99);
    expect(&editor, "一二三^四五|a|一二三四五六");
    editor_free(&editor);
    editor = editor_with(11, "一二三四五六七八|九十一二三^");
    editor_lines_step(&editor, -1);
    expect(&editor, "一二三四五六七八^|九十一二三");
    editor_lines_step(&editor, -1); /* a full row: its last place is before its last character */
    expect(&editor, "一二三四^五六七八|九十一二三");
    editor_free(&editor);
}

static void test_home_and_end_go_by_row_then_by_line(void **state)
{
    (void)state;
    struct editor editor = editor_with(11, "甲|一二三四五六^七|乙");
    press(&editor, COMMAND_CURSOR_START);
    expect(&editor, "甲|一二三四五^六七|乙");
    press(&editor, COMMAND_CURSOR_START);
    expect(&editor, "甲|^一二三四五六七|乙");
    press(&editor, COMMAND_CURSOR_END);
    expect(&editor, "甲|一二三四^五六七|乙");
    press(&editor, COMMAND_CURSOR_END);
    expect(&editor, "甲|一二三四五六七^|乙");
    editor_free(&editor);
}

static void test_field_exit_cuts_the_line(void **state)
{
    (void)state;
    struct editor editor = editor_with(11, "一^二|三");
    press(&editor, COMMAND_FIELD_EXIT);
    expect(&editor, "一^|三");
    assert_int_equal(editor_command(&editor, COMMAND_FIELD_EXIT), EDITOR_SAME);
    press(&editor, COMMAND_EMPTY);
    expect(&editor, "^");
    press(&editor, COMMAND_UNDO);
    expect(&editor, "一^|三");
    editor_free(&editor);
}

/* Two thousand characters, the most that a value may have. */
static void test_a_long_text(void **state)
{
    (void)state;
    struct buffer text = {0};
    for (int i = 0; i < 2000; i++)
        buffer_text(&text, i % 50 == 49 ? "\n" : "字");
    struct editor editor = {.lines = true, .width = 76, .most = 2000};
    assert_int_equal(editor_paste(&editor, buffer_string(&text), text.length), EDITOR_CHANGED);
    assert_int_equal(editor_insert(&editor, 'a'), EDITOR_FULL);
    assert_int_equal(editor_lines_rows(&editor), 81);
    editor_lines_step(&editor, -80);
    expect_place(&editor, 0, 0);
    editor_free(&editor);
    buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_enter_breaks_and_deletions_join),
        cmocka_unit_test(test_a_field_of_one_line_takes_no_line_feed),
        cmocka_unit_test(test_a_paste_keeps_its_lines),
        cmocka_unit_test(test_a_mark_needs_a_character_on_its_line),
        cmocka_unit_test(test_rows_wrap_at_the_width),
        cmocka_unit_test(test_the_cursor_stands_in_a_row),
        cmocka_unit_test(test_up_and_down_keep_the_column),
        cmocka_unit_test(test_home_and_end_go_by_row_then_by_line),
        cmocka_unit_test(test_field_exit_cuts_the_line),
        cmocka_unit_test(test_a_long_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
