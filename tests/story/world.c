#include "story/world.h"

#include <fcntl.h>
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "story/command.h"
#include "story/driver.h"

enum { DATABASES = 4, KEPT = 65536, SCRIPT = 1 << 20 };

/* What the teardown has to find after a failed assertion has left the story. */
static struct {
    char *databases[DATABASES]; /* names */
    int database_count;
    int made; /* databases ever made by this process */
    char *folder;
    char *kept[KEPT]; /* texts that were handed out */
    int kept_count;
} world;

static const char *keep(char *text)
{
    if (world.kept_count == KEPT)
        fail_msg("a story asks the world for more than %d texts", KEPT);
    world.kept[world.kept_count++] = text;
    return text;
}

static const char *cluster(void)
{
    const char *connection = getenv("YICHUANG_TEST_DB");
    if (!connection)
        fail_msg("YICHUANG_TEST_DB is not set: tests/run.sh (or tests/store/cluster.sh start build) sets it");
    return connection;
}

/* The binary itself: Debian's psql in the search path is a wrapper of 42 ms. */
static const char *psql(void)
{
    static char path[256];
    glob_t found;
    if (!*path && glob("/usr/lib/postgresql/*/bin/psql", 0, NULL, &found) == 0) {
        snprintf(path, sizeof path, "%s", found.gl_pathv[found.gl_pathc - 1]);
        globfree(&found);
    }
    return *path ? path : "psql";
}

/* What stands in quotes there may come to a screen, names and files above all. */
static void literals_outside(const char *sql)
{
    for (const char *end; (sql = strchr(sql, '\'')) && (end = strchr(sql + 1, '\'')); sql = end + 1) {
        char *literal = memory_text_length(sql + 1, (size_t)(end - sql - 1));
        bool plain = strspn(literal, "abcdefghijklmnopqrstuvwxyz_-") == strlen(literal); /* a code or a key */
        if (!plain)
            driver_outside(literal);
        free(literal);
    }
}

/* what: -c or -f. Returns what was answered, without the newline at its end. */
static char *psql_file(const char *database, const char *setting, const char *what, const char *text)
{
    struct buffer out = {0};
    const char *const argv[] = {psql(), "-X",    "-q", "-A",     "-t", "-v", "ON_ERROR_STOP=1",
                                "-v",   setting, "-d", database, what, text, NULL};
    int status = command_run(&out, argv);
    if (status != 0)
        fail_msg("%s\n%s", buffer_string(&out), text);
    while (out.length && out.data[out.length - 1] == '\n')
        out.data[--out.length] = '\0';
    return buffer_take(&out);
}

static char *psql_run(const char *database, const char *sql)
{
    return psql_file(database, "VERBOSITY=default", "-c", sql);
}

static void cluster_sql(const char *sql)
{
    struct buffer connection = {0};
    buffer_format(&connection, "%s dbname=postgres", cluster());
    free(psql_run(buffer_string(&connection), sql));
    buffer_free(&connection);
}

const char *world_database(const char *name)
{
    struct buffer text = {0};
    if (world.database_count == DATABASES)
        fail_msg("a story has at most %d databases", DATABASES);
    buffer_format(&text, "story_%s_%d_%d", name, getpid(), ++world.made);
    char *database = world.databases[world.database_count++] = buffer_take(&text);
    buffer_format(&text, "CREATE DATABASE %s TEMPLATE template_yichuang", database);
    cluster_sql(buffer_string(&text));
    buffer_clear(&text);
    buffer_format(&text, "%s dbname=%s", cluster(), database);
    const char *connection = keep(buffer_take(&text));
    free(psql_run(connection, "CALL yc.database_secure()")); /* rights are not copied */
    free(psql_run(connection, "SELECT yc.tend()"));          /* else every login says that nobody tends */
    return connection;
}

static char *format_text(const char *format, va_list list)
{
    char *text = NULL;
    if (vasprintf(&text, format, list) < 0)
        abort();
    return text;
}

const char *world_sql(const char *database, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *sql = format_text(format, list);
    va_end(list);
    literals_outside(sql);
    char *value = psql_run(database, sql);
    free(sql);
    value[strcspn(value, "\n")] = '\0';
    return keep(value);
}

void world_wait(const char *database, const char *wanted, const char *statement)
{
    int64_t until = clock_milliseconds() + 20000;
    const char *last;
    while (strcmp(last = world_sql(database, "%s", statement), wanted) != 0) {
        if (clock_milliseconds() > until)
            fail_msg("“%s” is not the answer to %s, but “%s”", wanted, statement, last);
    }
}

void world_script(const char *database, const char *path, const char *setting)
{
    struct buffer script = {0};
    struct error error = {0};
    if (!file_read(path, SCRIPT, &script, &error))
        fail_msg("%s cannot be read", path);
    literals_outside(buffer_string(&script));
    buffer_free(&script);
    free(psql_file(database, setting, "-f", path));
}

void world_clock(const char *database, const char *moment)
{
    world_sql(database, "SELECT test.clock_set('%s Asia/Shanghai')", moment);
}

const char *world_shell(const char *format, ...)
{
    struct buffer out = {0};
    va_list list;
    va_start(list, format);
    char *line = format_text(format, list);
    va_end(list);
    int status = command_run(&out, (const char *[]){"sh", "-c", line, NULL});
    if (status != 0)
        fail_msg("status %d of: %s\n%s", status, line, buffer_string(&out));
    free(line);
    return keep(buffer_take(&out));
}

const char *world_path(const char *name)
{
    struct buffer path = {0};
    if (!world.folder) {
        world.folder = memory_text("/tmp/story.XXXXXX"); /* short: stories type these paths */
        if (!mkdtemp(world.folder))
            fail_msg("no folder %s", world.folder);
    }
    buffer_format(&path, "%s/%s", world.folder, name);
    return keep(buffer_take(&path));
}

const char *world_file(const char *name, const char *content)
{
    const char *path = world_path(name);
    driver_outside(path);
    FILE *file = fopen(path, "we");
    if (!file || fputs(content, file) < 0 || fclose(file) != 0)
        fail_msg("%s cannot be written", path);
    return path;
}

/* A folder with a link to the server's socket, that can be taken away. */
const char *world_cable(const char *database)
{
    struct buffer connection = {0};
    buffer_format(&connection, "host=%s user=postgres dbname=%s", world_path("cable"),
                  world_sql(database, "SELECT current_database()"));
    world_shell("mkdir '%s'", world_path("cable"));
    world_cable_plug(database);
    return keep(buffer_take(&connection));
}

void world_cable_plug(const char *database)
{
    world_shell("ln -s '%s'/.s.PGSQL.5432 '%s'", world_sql(database, "SHOW unix_socket_directories"),
                world_path("cable"));
}

void world_cable_pull(const char *database, const char *login)
{
    world_shell("rm '%s'/.s.PGSQL.5432", world_path("cable"));
    world_sql(database,
              "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '%s' AND "
              "datname = current_database()",
              login);
}

int world_teardown(void **state)
{
    struct buffer sql = {0};
    int result = driver_teardown(state);
    while (world.database_count > 0) {
        char *database = world.databases[--world.database_count];
        buffer_clear(&sql);
        buffer_format(&sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)", database);
        cluster_sql(buffer_string(&sql));
        free(database);
    }
    if (world.folder)
        command_run(NULL, (const char *[]){"rm", "-rf", world.folder, NULL});
    free(world.folder);
    world.folder = NULL;
    while (world.kept_count > 0)
        free(world.kept[--world.kept_count]);
    buffer_free(&sql);
    return result;
}
