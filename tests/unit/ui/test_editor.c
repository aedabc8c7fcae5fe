/* The line editor, verb by verb; a field is written as text with the cursor as ^. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "ui/editor.h"

/* Sets text and cursor from "张^兰". */
static void put(struct editor *editor, const char *picture)
{
    const char *mark = strchr(picture, '^');
    struct buffer text = {0};
    buffer_append(&text, picture, (size_t)(mark - picture));
    buffer_text(&text, mark + 1);
    editor_set(editor, buffer_string(&text));
    editor->cursor = (size_t)(mark - picture);
    editor_width(editor, editor->width);
    buffer_free(&text);
}

static void expect(const struct editor *editor, const char *picture)
{
    struct buffer shown = {0};
    buffer_append(&shown, editor_text(editor), editor->cursor);
    buffer_byte(&shown, '^');
    buffer_text(&shown, editor_text(editor) + editor->cursor);
    assert_string_equal(buffer_string(&shown), picture);
    buffer_free(&shown);
}

/* The window as it is drawn, and where the cursor stands in it. */
static void expect_window(const struct editor *editor, const char *window, int column)
{
    struct canvas *canvas = canvas_new(1, editor->width);
    struct buffer out = {0};
    editor_draw(editor, canvas, 0, 0, editor->width, ROLE_PLAIN);
    canvas_picture(canvas, &out);
    assert_string_equal(buffer_string(&out), window);
    assert_int_equal(editor_cursor_column(editor), column);
    buffer_free(&out);
    canvas_free(&canvas);
}

static void test_insert(void **state)
{
    (void)state;
    struct editor editor = {0};
    put(&editor, "张^兰");
    assert_int_equal(editor_insert(&editor, 0x6842), EDITOR_CHANGED);
    expect(&editor, "张桂^兰");
    assert_int_equal(editor_insert(&editor, 0x20BB7), EDITOR_CHANGED);
    expect(&editor, "张桂𠮷^兰");
    editor_free(&editor);
}

static void test_insert_stops_at_the_most(void **state)
{
    (void)state;
    struct editor editor = {.most = 3};
    put(&editor, "张^兰");
    assert_int_equal(editor_insert(&editor, 'a'), EDITOR_CHANGED);
    assert_int_equal(editor_insert(&editor, 'b'), EDITOR_FULL);
    expect(&editor, "张a^兰");
    assert_int_equal(editor_undo(&editor), EDITOR_CHANGED); /* what was refused left no step */
    expect(&editor, "张^兰");
    editor_free(&editor);
}

static void test_what_cannot_be_seen_is_refused(void **state)
{
    (void)state;
    static const uint32_t bad[] = {0x1B,   '\n', 0x7F,   0x9B,    0x202E,          0x200B,
                                   0xFEFF, 0xAD, 0x2066, 0xE0041, UTF8_REPLACEMENT};
    struct editor editor = {0};
    put(&editor, "张^兰");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(editor_insert(&editor, bad[i]), EDITOR_REFUSED);
    expect(&editor, "张^兰");
    put(&editor, "^a");
    assert_int_equal(editor_insert(&editor, 0x301), EDITOR_REFUSED); /* a mark without a character */
    editor_free(&editor);
}

static void test_full_width_is_read_as_ascii_where_wanted(void **state)
{
    (void)state;
    struct editor editor = {.halfwidth = true, .no_hanzi = true};
    const char *typed = "２０２６－０２。Ａ　？";
    editor_paste(&editor, typed, strlen(typed));
    expect(&editor, "2026-02.A ?^");
    assert_int_equal(editor_insert(&editor, 0x5F20), EDITOR_REFUSED);
    assert_int_equal(editor_insert(&editor, 0xFF19), EDITOR_CHANGED);
    expect(&editor, "2026-02.A ?9^");
    editor_free(&editor);
    editor.most = 10; /* a name keeps them */
    editor_insert(&editor, 0xFF21);
    expect(&editor, "Ａ^");
    editor_free(&editor);
}

static void test_paste_is_cleaned(void **state)
{
    (void)state;
    struct editor editor = {0};
    const char *text = "\n 张\t\r\n桂\033[31m\u202E兰\x9F \n";
    put(&editor, "<^>");
    assert_int_equal(editor_paste(&editor, text, strlen(text)),
                     EDITOR_REFUSED); /* U+202E and the broken byte were left out */
    expect(&editor, "<张 桂 [31m兰^>");
    editor_undo(&editor);
    expect(&editor, "<^>"); /* one step */
    assert_int_equal(editor_paste(&editor, "\n\t", 2), EDITOR_SAME);
    expect(&editor, "<^>");
    editor_free(&editor);
}

static void test_paste_takes_what_has_room(void **state)
{
    (void)state;
    struct editor editor = {.most = 4};
    assert_int_equal(editor_paste(&editor, "张桂兰12345", strlen("张桂兰12345")), EDITOR_FULL);
    expect(&editor, "张桂兰1^");
    editor_free(&editor);
}

