/* The screens as pictures (tests/story/pictures): in Chinese and English at 80x24 and 120x36.
 * The world is pinned, so nothing is masked. One walk through all screens a size, one test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

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

static void key_and_wait(struct driver *driver, const char *key, const char *text)
{
    driver_key(driver, key);
    driver_wait_text(driver, text);
}

/* A field with a wrong value: the cursor goes on, the sentence is there when the cursor comes back. */
static void counter_wrong_number(struct driver *clerk)
{
    driver_type(clerk, "139123");
    driver_key(clerk, "Enter");
    driver_type(clerk, "0228");
    key_and_wait(clerk, "Enter", "01 终止劳动合同");
    picture(clerk, "counter-code");
    key_and_wait(clerk, "F2", "手机号是 11 位");
    picture(clerk, "why");
    driver_key(clerk, "Esc");
    driver_wait_gone(clerk, "手机号是 11 位");
    driver_keys_in_turn(clerk, "Shift-Tab Shift-Tab");
    driver_wait_text(clerk, "手机号是 11 位");
    picture(clerk, "counter-error");
    driver_key(clerk, "Ctrl-U");
}

static void counter_pictures(const char *db, struct size size)
{
    struct driver *clerk = people_sign_on(&(struct person_at){
        .database = db, .login = "wangfang", .window = "2", .rows = size.rows, .columns = size.columns});
    picture(clerk, "counter");
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    picture(clerk, "counter-person");
    key_and_wait(clerk, "F4", "要带什么");
    driver_type(clerk, "sybxj");
    driver_rest(clerk);
    picture(clerk, "picker");
    driver_type(clerk, "1");
    driver_wait_text(clerk, "出生日期");
    picture(clerk, "counter-form");
    counter_wrong_number(clerk);
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    driver_type(clerk, "02");
    driver_key(clerk, "Enter");
    driver_type(clerk, "210603");
    driver_key(clerk, "Enter");
    driver_type(clerk, "演示纺织厂");
    key_and_wait(clerk, "Enter", "材料 缺3");
    people_hand_in(clerk, world_file("id.jpg", "identity card, both sides\n"), "有 身份证");
    driver_key(clerk, "Enter");
    driver_rest(clerk);
    picture(clerk, "materials");
    key_and_wait(clerk, "F7", "拿不出");
    picture(clerk, "materials-has-not");
    driver_key(clerk, "1");
    driver_wait_text(clerk, "不实承诺的责任");
    picture(clerk, "letter");
    people_commit(clerk);
    driver_wait_text(clerk, "诺 解除劳动关系证明");
    driver_key(clerk, "Enter");
    people_hand_in(clerk, world_file("reg.jpg", "registered as unemployed\n"), "有 失业登记");
    key_and_wait(clerk, "Enter", "念给申请人听一遍");
    people_commit(clerk);
    driver_wait_text(clerk, "请念给申请人听");
    driver_wait_text(clerk, PERSON_NUMBER); /* in full, when the database has told it */
    picture(clerk, "readback");
    people_commit(clerk);
    driver_wait_text(clerk, "还欠");
    picture(clerk, "receipt");
    key_and_wait(clerk, "F1", "能做的动作");
    picture(clerk, "help");
}

/* From the words of a return: agreed after all, then a doubt on the promised proof, and what agrees unfolded.
 */
static void doubt_pictures(struct driver *reviewer)
{
    driver_key(reviewer, "Ctrl-U");
    driver_key(reviewer, "Tab");
    driver_key(reviewer, "1");
    driver_wait_text(reviewer, "同意不用写原因");
    driver_key(reviewer, "F6");
    driver_wait_text(reviewer, "03 签署不全");
    driver_key(reviewer, "3");
    driver_wait_text(reviewer, "补几个字");
    driver_type(reviewer, "没写日期");
    driver_key(reviewer, "Enter");
    driver_wait_text(reviewer, "提议: 2 退回补正(存疑 1 条)");
    driver_wait_text(reviewer, "库通");
    picture(reviewer, "review-doubt");
    driver_key(reviewer, "Tab");
    driver_wait_text(reviewer, "Tab 收起");
    picture(reviewer, "review-unfolded");
}

