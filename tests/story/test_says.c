/* What the screens say when something does not go: why, also afterwards, and what to do next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

static struct driver *clerk_at(const char *db)
{
    return people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
}

static struct driver *reviewer_with_case(const char *db)
{
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "失业保险金申领");
    people_commit(reviewer);
    driver_wait_text(reviewer, "开始填写");
    return reviewer;
}

static void test_f2_tells_what_was_refused_last(void **state)
{
    (void)state;
    const char *db = world_database("why");
    people_cases_accepted(db, 1);
    struct driver *reviewer = reviewer_with_case(db);
    driver_key(reviewer, "2");
    driver_wait_text(reviewer, "03 签署不全");
    driver_key(reviewer, "1");
    driver_wait_text(reviewer, "说明     ");
    people_commit(reviewer); /* without words */
    driver_wait_text(reviewer, "要写给申请人看的说明");
    driver_key(reviewer, "F2");
    driver_wait_text(reviewer, "1  退回补正要写给申请人看的说明");
    driver_key(reviewer, "Esc");
    driver_wait_gone(reviewer, "-为何: ");
    driver_type(reviewer, "x"); /* something else is done */
    driver_key(reviewer, "F2");
    driver_wait_text(reviewer, "-为何: ");
    driver_expect_no_text(reviewer, "要写给申请人看的说明");
}

static void test_f2_keeps_why_a_case_came_back(void **state)
{
    (void)state;
    const char *db = world_database("back");
    struct driver *clerk = clerk_at(db);
    people_whole_case(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_stop(&clerk);
    struct driver *reviewer = reviewer_with_case(db);
    driver_key(reviewer, "2");
    driver_wait_text(reviewer, "03 签署不全");
    driver_key(reviewer, "1");
    driver_wait_text(reviewer, "说明     ");
    driver_type(reviewer, "缺章");
    people_commit(reviewer);
    driver_wait_text(reviewer, "已定: 退回补正");
    driver_stop(&reviewer);
    clerk = clerk_at(db);
    driver_wait_text(clerk, "您有 1 件没办完"); /* what waits is told once, behind signing on */
    people_known_person(clerk, PERSON_NUMBER);
    driver_wait_text(clerk, "缺章");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "手机号码");
    driver_key(clerk, "F2");
    driver_wait_text(clerk, "1  退回补正，说明是: 缺章");
}

static void test_a_draft_of_an_ended_visit_asks_for_the_card_and_opens(void **state)
{
    (void)state;
    const char *db = world_database("ended");
    struct driver *clerk = clerk_at(db);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_key(clerk, "Esc");
    people_visit_end(clerk, "2");
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "草稿");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "请再出示证件(" PERSON_MASKED ")");
    driver_key(clerk, "F2");
    driver_wait_text(clerk, "-为何: ");
    driver_wait_text(clerk, "这次来访 ");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "证件类型");
    driver_type(clerk, PERSON_NUMBER);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "手机号码");
}

static void test_the_kind_of_document_is_chosen_or_refused(void **state)
{
    (void)state;
    const char *db = world_database("kind");
    struct driver *clerk = clerk_at(db);
    driver_type(clerk, "210602190103121045");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "最后一位应当是 6");
    driver_key(clerk, "F2");
    driver_wait_text(clerk, "1  身份证号有一位打错");
    driver_key(clerk, "Esc");
    driver_wait_gone(clerk, "-为何: ");
    driver_key(clerk, "Backspace");
    driver_wait_gone(clerk, "最后一位应当是 6"); /* it is about what stood there */
    driver_key(clerk, "Up");
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, "77");
    driver_key(clerk, "Down");
    driver_wait_text(clerk, "没有“77”这种证件");
    driver_key(clerk, "Up");
    driver_key(clerk, "F4");
    driver_wait_text(clerk, "07 港澳居民来往内地通行证");
    driver_key(clerk, "6");
    driver_wait_text(clerk, "06   护照");
}

static void test_f4_in_a_field_without_a_list_names_the_field(void **state)
{
    (void)state;
    struct driver *clerk = clerk_at(world_database("nolist"));
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_key(clerk, "F4");
    driver_wait_text(clerk, "手机号码 没有可选的，直接打");
}

