/* The connection that comes back: cuts of every kind, on a real server. */
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
#include "loop/worker.h"
#include "store/database.h"
#include "store/forwarder.h"
#include "store/session.h"

enum { STUCK_SECONDS = 120, SILENCE = 400, MANY = 200, UPLOAD = 3 << 20, UPLOAD_PACE = 20000 };

struct scene {
    struct loop *loop;
    struct forwarder *forwarder;
    struct direct *superuser;
    struct session *session;
    char *connection;
    int answers, greetings, cuts, notifications;
    bool unready;         /* the greeting is not answered with session_ready() */
    struct error refusal; /* of the last changed() that had one */
    struct buffer values; /* column "value" of each answer, or its code, each followed by a space */
    void (*when_answered)(struct scene *scene), (*when_changed)(struct scene *scene);
};

static char *role;

static void on_answer(void *owner, const struct store_reply *reply)
{
    struct scene *scene = owner;
    const struct error *error = store_reply_error(reply);
    scene->answers++;
    buffer_format(&scene->values, "%s ", error ? error->code : store_reply_text(reply, 0, "value"));
    if (scene->when_answered)
        scene->when_answered(scene);
}

static void on_greeted(void *owner, const struct store_reply *reply)
{
    struct scene *scene = owner;
    if (store_reply_error(reply))
        buffer_format(&scene->values, "greeting:%s ", store_reply_error(reply)->code);
    else if (!scene->unready)
        session_ready(scene->session);
}

static void on_greet(void *owner)
{
    struct scene *scene = owner;
    struct store_query query = {.sql = "SELECT test.greet() AS value"};
    scene->greetings++;
    session_greet(scene->session, &(struct store_query){.sql = "LISTEN test_channel"}, NULL, NULL);
    session_greet(scene->session, &query, on_greeted, scene);
}

static void on_changed(void *owner, enum session_state state, const struct error *error)
{
    struct scene *scene = owner;
    scene->cuts += state == SESSION_CUT;
    if (error)
        error_set(&scene->refusal, error->code, NULL);
    if (scene->when_changed)
        scene->when_changed(scene);
}

