/* The asynchronous connection on a real server: order, refusals, cancelling, loss, forgetting, notifications.
 */
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
#include "base/clock.h"
#include "base/memory.h"
#include "store/database.h"

enum { STUCK_SECONDS = 60, LARGE = 8 << 20 };

struct scene {
    struct loop *loop;
    struct store *store;
    struct direct *superuser;
    struct error opened, error; /* of opening; of the last refused call */
    bool told;                  /* opened was called */
    int answers, lost;
    struct buffer values; /* column "value" of each answer, or its code, each followed by a space */
};

static const char password[] = "Xi'an \"7\" 口令";

static void on_opened(void *owner, const struct error *error)
{
    struct scene *scene = owner;
    scene->told = true;
    if (error)
        error_set(&scene->opened, error->code, "user", error_value(error, "user"), "what",
                  error_value(error, "what"), NULL);
}

static void on_answer(void *owner, const struct store_reply *reply)
{
    struct scene *scene = owner;
    const struct error *error = store_reply_error(reply);
    scene->answers++;
    if (error) {
        error_set(&scene->error, error->code, NULL);
        for (int i = 0; i < error->count; i++)
            error_add(&scene->error, error->parameters[i].name, error->parameters[i].value);
    }
    buffer_format(&scene->values, "%s ",
                  error                     ? error->code
                  : store_reply_rows(reply) ? store_reply_text(reply, 0, "value")
                                            : "-");
}

static void on_lost(void *owner)
{
    struct scene *scene = owner;
    scene->lost = ++scene->answers; /* where in the order it came */
}

static void tick(struct scene *scene)
{
    struct error error = {0};
    assert_true(loop_tick(scene->loop, -1, &error));
}

static void wait_answers(struct scene *scene, int count)
{
    while (scene->answers < count)
        tick(scene);
}

static void ask(struct scene *scene, const char *sql)
{
    struct store_query query = {.sql = sql};
    store_call(scene->store, &query, on_answer, scene);
}

static void scene_open(struct scene *scene, const char *connection, const char *user, const char *secret)
{
    const struct store_login login = {
        .database = connection, .user = user, .password = secret, .program = "test_connection"};
    scene->store = store_open(scene->loop, &login, on_opened, scene);
    store_on_lost(scene->store, on_lost, scene);
    while (!scene->told)
        tick(scene);
}

static char *role;
static char *database;

static int group_begin(void **state)
{
    (void)state;
    struct buffer script = {0};
    struct error error = {0};
    database = memory_text(test_database_open("connection"));
    buffer_format(&script, "test_role_%d", getpid());
    role = buffer_take(&script);
    buffer_format(&script,
                  "CREATE ROLE %s LOGIN PASSWORD 'Xi''an \"7\" 口令'; GRANT yc_staff TO %s;"
                  "CREATE SCHEMA IF NOT EXISTS test; GRANT USAGE ON SCHEMA test TO yc_staff;"
                  "CREATE FUNCTION test.refuse() RETURNS text LANGUAGE plpgsql AS $$ BEGIN"
                  " RAISE EXCEPTION USING ERRCODE = 'YC001', MESSAGE = 'E_CASE_MOVED',"
                  " DETAIL = E'who=王芳\\nwhen=2026-03-02 09:00\\nreason=a=b\\nempty='; END $$",
                  role, role);
    struct direct *direct = test_database_superuser();
    assert_true(direct_script(direct, buffer_string(&script), NULL, &error));
    direct_close(&direct);
    buffer_free(&script);
    return 0;
}

static int group_end(void **state)
{
    (void)state;
    struct buffer script = {0};
    struct error error = {0};
    struct direct *direct = test_database_superuser();
    buffer_format(&script, "DROP OWNED BY %s; DROP ROLE %s", role, role);
    assert_true(direct_script(direct, buffer_string(&script), NULL, &error));
    direct_close(&direct);
    buffer_free(&script);
    test_database_close();
    free(role);
    free(database);
    return 0;
}

static int scene_begin(void **state)
{
    struct scene *scene = memory_get(1, sizeof(*scene));
    struct error error = {0};
    alarm(STUCK_SECONDS);
    scene->loop = loop_new(&error);
    scene->superuser = test_database_superuser();
    *state = scene;
    return 0;
}

static int scene_end(void **state)
{
    struct scene *scene = *state;
    store_close(&scene->store);
    loop_free(&scene->loop);
    direct_close(&scene->superuser);
    error_free(&scene->opened);
    error_free(&scene->error);
    buffer_free(&scene->values);
    free(scene);
    alarm(0);
    return 0;
}

