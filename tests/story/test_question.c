/* A question to the window and its answer: asked in review, answered at the window without a return; nothing
 * moves by itself, the clock goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

#define NUMBER "210600-20260302-001-00001-5"

static void assert_verifies(const char *db)
{
    assert_string_equal(world_sql(db, "SELECT string_agg(v.code, ' ') FROM yc.verify() v"), "");
}

static struct driver *officer(const char *db, const char *login)
{
    struct driver *driver = people_sign_on(&(struct person_at){.database = db, .login = login});
    driver_wait_text(driver, "我的队列");
    driver_wait_text(driver, "失业保险金申领");
    people_commit(driver);
    driver_wait_text(driver, "1同意");
    driver_wait_text(driver, "已核对 ");
    driver_wait_text(driver, NUMBER);
    driver_wait_text(driver, "库通");
    return driver;
}

/* F7, whom, the words, F9. */
static void ask(struct driver *driver, const char *whom, const char *words, const char *shown)
{
    driver_key(driver, "F7");
    driver_wait_text(driver, "问谁");
    driver_expect_text(driver, "案子不退，时限照走。");
    driver_key(driver, whom);
    driver_wait_text(driver, "要核什么");
    driver_type(driver, words);
    people_commit(driver);
    driver_wait_text(driver, shown);
    driver_wait_text(driver, "回话: 还没有，时限照走");
}

static void picture(struct driver *driver, const char *name)
{
    driver_wait_text(driver, "库通");
    driver_compare_picture(driver, name);
}

/* From what waits for me to the answering screen. */
static void open_question(struct driver *clerk)
{
    driver_wait_text(clerk, "F12待办1");
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "周倩问: 原件上盖章了吗");
    driver_expect_row(clerk, -2, "看案子，写回话");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "周倩 03-02 10:42 问窗口(王芳)");
    driver_wait_text(clerk, NUMBER);
}

static void test_a_question_to_the_window_is_answered_there(void **state)
{
    (void)state;
    const char *db = world_database("question");
    people_cases_accepted(db, 1);
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    driver_wait_text(clerk, "谁来办");
    struct driver *reviewer = officer(db, "zhouqian");
    driver_key(reviewer, "F7");
    driver_wait_text(reviewer, "问谁");
    picture(reviewer, "question-whom-80x24");
    driver_key(reviewer, "Esc");
    driver_wait_gone(reviewer, "问谁");
    ask(reviewer, "1", "原件上盖章了吗", "已问窗口(王芳受理)");
    driver_expect_text(reviewer, "问答 1");
    driver_expect_text(reviewer, "有问话还没回；现在决定，问话就随决定收回");
    printf("# a question to the window: %d keys\n", driver_keys(reviewer));
    picture(reviewer, "question-asked-80x24");
    driver_key(reviewer, "F2");
    driver_wait_text(reviewer, "窗口(王芳 受理)欠 周倩 一个回话");
    driver_key(reviewer, "Esc");
    driver_wait_gone(reviewer, "一个回话");

    open_question(clerk);
    driver_expect_text(clerk, "原件上盖章了吗");
    people_commit(clerk);
    driver_wait_text(clerk, "先写回话");
    driver_outside("盖了，骑缝章也有"); /* typed in two goes */
    driver_type(clerk, "盖了，骑");
    driver_key(clerk, "Esc"); /* somebody stands at the window: what was written stays */
    driver_wait_text(clerk, "周倩问: 原件上盖章了吗");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "盖了，骑");
    driver_type(clerk, "缝章也有");
    driver_wait_text(clerk, NUMBER);
    picture(clerk, "question-answer-80x24");
    people_commit(clerk);
    driver_wait_text(clerk, "已给周倩回话");

    driver_wait_text(reviewer, "F12待办: 回话1");
    driver_expect_text(reviewer, "回话: 还没有，时限照走"); /* nothing moves by itself */
    driver_key(reviewer, "F12");
    driver_wait_text(reviewer, "王芳回话: 盖了，骑缝章也有");
    driver_key(reviewer, "Enter");
    driver_wait_text(reviewer, "回话: 盖了，骑缝章也有");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "看案子和回话");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "回话: 盖了，骑缝章也有");
    driver_wait_gone(reviewer, "F12待办: 回话1");
    picture(reviewer, "question-answered-80x24");
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
    assert_string_equal(
        world_sql(db, "SELECT string_agg(action, ' ' ORDER BY seq) FROM yc.journal WHERE seq > 2"),
        "claim ask answer agree");
    assert_verifies(db);
}

