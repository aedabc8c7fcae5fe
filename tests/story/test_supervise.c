/* The supervisor's desk: one case overdue and one stuck are seen, a task is given to somebody, a queue
 * paused, a window closed; the clerk and the approver see it at once and lose nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

static void assert_verifies(const char *db)
{
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.verify()"), "0");
}

static struct driver *at_desk(const char *db, const char *login, const char *window)
{
    return people_sign_on(&(struct person_at){.database = db, .login = login, .window = window});
}

static void key_and_wait(struct driver *driver, const char *key, const char *text)
{
    driver_key(driver, key);
    driver_wait_text(driver, text);
}

/* Answers a question for the reason and commits. */
static void reason(struct driver *driver, const char *words, const char *told)
{
    driver_wait_text(driver, "有关的人会看到");
    driver_type(driver, words);
    driver_wait_text(driver, words);
    people_commit(driver);
    driver_wait_text(driver, told);
}

static void test_what_is_overdue_is_given_to_somebody(void **state)
{
    (void)state;
    const char *db = world_database("desk");
    people_cases_accepted(db, 2);
    world_clock(db, "2026-03-06 10:00");
    world_sql(db, "SELECT yc.tend()");
    struct driver *approver = at_desk(db, "liuyang", NULL);
    driver_wait_text(approver, "失业保险金申领");
    struct driver *supervisor = at_desk(db, "zhaomin", NULL);
    driver_wait_text(supervisor, "初审 2件");
    driver_expect_text(supervisor, "2件过了到期日，最早 03-05，有人能办");
    driver_expect_text(supervisor, "没有动");
    driver_expect_text(supervisor, "没交班");
    key_and_wait(supervisor, "F2", "设置里的工作日数");
    driver_key(supervisor, "Esc");
    driver_wait_gone(supervisor, "设置里的工作日数");
    key_and_wait(supervisor, "1", "210600-20260302");
    key_and_wait(supervisor, "F6", "刘洋");
    key_and_wait(supervisor, "1", "派给 刘洋");
    people_commit(supervisor); /* without a reason */
    driver_wait_text(supervisor, "有关的人会看到");
    reason(supervisor, "急件", "已派给 刘洋");
    world_sql(db, "SELECT yc.tend()");
    driver_wait_text(approver, "F12待办1");
    key_and_wait(approver, "F12", "主管 赵敏");
    driver_expect_text(approver, "急件");
    key_and_wait(approver, "1", "留给我");

    key_and_wait(supervisor, "F6", "就在 刘洋 手里");
    driver_stop(&approver);
    assert_verifies(db);
}

static void test_a_stuck_task_is_given_from_the_desk(void **state)
{
    (void)state;
    const char *db = world_database("stuck");
    people_cases_accepted(db, 1);
    world_sql(db, "UPDATE yc.visit SET ended_at = yc.now(), outcome = 'left', begun_at = NULL");
    world_clock(db, "2026-03-06 10:00");
    struct driver *supervisor = at_desk(db, "zhaomin", NULL);
    driver_wait_text(supervisor, "没有动");
    driver_expect_text(supervisor, "要我办 2");
    key_and_wait(supervisor, "F6", "先在要我办里选一件停滞的");
    key_and_wait(supervisor, "Down", "在这一环节停得太久");
    key_and_wait(supervisor, "F6", "周倩");
    driver_expect_text(supervisor, "没有登录");
    key_and_wait(supervisor, "2", "派给 周倩");
    reason(supervisor, "请先办", "已派给 周倩");
    driver_wait_text(supervisor, "周倩");
    assert_string_equal(world_sql(db, "SELECT s.login FROM yc.task t JOIN yc.staff s ON s.id = t.claimed_by"),
                        "zhouqian");
    driver_key(supervisor, "2"); /* its history says it too */
    driver_wait_text(supervisor, "本人办理");
    key_and_wait(supervisor, "F5", "主管改派");
}

