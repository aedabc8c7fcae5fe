/* Help, why and the boxes, seen as text and driven by keys. */
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

static void chosen(struct ui *ui, void *state, size_t place)
{
    assert_ptr_equal(state, ui_top_state(ui)); /* the box is closed already */
    snprintf(seen.result, sizeof(seen.result), "chosen %zu", place);
}

static void wrote(struct ui *ui, void *state, const char *text)
{
    assert_ptr_equal(state, ui_top_state(ui));
    snprintf(seen.result, sizeof(seen.result), "wrote %s", text);
}

static void confirmed(struct ui *ui, void *state)
{
    assert_ptr_equal(state, ui_top_state(ui));
    snprintf(seen.result, sizeof(seen.result), "confirmed");
}

static const struct prompt_option options[] = {{"锁屏"}, {"暂离"}, {"交班", .closed = true}, {"签退"}};

static void choose(struct ui *ui, bool search)
{
    prompt_choice(ui, &(struct prompt_choice){.title = "离岗",
                                              .note = "交班要先清挂起的。",
                                              .options = options,
                                              .count = 4,
                                              .search = search,
                                              .done = chosen});
    ui_draw(ui);
}

static void test_a_choice_stands_over_the_screen(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 16, 60);
    choose(ui, false);
    expect_picture(ui, "\n"
                       "张桂兰  +离岗--------------------------------------+\n"
                       "-失业保 | >1 锁屏                                  |--------\n"
                       " 姓名   |  2 暂离                                  |\n"
                       "        |    交班                                  |\n"
                       "        |  4 签退                                  |\n"
                       "        |                                          |\n"
                       "        | 交班要先清挂起的。                       |\n"
                       "        +------------------------------------------+\n"
                       "\n"
                       "------------------------------------------------------------\n"
                       "\n"
                       "\n"
                       "数字选, 上下移动后 Enter 选, Esc 回去\n"
                       "F1帮助 F2为何\n"
                       "\n");
    ui_free(&ui);
}

static void test_a_digit_or_enter_chooses(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    choose(ui, false);
    press(ui, "4");
    assert_string_equal(seen.result, "chosen 3");
    assert_int_equal(ui_depth(ui), 1);
    choose(ui, false);
    press(ui, "Down");
    press(ui, "Enter");
    assert_string_equal(seen.result, "chosen 1");
    seen.result[0] = '\0';
    choose(ui, false);
    press(ui, "3");
    assert_string_equal(ui_message(ui), text("UI_LIST_REFUSED"));
    press(ui, "签");
    assert_string_equal(ui_message(ui), text("UI_INPUT_METHOD"));
    press(ui, "Esc");
    assert_int_equal(ui_depth(ui), 1);
    assert_string_equal(seen.result, "");
    ui_free(&ui);
}

static void test_words_narrow_a_choice(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    choose(ui, true);
    press(ui, "签");
    press(ui, "1");
    assert_string_equal(seen.result, "chosen 3");
    choose(ui, true);
    press(ui, "x");
    struct buffer out = {0};
    canvas_picture(ui_canvas(ui), &out);
    assert_non_null(strstr(buffer_string(&out), text("UI_NO_MATCH")));
    buffer_free(&out);
    ui_free(&ui);
}

static void several_taken(struct ui *ui, void *state, const struct prompt_option *given)
{
    assert_ptr_equal(state, ui_top_state(ui));
    snprintf(seen.result, sizeof(seen.result), "taken %d%d%d%d", given[0].marked, given[1].marked,
             given[2].marked, given[3].marked);
}

static void choose_several(struct ui *ui)
{
    static const struct prompt_option several[] = {
        {"110 养老"}, {"210 失业", .marked = true}, {"310 医疗"}, {"410 工伤"}};
    prompt_choice(
        ui, &(struct prompt_choice){
                .title = "参保险种", .options = several, .count = 4, .search = true, .taken = several_taken});
    ui_draw(ui);
}

