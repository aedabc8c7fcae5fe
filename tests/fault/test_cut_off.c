/* Stories of a window that is cut off: what was typed is kept, a slip of receipt instead of an acceptance,
 * and what becomes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "fault/hall.h"
#include "fault/proxy.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

enum { ITEMS = 148 /* a clerk of the tests accepts them all */ };

static int teardown(void **state)
{
    int result = world_teardown(state);
    proxy_stop_all();
    return result;
}

/* The clerk of a window behind the cable. */
static struct person_at clerk_at(const struct proxy *cable, const char *login, const char *window)
{
    static int count;
    char name[16] = "home0";
    name[4] = (char)('0' + count++ % 10);
    const char *home = world_path(name);
    world_shell("mkdir -p %s", home);
    return (struct person_at){
        .database = proxy_database(cable), .login = login, .window = window, .home = home};
}

/* Once the forms of all items are on this machine: they are fetched right after signing on. */
static void pull(struct driver *clerk, struct proxy *cable)
{
    int64_t until = clock_milliseconds() + 10000;
    while (atoi(world_shell("ls %s/.local/state/yichuang/cache | grep -c item- || true",
                            driver_home(clerk))) < ITEMS)
        assert_true(clock_milliseconds() < until);
    proxy_set(cable, PROXY_CUT);
    driver_wait_row(clerk, 0, "库断10:42");
}

/* The slip's code as the screen shows it, without its dashes. */
static const char *slip_on(struct driver *clerk)
{
    static char code[32];
    size_t length = 0;
    for (int row = 0; row < driver_rows(clerk); row++) {
        struct buffer text = {0};
        driver_row_text(clerk, row, &text);
        const char *at = strstr(buffer_string(&text), "001-");
        for (; at && *at && length < sizeof(code) - 1 && (*at == '-' || (*at >= '0' && *at <= '9')); at++) {
            if (*at != '-')
                code[length++] = *at;
        }
        buffer_free(&text);
    }
    code[length] = '\0';
    return code;
}

static void test_a_whole_case_without_the_cable(void **state)
{
    (void)state;
    const char *db = world_database("cutoff");
    struct proxy *cable = proxy_start(db);
    struct person_at wangfang = clerk_at(cable, "wangfang", "3");
    struct driver *clerk = people_sign_on(&wangfang);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    pull(clerk, cable);
    people_pick(clerk);
    people_fill(clerk);
    people_materials(clerk);
    people_commit(clerk);
    driver_wait_text(clerk, "念一遍");
    driver_expect_row(clerk, -2, "出收件凭条(收件, 不是受理)");
    people_commit(clerk);
    driver_wait_text(clerk, "收件凭条(不是受理通知书)");
    driver_expect_text(clerk, PERSON_MASKED);
    driver_expect_text(clerk, "2026-03-02 10:4");
    driver_expect_no_text(clerk, "受理号");
    char slip[32];
    strcpy(slip, slip_on(clerk));
    assert_int_equal(strlen(slip), 21);
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.case_file"), "0");
    driver_signal(clerk, SIGKILL);
    driver_stop(&clerk);

    clerk = people_sign_on(&wangfang); /* while the database is still away */
    driver_wait_row(clerk, 0, "库断");
    driver_expect_text(clerk, "凭本机记录登录");
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "未送");
    driver_expect_text(clerk, PERSON_NAME);
    driver_expect_text(clerk, "失业保险金申领");
    proxy_set(cable, PROXY_PASSES);
    driver_wait_row(clerk, 0, "库通");
    world_wait(db, "accepted", "SELECT state FROM yc.case_file");
    assert_string_equal(world_sql(db, "SELECT slip FROM yc.received"), slip);
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.case_file"), "1");
    assert_string_equal(world_sql(db, "SELECT value FROM yc.case_field WHERE field = 'mobile'"),
                        "13912345678");
    assert_string_equal(world_sql(db, "SELECT string_agg(kind, ' ' ORDER BY kind) FROM yc.material"),
                        "id term ureg");
    driver_wait_text(clerk, "210600-20260302-001-00001-5");
    driver_type(clerk, "1");
    driver_wait_text(clerk, "受理通知书");
    driver_wait_text(clerk, "2026-03-05 (3个工作日)");
    hall_verify(db);
}

