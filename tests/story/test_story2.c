/* Story 2: the daughter claims her father's funeral grant in one visit. She waits in the hall while the case
 * goes through review and recheck and a supervisor authorises it; the clerk serves on meanwhile. */
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

#define DAUGHTER_NUMBER "210602190204052027"
#define DAUGHTER_NAME   "林晓梅"
#define DAUGHTER_MASKED "210602********2027"
#define NUMBER          "210600-20260302-001-00001-5"

struct size {
    int rows, columns;
};

static void assert_verifies(const char *db)
{
    struct buffer out = {0};
    int status = command_run(&out, (const char *[]){"yichuang-admin", "verify", "--db", db, NULL});
    if (status != 0)
        fail_msg("verify: %s", buffer_string(&out));
    buffer_free(&out);
}

/* Tending tells the workstations what changed; here it does so when the story says. */
static void tend(const char *db)
{
    world_sql(db, "SELECT yc.tend()");
}

static struct driver *clerk_at(const char *db)
{
    return people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
}

static void claim_accepted(struct driver *clerk)
{
    people_new_person(clerk, DAUGHTER_NUMBER, DAUGHTER_NAME);
    people_funeral(clerk);
    people_accept(clerk);
}

/* Takes the next case, which is this one, and agrees. Returns the keys pressed. */
static int next_case_agreed(const char *db, const char *login)
{
    struct driver *officer = people_sign_on(&(struct person_at){.database = db, .login = login});
    driver_wait_text(officer, "丧葬补助金");
    driver_expect_text(officer, "候 ");
    people_commit(officer);
    driver_wait_text(officer, "承诺书 2026-03-02 已签");
    driver_expect_text(officer, "F3找"); /* in every keymap and language the bar has room for it */
    driver_expect_text(officer, "候 ");
    driver_expect_text(officer, DAUGHTER_MASKED);
    driver_expect_no_text(officer, PERSON_DEAD_NUMBER);
    people_commit(officer);
    driver_wait_text(officer, "没有等您的案子");
    int keys = driver_keys(officer);
    driver_stop(&officer);
    return keys;
}

/* The case at its authorisation, without the screens of those before. */
static void authorisation_asked(const char *db)
{
    next_case_agreed(db, "zhouqian");
    next_case_agreed(db, "lina");
    tend(db);
}

static struct driver *supervisor_at(const char *db, const char *login, struct size size)
{
    return people_sign_on(
        &(struct person_at){.database = db, .login = login, .rows = size.rows, .columns = size.columns});
}

static void authorisation_opened(struct driver *supervisor)
{
    driver_key(supervisor, "1");
    driver_wait_text(supervisor, DAUGHTER_NAME);
    driver_wait_text(supervisor, "承诺书 2026-03-02 已签");
    driver_expect_text(supervisor, "候 ");
}

