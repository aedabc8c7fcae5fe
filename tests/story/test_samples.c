/* A wrong approval is found: the grant was paid on a promise where a proof was asked for. It is of high risk,
 * so it is drawn whatever the seed; the auditor looks at it blind, the supervisor answers, and the table
 * tells whose it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

#define DAUGHTER_NAME "林晓梅"
#define NUMBER        "210600-20260302-001-00001-5"

static void assert_verifies(const char *db)
{
    assert_string_equal(world_sql(db, "SELECT string_agg(v.code, ' ') FROM yc.verify() v"), "");
}

/* The morning after: what finished yesterday has been drawn from. */
static const char *sampled_database(const char *name)
{
    const char *db = world_database(name);
    world_script(db, "tests/story/sampled.sql", "name=" DAUGHTER_NAME);
    driver_outside(DAUGHTER_NAME);
    driver_outside("林*梅");
    driver_outside("林大山");
    world_clock(db, "2026-03-03 09:00");
    world_sql(db, "SELECT yc.tend()");
    return db;
}

static struct driver *signed_on(const char *db, const char *login)
{
    return people_sign_on(&(struct person_at){.database = db, .login = login});
}

/* From the supervisor's screen. */
static void to_samples(struct driver *supervisor)
{
    driver_key(supervisor, "F10");
    driver_expect_text(supervisor, "7 事后抽查");
    driver_key(supervisor, "7");
    driver_wait_text(supervisor, "等着复看的");
}

/* Nothing tells who handled the case, and what became of it. */
static void expect_blind(struct driver *driver)
{
    static const char *const hidden[] = {"王芳", "周倩", "李娜", "赵敏", "审批", "已办结"};
    for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
        driver_expect_no_text(driver, hidden[i]);
}

static void test_second_look_finds_a_wrong_approval(void **state)
{
    (void)state;
    const char *db = sampled_database("samples");
    struct driver *auditor = signed_on(db, "chenjing");
    driver_wait_text(auditor, "等着复看的 1");
    driver_expect_text(auditor, "丧葬补助金");
    driver_expect_text(auditor, "按100%抽到");
    people_commit(auditor);
    driver_wait_text(auditor, "盲查：原来谁决定的");
    driver_wait_text(auditor, DAUGHTER_NAME);
    driver_wait_text(auditor, "承诺书 2026-03-02 已签");
    expect_blind(auditor);
    people_commit(auditor);
    driver_wait_text(auditor, "先用数字选结果");
    driver_key(auditor, "2");
    driver_wait_text(auditor, "材料不足以证明");
    driver_key(auditor, "3");
    driver_wait_text(auditor, "03 材料不足以证明");
    people_commit(auditor);
    driver_wait_text(auditor, "不一致的要选原因");
    driver_type(auditor, "没有户口簿，只有承诺书");
    driver_wait_text(auditor, "交结果，不一致");
    people_commit(auditor);
    driver_wait_text(auditor, "已交值班主管");
    driver_expect_text(auditor, "原来 赵敏 同意");
    driver_wait_text(auditor, "没有等您复看的案子");
    driver_stop(&auditor);

    struct driver *supervisor = signed_on(db, "guoyan");
    to_samples(supervisor);
    driver_key(supervisor, "F8");
    driver_wait_text(supervisor, "不一致，等答复");
    driver_wait_text(supervisor, "材料不足以证明");
    driver_expect_text(supervisor, "赵敏");
    driver_expect_text(supervisor, NUMBER);
    driver_outside("没有户口簿，只有承诺书");
    driver_expect_text(supervisor, "没有户口簿，只有承诺书");
    driver_key(supervisor, "1");
    driver_wait_text(supervisor, "开始填写");
    driver_key(supervisor, "PgDn");
    driver_wait_text(supervisor, "复看不一致");
    driver_key(supervisor, "Esc");
    driver_wait_text(supervisor, "不一致，等答复");
    people_commit(supervisor);
    driver_wait_text(supervisor, "怎么处理");
    driver_type(supervisor, "通知补交户口簿");
    people_commit(supervisor);
    driver_wait_text(supervisor, "的不一致已答复");
    driver_wait_text(supervisor, "没有等答复的不一致");
    driver_key(supervisor, "F8");
    driver_wait_text(supervisor, "按人按原因");
    driver_wait_text(supervisor, "赵敏");
    driver_expect_text(supervisor, "审批");
    driver_expect_text(supervisor, "材料不足以证明");
    driver_stop(&supervisor);
    assert_string_equal(
        world_sql(db, "SELECT state || ' ' || closed_words FROM yc.case_file c JOIN yc.sample s ON "
                      "s.case_id = c.id"),
        "finished 通知补交户口簿");
    assert_verifies(db);
}

