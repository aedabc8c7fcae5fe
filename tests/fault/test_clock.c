/* The workstation's clock is a year off: nothing changes. All business time is the database's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "fault/hall.h"
#include "fault/player.h"
#include "fault/proxy.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

#define YEAR "31536000"

static int teardown(void **state)
{
    players_stop_all();
    int result = world_teardown(state);
    proxy_stop_all();
    return result;
}

/* The environment of a program whose wall clock is so many seconds off. */
static const char *const *wrong_clock(const char *seconds)
{
    static char preload[4200], off[64], sanitiser[512];
    static const char *const ENVIRONMENT[] = {preload, off, sanitiser, NULL};
    const char *build = getenv("BUILD"), *options = getenv("ASAN_OPTIONS");
    char *shim =
        realpath(world_shell("printf %%s %s/tests/fault/year_off.so", build ? build : "build"), NULL);
    snprintf(preload, sizeof preload, "LD_PRELOAD=%s", shim ? shim : "");
    snprintf(off, sizeof off, "YEAR_OFF=%s", seconds);
    snprintf(sanitiser, sizeof sanitiser, "ASAN_OPTIONS=%s:verify_asan_link_order=0", options ? options : "");
    free(shim);
    /* The shim itself is believed only when it was seen to work. */
    if (strcmp(world_shell("date +%%Y"), world_shell("env %s %s date +%%Y", preload, off)) == 0)
        fail_msg("the clock is not wrong with %s %s", preload, off);
    return ENVIRONMENT;
}

/* No row that knows a time knows another day than the database's. */
static void assert_no_other_day(const char *database)
{
    assert_string_equal(
        world_sql(
            database,
            "SELECT count(*) FROM (SELECT at FROM yc.journal UNION ALL SELECT started_at FROM yc.visit"
            " UNION ALL SELECT created_at FROM yc.case_file UNION ALL SELECT accepted_at FROM yc.case_file"
            " UNION ALL SELECT saved_at FROM yc.case_field UNION ALL SELECT signed_on FROM yc.material"
            " UNION ALL SELECT added_at FROM yc.material UNION ALL SELECT received_at FROM yc.received"
            " UNION ALL SELECT sent_at FROM yc.received) x(at) WHERE at::date <> '2026-03-02'"),
        "0");
}

static void receipt_on_a_wrong_clock(const char *seconds)
{
    const char *database = world_database("clock");
    struct driver *clerk = driver_start(
        &(struct driver_options){.arguments = (const char *[]){"--db", database, "--lang", "zh", NULL},
                                 .environment = wrong_clock(seconds)});
    driver_wait_text(clerk, "F10");
    people_type_login(clerk, &(struct person_at){.login = "wangfang", .window = "2"});
    driver_wait_gone(clerk, "口令");
    driver_expect_row(clerk, 0, "10:42");
    people_whole_case(clerk, PERSON_NUMBER, PERSON_NAME);
    driver_expect_text(clerk, "210600-20260302-001-00001-5");
    driver_expect_text(clerk, "2026-03-02 10:42");
    driver_expect_text(clerk, "2026-03-05 (3个工作日)");
    driver_expect_text(clerk, "2026-03-16 (10个工作日)");
    driver_expect_row(clerk, 0, "10:42");
    assert_no_other_day(database);
    hall_verify(database);
}

static void test_a_clock_a_year_ahead_changes_nothing(void **state)
{
    (void)state;
    receipt_on_a_wrong_clock(YEAR);
}

static void test_a_clock_a_year_behind_changes_nothing(void **state)
{
    (void)state;
    receipt_on_a_wrong_clock("-" YEAR);
}

static struct player *clerk_start(const char *database, struct proxy *cable, struct ledger *ledger,
                                  const char *seconds)
{
    (void)database;
    return player_start(&(struct player_options){.database = proxy_database(cable),
                                                 .login = hall_login(1),
                                                 .window = 1,
                                                 .home = hall_home(1),
                                                 .environment = seconds ? wrong_clock(seconds) : NULL,
                                                 .ledger = ledger,
                                                 .step = 1,
                                                 .people = 1});
}

/* Cut off, the slip is dated by what the database's clock said last. */
static void slip_on_a_wrong_clock(const char *before, const char *after)
{
    struct ledger ledger = {0};
    const char *database = hall_database("clockslip");
    struct proxy *cable = proxy_start(database);
    struct player *clerk = clerk_start(database, cable, &ledger, before);
    player_until_field(clerk, "解除原因");
    proxy_set(cable, PROXY_CUT);
    driver_wait_row(player_driver(clerk), 0, "库断");
    if (after) { /* the battery is changed in between */
        player_stop(&clerk);
        clerk = clerk_start(database, cable, &ledger, after);
        player_sign_on(clerk);
        people_breathe(player_driver(clerk));
        driver_key(player_driver(clerk), "F12");
        driver_wait_text(player_driver(clerk), "未送");
        driver_key(player_driver(clerk), "1");
    }
    while (!ledger_promise(&ledger, 0)->slip[0])
        players_turn(&clerk, 1, 2);
    assert_memory_equal(ledger_promise(&ledger, 0)->slip + 6, "20260302", 8);
    proxy_set(cable, PROXY_PASSES);
    players_settle(&clerk, 1, database, 45000);
    assert_true(ledger_keeps(&ledger, database));
    assert_no_other_day(database);
    assert_string_equal(world_sql(database, "SELECT answer_by FROM yc.received"), "2026-03-09");
    hall_verify(database);
    ledger_free(&ledger);
}

static void test_a_slip_on_a_clock_a_year_ahead(void **state)
{
    (void)state;
    slip_on_a_wrong_clock(YEAR, NULL);
}

static void test_a_slip_after_the_clock_has_gone_wrong_while_cut_off(void **state)
{
    (void)state;
    slip_on_a_wrong_clock(NULL, YEAR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_a_clock_a_year_ahead_changes_nothing, teardown),
        cmocka_unit_test_teardown(test_a_clock_a_year_behind_changes_nothing, teardown),
        cmocka_unit_test_teardown(test_a_slip_on_a_clock_a_year_ahead, teardown),
        cmocka_unit_test_teardown(test_a_slip_after_the_clock_has_gone_wrong_while_cut_off, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
