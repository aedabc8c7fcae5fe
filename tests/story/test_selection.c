/* Agreeing to several cases of the queue at once: each by itself, and each that was not done says why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

/* So many of wangfang's cases in which nothing has to be looked at. */
static const char *plain_cases(const char *name, int count)
{
    const char *db = world_database(name);
    world_script(db, "tests/store/helpers.sql", "unused=1");
    world_sql(db, "SELECT count(test.accepted('wangfang', test.id_no(n))) FROM generate_series(1, %d) n",
              count);
    return db;
}

static const char *decided(const char *db, const char *login)
{
    return world_sql(
        db,
        "SELECT count(*) || '/' || count(DISTINCT case_id) FROM yc.decision d JOIN yc.staff s ON s.id "
        "= d.decided_by WHERE s.login = '%s' AND d.decision = 'agree'",
        login);
}

static void assert_verifies(const char *db)
{
    assert_string_equal(world_sql(db, "SELECT string_agg(v.code, ' ') FROM yc.verify() v"), "");
}

static void test_what_changed_or_has_to_be_looked_at_is_told_and_the_rest_is_done(void **state)
{
    (void)state;
    const char *db = plain_cases("selected", 8);
    people_cases_accepted(db, 1); /* on a promise */
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "我的队列 9 件");
    driver_key(reviewer, "Ctrl-A");
    driver_wait_text(reviewer, "已选中 9 件");
    driver_key(reviewer, "Insert");
    driver_wait_text(reviewer, "已选中 8 件");
    driver_key(reviewer, "Up");
    driver_key(reviewer, "Insert");
    driver_wait_text(reviewer, "已选中 9 件");
    world_sql(db, "SELECT test.as('liuyang', test.claim(id)) FROM yc.task ORDER BY id LIMIT 1");
    world_sql(db,
              "SELECT test.decided('liuyang', case_id, 'return', '01', 'x') FROM yc.task WHERE claimed_by IS "
              "NULL ORDER BY id LIMIT 1");
    world_sql(
        db, "SELECT test.decided('liuyang', case_id, 'agree') FROM yc.task WHERE claimed_by IS NULL ORDER BY "
            "id LIMIT 1");
    people_commit(reviewer);
    driver_wait_text(reviewer, "一起同意 9 件");
    driver_expect_text(reviewer, "失业保险金申领 初审 9 件");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "已选中 9 件");
    assert_string_equal(decided(db, "zhouqian"), "0/0");
    people_commit(reviewer);
    driver_wait_text(reviewer, "一起同意 9 件");
    people_commit(reviewer);
    driver_wait_text(reviewer, "同意了 5 件，跳过 1 件，没办成 3 件");
    driver_expect_text(reviewer, "刘洋 正在办这一件");
    driver_expect_text(reviewer, "要看过才能定(用了承诺书)");
    driver_expect_text(reviewer, "转到复核");
    assert_string_equal(decided(db, "zhouqian"), "5/5");
    driver_key(reviewer, "1");
    driver_wait_text(reviewer, "申报内容");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "同意了 5 件");
    people_commit(reviewer);
    driver_wait_text(reviewer, "我的队列 1 件");
    driver_expect_no_text(reviewer, "已选中");
    assert_verifies(db);
}

static void test_esc_stops_and_what_is_done_stays_done(void **state)
{
    (void)state;
    const char *db = plain_cases("stopped", 60);
    struct driver *reviewer =
        people_sign_on(&(struct person_at){.database = world_cable(db), .login = "zhouqian"});
    driver_wait_text(reviewer, "我的队列 50+ 件");
    driver_key(reviewer, "Ctrl-A");
    driver_wait_text(reviewer, "已选中 60 件");
    people_commit(reviewer);
    driver_wait_text(reviewer, "一起同意 60 件");
    world_cable_pull(db, "zhouqian");
    people_commit(reviewer);
    driver_wait_text(reviewer, "正在同意: 已办 0");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "正在停");
    world_cable_plug(db);
    driver_wait_text(reviewer, "同意了 50 件，跳过 0 件，没办成 0 件，停下后没办 10 件");
    assert_string_equal(decided(db, "zhouqian"), "50/50");
    people_commit(reviewer);
    driver_wait_text(reviewer, "我的队列 10 件");
    assert_verifies(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_what_changed_or_has_to_be_looked_at_is_told_and_the_rest_is_done,
                                  world_teardown),
        cmocka_unit_test_teardown(test_esc_stops_and_what_is_done_stays_done, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