/* The officer decides before it is answered; and takes another question back. */
static void test_a_decision_withdraws_what_is_open(void **state)
{
    (void)state;
    const char *db = world_database("withdrawn");
    people_cases_accepted(db, 1);
    struct driver *reviewer = officer(db, "zhouqian");
    ask(reviewer, "3", "这种章认吗", "回话会算进");
    driver_key(reviewer, "F7");
    driver_wait_text(reviewer, "问的还没回话");
    driver_key(reviewer, "3");
    driver_wait_text(reviewer, "回话: 没有，周倩收回了");
    ask(reviewer, "1", "原件上盖章了吗", "已问窗口(王芳受理)");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    open_question(clerk);
    driver_type(clerk, "盖了");
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
    people_commit(clerk);
    driver_wait_text(clerk, "收回了这个问题，不用回话了");
    driver_wait_gone(clerk, "盖了");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.question WHERE decided_task IS NOT NULL"),
                        "1");
    assert_verifies(db);
}

static void answer_given(const char *db, const char *words)
{
    world_sql(db,
              "SET SESSION AUTHORIZATION wangfang; SELECT who FROM desk.question_answer(gen_random_uuid(), "
              "210600, (SELECT question_id FROM desk.question_list(210600, (SELECT case_id FROM "
              "desk.waiting_list(210600, 1::smallint) WHERE kind = 'question'))), '%s')",
              words);
}

/* The answer comes while the officer presses F9: what was decided without it does not count. */
static void test_an_answer_is_seen_before_the_decision(void **state)
{
    (void)state;
    const char *db = world_database("answered");
    people_cases_accepted(db, 1);
    struct driver *reviewer = officer(db, "zhouqian");
    ask(reviewer, "1", "原件上盖章了吗", "已问窗口(王芳受理)");
    answer_given(db, "没盖");
    driver_wait_text(reviewer, "F12待办: 回话1");
    people_commit(reviewer);
    driver_wait_text(reviewer, "回话: 没盖");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.decision"), "0");
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
    assert_verifies(db);
}

/* The case is put aside until the answer is there: another comes meanwhile, then this one comes first. */
static void test_a_case_that_waits_for_an_answer_is_put_aside(void **state)
{
    (void)state;
    const char *db = world_database("aside");
    people_cases_accepted(db, 2);
    struct driver *reviewer = officer(db, "zhouqian");
    ask(reviewer, "1", "原件上盖章了吗", "已问窗口(王芳受理)");
    driver_key(reviewer, "F7");
    driver_wait_text(reviewer, "先办别的");
    driver_key(reviewer, "2");
    driver_wait_text(reviewer, "搁置了，有回话就回到您手里");
    driver_wait_text(reviewer, "我的队列");
    people_commit(reviewer);
    driver_wait_text(reviewer, "00002-3");
    answer_given(db, "盖了");
    driver_wait_text(reviewer, "F12待办: 回话1");
    people_breathe(reviewer);
    people_commit(reviewer);
    driver_wait_text(reviewer, NUMBER);
    driver_wait_text(reviewer, "回话: 盖了");
    assert_verifies(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_a_question_to_the_window_is_answered_there, world_teardown),
        cmocka_unit_test_teardown(test_a_decision_withdraws_what_is_open, world_teardown),
        cmocka_unit_test_teardown(test_an_answer_is_seen_before_the_decision, world_teardown),
        cmocka_unit_test_teardown(test_a_case_that_waits_for_an_answer_is_put_aside, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