static void test_left_and_right_go_by_whole_characters(void **state)
{
    (void)state;
    struct editor editor = {0};
    put(&editor, "^ae\u0301𠮷");
    editor_right(&editor);
    editor_right(&editor);
    expect(&editor, "ae\u0301^𠮷");
    editor_right(&editor);
    assert_int_equal(editor_right(&editor), EDITOR_SAME);
    expect(&editor, "ae\u0301𠮷^");
    editor_left(&editor);
    editor_left(&editor);
    expect(&editor, "a^e\u0301𠮷");
    editor_left(&editor);
    assert_int_equal(editor_left(&editor), EDITOR_SAME);
    editor_free(&editor);
}

static void test_home_and_end(void **state)
{
    (void)state;
    struct editor editor = {0};
    put(&editor, "张^兰");
    editor_home(&editor);
    expect(&editor, "^张兰");
    assert_int_equal(editor_home(&editor), EDITOR_SAME);
    editor_end(&editor);
    expect(&editor, "张兰^");
    editor_free(&editor);
}

static void test_backspace_and_delete(void **state)
{
    (void)state;
    struct editor editor = {0};
    put(&editor, "ae\u0301^𠮷b");
    editor_backspace(&editor);
    expect(&editor, "a^𠮷b");
    editor_delete(&editor);
    expect(&editor, "a^b");
    editor_delete(&editor);
    assert_int_equal(editor_delete(&editor), EDITOR_SAME);
    editor_backspace(&editor);
    assert_int_equal(editor_backspace(&editor), EDITOR_SAME);
    expect(&editor, "^");
    editor_free(&editor);
}

static void test_empty_can_be_undone(void **state)
{
    (void)state;
    struct editor editor = {0};
    put(&editor, "张^兰");
    editor_empty(&editor);
    expect(&editor, "^");
    assert_int_equal(editor_empty(&editor), EDITOR_SAME);
    editor_undo(&editor);
    expect(&editor, "张^兰");
    editor_free(&editor);
}

static void test_undo_goes_back_step_by_step(void **state)
{
    (void)state;
    struct editor editor = {0};
    put(&editor, "^");
    editor_insert(&editor, 'a');
    editor_insert(&editor, 'b');
    editor_left(&editor);
    editor_backspace(&editor);
    editor_replace(&editor, "02");
    expect(&editor, "02^");
    editor_undo(&editor);
    expect(&editor, "^b");
    editor_undo(&editor);
    expect(&editor, "a^b");
    editor_undo(&editor);
    expect(&editor, "a^");
    editor_undo(&editor);
    expect(&editor, "^");
    assert_int_equal(editor_undo(&editor), EDITOR_SAME);
    for (int i = 0; i < 2 * EDITOR_HISTORY; i++)
        editor_insert(&editor, 'x');
    for (int i = 0; i < EDITOR_HISTORY; i++)
        assert_int_equal(editor_undo(&editor), EDITOR_CHANGED);
    assert_int_equal(editor_undo(&editor), EDITOR_SAME);
    assert_int_equal(strlen(editor_text(&editor)), EDITOR_HISTORY);
    editor_free(&editor);
}

static void test_the_window_follows_the_cursor(void **state)
{
    (void)state;
    struct editor editor = {0};
    editor_width(&editor, 7);
    put(&editor, "张桂兰大厅^");
    expect_window(&editor, "兰大厅\n", 6);
    editor_left(&editor);
    expect_window(&editor, "兰大厅\n", 4);
    editor_home(&editor);
    expect_window(&editor, "张桂兰\n", 0);
    editor_right(&editor);
    editor_right(&editor);
    editor_right(&editor); /* the hanzi under the cursor must be seen whole */
    expect_window(&editor, "桂兰大\n", 4);
    editor_end(&editor);
    for (int i = 0; i < 3; i++)
        editor_backspace(&editor);
    expect_window(&editor, "张桂\n", 4); /* no empty room while text is hidden at the left */
    editor_free(&editor);
}

static void test_a_password_shows_nothing(void **state)
{
    (void)state;
    struct editor editor = {.masked = true};
    editor_width(&editor, 8);
    editor_paste(&editor, "secret", 6);
    editor_insert(&editor, '!');
    expect_window(&editor, "\n", 0);
    assert_string_equal(editor_text(&editor), "secret!");
    assert_int_equal(editor_undo(&editor), EDITOR_SAME);
    editor_free(&editor);
}

