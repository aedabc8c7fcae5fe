/* The rules of the desk, as a person meets them: what F9 needs, what Esc keeps, what an input method may do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "text/text.h"
#include "unit/ui/desk.h"

static struct keymap *keymap;

static struct desk *top(struct ui *ui)
{
    return ui_top_state(ui);
}

static void test_the_whole_screen(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    ui_header(ui, "一窗 沈河大厅 03窗 王芳", "票 A037 后面12人", "库通 10:42");
    ui_waiting(ui, 2);
    press(ui, "兰");
    expect_picture(ui, "一窗 沈河大厅 03窗 王芳    票 A037 后面12人                           库通 10:42\n"
                       "张桂兰 女 49岁\n"
                       "-失业保险金申领--缺2--------------------------------+---------------------------\n"
                       " 姓名         兰                                    |1 有 身份证\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "                                                    |\n"
                       "----------------------------------------------------+---------------------------\n"
                       "姓名: 与证件一致。\n"
                       "\n"
                       "下一步 F9: 受理                                                   这一格要: 汉字\n"
                       "F1帮助 F2为何 F5人员 F9扫描\n");
    assert_int_equal(canvas_cursor_row(ui_canvas(ui)), 3);
    assert_int_equal(canvas_cursor_column(ui_canvas(ui)), 16);
    assert_int_equal(canvas_cell(ui_canvas(ui), 22, 0)->role, ROLE_IRREVERSIBLE);
    ui_free(&ui);
}

static void test_a_draw_is_made_once_and_changes_nothing(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    assert_false(ui_draw(ui));
    ui_changed(ui);
    assert_true(ui_draw(ui));
    assert_false(ui_draw(ui));
    ui_free(&ui);
}

/* Presses without drawing: what stands on the canvas is the echo alone. */
static bool echoed(struct ui *ui, const struct key *key)
{
    ui_key(ui, key);
    return ui_echo(ui);
}

static void test_a_typed_character_stands_there_before_the_rest_is_drawn(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    const struct canvas *canvas = ui_canvas(ui);
    struct key character = {.kind = PRESS_CHARACTER, .code = 0x5170};
    assert_true(echoed(ui, &character));
    assert_int_equal(canvas_cell(canvas, 3, 14)->text[0], 0x5170);
    assert_int_equal(canvas_cursor_column(canvas), 16);
    struct buffer echo = {0}, whole = {0};
    canvas_picture(canvas, &echo);
    assert_true(ui_draw(ui)); /* the rest is drawn all the same */
    canvas_picture(canvas, &whole);
    assert_string_equal(buffer_string(&echo), buffer_string(&whole));
    buffer_free(&echo);
    buffer_free(&whole);

    assert_false(echoed(ui, &(struct key){.kind = PRESS_NAMED, .code = NAMED_LEFT}));
    ui_draw(ui);
    assert_false(echoed(ui, &character)); /* inside the text: the window may move */
    ui_draw(ui);
    assert_false(echoed(ui, &(struct key){.kind = PRESS_NAMED, .code = NAMED_F2}));
    ui_free(&ui);
}

static void test_twenty_f9_in_a_tenth_of_a_second_commit_once(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    for (int i = 0; i < 20; i++) {
        press(ui, "F9");
        seen.now += 5;
    }
    assert_int_equal(seen.commits, 1);
    later(ui, UI_DEAF - 10); /* counted from the last of them it is deaf still */
    press(ui, "F9");
    later(ui, UI_REPEAT);
    assert_int_equal(seen.commits, 1);
    later(ui, 2000);
    press(ui, "F9");
    assert_int_equal(seen.commits, 2);
    ui_free(&ui);
}

