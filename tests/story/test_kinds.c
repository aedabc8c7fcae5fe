/* Fields of several codes and of a time, on an item of this test's own (tests/definitions), brought in as an
 * operator brings in any other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/command.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

/* forms/ with the item beside the others, loaded. */
static const char *database_with_item(const char *name)
{
    const char *db = world_database(name), *forms = world_path("forms");
    struct buffer out = {0};
    world_shell("cp -r forms '%s' && cp tests/definitions/insured-here.yaml '%s'", forms, forms);
    if (command_run(&out, (const char *[]){"yichuang-admin", "forms", "load", forms, "--db", db, NULL}) != 0)
        fail_msg("%s", buffer_string(&out));
    buffer_free(&out);
    return db;
}

static void form_open(struct driver *clerk)
{
    driver_key(clerk, "F4");
    driver_wait_text(clerk, "要带什么");
    driver_type(clerk, "dxzdj1");
    driver_wait_text(clerk, "停保险种");
}

static void test_several_insurances_are_ticked_and_a_time_is_typed(void **state)
{
    (void)state;
    const char *db = database_with_item("kinds");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    form_open(clerk);
    driver_expect_no_text(clerk, "事故时间"); /* only where 410 is among them */
    driver_type(clerk, "999 sybx");
    driver_key(clerk, "Tab");
    driver_wait_text(clerk, "没有 999 这个代码");
    driver_key(clerk, "Shift-Tab");
    driver_type(clerk, "sybx");
    driver_key(clerk, "F4");
    driver_wait_text(clerk, "[x] 210 失业保险");
    driver_type(clerk, "51");
    driver_expect_text(clerk, "[x] 410 工伤保险");
    driver_expect_text(clerk, "[ ] 150 城乡居民基本养老保险");
    driver_expect_row(clerk, -2, "Enter 取选上的");
    driver_key(clerk, "Enter");
    driver_expect_text(clerk, "110,210,410 ");
    driver_expect_cursor_after(clerk, "[");
    driver_type(clerk, "0228"); /* the accident, which is the next that is missing */
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "“0228”只有日期");
    driver_key(clerk, "Shift-Tab");
    driver_type(clerk, " 905"); /* as the sentence says; what is refused otherwise is typed over */
    driver_key(clerk, "Tab");
    driver_expect_text(clerk, "2026-02-28 09:05");
    driver_type(clerk, "0227");
    driver_key(clerk, "Tab");
    driver_wait_text(clerk, "不能早于“事故时间”（2026-02-28 09:05）");
    driver_key(clerk, "Shift-Tab");
    driver_type(clerk, "0228");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "材料 缺1");
    people_hand_in(clerk, world_file("report.pdf", "what happened\n"), "有 事故报告");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "念给申请人听一遍");
    people_accept(clerk);
    assert_string_equal(world_sql(db, "SELECT string_agg(field || '=' || value, ' ' ORDER BY field) FROM "
                                      "yc.case_field WHERE value <> ''"),
                        "injured_at=2026-02-28 09:05 ins_kinds=110,210,410 stopped=150 told_on=2026-02-28");
    assert_string_equal(world_sql(db, "SELECT string_agg(key, ' ') FROM yc.branch"), "visit");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.verify()"), "0");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "此人的案子");
    form_open(clerk); /* they are there the next time; the accident is not */
    driver_expect_text(clerk, "110,210,410 ");
    driver_expect_no_text(clerk, "09:05");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_several_insurances_are_ticked_and_a_time_is_typed, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