static void test_several_are_ticked_before_they_are_taken(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 16, 60);
    choose_several(ui);
    press(ui, "1");
    expect_picture(ui, "\n"
                       "张桂兰 女 49岁\n"
                       "-失业保 +参保险种----------------------------------+--------\n"
                       " 姓名   |                                          |\n"
                       "        | >1 [x] 110 养老                          |\n"
                       "        |  2 [x] 210 失业                          |\n"
                       "        |  3 [ ] 310 医疗                          |\n"
                       "        |  4 [ ] 410 工伤                          |\n"
                       "        +------------------------------------------+\n"
                       "\n"
                       "------------------------------------------------------------\n"
                       "\n"
                       "\n"
                       "数字选上或取消, 空格也行; 打字缩小; Enter 取选上的; Esc 回去\n"
                       "F1帮助 F2为何\n"
                       "\n");
    assert_string_equal(seen.result, "");
    press(ui, "Enter");
    assert_string_equal(seen.result, "taken 1100");
    assert_int_equal(ui_depth(ui), 1);
    choose_several(ui);
    press(ui, "2"); /* no longer */
    press(ui, "Down");
    press(ui, "Down");
    press(ui, "Space");
    press(ui, "Enter");
    assert_string_equal(seen.result, "taken 0001");
    choose_several(ui);
    press(ui, "工"); /* words find one, Enter ticks it, and the box is empty for the next */
    press(ui, "Enter");
    assert_int_equal(ui_depth(ui), 2);
    press(ui, "养");
    press(ui, "Space");
    press(ui, "Enter");
    assert_string_equal(seen.result, "taken 1101");
    seen.result[0] = '\0';
    choose_several(ui);
    press(ui, "x");
    press(ui, "Enter"); /* there is nothing to tick */
    press(ui, "Space");
    assert_int_equal(ui_depth(ui), 2);
    press(ui, "Esc");
    assert_string_equal(seen.result, "");
    ui_free(&ui);
}

static void test_a_line_of_text(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    prompt_text(ui, &(struct prompt_text){.title = "文件名", .value = "a", .done = wrote});
    ui_draw(ui);
    press(ui, "b");
    assert_int_equal(canvas_cursor_column(ui_canvas(ui)), 12);
    press(ui, "Enter");
    assert_string_equal(seen.result, "wrote ab");
    prompt_text(ui, &(struct prompt_text){.title = "文件名", .done = wrote});
    press(ui, "Space");
    press(ui, "Enter");
    assert_string_equal(ui_message(ui), text("UI_PROMPT_EMPTY"));
    assert_int_equal(ui_depth(ui), 2);
    press(ui, "Esc");
    assert_int_equal(ui_depth(ui), 1);
    ui_free(&ui);
}

static void test_a_reason_that_commits_takes_f9_alone(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    prompt_text(ui, &(struct prompt_text){.title = "原因", .commits = "下一步 F9: 挂起", .done = wrote});
    ui_draw(ui);
    press(ui, "x");
    later(ui, 1000);
    press(ui, "Enter");
    assert_string_equal(seen.result, "");
    assert_non_null(strstr(ui_message(ui), "F9"));
    press(ui, "F9");
    assert_string_equal(seen.result, "wrote x");
    assert_int_equal(seen.commits, 0); /* the screen beneath has got none */
    press(ui, "F9");
    later(ui, 10);
    assert_int_equal(seen.commits, 0);
    ui_free(&ui);
}

static void test_yes_is_f9_and_never_enter(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    const struct prompt_confirm question = {.title = "作废",
                                            .sentence = "这张受理单作废, 另开一张, 两张都留着。",
                                            .commits = "下一步 F9: 作废",
                                            .irreversible = true,
                                            .done = confirmed};
    prompt_confirm(ui, &question);
    ui_draw(ui);
    later(ui, 1000);
    press(ui, "Enter");
    press(ui, "1");
    press(ui, "y");
    assert_string_equal(seen.result, "");
    assert_int_equal(canvas_cell(ui_canvas(ui), 22, 0)->role, ROLE_IRREVERSIBLE);
    press(ui, "F9");
    assert_string_equal(seen.result, "confirmed");
    seen.result[0] = '\0';
    prompt_confirm(ui, &question);
    press(ui, "Esc");
    assert_string_equal(seen.result, "");
    ui_free(&ui);
}

