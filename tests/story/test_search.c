/* Searching cases by criteria, as supervisors, approvers and clerks do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

enum { CASES = 30 };

/* At the search, over the desk of that person; so many cases wait for their review. */
static struct driver *searcher(const char *db, const char *login, int rows, int columns)
{
    struct driver *person =
        people_sign_on(&(struct person_at){.database = db, .login = login, .rows = rows, .columns = columns});
    driver_key(person, "Ctrl-F");
    driver_wait_text(person, "每一格都要对上才算");
    return person;
}

static void tabs(struct driver *driver, int count)
{
    while (count-- > 0)
        driver_key(driver, "Tab");
}

/* Takes the acceptance of a case back: it waits for its review no more. */
static void vanishes(const char *db, const char *tail)
{
    struct buffer sql = {0};
    buffer_format(&sql,
                  "SET SESSION AUTHORIZATION wangfang; SELECT u.state FROM desk.case_find(210600, '%s') f, "
                  "desk.case_head(210600, f.case_id) h, desk.case_undo(gen_random_uuid(), 210600, f.case_id, "
                  "h.version, '按错了') u",
                  tail);
    world_sql(db, "%s", buffer_string(&sql));
    buffer_free(&sql);
}

static void test_pages_go_both_ways_while_a_case_vanishes(void **state)
{
    (void)state;
    const char *db = world_database("pages");
    people_cases_accepted(db, CASES);
    struct driver *supervisor = searcher(db, "zhaomin", 0, 0);
    tabs(supervisor, 5);
    driver_key(supervisor, "F4");
    driver_wait_text(supervisor, "1 初审");
    driver_key(supervisor, "1");
    driver_wait_gone(supervisor, ">1 初审");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "本页 12 件");
    driver_expect_text(supervisor, ">1 申*一      210600-20260302-001-00030-6");
    driver_expect_text(supervisor, "210600-20260302-001-00019-5");
    driver_expect_no_text(supervisor, "申请");
    vanishes(db, "00195");
    driver_key(supervisor, "PgDn");
    driver_wait_text(supervisor, ">1 申*九      210600-20260302-001-00018-7");
    driver_key(supervisor, "PgDn");
    driver_wait_text(supervisor, "本页 6 件，后面没有了");
    driver_expect_text(supervisor, "210600-20260302-001-00001-5");
    driver_key(supervisor, "PgDn");
    driver_wait_text(supervisor, "后面没有了。");
    driver_key(supervisor, "PgUp");
    driver_wait_text(supervisor, ">1 申*九      210600-20260302-001-00018-7");
    driver_key(supervisor, "PgUp");
    driver_wait_text(supervisor, ">1 申*一      210600-20260302-001-00030-6");
    driver_expect_text(supervisor, "210600-20260302-001-00018-7"); /* moved up to where one vanished */
    driver_expect_no_text(supervisor, "00019-5");
    driver_key(supervisor, "PgUp");
    driver_wait_text(supervisor, "前面没有了");
}

static void test_a_digit_opens_a_case_and_esc_comes_back_to_the_rows(void **state)
{
    for (int i = 0; i < 2; i++) {
        const char *db = world_database("digit");
        people_cases_accepted(db, 3);
        struct driver *approver = searcher(db, "zhouqian", i ? 36 : 24, i ? 120 : 80);
        driver_compare_picture(approver, i ? "search-empty-120x36" : "search-empty-80x24");
        driver_key(approver, "Tab");
        driver_key(approver, "Tab");
        driver_outside("sqe");
        driver_type(approver, "sqe");
        driver_key(approver, "Enter");
        driver_wait_text(approver, "本页 1 件，后面没有了");
        driver_expect_text(approver, "合条件: 演示纺织厂，03-02受理，承诺 03-05 到期");
        driver_compare_picture(approver, i ? "search-120x36" : "search-80x24");
        driver_key(approver, "1");
        driver_wait_text(approver, "03-02 10:42 受理 王芳");
        driver_key(approver, "Esc");
        driver_wait_text(approver, "合条件");
        driver_key(approver, "F2");
        driver_wait_text(approver, "查的是：姓名 sqe。每一条都对上的才列出来。");
        world_teardown(state);
    }
}

static void test_criteria_are_kept_under_a_name(void **state)
{
    (void)state;
    const char *db = world_database("kept");
    people_cases_accepted(db, 3);
    struct driver *supervisor = searcher(db, "zhaomin", 0, 0);
    driver_key(supervisor, "F4");
    driver_wait_text(supervisor, "还没有存过条件");
    tabs(supervisor, 3);
    driver_type(supervisor, "纺织");
    tabs(supervisor, 4);
    driver_type(supervisor, "0..+5");
    driver_key(supervisor, "F8");
    driver_wait_text(supervisor, "给这组条件起个名");
    driver_type(supervisor, "快到期的");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "存下了：快到期的");
    world_wait(db, "快到期的||||0..+5||纺织|", "SELECT value FROM yc.staff_setting WHERE name = 'filter:1'");
    driver_key(supervisor, "Ctrl-U");
    driver_key(supervisor, "F4");
    driver_wait_text(supervisor, ">1 快到期的");
    driver_key(supervisor, "1");
    driver_wait_text(supervisor, "本页 3 件，后面没有了");
    driver_expect_text(supervisor, "0..+5");

    struct driver *again = searcher(db, "zhaomin", 0, 0); /* at another window */
    driver_key(again, "F4");
    driver_wait_text(again, ">1 快到期的");
    driver_key(again, "Esc");
    driver_key(again, "F8");
    driver_wait_text(again, "去掉哪一组条件");
    driver_key(again, "1");
    driver_wait_text(again, "去掉了。");
    world_wait(db, "0", "SELECT count(*) FROM yc.staff_setting WHERE name LIKE 'filter:%'");
}

static void test_what_cannot_be_searched_is_told_at_its_field(void **state)
{
    (void)state;
    const char *db = world_database("told");
    people_cases_accepted(db, 2);
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    driver_key(clerk, "F3");
    driver_wait_text(clerk, "Ctrl-F 按条件查");
    driver_key(clerk, "Ctrl-F");
    driver_wait_text(clerk, "每一格都要对上才算");
    driver_type(clerk, "0001");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "案号“0001”太短：至少打末5位");
    driver_type(clerk, "5");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "本页 1 件，后面没有了");
    driver_key(clerk, "Up");
    driver_expect_cursor_after(clerk, "意见       ");
    driver_key(clerk, "Up");
    driver_type(clerk, "0305..0301");
    driver_wait_text(clerk, "条件改了");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "“0305..0301”的后一天在前一天以前");
    driver_expect_cursor_after(clerk, "办结日     0305..0301");
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, "0301..");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "没有查到");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "Ctrl-F 按条件查");
    driver_key(clerk, "Ctrl-F"); /* what was typed stands there */
    driver_wait_text(clerk, "0301..");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_pages_go_both_ways_while_a_case_vanishes, world_teardown),
        cmocka_unit_test_teardown(test_a_digit_opens_a_case_and_esc_comes_back_to_the_rows, world_teardown),
        cmocka_unit_test_teardown(test_criteria_are_kept_under_a_name, world_teardown),
        cmocka_unit_test_teardown(test_what_cannot_be_searched_is_told_at_its_field, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
