/* The link between workstation and database is cut, slow or half-open at random moments of story 1: nothing
 * that a screen showed is lost or doubled, and the workstation comes back by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/clock.h"
#include "fault/hall.h"
#include "fault/player.h"
#include "fault/proxy.h"
#include "story/world.h"

enum {
    STATIONS = 8,
    SLOW = 500,   /* ms each way */
    BACK = 45000, /* ms in which line 1 must say that the database is there again, once it is */
    SHORT = 3000,
    LONG = 14000, /* ms that a fault lasts at most; a half-open link is noticed after 10 s */
    QUICK = 3,
    WHOLE = 100,
};

enum fault { FAULT_CUT, FAULT_SLOW, FAULT_HALF_OPEN };

enum phase { PLAYS, BROKEN, COMES_BACK };

struct station {
    struct player *player;
    struct proxy *cable;
    enum phase phase;
    int break_at;  /* by player_actions() */
    int64_t until; /* on clock_milliseconds(): of BROKEN and COMES_BACK */
};

struct run {
    enum fault fault;
    const char *database;
    struct ledger ledger;
    struct station stations[STATIONS];
    int rounds, faults, returns;
    int64_t longest; /* ms until line 1 said that the database is there again */
};

static int teardown(void **state)
{
    players_stop_all();
    int result = world_teardown(state);
    proxy_stop_all();
    return result;
}

static void fault_plan(struct station *station)
{
    station->phase = PLAYS;
    station->break_at = player_actions(station->player) + 1 + (int)hall_random(PLAYER_STORY);
}

static void stations_open(struct run *run)
{
    for (int i = 0; i < STATIONS; i++) {
        struct station *station = &run->stations[i];
        station->cable = proxy_start(run->database);
        station->player = player_start(&(struct player_options){.database = proxy_database(station->cable),
                                                                .login = hall_login(i + 1),
                                                                .window = i + 1,
                                                                .home = hall_home(i + 1),
                                                                .ledger = &run->ledger,
                                                                .first = i,
                                                                .step = STATIONS,
                                                                .slips = true,
                                                                .patience = 120000});
        fault_plan(station);
    }
}

static void fault_begin(struct run *run, struct station *station)
{
    bool answer = hall_random(2); /* when the server next answers: what it did is done, nobody hears of it */
    int64_t lasts = hall_random(run->fault == FAULT_CUT ? SHORT : LONG);
    if (run->fault == FAULT_SLOW)
        proxy_delay(station->cable, SLOW);
    else if (run->fault == FAULT_CUT)
        proxy_set(station->cable, answer ? PROXY_LOSES_ANSWER : PROXY_CUT);
    else
        proxy_set(station->cable, answer ? PROXY_KEEPS_ANSWER : PROXY_FROZEN);
    station->phase = BROKEN;
    station->until = clock_milliseconds() + lasts;
    run->faults++;
}

/* A half-open link heals, late packets and all, or is cut at last. */
static void fault_end(struct run *run, struct station *station)
{
    if (run->fault == FAULT_HALF_OPEN && hall_random(2))
        proxy_set(station->cable, PROXY_CUT);
    proxy_set(station->cable, PROXY_PASSES);
    proxy_delay(station->cable, 0);
    station->phase = COMES_BACK;
    station->until = clock_milliseconds() + BACK;
}

static void return_check(struct run *run, struct station *station)
{
    int64_t now = clock_milliseconds();
    if (!player_cut(station->player) && player_signed_on(station->player)) {
        if (now - (station->until - BACK) > run->longest)
            run->longest = now - (station->until - BACK);
        run->returns++;
        fault_plan(station);
    } else if (now > station->until) {
        driver_fail(player_driver(station->player), "a workstation that is back %d ms after its link", BACK);
    }
}

static void station_turn(struct run *run, struct station *station)
{
    players_turn(&station->player, 1, 1);
    if (station->phase == PLAYS && run->faults < run->rounds &&
        player_actions(station->player) >= station->break_at)
        fault_begin(run, station);
    else if (station->phase == BROKEN && clock_milliseconds() > station->until)
        fault_end(run, station);
    else if (station->phase == COMES_BACK)
        return_check(run, station);
}

static bool under_way(struct run *run)
{
    int resting = 0;
    for (int i = 0; i < STATIONS; i++)
        resting += player_rests(run->stations[i].player) && run->stations[i].phase == PLAYS;
    return resting < STATIONS;
}

static void run_faults(struct run *run, const char *name)
{
    bool finishing = false;
    run->database = hall_database("link");
    run->rounds = hall_rounds(QUICK, WHOLE);
    stations_open(run);
    while (under_way(run)) {
        for (int i = 0; i < STATIONS; i++)
            station_turn(run, &run->stations[i]);
        for (int i = 0; i < STATIONS && run->faults >= run->rounds && !finishing; i++)
            player_finish(run->stations[i].player);
        finishing = run->faults >= run->rounds;
    }
    int cuts = 0;
    struct player *players[STATIONS];
    for (int i = 0; i < STATIONS; i++)
        players[i] = run->stations[i].player;
    players_settle(players, STATIONS, run->database, BACK);
    for (int i = 0; i < STATIONS; i++)
        cuts += player_cuts(run->stations[i].player);
    struct ledger_sums sums = ledger_sums(&run->ledger, run->database);
    printf("# %s: %d times at %d workstations, line 1 said so %d times, back %d times after %d ms at most\n",
           name, run->faults, STATIONS, cuts, run->returns, (int)run->longest);
    ledger_print(&sums, name);
    assert_true(ledger_keeps(&run->ledger, run->database));
    assert_int_equal(sums.slips_open, 0);
    assert_int_equal(run->returns, run->faults);
    hall_verify(run->database);
    ledger_free(&run->ledger);
}

static void test_nothing_is_lost_when_the_link_is_cut(void **state)
{
    (void)state;
    run_faults(&(struct run){.fault = FAULT_CUT}, "link cut");
}

static void test_nothing_is_lost_on_a_link_of_half_a_second(void **state)
{
    (void)state;
    run_faults(&(struct run){.fault = FAULT_SLOW}, "link slow");
}

static void test_nothing_is_lost_when_the_link_is_half_open(void **state)
{
    (void)state;
    run_faults(&(struct run){.fault = FAULT_HALF_OPEN}, "link half-open");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_nothing_is_lost_when_the_link_is_cut, teardown),
        cmocka_unit_test_teardown(test_nothing_is_lost_on_a_link_of_half_a_second, teardown),
        cmocka_unit_test_teardown(test_nothing_is_lost_when_the_link_is_half_open, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