static void on_notified(void *owner, const char *channel, const char *payload)
{
    struct scene *scene = owner;
    scene->notifications++;
    buffer_format(&scene->values, "%s:%s ", channel, payload);
    if (scene->when_answered)
        scene->when_answered(scene);
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

static void wait_state(struct scene *scene, enum session_state state)
{
    while (session_state(scene->session) != state)
        tick(scene);
}

static void script(struct scene *scene, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void script(struct scene *scene, const char *format, ...)
{
    struct buffer text = {0};
    struct error error = {0};
    va_list list;
    va_start(list, format);
    buffer_format_list(&text, format, list);
    va_end(list);
    if (!direct_script(scene->superuser, buffer_string(&text), NULL, &error))
        fail_msg("%s: %s", buffer_string(&text), error_value(&error, "message"));
    buffer_free(&text);
}

static void expect_row(struct scene *scene, const char *expected, const char *sql)
{
    char *value = test_database_value(scene->superuser, sql, NULL);
    if (strcmp(value, expected) != 0)
        fail_msg("%s\n  found    %s\n  expected %s", sql, value, expected);
    free(value);
}

static void expect_values(struct scene *scene, const char *expected)
{
    assert_string_equal(buffer_string(&scene->values), expected);
    buffer_clear(&scene->values);
}

/* Calls test.FUNCTION(number). */
static void call_owned(struct scene *scene, const char *function, int number, bool reads, void *owner)
{
    struct buffer sql = {0};
    buffer_format(&sql, "SELECT test.%s($1) AS value", function);
    struct store_query query = {.sql = buffer_string(&sql), .reads = reads};
    store_query_number(&query, number);
    session_call(scene->session, &query, on_answer, owner);
    buffer_free(&sql);
}

static void call(struct scene *scene, const char *function, int number)
{
    call_owned(scene, function, number, false, scene);
}

static void scene_open(struct scene *scene, bool patient)
{
    const struct store_login login = {
        .database = scene->connection, .user = role, .password = "test", .program = "test_comeback"};
    const struct session_owner owner = {.owner = scene,
                                        .greet = on_greet,
                                        .changed = on_changed,
                                        .notified = on_notified,
                                        .silence = SILENCE,
                                        .pause = 2 * SILENCE};
    scene->session = session_open(scene->loop, &login, patient, &owner);
}

static void scene_stand(struct scene *scene)
{
    scene_open(scene, false);
    wait_state(scene, SESSION_STANDS);
}

static void backends_end(struct scene *scene)
{
    script(scene, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '%s'", role);
}

static void wait_cut(struct scene *scene, int cuts)
{
    while (scene->cuts < cuts)
        tick(scene);
}

/* test.put(n) notes n once, in the order in which it came first; the others do so after failing a few times,
 * which only a sequence remembers. */
static const char world[] =
    "CREATE SCHEMA IF NOT EXISTS test; GRANT USAGE ON SCHEMA test TO yc_staff;"
    "CREATE TABLE test.note (place serial, number int UNIQUE);"
    "CREATE SEQUENCE test.tries; CREATE TABLE test.file (content bytea);"
    "CREATE FUNCTION test.greet() RETURNS text LANGUAGE sql AS $$ SELECT 'hello' $$;"
    "CREATE FUNCTION test.put(_n int) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
    " INSERT INTO test.note (number) SELECT _n WHERE NOT EXISTS (SELECT FROM test.note WHERE number = _n);"
    " RETURN _n; END $$;"
    "CREATE FUNCTION test.stumble(_n int, _state text, _times int) RETURNS text LANGUAGE plpgsql SECURITY"
    " DEFINER AS $$ BEGIN IF nextval('test.tries') <= _times THEN"
    " RAISE EXCEPTION 'test' USING ERRCODE = _state; END IF; RETURN test.put(_n); END $$;"
    "CREATE FUNCTION test.clash(_n int) RETURNS text LANGUAGE sql SECURITY DEFINER AS"
    " $$ SELECT test.stumble(_n, '40001', 3) $$;"
    "CREATE FUNCTION test.clash_ever(_n int) RETURNS text LANGUAGE sql SECURITY DEFINER AS"
    " $$ SELECT test.stumble(_n, '40P01', 99) $$;"
    "CREATE FUNCTION test.standby(_n int) RETURNS text LANGUAGE sql SECURITY DEFINER AS"
    " $$ SELECT test.stumble(_n, '25006', 2) $$;"
    "CREATE FUNCTION test.stopping(_n int) RETURNS text LANGUAGE sql SECURITY DEFINER AS"
    " $$ SELECT test.stumble(_n, '57P01', 2) $$;"
    "CREATE FUNCTION test.full(_n int) RETURNS text LANGUAGE sql SECURITY DEFINER AS"
    " $$ SELECT test.stumble(_n, '53100', 99) $$;"
    "CREATE FUNCTION test.after(_n int) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
    " IF NOT EXISTS (SELECT FROM test.note WHERE number = _n - 1) THEN"
    " RAISE EXCEPTION USING ERRCODE = 'YC001', MESSAGE = 'E_CASE_UNKNOWN'; END IF; RETURN test.put(_n);"
    " END $$;"
    "CREATE FUNCTION test.slowly(_n int) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
    " PERFORM pg_sleep(_n / 1000.0); RETURN 'slept'; END $$;"
    "CREATE FUNCTION test.upload(_content bytea) RETURNS text LANGUAGE sql SECURITY DEFINER AS"
    " $$ INSERT INTO test.file VALUES (_content) RETURNING length(content)::text $$;";

static int scene_begin(void **state)
{
    struct scene *scene = memory_get(1, sizeof(*scene));
    struct error error = {0};
    struct buffer text = {0};
    alarm(STUCK_SECONDS);
    const char *database = test_database_open("comeback");
    scene->superuser = test_database_superuser();
    scene->forwarder = forwarder_start();
    scene->loop = loop_new(&error);
    buffer_format(&text, "%s host=%s", database, forwarder_host(scene->forwarder));
    scene->connection = buffer_take(&text);
    buffer_format(&text, "test_role_%d", getpid());
    role = buffer_take(&text);
    script(scene, "%s", world);
    script(scene, "CREATE ROLE %s LOGIN PASSWORD 'test'; GRANT yc_staff TO %s", role, role);
    *state = scene;
    return 0;
}

static int scene_end(void **state)
{
    struct scene *scene = *state;
    session_close(&scene->session);
    loop_free(&scene->loop);
    forwarder_stop(&scene->forwarder);
    script(scene, "DROP OWNED BY %s; DROP ROLE %s", role, role);
    direct_close(&scene->superuser);
    test_database_close();
    error_free(&scene->refusal);
    buffer_free(&scene->values);
    free(scene->connection);
    free(scene);
    free(role);
    alarm(0);
    return 0;
}

static void test_a_terminated_backend_is_not_noticed_by_who_asks(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    assert_int_equal(session_cut_since(scene->session), 0);
    backends_end(scene);
    wait_cut(scene, 1);
    assert_true(session_cut_since(scene->session) > 0);
    call(scene, "put", 1);
    call(scene, "put", 2);
    assert_int_equal(session_waiting(scene->session), 2);
    wait_answers(scene, 2);
    expect_values(scene, "1 2 ");
    assert_int_equal(scene->greetings, 2); /* greeted anew, before the two */
    assert_int_equal(session_cut_since(scene->session), 0);
    assert_int_equal(session_waiting(scene->session), 0);
}

static void test_two_hundred_calls_while_backends_die_at_random(void **state)
{
    struct scene *scene = *state;
    struct buffer expected = {0};
    scene_stand(scene);
    srand(20260302);
    for (int i = 1; i <= MANY; i++) {
        bool fatal = rand() % 12 == 0;
        struct error error = {0};
        buffer_format(&expected, "%d ", i);
        if (fatal)
            wait_state(scene, SESSION_STANDS);
        call(scene, "put", i);
        if (fatal) {
            backends_end(scene); /* what was sent just now may be done or not */
            wait_cut(scene, scene->cuts + 1);
        }
        while (rand() % 3 == 0)
            assert_true(loop_tick(scene->loop, 1, &error));
    }
    wait_answers(scene, MANY);
    expect_values(scene, buffer_string(&expected));
    expect_row(scene, "200", "SELECT count(*) AS value FROM test.note");
    expect_row(scene, "",
               "SELECT coalesce(string_agg(a.number::text, ' '), '') AS value FROM test.note a"
               " JOIN test.note b ON b.place > a.place AND b.number < a.number");
    assert_true(scene->cuts > 10);
    print_message("# %d calls, %d cuts: each once, in order\n", MANY, scene->cuts);
    buffer_free(&expected);
}

static void test_a_half_open_link_is_cut_by_its_silence(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    forwarder_freeze(scene->forwarder);
    int64_t before = clock_milliseconds();
    call(scene, "put", 7);
    wait_cut(scene, 1);
    assert_in_range(clock_milliseconds() - before, SILENCE, 4 * SILENCE);
    wait_answers(scene, 1);
    expect_values(scene, "7 ");
}

static void test_an_idle_link_is_not_cut_for_being_silent(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    scene_stand(scene);
    call(scene, "put", 1);
    wait_answers(scene, 1);
    for (int64_t end = clock_milliseconds() + 3 * SILENCE; clock_milliseconds() < end;)
        assert_true(loop_tick(scene->loop, SILENCE, &error));
    assert_int_equal(scene->cuts, 0);
}

static void test_a_large_upload_over_a_slow_link_is_no_silence(void **state)
{
    struct scene *scene = *state;
    char *content = memory_get(UPLOAD, 1);
    scene_stand(scene);
    forwarder_slow(scene->forwarder, UPLOAD_PACE);
    struct store_query query = {.sql = "SELECT test.upload($1) AS value"};
    store_query_bytes(&query, content, UPLOAD);
    int64_t before = clock_milliseconds();
    session_call(scene->session, &query, on_answer, scene);
    free(content);
    wait_answers(scene, 1);
    expect_values(scene, "3145728 ");
    assert_true(clock_milliseconds() - before > 2 * SILENCE);
    assert_int_equal(scene->cuts, 0);
}

static void test_a_large_upload_goes_again_whole(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    char *content = memory_get(UPLOAD, 1);
    scene_stand(scene);
    forwarder_slow(scene->forwarder, UPLOAD_PACE);
    struct store_query query = {.sql = "SELECT test.upload($1) AS value"};
    store_query_bytes(&query, content, UPLOAD);
    session_call(scene->session, &query, on_answer, scene);
    memset(content, 'x', UPLOAD); /* copied */
    free(content);
    for (int64_t half = clock_milliseconds() + SILENCE; clock_milliseconds() < half;)
        assert_true(loop_tick(scene->loop, 10, &error));
    forwarder_cut(scene->forwarder, false);
    wait_cut(scene, 1);
    forwarder_slow(scene->forwarder, 0);
    wait_answers(scene, 1);
    expect_values(scene, "3145728 ");
    expect_row(scene, "3145728 0",
               "SELECT length(content) || ' ' || get_byte(content, 3145727) AS value"
               " FROM test.file");
}

static void test_a_statement_longer_than_the_silence_is_answered_in_the_end(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    call(scene, "slowly", 3 * SILENCE);
    call(scene, "put", 1);
    wait_answers(scene, 2);
    expect_values(scene, "slept 1 ");
    assert_in_range(scene->cuts, 1, 2);
}

static void test_a_server_that_is_away_is_waited_for(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    forwarder_cut(scene->forwarder, true);
    wait_cut(scene, 1);
    call(scene, "put", 1);
    while (!session_busy(scene->session))
        tick(scene); /* the loop is woken for it */
    for (int64_t end = clock_milliseconds() + 3 * SILENCE; clock_milliseconds() < end;)
        tick(scene);
    assert_int_equal(session_state(scene->session), SESSION_CUT);
    assert_int_equal(scene->cuts, 1); /* told once, not at each failed try */
    forwarder_cut(scene->forwarder, false);
    session_hurry(scene->session);
    wait_answers(scene, 1);
    expect_values(scene, "1 ");
}

static void test_who_is_patient_waits_for_the_first_connection_too(void **state)
{
    struct scene *scene = *state;
    forwarder_cut(scene->forwarder, true);
    scene_open(scene, true);
    assert_int_equal(session_state(scene->session), SESSION_CONNECTS);
    call(scene, "put", 1);
    wait_cut(scene, 1);
    assert_string_equal(scene->refusal.code, "E_DATABASE_DOWN");
    forwarder_cut(scene->forwarder, false);
    wait_answers(scene, 1);
    expect_values(scene, "1 ");
}

static void test_who_is_not_patient_is_told_at_once(void **state)
{
    struct scene *scene = *state;
    forwarder_cut(scene->forwarder, true);
    scene_open(scene, false);
    wait_state(scene, SESSION_REFUSED);
    assert_string_equal(scene->refusal.code, "E_DATABASE_DOWN");
    assert_int_equal(scene->cuts, 0);
}

static void test_a_login_refused_on_coming_back_ends_it(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    script(scene, "ALTER ROLE %s PASSWORD 'other'", role);
    backends_end(scene);
    wait_state(scene, SESSION_REFUSED);
    assert_string_equal(scene->refusal.code, "E_LOGIN_REFUSED");
    assert_int_equal(scene->cuts, 1);
}

static void test_a_deadlock_goes_again_with_what_was_sent_after_it(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    call(scene, "put", 9);
    call(scene, "clash", 1);
    call(scene, "after", 2); /* is refused where 1 is missing */
    call(scene, "after", 3);
    wait_answers(scene, 4);
    expect_values(scene, "9 1 2 3 ");
    assert_int_equal(scene->cuts, 0);
}

static void test_the_fourth_deadlock_is_told(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    call(scene, "clash_ever", 1);
    call(scene, "put", 2);
    wait_answers(scene, 2);
    expect_values(scene, "E_DATABASE_AGAIN 2 ");
    expect_row(scene, "4", "SELECT last_value AS value FROM test.tries");
}

static void test_a_standby_and_a_stopping_server_are_cuts(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    call(scene, "standby", 1);
    call(scene, "after", 2);
    wait_answers(scene, 2);
    expect_values(scene, "1 2 ");
    assert_int_equal(scene->cuts, 2);
    script(scene, "ALTER SEQUENCE test.tries RESTART");
    call(scene, "stopping", 3);
    call(scene, "after", 4);
    wait_answers(scene, 4);
    expect_values(scene, "3 4 ");
    assert_int_equal(scene->cuts, 4);
}

static void test_a_full_disk_is_told(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    call(scene, "full", 1);
    call(scene, "put", 2);
    wait_answers(scene, 2);
    expect_values(scene, "E_DATABASE_FULL 2 ");
}

static void test_forgotten_reads_are_left_out_and_forgotten_changes_happen(void **state)
{
    struct scene *scene = *state;
    int screen;
    scene_stand(scene);
    forwarder_cut(scene->forwarder, true);
    wait_cut(scene, 1);
    call_owned(scene, "put", 1, true, &screen); /* said to read: so that its being sent would show */
    call_owned(scene, "put", 2, false, &screen);
    call(scene, "put", 3);
    session_forget(scene->session, &screen);
    assert_int_equal(session_waiting(scene->session), 1);
    forwarder_cut(scene->forwarder, false);
    wait_answers(scene, 1);
    expect_values(scene, "3 ");
    expect_row(scene, "2 3", "SELECT string_agg(number::text, ' ' ORDER BY place) AS value FROM test.note");
}

static void test_what_the_greeting_asks_is_lost_with_its_connection(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    scene->unready = true;
    forwarder_cut(scene->forwarder, false);
    wait_cut(scene, 1);
    while (scene->greetings < 2)
        tick(scene);
    call(scene, "put", 1); /* waits for session_ready() */
    struct store_query query = {.sql = "SELECT pg_sleep(600)::text AS value"};
    session_greet(scene->session, &query, on_greeted, scene);
    backends_end(scene);
    scene->unready = false;
    wait_answers(scene, 1);
    const char *values = buffer_string(&scene->values);
    assert_non_null(strstr(values, "greeting:E_DATABASE_LOST "));
    assert_string_equal(strrchr(values, 'T') + 1, " 1 ");
    assert_int_equal(scene->greetings, 3);
    buffer_clear(&scene->values);
    session_greet(scene->session, &query, on_greeted, scene);
    session_forget(scene->session, scene);
}

static void test_cancel_is_told_to_whom_it_hits(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    call(scene, "slowly", SILENCE / 2);
    while (!session_busy(scene->session)) {
        session_cancel(scene->session);
        tick(scene);
        if (scene->answers)
            break;
    }
    wait_answers(scene, 1);
    expect_values(scene, "E_CANCELLED ");
    assert_int_equal(scene->cuts, 0);
}

static void test_notifications_come_over_the_new_connection_too(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    backends_end(scene);
    wait_cut(scene, 1);
    wait_state(scene, SESSION_STANDS);
    script(scene, "NOTIFY test_channel, 'x'");
    while (!scene->notifications)
        tick(scene);
    expect_values(scene, "test_channel:x ");
}

static void close_now(struct scene *scene)
{
    session_close(&scene->session);
    assert_null(scene->session);
}

static void test_closed_inside_of_an_answer(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    scene_stand(scene);
    scene->when_answered = close_now;
    for (int i = 0; i < 3; i++)
        call(scene, "put", i);
    wait_answers(scene, 1);
    assert_true(loop_tick(scene->loop, 50, &error));
    expect_values(scene, "0 ");
}

static void test_closed_inside_of_a_notification(void **state)
{
    struct scene *scene = *state;
    scene_stand(scene);
    scene->when_answered = close_now;
    script(scene, "NOTIFY test_channel, '1'; NOTIFY test_channel, '2'");
    while (scene->session)
        tick(scene);
    expect_values(scene, "test_channel:1 ");
}

static void test_closed_inside_of_a_change(void **state)
{
    struct scene *scene = *state;
    scene->when_changed = close_now;
    scene_open(scene, false);
    while (scene->session)
        tick(scene);
    assert_int_equal(scene->greetings, 0);
    scene->when_changed = NULL;
    scene_stand(scene);
    scene->when_changed = close_now;
    call(scene, "put", 1);
    backends_end(scene);
    while (scene->session)
        tick(scene);
    scene_open(scene, false);
    close_now(scene); /* while it connects */
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(test_a_terminated_backend_is_not_noticed_by_who_asks),
        SCENE(test_two_hundred_calls_while_backends_die_at_random),
        SCENE(test_a_half_open_link_is_cut_by_its_silence),
        SCENE(test_an_idle_link_is_not_cut_for_being_silent),
        SCENE(test_a_large_upload_over_a_slow_link_is_no_silence),
        SCENE(test_a_large_upload_goes_again_whole),
        SCENE(test_a_statement_longer_than_the_silence_is_answered_in_the_end),
        SCENE(test_a_server_that_is_away_is_waited_for),
        SCENE(test_who_is_patient_waits_for_the_first_connection_too),
        SCENE(test_who_is_not_patient_is_told_at_once),
        SCENE(test_a_login_refused_on_coming_back_ends_it),
        SCENE(test_a_deadlock_goes_again_with_what_was_sent_after_it),
        SCENE(test_the_fourth_deadlock_is_told),
        SCENE(test_a_standby_and_a_stopping_server_are_cuts),
        SCENE(test_a_full_disk_is_told),
        SCENE(test_forgotten_reads_are_left_out_and_forgotten_changes_happen),
        SCENE(test_what_the_greeting_asks_is_lost_with_its_connection),
        SCENE(test_cancel_is_told_to_whom_it_hits),
        SCENE(test_notifications_come_over_the_new_connection_too),
        SCENE(test_closed_inside_of_an_answer),
        SCENE(test_closed_inside_of_a_notification),
        SCENE(test_closed_inside_of_a_change),
    };
    worker_exit(cmocka_run_group_tests(tests, NULL, NULL));
}