static void test_replies_come_in_order_and_a_refusal_touches_only_itself(void **state)
{
    struct scene *scene = *state;
    struct buffer expected = {0};
    scene_open(scene, database, role, password);
    assert_null(scene->opened.code);
    assert_true(store_stands(scene->store));
    for (int i = 0; i < 40; i++) {
        struct store_query query = {.sql = i == 20 ? "SELECT test.refuse() AS value, $1::int"
                                                   : "SELECT $1::int * 2 AS value"};
        store_query_number(&query, i);
        store_call(scene->store, &query, on_answer, scene);
        if (i == 20)
            buffer_text(&expected, "E_CASE_MOVED ");
        else
            buffer_format(&expected, "%d ", i * 2);
    }
    assert_int_equal(scene->answers, 0); /* never from inside store_call */
    assert_int_equal(store_waiting(scene->store), 40);
    wait_answers(scene, 40);
    assert_string_equal(buffer_string(&scene->values), buffer_string(&expected));
    assert_int_equal(store_waiting(scene->store), 0);
    buffer_free(&expected);
}

static void test_a_refusal_of_ours_keeps_code_and_parameters(void **state)
{
    struct scene *scene = *state;
    scene_open(scene, database, role, password);
    ask(scene, "SELECT test.refuse() AS value");
    wait_answers(scene, 1);
    assert_string_equal(scene->error.code, "E_CASE_MOVED");
    assert_string_equal(error_value(&scene->error, "who"), "王芳");
    assert_string_equal(error_value(&scene->error, "when"), "2026-03-02 09:00");
    assert_string_equal(error_value(&scene->error, "reason"), "a=b");
    assert_string_equal(error_value(&scene->error, "empty"), "");
}

static void test_refusals_of_the_server_are_mapped(void **state)
{
    struct scene *scene = *state;
    scene_open(scene, database, role, password);
    ask(scene, "SELECT 1 / 0 AS value");
    wait_answers(scene, 1);
    assert_string_equal(error_value(&scene->error, "sqlstate"), "22012");
    ask(scene, "SELECT number::text AS value FROM yc.migration");
    ask(scene, "SELECT set_config('statement_timeout', '20', false) AS value");
    ask(scene, "SELECT 'x' AS value, pg_sleep(30)");
    wait_answers(scene, 4);
    assert_string_equal(buffer_string(&scene->values),
                        "E_DATABASE_ERROR E_DATABASE_RIGHT 20ms E_TOOK_TOO_LONG ");
}

static void test_values_null_flag_bytes(void **state)
{
    struct scene *scene = *state;
    struct store_reply *reply = NULL;
    struct error error = {0};
    size_t length = 0;
    const char bytes[] = {0, 1, '\'', (char)0xFF};
    struct store_query query = {.sql =
                                    "SELECT $1::text IS NULL AS none, $2::bool AS flag, $3::text[] AS list,"
                                    " $4::bigint AS large, NULL::text AS nothing, $5::text AS text"};
    const char *const list[] = {"a,b", "\"q\\", "王 芳", ""};
    char *array = store_array(list, 4);
    store_query_null(&query);
    store_query_flag(&query, true);
    store_query_text(&query, array);
    store_query_number(&query, INT64_MIN);
    store_query_text(&query, "'; DROP TABLE x; --");
    assert_true(direct_run(scene->superuser, &query, &reply, &error));
    assert_true(store_reply_flag(reply, 0, "none"));
    assert_true(store_reply_flag(reply, 0, "flag"));
    assert_string_equal(store_reply_text(reply, 0, "list"), "{\"a,b\",\"\\\"q\\\\\",\"王 芳\",\"\"}");
    assert_true(store_reply_number(reply, 0, "large") == INT64_MIN);
    assert_true(store_reply_null(reply, 0, "nothing"));
    assert_string_equal(store_reply_text(reply, 0, "nothing"), "");
    assert_string_equal(store_reply_text(reply, 0, "text"), "'; DROP TABLE x; --");
    store_reply_free(&reply);
    free(array);
    struct store_query binary = {.sql = "SELECT $1::bytea AS bytes", .binary = true};
    store_query_bytes(&binary, bytes, sizeof(bytes));
    assert_true(direct_run(scene->superuser, &binary, &reply, &error));
    assert_memory_equal(store_reply_bytes(reply, 0, "bytes", &length), bytes, sizeof(bytes));
    assert_int_equal(length, sizeof(bytes));
    store_reply_free(&reply);
}

