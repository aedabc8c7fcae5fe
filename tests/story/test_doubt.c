/* Deciding as it is seen: doubts noted on fields and materials become the notice; the clerk corrects where it
 * is to be corrected; a second return says why, to the supervisor too. */
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

static struct driver *officer(const char *db, const char *login, int rows, int columns)
{
    struct driver *driver =
        people_sign_on(&(struct person_at){.database = db, .login = login, .rows = rows, .columns = columns});
    driver_wait_text(driver, "我的队列");
    return driver;
}

/* F9 on the queue, and the case is there to be seen. */
static void claim(struct driver *driver)
{
    driver_wait_text(driver, "失业保险金申领");
    people_commit(driver);
    driver_wait_text(driver, "1同意");
    driver_wait_text(driver, "已核对 ");
    driver_wait_text(driver, NUMBER);
}

/* F6 on what is marked: the reason's digit, words or none. */
static void doubt(struct driver *driver, const char *digit, const char *words, const char *shown)
{
    driver_key(driver, "F6");
    driver_wait_text(driver, "存疑: 原因");
    driver_wait_text(driver, "03 签署不全");
    driver_key(driver, digit);
    driver_wait_text(driver, "补几个字");
    driver_type(driver, words);
    driver_key(driver, "Enter");
    driver_wait_text(driver, shown);
}

static void down(struct driver *driver, int times)
{
    for (int i = 0; i < times; i++)
        driver_key(driver, "Down");
}

/* The promised proof is marked first; behind Tab the fields, name first, and the materials that were handed
 * in. */
static void note_three(struct driver *reviewer)
{
    driver_expect_text(reviewer, "要看 1");
    driver_expect_text(reviewer, ">解除劳动关系证明");
    driver_wait_text(reviewer, "我与申请人无关");
    doubt(reviewer, "3", "没写日期", "我的存疑 1");
    driver_wait_text(reviewer, "提议: 2 退回补正(存疑 1 条)");
    driver_wait_text(reviewer, "签署不全，没写日期");
    driver_key(reviewer, "Tab");
    driver_wait_text(reviewer, "Tab 收起");
    down(reviewer, 7); /* name, document, number, sex, birth, mobile, unemployed since */
    driver_wait_text(reviewer, ">失业时间");
    doubt(reviewer, "4", "", "我的存疑 2");
    down(reviewer, 4);
    driver_wait_text(reviewer, ">最后工作单位");
    doubt(reviewer, "4", "写全称", "我的存疑 3");
}

static void test_doubts_become_the_notice_and_are_corrected_where_they_are(void **state)
{
    (void)state;
    const char *db = world_database("doubt");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_whole_case(clerk, PERSON_NUMBER, PERSON_NAME);

    struct driver *reviewer = officer(db, "zhouqian", 36, 120);
    claim(reviewer);
    note_three(reviewer);
    driver_expect_text(reviewer, "1. 解除劳动关系证明");
    driver_expect_row(reviewer, -2, "F9: 退回补正，取下一件");
    printf("# three doubts and their notice: %d keys\n", driver_keys(reviewer));
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
    assert_string_equal(
        world_sql(db, "SELECT reason || ' ' || (note ~ '^1[.] .* 2[.] .* 3[.] ') FROM yc.decision"),
        "03 true");

    world_clock(db, "2026-03-05 14:00");
    driver_key(clerk, "Enter"); /* from the receipt */
    people_visit_end(clerk, "1");
    people_known_person(clerk, PERSON_NUMBER);
    driver_wait_text(clerk, "退回补正");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "念给申请人听一遍");
    driver_wait_text(clerk, "退回存疑"); /* at the fields */
    driver_keys_in_turn(clerk, "Tab Tab");
    driver_wait_text(clerk, "失业时间       [2026-02-28");
    driver_expect_text(clerk, "退回存疑: 填写内容与材料不一致");
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, "0227");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "2026-02-27");
    people_accept(clerk);
    driver_expect_text(clerk, NUMBER);
    driver_stop(&clerk);
    driver_stop(&reviewer);

    struct driver *second = officer(db, "liuyang", 36, 120);
    claim(second);
    driver_wait_text(second, "以前的存疑 3");
    people_commit(second);
    driver_wait_text(second, "已同意，到 复核");
    assert_verifies(db);
}

