/* The slip of the hand: a decision and an acceptance are taken back, each until the next officer has opened
 * the case; a wrong receipt is voided and issued again. All of it stays in the record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

#define FIRST_CASE "210600-20260302-001-00001-5"

static void assert_verifies(const char *db)
{
    assert_string_equal(world_sql(db, "SELECT string_agg(v.code, ' ') FROM yc.verify() v"), "");
}

static struct driver *officer(const char *db, const char *login)
{
    struct driver *driver = people_sign_on(&(struct person_at){.database = db, .login = login});
    driver_wait_text(driver, "我的队列");
    return driver;
}

/* F9 on the queue, and the case is there to be seen. */
static void claim(struct driver *driver)
{
    driver_wait_text(driver, "失业保险金申领");
    people_commit(driver);
    driver_wait_text(driver, "1同意");
    driver_wait_text(driver, "承诺书 2026-03-02 已签");
}

/* From the box: the reason with this digit, and F9. */
static void take_back(struct driver *driver, const char *digit, const char *shown)
{
    driver_expect_row(driver, -2, "数字选原因");
    driver_key(driver, digit);
    driver_wait_text(driver, "下一步 F9: 撤回");
    people_commit(driver);
    driver_wait_text(driver, shown);
}

static void test_decision_is_taken_back_from_the_next_case(void **state)
{
    (void)state;
    const char *db = world_database("undo");
    people_cases_accepted(db, 2);
    struct driver *reviewer = officer(db, "zhouqian");
    claim(reviewer);
    driver_expect_text(reviewer, FIRST_CASE);
    people_commit(reviewer);
    driver_wait_text(reviewer, "已同意，到 复核");
    driver_wait_text(reviewer, "00002-3");
    driver_key(reviewer, "Ctrl-Z");
    driver_wait_text(reviewer, "撤回：同意");
    driver_expect_text(reviewer, FIRST_CASE);
    take_back(reviewer, "2", "已撤回同意");
    driver_wait_text(reviewer, "案 " FIRST_CASE);
    driver_expect_no_text(reviewer, "00002-3");
    assert_string_equal(
        world_sql(db, "SELECT c.stage || ' ' || s.login FROM yc.case_file c JOIN yc.task t ON t.id = "
                      "c.live_task JOIN yc.staff s ON s.id = t.claimed_by WHERE c.number LIKE "
                      "'%%000015'"),
        "review zhouqian");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.decision WHERE undone_at IS NOT NULL"), "1");
    assert_string_equal(world_sql(db, "SELECT reason FROM yc.undo"), driver_words(reviewer, "有东西看漏了"));
    assert_verifies(db);
    driver_expect_row(reviewer, -2, "回到刚才那里");
    people_commit(reviewer);
    driver_wait_text(reviewer, "案 210600-20260302-001-00002-3"); /* the case that it went over */
    assert_string_equal(world_sql(db, "SELECT stage FROM yc.case_file WHERE number LIKE '%%000015'"),
                        "recheck");
    assert_verifies(db);
}

static void test_decision_that_the_next_officer_opened_stays(void **state)
{
    (void)state;
    const char *db = world_database("opened");
    people_cases_accepted(db, 1);
    struct driver *reviewer = officer(db, "zhouqian");
    claim(reviewer);
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
    driver_key(reviewer, "F12");
    driver_wait_text(reviewer, "能撤回 申*");
    struct driver *rechecker = officer(db, "lina");
    claim(rechecker);
    driver_key(reviewer, "1");
    driver_wait_text(reviewer, "李娜 已于 2026-03-02 10:42 接着办了");
    driver_wait_gone(reviewer, "能撤回 申*");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "我的队列");
    driver_key(reviewer, "Ctrl-Z");
    driver_wait_text(reviewer, "没有能撤回的");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.decision WHERE undone_at IS NOT NULL"), "0");
    assert_verifies(db);
}

static void test_acceptance_is_taken_back_from_its_receipt(void **state)
{
    (void)state;
    const char *db = world_database("accepted");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_whole_case(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_expect_text(clerk, FIRST_CASE);
    driver_expect_no_text(clerk, "次出具");
    driver_key(clerk, "Ctrl-Z");
    driver_wait_text(clerk, "撤回：受理");
    take_back(clerk, "3", "已撤回受理");
    driver_wait_text(clerk, "念给申请人听一遍");
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "draft");
    people_accept(clerk);
    driver_expect_text(clerk, FIRST_CASE);
    driver_expect_text(clerk, "第2次出具，前次作废: 申请人当场改了主意");
    assert_verifies(db);
    struct driver *reviewer = officer(db, "zhouqian");
    claim(reviewer);
    driver_key(clerk, "Ctrl-Z");
    driver_wait_text(clerk, "周倩 已于 2026-03-02 10:42 接着办了");
    driver_expect_text(clerk, "第2次出具");
    assert_verifies(db);
}

static void test_wrong_receipt_is_voided_and_issued_again(void **state)
{
    (void)state;
    const char *db = world_database("receipt");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_whole_case(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_key(clerk, "F6");
    driver_wait_text(clerk, "为什么重出");
    people_commit(clerk); /* no reason yet */
    driver_wait_text(clerk, "不能空着");
    driver_type(clerk, "打印机卡纸，字盖住了");
    people_commit(clerk);
    driver_wait_text(clerk, "第2次出具，前次作废: 打印机卡纸，字盖住了");
    driver_expect_text(clerk, FIRST_CASE);
    assert_string_equal(
        world_sql(db, "SELECT string_agg(issue || ' ' || coalesce(void_reason, '-'), ', ' ORDER BY "
                      "issue) FROM yc.receipt_issue"),
        "1 打印机卡纸，字盖住了, 2 -");
    assert_verifies(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_decision_is_taken_back_from_the_next_case, world_teardown),
        cmocka_unit_test_teardown(test_decision_that_the_next_officer_opened_stays, world_teardown),
        cmocka_unit_test_teardown(test_acceptance_is_taken_back_from_its_receipt, world_teardown),
        cmocka_unit_test_teardown(test_wrong_receipt_is_voided_and_issued_again, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
