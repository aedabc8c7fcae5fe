/* The disk is full, at the workstation or at the server: the clerk is told, nothing is lost, work goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "fault/hall.h"
#include "fault/player.h"
#include "fault/proxy.h"
#include "fault/server.h"
#include "story/command.h"
#include "story/people.h"
#include "story/world.h"

enum { COMES = 45000 /* ms in which all that waited has come */ };

static int teardown(void **state)
{
    players_stop_all();
    int result = world_teardown(state);
    proxy_stop_all();
    return result;
}

/* --- The workstation's, filled and emptied from outside. BY_TMPFS: its HOME is a disk of 128 KiB in a mount
 * namespace, where one may be made (an entry that still fits into the file's last page is kept, and nothing
 * needs to be told). BY_LIMIT: no file may be written at all (RLIMIT_FSIZE, EFBIG). */

enum small { BY_LIMIT, BY_TMPFS };

static enum small best_way(void)
{
    return command_run(NULL, (const char *[]){"unshare", "-Urm", "true", NULL}) == 0 ? BY_TMPFS : BY_LIMIT;
}

/* A program that leaves its process id beside its HOME and becomes the workstation on the small disk. */
static const char *small_disk(enum small way)
{
    const char *path =
        way == BY_TMPFS
            ? world_file("small.sh",
                         "#!/bin/sh\n"
                         "exec unshare -Urm sh -c 'echo $$ >\"$HOME.pid\" && mount -t tmpfs -o size=128k"
                         " none \"$HOME\" && exec yichuang \"$@\"' sh \"$@\"\n")
            : world_file("small.sh", "#!/bin/sh\necho $$ >\"$HOME.pid\"\nexec yichuang \"$@\"\n");
    world_shell("chmod +x %s", path);
    return path;
}

static void disk_fill(enum small way, const char *home)
{
    if (way == BY_TMPFS)
        world_shell("cat /dev/zero >/proc/$(cat %s.pid)/root%s/filler 2>&1 || true", home, home);
    else
        world_shell("prlimit --pid $(cat %s.pid) --fsize=0:", home);
}

static void disk_empty(enum small way, const char *home)
{
    if (way == BY_TMPFS)
        world_shell("rm /proc/$(cat %s.pid)/root%s/filler", home, home);
    else
        world_shell("prlimit --pid $(cat %s.pid) --fsize=unlimited:", home);
}

static struct player *clerk_start(const char *database, struct ledger *ledger, const char *program)
{
    return player_start(&(struct player_options){.database = database,
                                                 .login = hall_login(1),
                                                 .window = 1,
                                                 .home = hall_home(1),
                                                 .program = program,
                                                 .ledger = ledger,
                                                 .step = 1,
                                                 .people = 2});
}

static void play_to_the_end(struct player *clerk, const char *database, const struct ledger *ledger,
                            const char *name)
{
    while (!player_rests(clerk))
        players_turn(&clerk, 1, 2);
    players_settle(&clerk, 1, database, COMES);
    struct ledger_sums sums = ledger_sums(ledger, database);
    ledger_print(&sums, name);
    assert_true(ledger_keeps(ledger, database));
    assert_int_equal(sums.slips_open, 0);
    hall_verify(database);
}

static void test_the_workstations_disk_is_full(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    const char *database = hall_database("disk");
    struct player *clerk = clerk_start(database, &ledger, small_disk(BY_LIMIT));
    player_until_field(clerk, "失业时间");
    disk_fill(BY_LIMIT, hall_home(1));
    player_until_text(clerk, "没有记进本机日志");
    driver_expect_row(player_driver(clerk), 0, "库通");
    disk_empty(BY_LIMIT, hall_home(1));
    play_to_the_end(clerk, database, &ledger, "workstation's disk full");
    assert_int_equal(ledger_sums(&ledger, database).numbers, 2);
    ledger_free(&ledger);
}

/* Both at once: what is typed is in memory alone, which is said; it arrives when the database is back. */
static void test_the_workstations_disk_is_full_while_cut_off(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    const char *database = hall_database("diskcut");
    enum small way = best_way();
    struct proxy *cable = proxy_start(database);
    struct player *clerk = clerk_start(proxy_database(cable), &ledger, small_disk(way));
    player_until_field(clerk, "失业时间");
    disk_fill(way, hall_home(1));
    proxy_set(cable, PROXY_CUT);
    player_until_text(clerk, "没有记进本机日志"); /* the last page of the file has some room */
    driver_wait_row(player_driver(clerk), 0, "库断");
    proxy_set(cable, PROXY_PASSES);
    play_to_the_end(clerk, database, &ledger, "workstation's disk full and cut off");
    printf("# workstation's disk full and cut off: by %s 1\n", way == BY_TMPFS ? "tmpfs" : "RLIMIT_FSIZE");
    ledger_free(&ledger);
}