static void test_a_second_return_says_why_to_the_supervisor(void **state)
{
    (void)state;
    const char *db = world_database("again");
    people_cases_accepted(db, 1);
    world_sql(
        db,
        "SET SESSION AUTHORIZATION zhouqian; DO $$ DECLARE _t record; BEGIN SELECT * INTO _t FROM "
        "desk.task_claim(gen_random_uuid(), 210600, '00000000-0000-4000-8000-000000000001', NULL); PERFORM "
        "desk.task_decide(gen_random_uuid(), 210600, _t.task_id, '00000000-0000-4000-8000-000000000001', "
        "_t.version, 'return', '01', 'x'); END $$");
    world_sql(db,
              "SET SESSION AUTHORIZATION wangfang; DO $$ DECLARE _c record; BEGIN SELECT * INTO _c FROM "
              "desk.case_take(gen_random_uuid(), 210600, (SELECT case_id FROM desk.waiting_list(210600, "
              "1::smallint) WHERE kind = 'returned')); PERFORM desk.case_accept(gen_random_uuid(), 210600, "
              "_c.case_id, _c.token, _c.version); END $$");

    struct driver *reviewer = officer(db, "zhouqian", 24, 80);
    claim(reviewer);
    driver_key(reviewer, "2");
    driver_wait_text(reviewer, "03 签署不全");
    driver_key(reviewer, "3");
    driver_wait_text(reviewer, "原因     03 签署不全");
    driver_expect_text(reviewer, "已退回过 1 次");
    driver_type(reviewer, "补签");
    people_commit(reviewer);
    driver_wait_text(reviewer, "第 2 次退回: 为什么上次没有一次说全");
    driver_type(reviewer, "补来的才看见");
    driver_key(reviewer, "Enter");
    driver_wait_text(reviewer, "上次没说: 补来的才看见");
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
    driver_stop(&reviewer);

    struct driver *supervisor = people_sign_on(&(struct person_at){.database = db, .login = "zhaomin"});
    driver_wait_text(supervisor, "F12待办1");
    driver_key(supervisor, "F12");
    driver_wait_text(supervisor, "周倩 再次退回；上次没说的原因：补来的才看见");
    driver_key(supervisor, "Enter");
    driver_wait_text(supervisor, NUMBER);
    assert_string_equal(
        world_sql(db, "SELECT s.login FROM yc.decision_basis b JOIN yc.staff s ON s.id = b.seen_by"),
        "zhaomin");
    assert_verifies(db);
}

/* The same woman claims once more, a day earlier and of another employer. */
static void accept_another(const char *db)
{
    world_sql(
        db,
        "SELECT set_config('story.number', (SELECT id_no FROM yc.person), false); SET SESSION AUTHORIZATION "
        "wangfang; "
        "DO $$ DECLARE _v bigint; _c record; _f text[]; BEGIN SELECT visit_id INTO _v FROM "
        "desk.visit_begin(gen_random_uuid(), 210600, 1::smallint, 2::smallint, '01', "
        "current_setting('story.number'), '申请一'); SELECT * INTO _c FROM desk.case_open(gen_random_uuid(), "
        "210600, _v, 'ui-benefit'); FOREACH _f SLICE 1 IN ARRAY ARRAY[['mobile', '13912345678'], "
        "['unemp_date', '2026-02-27'], ['leave_reason', '02'], ['ui_place', '210603'], ['last_unit', "
        "'丹东机械厂']] LOOP PERFORM desk.field_save(210600, _c.case_id, _c.token, 100, _f[1], _f[2]); END "
        "LOOP; PERFORM desk.material_add(gen_random_uuid(), 210600, _c.case_id, _c.token, m, 'page.jpg', "
        "'page', NULL) FROM unnest(ARRAY['id', 'term', 'ureg']) m; PERFORM "
        "desk.case_accept(gen_random_uuid(), "
        "210600, _c.case_id, _c.token, (SELECT version FROM desk.case_head(210600, _c.case_id))); END $$");
}

