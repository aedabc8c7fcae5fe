/* What a supervisor looks after, from the keyboard: what is over its limit, what is suspended for long, what
 * is put aside and made ready again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

static const char *cases(const char *name, int count)
{
    const char *db = world_database(name);
    world_script(db, "tests/store/helpers.sql", "unused=1");
    driver_outside("郭晓兰"); /* whose cases these are */
    world_sql(db, "SELECT count(test.accepted('wangfang', test.id_no(n))) FROM generate_series(1, %d) n",
              count);
    return db;
}

/* The id of the nth case, for a statement. */
#define CASE(n) "(SELECT id FROM yc.case_file ORDER BY id OFFSET " #n " - 1 LIMIT 1)"

static struct driver *at_desk(const char *db)
{
    struct driver *supervisor = people_sign_on(&(struct person_at){.database = db, .login = "zhaomin"});
    driver_wait_text(supervisor, "后厂");
    return supervisor;
}

static void key_and_wait(struct driver *driver, const char *key, const char *text)
{
    driver_key(driver, key);
    driver_wait_text(driver, text);
}

static void key_and_wait_gone(struct driver *driver, const char *key, const char *text)
{
    driver_key(driver, key);
    driver_wait_gone(driver, text);
}

static void assert_verifies(const char *db)
{
    assert_string_equal(world_sql(db, "SELECT string_agg(code, ' ') FROM yc.verify()"), "");
}

static void assert_hands(const char *db, const char *wanted)
{
    assert_string_equal(
        world_sql(db, "SELECT string_agg(concat_ws(' ', yc.task_kind(t), s.login), ', ' ORDER BY t.id) "
                      "FROM yc.task t LEFT JOIN yc.staff s ON s.id = t.claimed_by"),
        wanted);
}

static void test_what_is_over_its_limit_is_listed_with_why_and_opened(void **state)
{
    (void)state;
    const char *db = cases("overdue", 3);
    struct driver *supervisor = at_desk(db);
    key_and_wait(supervisor, "Ctrl-E", "没有超期的案子");
    driver_expect_text(supervisor, ">1 超期 0");
    world_clock(db, "2026-03-06 10:00");
    world_sql(db, "SELECT test.as('liuyang', test.claim(id)) FROM yc.task WHERE case_id = " CASE(2));
    world_sql(db, "SELECT yc.tend() FROM generate_series(1, 2)");
    key_and_wait(supervisor, "F4", ">1 超期 3");
    key_and_wait(supervisor, "Down", "00002");
    key_and_wait(supervisor, "F2", "从 2026-03-06 起超期");
    driver_expect_text(supervisor, "停在初审，在 刘洋 手里");
    driver_expect_text(supervisor, "法定期限 2026-03-16 还没有过");
    key_and_wait_gone(supervisor, "Esc", "还没有过");

    world_sql(db, "SELECT test.decided('zhouqian', " CASE(1) ", 'agree')");
    world_sql(db, "UPDATE yc.task SET due = '2026-03-09' WHERE case_id = " CASE(1));
    world_sql(db, "SELECT yc.tend() FROM generate_series(1, 2)");
    key_and_wait(supervisor, "F4", ">1 超期 2");
    driver_expect_text(supervisor, "00002"); /* the row that was marked still is */
    key_and_wait(supervisor, "F8", "搁置和留给人的");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "210600-20260302");
    driver_wait_text(supervisor, "00002");
    key_and_wait(supervisor, "Esc", ">1 超期 2");
    key_and_wait(supervisor, "4", "只有三张表");
    key_and_wait(supervisor, "Esc", "后厂");
}

static void test_long_lists_are_turned_page_by_page(void **state)
{
    (void)state;
    const char *db = cases("pages", 1);
    world_sql(db, "SELECT test.many(52)");
    world_clock(db, "2026-03-06 10:00");
    world_sql(db, "SELECT yc.tend() FROM generate_series(1, 3)");
    struct driver *supervisor = at_desk(db);
    key_and_wait(supervisor, "Ctrl-E", ">1 超期 50+");
    key_and_wait(supervisor, "PgUp", "前面没有了");
    driver_keys_in_turn(supervisor, "PgDn PgDn PgDn PgDn PgDn PgDn");
    driver_wait_text(supervisor, ">1 超期 51-53");
    driver_keys_in_turn(supervisor, "PgDn PgDn");
    driver_wait_text(supervisor, "后面没有了");
    driver_keys_in_turn(supervisor, "PgUp PgUp");
    driver_wait_text(supervisor, ">1 超期 50+");
}

