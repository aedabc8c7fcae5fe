/* What belongs to a person goes with them: own keys, phrases, language, keymap, at another window and on
 * another machine; and what the program does not understand of it is left alone and told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

/* The program without --keymap and --lang, which go before a person's own settings; a fresh HOME each time,
 * as on another machine. Keys are what they are. */
static struct driver *sign_on(const char *db, const char *login, const char *window, const char *shown)
{
    const struct person_at who = {.database = db, .login = login, .window = window};
    const char *arguments[] = {"--db", db, NULL};
    struct driver *driver = driver_start(&(struct driver_options){.arguments = arguments, .name = login});
    driver_wait_text(driver, "口令");
    people_type_login(driver, &who);
    driver_wait_text(driver, shown);
    return driver;
}

static void settings(struct driver *driver)
{
    driver_key(driver, "Ctrl-O");
    driver_wait_text(driver, "我的设置");
}

static void assert_settings(const char *db, const char *login, const char *expected)
{
    struct buffer statement = {0};
    buffer_format(
        &statement,
        "SELECT coalesce(string_agg(s.name || '=' || s.value, ' ' ORDER BY s.name COLLATE \"C\"), '') "
        "FROM yc.staff_setting s JOIN yc.staff t ON t.id = s.staff_id WHERE t.login = '%s'",
        login);
    world_wait(db, expected, buffer_string(&statement));
    buffer_free(&statement);
}

/* From the list of actions, where 8 is what waits for me. */
static void key_for_waiting(struct driver *driver, const char *key, const char *shown)
{
    driver_key(driver, "8");
    driver_wait_text(driver, "请按要用来“待办”的键");
    driver_key(driver, key);
    driver_wait_text(driver, shown);
}

static void test_own_keys_are_there_at_another_window(void **state)
{
    (void)state;
    const char *db = world_database("hands");
    struct driver *clerk = sign_on(db, "wangfang", "2", "下一步 Enter: 查这个人");
    settings(clerk);
    driver_key(clerk, "5");
    driver_wait_text(clerk, "给“帮助”另设键");
    key_for_waiting(clerk, "Ctrl-N", "Ctrl-N 现在是“待办”");
    key_for_waiting(clerk, "F3", "F3 原来是“找”，现在是“待办”");
    key_for_waiting(clerk, "a", "会打出字的键不能设");
    key_for_waiting(clerk, "Tab", "Tab 对谁都是一个意思，不能另设");
    key_for_waiting(clerk, "Ctrl-C", "Ctrl-C 不能设");
    driver_key(clerk, "8");
    driver_wait_text(clerk, "请按要用来");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "给“待办”另设键");
    assert_settings(db, "wangfang", "key:everywhere:Ctrl-N=waiting key:everywhere:F3=waiting");
    driver_stop(&clerk);

    clerk = sign_on(db, "wangfang", "1", "下一步 Enter: 查这个人");
    driver_expect_row(clerk, -1, "F3待办");
    driver_key(clerk, "Ctrl-N");
    driver_wait_text(clerk, "等您办的");
    driver_key(clerk, "Esc");
    driver_wait_gone(clerk, "等您办的");
    settings(clerk);
    driver_key(clerk, "5");
    driver_wait_text(clerk, "给“帮助”另设键");
    driver_keys_in_turn(clerk, "Down Down Down Down Down Down Down Delete");
    driver_wait_text(clerk, "“待办”另设的键去掉了");
    driver_expect_row(clerk, -1, "F12待办");
    assert_settings(db, "wangfang", "");
}

/* The last key that commits stays, at every desk. */
static void test_the_last_key_that_commits_cannot_be_given_away(void **state)
{
    (void)state;
    const char *db = world_database("hands");
    struct driver *clerk = sign_on(db, "wangfang", "2", "下一步 Enter: 查这个人");
    settings(clerk);
    driver_key(clerk, "5");
    driver_wait_text(clerk, "给“帮助”另设键");
    key_for_waiting(clerk, "Alt-9", "Alt-9 原来是“提交”，现在是“待办”");
    key_for_waiting(clerk, "F9", "F9 不能另设：“提交”就没有别的键了");
    assert_settings(db, "wangfang", "key:everywhere:Alt-9=waiting");
}

/* A return with words: F9 takes the next case, 2 returns, the first reason of the list. */
static void begin_return(struct driver *officer, const char *number)
{
    driver_wait_text(officer, number);
    driver_wait_text(officer, "承诺书 2026-03-02 已签");
    driver_key(officer, "2");
    driver_wait_text(officer, "材料不清晰或缺页");
    driver_key(officer, "1");
    driver_wait_text(officer, "Tab 回到数字");
}