static void test_what_differs_is_unfolded_and_like_cases_are_counted(void **state)
{
    (void)state;
    const char *db = world_database("differs");
    people_cases_accepted(db, 1);
    accept_another(db);
    struct driver *reviewer = officer(db, "zhouqian", 36, 120);
    claim(reviewer);
    people_commit(reviewer);
    driver_wait_text(reviewer, "00002-3");
    driver_wait_text(reviewer, "要看 2");
    driver_expect_text(reviewer, "申报 2026-02-27");
    driver_expect_text(reviewer, "上次 2026-02-28 (26-03-02 失业保险金申领)");
    driver_expect_text(reviewer, "差 1 日");
    driver_expect_text(reviewer, "申报 丹东机械厂");
    driver_wait_text(reviewer, "失业时间 差1-3日: 同意 0, 退回 0, 不予 0");
    people_breathe(reviewer);
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
    driver_stop(&reviewer);

    struct driver *second = officer(db, "lina", 36, 120);
    driver_wait_text(second, "失业保险金申领");
    driver_key(second, "2");
    driver_wait_text(second, "失业时间 差1-3日: 同意 1, 退回 0, 不予 0");
    driver_expect_text(second, "同意过 周倩");
    assert_verifies(db);
}

static void test_suspended_with_its_end_and_denied_with_the_remedies(void **state)
{
    (void)state;
    const char *db = world_database("ends");
    world_sql(
        db,
        "UPDATE yc.definition SET content = jsonb_set(content, '{clock_stops}', '[\"site_check\"]') WHERE "
        "code = 'ui-benefit'");
    people_cases_accepted(db, 2);
    struct driver *reviewer = officer(db, "zhouqian", 24, 80);
    claim(reviewer);
    driver_key(reviewer, "4");
    driver_wait_text(reviewer, "实地核查");
    driver_key(reviewer, "1");
    driver_wait_text(reviewer, "预计哪天恢复");
    driver_type(reviewer, "0302");
    driver_key(reviewer, "Enter");
    driver_wait_text(reviewer, "预计恢复 2026-03-02");
    driver_type(reviewer, "核查通知7");
    people_commit(reviewer);
    driver_wait_text(reviewer, "要在 2026-03-03 到");
    driver_keys_in_turn(reviewer, "Tab 4");
    driver_wait_text(reviewer, "实地核查");
    driver_key(reviewer, "1");
    driver_wait_text(reviewer, "预计哪天恢复");
    driver_key(reviewer, "Ctrl-U");
    driver_type(reviewer, "0420");
    driver_key(reviewer, "Enter");
    driver_wait_text(reviewer, "预计恢复 2026-04-20");
    people_commit(reviewer);
    driver_wait_text(reviewer, "00002-3");
    assert_string_equal(world_sql(db, "SELECT kind || ' ' || paper || ' ' || expected FROM yc.suspension"),
                        "site_check 核查通知7 2026-04-20");

    driver_key(reviewer, "3");
    driver_wait_text(reviewer, "01 不符合待遇条件");
    driver_key(reviewer, "1");
    driver_wait_text(reviewer, "行政复议、行政诉讼的途径和期限由系统附在决定后面");
    driver_type(reviewer, "缴费不满一年");
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
    assert_string_equal(
        world_sql(db, "SELECT d.code FROM yc.decision_basis b JOIN yc.definition d ON d.id = b.remedy_id"),
        "remedy");
    assert_verifies(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_doubts_become_the_notice_and_are_corrected_where_they_are,
                                  world_teardown),
        cmocka_unit_test_teardown(test_what_differs_is_unfolded_and_like_cases_are_counted, world_teardown),
        cmocka_unit_test_teardown(test_suspended_with_its_end_and_denied_with_the_remedies, world_teardown),
        cmocka_unit_test_teardown(test_a_second_return_says_why_to_the_supervisor, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