static void test_a_password_is_not_echoed(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    struct buffer out = {0};
    prompt_text(ui, &(struct prompt_text){.title = "口令", .masked = true, .done = wrote});
    press(ui, "q");
    press(ui, "z");
    ui_draw(ui);
    canvas_picture(ui_canvas(ui), &out);
    assert_null(strstr(buffer_string(&out), "q"));
    assert_null(strstr(buffer_string(&out), "**"));
    press(ui, "Enter");
    assert_string_equal(seen.result, "wrote qz");
    buffer_free(&out);
    ui_free(&ui);
}

static void test_help_lists_what_is_valid_with_its_keys(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "F1");
    expect_picture(ui, "\n"
                       "找动作:\n"
                       "-列表: 能做的动作-------------------------------------------------------13 / 13-\n"
                       ">1 F2 Alt-2           为何       为什么: 为何不能办、期限怎么算、值从哪来、为 ..\n"
                       " 2 F9 Alt-9           扫描       做下一步那行写明的事; 只有这个键能提交\n"
                       " 3 F5 Alt-5           人员       看材料和页面\n"
                       " 4 Tab                下一格     到下一格, 带出来的也停\n"
                       " 5 Left               左移       光标向左一个字\n"
                       " 6 Right              右移       光标向右一个字\n"
                       " 7 Home               行首       光标到开头\n"
                       " 8 End                行尾       光标到末尾\n"
                       " 9 Backspace          退格       删光标左边一个字\n"
                       "   Delete             删除       删光标上的一个字; 在页上删这一页\n"
                       "   Ctrl-U             清空       清空这一格\n"
                       "   Ctrl-K             出格       从光标起清到格尾，再到下一格\n"
                       "   Ctrl-Z             撤销       撤销这一格里刚才的改动; 不在格里: 撤回刚办的\n"
                       "\n\n\n"
                       "--------------------------------------------------------------------------------\n"
                       "为什么: 为何不能办、期限怎么算、值从哪来、为何轮到我\n"
                       "\n"
                       "字母或汉字缩小范围, 数字直接做, 回车做选中的, Esc 回去。\n"
                       "F1帮助 F2为何\n");
    press(ui, "F1");
    assert_int_equal(ui_depth(ui), 1);
    ui_free(&ui);
}

static void test_help_runs_an_action_but_never_a_commit(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    press(ui, "F1");
    press(ui, "材");
    press(ui, "料");
    press(ui, "Enter");
    assert_int_equal(ui_depth(ui), 1);
    assert_int_equal(seen.materials, 1);
    press(ui, "Ctrl-P");
    later(ui, 1000);
    press(ui, "2");
    assert_int_equal(seen.commits, 0);
    assert_non_null(strstr(ui_message(ui), "F9"));
    press(ui, "F1");
    press(ui, "z");
    press(ui, "z");
    struct buffer out = {0};
    canvas_picture(ui_canvas(ui), &out);
    assert_non_null(strstr(buffer_string(&out), text("UI_NO_MATCH")));
    assert_non_null(strstr(buffer_string(&out), "0 / 13"));
    buffer_free(&out);
    ui_free(&ui);
}

static int initials(void *context, const char *text, const char *words)
{
    (void)context;
    return strcmp(words, "qk") == 0 && strcmp(text, "清空") == 0 ? 5 : 0;
}

static void test_help_is_searched_by_the_sessions_match(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 24, 80);
    ui_match_set(ui, initials, NULL);
    press(ui, "a");
    press(ui, "F1");
    press(ui, "q");
    press(ui, "k");
    press(ui, "Enter");
    assert_string_equal(editor_text(&((struct desk *)ui_top_state(ui))->editor), "");
    ui_free(&ui);
}

