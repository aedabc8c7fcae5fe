/* Fields of several lines: typed on the row and in their window, pasted, left, taken up again, accepted,
 * decided on. The item is one of tests/definitions. */
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

#define FIRST  "上午九时在车间滑倒"
#define SECOND "工友李明看见"
#define THIRD  "送到市医院"

enum { HELD = 20 }; /* presses of a key that is held */

static const char *database(const char *name)
{
    const char *db = world_database(name), *forms = world_path("forms");
    world_shell("cp -r forms '%s' && cp tests/definitions/fall-report.yaml '%s' && yichuang-admin forms load "
                "'%s' --db '%s'",
                forms, forms, forms, db);
    world_sql(db, "UPDATE yc.definition SET valid_from = '2026-01-01' WHERE valid_from > '2026-01-01'");
    return db;
}

static struct driver *form_open(const char *db, int rows, int columns)
{
    struct driver *clerk = people_sign_on(&(struct person_at){
        .database = db, .login = "wangfang", .window = "2", .rows = rows, .columns = columns});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_key(clerk, "F4");
    driver_wait_text(clerk, "要带什么");
    driver_type(clerk, "ssqk1");
    driver_wait_text(clerk, "几行都行");
    return clerk;
}

/* The window closes: its foot is gone. */
static void window_gone(struct driver *clerk)
{
    driver_wait_gone(clerk, "收下, 去下一项");
}

static void assert_story(const char *db, const char *lines)
{
    world_wait(db, lines,
               "SELECT replace(value, E'\\n', '/') FROM yc.case_field WHERE field = 'story' ORDER BY case_id "
               "DESC LIMIT 1");
}

static void three_lines(struct driver *clerk)
{
    driver_type(clerk, FIRST);
    driver_wait_text(clerk, "9/500字");
    driver_key(clerk, "Enter");
    driver_paste(clerk, SECOND "\r\n" THIRD " \n");
    driver_wait_text(clerk, "24/500字");
}

static void test_it_is_typed_left_taken_up_and_accepted(void **state)
{
    (void)state;
    const char *db = database("lines");
    struct driver *clerk = form_open(db, 0, 0);
    driver_type(clerk, FIRST); /* on the row: the window is there with the first character */
    driver_wait_text(clerk, "9/500字");
    driver_expect_cursor_after(clerk, FIRST);
    driver_expect_row(clerk, -2, "收下, 去下一项; Esc 收起, 写的都在");
    driver_key(clerk, "Enter");
    assert_story(db, FIRST); /* behind each line, not only when the field is left */
    driver_paste(clerk, SECOND "\r\n" THIRD " \n");
    driver_wait_text(clerk, "24/500字");
    driver_key(clerk, "Esc");
    window_gone(clerk);
    driver_expect_text(clerk, "[上午九时"); /* as much as the row has room for */
    driver_expect_text(clerk, "(4行)");
    driver_key(clerk, "Tab"); /* what nobody sees at the ends is not kept */
    driver_wait_text(clerk, "(3行)");
    assert_story(db, FIRST "/" SECOND "/" THIRD);
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "续办1");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "(3行)");

    driver_keys_in_turn(clerk, "Tab F4");
    driver_wait_text(clerk, THIRD);
    driver_expect_cursor_after(clerk, THIRD);
    driver_keys_in_turn(clerk, "Up Home");
    driver_expect_cursor_on(clerk, SECOND);
    driver_outside(FIRST SECOND);
    driver_outside(FIRST "，左手着地");
    driver_key(clerk, "Backspace");
    driver_wait_text(clerk, FIRST SECOND);
    driver_key(clerk, "Ctrl-Z");
    driver_wait_gone(clerk, FIRST SECOND);
    driver_keys_in_turn(clerk, "PgUp End");
    driver_type(clerk, "，左手着地");
    driver_wait_text(clerk, "27/500字");
    people_commit(clerk);
    window_gone(clerk);
    assert_story(db, FIRST "，左手着地/" SECOND "/" THIRD);

    people_commit(clerk);
    driver_wait_text(clerk, "请念给申请人听");
    driver_expect_text(clerk, FIRST "，左手着地");
    driver_expect_row(clerk, 4, SECOND);
    people_commit(clerk);
    driver_wait_text(clerk, "受理通知书");
    world_wait(db, "accepted", "SELECT state FROM yc.case_file");
    assert_string_equal(world_sql(db, "SELECT string_agg(v.code, ' ') FROM yc.verify() v"), "");
}

/* What was accepted once stands in the next form; who decides sees both, line by line. */
static void test_who_decides_reads_it_line_by_line(void **state)
{
    (void)state;
    const char *db = database("lines_review");
    struct driver *clerk = form_open(db, 0, 0);
    three_lines(clerk);
    people_commit(clerk);
    window_gone(clerk);
    people_commit(clerk);
    driver_wait_text(clerk, "请念给申请人听");
    people_commit(clerk);
    driver_wait_text(clerk, "受理通知书");
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "摔伤情况登记");
    people_commit(reviewer);
    driver_wait_text(reviewer, "已核对 ");
    driver_wait_text(reviewer, "210600-20260302-001-00001-5");
    driver_wait_text(reviewer, "开始填写");
    driver_wait_text(reviewer, "库通");
    driver_keys_in_turn(reviewer, "Tab PgDn");
    driver_wait_text(reviewer, FIRST);
    driver_expect_text(reviewer, SECOND);
    driver_expect_text(reviewer, THIRD);
    driver_expect_no_text(reviewer, "x0A");
    driver_compare_picture(reviewer, "lines-review-80x24");
    assert_string_equal(
        world_shell("yichuang-admin case show 21060020260302001000015 --db '%s' | grep -A2 '" FIRST
                    "' | awk '{ print $NF }'",
                    db),
        FIRST "\n" SECOND "\n" THIRD "\n");
}

