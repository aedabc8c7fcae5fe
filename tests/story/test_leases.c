/* Leases and the absence of tending, as people see them: a colleague's machine dies, hangs, is cut off;
 * nobody tends the database. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

#define NUMBER "210600-20260302-001-00001-5"

static struct driver *officer_at(const char *db, const char *login)
{
    return people_sign_on(&(struct person_at){.database = db, .login = login});
}

/* Signs on and takes the case that waits. */
static struct driver *reviewer_with_case(const char *db, const char *login)
{
    struct driver *reviewer = officer_at(db, login);
    driver_wait_text(reviewer, "失业保险金申领");
    people_commit(reviewer);
    driver_wait_text(reviewer, "开始填写");
    return reviewer;
}

static void assert_holder(const char *db, const char *login)
{
    assert_string_equal(
        world_sql(db, "SELECT s.login FROM yc.task t LEFT JOIN yc.staff s ON s.id = t.claimed_by"), login);
}

static void assert_decided_by(const char *db, const char *login)
{
    assert_string_equal(world_sql(db, "SELECT string_agg(s.login, ' ') FROM yc.decision d"
                                      " JOIN yc.staff s ON s.id = d.decided_by"),
                        login);
}

static void assert_verifies(const char *db)
{
    assert_string_equal(world_sql(db, "SELECT string_agg(code, ' ') FROM yc.verify()"), "");
}

static void expect_nothing_waits(struct driver *officer)
{
    people_commit(officer);
    driver_wait_text(officer, "没有等您的案子了");
    driver_key(officer, "F4"); /* clears the message */
    driver_wait_gone(officer, "没有等您的案子了");
}

/* --- leases */

static void test_who_dies_with_a_case_open_holds_it_for_a_minute(void **state)
{
    (void)state;
    const char *db = world_database("dies");
    people_cases_accepted(db, 1);
    struct driver *first = reviewer_with_case(db, "zhouqian");
    driver_signal(first, SIGKILL);
    assert_int_equal(driver_exit_status(first), 128 + SIGKILL);
    struct driver *second = officer_at(db, "liuyang");
    expect_nothing_waits(second);
    world_clock(db, "2026-03-02 10:42:59");
    expect_nothing_waits(second);
    assert_holder(db, "zhouqian");
    world_clock(db, "2026-03-02 10:43:01");
    people_commit(second);
    driver_wait_text(second, NUMBER);
    assert_holder(db, "liuyang");
    people_commit(second);
    driver_wait_text(second, "回避"); /* who reviewed it does not recheck it */
    assert_decided_by(db, "liuyang");
    assert_verifies(db);
}

static void test_tending_gives_a_dead_colleagues_case_back_by_itself(void **state)
{
    (void)state;
    const char *db = world_database("swept");
    people_cases_accepted(db, 1);
    struct driver *first = reviewer_with_case(db, "zhouqian");
    struct driver *second = officer_at(db, "liuyang");
    driver_wait_text(second, "没有等您的案子");
    driver_signal(first, SIGKILL);
    driver_exit_status(first);
    world_clock(db, "2026-03-02 10:43:01");
    world_sql(db, "SELECT yc.tend()");
    driver_wait_text(second, "失业保险金申领"); /* told, no key pressed */
    people_commit(second);
    driver_wait_text(second, "开始填写");
    assert_holder(db, "liuyang");
}

static void test_who_wakes_too_late_decides_nothing_and_is_told_who_has_it(void **state)
{
    (void)state;
    const char *db = world_database("wakes");
    people_cases_accepted(db, 1);
    struct driver *first = reviewer_with_case(db, "zhouqian");
    driver_signal(first, SIGSTOP); /* the machine hangs */
    world_clock(db, "2026-03-02 10:43:01");
    struct driver *second = officer_at(db, "liuyang");
    people_commit(second);
    driver_wait_text(second, NUMBER);
    driver_signal(first, SIGCONT);
    people_commit(first);
    driver_wait_text(first, "刘洋 已于 2026-03-02 10:43 动过这一件(取件)");
    assert_holder(db, "liuyang");
    people_commit(second);
    driver_wait_text(second, "回避"); /* who reviewed it does not recheck it */
    assert_decided_by(db, "liuyang");
    assert_verifies(db);
}