static void test_the_daughter_is_served_in_one_visit(void **state)
{
    (void)state;
    const char *db = world_database("story2");
    struct driver *clerk = clerk_at(db);
    claim_accepted(clerk);
    driver_expect_text(clerk, NUMBER);
    driver_expect_text(clerk, "2026-03-09 (5个工作日)");
    driver_expect_text(clerk, "接着初审、复核、主管授权，今天当场办");
    people_visit_park(clerk);
    int claim_keys = driver_keys(clerk);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME); /* the next one is served meanwhile */
    people_pick(clerk);
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "等初审");
    driver_expect_text(clerk, "申请人在大厅等着");
    driver_expect_no_text(clerk, "挂起   林*梅"); /* she waits: one row of her, not of her parked visit too */
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "手机号码");

    struct driver *zhaomin = supervisor_at(db, "zhaomin", (struct size){0});
    driver_wait_text(zhaomin, "现在没有要您办的");
    struct driver *guoyan = supervisor_at(db, "guoyan", (struct size){0});
    driver_wait_text(guoyan, "现在没有要您办的");
    int reviewer_keys = next_case_agreed(db, "zhouqian");
    int rechecker_keys = next_case_agreed(db, "lina");
    tend(db);
    driver_wait_text(zhaomin, "02窗 王芳");
    driver_wait_text(zhaomin, "F12待办1");
    driver_expect_text(zhaomin, "要我办 1");
    driver_expect_text(zhaomin, "亲属关系");
    driver_expect_text(zhaomin, "候 ");
    driver_expect_no_text(zhaomin, DAUGHTER_NAME);
    driver_wait_text(guoyan, "02窗 王芳");

    authorisation_opened(zhaomin);
    driver_expect_row(zhaomin, -2, "授权(同意)");
    driver_key(zhaomin, "F2");
    driver_wait_text(zhaomin, "为何要我授权");
    driver_key(zhaomin, "Esc");
    driver_wait_gone(zhaomin, "为何要我授权");
    driver_key(guoyan, "1"); /* a moment later: told who has it, and nothing is lost */
    driver_wait_text(guoyan, "赵敏 正在办这一件");
    driver_wait_text(guoyan, "赵敏在办");
    people_commit(zhaomin);
    driver_wait_text(zhaomin, "现在没有要您办的");
    driver_expect_text(zhaomin, "要我办 0");
    int supervisor_keys = driver_keys(zhaomin);
    tend(db);
    driver_wait_text(guoyan, "现在没有要您办的");
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file WHERE item = 'funeral-grant'"),
                        "finished");

    driver_wait_text(clerk, "F12待办1"); /* behind the form of the next person */
    driver_key(clerk, "Esc");
    people_visit_end(clerk, "3");
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "有结果了: 办结");
    driver_key(clerk, "1");
    driver_wait_text(clerk, DAUGHTER_NAME);
    driver_wait_text(clerk, "办结");
    int before = driver_keys(clerk);
    people_visit_end(clerk, "1");
    int called_keys = driver_keys(clerk) - before + 2;
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.visit WHERE ended_at IS NULL"), "0");
    assert_verifies(db);
    printf("# story 2: clerk %d keys until she sits down, %d when she is called; reviewer %d, rechecker %d, "
           "supervisor "
           "%d\n",
           claim_keys, called_keys, reviewer_keys, rechecker_keys, supervisor_keys);
}

/* Her own number in place of her father's: told where it was typed, and the form is not read back. */
static void test_nobody_claims_for_themselves(void **state)
{
    (void)state;
    const char *db = world_database("own2");
    struct driver *clerk = clerk_at(db);
    people_new_person(clerk, DAUGHTER_NUMBER, DAUGHTER_NAME);
    people_pick_item(clerk, "szbz1");
    driver_wait_text(clerk, "死亡人员证件号码");
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    driver_type(clerk, DAUGHTER_NUMBER);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "和“证件号码”填成了同一个");
    driver_expect_text(clerk, "错1 要确认0");
    driver_key(clerk, "F2");
    driver_wait_text(clerk, "! 死亡人员证件号码: 和“证件号码”填成了同一个");
    driver_key(clerk, "Esc");
    world_wait(db, "E_FIELD_SAME",
               "SELECT f.code FROM yc.case_file c, yc.case_faults(c.region, c.id) f WHERE f.key = 'dead_id'");
    driver_keys_in_turn(clerk, "Up Ctrl-U");
    driver_type(clerk, PERSON_DEAD_NUMBER);
    driver_key(clerk, "Enter");
    driver_wait_gone(clerk, "填成了同一个");
    driver_expect_text(clerk, "错0 要确认0");
}

static void test_the_supervisor_denies(void **state)
{
    (void)state;
    const char *db = world_database("denied2");
    struct driver *clerk = clerk_at(db);
    claim_accepted(clerk);
    people_visit_park(clerk);
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "等初审");
    authorisation_asked(db);
    struct driver *supervisor = supervisor_at(db, "zhaomin", (struct size){0});
    driver_wait_text(supervisor, "02窗 王芳");
    authorisation_opened(supervisor);
    driver_key(supervisor, "3");
    driver_wait_text(supervisor, "03 材料或承诺不实");
    driver_key(supervisor, "3");
    driver_wait_text(supervisor, "原因     03");
    driver_type(supervisor, "承诺的亲属关系与户籍记载不符。");
    driver_expect_row(supervisor, -2, "授权(不予批准)");
    people_commit(supervisor);
    driver_wait_text(supervisor, "现在没有要您办的");
    tend(db);
    driver_wait_text(clerk, "有结果了: 不予批准"); /* without a key */
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "denied");
    assert_verifies(db);
}

/* What stands there of the seconds turns by itself. */
static void expect_seconds_turn(struct driver *driver, int row)
{
    struct buffer before = {0}, after = {0};
    driver_row_text(driver, row, &before);
    driver_wakeups(driver, 2500);
    driver_row_text(driver, row, &after);
    assert_string_not_equal(buffer_string(&before), buffer_string(&after));
    driver_expect_text(driver, "候 ");
    buffer_free(&before);
    buffer_free(&after);
}