/* More than any socket buffer holds, there and back. */
static void on_large(void *owner, const struct store_reply *reply)
{
    struct scene *scene = owner;
    size_t length = 0;
    assert_null(store_reply_error(reply));
    const char *bytes = store_reply_bytes(reply, 0, "value", &length);
    assert_int_equal(length, LARGE);
    assert_int_equal(bytes[LARGE - 1], 'z');
    scene->answers++;
}

static void test_large_values_go_through_without_blocking(void **state)
{
    struct scene *scene = *state;
    char *large = memory_get(LARGE, 1);
    memset(large, 'z', LARGE);
    scene_open(scene, database, role, password);
    struct store_query query = {.sql = "SELECT $1::bytea AS value", .binary = true};
    store_query_bytes(&query, large, LARGE);
    store_call(scene->store, &query, on_large, scene);
    store_call(scene->store, &query, on_large, scene);
    free(large);
    wait_answers(scene, 2);
}

static void test_wrong_logins_are_told_apart_from_a_missing_server(void **state)
{
    struct scene *scene = *state;
    struct buffer other = {0};
    scene_open(scene, database, role, "wrong");
    assert_string_equal(scene->opened.code, "E_LOGIN_REFUSED");
    assert_string_equal(error_value(&scene->opened, "user"), role);
    assert_false(store_stands(scene->store));
    ask(scene, "SELECT 1 AS value");
    wait_answers(scene, 1);
    assert_string_equal(buffer_string(&scene->values), "E_DATABASE_LOST ");

    store_close(&scene->store);
    scene->told = false;
    scene_open(scene, database, "nobody_there", password);
    assert_string_equal(scene->opened.code, "E_LOGIN_REFUSED");

    store_close(&scene->store);
    scene->told = false;
    scene_open(scene, database, role, NULL);
    assert_string_equal(scene->opened.code, "E_LOGIN_REFUSED");

    store_close(&scene->store);
    scene->told = false;
    buffer_format(&other, "%s dbname=not_there", getenv("YICHUANG_TEST_DB"));
    scene_open(scene, buffer_string(&other), NULL, NULL);
    assert_string_equal(scene->opened.code, "E_DATABASE_MISSING");
    assert_string_equal(error_value(&scene->opened, "what"), "not_there");

    store_close(&scene->store);
    scene->told = false;
    scene_open(scene, "host=/nowhere/at/all", role, password);
    assert_string_equal(scene->opened.code, "E_DATABASE_DOWN");
    assert_non_null(strstr(error_value(&scene->opened, "what"), "/nowhere/at/all"));
    buffer_free(&other);
}

static void test_the_loop_goes_on_while_a_host_name_is_looked_up(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    const struct store_login login = {
        .database = "host=no-such-host.invalid", .user = role, .password = password};
    scene->store = store_open(scene->loop, &login, on_opened, scene);
    int64_t before = clock_milliseconds();
    assert_true(loop_tick(scene->loop, 0, &error));
    assert_true(clock_milliseconds() - before < 100);
    while (!scene->told)
        tick(scene);
    assert_string_equal(scene->opened.code, "E_DATABASE_DOWN");
}

/* Until the server really works on it: only then is there something to cancel or to lose. */
static void wait_running(struct scene *scene)
{
    for (bool running = false; !running; usleep(1000)) {
        char *count =
            test_database_value(scene->superuser,
                                "SELECT count(*) AS value FROM pg_stat_activity WHERE state = 'active'"
                                " AND usename = $1 AND query LIKE '%pg_sleep%' AND wait_event = 'PgSleep'",
                                role, NULL);
        running = strcmp(count, "1") == 0;
        free(count);
    }
}

static void test_cancel_stops_what_runs_and_nothing_else(void **state)
{
    struct scene *scene = *state;
    scene_open(scene, database, role, password);
    ask(scene, "SELECT 'slept' AS value, pg_sleep(600)");
    wait_running(scene);
    store_cancel(scene->store);
    store_cancel(scene->store);
    ask(scene, "SELECT 'next' AS value");
    wait_answers(scene, 2);
    assert_string_equal(buffer_string(&scene->values), "E_CANCELLED next ");
}

static void test_busy_after_200_ms_and_the_loop_wakes_for_it(void **state)
{
    struct scene *scene = *state;
    scene_open(scene, database, role, password);
    ask(scene, "SELECT 'slept' AS value, pg_sleep(600)");
    int64_t before = clock_milliseconds();
    assert_int_equal(store_busy(scene->store), 0);
    while (!store_busy(scene->store))
        tick(scene); /* sleeps for ever if the store does not wake it */
    int64_t waited = clock_milliseconds() - before;
    assert_in_range(waited, 199, 5000);
    store_forget(scene->store, scene);
    assert_int_equal(store_busy(scene->store), 0);
    wait_running(scene);
    store_cancel(scene->store);
}

