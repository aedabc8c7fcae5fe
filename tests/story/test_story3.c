/* Story 3: the man whose insurance lies in another city. The clerk takes his commitment in place of the proof
 * he has lost, the reviewer writes to the other city and the clock stands still, the reply comes and is
 * entered, the months of both places become one record. And what happens when two enter the same reply, or
 * one where none is awaited. */
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

#define MAN_NUMBER "210602190205151035"
#define MAN_NAME   "孙长贵"
#define NUMBER     "210600-20260302-001-00001-5"
#define LETTER     "丹社险联〔2026〕17号"
#define REPLY      "连社险复〔2026〕5号"

static void assert_verifies(const char *db)
{
    struct buffer out = {0};
    int status = command_run(&out, (const char *[]){"yichuang-admin", "verify", "--db", db, NULL});
    if (status != 0)
        fail_msg("verify: %s", buffer_string(&out));
    buffer_free(&out);
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.verify()"), "0");
}

/* A value, and Enter behind it. */
static void enter(struct driver *driver, const char *value)
{
    driver_type(driver, value);
    driver_key(driver, "Enter");
}

static struct driver *officer(const char *db, const char *login)
{
    return people_sign_on(&(struct person_at){.database = db, .login = login});
}

/* Leafs on until it stands there. What is read comes in pieces, so the end may still be on its way. */
static void page_to(struct driver *driver, const char *text)
{
    for (int page = 0; page < 4 && !people_see(driver, text); page++) {
        driver_wait_text(driver, "申报内容 (PgDn 还有)");
        driver_key(driver, "PgDn");
    }
    driver_wait_text(driver, text);
}

/* --- at the window */

/* The months paid here are no necessary question: Tab goes to them. */
static void form_fill(struct driver *clerk)
{
    enter(clerk, "13912345678");
    driver_expect_cursor_after(clerk, "转出地         [");
    enter(clerk, "大连市"); /* dls is Dali as well */
    driver_expect_text(clerk, "210200 大连市");
    driver_type(clerk, "210600");
    driver_key(clerk, "Tab");
    enter(clerk, "201812");
    enter(clerk, "202602");
    driver_expect_text(clerk, "2026-02");
    enter(clerk, "演示机械厂");
    driver_wait_text(clerk, "材料 缺2");
}

static void materials_fill(struct driver *clerk)
{
    people_hand_in(clerk, world_file("id.jpg", "identity card, both sides\n"), "有 身份证");
    driver_key(clerk, "Enter");
    people_promise_of(clerk, "诺 参保缴费凭证");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "念给申请人听一遍");
}

static int transfer_accepted(const char *db)
{
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_new_person(clerk, MAN_NUMBER, MAN_NAME);
    people_pick_item(clerk, "czzgj1");
    form_fill(clerk);
    materials_fill(clerk);
    people_accept(clerk);
    driver_expect_text(clerk, NUMBER);
    driver_expect_text(clerk, "2026-03-23 (15个工作日)");
    driver_expect_text(clerk, "2026-05-08 (45个工作日)");
    driver_expect_text(clerk, "承诺书代替");
    int keys = driver_keys(clerk);
    driver_stop(&clerk);
    return keys;
}

/* --- the letter to the other city */

static int transfer_suspended(const char *db)
{
    struct driver *reviewer = officer(db, "zhouqian");
    driver_wait_text(reviewer, "城镇职工");
    people_commit(reviewer);
    driver_wait_text(reviewer, NUMBER);
    driver_wait_text(reviewer, "接续合计");
    driver_key(reviewer, "4");
    driver_wait_text(reviewer, "等待外地社保机构复函");
    driver_expect_no_text(reviewer, "实地核查"); /* nothing else stops the clock of this item */
    driver_key(reviewer, "1");
    driver_wait_text(reviewer, "预计哪天恢复");
    driver_key(reviewer, "Enter"); /* the outgoing place has its own days */
    driver_wait_text(reviewer, "原因     等待外地社保机构复函");
    driver_expect_text(reviewer, "文书");
    driver_type(reviewer, LETTER);
    driver_expect_row(reviewer, -2, "F9: 中止，取下一件");
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
    driver_wait_text(reviewer, "已中止，明天起停表");
    driver_expect_no_text(reviewer, "已同意");
    int keys = driver_keys(reviewer);
    driver_stop(&reviewer);
    return keys;
}