static void review_pictures(const char *db, struct size size)
{
    struct driver *reviewer = people_sign_on(
        &(struct person_at){.database = db, .login = "zhouqian", .rows = size.rows, .columns = size.columns});
    driver_wait_text(reviewer, "失业保险金申领");
    picture(reviewer, "queue");
    people_commit(reviewer);
    driver_wait_text(reviewer, "开始填写");
    driver_wait_text(reviewer, "要看 1");
    driver_wait_text(reviewer, "库通"); /* nothing is on its way any more */
    picture(reviewer, "review");
    driver_key(reviewer, "2");
    driver_wait_text(reviewer, "03 签署不全");
    picture(reviewer, "review-reasons");
    driver_key(reviewer, "3");
    driver_type(reviewer, "承诺书未写日期，请本人补签。");
    driver_wait_text(reviewer, "请本人补签。");
    picture(reviewer, "review-return");
    doubt_pictures(reviewer);
}

/* Three cases in which nothing has to be looked at, one on a promise, one in somebody else's hands. */
static void selection_pictures(struct size size)
{
    const char *db = world_database("selected");
    world_script(db, "tests/store/helpers.sql", "unused=1");
    world_sql(db, "SELECT count(test.accepted('wangfang', test.id_no(n))) FROM generate_series(1, 4) n");
    people_cases_accepted(db, 1);
    struct driver *reviewer = people_sign_on(
        &(struct person_at){.database = db, .login = "zhouqian", .rows = size.rows, .columns = size.columns});
    driver_wait_text(reviewer, "失业保险金申领");
    key_and_wait(reviewer, "Ctrl-A", "已选中 5 件");
    picture(reviewer, "queue-marked");
    people_commit(reviewer);
    driver_wait_text(reviewer, "一起同意 5 件");
    picture(reviewer, "agreeing");
    world_sql(db, "SELECT test.as('liuyang', test.claim(id)) FROM yc.task ORDER BY id LIMIT 1");
    people_commit(reviewer);
    driver_wait_text(reviewer, "同意了 3 件，跳过 1 件，没办成 1 件");
    driver_wait_text(reviewer, "库通");
    picture(reviewer, "agreeing-told");
}

/* The logins that the list of people shows, whatever the language. */
static void logins_outside(void)
{
    static const char *const logins[] = {"guoyan",   "hejun",   "lina",    "liuyang",
                                         "wangfang", "zhaomin", "zhouqian"};
    for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++)
        driver_outside(logins[i]);
}

static void supervise_pictures(const char *db, struct size size)
{
    struct driver *supervisor = people_sign_on(
        &(struct person_at){.database = db, .login = "zhaomin", .rows = size.rows, .columns = size.columns});
    world_sql(db, "SELECT yc.tend()");
    driver_wait_text(supervisor, "来人 10时 ############ 1"); /* the last of the figures */
    driver_wait_text(supervisor, "库通");
    picture(supervisor, "supervise");
    key_and_wait(supervisor, "F5", "没有登录");
    picture(supervisor, "supervise-people");
    key_and_wait(supervisor, "F8", "半小时");
    picture(supervisor, "supervise-pause");
    driver_keys_in_turn(supervisor, "Esc Esc");
    driver_wait_text(supervisor, "后厂");
    key_and_wait(supervisor, "F4", "03-05");
    picture(supervisor, "supervise-queues");
    key_and_wait(supervisor, "Enter", "周倩");
    picture(supervisor, "supervise-queue");
    key_and_wait(supervisor, "F6", "从现在办的人手里收回");
    picture(supervisor, "supervise-reassign");
    driver_keys_in_turn(supervisor, "Esc Esc Esc");
    driver_wait_text(supervisor, "后厂");
    key_and_wait(supervisor, "Ctrl-R", "退回、不予、中止的原因");
    picture(supervisor, "report");
    driver_key(supervisor, "Esc");
    driver_wait_text(supervisor, "后厂");
    key_and_wait(supervisor, "Ctrl-L", "窗口接待");
    picture(supervisor, "reads");
    driver_key(supervisor, "Esc");
    driver_wait_text(supervisor, "后厂");
    world_sql(
        db,
        "SELECT desk.absence_add(gen_random_uuid(), 210600, 'lina', '2026-03-02', '2026-03-06', 'liuyang')");
    key_and_wait(supervisor, "Ctrl-A", "正在请假");
    picture(supervisor, "absences");
    logins_outside();
    people_commit(supervisor);
    driver_wait_text(supervisor, "guoyan");
    driver_type(supervisor, "zhou");
    driver_wait_gone(supervisor, "guoyan");
    driver_keys_in_turn(supervisor, "1 Enter 0 3 0 6 Enter");
    driver_wait_text(supervisor, "没有人代办：等有权限的同事来办");
    picture(supervisor, "absence-form");
    driver_keys_in_turn(supervisor, "Esc Esc");
    driver_wait_text(supervisor, "后厂");
    key_and_wait(supervisor, "Ctrl-G", "办结和不予批准的全部复看");
    picture(supervisor, "sample-rules");
    people_commit(supervisor);
    driver_wait_text(supervisor, "0到100；0是不抽");
    picture(supervisor, "sample-rule-form");
    driver_keys_in_turn(supervisor, "Esc Esc");
    driver_wait_text(supervisor, "后厂");
    world_sql(db, "SELECT desk.task_assign(gen_random_uuid(), 210600, t.id, s.id, '请先办') "
                  "FROM yc.task t, yc.staff s WHERE s.login = 'liuyang'");
    driver_key(supervisor, "Ctrl-E");
    key_and_wait(supervisor, "3", "留给 刘洋");
    picture(supervisor, "watch");
}