/* She cannot wait any longer: the case goes on, behind what is more urgent now. */
static void test_the_applicant_leaves(void **state)
{
    (void)state;
    const char *db = world_database("left2");
    struct driver *clerk = clerk_at(db);
    claim_accepted(clerk);
    people_visit_park(clerk);
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "候 ");
    expect_seconds_turn(reviewer, 3);
    driver_key(clerk, "F8");
    driver_wait_text(clerk, "在大厅等审批");
    driver_key(clerk, "1");
    driver_wait_text(clerk, DAUGHTER_NAME);
    people_visit_end(clerk, "1"); /* accepted it was; what becomes of it she is told later */
    driver_expect_no_text(clerk, "F12待办1");
    assert_string_equal(world_sql(db, "SELECT priority FROM yc.task"), "5");
    tend(db);
    driver_wait_text(reviewer, "有变化");
    driver_key(reviewer, "F4");
    driver_wait_gone(reviewer, "候 ");
    driver_expect_text(reviewer, "丧葬补助金");
    driver_wakeups(reviewer, 1000);                        /* what was under way */
    assert_in_range(driver_wakeups(reviewer, 2500), 0, 1); /* nobody waits: the minute alone may turn */
    people_commit(reviewer);
    driver_wait_text(reviewer, "承诺书 2026-03-02 已签");
    driver_expect_no_text(reviewer, "候 ");
    assert_verifies(db);
}

/* Who had a hand in the case is told so when they open it. */
static void test_who_reviewed_it_does_not_authorise_it(void **state)
{
    (void)state;
    const char *db = world_database("barred2");
    struct driver *clerk = clerk_at(db);
    claim_accepted(clerk);
    authorisation_asked(db);
    world_sql(db, "UPDATE yc.staff_grant SET action = 'supervise' WHERE action = 'review' AND staff_id = "
                  "(SELECT id FROM "
                  "yc.staff WHERE login = 'zhouqian')"); /* promoted meanwhile */
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "回避");
    driver_key(reviewer, "1");
    driver_wait_text(reviewer, "这一件的初审是您办的");
}

static void pictures(const char *db, struct size size)
{
    struct buffer name = {0};
    struct driver *reviewer = supervisor_at(db, "zhouqian", size);
    driver_wait_text(reviewer, "候 12分");
    buffer_format(&name, "queue-waits-%dx%d", size.columns, size.rows);
    driver_compare_picture(reviewer, buffer_string(&name));
    people_commit(reviewer);
    driver_wait_text(reviewer, "开始填写");
    driver_key(reviewer, "F8");
    driver_wait_text(reviewer, "先不决定");
    driver_key(reviewer, "3"); /* back to its queue */
    driver_wait_text(reviewer, "我的队列");
    driver_stop(&reviewer);
    buffer_free(&name);
}

static void authorisation_pictures(const char *db, struct size size)
{
    struct buffer name = {0};
    struct driver *supervisor = supervisor_at(db, "zhaomin", size);
    driver_wait_text(supervisor, "候 12分");
    driver_wait_text(supervisor, "来人 10时 ############ 1"); /* the last of the figures */
    driver_wait_text(supervisor, "库通");
    driver_rest(supervisor);
    buffer_format(&name, "supervise-asked-%dx%d", size.columns, size.rows);
    driver_compare_picture(supervisor, buffer_string(&name));
    driver_stop(&supervisor);
    buffer_free(&name);
}

/* From ten minutes on only minutes are shown: a picture can be compared. */
static void test_pictures_of_who_waits(void **state)
{
    (void)state;
    static const struct size sizes[] = {{24, 80}, {36, 120}};
    const char *db = world_database("pictures2");
    struct driver *clerk = clerk_at(db);
    claim_accepted(clerk);
    people_visit_park(clerk);
    driver_stop(&clerk);
    world_clock(db, "2026-03-02 10:54");
    tend(db);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        pictures(db, sizes[i]);
    authorisation_asked(db);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        authorisation_pictures(db, sizes[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_the_daughter_is_served_in_one_visit, world_teardown),
        cmocka_unit_test_teardown(test_nobody_claims_for_themselves, world_teardown),
        cmocka_unit_test_teardown(test_the_supervisor_denies, world_teardown),
        cmocka_unit_test_teardown(test_the_applicant_leaves, world_teardown),
        cmocka_unit_test_teardown(test_who_reviewed_it_does_not_authorise_it, world_teardown),
        cmocka_unit_test_teardown(test_pictures_of_who_waits, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