static void test_somebody_new_while_cut_off(void **state)
{
    (void)state;
    const char *db = world_database("cutnew");
    struct proxy *cable = proxy_start(db);
    struct person_at wangfang = clerk_at(cable, "wangfang", "3");
    struct driver *clerk = people_sign_on(&wangfang);
    pull(clerk, cable);
    driver_type(clerk, PERSON_NUMBER);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "照证件录姓名");
    driver_type(clerk, PERSON_NAME);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, PERSON_MASKED);
    people_pick(clerk);
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    driver_type(clerk, "0228");
    driver_key(clerk, "Enter");
    driver_expect_cursor_after(clerk, "解除原因       [");
    driver_signal(clerk, SIGKILL);
    driver_stop(&clerk);

    clerk = people_sign_on(&wangfang);
    driver_wait_row(clerk, 0, "库断");
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "未送");
    driver_type(clerk, "1");
    driver_wait_text(clerk, "出生日期");
    driver_expect_text(clerk, "13912345678");
    driver_expect_text(clerk, "2026-02-28");
    driver_expect_cursor_after(clerk, "解除原因       ["); /* where it was left */
    driver_type(clerk, "02");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "02 用人单位解除");
    proxy_set(cable, PROXY_PASSES);
    driver_wait_row(clerk, 0, "库通");
    world_wait(db, "02", "SELECT value FROM yc.case_field WHERE field = 'leave_reason'");
    assert_string_equal(world_sql(db, "SELECT name FROM yc.person"), PERSON_NAME);
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.case_file"), "1");
    driver_type(clerk, "210603");
    driver_key(clerk, "Enter");
    driver_type(clerk, "演示纺织厂");
    driver_key(clerk, "Enter");
    people_materials(clerk);
    people_accept(clerk);
    driver_expect_text(clerk, "210600-20260302-001-00001-5");
    hall_verify(db);
}

/* The answer to an acceptance is lost on the way: the same command is asked again and says what became of it.
 */
static void test_an_acceptance_whose_answer_was_lost(void **state)
{
    (void)state;
    const char *db = world_database("lostanswer");
    struct proxy *cable = proxy_start(db);
    struct person_at wangfang = clerk_at(cable, "wangfang", "3");
    struct driver *clerk = people_sign_on(&wangfang);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    people_fill(clerk);
    people_materials(clerk);
    people_commit(clerk);
    driver_wait_text(clerk, "请念给申请人听");
    people_breathe(clerk);
    proxy_set(cable, PROXY_LOSES_ANSWER);
    driver_key(clerk, "F9");
    driver_wait_row(clerk, 0, "库断");
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "accepted");
    driver_expect_no_text(clerk, "210600-20260302");
    proxy_set(cable, PROXY_PASSES);
    driver_wait_text(clerk, "210600-20260302-001-00001-5");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.journal WHERE action = 'accept'"), "1");
    hall_verify(db);
}

/* What one person left on this machine another one cannot read, though both work under one account. */
static void test_another_persons_journal_cannot_be_read(void **state)
{
    (void)state;
    const char *db = world_database("others");
    struct proxy *cable = proxy_start(db);
    struct person_at wangfang = clerk_at(cable, "wangfang", "3");
    struct driver *clerk = people_sign_on(&wangfang);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    pull(clerk, cable);
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    driver_type(clerk, "0228");
    driver_key(clerk, "Enter");
    driver_expect_cursor_after(clerk, "解除原因       [");
    driver_signal(clerk, SIGKILL);
    driver_stop(&clerk);
    assert_string_equal(
        world_shell("grep -rlE '13912345678|%s|%s' %s || true", PERSON_NUMBER, PERSON_NAME, wangfang.home),
        "");
    struct person_at hejun = wangfang;
    hejun.login = "hejun";
    clerk = people_start(&hejun);
    driver_outside("connection to server failed: Connection refused; at"); /* libpq's own words */
    people_type_login(clerk, &hejun);
    driver_wait_text(clerk, "连不上"); /* he has nothing on this machine */
    proxy_set(cable, PROXY_PASSES);
    driver_type(clerk, "test");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "谁来办");
    driver_key(clerk, "F12");
    driver_wait_text(clerk, "等您办的 0 件");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.case_field WHERE field = 'unemp_date'"), "0");
    driver_stop(&clerk);
    clerk = people_sign_on(&wangfang); /* and the one whose it is finds it */
    world_wait(db, "2026-02-28", "SELECT value FROM yc.case_field WHERE field = 'unemp_date'");
}

/* While one window is cut off another takes the case over: what the first one typed meanwhile is refused,
 * kept, shown beside what the case holds now, and put in when somebody says so. */
