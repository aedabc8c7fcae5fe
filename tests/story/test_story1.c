/* Story 1: the woman who lost her dismissal notice gets her unemployment benefit by a commitment letter; she
 * comes back another year; and a case that is returned and corrected. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/command.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

#define NUMBER       "210600-20260302-001-00001-5"
#define NUMBER_PLAIN "21060020260302001000015"

enum { RETURNING_KEYS = 31 }; /* of a claim in which nothing changed, from the picker to the acceptance */

/* Asserts that verify finds nothing, and says so by its exit status. */
static void assert_verifies(const char *db)
{
    struct buffer out = {0};
    int status = command_run(&out, (const char *[]){"yichuang-admin", "verify", "--db", db, NULL});
    if (status != 0)
        fail_msg("verify: %s", buffer_string(&out));
    buffer_free(&out);
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.verify()"), "0");
}

/* Takes the next case of the queue, agrees. Returns the keys pressed. */
static int next_case_agreed(const char *db, const char *login)
{
    struct driver *officer = people_sign_on(&(struct person_at){.database = db, .login = login});
    driver_wait_text(officer, "失业保险金申领");
    people_commit(officer);
    driver_wait_text(officer, "承诺书 2026-03-02 已签");
    driver_expect_text(officer, NUMBER);
    driver_expect_text(officer, PERSON_MASKED);
    driver_expect_no_text(officer, PERSON_NUMBER);
    driver_expect_row(officer, -2, "同意，取下一件");
    people_commit(officer);
    driver_wait_text(officer, "没有等您的案子");
    int keys = driver_keys(officer);
    driver_stop(&officer);
    return keys;
}

static void receipt_expect(struct driver *clerk)
{
    driver_expect_text(clerk, NUMBER);
    driver_expect_text(clerk, "2026-03-05 (3个工作日)");
    driver_expect_text(clerk, "2026-03-16 (10个工作日)");
    driver_expect_text(clerk, "id.jpg");
    driver_expect_text(clerk, "承诺书代替");
    driver_expect_text(clerk, "reg.jpg");
    driver_expect_text(clerk, PERSON_MASKED);
    driver_expect_no_text(clerk, PERSON_NUMBER);
    for (int row = 0; row < driver_rows(clerk); row++) {
        struct buffer text = {0};
        driver_row_text(clerk, row, &text);
        if (strstr(buffer_string(&text), driver_words(clerk, "还欠")))
            assert_non_null(strstr(buffer_string(&text), driver_words(clerk, "无")));
        buffer_free(&text);
    }
}

static void test_the_woman_who_lost_her_dismissal_notice(void **state)
{
    (void)state;
    const char *db = world_database("story1");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    driver_expect_row(clerk, 0, "演示大厅 02窗 王芳");
    int signed_on = driver_keys(clerk);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_expect_text(clerk, PERSON_MASKED);
    driver_expect_text(clerk, "女 124岁");
    int picking = driver_keys(clerk);
    people_pick(clerk);
    driver_expect_cursor_after(clerk, "手机号码       [");
    people_fill(clerk);
    people_materials(clerk);
    int accepting = driver_keys(clerk);
    people_accept(clerk);
    receipt_expect(clerk);
    int clerk_keys = driver_keys(clerk);
    int paths = (int)(strlen(world_path("id.jpg")) + strlen(world_path("reg.jpg")));
    assert_string_equal(world_sql(db, "SELECT state || ' ' || stage || ' ' || number FROM yc.case_file"),
                        "accepted review " NUMBER_PLAIN);
    int reviewer_keys = next_case_agreed(db, "zhouqian");
    assert_string_equal(world_sql(db, "SELECT state || ' ' || stage FROM yc.case_file"), "accepted recheck");
    int rechecker_keys = next_case_agreed(db, "lina");
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "finished");
    assert_verifies(db);
    printf("# story 1: clerk %d keys, reviewer %d, rechecker %d\n", clerk_keys, reviewer_keys,
           rechecker_keys);
    printf("# story 1: signing on %d, number and name %d, from picker to acceptance %d (of these %d for the "
           "paths of "
           "two files, %d to accept)\n",
           signed_on, picking - signed_on, clerk_keys - picking, paths, clerk_keys - accepting);
}

