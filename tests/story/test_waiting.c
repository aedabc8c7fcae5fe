/* What waits for somebody (F12), as pictures and in its effects: entries that were kept while the cable was
 * out, what becomes of them when somebody else has the case meanwhile, slips, and what was taken. */
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

/* Nobody has this number; not among those of people_cases_accepted(). */
#define NUMBER "210602190207141025"

struct size {
    int rows, columns;
};

static const struct size sizes[] = {{24, 80}, {36, 120}};

static void picture(struct driver *driver, const char *screen)
{
    struct buffer name = {0};
    buffer_format(&name, "%s-%dx%d", screen, driver_columns(driver), driver_rows(driver));
    driver_compare_picture(driver, buffer_string(&name));
    buffer_free(&name);
}

static struct driver *clerk_at_form(const char *db, struct size size)
{
    struct driver *clerk = people_sign_on(&(struct person_at){.database = world_cable(db),
                                                              .login = "wangfang",
                                                              .window = "2",
                                                              .rows = size.rows,
                                                              .columns = size.columns});
    people_new_person(clerk, NUMBER, PERSON_NAME);
    people_pick(clerk);
    return clerk;
}

/* At window 2, a draft whose mobile number is in the database and whose date is on this machine alone. */
static struct driver *clerk_cut_off(const char *db, struct size size)
{
    struct driver *clerk = clerk_at_form(db, size);
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    world_wait(db, "13912345678",
               "SELECT f.value FROM yc.case_field f JOIN yc.case_file c ON c.id = f.case_id WHERE c.state = "
               "'draft' AND f.field = 'mobile'");
    world_cable_pull(db, "wangfang");
    driver_wait_row(clerk, 0, "库断");
    driver_type(clerk, "0228");
    driver_key(clerk, "Enter");
    driver_wait_row(clerk, 0, "未送1");
    return clerk;
}

/* The database is back: the box says that the case went, and what was refused is counted up. */
static void cable_back(struct driver *clerk, const char *db)
{
    world_cable_plug(db);
    driver_wait_text(clerk, "这件被别的窗口接走了");
    driver_key(clerk, "1");
    driver_wait_row(clerk, -1, "F12待办2"); /* the clash, and that the case was taken */
}

/* At window 1 the same draft is taken over. */
static struct driver *colleague_with_it(const char *db)
{
    struct driver *colleague =
        people_sign_on(&(struct person_at){.database = db, .login = "hejun", .window = "1"});
    people_known_person(colleague, NUMBER);
    driver_wait_text(colleague, "王芳"); /* whose draft it is */
    driver_key(colleague, "Enter");
    driver_wait_text(colleague, "王芳 在 02窗");
    people_commit(colleague);
    driver_wait_text(colleague, "失业时间");
    return colleague;
}

/* The same, and another date is put in. */
static void colleague_takes_over(const char *db)
{
    struct driver *colleague = colleague_with_it(db);
    driver_wait_text(colleague, "失业时间       [");
    driver_type(colleague, "0227");
    driver_key(colleague, "Enter");
    driver_wait_text(colleague, "解除原因       [");
    driver_key(colleague, "Esc");
    driver_wait_text(colleague, "1 03-02"); /* asked for behind the date, so that is in the database */
    driver_stop(&colleague);
}

static void test_what_a_colleague_took_meanwhile_is_shown_and_put_in(void **state)
{
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        const char *db = world_database("conflict");
        people_cases_accepted(db, 2);
        struct driver *clerk = clerk_cut_off(db, sizes[i]);
        driver_key(clerk, "F12");
        driver_wait_text(clerk, "1项等库通");
        picture(clerk, "waiting-cut");
        colleague_takes_over(db);
        cable_back(clerk, db);
        driver_key(clerk, "F12");
        driver_wait_text(clerk, "冲突");
        driver_wait_text(clerk, "能撤回");
        picture(clerk, "waiting");
        driver_key(clerk, "1");
        driver_wait_text(clerk, "何军 从 03-02 10:42 起在 01窗 办这一件");
        driver_wait_text(clerk, "2026-02-27");
        driver_expect_text(clerk, "2026-02-28");
        picture(clerk, "conflict");
        people_commit(clerk);
        driver_wait_text(clerk, "已接手，您的1项都放进去了");
        driver_wait_gone(clerk, "冲突");
        driver_wait_text(clerk, "草稿");
        driver_key(clerk, "2");
        driver_wait_text(clerk, "撤回：受理");
        picture(clerk, "undo");
        assert_string_equal(
            world_sql(db, "SELECT string_agg(value, ' ' ORDER BY field) FROM yc.case_field f JOIN "
                          "yc.case_file c ON c.id = f.case_id WHERE c.state = 'draft' AND field IN "
                          "('mobile', 'unemp_date')"),
            "13912345678 2026-02-28");
        assert_string_equal(world_sql(db,
                                      "SELECT s.login FROM yc.case_file c JOIN yc.staff s ON s.id = c.holder "
                                      "WHERE c.state = 'draft'"),
                            "wangfang");
        world_teardown(state);
    }
}