/* Read back, then disk and cable at once: no slip is given that this machine could not keep. */
static struct player *clerk_without_slip(const char *database, const char *cable, struct ledger *ledger,
                                         struct proxy *proxy)
{
    struct player *clerk = clerk_start(cable, ledger, small_disk(BY_LIMIT));
    struct driver *screen = player_driver(clerk);
    player_until_text(clerk, "请念给申请人听");
    disk_fill(BY_LIMIT, hall_home(1));
    proxy_set(proxy, PROXY_CUT);
    driver_wait_row(screen, 0, "库断");
    for (int i = 0; i < 2; i++) {
        people_commit(screen);
        driver_wait_text(screen, "没有记进本机日志");
        driver_expect_text(screen, "念一遍");
    }
    assert_string_equal(world_sql(database, "SELECT count(*) FROM yc.received"), "0");
    return clerk;
}

static void test_a_slip_is_given_once_the_disk_takes_it(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    const char *database = hall_database("diskslip");
    struct proxy *proxy = proxy_start(database);
    struct player *clerk = clerk_without_slip(database, proxy_database(proxy), &ledger, proxy);
    disk_empty(BY_LIMIT, hall_home(1));
    people_commit(player_driver(clerk));
    driver_wait_text(player_driver(clerk), "凭条号");
    proxy_set(proxy, PROXY_PASSES);
    world_wait(database, "1",
               "SELECT count(*) FROM yc.received r JOIN yc.case_file c ON c.id = r.case_id"
               " WHERE c.number IS NOT NULL");
    hall_verify(database);
    ledger_free(&ledger);
}

static void test_what_no_slip_was_given_for_is_accepted_in_the_clerks_sight(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    const char *database = hall_database("disknumber");
    struct proxy *proxy = proxy_start(database);
    struct player *clerk = clerk_without_slip(database, proxy_database(proxy), &ledger, proxy);
    proxy_set(proxy, PROXY_PASSES);
    driver_wait_text(player_driver(clerk), "还欠"); /* the receipt */
    assert_string_equal(world_sql(database, "SELECT count(number) FROM yc.case_file"), "1");
    hall_verify(database);
    ledger_free(&ledger);
}

static void test_the_workstations_disk_is_read_only(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    const char *database = hall_database("diskread");
    const char *program = world_file(
        "readonly.sh", best_way() == BY_TMPFS
                           ? "#!/bin/sh\nexec unshare -Urm sh -c 'mount -t tmpfs -o ro none \"$HOME\" &&"
                             " exec yichuang \"$@\"' sh \"$@\"\n"
                           : "#!/bin/sh\nulimit -f 0\nexec yichuang \"$@\"\n");
    world_shell("chmod +x %s", program);
    struct player *clerk = clerk_start(database, &ledger, program);
    driver_wait_text(player_driver(clerk), "F10");
    people_type_login(player_driver(clerk), &(struct person_at){.login = hall_login(1), .window = "1"});
    driver_wait_text(player_driver(clerk), "没有留底");
    play_to_the_end(clerk, database, &ledger, "workstation's disk read-only");
    assert_int_equal(ledger_sums(&ledger, database).numbers, 2);
    ledger_free(&ledger);
}

/* --- The server's: its databases stand on a tmpfs of 128 MiB (full_server.sh). */

static int full_server(void **state)
{
    (void)state;
    server_open("tests/fault/full_server.sh", "full");
    return 0;
}

static void test_the_servers_disk_is_full(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    const char *database = hall_database("serverfull");
    const char *filler = world_shell("printf %%s %s/small/filler", server_directory());
    const char *beside = world_shell("printf %%s '%s dbname=postgres'", getenv("YICHUANG_TEST_DB"));
    struct player *clerk = clerk_start(database, &ledger, NULL);
    world_shell("head -c 600000 /dev/urandom >%s", world_path("id.jpg")); /* more than free pages hold */
    player_until_field(clerk, "失业时间");
    world_sql(beside, "COPY (SELECT 1) TO PROGRAM 'cat /dev/zero >%s 2>/dev/null || true'", filler);
    player_until_text(clerk, "磁盘满了");
    world_sql(beside, "COPY (SELECT 1) TO PROGRAM 'rm %s'", filler);
    play_to_the_end(clerk, database, &ledger, "server's disk full");
    assert_true(ledger_sums(&ledger, database).numbers > 0);
    ledger_free(&ledger);
}

/* The server's small disk needs a mount namespace (root, or a kernel that lets everybody make one): `make
 * check-long` asks for that, `make check` must run everywhere. */
int main(void)
{
    const struct CMUnitTest quick[] = {
        cmocka_unit_test_teardown(test_the_workstations_disk_is_full, teardown),
        cmocka_unit_test_teardown(test_the_workstations_disk_is_full_while_cut_off, teardown),
        cmocka_unit_test_teardown(test_a_slip_is_given_once_the_disk_takes_it, teardown),
        cmocka_unit_test_teardown(test_what_no_slip_was_given_for_is_accepted_in_the_clerks_sight, teardown),
        cmocka_unit_test_teardown(test_the_workstations_disk_is_read_only, teardown),
    };
    const struct CMUnitTest whole[] = {
        cmocka_unit_test_setup_teardown(test_the_servers_disk_is_full, full_server, server_close),
    };
    int failed = cmocka_run_group_tests(quick, NULL, NULL);
    return getenv("FAULT_ROUNDS") ? failed + cmocka_run_group_tests(whole, NULL, NULL) : failed;
}
