/* One case and two windows: a draft that goes from hand to hand, and a returned case that is corrected where
 * its applicant happens to come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/command.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

static void type_two_fields(struct driver *clerk)
{
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    driver_type(clerk, "0228");
    driver_key(clerk, "Enter");
    driver_expect_cursor_after(clerk, "解除原因       [");
}

static void test_a_draft_goes_to_the_next_window_and_back(void **state)
{
    (void)state;
    const char *db = world_database("windows");
    struct driver *third =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "3"});
    struct driver *fourth =
        people_sign_on(&(struct person_at){.database = db, .login = "hejun", .window = "4"});
    people_new_person(third, PERSON_NUMBER, PERSON_NAME);
    people_pick(third);
    type_two_fields(third);
    driver_type(third, "02"); /* typed, and the field not left */

    driver_type(fourth, PERSON_NUMBER);
    driver_key(fourth, "Enter");
    driver_wait_text(fourth, "03窗 王芳 03-02 10:42 起在办");
    driver_key(fourth, "Enter"); /* what is open is offered */
    driver_wait_text(fourth, "录过的都在草稿里");
    driver_expect_text(fourth, "王芳");
    assert_string_equal(
        world_sql(db, "SELECT s.login FROM yc.case_file c JOIN yc.staff s ON s.id = c.holder"),
        "wangfang"); /* offered is not taken */
    people_commit(fourth);
    driver_wait_text(fourth, "出生日期");
    driver_expect_text(fourth, "2026-02-28");
    driver_expect_text(fourth, "139****5678");
    driver_expect_cursor_after(fourth, "解除原因       ["); /* where it was left */

    driver_wait_text(third, "这件被别的窗口接走了"); /* told without a key */
    driver_expect_text(third, "04窗 何军 10:42");
    driver_expect_text(third, "只有光标所在这格没存: 解除原因");
    driver_type(fourth, "03");
    driver_key(fourth, "Enter");
    driver_wait_text(fourth, "03 ");
    world_wait(db, "03", "SELECT value FROM yc.case_field WHERE field = 'leave_reason'");
    driver_key(third, "2"); /* back again */
    driver_wait_text(third, "出生日期");
    driver_expect_text(third, "03 ");
    driver_wait_text(fourth, "这件被别的窗口接走了");
    driver_expect_text(fourth, "03窗 王芳 10:42");
    driver_key(fourth, "1");
    driver_wait_text(fourth, "此人的案子");
    assert_string_equal(
        world_sql(db, "SELECT s.login FROM yc.case_file c JOIN yc.staff s ON s.id = c.holder"), "wangfang");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.verify()"), "0");
}

/* What the officer of the next window sees of somebody whose visit was parked. */
static void test_a_parked_visit_is_offered_at_any_window(void **state)
{
    (void)state;
    const char *db = world_database("parked");
    struct driver *third =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "3"});
    people_new_person(third, PERSON_NUMBER, PERSON_NAME);
    people_pick(third);
    type_two_fields(third);
    driver_key(third, "F8");
    driver_wait_text(third, "挂起，办下一位");
    driver_key(third, "1");
    driver_wait_text(third, "请叫下一位");
    struct driver *fourth =
        people_sign_on(&(struct person_at){.database = db, .login = "hejun", .window = "4"});
    driver_type(fourth, PERSON_NUMBER);
    driver_key(fourth, "Enter");
    driver_wait_text(fourth, "接着办: 03-02 10:42 王芳 挂起");
    driver_key(fourth, "Enter");
    driver_wait_text(fourth, "续办1");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.visit"), "1"); /* the same visit goes on */
}

/* The steps of both sums as `explain` tells them: clock, limit in days, days that did not count, due. */
static const char *explained(const char *db)
{
    return world_sql(
        db,
        "SELECT string_agg(format('%%s %%s-%%s=%%s', clock, limit_days, excluded, due), ' ' ORDER BY clock)"
        " FROM (SELECT clock, limit_days, due, coalesce(sum(days) FILTER (WHERE kind = 'pause'), 0) AS "
        "excluded"
        " FROM desk.explain(210600, (SELECT id FROM yc.case_file)) GROUP BY 1, 2, 3) x");
}

static void test_a_returned_case_is_corrected_at_another_window(void **state)
{
    (void)state;
    const char *db = world_database("elsewhere");
    struct driver *third =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "3"});
    people_whole_case(third, PERSON_NUMBER, PERSON_NAME);
    driver_stop(&third);
    assert_string_equal(explained(db), "promised 3-0=2026-03-05 statutory 10-0=2026-03-16");
    world_clock(db, "2026-03-03 09:00");
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "失业保险金申领");
    people_commit(reviewer);
    driver_wait_text(reviewer, "210600-20260302-001-00001-5");
    driver_key(reviewer, "2");
    driver_wait_text(reviewer, "03 签署不全");
    driver_key(reviewer, "3");
    driver_wait_text(reviewer, "原因     03 签署不全");
    driver_type(reviewer, "承诺书未写日期");
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");

    world_clock(db, "2026-03-05 14:00");
    struct driver *fourth =
        people_sign_on(&(struct person_at){.database = db, .login = "hejun", .window = "4"});
    people_known_person(fourth, PERSON_NUMBER);
    driver_wait_text(fourth, "退回补正");
    driver_key(fourth, "Enter"); /* offered */
    driver_wait_text(fourth, "承诺书未写日期");
    people_accept(fourth);
    driver_expect_text(fourth, "210600-20260302-001-00001-5");
    driver_expect_text(fourth, "04窗");
    driver_expect_text(fourth, "2026-03-09 (3个工作日)");
    driver_expect_text(fourth, "2026-03-18 (10个工作日)");
    assert_string_equal(explained(db), "promised 3-2=2026-03-09 statutory 10-2=2026-03-18"); /* both by two */
    driver_key(fourth, "F2");
    driver_wait_text(fourth, "03-04");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.verify()"), "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_a_draft_goes_to_the_next_window_and_back, world_teardown),
        cmocka_unit_test_teardown(test_a_parked_visit_is_offered_at_any_window, world_teardown),
        cmocka_unit_test_teardown(test_a_returned_case_is_corrected_at_another_window, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
