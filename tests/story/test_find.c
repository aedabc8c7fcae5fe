/* Finding over any screen (F3): the telephone rings in the middle of a form, and afterwards the cursor stands
 * in the same field, behind what was typed so far. */
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

#define FIRST_NUMBER "210600-20260302-001-00001-5"
#define FIRST_DIGITS "21060020260302001000015"

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

/* wangfang at window 2, seven digits into the telephone of a new person; three cases were accepted before. */
static struct driver *clerk_in_a_field(const char *db, struct size size)
{
    people_cases_accepted(db, 3);
    struct driver *clerk = people_sign_on(&(struct person_at){
        .database = db, .login = "wangfang", .window = "2", .rows = size.rows, .columns = size.columns});
    people_new_person(clerk, "210602190207141025", PERSON_NAME);
    people_pick(clerk);
    driver_type(clerk, "1391234");
    driver_expect_cursor_after(clerk, "手机号码       [1391234");
    return clerk;
}

/* Back in the field, as if nothing had been in between. */
static void field_goes_on(struct driver *clerk, const char *db)
{
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "手机号码       [1391234");
    driver_expect_cursor_after(clerk, "手机号码       [1391234");
    driver_type(clerk, "5678");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "失业时间       [");
    world_wait(db, "13912345678",
               "SELECT f.value FROM yc.case_field f JOIN yc.case_file c ON c.id = f.case_id WHERE c.state = "
               "'draft' AND f.field = 'mobile'");
}

static void test_where_is_my_case_is_answered_in_the_middle_of_a_field(void **state)
{
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        const char *db = world_database("find");
        struct driver *clerk = clerk_in_a_field(db, sizes[i]);
        driver_key(clerk, "F3");
        driver_wait_text(clerk, "案号全号或末5位以上");
        picture(clerk, "find-empty");
        driver_type(clerk, "00015");
        driver_wait_text(clerk, FIRST_NUMBER);
        driver_expect_text(clerk, "03-05到期");
        driver_expect_text(clerk, "按案号找到: 演示纺织厂，03-02受理，承诺 03-05 到期");
        driver_expect_cursor_after(clerk, "找人找案: 00015");
        picture(clerk, "find");
        driver_key(clerk, "Enter");
        driver_wait_text(clerk, "03-02 10:42 受理 王芳");
        driver_expect_text(clerk, "到期 承诺 2026-03-05  法定 2026-03-16");
        picture(clerk, "find-case");
        driver_key(clerk, "Esc");
        driver_wait_text(clerk, "找人找案: 00015");
        field_goes_on(clerk, db);
        world_teardown(state);
    }
}

/* A scanner types the whole number and Enter before anything was asked. */
static void test_scanned_number_opens_its_case(void **state)
{
    (void)state;
    const char *db = world_database("scan");
    struct driver *clerk = clerk_in_a_field(db, sizes[0]);
    driver_key(clerk, "F3");
    driver_type(clerk, FIRST_DIGITS);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "案 " FIRST_NUMBER);
    driver_wait_text(clerk, "03-02 10:42 受理 王芳");
    driver_key(clerk, "F3"); /* back to the search, and its words are replaced */
    driver_wait_text(clerk, "找人找案: " FIRST_DIGITS);
    driver_expect_text(clerk, "按案号找到");
    driver_key(clerk, "F3");
    driver_wait_text(clerk, "直接打字就换成新的");
    driver_type(clerk, "5678");
    driver_wait_text(clerk, "找到 3");
    driver_expect_text(clerk, "按手机号码找到");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "的案子");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "找人找案: 5678");
    field_goes_on(clerk, db);
}

static void test_every_word_narrows_and_nothing_found_is_told(void **state)
{
    (void)state;
    const char *db = world_database("words");
    struct driver *clerk = clerk_in_a_field(db, sizes[0]);
    driver_key(clerk, "F3");
    driver_type(clerk, "567");
    driver_wait_text(clerk, "“567”太短：手机、证件尾号至少4位");
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, "申请");
    driver_wait_text(clerk, "找到 3");
    driver_expect_text(clerk, "案子1件");
    driver_type(clerk, "三");
    driver_wait_text(clerk, "找到 1");
    driver_expect_text(clerk, "按姓名找到");
    driver_key(clerk, "Ctrl-U");
    driver_outside("sqe");
    driver_type(clerk, "ｓｑｅ");
    driver_wait_text(clerk, "按姓名首字母找到");
    driver_expect_text(clerk, "找人找案: sqe");
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, "纺织");
    driver_wait_text(clerk, "按单位找到: 演示纺织厂");
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, "%");
    driver_wait_text(clerk, "没有找到");
    driver_expect_no_text(clerk, "申*");
    driver_key(clerk, "Enter");
    driver_expect_text(clerk, "没有找到");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "手机号码       [1391234");
    driver_key(clerk, "F3"); /* the last words are there again */
    driver_wait_text(clerk, "框里是上次找的");
    driver_expect_cursor_after(clerk, "找人找案: %");
    driver_type(clerk, "sq");
    driver_wait_text(clerk, "找到 3");
    field_goes_on(clerk, db);
    assert_string_equal(world_sql(db, "SELECT string_agg(DISTINCT purpose, ', ' ORDER BY purpose) FROM "
                                      "yc.read_log WHERE function = 'find'"),
                        "find, find by initials, find by name, find by unit");
}