static void test_why_says_each_reason_or_that_there_is_none(void **state)
{
    (void)state;
    struct ui *ui = desk_ui(keymap, 16, 60);
    press(ui, "F2");
    assert_string_equal(ui_message(ui), text("UI_NOTHING_WHY"));
    ((struct desk *)ui_top_state(ui))->refuses = true;
    press(ui, "F2");
    expect_picture(ui, "\n"
                       "-为何: 列表-------------------------------------------------\n"
                       " 1  解除证明还没有交。 可以承诺。\n"
                       " 2  失业时间没有填。\n"
                       "\n\n\n\n\n\n"
                       "------------------------------------------------------------\n"
                       "\n"
                       "\n"
                       "Esc 回去, 上下翻看\n"
                       "F1帮助 F2为何\n"
                       "\n");
    press(ui, "Down");
    struct buffer out = {0};
    canvas_picture(ui_canvas(ui), &out);
    assert_null(strstr(buffer_string(&out), "解除证明"));
    assert_non_null(strstr(buffer_string(&out), " 2  失业时间"));
    buffer_free(&out);
    press(ui, "F2");
    assert_int_equal(ui_depth(ui), 1);
    ui_free(&ui);
}

/* Every screen at every size that counts, with every key: nothing breaks, and the cursor stays on the screen.
 */
static void test_any_keys_at_any_size(void **state)
{
    (void)state;
    static const struct {
        int rows, columns;
    } sizes[] = {{10, 40}, {24, 80}, {36, 120}, {70, 250}, {4, 10}, {1, 1}, {15, 77}};
    unsigned seed = 11;
    struct ui *ui = desk_ui(keymap, 24, 80);
    for (int i = 0; i < 30000; i++) {
        unsigned r = (seed = seed * 1103515245u + 12345u) >> 8;
        struct key key = {.kind = r % 4 ? PRESS_NAMED : r % 8 ? PRESS_CHARACTER : PRESS_CONTROL};
        key.code = key.kind == PRESS_NAMED       ? 1 + r / 16 % (NAMED_COUNT - 1)
                   : key.kind == PRESS_CHARACTER ? (r % 3 ? '0' + r / 16 % 10 : 0x5931 + r / 16 % 3)
                                                 : 'A' + r / 16 % 26;
        ui_key(ui, &key);
        if (r % 50 == 0)
            ui_resize(ui, sizes[r / 64 % 7].rows, sizes[r / 64 % 7].columns);
        if (r % 40 == 0 && ui_depth(ui) < 4)
            choose(ui, r % 3);
        if (r % 40 == 1 && ui_depth(ui) < 4)
            prompt_confirm(ui, &(struct prompt_confirm){
                                   .title = "t", .sentence = "一\n二", .commits = "F9", .done = confirmed});
        later(ui, r % 400);
        assert_in_range(canvas_cursor_column(ui_canvas(ui)), 0, canvas_columns(ui_canvas(ui)) - 1);
        assert_true(ui_depth(ui) >= 1 && ui_depth(ui) < 10);
    }
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
        cmocka_unit_test(test_a_choice_stands_over_the_screen),
        cmocka_unit_test(test_a_digit_or_enter_chooses),
        cmocka_unit_test(test_words_narrow_a_choice),
        cmocka_unit_test(test_several_are_ticked_before_they_are_taken),
        cmocka_unit_test(test_a_line_of_text),
        cmocka_unit_test(test_a_reason_that_commits_takes_f9_alone),
        cmocka_unit_test(test_yes_is_f9_and_never_enter),
        cmocka_unit_test(test_a_password_is_not_echoed),
        cmocka_unit_test(test_help_lists_what_is_valid_with_its_keys),
        cmocka_unit_test(test_help_runs_an_action_but_never_a_commit),
        cmocka_unit_test(test_help_is_searched_by_the_sessions_match),
        cmocka_unit_test(test_why_says_each_reason_or_that_there_is_none),
        cmocka_unit_test(test_any_keys_at_any_size),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