static void test_a_killed_session_gives_every_call_its_error(void **state)
{
    struct scene *scene = *state;
    scene_open(scene, database, role, password);
    ask(scene, "SELECT 'slept' AS value, pg_sleep(600)");
    ask(scene, "SELECT 'never' AS value");
    wait_running(scene);
    free(test_database_value(
        scene->superuser,
        "SELECT pg_terminate_backend(pid) AS value FROM pg_stat_activity WHERE usename = $1", role, NULL));
    wait_answers(scene, 3);
    assert_string_equal(buffer_string(&scene->values), "E_DATABASE_LOST E_DATABASE_LOST ");
    assert_int_equal(scene->lost, 3); /* last of all */
    assert_false(store_stands(scene->store));
    ask(scene, "SELECT 'late' AS value");
    assert_int_equal(scene->answers, 3);
    wait_answers(scene, 4);
    assert_string_equal(buffer_string(&scene->values), "E_DATABASE_LOST E_DATABASE_LOST E_DATABASE_LOST ");
}

static void test_an_idle_session_notices_its_end(void **state)
{
    struct scene *scene = *state;
    scene_open(scene, database, role, password);
    free(test_database_value(
        scene->superuser,
        "SELECT pg_terminate_backend(pid) AS value FROM pg_stat_activity WHERE usename = $1", role, NULL));
    wait_answers(scene, 1);
    assert_int_equal(scene->lost, 1);
}

static void on_forgotten(void *owner, const struct store_reply *reply)
{
    (void)owner;
    (void)reply;
    fail_msg("the reply of a forgotten call was told");
}

static void test_forgotten_calls_happen_but_are_not_told(void **state)
{
    struct scene *scene = *state;
    int closed_screen;
    scene_open(scene, database, role, password);
    struct store_query change = {.sql = "SELECT set_config('test.seen', 'yes', false) AS value"};
    store_call(scene->store, &change, on_forgotten, &closed_screen);
    ask(scene, "SELECT current_setting('test.seen') AS value");
    store_forget(scene->store, &closed_screen);
    assert_int_equal(store_waiting(scene->store), 1);
    wait_answers(scene, 1);
    assert_string_equal(buffer_string(&scene->values), "yes ");
}

static void on_notified(void *owner, const char *channel, const char *payload)
{
    struct scene *scene = owner;
    buffer_format(&scene->values, "%s:%s ", channel, payload);
    scene->answers++;
}

static void test_notifications_arrive(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    scene_open(scene, database, role, password);
    store_notifications(scene->store, on_notified, scene);
    ask(scene, "LISTEN test_channel");
    wait_answers(scene, 1);
    assert_true(direct_script(scene->superuser, "NOTIFY test_channel, '7,12'", NULL, &error));
    wait_answers(scene, 2);
    assert_string_equal(buffer_string(&scene->values), "- test_channel:7,12 ");
}

static void test_closed_with_everything_under_way(void **state)
{
    struct scene *scene = *state;
    scene_open(scene, database, role, password);
    for (int i = 0; i < 3; i++) {
        struct store_query query = {.sql = "SELECT 1"};
        store_call(scene->store, &query, on_forgotten, NULL);
    }
    store_cancel(scene->store);
    store_close(&scene->store);
    assert_null(scene->store);
    const struct store_login login = {.database = database, .user = role, .password = password};
    scene->store = store_open(scene->loop, &login, on_opened, scene);
    scene->told = false;
    store_close(&scene->store); /* while it connects */
    struct error error = {0};
    assert_true(loop_tick(scene->loop, 50, &error));
    assert_false(scene->told);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(test_replies_come_in_order_and_a_refusal_touches_only_itself),
        SCENE(test_a_refusal_of_ours_keeps_code_and_parameters),
        SCENE(test_refusals_of_the_server_are_mapped),
        SCENE(test_values_null_flag_bytes),
        SCENE(test_large_values_go_through_without_blocking),
        SCENE(test_wrong_logins_are_told_apart_from_a_missing_server),
        SCENE(test_the_loop_goes_on_while_a_host_name_is_looked_up),
        SCENE(test_cancel_stops_what_runs_and_nothing_else),
        SCENE(test_busy_after_200_ms_and_the_loop_wakes_for_it),
        SCENE(test_a_killed_session_gives_every_call_its_error),
        SCENE(test_an_idle_session_notices_its_end),
        SCENE(test_forgotten_calls_happen_but_are_not_told),
        SCENE(test_notifications_arrive),
        SCENE(test_closed_with_everything_under_way),
    };
    return cmocka_run_group_tests(tests, group_begin, group_end);
}