/* While cut off it is written as ever; what is refused afterwards stands in one row, and is put in with its
 * lines. */
static void test_what_was_refused_stands_in_one_row(void **state)
{
    (void)state;
    const char *db = database("lines_cut");
    struct driver *clerk = form_open(world_cable(db), 0, 0);
    driver_type(clerk, FIRST);
    driver_wait_text(clerk, "9/500字");
    driver_key(clerk, "Enter");
    assert_story(db, FIRST);
    world_cable_pull(db, "wangfang");
    driver_wait_row(clerk, 0, "库断");
    driver_type(clerk, SECOND);
    driver_wait_text(clerk, "16/500字");
    driver_key(clerk, "Tab");
    driver_wait_row(clerk, 0, "未送1");
    struct driver *colleague =
        people_sign_on(&(struct person_at){.database = db, .login = "hejun", .window = "1"});
    people_known_person(colleague, PERSON_NUMBER);
    driver_wait_text(colleague, "王芳");
    driver_key(colleague, "Enter");
    driver_wait_text(colleague, "王芳 在 02窗");
    people_commit(colleague);
    driver_wait_text(colleague, FIRST);
    driver_stop(&colleague);
    world_cable_plug(db);
    driver_wait_text(clerk, "这件被别的窗口接走了");
    driver_key(clerk, "1");
    driver_wait_row(clerk, -1, "F12待办2");
    driver_keys_in_turn(clerk, "F12");
    driver_wait_text(clerk, "冲突");
    driver_key(clerk, "1");
    driver_outside(FIRST " 工友");
    driver_wait_text(clerk, FIRST " 工友");
    people_commit(clerk);
    driver_wait_text(clerk, "已接手，您的1项都放进去了");
    assert_story(db, FIRST "/" SECOND);
}

static void test_a_phrase_is_the_line_with_the_cursor(void **state)
{
    (void)state;
    const char *db = database("lines_phrase");
    struct driver *clerk = form_open(db, 0, 0);
    three_lines(clerk);
    driver_keys_in_turn(clerk, "Up Up F4");
    driver_wait_text(clerk, "还没有。写好一句");
    driver_key(clerk, "0");
    driver_wait_text(clerk, ">1 " SECOND);
    driver_key(clerk, "Esc");
    driver_wait_gone(clerk, "我的常用语");
    driver_keys_in_turn(clerk, "Down Down F4 1");
    driver_wait_text(clerk, "30/500字");
    driver_expect_cursor_after(clerk, SECOND);
    world_wait(db, "phrase:lines:1=" SECOND,
               "SELECT name || '=' || value FROM yc.staff_setting WHERE name LIKE 'phrase%'");
    driver_key(clerk, "Tab"); /* on to the next field: that takes it too */
    window_gone(clerk);
    assert_story(db, FIRST "/" SECOND "/" THIRD "/" SECOND);
}

static void test_it_is_full_at_its_most_and_one_line_stays_one(void **state)
{
    (void)state;
    struct buffer much = {0};
    struct driver *clerk = form_open(database("lines_full"), 0, 0);
    driver_key(clerk, "Tab");
    for (int i = 0; i < 30; i++)
        buffer_text(&much, "一二三四五\n");
    driver_paste(clerk, buffer_string(&much));
    driver_wait_text(clerk, "100/100字");
    driver_expect_text(clerk, "这一格最多 100 个字");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "这一格最多 100 个字");
    driver_key(clerk, "Ctrl-U");
    driver_wait_text(clerk, "0/100字");
    driver_key(clerk, "Tab");
    window_gone(clerk);
    driver_paste(clerk, "一号\n车间"); /* of one line */
    driver_wait_text(clerk, "[一号 车间");
    buffer_free(&much);
}

/* A held F9 takes the window and no more: nothing is read back, nothing accepted. */
static void test_a_held_key_accepts_nothing(void **state)
{
    (void)state;
    const char *db = database("lines_held");
    struct driver *clerk = form_open(db, 0, 0);
    three_lines(clerk);
    people_breathe(clerk);
    for (int i = 0; i < HELD; i++)
        driver_key(clerk, "F9");
    driver_rest(clerk);
    driver_expect_no_text(clerk, "请念给申请人听");
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "draft");
}

static void picture(int rows, int columns)
{
    char name[64];
    struct driver *clerk = form_open(database("lines_picture"), rows, columns);
    three_lines(clerk);
    driver_wait_text(clerk, "库通");
    snprintf(name, sizeof(name), "lines-%dx%d", columns, rows);
    driver_compare_picture(clerk, name);
}

static void test_picture(void **state)
{
    (void)state;
    picture(24, 80);
}

static void test_picture_large(void **state)
{
    (void)state;
    picture(36, 120);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_it_is_typed_left_taken_up_and_accepted, world_teardown),
        cmocka_unit_test_teardown(test_who_decides_reads_it_line_by_line, world_teardown),
        cmocka_unit_test_teardown(test_what_was_refused_stands_in_one_row, world_teardown),
        cmocka_unit_test_teardown(test_a_phrase_is_the_line_with_the_cursor, world_teardown),
        cmocka_unit_test_teardown(test_it_is_full_at_its_most_and_one_line_stays_one, world_teardown),
        cmocka_unit_test_teardown(test_a_held_key_accepts_nothing, world_teardown),
        cmocka_unit_test_teardown(test_picture, world_teardown),
        cmocka_unit_test_teardown(test_picture_large, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
