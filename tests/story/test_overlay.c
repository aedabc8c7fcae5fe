/* A hall whose region keeps more than the standard promises: what the picker shows, what the form asks for,
 * and an item that is closed here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

/* The unemployment benefit within a day and without the registration. */
static void tighten(const char *db)
{
    world_sql(db,
              "SELECT yc.definition_load('item', d.code, (jsonb_set(jsonb_set(d.content, "
              "'{limits,promised,days}', '1'), '{materials}', (SELECT jsonb_agg(m ORDER BY n) FROM "
              "jsonb_array_elements(d.content -> 'materials') WITH ORDINALITY e(m, n) WHERE m ->> 'key' <> "
              "'ureg')))::text, NULL, 210600) FROM yc.definition d WHERE d.id = "
              "yc.definition_current('item', 'ui-benefit')");
}

static void close_item(const char *db, const char *item)
{
    world_sql(
        db,
        "SELECT yc.definition_load('item', d.code, (d.content || '{\"closed\": {\"from\": \"2026-03-02\", "
        "\"reason\": {\"zh\": \"改由市中心办理。\", \"en\": \"Now at the city''s centre.\"}}}')::text, NULL, "
        "210600) FROM yc.definition d WHERE d.id = yc.definition_current('item', '%s', 210600)",
        item);
}

static struct driver *clerk_with_person(const char *db)
{
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    return clerk;
}

static void test_the_item_is_taken_as_the_region_has_it(void **state)
{
    (void)state;
    const char *db = world_database("overlay");
    tighten(db);
    struct driver *clerk = clerk_with_person(db);
    driver_key(clerk, "F4");
    driver_wait_text(clerk, "要带什么");
    driver_type(clerk, "sybxj");
    driver_wait_text(clerk, "承诺1工作日");
    driver_expect_no_text(clerk, "- 失业登记信息");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "出生日期");
    driver_expect_no_text(clerk, "失业登记");
    assert_string_equal(world_sql(db, "SELECT d.region FROM yc.case_file c JOIN yc.definition d ON d.id = "
                                      "c.definition_id"),
                        "210600");
}

static void test_a_closed_item_says_so(void **state)
{
    (void)state;
    const char *db = world_database("closed");
    close_item(db, "startup-loan");
    struct driver *clerk = clerk_with_person(db);
    driver_key(clerk, "F4");
    driver_wait_text(clerk, "要带什么");
    driver_type(clerk, "startup-loan");
    driver_wait_text(clerk, "本地停办");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "改由市中心办理");
    driver_expect_text(clerk, "要带什么");
    driver_key(clerk, "F2");
    driver_wait_text(clerk, "从 2026-03-02 起停办");
    driver_key(clerk, "Esc");
    driver_wait_gone(clerk, "从 2026-03-02 起停办");
    driver_key(clerk, "Esc");
    people_pick(clerk); /* what is open goes on */
    driver_wait_text(clerk, "手机号码");
}

static void test_a_form_of_before_is_not_accepted_but_told_why(void **state)
{
    (void)state;
    const char *db = world_database("late");
    struct driver *clerk = clerk_with_person(db);
    people_pick(clerk);
    people_fill(clerk);
    people_materials(clerk); /* up to reading back */
    close_item(db, "ui-benefit");
    people_commit(clerk);
    driver_wait_text(clerk, "请念给申请人听");
    people_commit(clerk);
    driver_wait_text(clerk, "改由市中心办理");
    assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "draft");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_the_item_is_taken_as_the_region_has_it, world_teardown),
        cmocka_unit_test_teardown(test_a_closed_item_says_so, world_teardown),
        cmocka_unit_test_teardown(test_a_form_of_before_is_not_accepted_but_told_why, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
