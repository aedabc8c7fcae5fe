/* The supervisor looks back: the daily report on the screen and into a file, and who looked at whom and why.
 */
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

static struct driver *supervisor_at(const char *db)
{
    struct driver *supervisor = people_sign_on(&(struct person_at){.database = db, .login = "zhaomin"});
    driver_wait_text(supervisor, "后厂");
    return supervisor;
}

static void test_the_report_is_read_and_written_to_a_new_file(void **state)
{
    (void)state;
    const char *db = world_database("report");
    people_cases_accepted(db, 3);
    world_sql(db, "SELECT count(*) FROM yc.tend()");
    struct driver *supervisor = supervisor_at(db);
    driver_key(supervisor, "Ctrl-R");
    driver_wait_text(supervisor, "地区 210600  2026-03-02 日报");
    driver_wait_text(supervisor, "退回、不予、中止的原因");
    driver_expect_text(supervisor, "失业保险金申领");
    people_commit(supervisor);
    driver_outside(".csv report");
    driver_wait_text(supervisor, "写到哪个文件");
    driver_key(supervisor, "Ctrl-U");
    const char *path = world_path("day.csv");
    driver_type_plain(supervisor, path);
    people_commit(supervisor);
    driver_wait_text(supervisor, "已写到");
    assert_string_equal(world_shell("head -1 '%s' | cut -c4-26", path), "region,from,to,part,ite\n");
    assert_string_equal(
        world_shell("grep -c '^210600,2026-03-02,2026-03-02,item,ui-benefit,,,,3,' '%s'", path), "1\n");
    people_commit(supervisor);
    driver_wait_text(supervisor, "写到哪个文件");
    driver_key(supervisor, "Ctrl-U");
    driver_type_plain(supervisor, path);
    people_commit(supervisor);
    driver_wait_text(supervisor, "已经有了");
}

static void test_a_report_of_another_day_and_of_none(void **state)
{
    (void)state;
    const char *db = world_database("reportday");
    people_cases_accepted(db, 1);
    world_sql(db, "SELECT count(*) FROM yc.tend()");
    struct driver *supervisor = supervisor_at(db);
    driver_key(supervisor, "Ctrl-R");
    driver_wait_text(supervisor, "退回、不予、中止的原因");
    driver_key(supervisor, "F4");
    driver_wait_text(supervisor, "哪一天");
    driver_type(supervisor, "2026-02-01..2026-03-02");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "地区 210600  2026-02-01 到 2026-03-02");
    driver_wait_text(supervisor, "失业保险金申领");
    driver_key(supervisor, "F4");
    driver_wait_text(supervisor, "哪一天");
    driver_type(supervisor, "2026-01-01..2026-03-02");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "最多 31 天");
    driver_key(supervisor, "Esc");
    driver_wait_text(supervisor, "后厂");
}

static void test_who_looked_at_whom_is_searched_and_that_is_noted(void **state)
{
    (void)state;
    const char *db = world_database("reads");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    world_sql(db, "INSERT INTO yc.read_log (region, at, staff_id, function, what, purpose) SELECT 210600, "
                  "timestamptz '2026-02-01 10:00+08' + make_interval(mins => n), s.id, 'find', 'x', 'find' "
                  "FROM yc.staff s, generate_series(1, 60) n WHERE s.login = 'hejun'");
    struct driver *supervisor = supervisor_at(db);
    driver_key(supervisor, "Ctrl-L");
    driver_wait_text(supervisor, "本地区全部查阅");
    driver_wait_text(supervisor, "窗口接待");
    driver_expect_text(supervisor, "张*兰");
    driver_expect_no_text(supervisor, PERSON_NUMBER);
    driver_key(supervisor, "F4");
    driver_wait_text(supervisor, "按什么查");
    driver_key(supervisor, "2");
    driver_wait_text(supervisor, "后四位");
    driver_type(supervisor, "1046");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "证件号码 1046");
    driver_wait_text(supervisor, "王芳");
    driver_wait_gone(supervisor, "何军");
    world_wait(db, "1",
               "SELECT count(*) FROM yc.read_log l JOIN yc.staff s ON s.id = l.staff_id WHERE s.login = "
               "'zhaomin' AND l.purpose = 'search by credential' AND l.person_id IS NOT NULL");
    driver_key(supervisor, "F4");
    driver_wait_text(supervisor, "按什么查");
    driver_key(supervisor, "2");
    driver_wait_text(supervisor, "后四位");
    driver_key(supervisor, "Ctrl-U");
    driver_type(supervisor, "46");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "“46”查不到人");
}