static void test_commands_and_keys(void **state)
{
    (void)state;
    struct editor editor = {0};
    editor_key(&editor, &(struct key){.kind = PRESS_CHARACTER, .code = 'a'});
    editor_key(&editor, &(struct key){.kind = PRESS_PASTE, .text = "bc", .length = 2});
    editor_command(&editor, COMMAND_CURSOR_START);
    editor_command(&editor, COMMAND_DELETE_RIGHT);
    expect(&editor, "^bc");
    editor_command(&editor, COMMAND_CURSOR_END);
    editor_command(&editor, COMMAND_CURSOR_LEFT);
    editor_command(&editor, COMMAND_DELETE_LEFT);
    expect(&editor, "^c");
    editor_command(&editor, COMMAND_CURSOR_RIGHT);
    editor_command(&editor, COMMAND_UNDO);
    expect(&editor, "b^c");
    editor_command(&editor, COMMAND_EMPTY);
    expect(&editor, "^");
    assert_int_equal(editor_command(&editor, COMMAND_COMMIT), EDITOR_SAME);
    editor_free(&editor);
}

/* Whatever is done in whatever order: valid UTF-8, the cursor at a character's edge and in the window, the
 * bound kept, and undo leads back to the beginning. */
static void test_any_verbs(void **state)
{
    (void)state;
    static const uint32_t typed[] = {'a', 0x5F20, 0x20BB7, 0x301, 0x200D, 0xFF11, 0x1B, 0x202E, ' ', 0x1F468};
    static const char *const pasted[] = {"张\n兰", "e\u0301\u0302", "\xFF\xC0", "", "0123456789"};
    unsigned seed = 3;
    for (int round = 0; round < 300; round++) {
        struct editor editor = {.most = 12, .halfwidth = round % 2, .masked = round % 17 == 5};
        int width = 1 + round % 9;
        editor_width(&editor, width);
        for (int i = 0; i < 150; i++) {
            unsigned r = (seed = seed * 1103515245u + 12345u) >> 8;
            if (r % 3 == 0)
                editor_insert(&editor, typed[r / 16 % 10]);
            else if (r % 13 == 0)
                editor_paste(&editor, pasted[r / 64 % 5], strlen(pasted[r / 64 % 5]));
            else
                editor_command(&editor, (enum command)(COMMAND_CURSOR_LEFT + (int)(r / 64 % 8)));
            const char *text = editor_text(&editor);
            assert_true(utf8_valid(text, strlen(text)));
            assert_int_equal(strlen(text), editor.text.length);
            assert_true(utf8_count(text) <= 12);
            size_t edge = 0;
            while (edge < editor.cursor)
                edge = text_next(text, edge);
            assert_int_equal(edge, editor.cursor);
            assert_in_range(editor_cursor_column(&editor), 0, width - 1);
        }
        while (!editor.masked && editor.history_count < EDITOR_HISTORY &&
               editor_undo(&editor) == EDITOR_CHANGED)
            ;
        if (!editor.masked)
            assert_string_equal(editor_text(&editor), "");
        editor_free(&editor);
    }
}

static void test_a_refused_value_is_typed_over_or_edited(void **state)
{
    (void)state;
    struct editor editor = {.most = 8};
    put(&editor, "/nowhere^");
    editor_select(&editor);
    assert_int_equal(editor_insert(&editor, '\033'), EDITOR_REFUSED);
    expect(&editor, "/nowhere^"); /* nothing was typed */
    assert_int_equal(editor_insert(&editor, 'a'), EDITOR_CHANGED);
    assert_int_equal(editor_insert(&editor, 'b'), EDITOR_CHANGED);
    expect(&editor, "ab^");
    editor_undo(&editor);
    editor_undo(&editor);
    expect(&editor, "/nowhere^"); /* typing over is one step */
    editor_select(&editor);
    editor_paste(&editor, "x y", 3);
    expect(&editor, "x y^");
    editor_select(&editor);
    editor_end(&editor); /* stays where it is, and is meant for the text as it stands */
    editor_insert(&editor, 'z');
    expect(&editor, "x yz^");
    editor_select(&editor);
    editor_backspace(&editor);
    editor_insert(&editor, 'q');
    expect(&editor, "x yq^");
    editor_select(&editor);
    editor_left(&editor);
    editor_insert(&editor, '0');
    expect(&editor, "x y0^q");
    editor_free(&editor);
    editor_select(&editor);
    assert_false(editor.selected); /* an empty field has nothing to be typed over */
    editor_free(&editor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_insert),
        cmocka_unit_test(test_insert_stops_at_the_most),
        cmocka_unit_test(test_what_cannot_be_seen_is_refused),
        cmocka_unit_test(test_full_width_is_read_as_ascii_where_wanted),
        cmocka_unit_test(test_paste_is_cleaned),
        cmocka_unit_test(test_paste_takes_what_has_room),
        cmocka_unit_test(test_left_and_right_go_by_whole_characters),
        cmocka_unit_test(test_home_and_end),
        cmocka_unit_test(test_backspace_and_delete),
        cmocka_unit_test(test_empty_can_be_undone),
        cmocka_unit_test(test_undo_goes_back_step_by_step),
        cmocka_unit_test(test_the_window_follows_the_cursor),
        cmocka_unit_test(test_a_password_shows_nothing),
        cmocka_unit_test(test_commands_and_keys),
        cmocka_unit_test(test_a_refused_value_is_typed_over_or_edited),
        cmocka_unit_test(test_any_verbs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