static void test_every_row_of_f10_keeps_its_digit(void **state)
{
    (void)state;
    const char *db = world_database("digits");
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "没有等您的案子");
    driver_key(reviewer, "F10");
    driver_wait_text(reviewer, "3 签退");
    driver_key(reviewer, "2"); /* for clerks at a window */
    driver_wait_text(reviewer, "您不在窗口受理");
    driver_key(reviewer, "3");
    driver_wait_text(reviewer, "工号");
}

static void test_a_list_with_nothing_left_says_so(void **state)
{
    (void)state;
    const char *db = world_database("narrow");
    people_cases_accepted(db, 1);
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "失业保险金申领");
    driver_key(reviewer, "7");
    driver_wait_text(reviewer, "没有这个数字的行");
    driver_type(reviewer, "zz");
    driver_wait_text(reviewer, "没有这样的");
}

static void test_f5_says_which_page_the_keys_turn(void **state)
{
    (void)state;
    const char *db = world_database("turn");
    people_cases_accepted(db, 1);
    struct driver *reviewer = reviewer_with_case(db);
    driver_expect_text(reviewer, "->申报内容");
    driver_expect_text(reviewer, "-材料和经过");
    driver_key(reviewer, "F5");
    driver_wait_text(reviewer, "上下键和翻页键现在翻“材料和经过”");
    driver_expect_text(reviewer, "->材料和经过");
}

/* Everything is there but the second F9; the draft was put down and taken up again. */
static struct driver *clerk_with_draft_again(const char *db)
{
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = world_cable(db), .login = "wangfang", .window = "2"});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    people_fill(clerk);
    people_materials(clerk);
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "1 03-02");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "念给申请人听一遍");
    driver_expect_text(clerk, "139****5678");
    return clerk;
}

static void test_what_is_read_back_can_be_read_out(void **state)
{
    (void)state;
    const char *db = world_database("aloud");
    struct driver *clerk = clerk_with_draft_again(db);
    people_commit(clerk);
    driver_wait_text(clerk, "请念给申请人听");
    driver_wait_text(clerk, "13912345678");
    driver_expect_text(clerk, PERSON_NUMBER);
    world_wait(db, "wangfang id_no mobile",
               "SELECT string_agg(s.login || ' ' || r.what, ', ') FROM yc.read_log r"
               " JOIN yc.staff s ON s.id = r.staff_id WHERE r.function = 'case_readback'");
    driver_key(clerk, "Esc");
    driver_wait_text(clerk, "139****5678");
    driver_expect_no_text(clerk, "13912345678");
    driver_expect_no_text(clerk, PERSON_NUMBER);
}

static void test_masked_values_stay_masked_while_cut_off_and_it_is_said(void **state)
{
    (void)state;
    const char *db = world_database("aloudcut");
    struct driver *clerk = clerk_with_draft_again(db);
    world_cable_pull(db, "wangfang");
    driver_wait_row(clerk, 0, "库断");
    people_commit(clerk);
    driver_wait_text(clerk, "请申请人自己报一遍");
    driver_expect_text(clerk, "139****5678");
    driver_expect_no_text(clerk, "13912345678");
    world_cable_plug(db);
    driver_wait_text(clerk, "13912345678");
    driver_expect_no_text(clerk, "请申请人自己报一遍");
}

static void test_what_was_refused_is_typed_over(void **state)
{
    (void)state;
    struct driver *clerk = clerk_at(world_database("over"));
    driver_type(clerk, "210602190103121045");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "最后一位应当是 6");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME); /* in the place of the wrong number */
    people_pick(clerk);
    driver_type(clerk, "1391234");
    driver_key(clerk, "Enter");
    driver_key(clerk, "Up");
    driver_wait_text(clerk, "打字就整格换掉, Ctrl-U 清空");
    driver_type(clerk, "13912345678");
    driver_expect_text(clerk, "[13912345678 ");
    driver_key(clerk, "F6");
    driver_wait_text(clerk, "文件在哪里");
    driver_type_plain(clerk, "/nowhere/x.jpg");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "/nowhere/x.jpg");
    driver_wait_gone(clerk, "文件在哪里");
    driver_key(clerk, "F6");
    driver_wait_text(clerk, "打字就整格换掉");
    const char *path = world_file("id.jpg", "identity card, both sides\n");
    driver_type_plain(clerk, path);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "有 身份证");
}