/* She was here a year and a week ago; the calendars of both years are published. */
static const char *database_with_an_old_case(const char *name)
{
    const char *db = world_database(name);
    world_sql(db, "UPDATE yc.definition SET valid_from = '2025-01-01'");
    world_sql(db, "UPDATE yc.staff_grant SET valid_from = '2025-01-01'");
    world_clock(db, "2025-03-03 10:00");
    world_sql(db, "SELECT yc.tend()");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_whole_case(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_stop(&clerk);
    world_clock(db, "2026-03-10 09:00");
    world_sql(db, "SELECT yc.tend()");
    return db;
}

/* What she said last time stands there, marked as old; what may have changed is asked about, not typed. */
static void test_whoever_comes_back_types_little(void **state)
{
    (void)state;
    const char *db = database_with_an_old_case("again");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "hejun", .window = "1"});
    int signed_on = driver_keys(clerk);
    people_known_person(clerk, PERSON_NUMBER);
    driver_wait_text(clerk, "初审");
    int picking = driver_keys(clerk);
    people_pick(clerk);
    driver_expect_no_text(clerk, "13912345678");
    driver_expect_text(clerk, "?手机号码");
    driver_expect_text(clerk, "?最后工作单位");
    driver_expect_text(clerk, "演示纺织厂");
    driver_expect_text(clerk, "旧 25-03");
    driver_expect_text(clerk, "要确认2");
    driver_expect_cursor_after(clerk, "手机号码       [");
    driver_expect_text(clerk, "还用就按 Enter");
    driver_key(clerk, "Enter");
    driver_expect_text(clerk, "要确认1");
    driver_expect_text(clerk, "139****5678"); /* kept, still masked */
    driver_type(clerk, "0");
    driver_key(clerk, "Enter");
    driver_type(clerk, "02");
    driver_key(clerk, "Enter");
    driver_expect_cursor_after(clerk, "最后工作单位   [演示纺织厂");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "材料 缺3");
    people_materials(clerk);
    people_accept(clerk);
    int paths = (int)(strlen(world_path("id.jpg")) + strlen(world_path("reg.jpg")));
    int keys = driver_keys(clerk) - picking - paths + 2; /* a path is one key: later a scan */
    printf("# returning person: number %d keys, from picker to acceptance %d, a material's path counted as "
           "one\n",
           picking - signed_on, keys);
    assert_in_range(keys, 1, RETURNING_KEYS);
    assert_string_equal(
        world_sql(db,
                  "SELECT string_agg(value, ' ' ORDER BY case_id) FROM yc.case_file c JOIN yc.case_field f"
                  " USING (region) WHERE f.case_id = c.id AND field = 'mobile'"),
        "13912345678 13912345678");
    assert_string_equal(
        world_sql(db, "SELECT string_agg(unemp, ' ') FROM (SELECT value AS unemp FROM yc.case_field WHERE"
                      " field = 'unemp_date' ORDER BY case_id) x"),
        "2025-02-28 2026-03-10");
    assert_verifies(db);
}

/* Nobody can say "still the same" to a number that the clerk does not see. */
static void test_an_old_number_stands_there_while_it_is_asked_about(void **state)
{
    (void)state;
    const char *db = database_with_an_old_case("asked");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "hejun", .window = "1"});
    people_known_person(clerk, PERSON_NUMBER);
    people_pick(clerk);
    driver_expect_text(clerk, "?手机号码");
    driver_expect_text(clerk, "139****5678");
}

static void visit_end(struct driver *clerk)
{
    driver_wait_text(clerk, "此人的案子");
    people_commit(clerk);
    driver_wait_text(clerk, "结束来访");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "请叫下一位");
    driver_expect_no_text(clerk, PERSON_NAME); /* nothing of one person is left for the next */
}

static void test_a_returned_case_is_corrected_and_its_dates_move(void **state)
{
    (void)state;
    const char *db = world_database("returned");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_whole_case(clerk, PERSON_NUMBER, PERSON_NAME);
    world_clock(db, "2026-03-03 09:00");

    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "失业保险金申领");
    people_commit(reviewer);
    driver_wait_text(reviewer, NUMBER);
    driver_key(reviewer, "2");
    driver_wait_text(reviewer, "03 签署不全");
    driver_key(reviewer, "3");
    driver_wait_text(reviewer, "原因     03 签署不全");
    driver_type(reviewer, "承诺书未写日期，请本人到任一窗口补签。");
    driver_expect_row(reviewer, -2, "F9: 退回补正，取下一件");
    driver_expect_attribute(reviewer, "F9: 退回补正，取下一件", ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE);
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
    printf("# returning a case with reason and words: %d keys\n", driver_keys(reviewer));
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "returned");
    driver_stop(&reviewer);

    world_clock(db, "2026-03-05 14:00");
    driver_key(clerk, "Enter"); /* from the receipt */
    visit_end(clerk);
    people_known_person(clerk, PERSON_NUMBER);
    driver_wait_text(clerk, "退回补正");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "念给申请人听一遍");
    driver_expect_text(clerk, "承诺书未写日期"); /* whoever corrects it must read what is wrong */
    driver_keys_in_turn(clerk, "Tab Tab");
    driver_wait_text(clerk, "失业时间       [2026-02-28");
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, "0227");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "2026-02-27");
    people_accept(clerk);
    driver_expect_text(clerk, NUMBER); /* the number never changes */
    driver_expect_text(clerk, "2026-03-09 (3个工作日)");
    driver_expect_text(clerk, "2026-03-18 (10个工作日)");
    assert_string_equal(world_sql(db, "SELECT state || ' ' || stage FROM yc.case_file"), "accepted review");
    assert_verifies(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_the_woman_who_lost_her_dismissal_notice, world_teardown),
        cmocka_unit_test_teardown(test_whoever_comes_back_types_little, world_teardown),
        cmocka_unit_test_teardown(test_an_old_number_stands_there_while_it_is_asked_about, world_teardown),
        cmocka_unit_test_teardown(test_a_returned_case_is_corrected_and_its_dates_move, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