static void test_the_read_log_goes_back_and_forth_page_by_page(void **state)
{
    (void)state;
    const char *db = world_database("readspages");
    world_sql(db, "INSERT INTO yc.read_log (region, at, staff_id, function, what, purpose) SELECT 210600, "
                  "timestamptz '2026-02-01 10:00+08' + make_interval(mins => n), s.id, 'find', 'x', 'find' "
                  "FROM yc.staff s, generate_series(1, 120) n WHERE s.login = 'hejun'");
    struct driver *supervisor = supervisor_at(db);
    driver_key(supervisor, "Ctrl-L");
    driver_wait_text(supervisor, "2026-02-01 12:00");
    for (int page = 0; page < 4; page++) /* to the last of 50 rows, whatever fits */
        driver_key(supervisor, "PgDn");
    driver_key(supervisor, "PgDn");
    driver_wait_text(supervisor, "2026-02-01 11:10");
    driver_key(supervisor, "PgUp");
    driver_wait_text(supervisor, "2026-02-01 11:11");
}

static void test_keys_of_a_form_and_of_a_decision_are_counted_of_nobody(void **state)
{
    (void)state;
    const char *db = world_database("effort");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_whole_case(clerk, PERSON_NUMBER, PERSON_NAME);
    world_wait(db, "ui-benefit accept t",
               "SELECT string_agg(concat_ws(' ', item, stage, keys BETWEEN 20 AND 400), ',') FROM yc.effort");
    struct driver *officer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(officer, "失业保险金申领");
    people_commit(officer);
    driver_wait_text(officer, "开始填写");
    people_commit(officer);
    world_wait(
        db, "accept, review 1",
        "SELECT string_agg(concat_ws(' ', stage, CASE WHEN stage = 'review' THEN keys END), ', ' ORDER "
        "BY stage) FROM yc.effort");
}

static void test_f2_tells_how_long_it_was_in_whose_hands(void **state)
{
    (void)state;
    const char *db = world_database("parts");
    people_cases_accepted(db, 1);
    world_clock(db, "2026-03-02 11:42");
    struct driver *first = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(first, "失业保险金申领");
    people_commit(first);
    driver_wait_text(first, "开始填写");
    people_commit(first);
    world_wait(db, "recheck", "SELECT max(stage) FROM yc.case_file WHERE stage <> 'review'");
    struct driver *second = people_sign_on(&(struct person_at){.database = db, .login = "lina"});
    driver_wait_text(second, "失业保险金申领");
    people_commit(second);
    driver_wait_text(second, "开始填写");
    driver_key(second, "F3"); /* its answer comes behind all that was asked when the case was opened */
    driver_type(second, "99999");
    driver_wait_text(second, "没有找到");
    driver_key(second, "Esc");
    driver_wait_text(second, "开始填写");
    driver_key(second, "F2");
    driver_wait_text(second, "为何轮到我");
    driver_keys_in_turn(second, "Down Down Down Down Down");
    driver_wait_text(second, "各手用了多少工作日");
    driver_expect_text(second, "初审 周倩 同意：0.04，累计 0.04");
    driver_key(second, "PgDn");
    driver_wait_text(second, "复核 李娜 到现在：0.00，累计 0.04");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_the_report_is_read_and_written_to_a_new_file, world_teardown),
        cmocka_unit_test_teardown(test_a_report_of_another_day_and_of_none, world_teardown),
        cmocka_unit_test_teardown(test_who_looked_at_whom_is_searched_and_that_is_noted, world_teardown),
        cmocka_unit_test_teardown(test_keys_of_a_form_and_of_a_decision_are_counted_of_nobody,
                                  world_teardown),
        cmocka_unit_test_teardown(test_f2_tells_how_long_it_was_in_whose_hands, world_teardown),
        cmocka_unit_test_teardown(test_the_read_log_goes_back_and_forth_page_by_page, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
