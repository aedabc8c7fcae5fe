/* The tools themselves: the cable that can be pulled, and the clerk who plays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/clock.h"
#include "fault/hall.h"
#include "fault/player.h"
#include "fault/proxy.h"
#include "story/command.h"
#include "story/world.h"

static int teardown(void **state)
{
    players_stop_all();
    int result = world_teardown(state);
    proxy_stop_all();
    return result;
}

/* psql as a member of staff; true when it got its answer. The password comes in the connection string. */
static bool answered(const char *database)
{
    struct buffer string = {0}, out = {0};
    buffer_format(&string, "%s user=wangfang password=test connect_timeout=2", database);
    int status = command_run(&out, (const char *[]){"psql", "-XAtq", "-d", buffer_string(&string), "-c",
                                                    "SELECT login FROM desk.sign_on()", NULL});
    bool good = status == 0 && strcmp(buffer_string(&out), "wangfang\n") == 0;
    buffer_free(&string);
    buffer_free(&out);
    return good;
}

static void test_the_cable_passes_counts_and_can_be_pulled(void **state)
{
    (void)state;
    struct proxy *cable = proxy_start(world_database("proxy"));
    assert_true(answered(proxy_database(cable)));
    struct proxy_count count = proxy_count(cable);
    assert_int_equal(count.connections, 1);
    assert_in_range(count.trips, 4, 8); /* no TLS, SCRAM in three, the query */
    proxy_set(cable, PROXY_CUT);
    assert_false(answered(proxy_database(cable)));
    assert_int_equal(proxy_count(cable).connections, 1);
    proxy_set(cable, PROXY_PASSES);
    assert_true(answered(proxy_database(cable)));
    proxy_set(cable, PROXY_FROZEN);
    assert_false(answered(proxy_database(cable)));
    proxy_set(cable, PROXY_PASSES);
    assert_true(answered(proxy_database(cable)));
    proxy_set(cable, PROXY_LOSES_ANSWER);
    assert_false(answered(proxy_database(cable)));
    assert_int_equal(proxy_count(cable).state, PROXY_CUT);
}

static void test_a_slow_cable_takes_its_time_each_way(void **state)
{
    (void)state;
    struct proxy *cable = proxy_start(world_database("slow"));
    assert_true(answered(proxy_database(cable)));
    struct proxy_count count = proxy_count(cable);
    proxy_delay(cable, 50);
    int64_t before = clock_milliseconds();
    assert_true(answered(proxy_database(cable)));
    assert_in_range(clock_milliseconds() - before, 2 * 50 * count.trips - 50, 2 * 50 * count.trips + 2000);
}

static void test_four_clerks_take_three_people_each(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    const char *database = hall_database("played");
    struct player *players[4];
    for (int i = 0; i < 4; i++)
        players[i] = player_start(&(struct player_options){.database = database,
                                                           .login = hall_login(i + 1),
                                                           .window = i + 1,
                                                           .home = hall_home(i + 1),
                                                           .ledger = &ledger,
                                                           .first = i,
                                                           .step = 4,
                                                           .people = 3});
    for (int resting = 0; resting < 4;) {
        players_turn(players, 4, 2);
        resting = 0;
        for (int i = 0; i < 4; i++)
            resting += player_rests(players[i]);
    }
    struct ledger_sums sums = ledger_sums(&ledger, database);
    ledger_print(&sums, "undisturbed");
    assert_true(ledger_keeps(&ledger, database));
    assert_int_equal(sums.numbers, 12);
    assert_int_equal(sums.values, 12 * 5);
    assert_int_equal(sums.materials, 12 * 3);
    hall_verify(database);
    ledger_free(&ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_the_cable_passes_counts_and_can_be_pulled, teardown),
        cmocka_unit_test_teardown(test_a_slow_cable_takes_its_time_each_way, teardown),
        cmocka_unit_test_teardown(test_four_clerks_take_three_people_each, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
