/* The workstation is killed (kill -9) at random moments of story 1, and the same clerk signs on again: what
 * had left its field, what stood in the list of materials and what a slip said is in the database then. */
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
    STATIONS = 4,
    COMES = 10000, /* ms after signing on in which all has to be there */
    BLIND = 6,     /* things done at most while cut off */
    WAITS = 4000,  /* ms that a clerk who can do nothing while cut off waits to be killed */
    QUICK = 6,
    WHOLE = 1000,
    QUICK_CUT = 4,
    WHOLE_CUT = 300,
};

enum phase { PLAYS, CUT_OFF, SIGNS_ON, COMES_IN };

struct station {
    struct player *player;
    struct proxy *cable;
    enum phase phase;
    int kill_at;   /* by player_actions() */
    int64_t until; /* on clock_milliseconds(): of CUT_OFF and COMES_IN */
};

struct run {
    const char *database;
    struct ledger ledger;
    struct station stations[STATIONS];
    bool cables;
    int kills, rounds, values, values_lost, materials, materials_lost, slips, slips_lost;
    int64_t longest; /* ms until all was there */
};

static int teardown(void **state)
{
    players_stop_all();
    int result = world_teardown(state);
    proxy_stop_all();
    return result;
}

static void kill_plan(struct station *station)
{
    station->phase = PLAYS;
    station->kill_at = player_actions(station->player) + 1 + (int)hall_random(PLAYER_STORY);
}

static void stations_open(struct run *run)
{
    for (int i = 0; i < STATIONS; i++) {
        struct station *station = &run->stations[i];
        station->cable = run->cables ? proxy_start(run->database) : NULL;
        station->player = player_start(&(struct player_options){
            .database = station->cable ? proxy_database(station->cable) : run->database,
            .login = hall_login(i + 1),
            .window = i + 1,
            .home = hall_home(i + 1),
            .ledger = &run->ledger,
            .first = i,
            .step = STATIONS,
            .slips = true});
        kill_plan(station);
    }
}

/* Within the few milliseconds in which keys are read, saved and shown. */
static void strike(struct run *run, struct station *station)
{
    int64_t end = clock_milliseconds() + hall_random(12);
    while (clock_milliseconds() < end)
        driver_pump(player_driver(station->player), 1);
    player_kill(station->player);
    if (station->cable)
        proxy_set(station->cable, PROXY_PASSES);
    player_restart(station->player);
    station->phase = SIGNS_ON;
    run->kills++;
}

static void cable_pull(struct station *station)
{
    static const enum proxy_state WAYS[] = {PROXY_CUT, PROXY_FROZEN, PROXY_LOSES_ANSWER, PROXY_KEEPS_ANSWER};
    proxy_set(station->cable, WAYS[hall_random(4)]);
    station->phase = CUT_OFF;
    station->kill_at = player_actions(station->player) + 1 + (int)hall_random(BLIND);
    station->until = clock_milliseconds() + WAITS;
}

/* The clerk does nothing meanwhile: a value typed again would hide that it was lost. */
static void promises_check(struct run *run, struct station *station)
{
    int64_t now = clock_milliseconds();
    struct ledger mine = ledger_of(&run->ledger, player_person(station->player));
    struct ledger_sums sums = ledger_sums(&mine, run->database);
    bool lost = sums.values_lost || sums.materials_lost || sums.slips_lost;
    if (lost && now < station->until)
        return;
    run->values += sums.values, run->values_lost += sums.values_lost;
    run->materials += sums.materials, run->materials_lost += sums.materials_lost;
    run->slips += sums.slips, run->slips_lost += sums.slips_lost;
    if (lost)
        ledger_keeps(&mine, run->database);
    else if (now - (station->until - COMES) > run->longest)
        run->longest = now - (station->until - COMES);
    mine.promises->seen = 0; /* counted; what is seen again is promised again */
    kill_plan(station);
}

static void station_turn(struct run *run, struct station *station)
{
    if (station->phase == COMES_IN) {
        driver_pump(player_driver(station->player), 0);
        promises_check(run, station);
        return;
    }
    players_turn(&station->player, 1, 1);
    bool due = player_actions(station->player) >= station->kill_at;
    if (station->phase == SIGNS_ON && player_signed_on(station->player)) {
        station->phase = COMES_IN;
        station->until = clock_milliseconds() + COMES;
    } else if (station->phase == PLAYS && run->cables && player_fills_in(station->player) &&
               hall_random(3) == 0) {
        cable_pull(station);
    } else if (station->phase == PLAYS && due && !run->cables) {
        strike(run, station);
    } else if (station->phase == CUT_OFF && (due || clock_milliseconds() > station->until)) {
        strike(run, station);
    }
}

static bool under_way(const struct run *run)
{
    for (int i = 0; i < STATIONS; i++) {
        if (run->stations[i].phase == SIGNS_ON || run->stations[i].phase == COMES_IN)
            return true;
    }
    return run->kills < run->rounds;
}

/* The last ones go through to the receipt: nothing is in the way of that. */
static void stations_finish(struct run *run)
{
    for (int i = 0; i < STATIONS; i++) {
        if (run->stations[i].cable)
            proxy_set(run->stations[i].cable, PROXY_PASSES);
        player_finish(run->stations[i].player);
        while (!player_rests(run->stations[i].player))
            players_turn(&run->stations[i].player, 1, 2);
    }
    for (int i = 0; i < STATIONS; i++) /* a slip that was given last may still be on its way */
        players_settle(&run->stations[i].player, 1, run->database, COMES);
}

static void run_judge(struct run *run, const char *name)
{
    struct ledger_sums sums = ledger_sums(&run->ledger, run->database);
    printf("# %s: killed %d times, values that had left their field %d lost %d, materials %d lost %d, slips "
           "%d lost %d,"
           " all there %d ms after signing on\n",
           name, run->kills, run->values, run->values_lost, run->materials, run->materials_lost, run->slips,
           run->slips_lost, (int)run->longest);
    ledger_print(&sums, name);
    assert_int_equal(run->values_lost + run->materials_lost + run->slips_lost, 0);
    assert_true(ledger_keeps(&run->ledger, run->database));
    hall_verify(run->database);
    ledger_free(&run->ledger);
}

static void run_kills(struct run *run, const char *name)
{
    run->database = hall_database("kill");
    stations_open(run);
    while (under_way(run)) {
        for (int i = 0; i < STATIONS; i++)
            station_turn(run, &run->stations[i]);
    }
    stations_finish(run);
    run_judge(run, name);
}

static void test_what_left_its_field_survives_a_kill(void **state)
{
    (void)state;
    run_kills(&(struct run){.rounds = hall_rounds(QUICK, WHOLE)}, "workstation killed");
}

static void test_what_left_its_field_survives_a_kill_while_cut_off(void **state)
{
    (void)state;
    run_kills(&(struct run){.rounds = hall_rounds(QUICK_CUT, WHOLE_CUT), .cables = true},
              "workstation killed while cut off");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_what_left_its_field_survives_a_kill, teardown),
        cmocka_unit_test_teardown(test_what_left_its_field_survives_a_kill_while_cut_off, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
