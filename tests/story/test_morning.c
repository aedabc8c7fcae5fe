/* A morning of twelve visits at two windows: three colleagues of one unit, papers that are missing, a return
 * that is corrected, two cases in one visit, parking, the hand-over at lunch and the sign-off. At its end
 * everything that is open stands on a screen, and nothing else is open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

struct hall {
    const char *db;
    struct driver *wangfang, *hejun; /* windows 2 and 3 */
    int keys;                        /* of both, when the running visit began */
};

static int keys_of(const struct hall *hall)
{
    return driver_keys(hall->wangfang) + driver_keys(hall->hejun);
}

/* Tells the keys of a visit. */
static void visit_over(struct hall *hall, const char *what)
{
    printf("# keys: %s %d\n", what, keys_of(hall) - hall->keys);
    hall->keys = keys_of(hall);
}

/* The n-th invented person's number: births of January 1902. */
static const char *number_of(const struct hall *hall, int n)
{
    return world_sql(hall->db,
                     "SELECT d || yc.id_check_character(d) FROM (SELECT '21060219020101' || %d) x(d)",
                     200 + 2 * n);
}

static void new_person(const struct hall *hall, struct driver *clerk, int n, const char *name)
{
    people_new_person(clerk, number_of(hall, n), name);
}

static void visit_end(struct driver *clerk, const char *digit)
{
    driver_wait_text(clerk, "此人的案子");
    people_commit(clerk);
    driver_wait_text(clerk, "结束来访");
    driver_key(clerk, digit);
    driver_wait_text(clerk, "请出示身份证");
}

/* From the receipt to the next one. */
static void receipt_away(struct driver *clerk)
{
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "续办0");
}

static void fill_and_accept(struct driver *clerk)
{
    people_fill(clerk);
    people_materials(clerk);
    people_accept(clerk);
}

/* --- the visits */

/* The first of a unit is filled in; the second and third find it there. */
static void three_colleagues(struct hall *hall)
{
    static const char *const names[] = {"申请一", "申请二", "申请三"};
    struct driver *clerk = hall->wangfang;
    new_person(hall, clerk, 1, names[0]);
    people_pick(clerk);
    fill_and_accept(clerk);
    visit_over(hall, "visit 1, the first of a unit");
    for (int i = 1; i < 3; i++) {
        driver_key(clerk, "Ctrl-D");
        driver_wait_text(clerk, "下一位接着办 失业保险金申领");
        driver_type(clerk, number_of(hall, 1 + i));
        driver_key(clerk, "Enter");
        driver_wait_text(clerk, "没有这个人的记录");
        driver_type(clerk, names[i]);
        driver_key(clerk, "Enter");
        driver_wait_text(clerk, "要确认2");
        driver_type(clerk, "13912345678");
        driver_key(clerk, "Enter");
        driver_expect_text(clerk, "[2026-02-28");
        driver_key(clerk, "Enter");
        driver_type(clerk, "02");
        driver_key(clerk, "Enter");
        driver_type(clerk, "210603");
        driver_key(clerk, "Enter");
        driver_expect_text(clerk, "[演示纺织厂");
        driver_key(clerk, "Enter");
        driver_wait_text(clerk, "材料 缺3");
        people_materials(clerk);
        people_accept(clerk);
        visit_over(hall, i == 1 ? "visit 2, their colleague" : "visit 3, another colleague");
    }
    receipt_away(clerk);
    visit_end(clerk, "1");
    hall->keys = keys_of(hall);
}

/* Has brought nothing: what the item asks for, before there is a draft. */
static void nothing_brought(struct hall *hall)
{
    struct driver *clerk = hall->hejun;
    new_person(hall, clerk, 4, "申请四");
    driver_key(clerk, "F4");
    driver_wait_text(clerk, "要带什么");
    driver_type(clerk, "sybxj");
    driver_rest(clerk);
    driver_key(clerk, "F7");
    driver_wait_text(clerk, "1. 身份证或社保卡");
    people_commit(clerk);
    driver_wait_text(clerk, "已经告知，然后");
    driver_key(clerk, "2");
    driver_wait_text(clerk, "请出示身份证");
    visit_over(hall, "visit 4, told what to bring");
}

/* One paper is missing: told, parked; the window serves on. */
static void one_paper_missing(struct hall *hall)
{
    struct driver *clerk = hall->hejun;
    new_person(hall, clerk, 5, "申请五");
    people_pick(clerk);
    people_fill(clerk);
    people_hand_in(clerk, world_file("id5.jpg", "identity card of the fifth\n"), "有 身份证");
    driver_key(clerk, "Enter");
    people_promise(clerk);
    driver_key(clerk, "Enter");
    driver_key(clerk, "F7");
    driver_wait_text(clerk, "没带: 一次性告知");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "1. 失业登记信息");
    people_commit(clerk);
    driver_wait_text(clerk, "已经告知，然后");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "请出示身份证");
    visit_over(hall, "visit 5, parked for a paper");
}