static void test_f9_is_deaf_until_the_new_screen_was_drawn_and_300_ms_passed(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    struct key f9 = {.kind = PRESS_NAMED, .code = NAMED_F9};
    ui_push(ui, &desk_screen, NULL);
    seen.now += 10000; /* however long it takes to be drawn */
    ui_key(ui, &f9);
    assert_int_equal(seen.commits, 0);
    ui_draw(ui);
    assert_false(ui_commit_ready(ui));
    press(ui, "Left");
    later(ui, UI_DEAF - 1);
    press(ui, "F9");
    assert_int_equal(seen.commits, 0);
    press(ui, "Left");
    later(ui, UI_DEAF);
    assert_true(ui_commit_ready(ui));
    press(ui, "F9");
    assert_int_equal(seen.commits, 1);
    ui_free(&ui);
}

static void test_a_held_f9_decides_one_case(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "F9");
    later(ui, 500); /* the keyboard's delay, then it repeats */
    for (int i = 0; i < 60; i++) {
        press(ui, "F9");
        later(ui, 33);
    }
    assert_int_equal(seen.commits, 1);
    ui_free(&ui);
}

static void test_reading_back_and_committing_takes_two_f9(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "F9");
    later(ui, 700);
    press(ui, "F9");
    assert_int_equal(seen.commits, 1); /* it may be a held key: a moment to see */
    assert_int_equal(ui_wake(ui), seen.now + UI_REPEAT);
    later(ui, UI_REPEAT);
    assert_int_equal(seen.commits, 2);
    assert_int_equal(ui_wake(ui), 0);
    later(ui, 700);
    press(ui, "F9");
    press(ui, "a"); /* another key at once: a hand did that */
    assert_int_equal(seen.commits, 3);
    assert_string_equal(editor_text(&top(ui)->editor), "a");
    ui_free(&ui);
}

static void test_while_an_answer_is_awaited_f9_is_swallowed(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "F9");
    ui_hold_commit(ui, true);
    for (int i = 0; i < 10; i++) {
        later(ui, 2000);
        press(ui, "F9");
    }
    assert_int_equal(seen.commits, 1);
    ui_hold_commit(ui, false);
    later(ui, 10);
    press(ui, "F9"); /* meant for what stood there before the answer */
    assert_int_equal(seen.commits, 1);
    later(ui, 2000);
    press(ui, "F9");
    assert_int_equal(seen.commits, 2);
    ui_free(&ui);
}

static void test_neither_enter_nor_a_paste_nor_the_palette_commits(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "Enter");
    press(ui, "Keypad-Enter");
    ui_key(ui, &(struct key){.kind = PRESS_PASTE, .text = "\033[20~\r\r", .length = 7});
    ui_command(ui, COMMAND_COMMIT);
    assert_int_equal(seen.commits, 0);
    assert_non_null(strstr(ui_message(ui), "F9"));
    ui_free(&ui);
}

static void test_esc_goes_back_and_keeps_what_was_typed(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "a");
    press(ui, "Esc"); /* the lowest level: nothing */
    assert_int_equal(ui_depth(ui), 1);
    assert_string_equal(editor_text(&top(ui)->editor), "a");
    assert_string_equal(ui_message(ui), "");
    ui_push(ui, &desk_screen, NULL);
    later(ui, 2000);
    press(ui, "Esc");
    press(ui, "F9"); /* meant for the screen that was there */
    assert_int_equal(seen.commits, 0);
    assert_int_equal(ui_depth(ui), 1);
    assert_int_equal(seen.closed, 1);
    assert_int_equal(top(ui)->resumed, 1);
    assert_string_equal(editor_text(&top(ui)->editor), "a");
    ui_free(&ui);
    assert_int_equal(seen.closed, 2);
}

static void test_dead_keys_do_nothing_and_say_nothing(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "a");
    press(ui, "b");
    press(ui, "Ctrl-C");
    press(ui, "Ctrl-S");
    press(ui, "Ctrl-Q");
    press(ui, "Ctrl-\\");
    assert_string_equal(ui_message(ui), "");
    press(ui, "Ctrl-Z"); /* undoes, no shell */
    assert_string_equal(editor_text(&top(ui)->editor), "a");
    ui_free(&ui);
}