static void test_a_long_suspension_is_listed_with_its_reason(void **state)
{
    (void)state;
    const char *db = cases("suspended", 2);
    world_sql(db, "SELECT test.clock_stops('ui-benefit', 'site_check', 'inter_region_reply')");
    world_sql(db, "SELECT test.decided('zhouqian', " CASE(1) ", 'suspend', 'site_check', '通知书1号')");
    world_sql(db,
              "SELECT test.decided('zhouqian', " CASE(2) ", 'suspend', 'inter_region_reply', '联系函2号')");
    driver_outside("通知书1号");
    driver_outside("联系函2号");
    struct driver *supervisor = at_desk(db);
    driver_key(supervisor, "Ctrl-E");
    key_and_wait(supervisor, "2", "没有要看的中止");
    world_clock(db, "2026-04-13 10:00");
    key_and_wait(supervisor, "F4", ">2 久停 2");
    driver_wait_text(supervisor, "无期");
    driver_expect_text(supervisor, "实地核查");
    driver_expect_text(supervisor, "等待外地");
    key_and_wait(supervisor, "F2", "谁也说不出什么时候结束");
    driver_expect_text(supervisor, "现在停着：实地核查");
    driver_expect_text(supervisor, "一共中止过 1 次");
    key_and_wait_gone(supervisor, "Esc", "谁也说不出什么时候结束");
    key_and_wait(supervisor, "Down", "联系函2号");
    key_and_wait(supervisor, "F2", "超过了设置里的天数");
    driver_expect_text(supervisor, "2026-03-23");
    driver_key(supervisor, "Esc");
    driver_wait_gone(supervisor, "超过了设置里的天数");
    key_and_wait(supervisor, "Enter", "00002");
}

static void test_what_is_put_aside_is_made_ready_or_given_to_somebody(void **state)
{
    (void)state;
    const char *db = cases("aside", 2);
    world_sql(db, "SELECT test.as('zhouqian', test.claim(id)) FROM yc.task");
    world_sql(db, "SELECT test.as('zhouqian', format('SELECT until FROM desk.task_hold(gen_random_uuid(), "
                  "210600, %%s, %%L, %%L, %%L)', id, token, '2026-03-04', '等银行回单')) FROM yc.task");
    driver_outside("等银行回单");
    assert_hands(db, "held zhouqian, held zhouqian");
    struct driver *supervisor = at_desk(db);
    driver_key(supervisor, "Ctrl-E");
    key_and_wait(supervisor, "3", ">3 搁置 2");
    driver_expect_text(supervisor, "周倩 搁置到 2026-03-04：等银行回单");
    key_and_wait(supervisor, "F2", "周倩 把它搁置到 2026-03-04");
    driver_expect_text(supervisor, "期限照样走：它在初审，2026-03-05 到期");
    key_and_wait_gone(supervisor, "Esc", "期限照样走");

    key_and_wait(supervisor, "F8", "不再留给 周倩");
    driver_expect_text(supervisor, "F9: 放回队列，谁都能取");
    driver_key(supervisor, "Enter"); /* is no answer */
    key_and_wait_gone(supervisor, "Esc", "不再留给 周倩");
    assert_hands(db, "held zhouqian, held zhouqian");
    key_and_wait(supervisor, "F8", "不再留给 周倩");
    people_commit(supervisor);
    driver_wait_text(supervisor, "已放回队列，谁都能取");
    driver_wait_text(supervisor, ">3 搁置 1");
    assert_hands(db, "ready, held zhouqian");

    key_and_wait(supervisor, "F6", "刘洋");
    key_and_wait(supervisor, "1", "派给 刘洋");
    driver_type(supervisor, "急件");
    driver_wait_text(supervisor, "急件");
    people_commit(supervisor);
    driver_wait_text(supervisor, "已派给 刘洋");
    driver_wait_text(supervisor, "留给 刘洋");
    assert_hands(db, "ready, reserved liuyang");
    key_and_wait(supervisor, "F8", "不再留给 刘洋");
    people_commit(supervisor);
    driver_wait_text(supervisor, "没有搁置的，也没有留给谁的");
    assert_hands(db, "ready, ready");
    key_and_wait(supervisor, "F6", "没有搁置的，也没有留给谁的");
    assert_verifies(db);
}

static void test_who_is_no_supervisor_any_more_is_told_so(void **state)
{
    (void)state;
    const char *db = cases("right", 1);
    struct driver *supervisor = at_desk(db);
    world_sql(db, "UPDATE yc.staff_grant g SET revoked_at = yc.now() FROM yc.staff s "
                  "WHERE s.id = g.staff_id AND s.login = 'zhaomin' AND g.action = 'supervise'");
    key_and_wait(supervisor, "Ctrl-E", "请找操作员授权");
    driver_wait_gone(supervisor, "1 超期");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_what_is_over_its_limit_is_listed_with_why_and_opened, world_teardown),
        cmocka_unit_test_teardown(test_long_lists_are_turned_page_by_page, world_teardown),
        cmocka_unit_test_teardown(test_a_long_suspension_is_listed_with_its_reason, world_teardown),
        cmocka_unit_test_teardown(test_what_is_put_aside_is_made_ready_or_given_to_somebody, world_teardown),
        cmocka_unit_test_teardown(test_who_is_no_supervisor_any_more_is_told_so, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