/* --- the reply */

static void reply_open(struct driver *reviewer)
{
    driver_key(reviewer, "F8");
    driver_wait_text(reviewer, "等得最久的在前");
    driver_wait_text(reviewer, "等待外地社保");
    driver_key(reviewer, "Enter");
    driver_wait_text(reviewer, "缴费时段");
    driver_wait_text(reviewer, "复函共 0 段"); /* the case and the names of places have come */
}

static void reply_type(struct driver *reviewer)
{
    enter(reviewer, REPLY);
    enter(reviewer, "0320");
    driver_expect_text(reviewer, "2026-03-20");
    driver_key(reviewer, "Enter");
    enter(reviewer, "大连市");
    driver_expect_text(reviewer, "210200 大连市");
    enter(reviewer, "201503");
    enter(reviewer, "201812");
    driver_key(reviewer, "Enter"); /* all of these months */
    enter(reviewer, "12345.67");
}

/* A slip of the hand: December stands in both stretches. */
static void overlap_mended(struct driver *reviewer)
{
    enter(reviewer, "210200");
    enter(reviewer, "201812");
    enter(reviewer, "201901");
    driver_key(reviewer, "Enter");
    enter(reviewer, "200");
    driver_wait_text(reviewer, "第2段与第1段重复：2018-12 两段都有");
    driver_expect_cursor_after(reviewer, "3  "); /* nothing holds the cursor but F9 */
    driver_expect_row(reviewer, -2, "还没填全");
    people_commit(reviewer);
    driver_wait_text(reviewer, "第2段与第1段重复：2018-12 两段都有");
    driver_expect_cursor_after(reviewer, "      2018-12");
    driver_key(reviewer, "F2");
    driver_wait_text(reviewer, "第2段与第1段重复：2018-12 两段都有");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "缴费时段");
    enter(reviewer, "201901"); /* in the place of what was refused */
    driver_keys_in_turn(reviewer, "Enter Enter Enter");
    driver_wait_text(reviewer, "复函共 2 段 47 个月，个人账户 12,545.67 元");
    driver_expect_text(reviewer, "重复 2 个月（从 2018-12 起），接续后只算一次");
}

static void reply_recorded(struct driver *reviewer)
{
    driver_expect_row(reviewer, -2, "F9: 记下复函，恢复计时，案子回到初审");
    people_commit(reviewer);
    driver_wait_text(reviewer, "复函已记下，回到初审");
    driver_expect_text(reviewer, "2026-04-15");
    driver_expect_text(reviewer, "2026-05-29");
    driver_wait_text(reviewer, "没有中止的案子");
    driver_expect_row(reviewer, -2, "Esc: 回我的队列");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "我的队列 1 件");
}

static int transfer_answered(const char *db)
{
    struct driver *reviewer = officer(db, "zhouqian");
    driver_wait_text(reviewer, "没有等您的案子");
    int keys = driver_keys(reviewer);
    reply_open(reviewer);
    driver_expect_text(reviewer, LETTER);
    reply_type(reviewer);
    driver_key(reviewer, "Esc"); /* somebody calls; what was typed stays */
    driver_wait_text(reviewer, "等得最久的在前");
    driver_key(reviewer, "Enter");
    driver_wait_text(reviewer, "个人账户 12,345.67 元");
    driver_expect_text(reviewer, REPLY);
    driver_wait_text(reviewer, "重复 1 个月（从 2018-12 起）");
    driver_expect_cursor_after(reviewer, "2  ");
    overlap_mended(reviewer);
    reply_recorded(reviewer);
    keys = driver_keys(reviewer) - keys;
    driver_stop(&reviewer);
    return keys;
}

/* --- decided */