static void test_outside_a_field(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "Tab");
    press(ui, "失");
    assert_string_equal(ui_message(ui), "输入法开着, 按 Shift 切换");
    press(ui, "７"); /* full-width digits count */
    assert_int_equal(seen.digit, '7');
    assert_string_equal(ui_message(ui), "");
    press(ui, "x");
    assert_string_equal(ui_message(ui), text("UI_NO_FIELD"));
    ui_key(ui, &(struct key){.kind = PRESS_PASTE, .text = "9", .length = 1});
    assert_string_equal(ui_message(ui), text("UI_NO_FIELD_PASTE"));
    assert_int_equal(seen.digit, '7');
    assert_string_equal(editor_text(&top(ui)->editor), "");
    ui_free(&ui);
}

static void test_the_keypad_types_its_signs_in_a_field(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "Keypad--");
    press(ui, "3");
    assert_string_equal(editor_text(&top(ui)->editor), "-3");
    press(ui, "Tab");
    press(ui, "Keypad-+"); /* outside it is the command, which this screen has not */
    assert_non_null(strstr(ui_message(ui), command_label(COMMAND_LARGER)));
    press(ui, "-");
    assert_non_null(strstr(ui_message(ui), command_label(COMMAND_SMALLER)));
    assert_string_equal(editor_text(&top(ui)->editor), "-3");
    ui_free(&ui);
}

static void test_what_the_field_refuses_is_told(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    top(ui)->editor.most = 2;
    press(ui, "a");
    press(ui, "b");
    press(ui, "c");
    assert_non_null(strstr(ui_message(ui), "2"));
    press(ui, "Backspace");
    top(ui)->editor.no_hanzi = true;
    press(ui, "兰");
    assert_string_equal(ui_message(ui), text("UI_FIELD_REFUSED_HANZI"));
    press(ui, "d"); /* the next character that is taken takes the message away */
    assert_string_equal(ui_message(ui), "");
    ui_key(ui, &(struct key){.kind = PRESS_CHARACTER, .code = 0xFFFD});
    assert_string_equal(ui_message(ui), text("UI_NOT_UTF8"));
    assert_string_equal(editor_text(&top(ui)->editor), "ad");
    ui_free(&ui);
}

static void test_a_command_that_is_not_valid_says_so(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "F6");
    assert_non_null(strstr(ui_message(ui), "F6"));
    press(ui, "Ctrl-B");
    assert_non_null(strstr(ui_message(ui), "Ctrl-B"));
    press(ui, "F5");
    assert_int_equal(seen.materials, 1);
    assert_string_equal(ui_message(ui), "");
    ui_free(&ui);
}

static void common_command(void *context, struct ui *ui, enum command command)
{
    (void)ui;
    assert_ptr_equal(context, &seen);
    assert_int_equal(command, COMMAND_FIND);
    seen.finds++;
}

static void test_the_sessions_commands_are_valid_on_every_screen(void **state)
{
    (void)state;
    static const struct screen_command common[] = {{COMMAND_FIND}, {COMMAND_NONE}};
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "F3");
    assert_int_equal(seen.finds, 0);
    ui_common(ui, common, common_command, &seen);
    press(ui, "F3");
    press(ui, "Alt-3");
    assert_int_equal(seen.finds, 2);
    ui_free(&ui);
}

static void expect_bar(int rows, int columns, const char *bar)
{
    static const struct screen_command common[] = {{COMMAND_FIND},    {COMMAND_LIST},    {COMMAND_PUT_ASIDE},
                                                   {COMMAND_LEAVE},   {COMMAND_WAITING}, {COMMAND_SCAN},
                                                   {COMMAND_HAS_NOT}, {COMMAND_NONE}};
    struct ui *ui = desk_ui(keymap, rows, columns);
    struct buffer out = {0};
    ui_common(ui, common, common_command, &seen);
    ui_waiting(ui, 2);
    ui_changed(ui);
    ui_draw(ui);
    canvas_picture(ui_canvas(ui), &out);
    assert_true(out.length >= strlen(bar));
    assert_string_equal(buffer_string(&out) + out.length - strlen(bar), bar);
    buffer_free(&out);
    ui_free(&ui);
}