/* A decision that is half written is still there, under the note's cursor. */
static void test_half_a_decision_stays_under_the_search(void **state)
{
    (void)state;
    const char *db = world_database("review_find");
    people_cases_accepted(db, 2);
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "失业保险金申领");
    driver_key(reviewer, "F3");
    driver_wait_text(reviewer, "找人找案: ");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "我的队列");
    people_commit(reviewer);
    driver_wait_text(reviewer, "开始填写");
    driver_key(reviewer, "2");
    driver_wait_text(reviewer, "03 签署不全");
    driver_key(reviewer, "3");
    driver_type(reviewer, "承诺书未写");
    driver_wait_text(reviewer, "承诺书未写");
    driver_key(reviewer, "F3");
    driver_wait_text(reviewer, "找人找案: ");
    driver_type(reviewer, "00023");
    driver_wait_text(reviewer, "210600-20260302-001-00002-3");
    driver_key(reviewer, "Enter");
    driver_wait_text(reviewer, "案 210600-20260302-001-00002-3");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "找人找案: 00023");
    driver_key(reviewer, "Esc");
    driver_wait_text(reviewer, "原因     03 签署不全");
    driver_expect_cursor_after(reviewer, "承诺书未写");
    driver_outside("承诺书未写日期"); /* typed in two pieces */
    driver_type(reviewer, "日期");
    driver_wait_text(reviewer, "承诺书未写日期");
    people_commit(reviewer);
    driver_wait_text(reviewer, "已定: 退回补正");
    assert_string_equal(world_sql(db, "SELECT d.note FROM yc.decision d JOIN yc.case_file c ON c.id = "
                                      "d.case_id WHERE c.number LIKE '%%000015'"),
                        "承诺书未写日期");
}

/* The one place where it does not stand: nobody is signed on. */
static void test_it_stands_over_every_screen_but_the_login(void **state)
{
    (void)state;
    const char *db = world_database("everywhere");
    people_cases_accepted(db, 1);
    struct driver *boss = people_start(&(struct person_at){.database = db, .login = "zhaomin"});
    driver_key(boss, "F3");
    driver_expect_text(boss, "用不了");
    people_type_login(boss, &(struct person_at){.login = "zhaomin"});
    driver_wait_gone(boss, "口令");
    driver_wait_text(boss, "初审");
    driver_key(boss, "F3");
    driver_wait_text(boss, "找人找案: ");
    driver_type(boss, "演示纺织");
    driver_wait_text(boss, FIRST_NUMBER);
    driver_key(boss, "Esc");
    driver_wait_gone(boss, "找人找案: ");
    driver_key(boss, "F12");
    driver_wait_text(boss, "等您办的");
    driver_key(boss, "F3");
    driver_wait_text(boss, FIRST_NUMBER);
    driver_key(boss, "Esc");
    driver_wait_text(boss, "等您办的");
}

/* While cut off it says so; what was asked is answered when the cable is back. */
static void test_cut_off_it_says_so_and_answers_later(void **state)
{
    (void)state;
    const char *db = world_database("find_cut");
    people_cases_accepted(db, 1);
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = world_cable(db), .login = "wangfang", .window = "2"});
    driver_wait_text(clerk, "证件号码");
    world_cable_pull(db, "wangfang");
    driver_wait_row(clerk, 0, "库断");
    driver_key(clerk, "F3");
    driver_wait_text(clerk, "找人找案: ");
    driver_type(clerk, "00015");
    driver_wait_text(clerk, "数据库断着，这里现在找不了");
    driver_expect_text(clerk, "F12");
    world_cable_plug(db);
    driver_wait_text(clerk, FIRST_NUMBER);
    driver_expect_no_text(clerk, "数据库断着");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "证件号码");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_where_is_my_case_is_answered_in_the_middle_of_a_field, world_teardown),
        cmocka_unit_test_teardown(test_scanned_number_opens_its_case, world_teardown),
        cmocka_unit_test_teardown(test_every_word_narrows_and_nothing_found_is_told, world_teardown),
        cmocka_unit_test_teardown(test_half_a_decision_stays_under_the_search, world_teardown),
        cmocka_unit_test_teardown(test_it_stands_over_every_screen_but_the_login, world_teardown),
        cmocka_unit_test_teardown(test_cut_off_it_says_so_and_answers_later, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
