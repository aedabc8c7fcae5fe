/* Whose turn a case is, as people see it: why it came, putting it aside until a date, handing it over, and an
 * approver who falls ill with cases in hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

static struct driver *officer_at(const char *db, const char *login)
{
    return people_sign_on(&(struct person_at){.database = db, .login = login});
}

static struct driver *reviewer_with_case(const char *db, const char *login)
{
    struct driver *reviewer = officer_at(db, login);
    driver_wait_text(reviewer, "失业保险金申领");
    people_commit(reviewer);
    driver_wait_text(reviewer, "开始填写");
    return reviewer;
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

static void expect_nothing_waits(struct driver *officer)
{
    people_commit(officer);
    driver_wait_text(officer, "没有等您的案子了");
    driver_key(officer, "F4");
    driver_wait_gone(officer, "没有等您的案子了");
}

static void test_a_case_is_held_until_a_day_and_comes_back(void **state)
{
    (void)state;
    const char *db = world_database("held");
    people_cases_accepted(db, 1);
    struct driver *first = reviewer_with_case(db, "zhouqian");
    driver_wait_text(first, "为何轮到我: 最先到期");
    driver_key(first, "F2");
    driver_wait_text(first, "为何轮到我: 在我能办的队列里最先到期");
    driver_key(first, "Esc");
    driver_wait_gone(first, "在我能办的队列里最先到期");
    driver_key(first, "F8");
    driver_wait_text(first, "先不决定");
    driver_key(first, "1");
    driver_wait_text(first, "搁置到哪一天");
    driver_type(first, "0309"); /* beyond the due date: refused by the database, nothing happens */
    driver_key(first, "Enter");
    driver_wait_text(first, "搁置到 2026-03-09，为什么");
    driver_type(first, "等银行回单");
    people_commit(first);
    driver_wait_text(first, "只能搁置到 2026-03-03 至 2026-03-05");
    driver_key(first, "F8");
    driver_wait_text(first, "先不决定");
    driver_key(first, "1");
    driver_wait_text(first, "搁置到哪一天");
    driver_type(first, "0304");
    driver_key(first, "Enter");
    driver_wait_text(first, "搁置到 2026-03-04，为什么");
    driver_type(first, "等银行回单");
    people_commit(first);
    driver_wait_text(first, "那天自己回到队列");
    driver_wait_text(first, "到 03-04");
    assert_hands(db, "held zhouqian");
    struct driver *second = officer_at(db, "liuyang");
    expect_nothing_waits(second);
    world_clock(db, "2026-03-04 08:30");
    people_commit(second);
    driver_wait_text(second, "为何轮到我: 快到期了");
    assert_hands(db, "claimed liuyang");
    assert_verifies(db);
}

static void test_what_is_handed_over_comes_next_to_the_colleague(void **state)
{
    (void)state;
    const char *db = world_database("given");
    people_cases_accepted(db, 2);
    struct driver *first = reviewer_with_case(db, "zhouqian");
    driver_key(first, "5");
    driver_wait_text(first, "转交给谁");
    driver_key(first, "1");
    driver_wait_text(first, "已转交刘洋");
    assert_hands(db, "reserved liuyang, ready");
    struct driver *second = officer_at(db, "liuyang");
    driver_wait_text(second, "留给我");
    people_commit(second);
    driver_wait_text(second, "为何轮到我: 留给我的");
    driver_key(second, "F2");
    driver_wait_text(second, "周倩 把这件留给我");
    assert_hands(db, "claimed liuyang, ready");
    assert_verifies(db);
}

static void test_an_approver_falls_ill_and_none_of_the_cases_is_orphaned(void **state)
{
    (void)state;
    const char *db = world_database("ill");
    people_cases_accepted(db, 2);
    struct driver *giver = reviewer_with_case(db, "zhouqian");
    driver_key(giver, "5");
    driver_wait_text(giver, "转交给谁");
    driver_key(giver, "1");
    driver_wait_text(giver, "已转交刘洋"); /* one is kept for the colleague */
    struct driver *ill = officer_at(db, "liuyang");
    driver_wait_text(ill, "留给我");
    driver_key(ill, "2");
    driver_wait_text(ill, "开始填写"); /* the other is open at their window */
    assert_hands(db, "reserved liuyang, claimed liuyang");
    world_sql(
        db,
        "SELECT desk.absence_add(gen_random_uuid(), 210600, 'liuyang', '2026-03-02', '2026-03-06', 'lina')");
    assert_hands(db, "ready, ready");
    people_commit(ill);
    driver_wait_text(ill, "放回"); /* the case moved on: it was taken out of their hands */
    struct driver *cover = officer_at(db, "lina");
    driver_wait_text(cover, "失业保险金申领");
    people_commit(cover);
    driver_wait_text(cover, "开始填写");
    people_commit(cover); /* reviews for who is ill, and gets the other */
    driver_wait_text(cover, "00002");
    people_commit(cover);
    driver_wait_text(cover,
                     "回避"); /* who reviewed does not recheck: separation of duties holds for a cover too */
    assert_string_equal(world_sql(db, "SELECT string_agg(DISTINCT s.login, ' ') FROM yc.decision d JOIN "
                                      "yc.staff s ON s.id = d.decided_by"),
                        "lina");
    assert_verifies(db);
}

/* What is wrong with one case holds up nobody else's: neither the decision before it, nor those behind. */
static void test_a_broken_case_does_not_hold_the_decision_before_it_up(void **state)
{
    (void)state;
    const char *db = world_database("broken_next");
    people_cases_accepted(db, 3);
    struct driver *first = reviewer_with_case(db, "zhouqian");
    people_commit(first);
    driver_wait_text(first, "00002");
    driver_wait_text(first, "开始填写");
    world_sql(db, "SELECT yc.tend()");
    world_sql(db,
              "CREATE FUNCTION yc.broken(_claimed_by bigint) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS "
              "$$ BEGIN IF _claimed_by IS NULL THEN RETURN true; END IF; RAISE EXCEPTION '404'; END $$");
    world_sql(db, "ALTER TABLE yc.task ADD CONSTRAINT broken CHECK (yc.broken(claimed_by)) NOT VALID");
    people_commit(first);
    driver_wait_text(first, "P0001"); /* what the claim says of the third */
    assert_hands(db, "ready, ready, ready");
    assert_string_equal(world_sql(db, "SELECT string_agg(stage, ' ' ORDER BY id) FROM yc.case_file"),
                        "recheck recheck review");
    assert_verifies(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_a_case_is_held_until_a_day_and_comes_back, world_teardown),
        cmocka_unit_test_teardown(test_what_is_handed_over_comes_next_to_the_colleague, world_teardown),
        cmocka_unit_test_teardown(test_an_approver_falls_ill_and_none_of_the_cases_is_orphaned,
                                  world_teardown),
        cmocka_unit_test_teardown(test_a_broken_case_does_not_hold_the_decision_before_it_up, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