static void test_the_key_bar_fits_and_leaves_f9_out_last(void **state)
{
    (void)state;
    expect_bar(24, 80, "\nF1帮助 F2为何 F3找   F4列表 F5人员 F6扫描 F7没有 F8挂起 F9扫描 F10离岗 F12待办2\n");
    expect_bar(24, 60,
               "\nF1帮助 F2为何 F3找   F4列表 F5人员 F6扫描 F7没有 F8挂起\nF9扫描 F10离岗 F12待办2\n");
    expect_bar(10, 40, "\nF1帮助 F4列表 F9扫描 F10离岗 F12待办2\n");
    text_language_set(LANGUAGE_EN);
    expect_bar(24, 80,
               "\nF1Help F2Why F3Find F4List F5People F6Scan F7None F8Park F9Scan F10Away F12Todo2\n");
    text_language_set(LANGUAGE_ZH);
}

/* F2 with nothing else to explain: the screen's own sentences would come behind it. */
static void test_f2_tells_the_last_refusal_until_something_is_done(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    ui_say_text(ui, ROLE_WRONG, "缺失业时间。");
    press(ui, "Left"); /* moving about changes nothing */
    press(ui, "F2");
    assert_string_equal(ui_top(ui)->name, "why");
    press(ui, "Esc");
    press(ui, "F2"); /* and it can be read again */
    assert_string_equal(ui_top(ui)->name, "why");
    press(ui, "Esc");
    press(ui, "a");
    press(ui, "F2");
    assert_string_equal(ui_top(ui)->name, "desk");
    ui_say_text(ui, ROLE_WRONG, "缺失业时间。");
    later(ui, 2000); /* F9 is no longer deaf */
    press(ui, "F9");
    press(ui, "F2");
    assert_string_equal(ui_top(ui)->name, "desk");
    ui_free(&ui);
}

static void test_messages_stay_until_the_next_command_and_fifty_are_kept(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    for (int i = 0; i < UI_MESSAGES + 10; i++) {
        char message[20];
        snprintf(message, sizeof(message), "m%d", i);
        ui_clock(ui, i == UI_MESSAGES + 9 ? "10:43" : "10:42");
        ui_say_text(ui, ROLE_MESSAGE, message);
    }
    press(ui, "a");
    assert_string_equal(ui_message(ui), "m59"); /* typing goes on under it */
    press(ui, "F9");
    assert_string_equal(ui_message(ui), "");
    assert_string_equal(ui_message_at(ui, 0), "m59");
    assert_string_equal(ui_message_at(ui, UI_MESSAGES - 1), "m10");
    assert_null(ui_message_at(ui, UI_MESSAGES));
    assert_string_equal(ui_message_clock(ui, 0), "10:43");
    assert_string_equal(ui_message_clock(ui, 1), "10:42");
    struct error error = {0};
    error_set(&error, "E_KEYMAP_KEY", "key", "\033x", NULL);
    ui_say_error(ui, &error);
    assert_non_null(strstr(ui_message(ui), "\\x1Bx"));
    error_free(&error);
    ui_free(&ui);
}

static void test_a_long_message_takes_two_lines(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 40);
    struct buffer out = {0};
    ui_say_text(ui, ROLE_WRONG,
                "受理没有成功: 这件已经被 04窗 何军 在 10:41 受理。请按 F2 看经过, 再按 Esc 回去。");
    ui_draw(ui);
    canvas_picture(ui_canvas(ui), &out);
    assert_non_null(strstr(buffer_string(&out), "何军"));
    assert_non_null(strstr(buffer_string(&out), "再按 Esc"));
    assert_null(strstr(buffer_string(&out), "与证件一致"));
    buffer_free(&out);
    ui_free(&ui);
}

