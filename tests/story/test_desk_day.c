/* A clerk's day in pieces: copying from the case before, the next person of the unit, what is told once, the
 * lock, and going. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

static struct driver *clerk_at(const char *db, const char *login, const char *window)
{
    return people_sign_on(&(struct person_at){.database = db, .login = login, .window = window});
}

static const char *stored(const char *db, const char *field)
{
    return world_sql(
        db,
        "SELECT coalesce((SELECT value || ' ' || source FROM yc.case_field f JOIN yc.case_file c ON "
        "c.id = f.case_id WHERE c.state = 'draft' AND f.field = '%s'), 'nothing')",
        field);
}

static void test_ctrl_d_without_a_previous_case_says_so(void **state)
{
    (void)state;
    const char *db = world_database("copynone");
    struct driver *clerk = clerk_at(db, "wangfang", "2");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    driver_expect_cursor_after(clerk, "失业时间       [");
    driver_key(clerk, "Ctrl-D");
    driver_wait_text(clerk, "没有可照抄的");
    driver_expect_cursor_after(clerk, "失业时间       [");
}

static void test_ctrl_d_copies_as_if_typed_but_nothing_of_a_persons_own(void **state)
{
    (void)state;
    const char *db = world_database("copyown");
    people_cases_accepted(db, 1);
    struct driver *clerk = clerk_at(db, "wangfang", "2");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_key(clerk, "Ctrl-D");
    driver_wait_text(clerk, "“手机号码”是各人自己的");
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    driver_expect_cursor_after(clerk, "失业时间       [");
    driver_key(clerk, "Ctrl-D");
    driver_wait_text(clerk, "照抄您的上一件");
    driver_expect_cursor_after(clerk, "失业时间       [2026-02-28");
    assert_string_equal(stored(db, "unemp_date"), "nothing");
    driver_key(clerk, "Ctrl-Z");
    driver_wait_gone(clerk, "[2026-02-28");
    driver_expect_cursor_after(clerk, "失业时间       [");
    driver_key(clerk, "Ctrl-D");
    driver_wait_text(clerk, "[2026-02-28");
    driver_key(clerk, "Enter");
    driver_wait_gone(clerk, "[2026-02-28");
    world_wait(
        db, "2026-02-28 typed",
        "SELECT value || ' ' || source FROM yc.case_field f JOIN yc.case_file c ON c.id = f.case_id WHERE "
        "c.state = 'draft' AND f.field = 'unemp_date'");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.read_log WHERE function = 'previous_value'"),
                        "2");
}

/* The first of a unit by hand, the second by one key: what they have in common stands there, to be confirmed.
 */
static void test_the_next_person_of_the_unit_by_one_key(void **state)
{
    (void)state;
    const char *db = world_database("unit");
    struct driver *clerk = clerk_at(db, "wangfang", "2");
    people_whole_case(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_key(clerk, "Ctrl-D");
    driver_wait_text(clerk, "下一位接着办 失业保险金申领(2026-02-28, 演示纺织厂)");
    driver_expect_no_text(clerk, PERSON_NAME);
    assert_string_equal(world_sql(db, "SELECT outcome FROM yc.visit"), "accepted");
    driver_type(clerk, "210602190201012046");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "没有这个人的记录");
    driver_type(clerk, "李秀英");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "要确认2");
    driver_expect_text(clerk, "同单位");
    driver_expect_cursor_after(clerk, "手机号码       [");
    driver_type(clerk, "13912345679");
    driver_key(clerk, "Enter");
    driver_expect_cursor_after(clerk, "失业时间       [2026-02-28");
    driver_expect_text(clerk, "照抄自同单位的上一位");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "要确认1");
    world_wait(
        db, "2026-02-28 typed",
        "SELECT value || ' ' || source FROM yc.case_field f JOIN yc.case_file c ON c.id = f.case_id WHERE "
        "c.state = 'draft' AND f.field = 'unemp_date'");
}

static void test_esc_drops_the_next_person_of_the_unit(void **state)
{
    (void)state;
    const char *db = world_database("unitesc");
    struct driver *clerk = clerk_at(db, "wangfang", "2");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_key(clerk, "Ctrl-D");
    driver_wait_text(clerk, "受理一件之后按");
    people_pick(clerk);
    people_fill(clerk);
    people_materials(clerk);
    people_accept(clerk);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "此人的案子");
    driver_key(clerk, "Ctrl-D");
    driver_wait_text(clerk, "下一位接着办");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "不再接着办");
    driver_expect_no_text(clerk, "演示纺织厂");
    people_new_person(clerk, "210602190201012046", "李秀英");
    driver_expect_no_text(clerk, "出生日期");
}