/* Nothing goes away but by a word of the one who typed it. */
static void test_what_was_not_taken_is_given_up_only_when_told(void **state)
{
    (void)state;
    const char *db = world_database("give_up");
    struct driver *clerk = clerk_cut_off(db, sizes[0]);
    colleague_takes_over(db);
    cable_back(clerk, db);
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "1项没存进去");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "2026-02-28");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "1项没存进去");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "2026-02-28");
    driver_key(clerk, "Delete");
    driver_wait_text(clerk, "删了找不回");
    driver_key(clerk, "Enter");
    driver_expect_text(clerk, "删了找不回");
    people_commit(clerk);
    driver_wait_text(clerk, "不要了，数据库里的不变");
    driver_wait_gone(clerk, "冲突");
    driver_wait_text(clerk, "何军接手");
    assert_string_equal(world_sql(db, "SELECT value FROM yc.case_field WHERE field = 'unemp_date'"),
                        "2026-02-27");
}

/* The applicant holds a slip: taking the case back also brings it to the database, and the case is accepted.
 */
static void test_slip_of_a_case_that_a_colleague_took_is_not_lost(void **state)
{
    (void)state;
    const char *db = world_database("slip");
    struct driver *clerk = clerk_at_form(db, sizes[0]);
    people_fill(clerk);
    people_materials(clerk);
    world_wait(db, "3", "SELECT count(*) FROM yc.material"); /* the slip alone is to wait */
    world_cable_pull(db, "wangfang");
    driver_wait_row(clerk, 0, "库断");
    people_commit(clerk);
    driver_wait_text(clerk, "出收件凭条");
    people_commit(clerk);
    driver_wait_text(clerk, "凭条号");
    struct driver *colleague = colleague_with_it(db);
    driver_stop(&colleague);
    world_cable_plug(db);
    driver_wait_row(clerk, -1, "F12待办2");
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "1项没存进去");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "收件凭条         001-002-20260302-");
    people_commit(clerk);
    driver_wait_text(clerk, "已接手，您的1项都放进去了");
    driver_wait_text(clerk, "已受理 ");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "还欠");
    assert_string_equal(
        world_sql(db, "SELECT c.state || ' ' || s.login FROM yc.received r JOIN yc.case_file c ON "
                      "c.id = r.case_id JOIN yc.staff s ON s.id = c.accepted_by"),
        "accepted wangfang");
    assert_string_equal(world_sql(db, "SELECT string_agg(v.code, ' ') FROM yc.verify() v"), "");
    driver_key(clerk, "Esc");
    driver_wait_gone(clerk, "已受理 "); /* seen */
}

/* What a colleague handed over is counted in the key bar before anybody has looked, and the same after. */
static void test_the_key_bar_counts_what_was_handed_over_as_the_list_does(void **state)
{
    (void)state;
    const char *db = world_database("handed");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_new_person(clerk, NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_stop(&clerk);
    world_sql(db, "INSERT INTO yc.handed (region, staff_id, at, from_staff, case_id, visit_id) "
                  "SELECT c.region, t.id, yc.now(), c.holder, c.id, NULL FROM yc.case_file c, yc.staff t "
                  "WHERE t.login = 'hejun' UNION ALL SELECT v.region, t.id, yc.now(), v.clerk, NULL, v.id "
                  "FROM yc.visit v, yc.staff t WHERE t.login = 'hejun'");
    world_sql(db, "UPDATE yc.case_file SET holder = t.id FROM yc.staff t WHERE t.login = 'hejun'");
    world_sql(
        db, "UPDATE yc.visit SET clerk = t.id, parked_at = yc.now() FROM yc.staff t WHERE t.login = 'hejun'");
    clerk = people_sign_on(&(struct person_at){.database = db, .login = "hejun", .window = "3"});
    driver_wait_row(clerk, -1, "F12待办2");
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "王芳交来");
    driver_expect_text(clerk, "等您办的 2 件");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "证件号码");
    driver_expect_row(clerk, -1, "F12待办2");
    driver_key(clerk, "F10");
    driver_wait_text(clerk, "3 签退");
    driver_key(clerk, "3");
    driver_wait_text(clerk, "照样签退");
    people_commit(clerk);
    driver_wait_text(clerk, "口令");
    driver_wait_gone(clerk, "F12待办2"); /* nobody is signed on: it is nobody's count */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_what_a_colleague_took_meanwhile_is_shown_and_put_in, world_teardown),
        cmocka_unit_test_teardown(test_what_was_not_taken_is_given_up_only_when_told, world_teardown),
        cmocka_unit_test_teardown(test_slip_of_a_case_that_a_colleague_took_is_not_lost, world_teardown),
        cmocka_unit_test_teardown(test_the_key_bar_counts_what_was_handed_over_as_the_list_does,
                                  world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