static void two_cases(struct hall *hall)
{
    struct driver *clerk = hall->wangfang;
    new_person(hall, clerk, 6, "申请六");
    people_pick(clerk);
    fill_and_accept(clerk);
    receipt_away(clerk);
    people_pick(clerk);
    driver_type(clerk, "0228");
    driver_key(clerk, "Enter");
    driver_type(clerk, "02");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "材料 缺3");
    people_materials(clerk);
    people_accept(clerk);
    receipt_away(clerk);
    visit_end(clerk, "1");
    assert_string_equal(
        world_sql(hall->db,
                  "SELECT v.outcome || ' ' || count(*) FROM yc.visit v JOIN yc.case_file c ON c.visit_id = "
                  "v.id JOIN yc.person p ON p.id = v.person_id WHERE p.name = '申请六' GROUP BY v.outcome"),
        "accepted 2");
    visit_over(hall, "visit 6, two cases");
}

static void only_asks(struct hall *hall)
{
    new_person(hall, hall->hejun, 7, "申请七");
    visit_end(hall->hejun, "3");
    visit_over(hall, "visit 7, only asked");
}

/* Accepted, returned while the morning goes on, and corrected at the other window when they come again. */
static void accepted_to_be_returned(struct hall *hall)
{
    struct driver *clerk = hall->wangfang;
    new_person(hall, clerk, 8, "申请八");
    people_pick(clerk);
    fill_and_accept(clerk);
    receipt_away(clerk);
    visit_end(clerk, "1");
    visit_over(hall, "visit 8, a whole case");
}

static void return_the_marked(struct driver *reviewer, const char *next)
{
    driver_key(reviewer, "2");
    driver_wait_text(reviewer, "03 签署不全");
    driver_key(reviewer, "3");
    driver_wait_text(reviewer, "原因     03 签署不全");
    driver_type(reviewer, "承诺书未写日期");
    people_commit(reviewer);
    driver_wait_text(reviewer, next);
}

/* The reviewer returns the first two cases of the queue: of the first person, who will come again, and of the
 * second. */
static void two_are_returned(struct hall *hall)
{
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = hall->db, .login = "zhouqian"});
    driver_wait_text(reviewer, "失业保险金申领");
    people_commit(reviewer);
    driver_wait_text(reviewer, "00001-5");
    return_the_marked(reviewer, "00002-");
    driver_wait_text(reviewer, "承诺书 2026-03-02 已签");
    return_the_marked(reviewer, "00003-");
    driver_stop(&reviewer);
    assert_string_equal(
        world_sql(
            hall->db,
            "SELECT string_agg(p.name, ' ' ORDER BY p.name) FROM yc.case_file c JOIN yc.person p ON p.id "
            "= c.person_id WHERE c.state = 'returned'"),
        "申请一 申请二");
}

static void returned_and_corrected(struct hall *hall)
{
    struct driver *clerk = hall->hejun;
    people_known_person(clerk, number_of(hall, 1));
    driver_wait_text(clerk, "退回补正");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "承诺书未写日期");
    people_accept(clerk);
    receipt_away(clerk);
    visit_end(clerk, "1");
    visit_over(hall, "visit 9, a return corrected at the other window");
}

static void parked_with_a_draft(struct hall *hall)
{
    struct driver *clerk = hall->wangfang;
    new_person(hall, clerk, 9, "申请九");
    people_pick(clerk);
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    driver_expect_cursor_after(clerk, "失业时间       [");
    driver_key(clerk, "F8");
    driver_wait_text(clerk, "挂起，办下一位");
    driver_key(clerk, "2");
    driver_wait_text(clerk, "请出示身份证");
    visit_over(hall, "visit 10, parked");
}

/* The fifth is back with the paper. */
static void taken_up_again(struct hall *hall)
{
    struct driver *clerk = hall->hejun;
    driver_key(clerk, "F8");
    driver_wait_text(clerk, "申*五 失业保险金申领 30分 何军");
    driver_expect_text(clerk, "申*九 失业保险金申领 0分 王芳");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "1 03-02 10:42");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "材料 失业登记信息");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, ">3 缺 失业登记信息");
    people_hand_in(clerk, world_file("reg5.jpg", "registration of the fifth\n"), "有 失业登记");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "念给申请人听一遍");
    people_accept(clerk);
    receipt_away(clerk);
    visit_end(clerk, "1");
    visit_over(hall, "visit 5 again, taken up and accepted");
}

static void asked_at_the_other_window(struct hall *hall)
{
    new_person(hall, hall->hejun, 11, "申请十一");
    visit_end(hall->hejun, "4");
    visit_over(hall, "visit 11, left");
}

