#include "store/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/memory.h"

/* The test's one database. */
static struct {
    struct buffer name;
    struct buffer connection;
} test;

static const char *cluster_connection(void)
{
    const char *connection = getenv("YICHUANG_TEST_DB");
    if (!connection)
        fail_msg("YICHUANG_TEST_DB is not set: tests/run.sh (or tests/store/cluster.sh start build) sets it");
    return connection;
}

static void refused(const struct error *error)
{
    const char *message = error_value(error, "message"), *what = error_value(error, "what");
    fail_msg("refused: %s %s%s", error->code, message ? message : "", what ? what : "");
}

static struct direct *connect_to(const char *connection, const char *user, const char *password)
{
    struct error error = {0};
    const struct store_login login = {
        .database = connection, .user = user, .password = password, .program = "test"};
    struct direct *direct = direct_open(&login, &error);
    if (!direct)
        refused(&error);
    return direct;
}

static void cluster_run(const char *format, const char *name)
{
    struct buffer text = {0}, connection = {0};
    struct error error = {0};
    buffer_format(&connection, "%s dbname=postgres", cluster_connection());
    struct direct *direct = connect_to(buffer_string(&connection), NULL, NULL);
    for (const char *c = format; *c; c++) {
        if (*c == '@')
            buffer_text(&text, name);
        else
            buffer_byte(&text, *c);
    }
    if (!direct_script(direct, buffer_string(&text), NULL, &error))
        refused(&error);
    direct_close(&direct);
    buffer_free(&text);
    buffer_free(&connection);
}

static void database_make(const char *name, const char *sql)
{
    buffer_clear(&test.name);
    buffer_clear(&test.connection);
    buffer_format(&test.name, "test_%s_%d", name, getpid());
    buffer_format(&test.connection, "%s dbname=%s", cluster_connection(), buffer_string(&test.name));
    cluster_run(sql, buffer_string(&test.name));
}

const char *test_database_open(const char *name)
{
    struct error error = {0};
    database_make(name, "CREATE DATABASE @ TEMPLATE template_yichuang");
    struct direct *direct = test_database_superuser();
    if (!direct_script(direct, "CALL yc.database_secure()", NULL, &error)) /* rights are not copied */
        refused(&error);
    direct_close(&direct);
    return buffer_string(&test.connection);
}

const char *test_database_open_empty(const char *name)
{
    database_make(name, "CREATE DATABASE @ TEMPLATE template0");
    return buffer_string(&test.connection);
}

void test_database_close(void)
{
    if (test.name.length)
        cluster_run("DROP DATABASE IF EXISTS @ WITH (FORCE)", buffer_string(&test.name));
    buffer_free(&test.name);
    buffer_free(&test.connection);
}

struct direct *test_database_superuser(void)
{
    return connect_to(buffer_string(&test.connection), NULL, NULL);
}

struct direct *test_database_staff(const char *user, const char *password)
{
    return connect_to(buffer_string(&test.connection), user, password);
}

char *test_database_value(struct direct *direct, const char *sql, ...)
{
    struct store_query query = {.sql = sql};
    struct store_reply *reply = NULL;
    struct error error = {0};
    va_list list;
    va_start(list, sql);
    for (const char *value; (value = va_arg(list, const char *));)
        store_query_text(&query, value);
    va_end(list);
    if (!direct_run(direct, &query, &reply, &error))
        refused(&error);
    assert_int_not_equal(store_reply_rows(reply), 0);
    char *value = memory_text(store_reply_text(reply, 0, "value"));
    store_reply_free(&reply);
    return value;
}