static void test_a_paused_queue_says_so_to_its_approver(void **state)
{
    (void)state;
    const char *db = world_database("paused");
    people_cases_accepted(db, 1);
    struct driver *approver = at_desk(db, "zhouqian", NULL);
    driver_wait_text(approver, "失业保险金申领");
    struct driver *supervisor = at_desk(db, "zhaomin", NULL);
    driver_wait_text(supervisor, "后厂");
    key_and_wait(supervisor, "F4", "各队列");
    driver_wait_text(supervisor, "03-05");
    key_and_wait(supervisor, "F8", "半小时");
    driver_key(supervisor, "2");
    reason(supervisor, "升级", "已暂停 初审");
    driver_wait_text(supervisor, "停到11:42");
    driver_expect_text(supervisor, ">1 初审 失业保险金申领"); /* the whole name, also beside the column of pauses */
    driver_wait_text(approver, "赵敏 暂停了 初审");
    driver_expect_text(approver, "升级");
    driver_key(approver, "1");
    driver_wait_text(approver, "赵敏 暂停了这个队列到");
    key_and_wait(supervisor, "F8", "现在恢复");
    key_and_wait(supervisor, "1", "有关的人会看到");
    people_commit(supervisor);
    driver_wait_gone(supervisor, "停到11:42");
    driver_wait_text(approver, "暂停结束了");
    driver_key(approver, "F4");
    driver_wait_text(approver, "失业保险金申领");
    people_commit(approver);
    driver_wait_text(approver, "开始填写");
    assert_verifies(db);
}

static void test_a_closed_window_finishes_and_serves_nobody_new(void **state)
{
    (void)state;
    const char *db = world_database("closed");
    struct driver *clerk = at_desk(db, "wangfang", "2");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    world_clock(db, "2026-03-02 10:42:40"); /* the desk's minute turns soon: then it looks for who is gone */
    struct driver *supervisor = people_sign_on(
        &(struct person_at){.database = db, .login = "zhaomin", .limit = 70000 /* a minute, whenever it turned */});
    driver_wait_text(supervisor, "在办 10:42");
    driver_wait_text(supervisor, "来人 10时 ############ 1");
    driver_key(supervisor, "Down");
    driver_wait_text(supervisor, "王芳 从 10:42 起在接待这一位");
    key_and_wait(supervisor, "F8", "关窗: 02窗 王芳");
    driver_wait_text(supervisor, "张*兰");
    driver_key(supervisor, "5");
    reason(supervisor, "漏水", "已关窗");
    driver_wait_text(supervisor, "在办 10:42 关");
    driver_wait_text(clerk, "赵敏 关了这个窗口");
    driver_expect_text(clerk, "漏水");
    driver_expect_text(clerk, PERSON_NAME); /* she is still being served */
    people_visit_end(clerk, "4");
    driver_wait_gone(clerk, PERSON_NAME);
    driver_type(clerk, PERSON_DEAD_NUMBER);
    key_and_wait(clerk, "Enter", "没有这个人的记录");
    driver_type(clerk, PERSON_DEAD_NAME);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "02窗关着");
    world_wait(db, "1", "SELECT count(*) FROM yc.visit");

    key_and_wait(supervisor, "F8", "手上没有没办完的");
    key_and_wait(supervisor, "1", "有关的人会看到");
    people_commit(supervisor);
    driver_wait_text(supervisor, "重新开窗");
    driver_wait_text(clerk, "暂停结束了");
    driver_stop(&clerk); /* without signing off */
    world_wait(db, "0", "SELECT count(*) FROM pg_stat_activity WHERE usename = 'wangfang'");
    driver_wait_text(supervisor, "没应答!");
    assert_verifies(db);
}

static void test_away_and_off_are_seen(void **state)
{
    (void)state;
    const char *db = world_database("seat");
    struct driver *supervisor = at_desk(db, "zhaomin", NULL);
    driver_wait_text(supervisor, "没人");
    struct driver *clerk = at_desk(db, "wangfang", "2");
    driver_wait_text(supervisor, "空 10:42");
    key_and_wait(clerk, "F10", "签退");
    driver_key(clerk, "1");
    driver_wait_text(supervisor, "离岗 10:42");
    driver_type(clerk, "test");
    driver_key(clerk, "Enter");
    driver_wait_text(supervisor, "空 10:42");
    key_and_wait(clerk, "F10", "签退");
    driver_key(clerk, "3");
    driver_wait_text(clerk, "口令");
    driver_wait_gone(supervisor, "王芳");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_what_is_overdue_is_given_to_somebody, world_teardown),
        cmocka_unit_test_teardown(test_a_stuck_task_is_given_from_the_desk, world_teardown),
        cmocka_unit_test_teardown(test_a_paused_queue_says_so_to_its_approver, world_teardown),
        cmocka_unit_test_teardown(test_a_closed_window_finishes_and_serves_nobody_new, world_teardown),
        cmocka_unit_test_teardown(test_away_and_off_are_seen, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