static void test_a_terminal_too_small_keeps_what_was_typed(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "a");
    ui_resize(ui, 4, 30);
    expect_picture(ui, "窗口太小: 30x4, 至少要 40x10。\n请拉大窗口, 已录的都在。\n\n\n");
    press(ui, "b"); /* nobody types into what cannot be seen */
    press(ui, "F9");
    ui_resize(ui, 1, 1);
    ui_draw(ui);
    ui_resize(ui, 24, 80);
    ui_draw(ui);
    assert_string_equal(editor_text(&top(ui)->editor), "a");
    assert_int_equal(seen.commits, 0);
    later(ui, 2000);
    press(ui, "F9");
    assert_int_equal(seen.commits, 1);
    ui_free(&ui);
}

static void test_a_refused_screen_is_not_opened(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    assert_false(ui_push(ui, &desk_screen, &(struct desk_opening){.refuse = true}));
    assert_false(ui_replace_all(ui, &desk_screen, &(struct desk_opening){.refuse = true}));
    assert_int_equal(ui_depth(ui), 1);
    assert_int_equal(seen.closed, 0);
    assert_string_equal(ui_message(ui), "refused");
    ui_free(&ui);
}

static void test_the_stack_and_its_ids(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    void *lowest = ui_top_state(ui);
    uint64_t id = ui_id(ui, lowest);
    ui_push(ui, &desk_screen, &(struct desk_opening){.text = "second"});
    uint64_t second = ui_id(ui, ui_top_state(ui));
    ui_replace(ui, &desk_screen, &(struct desk_opening){.text = "third"});
    assert_int_equal(ui_depth(ui), 2);
    assert_null(ui_state(ui, second)); /* an answer for it is dropped */
    assert_string_equal(editor_text(&top(ui)->editor), "third");
    ui_push(ui, &desk_screen, NULL);
    ui_pop_to(ui, lowest);
    assert_int_equal(ui_depth(ui), 1);
    assert_ptr_equal(ui_state(ui, id), lowest);
    assert_int_equal(top(ui)->resumed, 1);
    ui_pop(ui); /* the lowest stays */
    assert_int_equal(ui_depth(ui), 1);
    ui_replace_all(ui, &desk_screen, NULL);
    assert_null(ui_state(ui, id));
    assert_int_equal(ui_depth(ui), 1);
    ui_free(&ui);
    ui_free(&ui);
}

/* What is pushed, popped or said beneath a cover changes nothing that is seen, and no key gets through. */
static void test_a_cover_stays_in_front_and_lets_nothing_through(void **state)
{
    static const char *const keys[] = {"F1", "F2", "F3", "F4", "F8", "F10", "F12", "Esc", "Ctrl-Z", "1"};
    static const struct screen_command none[] = {{COMMAND_NONE}};
    struct screen_class cover = desk_screen;
    (void)state;
    cover.commands = none;
    struct ui *ui = desk_ui(keymap, 24, 80);
    ui_common(ui, (const struct screen_command[]){{COMMAND_LEAVE}, {COMMAND_NONE}}, common_command, NULL);
    press(ui, "兰");
    void *beneath = ui_top_state(ui);
    ui_cover(ui, &cover, NULL);
    ui_push(ui, &desk_screen, &(struct desk_opening){.text = "somebody"});
    ui_say_text(ui, ROLE_WRONG, "about somebody");
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        press(ui, keys[i]);
    later(ui, 5000);
    press(ui, "F9");
    later(ui, 5000);
    assert_int_equal(seen.commits, 0);
    assert_int_equal(ui_depth(ui), 2);
    struct buffer out = {0};
    canvas_picture(ui_canvas(ui), &out);
    assert_null(strstr(buffer_string(&out), "somebody"));
    assert_null(strstr(buffer_string(&out), "F10"));
    assert_string_equal(editor_text(&((struct desk *)beneath)->editor), "兰");
    buffer_free(&out);
    ui_pop_to(ui, beneath);
    ui_uncover(ui);
    ui_uncover(ui);
    press(ui, "F9");
    later(ui, 5000);
    press(ui, "F9");
    later(ui, 5000);
    assert_true(seen.commits > 0);
    ui_cover(ui, &cover, NULL); /* freed with the rest */
    ui_free(&ui);
}