static void explanation_read(struct driver *reviewer)
{
    people_why(reviewer, "2026-03-03 至 2026-03-24 暂停 22 天，不计");
    driver_expect_text(reviewer, "为何轮到我");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "1同意");
}

static void next_case_agreed(const char *db, const char *login, bool explained)
{
    struct driver *reviewer =
        people_sign_on(&(struct person_at){.database = db, .login = login, .rows = 36, .columns = 120});
    driver_wait_text(reviewer, "城镇职工");
    people_commit(reviewer);
    driver_wait_text(reviewer, "承诺 2026-04-15");
    driver_wait_text(reviewer, "接续合计");
    driver_expect_text(reviewer, "2015-03 至 2026-02");
    if (explained) {
        explanation_read(reviewer);
    }
    people_commit(reviewer);
    driver_wait_text(reviewer, "没有等您的案子");
    driver_stop(&reviewer);
}

/* Whoever is asked at the window finds it there. */
static void record_looked_up(const char *db)
{
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "hejun", .window = "1"});
    driver_key(clerk, "F3");
    driver_wait_text(clerk, "案号全号或末5位以上");
    driver_type(clerk, "00015");
    driver_wait_text(clerk, NUMBER);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "03-24 09:00");
    driver_key(clerk, "F5");
    page_to(clerk, "接续合计");
    driver_expect_text(clerk, "已接续 大连市");
    driver_expect_text(clerk, "已接续 丹东市");
    driver_expect_text(clerk, "2015-03 至 2026-02");
    driver_stop(&clerk);
}

static void test_the_man_whose_insurance_lies_in_another_city(void **state)
{
    (void)state;
    const char *db = world_database("story3");
    int accepting = transfer_accepted(db);
    int suspending = transfer_suspended(db);
    assert_string_equal(world_sql(db, "SELECT state || ' ' || waiting FROM yc.case_file"),
                        "accepted suspended");
    world_clock(db, "2026-03-24 09:00");
    world_sql(db, "SELECT yc.tend()");
    int answering = transfer_answered(db);
    next_case_agreed(db, "zhouqian", true);
    next_case_agreed(db, "lina", false);
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "finished");
    assert_string_equal(
        world_sql(db,
                  "SELECT string_agg(concat_ws(' ', place, to_char(first_month, 'YYYY-MM'), "
                  "to_char(last_month, 'YYYY-MM'), months, account_fen), '; ' ORDER BY first_month, place)"
                  " FROM yc.contribution WHERE undone_at IS NULL"),
        "210200 2015-03 2018-12 46 1234567; 210600 2018-12 2026-02 87; 210200 2019-01 2019-01 1 20000");
    record_looked_up(db);
    assert_verifies(db);
    printf("# story 3: clerk %d keys, suspending %d, entering the reply with a slip and an interruption %d\n",
           accepting, suspending, answering);
}

/* --- where no reply is awaited, or somebody was faster */

static void test_the_second_of_two_is_told_who_was_first(void **state)
{
    (void)state;
    const char *db = world_database("reply_twice");
    world_script(db, "tests/story/transfer.sql", "kind=inter_region_reply");
    world_clock(db, "2026-03-24 09:00");
    world_sql(db, "SELECT yc.tend()");
    struct driver *first = officer(db, "zhouqian"), *second = officer(db, "liuyang");
    struct driver *both[] = {first, second};
    for (int i = 0; i < 2; i++) {
        driver_wait_text(both[i], "没有等您的案子");
        reply_open(both[i]);
        reply_type(both[i]);
        driver_wait_text(both[i], "与本人已有的缴费没有重复");
    }
    people_commit(first);
    driver_wait_text(first, "复函已记下");
    people_commit(second);
    driver_wait_text(second, "周倩 已于 2026-03-24 09:00");
    driver_expect_text(second, REPLY); /* nothing typed is lost */
    people_commit(second);
    driver_wait_text(second, "的复函 周倩 已于 2026-03-24 09:00 登记");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.reply"), "1");
    assert_verifies(db);
}