/* Before there is a draft: what the item asks for, each with why and what may replace it. */
static void test_what_is_missing_is_told_once_before_there_is_a_draft(void **state)
{
    (void)state;
    const char *db = world_database("notice");
    struct driver *clerk = clerk_at(db, "wangfang", "2");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_key(clerk, "F4");
    driver_wait_text(clerk, "要带什么");
    driver_type(clerk, "sybxj");
    driver_rest(clerk);
    driver_key(clerk, "F7");
    driver_wait_text(clerk, "一次性告知单");
    driver_expect_text(clerk, "1. 身份证或社保卡");
    driver_expect_text(clerk, "失业保险金申领发放办法第七条");
    driver_expect_text(clerk, "本人签《");
    driver_keys_in_turn(clerk, "PgDn PgDn");
    driver_wait_text(clerk, "没有受理号");
    driver_expect_text(clerk, "王芳");
    people_commit(clerk);
    driver_wait_text(clerk, "已经告知，然后");
    driver_key(clerk, "2");
    driver_wait_text(clerk, "请出示身份证");
    assert_string_equal(
        world_sql(db, "SELECT v.outcome || ' ' || array_length(n.lacking, 1) FROM yc.visit v JOIN "
                      "yc.notice n ON n.visit_id = v.id"),
        "lacking 5");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.case_file"), "0");
}

/* Parked, the next one served, and taken up again at the first missing thing; three of them can be told
 * apart. */
static void test_a_parked_notice_is_taken_up_where_something_is_missing(void **state)
{
    (void)state;
    const char *db = world_database("noticeback");
    struct driver *clerk = clerk_at(db, "wangfang", "2");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    people_fill(clerk);
    people_hand_in(clerk, world_file("id.jpg", "identity card\n"), "有 身份证");
    driver_key(clerk, "Enter");
    driver_key(clerk, "F7");
    driver_wait_text(clerk, "没带: 一次性告知");
    driver_key(clerk, "2");
    driver_wait_text(clerk, "1. 解除劳动关系证明");
    driver_expect_no_text(clerk, "身份证或社保卡");
    people_commit(clerk);
    driver_wait_text(clerk, "已经告知，然后");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "请出示身份证");
    assert_string_equal(world_sql(db, "SELECT park_reason FROM yc.visit"),
                        driver_words(clerk, "已告知: 去取解除劳动关系证明、失业登记信息"));
    assert_string_equal(
        world_sql(db, "SELECT convert_from(body, 'UTF8')::jsonb ->> 'lacking' FROM yc.journal WHERE "
                      "action = 'notice'"),
        "[\"material term\", \"material ureg\"]");
    people_new_person(clerk, "210602190201012046", "李秀英");
    driver_key(clerk, "F8");
    driver_wait_text(clerk, "挂起，办下一位");
    driver_key(clerk, "2");
    driver_wait_text(clerk, "请出示身份证");
    world_clock(db, "2026-03-02 11:00");
    driver_key(clerk, "F8");
    driver_wait_text(clerk, "张*兰 失业保险金申领 18分 王芳");
    driver_expect_text(clerk, "李*英  18分 王芳");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "1 03-02 10:42");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "材料 解除劳动关系证明");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, ">2 缺 解除劳动关系证明");
}

static void test_the_lock_shows_nothing_and_takes_nothing_but_the_password(void **state)
{
    static const char *const keys[] = {"F1", "F2", "F3", "F4", "F8", "F9", "F10", "F12", "Esc", "Tab"};
    (void)state;
    const char *db = world_database("lock");
    struct driver *clerk = clerk_at(db, "wangfang", "2");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_type(clerk, "1391234");
    driver_key(clerk, "F10");
    driver_wait_text(clerk, "1 锁屏");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "已锁屏");
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        driver_key(clerk, keys[i]);
        driver_rest(clerk);
        driver_expect_text(clerk, "已锁屏");
        driver_expect_text(clerk, "只有本人的口令能开锁");
        driver_expect_no_text(clerk, PERSON_NAME);
        driver_expect_no_text(clerk, "1391234");
        driver_expect_no_text(clerk, "F10");
    }
    /* Somebody else takes the draft over meanwhile: not even that comes through. */
    struct driver *other = clerk_at(db, "hejun", "3");
    people_known_person(other, PERSON_NUMBER);
    driver_wait_text(other, "王芳 03-02 10:42 起在办");
    driver_key(other, "Enter");
    driver_wait_text(other, "录过的都在草稿里");
    people_commit(other);
    driver_wait_text(other, "出生日期");
    driver_rest(clerk);
    driver_expect_text(clerk, "已锁屏");
    driver_expect_no_text(clerk, "何军");
    driver_stop(&other);
    driver_type_plain(clerk, "guess");
    driver_expect_no_text(clerk, "guess");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "请稍等");
    driver_type_plain(clerk, "test");
    driver_key(clerk, "Enter"); /* too soon */
    driver_wait_text(clerk, "请再输一次");
    driver_expect_text(clerk, "已锁屏");
    driver_type_plain(clerk, "test");
    driver_key(clerk, "Enter");
    driver_wait_gone(clerk, "已锁屏");
    driver_expect_text(clerk, "何军"); /* now it is told, with what was typed */
    driver_expect_text(clerk, "1391234");
}