/* Whatever the language of the run. */
static void every_screen(void **state, const char *language)
{
    setenv("STORY_LANGUAGE", language, 1);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const char *db = world_database("pictures");
        counter_pictures(db, sizes[i]);
        review_pictures(db, sizes[i]);
        selection_pictures(sizes[i]);
        supervise_pictures(db, sizes[i]);
        world_teardown(state);
    }
}

static void test_every_screen_in_chinese(void **state)
{
    every_screen(state, "zh");
}

static void test_every_screen_in_english(void **state)
{
    every_screen(state, "en");
}

/* The demonstration hall's names and passwords stand beside the socket: a copy of the socket's folder has a
 * note, and its connection string another host. */
static void test_login_of_a_demonstration_hall(void **state)
{
    (void)state;
    const char *db = world_database("login");
    const char *folder = world_path("socket");
    world_shell("mkdir '%s' && ln -s %s/.s.* '%s' && printf '%%s\\n' 'wangfang  王芳 2窗  demo-1' 'zhouqian  "
                "周倩 初审  demo-2' '' 'wangfang  Wang Fang 2  demo-1' > '%s/demonstration'",
                folder, world_sql(db, "SHOW unix_socket_directories"), folder, folder);
    driver_outside("wangfang zhouqian demo-1 demo-2");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct buffer connection = {0};
        buffer_format(&connection, "host=%s user=postgres dbname=%s", folder,
                      world_sql(db, "SELECT current_database()"));
        struct person_at who = {.database = buffer_string(&connection),
                                .login = "zhouqian",
                                .language = "zh",
                                .rows = sizes[i].rows,
                                .columns = sizes[i].columns};
        struct driver *clerk = people_start(&who);
        driver_expect_row(clerk, 0, "演示");
        driver_expect_colour(clerk, "演示", 231, 90); /* white on purple */
        picture(clerk, "login");
        who.language = "en";
        clerk = people_start(&who);
        driver_expect_row(clerk, 0, "DEMONSTRATION");
        driver_expect_text(clerk, "Wang Fang 2  demo-1");
        buffer_free(&connection);
    }
    struct driver *elsewhere = people_start(&(struct person_at){.database = db, .login = "elsewhere"});
    driver_expect_no_text(elsewhere, "演示");
    driver_expect_no_text(elsewhere, "demo-1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_every_screen_in_chinese, world_teardown),
        cmocka_unit_test_teardown(test_every_screen_in_english, world_teardown),
        cmocka_unit_test_teardown(test_login_of_a_demonstration_hall, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