static void test_what_waits_for_something_else_takes_no_reply_but_an_end_with_words(void **state)
{
    (void)state;
    const char *db = world_database("reply_kind");
    world_sql(db,
              "UPDATE yc.definition SET content = jsonb_set(content, '{clock_stops}', '[\"site_check\"]') "
              "WHERE code = 'pension-transfer-in'");
    world_script(db, "tests/story/transfer.sql", "kind=site_check");
    world_clock(db, "2026-03-24 09:00");
    world_sql(db, "SELECT yc.tend()");
    struct driver *reviewer = officer(db, "zhouqian");
    driver_wait_text(reviewer, "没有等您的案子");
    driver_key(reviewer, "F8");
    driver_wait_text(reviewer, "实地核查");
    driver_key(reviewer, "1");
    driver_wait_text(reviewer, "等的不是外地复函");
    driver_wait_text(reviewer, "复函共 0 段");
    reply_type(reviewer);
    people_commit(reviewer);
    driver_wait_text(reviewer, "等的不是外地复函");
    driver_key(reviewer, "F7");
    driver_wait_text(reviewer, "为什么不等复函了");
    driver_type(reviewer, "电话核实过了");
    people_commit(reviewer);
    driver_wait_text(reviewer, "中止已结束");
    assert_string_equal(world_sql(db, "SELECT end_words FROM yc.suspension"), "电话核实过了");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.reply"), "0");
    assert_verifies(db);
}

/* Also at 60 columns, and whoever signs off in the middle leaves in peace. */
static void test_a_narrow_terminal_and_a_sign_off_in_the_middle(void **state)
{
    (void)state;
    const char *db = world_database("reply_narrow");
    world_script(db, "tests/story/transfer.sql", "kind=inter_region_reply");
    world_clock(db, "2026-03-24 09:00");
    world_sql(db, "SELECT yc.tend()");
    struct driver *reviewer =
        people_sign_on(&(struct person_at){.database = db, .login = "zhouqian", .rows = 24, .columns = 60});
    driver_wait_text(reviewer, "没有等您的案子");
    reply_open(reviewer);
    enter(reviewer, "x");
    enter(reviewer, "0320");
    driver_key(reviewer, "Enter");
    enter(reviewer, "大连市");
    enter(reviewer, "201503");
    enter(reviewer, "201812");
    enter(reviewer, "4x");
    driver_wait_text(reviewer, "“4x”不是整数"); /* what was typed, no number made of it */
    enter(reviewer, "12345.67"); /* it holds nobody: what is typed ahead goes where it belongs */
    people_commit(reviewer);
    driver_wait_text(reviewer, "“4x”不是整数");
    driver_keys_in_turn(reviewer, "Ctrl-U Enter Enter");
    driver_expect_text(reviewer, "210200");
    driver_expect_text(reviewer, "2015-03   2018-12   46      12345.67"); /* nothing is cut but the name */
    driver_type(reviewer, "dl");
    driver_key(reviewer, "F10");
    driver_wait_text(reviewer, "签退");
    driver_key(reviewer, "3");
    driver_wait_text(reviewer, "工号");
}

static void test_an_item_without_stops_offers_none_and_says_why(void **state)
{
    (void)state;
    const char *db = world_database("no_stops");
    people_cases_accepted(db, 1);
    struct driver *reviewer = officer(db, "zhouqian");
    driver_wait_text(reviewer, "失业保险金申领");
    people_commit(reviewer);
    driver_wait_text(reviewer, "承诺书 2026-03-02 已签");
    driver_key(reviewer, "4");
    driver_wait_text(reviewer, "没有可以中止的情形");
    driver_expect_row(reviewer, -2, "F9: 同意，取下一件");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_the_man_whose_insurance_lies_in_another_city, world_teardown),
        cmocka_unit_test_teardown(test_the_second_of_two_is_told_who_was_first, world_teardown),
        cmocka_unit_test_teardown(test_what_waits_for_something_else_takes_no_reply_but_an_end_with_words,
                                  world_teardown),
        cmocka_unit_test_teardown(test_a_narrow_terminal_and_a_sign_off_in_the_middle, world_teardown),
        cmocka_unit_test_teardown(test_an_item_without_stops_offers_none_and_says_why, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
