/* How often the workstation and the database wait for one another, action by action, counted on the cable:
 * what a slow line costs is this number times its delay. A bound here is a promise: who raises it says why.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "fault/proxy.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

static int teardown(void **state)
{
    int result = world_teardown(state);
    proxy_stop_all();
    return result;
}

/* Trips since the last call; told as a figure, and held below the bound. */
static void expect_trips(struct proxy *cable, struct driver *driver, const char *action, int most)
{
    static int64_t before;
    driver_rest(driver);
    int64_t now = proxy_count(cable).trips;
    if (action) {
        printf("# round trips: %s %d\n", action, (int)(now - before));
        if (now - before > most)
            fail_msg("%s takes %d round trips, at most %d are promised", action, (int)(now - before), most);
    }
    before = now;
}

/* Of three times the least: on a busy machine answers come piece by piece, and what is asked after each of
 * them is counted apart though nobody would have had to wait for it. */
static struct driver *signed_on(const char *db, struct proxy **cable)
{
    enum { TIMES = 3, MOST = 9 };
    int64_t least = INT64_MAX;
    struct driver *clerk = NULL;
    for (int i = 0; i < TIMES; i++) {
        driver_stop(&clerk);
        *cable = proxy_start(db);
        clerk = people_sign_on(
            &(struct person_at){.database = proxy_database(*cable), .login = "wangfang", .window = "3"});
        people_breathe(clerk); /* the forms are fetched ahead */
        driver_rest(clerk);
        if (proxy_count(*cable).trips < least)
            least = proxy_count(*cable).trips;
    }
    printf("# round trips: signing on %d\n", (int)least);
    assert_in_range(least, 1, MOST);
    expect_trips(*cable, clerk, NULL, 0);
    return clerk;
}

static void test_the_clerks_day(void **state)
{
    (void)state;
    const char *db = world_database("trips");
    struct proxy *cable;
    struct driver *clerk = signed_on(db, &cable);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    expect_trips(cable, clerk, "a new person", 3);
    people_pick(clerk);
    expect_trips(cable, clerk, "opening the form", 2);
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    driver_expect_cursor_after(clerk, "失业时间       [");
    world_wait(db, "13912345678", "SELECT value FROM yc.case_field WHERE field = 'mobile'");
    expect_trips(cable, clerk, "leaving a field", 1);
    driver_type(clerk, "0228");
    driver_key(clerk, "Enter");
    driver_type(clerk, "02");
    driver_key(clerk, "Enter");
    driver_type(clerk, "210603");
    driver_key(clerk, "Enter");
    driver_type(clerk, "演示纺织厂");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "材料 缺3");
    world_wait(db, "演示纺织厂", "SELECT value FROM yc.case_field WHERE field = 'last_unit'");
    expect_trips(cable, clerk, NULL, 0);
    people_hand_in(clerk, world_file("id.jpg", "identity card\n"), "有 身份证");
    world_wait(db, "1", "SELECT count(*) FROM yc.material");
    expect_trips(cable, clerk, "handing a file in", 2);
    driver_key(clerk, "Enter");
    people_promise(clerk);
    driver_key(clerk, "Enter");
    people_hand_in(clerk, world_file("reg.jpg", "registered\n"), "有 失业登记");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "念给申请人听一遍");
    world_wait(db, "3", "SELECT count(*) FROM yc.material");
    expect_trips(cable, clerk, NULL, 0);
    people_commit(clerk);
    driver_wait_text(clerk, "请念给申请人听");
    world_wait(db, "1", "SELECT count(*) FROM yc.verdict"); /* it is judged while it is read */
    expect_trips(cable, clerk, "reading the form back", 1);
    people_commit(clerk);
    driver_wait_text(clerk, "还欠");
    expect_trips(cable, clerk, "acceptance with its receipt", 2);
    printf("# round trips: story 1, the clerk from start to receipt %d\n", (int)proxy_count(cable).trips);
}

static void test_the_officers_day(void **state)
{
    (void)state;
    const char *db = world_database("tripsback");
    people_cases_accepted(db, 3);
    struct proxy *cable = proxy_start(db);
    struct driver *officer =
        people_sign_on(&(struct person_at){.database = proxy_database(cable), .login = "zhouqian"});
    driver_wait_text(officer, "失业保险金申领");
    expect_trips(cable, officer, NULL, 0);
    people_commit(officer);
    driver_wait_text(officer, "承诺书 2026-03-02 已签");
    expect_trips(cable, officer, "taking a case", 2);
    people_commit(officer);
    driver_wait_text(officer, "00002-");
    driver_wait_text(officer, "承诺书 2026-03-02 已签");
    expect_trips(cable, officer, "deciding, and the next case", 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_the_clerks_day, teardown),
        cmocka_unit_test_teardown(test_the_officers_day, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