/* Every function key there is, in each keymap as it is labelled there: none opens anything behind the lock,
 * which would show itself when the lock goes. */
static void test_no_function_key_gets_through_the_lock(void **state)
{
    static const struct {
        const char *keymap, *away;
    } rows[] = {{"default", "F10"}, {"block", "F3"}};
    static const char *const others[] = {"Ctrl-O", "Ctrl-D", "Ctrl-Z", "Alt-1", "PgDn", "Insert"};
    (void)state;
    const char *db = world_database("locked");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *arguments[] = {"--db", db, "--keymap", rows[i].keymap, NULL};
        struct driver *clerk =
            driver_start(&(struct driver_options){.arguments = arguments, .name = rows[i].keymap});
        driver_wait_text(clerk, "口令");
        people_type_login(clerk, &(struct person_at){.login = "wangfang", .window = "2"});
        driver_wait_text(clerk, "证件类型");
        if (i == 0) {
            people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
            people_pick(clerk);
        } else {
            people_known_person(clerk, PERSON_NUMBER);
            driver_wait_text(clerk, "续办1");
            driver_key(clerk, "Enter");
            driver_wait_text(clerk, "手机号码");
        }
        driver_type(clerk, "1391234");
        driver_key(clerk, rows[i].away);
        driver_wait_text(clerk, "1 锁屏");
        driver_key(clerk, "1");
        driver_wait_text(clerk, "已锁屏");
        for (int number = 1; number <= 24 + (int)(sizeof(others) / sizeof(others[0])); number++) {
            char name[16];
            snprintf(name, sizeof(name), "F%d", number);
            driver_key(clerk, number <= 24 ? name : others[number - 25]);
            driver_rest(clerk);
            driver_expect_text(clerk, "已锁屏");
            driver_expect_text(clerk, "只有本人的口令能开锁");
            driver_expect_no_text(clerk, PERSON_NAME);
            driver_expect_no_text(clerk, PERSON_MASKED);
            driver_expect_no_text(clerk, "1391234");
        }
        driver_type_plain(clerk, "test");
        driver_key(clerk, "Enter");
        driver_wait_gone(clerk, "已锁屏");
        driver_expect_cursor_after(clerk, "1391234");
        driver_stop(&clerk);
    }
}

static void test_signing_off_tells_what_is_open(void **state)
{
    (void)state;
    const char *db = world_database("off");
    struct driver *clerk = clerk_at(db, "wangfang", "2");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_key(clerk, "F10");
    driver_wait_text(clerk, "3 签退");
    driver_key(clerk, "3");
    driver_wait_text(clerk, "还没完的: 在窗口 1, 草稿 1");
    driver_expect_text(clerk, "张*兰");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "3 签退");
    driver_key(clerk, "4");
    driver_wait_text(clerk, "照样退出程序");
    driver_expect_text(clerk, "F9退出");
    people_commit(clerk);
    assert_int_equal(driver_exit_status(clerk), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_ctrl_d_without_a_previous_case_says_so, world_teardown),
        cmocka_unit_test_teardown(test_ctrl_d_copies_as_if_typed_but_nothing_of_a_persons_own,
                                  world_teardown),
        cmocka_unit_test_teardown(test_the_next_person_of_the_unit_by_one_key, world_teardown),
        cmocka_unit_test_teardown(test_esc_drops_the_next_person_of_the_unit, world_teardown),
        cmocka_unit_test_teardown(test_what_is_missing_is_told_once_before_there_is_a_draft, world_teardown),
        cmocka_unit_test_teardown(test_a_parked_notice_is_taken_up_where_something_is_missing,
                                  world_teardown),
        cmocka_unit_test_teardown(test_the_lock_shows_nothing_and_takes_nothing_but_the_password,
                                  world_teardown),
        cmocka_unit_test_teardown(test_no_function_key_gets_through_the_lock, world_teardown),
        cmocka_unit_test_teardown(test_signing_off_tells_what_is_open, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