static void test_who_is_cut_off_for_a_moment_keeps_the_case(void **state)
{
    (void)state;
    const char *db = world_database("cut");
    people_cases_accepted(db, 1);
    struct driver *first = reviewer_with_case(db, "zhouqian");
    world_sql(db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  " WHERE datname = current_database() AND usename = 'zhouqian'");
    driver_wait_text(first, "库又通了");
    world_clock(db, "2026-03-02 10:42:50");
    struct driver *second = officer_at(db, "liuyang");
    expect_nothing_waits(second);
    people_commit(first);
    driver_wait_text(first, "没有等您的案子");
    assert_decided_by(db, "zhouqian");
    assert_verifies(db);
}

/* --- nobody tends */

static void agree_next(const char *db, const char *login)
{
    struct driver *officer = reviewer_with_case(db, login);
    people_commit(officer);
    driver_wait_text(officer, "没有等您的案子");
    driver_stop(&officer);
}

static void test_everything_goes_on_while_nobody_tends(void **state)
{
    (void)state;
    const char *db = world_database("untended");
    world_clock(db, "2026-03-04 09:00"); /* a day for which nobody has made numbers */
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    driver_expect_no_text(clerk, "照管"); /* nothing that a clerk could do about it */
    people_whole_case(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_expect_text(clerk, "210600-20260304-001-00001");
    struct driver *reviewer = reviewer_with_case(db, "zhouqian");
    driver_stop(&reviewer); /* leaves it open */
    world_clock(db, "2026-03-04 09:02");
    struct driver *second = officer_at(db, "liuyang");
    driver_expect_text(second, "没有人照管数据库");
    driver_expect_text(second, "按 F4 看");
    people_commit(second);
    driver_wait_text(second, "开始填写");
    people_commit(second);
    driver_wait_text(second, "回避"); /* who reviewed it does not recheck it */
    agree_next(db, "lina");
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "finished");
    assert_verifies(db);
    world_sql(db, "SELECT yc.tend()");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.queue_delta"), "0");
    assert_verifies(db);
}

/* The line stands as long as it is true, comes without a key, and the figures beside it are right. */
static void test_supervisors_see_since_when_nobody_tends(void **state)
{
    (void)state;
    const char *db = world_database("told");
    world_clock(db, "2026-03-02 10:42:57"); /* three seconds before the minute turns */
    people_cases_accepted(db, 2);
    struct driver *supervisor = officer_at(db, "zhaomin");
    driver_wait_text(supervisor, "后厂");
    driver_expect_no_text(supervisor, "照管");
    world_clock(db, "2026-03-02 11:42:57");
    driver_wait_text(supervisor, "! 从 03-02 10:42 起没有人照管数据库：数字照样准，取件会慢");
    driver_expect_text(supervisor, "有人取件时才放回队列。F2 说怎么办");
    driver_expect_row(supervisor, 0, "无人照管");
    struct driver *reviewer = reviewer_with_case(db, "zhouqian");
    driver_key(supervisor, "F4");
    driver_wait_text(supervisor, "03-05");
    driver_expect_cursor_on(supervisor, ">1 初审");
    driver_expect_text(supervisor, "从 03-02 10:42 起没有人照管");
    driver_key(supervisor, "F2");
    driver_wait_text(supervisor, "yichuang-admin tend");
    driver_key(supervisor, "Esc");
    driver_wait_gone(supervisor, "yichuang-admin tend");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "周倩");
    driver_expect_text(supervisor, "从 03-02 10:42 起没有人照管");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "本人办理");
    driver_expect_row(supervisor, 0, "无人照管"); /* on every screen of theirs */
    driver_expect_no_text(supervisor, "没有人照管数据库");
    world_sql(db, "SELECT yc.tend()");
    driver_key(supervisor, "Esc");
    driver_wait_gone(supervisor, "照管");
    driver_stop(&reviewer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_who_dies_with_a_case_open_holds_it_for_a_minute, world_teardown),
        cmocka_unit_test_teardown(test_tending_gives_a_dead_colleagues_case_back_by_itself, world_teardown),
        cmocka_unit_test_teardown(test_who_wakes_too_late_decides_nothing_and_is_told_who_has_it,
                                  world_teardown),
        cmocka_unit_test_teardown(test_who_is_cut_off_for_a_moment_keeps_the_case, world_teardown),
        cmocka_unit_test_teardown(test_everything_goes_on_while_nobody_tends, world_teardown),
        cmocka_unit_test_teardown(test_supervisors_see_since_when_nobody_tends, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
