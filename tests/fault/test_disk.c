/* The disk is full, at the workstation or at the server: the clerk is told, nothing is lost, work goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "fault/hall.h"
#include "fault/player.h"
#include "fault/proxy.h"
#include "fault/server.h"
#include "story/command.h"
#include "story/world.h"

enum { COMES = 45000 /* ms in which all that waited has come */ };

static int teardown(void **state)
{
    players_stop_all();
    int result = world_teardown(state);
    proxy_stop_all();
    return result;
}

/* --- The workstation's: its HOME is a disk of 128 KiB in a mount namespace; where none may be made, a limit of 0 on
 * what it writes to files (EFBIG instead of ENOSPC). Either is filled and emptied from outside. */

static bool namespaces(void)
{
    return command_run(NULL, (const char *[]){"unshare", "-Urm", "true", NULL}) == 0;
}

/* A program that leaves its process id beside its HOME and becomes the workstation on the small disk. */
static const char *small_disk(void)
{
    const char *path =
        namespaces()
            ? world_file("small.sh", "#!/bin/sh\n"
                                     "exec unshare -Urm sh -c 'echo $$ >\"$HOME.pid\" && mount -t tmpfs -o size=128k"
                                     " none \"$HOME\" && exec yichuang \"$@\"' sh \"$@\"\n")
            : world_file("small.sh", "#!/bin/sh\necho $$ >\"$HOME.pid\"\ntrap '' XFSZ\nexec yichuang \"$@\"\n");
    world_shell("chmod +x %s", path);
    return path;
}

static void disk_fill(const char *home)
{
    if (namespaces())
        world_shell("cat /dev/zero >/proc/$(cat %s.pid)/root%s/filler 2>&1 || true", home, home);
    else
        world_shell("prlimit --pid $(cat %s.pid) --fsize=0:", home);
}

static void disk_empty(const char *home)
{
    if (namespaces())
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

static void play_to_the_end(struct player *clerk, const char *database, const struct ledger *ledger, const char *name)
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
    struct player *clerk = clerk_start(database, &ledger, small_disk());
    player_until_field(clerk, "失业时间");
    disk_fill(hall_home(1));
    player_until_text(clerk, "没有记进本机日志");
    player_until_field(clerk, "最后工作单位");
    driver_expect_row(player_driver(clerk), 0, "库通");
    disk_empty(hall_home(1));
    play_to_the_end(clerk, database, &ledger, "workstation's disk full");
    assert_int_equal(ledger_sums(&ledger, database).numbers, 2);
    printf("# workstation's disk full: by %s 1\n", namespaces() ? "tmpfs" : "RLIMIT_FSIZE");
    ledger_free(&ledger);
}

/* Both at once: what is typed is in memory alone, which is said; it arrives when the database is back. */
static void test_the_workstations_disk_is_full_while_cut_off(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    const char *database = hall_database("diskcut");
    struct proxy *cable = proxy_start(database);
    struct player *clerk = clerk_start(proxy_database(cable), &ledger, small_disk());
    player_until_field(clerk, "失业时间");
    disk_fill(hall_home(1));
    proxy_set(cable, PROXY_CUT);
    player_until_text(clerk, "没有记进本机日志");
    player_until_field(clerk, "最后工作单位");
    driver_wait_row(player_driver(clerk), 0, "库断");
    proxy_set(cable, PROXY_PASSES);
    play_to_the_end(clerk, database, &ledger, "workstation's disk full and cut off");
    ledger_free(&ledger);
}

static void test_the_workstations_disk_is_read_only(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    const char *database = hall_database("diskread");
    const char *program = world_file(
        "readonly.sh", namespaces() ? "#!/bin/sh\nexec unshare -Urm sh -c 'mount -t tmpfs -o ro none \"$HOME\" &&"
                                      " exec yichuang \"$@\"' sh \"$@\"\n"
                                    : "#!/bin/sh\ntrap '' XFSZ\nulimit -f 0\nexec yichuang \"$@\"\n");
    world_shell("chmod +x %s", program);
    struct player *clerk = clerk_start(database, &ledger, program);
    player_until_text(clerk, "用不了");
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
    struct player *clerk = clerk_start(database, &ledger, NULL);
    world_shell("head -c 600000 /dev/urandom >%s", world_path("id.jpg")); /* more than free pages hold */
    player_until_field(clerk, "失业时间");
    world_sql(database, "COPY (SELECT 1) TO PROGRAM 'cat /dev/zero >%s 2>/dev/null || true'", filler);
    player_until_text(clerk, "磁盘满了");
    world_sql(database, "COPY (SELECT 1) TO PROGRAM 'rm %s'", filler);
    play_to_the_end(clerk, database, &ledger, "server's disk full");
    assert_true(ledger_sums(&ledger, database).numbers > 0);
    ledger_free(&ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_the_workstations_disk_is_full, teardown),
        cmocka_unit_test_teardown(test_the_workstations_disk_is_full_while_cut_off, teardown),
        cmocka_unit_test_teardown(test_the_workstations_disk_is_read_only, teardown),
        cmocka_unit_test_setup_teardown(test_the_servers_disk_is_full, full_server, server_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