static void test_a_visit_is_parked_from_the_materials_too(void **state)
{
    (void)state;
    struct driver *clerk = clerk_at(world_database("park"));
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    people_fill(clerk);
    driver_expect_text(clerk, "F8挂起");
    driver_key(clerk, "F8"); /* here one finds that a paper is missing */
    driver_wait_text(clerk, "在大厅等审批");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "请叫下一位");
}

static void test_a_choice_without_enter_shows_no_mark(void **state)
{
    (void)state;
    struct driver *clerk = clerk_at(world_database("mark"));
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_commit(clerk);
    driver_wait_text(clerk, "结束来访");
    driver_expect_no_text(clerk, ">1");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "这里只用数字选");
    driver_key(clerk, "4");
    driver_wait_text(clerk, "请叫下一位");
}

static void test_a_long_list_says_that_there_is_more(void **state)
{
    (void)state;
    struct driver *clerk = clerk_at(world_database("more"));
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_keys_in_turn(clerk, "Tab Tab Tab Tab Tab F4");
    driver_wait_text(clerk, "1-9 共");
    driver_key(clerk, "PgDn");
    driver_wait_text(clerk, "10-");
}

/* Whole words at 80 columns: the names of the fields. */
static void test_narrow_screens_show_whole_words(void **state)
{
    (void)state;
    const char *db = world_database("words");
    struct driver *clerk = people_sign_on(&(struct person_at){
        .database = db, .login = "wangfang", .window = "2", .language = "zh", .keymap = "default"});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick_item(clerk, "szbz1");
    driver_expect_text(clerk, "死亡人员证件类型 ");
}

static void test_an_empty_queue_says_what_one_can_do(void **state)
{
    (void)state;
    const char *db = world_database("empty");
    struct driver *reviewer = people_sign_on(&(struct person_at){.database = db, .login = "zhouqian"});
    driver_wait_text(reviewer, "没有案子等您, 来了自己会列出");
    driver_expect_no_text(reviewer, "取下一件; 数字取那一件");
    people_cases_accepted(db, 1);
    driver_wait_text(reviewer, "取下一件; 数字取那一件");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_f2_tells_what_was_refused_last, world_teardown),
        cmocka_unit_test_teardown(test_f2_keeps_why_a_case_came_back, world_teardown),
        cmocka_unit_test_teardown(test_a_draft_of_an_ended_visit_asks_for_the_card_and_opens, world_teardown),
        cmocka_unit_test_teardown(test_the_kind_of_document_is_chosen_or_refused, world_teardown),
        cmocka_unit_test_teardown(test_f4_in_a_field_without_a_list_names_the_field, world_teardown),
        cmocka_unit_test_teardown(test_every_row_of_f10_keeps_its_digit, world_teardown),
        cmocka_unit_test_teardown(test_a_list_with_nothing_left_says_so, world_teardown),
        cmocka_unit_test_teardown(test_f5_says_which_page_the_keys_turn, world_teardown),
        cmocka_unit_test_teardown(test_narrow_screens_show_whole_words, world_teardown),
        cmocka_unit_test_teardown(test_a_visit_is_parked_from_the_materials_too, world_teardown),
        cmocka_unit_test_teardown(test_a_choice_without_enter_shows_no_mark, world_teardown),
        cmocka_unit_test_teardown(test_a_long_list_says_that_there_is_more, world_teardown),
        cmocka_unit_test_teardown(test_an_empty_queue_says_what_one_can_do, world_teardown),
        cmocka_unit_test_teardown(test_what_was_refused_is_typed_over, world_teardown),
        cmocka_unit_test_teardown(test_what_is_read_back_can_be_read_out, world_teardown),
        cmocka_unit_test_teardown(test_masked_values_stay_masked_while_cut_off_and_it_is_said,
                                  world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
