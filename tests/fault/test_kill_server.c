/* PostgreSQL is killed (kill -9 of all its processes) under the load of 16 workstations and started again.
 * Each acceptance that a screen showed is in the database afterwards, once, under that number; each slip that
 * was given meanwhile becomes one acceptance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/clock.h"
#include "fault/hall.h"
#include "fault/player.h"
#include "fault/server.h"
#include "story/world.h"

enum {
    QUICK = 2,
    WHOLE = 100,
    AWAY = 3000 /* ms that the server is gone at most */,
    SETTLED = 60000 /* ms */
};

static int setup(void **state)
{
    (void)state;
    server_open("tests/store/cluster.sh", "fault");
    return 0;
}

static int actions_of(struct player *const *players)
{
    int actions = 0;
    for (int i = 0; i < HALL_CLERKS; i++)
        actions += player_actions(players[i]);
    return actions;
}

static int resting_of(struct player *const *players)
{
    int resting = 0;
    for (int i = 0; i < HALL_CLERKS; i++)
        resting += player_rests(players[i]);
    return resting;
}

static void play_for(struct player *const *players, int64_t milliseconds)
{
    for (int64_t end = clock_milliseconds() + milliseconds; clock_milliseconds() < end;)
        players_turn(players, HALL_CLERKS, 2);
}

/* Until the clerks have done so many things more. */
static void play_on(struct player *const *players, int actions)
{
    for (int end = actions_of(players) + actions; actions_of(players) < end;)
        players_turn(players, HALL_CLERKS, 2);
}

static void players_open(struct player **players, const char *database, struct ledger *ledger)
{
    for (int i = 0; i < HALL_CLERKS; i++)
        players[i] = player_start(&(struct player_options){.database = database,
                                                           .login = hall_login(i + 1),
                                                           .window = i + 1,
                                                           .home = hall_home(i + 1),
                                                           .ledger = ledger,
                                                           .first = i,
                                                           .step = HALL_CLERKS,
                                                           .slips = true,
                                                           .patience = 120000});
}

static void players_finish(struct player *const *players)
{
    for (int i = 0; i < HALL_CLERKS; i++)
        player_finish(players[i]);
    while (resting_of(players) < HALL_CLERKS)
        players_turn(players, HALL_CLERKS, 2);
}

static void test_no_shown_acceptance_is_lost_or_doubled(void **state)
{
    (void)state;
    struct player *players[HALL_CLERKS];
    struct ledger ledger = {0};
    int rounds = hall_rounds(QUICK, WHOLE), killed = 0;
    const char *database = hall_database("server");
    players_open(players, database, &ledger);
    play_on(players, HALL_CLERKS * 4);
    for (int round = 0; round < rounds; round++) {
        play_on(players, HALL_CLERKS + (int)hall_random(HALL_CLERKS * PLAYER_STORY / 2));
        killed += server_kill();
        play_for(players, hall_random(AWAY));
        server_start();
    }
    players_finish(players);
    players_settle(players, HALL_CLERKS, database, SETTLED);
    struct ledger_sums sums = ledger_sums(&ledger, database);
    printf("# server killed: %d times (%d processes) under %d workstations\n", rounds, killed, HALL_CLERKS);
    ledger_print(&sums, "server killed");
    assert_true(sums.numbers > 0);
    assert_true(ledger_keeps(&ledger, database));
    assert_int_equal(sums.slips_open, 0);
    hall_verify(database);
    ledger_free(&ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_shown_acceptance_is_lost_or_doubled, setup, server_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
