/* From the start of the workstation to its login screen, beside the psql binary (not Debian's wrapper around
 * it) that asks select 1 over the same socket: in turn, in one run.
 *
 *   start    YICHUANG_TEST_DB as for a story
 *
 * The workstation is started on a pseudo-terminal and timed until libvterm shows the whole screen: its
 * fields, the sentence that says what comes next, the line of keys. psql is timed from its fork to its end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "bench/figure.h"
#include "story/command.h"
#include "story/driver.h"
#include "story/world.h"

enum { ROUNDS = 150, WARM = 10, PATIENCE = 10000 /* ms */ };

static bool shows(struct driver *driver, int row, const char *text)
{
    struct buffer line = {0};
    driver_row_text(driver, row, &line);
    bool found = line.length && strstr(buffer_string(&line), text);
    buffer_free(&line);
    return found;
}

/* The last line is the last that is written, the line above it says what comes next. */
static bool login_stands(struct driver *driver)
{
    bool fields = false;
    int last = driver_rows(driver) - 1;
    if (!shows(driver, last, "F10") || !shows(driver, last - 1, "下一步"))
        return false;
    for (int row = 0; row < last && !fields; row++)
        fields = shows(driver, row, "口令");
    return fields;
}

static double workstation_start(const char *database, const char *home)
{
    double began = figure_now();
    struct driver *driver = driver_start(
        &(struct driver_options){.arguments = (const char *[]){"--db", database, NULL}, .home = home});
    while (!login_stands(driver)) {
        driver_pump(driver, 10);
        if (driver_has_ended(driver) || figure_now() - began > PATIENCE)
            driver_fail(driver, "the login screen");
    }
    double ms = figure_now() - began;
    driver_stop(&driver);
    return ms;
}

static double psql_start(const char *psql, const char *database)
{
    struct buffer out = {0};
    double began = figure_now();
    int status =
        command_run(&out, (const char *[]){psql, "-X", "-A", "-t", "-c", "select 1", "-d", database, NULL});
    double ms = figure_now() - began;
    if (status != 0 || strcmp(buffer_string(&out), "1\n") != 0)
        fail_msg("%s says: %s", psql, buffer_string(&out));
    buffer_free(&out);
    return ms;
}

static void end(void)
{
    world_teardown(NULL);
}

int main(void)
{
    static struct times workstation, psql;
    atexit(end);
    const char *database = world_database("start"),
               *home = world_shell("mkdir -p %s && printf %s", world_path("home"), world_path("home"));
    const char *binary =
        world_shell("ls -d /usr/lib/postgresql/*/bin/psql | sort -V | tail -n 1 | tr -d '\\n'");
    for (int round = -WARM; round < ROUNDS; round++) {
        double ours = workstation_start(database, home), theirs = psql_start(binary, database);
        if (round < 0)
            continue;
        times_add(&workstation, ours);
        times_add(&psql, theirs);
    }
    figure_times("start to login screen", &workstation, "psql select 1", &psql);
    figure_times("psql select 1", &psql, NULL, NULL);
    return 0;
}
