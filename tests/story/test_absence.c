/* Absence and cover from the keyboard: a supervisor records who is ill, and what they had in hand finds its
 * way to the cover. One that is still to come is called off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

static struct driver *at_desk(const char *db, const char *login)
{
    return people_sign_on(
        &(struct person_at){.database = db, .login = login, .limit = 60000 /* a minute, as promised */});
}

/* The logins that the list of people shows, whatever the language. */
static void logins_outside(void)
{
    static const char *const logins[] = {"guoyan",   "hejun",   "lina",    "liuyang",
                                         "wangfang", "zhaomin", "zhouqian"};
    for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++)
        driver_outside(logins[i]);
}

static void key_and_wait(struct driver *driver, const char *key, const char *text)
{
    driver_key(driver, key);
    driver_wait_text(driver, text);
}

static void type_and_wait(struct driver *driver, const char *words, const char *text)
{
    driver_type(driver, words);
    driver_wait_text(driver, text);
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

/* From the supervisor's desk to the form, with somebody and two days in it; the cursor is at the cover. */
static void begin(struct driver *supervisor, const char *who, const char *name, const char *to)
{
    logins_outside();
    driver_wait_text(supervisor, "后厂");
    key_and_wait(supervisor, "Ctrl-A", "没有人请假。");
    people_commit(supervisor);
    driver_wait_text(supervisor, "名单: 打字缩小");
    type_and_wait(supervisor, who, name);
    driver_key(supervisor, "1");
    driver_wait_text(supervisor, "0 是今天");
    driver_key(supervisor, "Enter");
    driver_type(supervisor, to);
    key_and_wait(supervisor, "Enter", "没有人代办");
}

static void test_what_the_absent_had_comes_to_the_cover(void **state)
{
    (void)state;
    const char *db = world_database("absence");
    people_cases_accepted(db, 2);
    struct driver *ill = at_desk(db, "liuyang");
    driver_wait_text(ill, "失业保险金申领");
    people_commit(ill);
    driver_wait_text(ill, "开始填写");
    struct driver *cover = at_desk(db, "lina"); /* rechecks, and may not review */
    people_commit(cover);
    driver_wait_text(cover, "没有等您的案子了");
    driver_key(cover, "F4");
    driver_wait_gone(cover, "没有等您的案子了");
    struct driver *supervisor = at_desk(db, "zhaomin");

    begin(supervisor, "ly", "刘洋", "0306");
    driver_wait_text(supervisor, "1 件马上放回队列");
    driver_expect_text(supervisor, "没有人代办：等有权限的同事来办");
    driver_type(supervisor, "zhaomin");
    driver_wait_gone(supervisor, "lina");
    driver_key(supervisor, "1");
    driver_wait_text(supervisor, "不能给自己授权"); /* nothing is recorded yet */
    people_commit(supervisor);
    driver_wait_text(supervisor, "不能给自己授权");
    driver_type(supervisor, "lina"); /* over the name that stands there */
    driver_wait_gone(supervisor, "zhaomin");
    driver_key(supervisor, "1");
    driver_wait_text(supervisor, "放回的里面 1 件 李娜 能办");
    driver_expect_text(supervisor, "登记 刘洋 2026-03-02 到 2026-03-06 请假，李娜 代办");
    assert_hands(db, "claimed liuyang, ready");
    people_commit(supervisor);
    driver_wait_text(supervisor, "已登记 刘洋 请假，1 件放回了队列");
    driver_wait_text(supervisor, "正在请假");
    assert_hands(db, "ready, ready");
    people_commit(ill);
    driver_wait_text(ill, "放回"); /* it was taken out of their hands */

    driver_wait_text(cover, "失业保险金申领"); /* by itself */
    people_commit(cover);
    driver_wait_text(cover, "开始填写");
    people_commit(cover);
    driver_wait_text(cover, "00002");
    assert_string_equal(world_sql(db, "SELECT d.stage || ' ' || s.login FROM yc.decision d JOIN yc.staff s "
                                      "ON s.id = d.decided_by"),
                        "review lina");

    key_and_wait(supervisor, "F8", "结束请假: 刘洋"); /* back sooner than was said */
    people_commit(supervisor);
    driver_wait_text(supervisor, "请假已结束");
    driver_wait_text(supervisor, "今天结束");
    people_commit(cover); /* with the second still open */
    driver_outside("ui-benefit");
    driver_wait_text(cover, "您没有初审权限");
    assert_verifies(db);
}

static void test_one_to_come_is_called_off(void **state)
{
    (void)state;
    const char *db = world_database("absence_off");
    struct driver *supervisor = at_desk(db, "zhaomin");
    begin(supervisor, "liuyang", "刘洋", "0301");
    driver_wait_text(supervisor, "请假日期不对");
    driver_keys_in_turn(supervisor, "Shift-Tab Shift-Tab");
    driver_type(supervisor, "+7");
    driver_key(supervisor, "Enter");
    driver_type(supervisor, "+8");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "2026-03-09 那天还在的放回队列");
    people_commit(supervisor);
    driver_wait_text(supervisor, "已登记 刘洋 请假，从 2026-03-09 起");
    driver_wait_text(supervisor, "2026-03-10");
    key_and_wait(supervisor, "1", "刘洋 那些天照常接件");
    people_commit(supervisor);
    driver_wait_text(supervisor, "今天结束");
    driver_key(supervisor, "Esc");
    driver_wait_text(supervisor, "后厂");
    key_and_wait(supervisor, "F5", "没有登录"); /* from the people it is a function key */
    key_and_wait(supervisor, "F6", "今天结束");
    assert_verifies(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_what_the_absent_had_comes_to_the_cover, world_teardown),
        cmocka_unit_test_teardown(test_one_to_come_is_called_off, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