static void test_the_header_keeps_right_then_left_then_middle(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 40);
    ui_header(ui, "一窗 沈河大厅 03窗 王芳", "票 A037", "库通 10:42");
    ui_demonstration(ui, true);
    ui_draw(ui);
    struct buffer out = {0};
    canvas_picture(ui_canvas(ui), &out);
    assert_memory_equal(buffer_string(&out), "一窗 沈河大厅 03窗 王芳       库通 10:42\n",
                        strlen("一窗 沈河大厅 03窗 王芳       库通 10:42\n"));
    assert_int_equal(canvas_cell(ui_canvas(ui), 0, 39)->role, ROLE_DEMONSTRATION);
    ui_header(ui, "一窗 沈河大厅 03窗 王芳", "", "库断10:41 未送12  10:42");
    ui_draw(ui);
    buffer_clear(&out);
    canvas_picture(ui_canvas(ui), &out);
    assert_memory_equal(buffer_string(&out), "一窗 沈河大厅 .. 库断10:41 未送12  10:42\n",
                        strlen("一窗 沈河大厅 .. 库断10:41 未送12  10:42\n"));
    buffer_free(&out);
    ui_free(&ui);
}

static int setup(void **state)
{
    (void)state;
    keymap = desk_keymap();
    return keymap ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    keymap_free(&keymap);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_whole_screen),
        cmocka_unit_test(test_a_draw_is_made_once_and_changes_nothing),
        cmocka_unit_test(test_a_typed_character_stands_there_before_the_rest_is_drawn),
        cmocka_unit_test(test_twenty_f9_in_a_tenth_of_a_second_commit_once),
        cmocka_unit_test(test_f9_is_deaf_until_the_new_screen_was_drawn_and_300_ms_passed),
        cmocka_unit_test(test_a_held_f9_decides_one_case),
        cmocka_unit_test(test_reading_back_and_committing_takes_two_f9),
        cmocka_unit_test(test_while_an_answer_is_awaited_f9_is_swallowed),
        cmocka_unit_test(test_neither_enter_nor_a_paste_nor_the_palette_commits),
        cmocka_unit_test(test_esc_goes_back_and_keeps_what_was_typed),
        cmocka_unit_test(test_dead_keys_do_nothing_and_say_nothing),
        cmocka_unit_test(test_outside_a_field),
        cmocka_unit_test(test_the_keypad_types_its_signs_in_a_field),
        cmocka_unit_test(test_what_the_field_refuses_is_told),
        cmocka_unit_test(test_a_command_that_is_not_valid_says_so),
        cmocka_unit_test(test_the_sessions_commands_are_valid_on_every_screen),
        cmocka_unit_test(test_the_key_bar_fits_and_leaves_f9_out_last),
        cmocka_unit_test(test_f2_tells_the_last_refusal_until_something_is_done),
        cmocka_unit_test(test_messages_stay_until_the_next_command_and_fifty_are_kept),
        cmocka_unit_test(test_a_long_message_takes_two_lines),
        cmocka_unit_test(test_a_terminal_too_small_keeps_what_was_typed),
        cmocka_unit_test(test_a_refused_screen_is_not_opened),
        cmocka_unit_test(test_the_stack_and_its_ids),
        cmocka_unit_test(test_a_cover_stays_in_front_and_lets_nothing_through),
        cmocka_unit_test(test_the_header_keeps_right_then_left_then_middle),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