static void test_blind_where_the_case_is_looked_up_too(void **state)
{
    (void)state;
    const char *db = sampled_database("samples_find");
    struct driver *auditor = signed_on(db, "chenjing");
    driver_wait_text(auditor, "等着复看的 1");
    people_commit(auditor);
    driver_wait_text(auditor, "盲查：原来谁决定的");
    driver_key(auditor, "F3");
    driver_type(auditor, "00001-5");
    driver_wait_text(auditor, "找到 1");
    driver_key(auditor, "Enter");
    driver_wait_text(auditor, "开始填写");
    expect_blind(auditor);
    driver_key(auditor, "Esc");
    driver_wait_text(auditor, "找到 1");
    driver_key(auditor, "Esc");
    driver_wait_text(auditor, "盲查：原来谁决定的");
    driver_key(auditor, "1");
    driver_wait_text(auditor, "交结果，一致");
    people_commit(auditor);
    driver_wait_text(auditor, "已复看，一致");
    assert_verifies(db);
}

static void test_nobody_looks_at_what_they_let_through(void **state)
{
    (void)state;
    const char *db = sampled_database("samples_own");
    struct driver *supervisor = signed_on(db, "zhaomin");
    to_samples(supervisor);
    driver_wait_text(supervisor, "没有等您复看的案子");
    people_commit(supervisor);
    driver_expect_text(supervisor, "没有等您复看的案子");
}

static void test_written_words_are_not_thrown_away_by_a_slip(void **state)
{
    (void)state;
    const char *db = sampled_database("samples_words");
    struct driver *auditor = signed_on(db, "chenjing");
    driver_wait_text(auditor, "等着复看的 1");
    people_commit(auditor);
    driver_wait_text(auditor, DAUGHTER_NAME);
    driver_key(auditor, "2");
    driver_wait_text(auditor, "材料不足以证明");
    driver_key(auditor, "3");
    driver_type(auditor, "没有户口簿");
    driver_key(auditor, "Esc");
    driver_wait_text(auditor, "写好的说明还没有交");
    driver_key(auditor, "Esc");
    driver_wait_text(auditor, "交结果，不一致");
    driver_key(auditor, "Esc");
    driver_wait_text(auditor, "写好的说明还没有交");
    people_commit(auditor);
    driver_wait_text(auditor, "等着复看的 1");
    driver_wait_text(auditor, "我在看");
}

