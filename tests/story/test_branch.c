/* Parts of a case that others do beside one another: a visit and an enquiry before the recheck, one of them
 * stuck while all other cases go on; and an approval by several people, two of three. */
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

static void assert_verifies(const char *db)
{
    assert_string_equal(world_sql(db, "SELECT string_agg(v.code, ' ') FROM yc.verify() v"), "");
}

static void loan(const char *db, const char *number, const char *name, const char *fen, const char *voting)
{
    struct buffer setting = {0};
    buffer_format(&setting, "loan=%s %s %s %s", number, name, fen, voting);
    world_script(db, "tests/story/loan.sql", buffer_string(&setting));
    buffer_free(&setting);
    driver_outside(name);
    world_sql(db, "SELECT yc.tend()");
}

static struct driver *officer(const char *db, const char *login)
{
    struct driver *driver = people_sign_on(&(struct person_at){.database = db, .login = login});
    driver_wait_text(driver, "我的队列");
    return driver;
}

/* The first of my queue by F9. */
static void claim(struct driver *driver, const char *awaited)
{
    driver_wait_text(driver, "创业担保贷款");
    people_commit(driver);
    driver_wait_text(driver, awaited);
    driver_wait_text(driver, "210600-20260302-001-0000");
}

static void agree(struct driver *driver)
{
    claim(driver, "1同意");
    people_commit(driver);
    driver_wait_text(driver, "已同意");
}

/* Its digit, what was found, F9. */
static void answer(struct driver *driver, const char *digit, const char *words, const char *told)
{
    driver_type(driver, digit);
    driver_type(driver, words);
    people_commit(driver);
    driver_wait_text(driver, told);
}

static void test_a_stuck_branch_holds_up_its_own_case_alone(void **state)
{
    (void)state;
    const char *db = world_database("branches");
    loan(db, "210602190103121062", "甲", "10000000", "0");
    loan(db, "210602190103121089", "乙", "10000000", "0");
    struct driver *reviewer = officer(db, "zhouqian");
    agree(reviewer);
    claim(reviewer, "1同意"); /* the next came by itself */
    people_commit(reviewer);
    driver_wait_text(reviewer, "已同意");
    driver_stop(&reviewer);

    struct driver *visitor = officer(db, "nobody_yet");
    claim(visitor, "1符合");
    driver_expect_text(visitor, "2不符合");
    people_commit(visitor);
    driver_wait_text(visitor, "还没写查到了什么");
    answer(visitor, "1", "店在营业", "已答复，还等 1 处");
    driver_stop(&visitor); /* of the other loan nobody visits the shop */

    struct driver *enquirer = officer(db, "liuyang");
    claim(enquirer, "1符合");
    answer(enquirer, "2", "有一笔逾期", "已答复");
    claim(enquirer, "1符合");
    answer(enquirer, "1", "无逾期", "已答复");
    driver_stop(&enquirer);

    struct driver *rechecker = officer(db, "lina");
    claim(rechecker, "1同意");
    driver_wait_text(rechecker, "经营场所实地核查");
    driver_expect_text(rechecker, "符合  丁一");
    people_commit(rechecker);
    driver_wait_text(rechecker, "已同意");
    driver_wait_text(rechecker, "没有等您的案子");
    assert_string_equal(
        world_sql(db, "SELECT string_agg(concat_ws(' ', c.stage, c.waiting), ', ' ORDER BY c.waiting) "
                      "FROM yc.case_file c"),
        "recheck branch, approve");
    assert_verifies(db);
}

static void vote(const char *db, const char *login, const char *digit, const char *told)
{
    struct driver *voter = officer(db, login);
    claim(voter, "1赞成");
    driver_expect_text(voter, "2反对");
    driver_type(voter, digit);
    people_commit(voter);
    driver_wait_text(voter, told);
    driver_stop(&voter);
}

static void test_two_of_three_approve_together(void **state)
{
    (void)state;
    const char *db = world_database("votes");
    loan(db, "210602190103121062", "甲", "20000001", "1");
    vote(db, "zhaomin", "1", "已答复，还等 2 处");
    struct driver *against = officer(db, "liuyang");
    claim(against, "1赞成");
    driver_type(against, "2");
    driver_wait_text(against, "01 ");
    driver_key(against, "1");
    driver_type(against, "担保不足");
    people_commit(against);
    driver_wait_text(against, "已答复，还等 1 处");
    driver_stop(&against);
    vote(db, "guoyan", "1", "已投票，已定");
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "finished");
    assert_verifies(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_a_stuck_branch_holds_up_its_own_case_alone, world_teardown),
        cmocka_unit_test_teardown(test_two_of_three_approve_together, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