static void test_a_phrase_is_kept_and_put_in_elsewhere(void **state)
{
    (void)state;
    const char *db = world_database("hands");
    people_cases_accepted(db, 2);
    struct driver *officer = sign_on(db, "zhouqian", NULL, "我的队列");
    driver_wait_text(officer, "失业保险金申领");
    people_commit(officer);
    begin_return(officer, "00001-5");
    driver_key(officer, "F4");
    driver_wait_text(officer, "还没有。写好一句，按 F4 再按 0");
    driver_key(officer, "0");
    driver_wait_text(officer, "格里还没有字");
    driver_key(officer, "Esc");
    driver_wait_gone(officer, "我的常用语");
    driver_type(officer, "承诺书未写日期,请补签");
    driver_keys_in_turn(officer, "F4 0");
    driver_wait_text(officer, "存为常用语了");
    driver_expect_text(officer, ">1 承诺书未写日期,请补签");
    assert_settings(db, "zhouqian", "phrase:note:1=承诺书未写日期,请补签");
    driver_key(officer, "Esc");
    driver_wait_gone(officer, "我的常用语");
    people_commit(officer);
    begin_return(officer, "00002-3");
    driver_stop(&officer);

    officer = sign_on(db, "zhouqian", NULL, "我的队列");
    people_commit(officer);
    begin_return(officer, "00002-3");
    driver_keys_in_turn(officer, "F4 1");
    driver_wait_gone(officer, "我的常用语");
    driver_expect_cursor_after(officer, "承诺书未写日期,请补签");
    people_commit(officer);
    driver_wait_text(officer, "退回");
    world_wait(db, "2", "SELECT count(*) FROM yc.decision d WHERE d.note = '承诺书未写日期,请补签'");
}

/* A supervisor keeps it; who decides in the hall is offered it behind their own, and cannot take it away. */
static void test_a_phrase_of_the_hall_is_offered_to_all(void **state)
{
    (void)state;
    const char *db = world_database("hands");
    people_cases_accepted(db, 1);
    struct driver *supervisor = sign_on(db, "zhaomin", NULL, "后厂");
    settings(supervisor);
    driver_key(supervisor, "6");
    driver_wait_text(supervisor, "下一步 F9: 给大厅存一句");
    people_commit(supervisor);
    driver_wait_text(supervisor, "给全大厅用：审批说明");
    driver_type(supervisor, "请带原件再来");
    people_commit(supervisor);
    driver_wait_text(supervisor, "存为大厅的常用语了");
    driver_wait_text(supervisor, ">1 请带原件再来");

    struct driver *officer = sign_on(db, "zhouqian", NULL, "我的队列");
    people_commit(officer);
    begin_return(officer, "00001-5");
    driver_type(officer, "缺页");
    driver_key(officer, "F4");
    driver_wait_text(officer, ">1 请带原件再来");
    driver_key(officer, "Delete");
    driver_wait_text(officer, "这句是大厅的");
    driver_key(officer, "0");
    driver_wait_text(officer, ">1 缺页");
    driver_expect_text(officer, " 2 请带原件再来");
    driver_key(officer, "2");
    driver_wait_gone(officer, "我的常用语");
    driver_expect_cursor_after(officer, "缺页请带原件再来");
    assert_string_equal(world_sql(db, "SELECT hall || kind || words FROM yc.hall_phrase"),
                        "1note请带原件再来");

    driver_key(supervisor, "Delete");
    driver_wait_text(supervisor, "大厅的这句去掉了");
    driver_wait_gone(supervisor, "请带原件再来");
    driver_key(officer, "F4");
    driver_wait_text(officer, ">1 缺页");
    world_wait(db, "0", "SELECT count(*) FROM yc.hall_phrase");
    driver_expect_no_text(officer, " 2 请带原件再来");
}

static void test_language_changes_at_once_and_stays(void **state)
{
    (void)state;
    const char *db = world_database("hands");
    struct driver *clerk = sign_on(db, "wangfang", "2", "下一步 Enter: 查这个人");
    settings(clerk);
    driver_key(clerk, "2");
    driver_wait_text(clerk, "中文");
    driver_key(clerk, "2");
    driver_wait_text(clerk, "My settings");
    driver_expect_row(clerk, 0, "Wang Fang");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "Ask for the identity card");
    assert_settings(db, "wangfang", "language=en");
    driver_stop(&clerk);

    clerk = sign_on(db, "wangfang", "1", "Ask for the identity card");
    driver_key(clerk, "Ctrl-O");
    driver_wait_text(clerk, "My settings");
    driver_key(clerk, "2");
    driver_wait_text(clerk, "我的设置"); /* unset: as the program was started */
    assert_settings(db, "wangfang", "");
    driver_stop(&clerk);

    world_sql(db,
              "INSERT INTO yc.staff_setting SELECT id, 'language', 'en', now() FROM yc.staff WHERE login = "
              "'wangfang'");
    clerk = people_sign_on(
        &(struct person_at){.database = db, .login = "wangfang", .window = "2", .language = "zh"});
    driver_wait_text(clerk, "下一步 Enter: 查这个人"); /* --lang goes before it */
}

