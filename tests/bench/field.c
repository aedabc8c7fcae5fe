/* From leaving a field (Enter) to the next one, on the real workstation through a pseudo-terminal: p50 and
 * p99 over some hundred fields, where this machine keeps a local journal (what was left is on its disk before
 * the cursor moves) and where it keeps none (a HOME that cannot be written: then the database's answer is
 * waited for).
 *
 *   cursor  until the cursor stands in the next field
 *   key     until a key that was typed right behind Enter stands there: no sooner does the field take
 * anything
 *
 * Beside them, in the same run and on the same disk and server, what none of it can beat: one fdatasync() of
 * 200 bytes, a bare SELECT 1 and an insert of one row that commits. They are timed between the fields, so
 * that a busy machine is as busy for all of them.
 *
 *   field FOLDER    FOLDER is on the disk to be measured; YICHUANG_TEST_DB as for a story, with fsync on
 *
 * Prints one JSON object a line: name, value, unit, ratio, to. */
#include <fcntl.h>
#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "bench/figure.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

enum {
    ROUNDS = 200,     /* of each kind */
    WARM = 10,        /* more before them, which only warm everything up and are not counted */
    RECORD = 200,     /* bytes, about what the journal writes for a field */
    PATIENCE = 10000, /* ms until a field counts as lost */
};

/* --- what it stands beside */

struct limits {
    int file;
    PGconn *connection;
};

/* Of one walk. */
struct figures {
    struct times cursor, key, disk, server, commit;
};

static void ask(const struct limits *limits, const char *sql)
{
    PGresult *result = PQexec(limits->connection, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        fail_msg("%s", PQerrorMessage(limits->connection));
    PQclear(result);
}

static void limits_open(struct limits *limits, const char *folder, const char *database)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/fdatasync", folder);
    limits->file = open(buffer_string(&path), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (limits->file < 0)
        fail_msg("%s cannot be written", buffer_string(&path));
    unlink(buffer_string(&path));
    buffer_free(&path);
    limits->connection = PQconnectdb(database);
    if (PQstatus(limits->connection) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(limits->connection));
    ask(limits, "CREATE TABLE bench_row (n int)");
}

static void limits_close(struct limits *limits)
{
    close(limits->file);
    PQfinish(limits->connection);
}

static void limits_time(const struct limits *limits, struct figures *figures)
{
    static const char record[RECORD];
    double began = figure_now();
    if (write(limits->file, record, sizeof record) != sizeof record || fdatasync(limits->file) != 0)
        fail_msg("the disk does not take %d bytes", RECORD);
    times_add(&figures->disk, figure_now() - began);
    began = figure_now();
    ask(limits, "SELECT 1");
    times_add(&figures->server, figure_now() - began);
    began = figure_now();
    ask(limits, "INSERT INTO bench_row VALUES (1)");
    times_add(&figures->commit, figure_now() - began);
}

/* --- fields */

/* Two fields that follow one another: where the cursor stands in each when it is empty. */
struct pair {
    struct driver_cursor first, second;
};

static bool same(struct driver_cursor a, struct driver_cursor b)
{
    return a.row == b.row && a.column == b.column;
}

/* The n-th mobile number: none that was there before, since a field that is left as it was is not kept. */
static void fill(struct driver *clerk, int n)
{
    char number[16];
    snprintf(number, sizeof number, "139%08d", n);
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, number);
    driver_rest(clerk);
}

/* The database has the last of them: what was timed was work. */
static void saved_expect(const char *database, int n)
{
    double began = figure_now();
    while (!*world_sql(database, "SELECT 1 FROM yc.case_field WHERE field = 'mobile' AND value = '139%08d'",
                       n)) {
        if (figure_now() - began > PATIENCE)
            fail_msg("the database does not have the last field");
    }
}

static double until(struct driver *clerk, const char *bytes, struct driver_cursor target)
{
    double began = figure_now();
    driver_bytes(clerk, bytes, strlen(bytes));
    while (!same(driver_cursor(clerk), target)) {
        driver_pump(clerk, 1);
        if (driver_has_ended(clerk) || figure_now() - began > PATIENCE)
            driver_fail(clerk, "the cursor at row %d, column %d", target.row, target.column);
    }
    return figure_now() - began;
}

static void back(struct driver *clerk, const struct pair *fields)
{
    driver_rest(clerk);
    driver_key(clerk, "Ctrl-U");
    driver_key(clerk, "Shift-Tab");
    driver_rest(clerk);
    driver_wait_text(clerk, "手机号码       [");
    if (!same(driver_cursor(clerk), fields->first))
        driver_fail(clerk, "the cursor back in the first field");
}

/* One walk without a clock tells where the cursor goes. */
static struct pair rehearse(struct driver *clerk)
{
    struct pair fields = {.first = driver_cursor(clerk)};
    fill(clerk, 1);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "失业时间       [");
    driver_rest(clerk);
    fields.second = driver_cursor(clerk);
    if (same(fields.first, fields.second))
        driver_fail(clerk, "the cursor in the second field");
    driver_key(clerk, "Shift-Tab");
    driver_rest(clerk);
    fields.first = driver_cursor(clerk);
    return fields;
}

/* Returns which number was left last. */
static int walk(struct driver *clerk, const struct limits *limits, struct figures *figures)
{
    struct pair fields = rehearse(clerk);
    struct driver_cursor behind = fields.second;
    int n = 1;
    behind.column++;
    for (int round = -WARM; round < ROUNDS; round++) {
        fill(clerk, ++n);
        double cursor = until(clerk, "\r", fields.second);
        back(clerk, &fields);
        fill(clerk, ++n);
        double key = until(clerk, "\r2", behind);
        back(clerk, &fields);
        if (round < 0)
            continue;
        times_add(&figures->cursor, cursor);
        times_add(&figures->key, key);
        limits_time(limits, figures);
    }
    return n;
}

static void measure(const char *database, const char *home, const char *person, const struct limits *limits,
                    struct figures *figures)
{
    struct driver *clerk = people_sign_on(
        &(struct person_at){.database = database, .login = "wangfang", .window = "2", .home = home});
    people_new_person(clerk, person, PERSON_NAME);
    people_pick(clerk);
    driver_rest(clerk);
    saved_expect(database, walk(clerk, limits, figures));
    driver_stop(&clerk);
}

static void end(void)
{
    world_teardown(NULL);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    static struct limits limits;
    static struct figures kept, unkept;
    atexit(end);
    const char *database = world_database("field");
    limits_open(&limits, argv[1], database);
    measure(database, argv[1], PERSON_NUMBER, &limits, &kept);
    measure(database, "/dev/null", "210602190203121000", &limits, &unkept);
    limits_close(&limits);
    figure_times("fdatasync 200 bytes", &kept.disk, NULL, NULL);
    figure_times("select 1 by libpq", &unkept.server, NULL, NULL);
    figure_times("insert by libpq", &unkept.commit, "select 1 by libpq", &unkept.server);
    figure_times("field with journal, cursor", &kept.cursor, "fdatasync 200 bytes", &kept.disk);
    figure_times("field with journal, key", &kept.key, "fdatasync 200 bytes", &kept.disk);
    figure_times("field without journal, cursor", &unkept.cursor, "select 1 by libpq", &unkept.server);
    figure_times("field without journal, key", &unkept.key, "insert by libpq", &unkept.commit);
    return 0;
}