/* A rule that the supervisor sets holds from the next day on, and is said in words. */
static void test_a_rule_is_set_and_drawn_by_from_tomorrow(void **state)
{
    (void)state;
    const char *db = world_database("samples_rules");
    struct driver *supervisor = signed_on(db, "guoyan");
    driver_wait_text(supervisor, "后厂");
    driver_key(supervisor, "Ctrl-G");
    driver_wait_text(supervisor, "现行的抽查规则");
    driver_wait_text(supervisor, "办结和不予批准的全部复看");
    driver_key(supervisor, "F4");
    driver_wait_text(supervisor, "给哪些事项定规则");
    driver_type(supervisor, driver_words(supervisor, "丧葬补助金"));
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "0到100；0是不抽");
    driver_expect_text(supervisor, "丧葬补助金");
    driver_type(supervisor, "101");
    people_commit(supervisor);
    driver_wait_text(supervisor, "抽查比例 101 不对");
    driver_type(supervisor, "100");
    driver_key(supervisor, "Enter");
    driver_type(supervisor, "0");
    driver_key(supervisor, "Enter");
    driver_type(supervisor, "3");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, "不盲查（看得到原来谁决定的");
    driver_outside("季度重点");
    driver_type(supervisor, "季度重点");
    people_commit(supervisor);
    driver_wait_text(supervisor, "2026-03-03 起按新规则抽");
    driver_wait_text(supervisor, "2026-03-03 起办结的按这一条");
    driver_expect_text(supervisor, "因为：");
    driver_expect_text(supervisor, "季度重点");

    world_clock(db, "2026-03-03 10:00");
    world_script(db, "tests/story/sampled.sql", "name=" DAUGHTER_NAME);
    world_clock(db, "2026-03-04 09:00");
    world_sql(db, "SELECT yc.tend()");
    driver_outside("林*梅");
    struct driver *auditor = signed_on(db, "chenjing");
    driver_wait_text(auditor, "等着复看的 1");
    driver_wait_text(auditor, "按100%抽到");
    driver_expect_text(auditor, "03-09前"); /* three working days */
    driver_expect_no_text(auditor, "盲查");

    driver_key(supervisor, "F8");
    driver_wait_text(supervisor, "停用这一条");
    driver_type(supervisor, "季度重点");
    driver_wait_text(supervisor, "从明天起停用");
    people_commit(supervisor);
    driver_wait_text(supervisor, "2026-03-05 起办结的按更宽的一条抽");
    driver_wait_text(supervisor, "2026-03-04 为止办结的按这一条");
    assert_verifies(db);
}

/* --- as pictures */

struct size {
    int rows, columns;
};

static void picture(struct driver *driver, const char *screen)
{
    struct buffer name = {0};
    buffer_format(&name, "%s-%dx%d", screen, driver_columns(driver), driver_rows(driver));
    driver_compare_picture(driver, buffer_string(&name));
    buffer_free(&name);
}

static void screens_in(const char *db, struct size size)
{
    struct person_at who = {.database = db, .login = "chenjing", .rows = size.rows, .columns = size.columns};
    struct driver *auditor = people_sign_on(&who);
    driver_wait_text(auditor, "等着复看的 1");
    picture(auditor, "samples");
    people_commit(auditor);
    driver_wait_text(auditor, DAUGHTER_NAME);
    driver_wait_text(auditor, "承诺书 2026-03-02 已签");
    driver_key(auditor, "2");
    driver_wait_text(auditor, "材料不足以证明");
    driver_key(auditor, "3");
    driver_type(auditor, "没有户口簿");
    driver_wait_text(auditor, "交结果，不一致");
    picture(auditor, "sample-look");
    people_commit(auditor);
    driver_wait_text(auditor, "没有等您复看的案子");
    who.login = "guoyan";
    struct driver *supervisor = people_sign_on(&who);
    to_samples(supervisor);
    driver_key(supervisor, "F8");
    driver_wait_text(supervisor, "材料不足以证明");
    picture(supervisor, "sample-differs");
    driver_key(supervisor, "F8");
    driver_wait_text(supervisor, "审批");
    picture(supervisor, "sample-results");
}

/* Whatever the language of the run. */
static void test_screens_as_pictures(void **state)
{
    static const char *const languages[] = {"zh", "en"};
    static const struct size sizes[] = {{24, 80}, {36, 120}};
    for (size_t i = 0; i < 4; i++) {
        setenv("STORY_LANGUAGE", languages[i / 2], 1);
        screens_in(sampled_database("samples_pictures"), sizes[i % 2]);
        world_teardown(state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_second_look_finds_a_wrong_approval, world_teardown),
        cmocka_unit_test_teardown(test_blind_where_the_case_is_looked_up_too, world_teardown),
        cmocka_unit_test_teardown(test_nobody_looks_at_what_they_let_through, world_teardown),
        cmocka_unit_test_teardown(test_written_words_are_not_thrown_away_by_a_slip, world_teardown),
        cmocka_unit_test_teardown(test_a_rule_is_set_and_drawn_by_from_tomorrow, world_teardown),
        cmocka_unit_test_teardown(test_screens_as_pictures, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