static void test_the_keymap_goes_with_the_person(void **state)
{
    (void)state;
    const char *db = world_database("hands");
    struct driver *clerk = sign_on(db, "wangfang", "2", "下一步 Enter: 查这个人");
    settings(clerk);
    driver_keys_in_turn(clerk, "1 1");
    driver_wait_text(clerk, "block 3270/5250 终端");
    driver_expect_row(clerk, -1, "F3离岗");
    driver_key(clerk, "F12"); /* back */
    driver_wait_text(clerk, "来访按 F20 取回。");
    assert_settings(db, "wangfang", "keymap=block");
    driver_stop(&clerk);

    clerk = sign_on(db, "wangfang", "1", "来访按 F20 取回。");
    driver_type(clerk, PERSON_NUMBER);
    driver_key(clerk, "Left");
    driver_key(clerk, "Left");
    driver_key(clerk, "Ctrl-K"); /* Field Exit */
    driver_wait_gone(clerk, PERSON_NUMBER);
    driver_expect_text(clerk, "2106021901031210");
    driver_key(clerk, "F3");
    driver_wait_text(clerk, "退出程序");
    driver_stop(&clerk);

    clerk = people_sign_on(
        &(struct person_at){.database = db, .login = "wangfang", .window = "1", .keymap = "default"});
    driver_wait_text(clerk, "来访按 F8 取回。"); /* --keymap goes before it */
}

static void test_what_is_not_understood_is_told_and_left_alone(void **state)
{
    (void)state;
    const char *db = world_database("hands");
    world_sql(db,
              "INSERT INTO yc.staff_setting SELECT id, s.name, s.value, now() FROM yc.staff, (VALUES "
              "('key:counter:F7', 'no-such-action'), ('keymap', 'no-such-keymap'), ('key:everywhere:Ctrl-N', "
              "'waiting'), ('key:everywhere:Enter', 'commit')) AS s(name, value) WHERE login = 'wangfang'");
    struct driver *clerk = sign_on(db, "wangfang", "2", "下一步 Enter: 查这个人");
    driver_expect_text(clerk, "您的设置里有3条这个程序用不了");
    driver_expect_text(clerk, "按 Ctrl-O 重");
    driver_expect_row(clerk, -1, "F9"); /* the keymap that it was started with */
    driver_key(clerk, "Ctrl-N");        /* what is good works */
    driver_wait_text(clerk, "等您办的");
    driver_key(clerk, "Esc");
    driver_wait_gone(clerk, "等您办的");
    driver_type(clerk, PERSON_NUMBER);
    driver_key(clerk, "Enter"); /* is still no commit */
    driver_wait_text(clerk, "没有这个人的记录");
    driver_expect_no_text(clerk, "用不了");
}

/* Cut off in the middle of a field: the settings open and say that nothing can be kept, and what was typed
 * stands there afterwards. */
static void test_settings_while_cut_off_are_told_and_nothing_is_lost(void **state)
{
    static const struct {
        const char *row, *shown;
    } rows[] = {{"1", ">1 键位"}, {"2", ">2 语言"}, {"3", ">3 边线"}, {"4", ">4 颜色"}};
    (void)state;
    const char *db = world_database("cut");
    struct driver *clerk = sign_on(world_cable(db), "wangfang", "2", "下一步 Enter: 查这个人");
    settings(clerk);
    driver_key(clerk, "3");
    assert_settings(db, "wangfang", "borders=ascii");
    driver_key(clerk, "Esc");
    driver_wait_gone(clerk, "我的设置");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_type(clerk, "1391234");
    world_cable_pull(db, "wangfang");
    driver_wait_row(clerk, 0, "库断");
    settings(clerk);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        driver_key(clerk, rows[i].row);
        driver_wait_text(clerk, rows[i].shown);
        driver_wait_text(clerk, "库断着，设置存不进去");
    }
    driver_key(clerk, "5");
    driver_wait_text(clerk, "给“帮助”另设键");
    key_for_waiting(clerk, "Ctrl-N", "库断着，设置存不进去");
    driver_expect_row(clerk, -1, "F12待办");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "我的设置");
    driver_key(clerk, "Esc");
    driver_wait_gone(clerk, "我的设置");
    driver_expect_cursor_after(clerk, "1391234"); /* in the same field, as it was */
    driver_expect_row(clerk, 0, "库断");
    world_cable_plug(db);
    driver_wait_row(clerk, 0, "库通");
    driver_type(clerk, "5678");
    driver_key(clerk, "Enter");
    world_wait(db, "13912345678", "SELECT value FROM yc.case_field WHERE field = 'mobile'");
    assert_settings(db, "wangfang", "borders=ascii"); /* nothing of it came through later */
    settings(clerk);
    driver_key(clerk, "3");
    assert_settings(db, "wangfang", "borders=line");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_settings_while_cut_off_are_told_and_nothing_is_lost, world_teardown),
        cmocka_unit_test_teardown(test_own_keys_are_there_at_another_window, world_teardown),
        cmocka_unit_test_teardown(test_the_last_key_that_commits_cannot_be_given_away, world_teardown),
        cmocka_unit_test_teardown(test_a_phrase_is_kept_and_put_in_elsewhere, world_teardown),
        cmocka_unit_test_teardown(test_a_phrase_of_the_hall_is_offered_to_all, world_teardown),
        cmocka_unit_test_teardown(test_language_changes_at_once_and_stays, world_teardown),
        cmocka_unit_test_teardown(test_the_keymap_goes_with_the_person, world_teardown),
        cmocka_unit_test_teardown(test_what_is_not_understood_is_told_and_left_alone, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