/* Lunch: somebody stands at the window, one is parked; all of it goes to the other window, by both names. */
static void lunch(struct hall *hall)
{
    struct driver *clerk = hall->wangfang;
    new_person(hall, clerk, 10, "申请十");
    people_pick(clerk);
    driver_type(clerk, "13912345679"); /* typed, and the field not left */
    driver_key(clerk, "F10");
    driver_wait_text(clerk, "2 交班给同事");
    driver_key(clerk, "2");
    driver_wait_text(clerk, "要交出去的: 在窗口 1, 挂起 1, 草稿 2, 退回 1");
    driver_expect_text(clerk, "1 何军");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "交给何军");
    people_commit(clerk);
    driver_wait_text(clerk, "已交给何军");
    driver_expect_text(clerk, "接班");
    visit_over(hall, "visit 12, handed over at lunch");
    assert_string_equal(
        world_sql(
            hall->db,
            "SELECT f.value FROM yc.case_field f JOIN yc.case_file c ON c.id = f.case_id JOIN yc.person p "
            "ON p.id = c.person_id WHERE p.name = '申请十' AND f.field = 'mobile'"),
        "13912345679");
    people_commit(clerk); /* signing off tells what stays */
    driver_wait_text(clerk, "还没完的: 退回 1");
    people_commit(clerk);
    driver_wait_text(clerk, "未登录");
    hall->keys = keys_of(hall);
}

/* The afternoon's clerk finds everything, and goes on where it stood. */
static void afternoon(struct hall *hall)
{
    struct driver *clerk = hall->hejun;
    world_clock(hall->db, "2026-03-02 13:30");
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "王芳交来");
    driver_expect_text(clerk, "申*九");
    driver_expect_text(clerk, "申*十");
    assert_string_equal(world_sql(hall->db, "SELECT string_agg(DISTINCT concat_ws(' ', f.login, t.login), ', "
                                            "') FROM yc.handed h JOIN yc.staff f ON "
                                            "f.id = h.from_staff JOIN yc.staff t ON t.id = h.staff_id"),
                        "wangfang hejun");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "请出示身份证");
    driver_type(clerk, number_of(hall, 10));
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "交班时在窗口");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "1 03-02 12:00");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "出生日期");
    driver_expect_cursor_after(clerk, "失业时间       [");
    driver_type(clerk, "0228");
    driver_key(clerk, "Enter");
    driver_type(clerk, "02");
    driver_key(clerk, "Enter");
    driver_type(clerk, "210603");
    driver_key(clerk, "Enter");
    driver_key(clerk, "Ctrl-D");
    driver_wait_text(clerk, "照抄您的上一件");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "材料 缺3");
    people_materials(clerk);
    people_accept(clerk);
    receipt_away(clerk);
    visit_end(clerk, "1");
    visit_over(hall, "visit 12 again, in the afternoon");
}

/* Everything that is open stands on the screen of the sign-off, and nothing else is open. */
static void accounted_for(struct hall *hall)
{
    struct driver *clerk = hall->hejun;
    driver_key(clerk, "F10");
    driver_wait_text(clerk, "3 签退");
    driver_key(clerk, "3");
    driver_wait_text(clerk, "还没完的: 挂起 1, 草稿 1");
    driver_expect_text(clerk, "申*九");
    people_commit(clerk);
    driver_wait_text(clerk, "未登录");
    /* With the one return of wangfang's list: 3 things. */
    assert_string_equal(
        world_sql(hall->db,
                  "SELECT (SELECT count(*) FROM yc.visit WHERE ended_at IS NULL) || ' visits, ' ||"
                  " (SELECT count(*) FROM yc.case_file WHERE state = 'draft') || ' drafts, ' ||"
                  " (SELECT count(*) FROM yc.case_file WHERE state = 'returned') || ' returned, ' ||"
                  " (SELECT count(*) FROM yc.case_file WHERE state = 'received') || ' slips'"),
        "1 visits, 1 drafts, 1 returned, 0 slips");
    assert_string_equal(world_sql(hall->db, "SELECT string_agg(outcome || ' ' || n, ', ' ORDER BY outcome) "
                                            "FROM (SELECT outcome, count(*) AS n "
                                            "FROM yc.visit WHERE ended_at IS NOT NULL GROUP BY outcome) v"),
                        "accepted 8, asked 1, lacking 1, left 1");
    assert_string_equal(world_sql(hall->db, "SELECT count(*) FROM yc.case_file WHERE number IS NOT NULL"),
                        "8");
    assert_string_equal(world_sql(hall->db, "SELECT count(*) FROM yc.verify()"), "0");
}

static void test_a_morning_of_twelve_visits(void **state)
{
    (void)state;
    const char *db = world_database("morning");
    struct hall hall = {
        .db = db,
        .wangfang = people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"}),
        .hejun = people_sign_on(&(struct person_at){.database = db, .login = "hejun", .window = "3"})};
    hall.keys = keys_of(&hall);
    three_colleagues(&hall);
    nothing_brought(&hall);
    one_paper_missing(&hall);
    two_cases(&hall);
    only_asks(&hall);
    accepted_to_be_returned(&hall);
    two_are_returned(&hall);
    returned_and_corrected(&hall);
    world_clock(db, "2026-03-02 11:12");
    parked_with_a_draft(&hall);
    taken_up_again(&hall);
    asked_at_the_other_window(&hall);
    world_clock(db, "2026-03-02 12:00");
    lunch(&hall);
    afternoon(&hall);
    accounted_for(&hall);
    printf("# keys: the whole morning %d\n", keys_of(&hall));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_a_morning_of_twelve_visits, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