static void test_what_was_refused_is_kept_and_can_be_put_in(void **state)
{
    (void)state;
    const char *db = world_database("conflict");
    struct proxy *cable = proxy_start(db);
    struct person_at wangfang = clerk_at(cable, "wangfang", "3");
    struct driver *third = people_sign_on(&wangfang);
    people_new_person(third, PERSON_NUMBER, PERSON_NAME);
    people_pick(third);
    driver_type(third, "13912345678");
    driver_key(third, "Enter");
    world_wait(db, "13912345678", "SELECT value FROM yc.case_field WHERE field = 'mobile'");
    pull(third, cable);
    driver_type(third, "0228");
    driver_key(third, "Enter");
    driver_expect_cursor_after(third, "解除原因       [");

    struct driver *fourth =
        people_sign_on(&(struct person_at){.database = db, .login = "hejun", .window = "4"});
    driver_type(fourth, PERSON_NUMBER);
    driver_key(fourth, "Enter");
    driver_wait_text(fourth, "起在办");
    driver_key(fourth, "Enter");
    driver_wait_text(fourth, "录过的都在草稿里");
    people_commit(fourth);
    driver_wait_text(fourth, "出生日期");
    driver_expect_cursor_after(fourth, "失业时间       [");
    driver_type(fourth, "0227");
    driver_key(fourth, "Enter");
    world_wait(db, "2026-02-27", "SELECT value FROM yc.case_field WHERE field = 'unemp_date'");

    proxy_set(cable, PROXY_PASSES);
    driver_wait_text(third, "这件被别的窗口接走了");
    driver_key(third, "1");
    driver_wait_text(third, "此人的案子");
    driver_stop(&third); /* it is not forgotten when the program ends */
    third = people_sign_on(&wangfang);
    driver_key(third, "F12");
    driver_wait_text(third, "冲突");
    driver_expect_text(third, PERSON_NAME);
    driver_type(third, "1");
    driver_wait_text(third, "2026-02-28");
    driver_wait_text(third, "2026-02-27");
    driver_expect_text(third, "何军");
    people_commit(third);
    world_wait(db, "2026-02-28", "SELECT value FROM yc.case_field WHERE field = 'unemp_date'");
    assert_string_equal(
        world_sql(db, "SELECT s.login FROM yc.case_file c JOIN yc.staff s ON s.id = c.holder"), "wangfang");
    driver_wait_text(fourth, "这件被别的窗口接走了");
}

/* The lock asks nobody; handing over needs the database and says so; signing off tells what is only here. */
static void test_the_lock_opens_while_cut_off_and_nothing_is_handed_over(void **state)
{
    (void)state;
    const char *db = world_database("cutlock");
    struct proxy *cable = proxy_start(db);
    struct person_at third_at = clerk_at(cable, "wangfang", "3");
    struct driver *third = people_sign_on(&third_at);
    people_new_person(third, PERSON_NUMBER, PERSON_NAME);
    people_pick(third);
    pull(third, cable);
    driver_type(third, "13912345678");
    driver_key(third, "Enter");
    driver_wait_row(third, 0, "未送1");
    driver_type(third, "0228");
    driver_key(third, "F10");
    driver_wait_text(third, "1 锁屏");
    driver_key(third, "1");
    driver_wait_text(third, "已锁屏");
    driver_type_plain(third, "test");
    driver_key(third, "Enter");
    driver_wait_gone(third, "已锁屏");
    driver_expect_cursor_after(third, "失业时间       [0228");
    driver_key(third, "Ctrl-D");
    driver_wait_text(third, "看不到您的上一件");
    driver_key(third, "F10");
    driver_wait_text(third, "2 交班给同事");
    driver_key(third, "2");
    driver_wait_text(third, "交不了班");
    driver_key(third, "3");
    driver_wait_text(third, "还没完的: 未送 1");
    driver_key(third, "Esc");
    driver_wait_text(third, "3 签退");
    driver_key(third, "Esc");
    driver_wait_gone(third, "3 签退");
    driver_expect_cursor_after(third, "失业时间       [0228");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_a_whole_case_without_the_cable, teardown),
        cmocka_unit_test_teardown(test_somebody_new_while_cut_off, teardown),
        cmocka_unit_test_teardown(test_an_acceptance_whose_answer_was_lost, teardown),
        cmocka_unit_test_teardown(test_what_was_refused_is_kept_and_can_be_put_in, teardown),
        cmocka_unit_test_teardown(test_another_persons_journal_cannot_be_read, teardown),
        cmocka_unit_test_teardown(test_the_lock_opens_while_cut_off_and_nothing_is_handed_over, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
