/* Calls that outlive the program: on a real disk, a real server, with programs that are killed. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/pack.h"
#include "loop/worker.h"
#include "store/database.h"
#include "store/outbox.h"

enum { STUCK_SECONDS = 300, ROUNDS = 10, LANES = 3, UPLOAD = 2 << 20 };

static const char lane_a[] = "00000000-0000-4000-8000-00000000000a",
                  lane_b[] = "00000000-0000-4000-8000-00000000000b";

struct scene {
    struct loop *loop;
    struct session *session;
    struct outbox *outbox;
    struct direct *superuser;
    char *database;
    char folder[40];
    int answers, changes;
    struct buffer values; /* column "value" of each answer, or its code, each followed by a space */
    void (*when_answered)(struct scene *scene);
};

static void on_answer(void *owner, const struct store_reply *reply)
{
    struct scene *scene = owner;
    const struct error *error = store_reply_error(reply);
    scene->answers++;
    buffer_format(&scene->values, "%s ", error ? error->code : store_reply_text(reply, 0, "value"));
    if (scene->when_answered)
        scene->when_answered(scene);
}

static void on_change(void *owner)
{
    ((struct scene *)owner)->changes++;
}

static void on_greet(void *owner)
{
    session_ready(((struct scene *)owner)->session);
}

static void on_state(void *owner, enum session_state state, const struct error *error)
{
    (void)owner;
    (void)state;
    assert_null(error);
}

static void tick(struct scene *scene)
{
    struct error error = {0};
    assert_true(loop_tick(scene->loop, -1, &error));
}

static void wait_settled(struct scene *scene)
{
    while (!outbox_settled(scene->outbox, NULL))
        tick(scene);
}

static void script(struct scene *scene, const char *text)
{
    struct error error = {0};
    if (!direct_script(scene->superuser, text, NULL, &error))
        fail_msg("%s: %s", text, error_value(&error, "message"));
}

static void expect_row(struct scene *scene, const char *expected, const char *sql)
{
    char *value = test_database_value(scene->superuser, sql, NULL);
    if (strcmp(value, expected) != 0)
        fail_msg("%s\n  found    %s\n  expected %s", sql, value, expected);
    free(value);
}

static void expect_notes(struct scene *scene, const char *expected)
{
    expect_row(scene, expected,
               "SELECT coalesce(string_agg(number::text, ' ' ORDER BY place), '') AS value FROM test.note");
}

static struct journal *journal(struct scene *scene)
{
    struct error error = {0};
    struct journal *opened = journal_open(scene->folder, "test", "password", &error);
    if (!opened)
        fail_msg("%s: %s", error.code, error_value(&error, "what"));
    return opened;
}

static void start(struct scene *scene)
{
    scene->outbox = outbox_new(journal(scene));
    outbox_on_change(scene->outbox, on_change, scene);
}

static void connect_to_it(struct scene *scene)
{
    const struct store_login login = {.database = scene->database, .program = "test_outbox"};
    const struct session_owner owner = {.owner = scene, .greet = on_greet, .changed = on_state};
    scene->session = session_open(scene->loop, &login, true, &owner);
    outbox_send(scene->outbox, scene->session);
}

static void end_now(struct scene *scene)
{
    session_close(&scene->session);
    outbox_free(&scene->outbox);
}

/* As a program that ends, or dies, with work left, and one that is started again. */
static void restart(struct scene *scene)
{
    end_now(scene);
    start(scene);
}

/* test.FUNCTION(number), with a subject. */
static bool put(struct scene *scene, const char *lane, const char *function, int number, struct error *error)
{
    struct buffer sql = {0};
    buffer_format(&sql, "SELECT test.%s($1) AS value", function);
    struct store_query query = {.sql = buffer_string(&sql)};
    store_query_number(&query, number);
    bool kept = outbox_call(scene->outbox,
                            &(struct outbox_message){.lane = lane,
                                                     .kind = 'F',
                                                     .subject = function,
                                                     .subject_length = strlen(function),
                                                     .made = 1000 + number,
                                                     .query = &query,
                                                     .answered = on_answer,
                                                     .owner = scene},
                            error);
    buffer_free(&sql);
    return kept;
}

static void call(struct scene *scene, const char *lane, const char *function, int number)
{
    struct error error = {0};
    if (!put(scene, lane, function, number, &error))
        fail_msg("%s: %s", error.code, error_value(&error, "what"));
}

static void expect_entry(struct scene *scene, const char *lane, size_t index, enum outbox_state state,
                         const char *subject, const char *code)
{
    struct outbox_entry entry = outbox_entry(scene->outbox, lane, index);
    assert_int_equal(entry.state, state);
    assert_int_equal(entry.kind, 'F');
    assert_int_equal(entry.subject_length, strlen(subject));
    assert_memory_equal(entry.subject, subject, strlen(subject));
    if (code)
        assert_string_equal(entry.error->code, code);
    else
        assert_null(entry.error);
}

/* test.put(n) notes n once, in the order in which it came first; test.tries remembers failures, as a sequence
 * does across rollbacks. */
static const char world[] =
    "CREATE SCHEMA IF NOT EXISTS test;"
    "CREATE TABLE test.note (place serial, number int UNIQUE); CREATE SEQUENCE test.tries;"
    "CREATE TABLE test.file (content bytea); CREATE TABLE test.trouble (state text, times int);"
    "CREATE FUNCTION test.put(_n int) RETURNS text LANGUAGE plpgsql AS $$ BEGIN"
    " INSERT INTO test.note (number) SELECT _n WHERE NOT EXISTS (SELECT FROM test.note WHERE number = _n);"
    " RETURN _n; END $$;"
    "CREATE FUNCTION test.after(_n int) RETURNS text LANGUAGE plpgsql AS $$ BEGIN"
    " IF NOT EXISTS (SELECT FROM test.note WHERE number = _n - 1) THEN RAISE EXCEPTION"
    " USING ERRCODE = 'YC001', MESSAGE = 'E_CASE_UNKNOWN', DETAIL = 'case=' || _n; END IF;"
    " RETURN test.put(_n); END $$;"
    "CREATE FUNCTION test.trouble(_n int) RETURNS text LANGUAGE plpgsql AS $$ BEGIN"
    " IF nextval('test.tries') <= (SELECT times FROM test.trouble) THEN RAISE EXCEPTION 'test'"
    " USING ERRCODE = (SELECT state FROM test.trouble); END IF; RETURN test.put(_n); END $$;"
    "CREATE FUNCTION test.upload(_content bytea) RETURNS text LANGUAGE sql AS"
    " $$ INSERT INTO test.file VALUES (_content) RETURNING length(content)::text $$;";

/* Whether this process can write files at all. */
static void disk_limit(bool writable)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = writable ? limit.rlim_max : 0;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static int scene_begin(void **state)
{
    struct scene *scene = memory_get(1, sizeof(*scene));
    struct error error = {0};
    alarm(STUCK_SECONDS);
    scene->database = memory_text(test_database_open("outbox"));
    scene->superuser = test_database_superuser();
    snprintf(scene->folder, sizeof(scene->folder), "/tmp/yichuang-outbox-XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    script(scene, world);
    scene->loop = loop_new(&error);
    *state = scene;
    return 0;
}

static int scene_end(void **state)
{
    struct scene *scene = *state;
    struct buffer remove = {0};
    disk_limit(true);
    session_close(&scene->session);
    outbox_free(&scene->outbox);
    loop_free(&scene->loop);
    direct_close(&scene->superuser);
    test_database_close();
    buffer_format(&remove, "rm -r %s", scene->folder);
    assert_int_equal(system(buffer_string(&remove)), 0);
    buffer_free(&remove);
    buffer_free(&scene->values);
    free(scene->database);
    free(scene);
    alarm(0);
    return 0;
}

static void test_what_was_put_in_without_a_database_goes_after_a_restart(void **state)
{
    struct scene *scene = *state;
    size_t length;
    start(scene);
    outbox_note(scene->outbox, lane_a, "not yet", 7);
    outbox_note(scene->outbox, lane_a, "a\0b", 3);
    call(scene, lane_a, "put", 3);
    call(scene, lane_b, "put", 2);
    call(scene, lane_a, "after", 4);
    restart(scene);
    assert_int_equal(outbox_lanes(scene->outbox), 2);
    assert_string_equal(outbox_lane(scene->outbox, 0), lane_a);
    assert_string_equal(outbox_lane(scene->outbox, 1), lane_b);
    assert_int_equal(outbox_entries(scene->outbox, lane_a), 2);
    expect_entry(scene, lane_a, 0, OUTBOX_WAITS, "put", NULL);
    expect_entry(scene, lane_a, 1, OUTBOX_WAITS, "after", NULL);
    assert_int_equal(outbox_entry(scene->outbox, lane_a, 1).made, 1004);
    assert_memory_equal(outbox_lane_note(scene->outbox, lane_a, &length), "a\0b", 3);
    assert_int_equal(length, 3);
    assert_null(outbox_lane_note(scene->outbox, lane_b, &length));
    assert_int_equal(outbox_waits(scene->outbox, NULL), 3);
    assert_int_equal(outbox_waits(scene->outbox, lane_a), 2);
    connect_to_it(scene);
    call(scene, lane_a, "after", 5); /* behind those from before */
    wait_settled(scene);
    expect_notes(scene, "3 4 2 5");
    assert_string_equal(buffer_string(&scene->values), "5 "); /* who asked before the restart is no more */
    assert_int_equal(scene->changes, 4);
    assert_false(outbox_noted(scene->outbox, lane_a)); /* the lane has ended, its note with it */
    restart(scene);
    assert_int_equal(outbox_lanes(scene->outbox), 0);
    assert_false(outbox_noted(scene->outbox, lane_a));
}

static void test_a_refused_one_is_kept_until_somebody_has_seen_it(void **state)
{
    struct scene *scene = *state;
    start(scene);
    connect_to_it(scene);
    outbox_note(scene->outbox, lane_a, "a", 1);
    call(scene, lane_a, "put", 1);
    call(scene, lane_a, "after", 7); /* 6 is missing */
    call(scene, lane_a, "put", 8);
    while (outbox_waits(scene->outbox, NULL))
        tick(scene);
    assert_string_equal(buffer_string(&scene->values), "1 E_CASE_UNKNOWN 8 ");
    for (int i = 0; i < 2; i++) {
        size_t index = outbox_entries(scene->outbox, lane_a) - 2;
        assert_false(outbox_settled(scene->outbox, lane_a));
        assert_int_equal(outbox_lanes(scene->outbox), 1);
        expect_entry(scene, lane_a, index, OUTBOX_REFUSED, "after", "E_CASE_UNKNOWN");
        assert_string_equal(error_value(outbox_entry(scene->outbox, lane_a, index).error, "case"), "7");
        expect_entry(scene, lane_a, index + 1, OUTBOX_DONE, "put", NULL);
        assert_true(outbox_noted(scene->outbox, lane_a));
        restart(scene);
        connect_to_it(scene); /* is not sent again */
    }
    outbox_drop(scene->outbox, lane_a);
    assert_true(outbox_settled(scene->outbox, NULL));
    assert_int_equal(outbox_lanes(scene->outbox), 0);
    restart(scene);
    assert_int_equal(outbox_lanes(scene->outbox), 0);
    expect_notes(scene, "1 8");
}

static void test_a_passing_trouble_goes_again_with_its_lane_and_holds_up_no_other(void **state)
{
    static const char *const troubles[] = {"'53100', 3", "'57014', 1",
                                           "'40P01', 5" /* more than the session bears alone */, "'55P03', 1",
                                           "'53200', 1"};
    struct scene *scene = *state;
    start(scene);
    connect_to_it(scene);
    for (size_t i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++) {
        struct buffer text = {0};
        buffer_format(&text,
                      "TRUNCATE test.note, test.trouble; INSERT INTO test.trouble VALUES (%s);"
                      "ALTER SEQUENCE test.tries RESTART",
                      troubles[i]);
        script(scene, buffer_string(&text));
        buffer_free(&text);
        call(scene, lane_a, "trouble", 1);
        call(scene, lane_a, "after", 2);
        call(scene, lane_b, "put", 9);
        wait_settled(scene);
        expect_notes(scene, "9 1 2");
        assert_string_equal(buffer_string(&scene->values), "9 1 2 ");
        buffer_clear(&scene->values);
    }
}

static void test_a_disk_that_takes_nothing_is_told_and_made_up_for(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    start(scene);
    call(scene, lane_a, "put", 1);
    disk_limit(false);
    outbox_note(scene->outbox, lane_b, "b", 1);
    assert_false(put(scene, lane_b, "put", 2, &error));
    assert_string_equal(error.code, "E_JOURNAL_WRITE");
    assert_false(put(scene, lane_a, "put", 3, &error));
    disk_limit(true);
    assert_int_equal(outbox_waits(scene->outbox, NULL), 3); /* kept and sent all the same */
    call(scene, lane_a, "after", 4);                        /* takes the others to the disk with it */
    restart(scene);
    assert_int_equal(outbox_waits(scene->outbox, lane_a), 3);
    assert_int_equal(outbox_waits(scene->outbox, lane_b), 1);
    assert_true(outbox_noted(scene->outbox, lane_b));
    connect_to_it(scene);
    wait_settled(scene);
    expect_notes(scene, "1 3 4 2");
    error_free(&error);
}

static void test_without_a_journal_calls_are_sent_and_it_is_told(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    scene->outbox = outbox_new(NULL);
    assert_false(put(scene, lane_a, "put", 1, &error));
    assert_string_equal(error.code, "E_OUTBOX_MEMORY");
    assert_false(outbox_base(scene->outbox, "base", 4, &error));
    connect_to_it(scene);
    wait_settled(scene);
    assert_string_equal(buffer_string(&scene->values), "1 ");
    outbox_drop(scene->outbox, lane_a);
    error_free(&error);
}

/* A call as the program writes it, in this layout, with this statement. */
static void strange_write(struct scene *scene, int version, const char *sql)
{
    struct journal *opened = journal(scene);
    struct buffer record = {0};
    struct error error = {0};
    pack_number(&record, version);
    pack_text(&record, lane_a);
    pack_number(&record, 77);
    pack_number(&record, 'F');
    pack_bytes(&record, "x", 1);
    pack_number(&record, 1);
    pack_text(&record, sql);
    for (int i = 0; i < 3; i++)
        pack_number(&record, 0);
    assert_true(journal_append(opened, 'C', record.data, record.length, &error));
    buffer_free(&record);
    journal_close(&opened);
}

static void test_what_a_newer_program_wrote_is_told_and_stays(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    strange_write(scene, 2, "SELECT test.put(5) AS value");
    strange_write(scene, 1, "DROP TABLE test.note");
    strange_write(scene, 1, "SELECT test.put(6) AS value");
    start(scene);
    for (int i = 0; i < 2; i++) {
        assert_false(outbox_whole(scene->outbox, &error));
        assert_string_equal(error.code, "E_OUTBOX_STRANGE");
        assert_string_equal(error_value(&error, "count"), "2");
        connect_to_it(scene);
        call(scene, lane_b, "put", 7 + i);
        wait_settled(scene);
        restart(scene); /* all is settled, and they are still there */
    }
    expect_notes(scene, "6 7 8");
    error_free(&error);
}

static void test_the_base_outlives_the_work(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    size_t length;
    start(scene);
    assert_null(outbox_base_bytes(scene->outbox, &length));
    assert_true(outbox_base(scene->outbox, "first", 5, &error));
    assert_true(outbox_base(scene->outbox, "who\0where", 9, &error));
    connect_to_it(scene);
    call(scene, lane_a, "put", 1);
    wait_settled(scene);
    end_now(scene);
    struct journal *left = journal(scene);
    assert_true(journal_empty(left)); /* nothing personal stays on this machine */
    journal_close(&left);
    start(scene);
    assert_memory_equal(outbox_base_bytes(scene->outbox, &length), "who\0where", 9);
    assert_int_equal(length, 9);
}

static void test_a_file_survives_the_restart_byte_by_byte(void **state)
{
    struct scene *scene = *state;
    struct error error = {0};
    struct store_query query = {.sql = "SELECT test.upload($1) AS value"};
    char *content = memory_get(UPLOAD, 1);
    for (int i = 0; i < UPLOAD; i++)
        content[i] = (char)(i * 7 + i / 256);
    start(scene);
    store_query_bytes(&query, content, UPLOAD);
    assert_true(outbox_call(scene->outbox,
                            &(struct outbox_message){.lane = lane_a, .kind = 'M', .query = &query}, &error));
    restart(scene);
    connect_to_it(scene);
    wait_settled(scene);
    struct store_query read = {.sql = "SELECT content FROM test.file", .binary = true};
    struct store_reply *reply = NULL;
    size_t length;
    assert_true(direct_run(scene->superuser, &read, &reply, &error));
    const void *stored = store_reply_bytes(reply, 0, "content", &length);
    assert_int_equal(length, UPLOAD);
    assert_true(memcmp(stored, content, UPLOAD) == 0);
    store_reply_free(&reply);
    free(content);
}

static void test_ended_inside_of_an_answer(void **state)
{
    struct scene *scene = *state;
    start(scene);
    connect_to_it(scene);
    scene->when_answered = end_now;
    call(scene, lane_a, "put", 1);
    call(scene, lane_a, "put", 2);
    while (scene->outbox)
        tick(scene);
    assert_string_equal(buffer_string(&scene->values), "1 ");
    start(scene);
    assert_int_equal(outbox_waits(scene->outbox, lane_a), 1);
}

static void test_another_session_takes_over(void **state)
{
    struct scene *scene = *state;
    start(scene);
    connect_to_it(scene);
    call(scene, lane_a, "put", 1);
    session_close(&scene->session); /* perhaps sent, not answered */
    assert_int_equal(outbox_waits(scene->outbox, NULL), 1);
    call(scene, lane_a, "after", 2);
    connect_to_it(scene);
    wait_settled(scene);
    expect_notes(scene, "1 2");
    assert_string_equal(buffer_string(&scene->values), "1 2 ");
}

static void test_forgotten_calls_are_not_told(void **state)
{
    struct scene *scene = *state;
    start(scene);
    call(scene, lane_a, "put", 1);
    outbox_forget(scene->outbox, scene);
    connect_to_it(scene);
    wait_settled(scene);
    expect_notes(scene, "1");
    assert_int_equal(scene->answers, 0);
}

/* --- programs that are killed */

/* The program: puts calls in as fast as it can, and tells of each when it is kept. Never returns. */
static void child_run(struct scene *scene, int told, int number)
{
    static const char *const lanes[LANES] = {lane_a, lane_b, "00000000-0000-4000-8000-00000000000c"};
    struct error error = {0};
    scene->superuser = NULL; /* the parent's */
    scene->loop = loop_new(&error);
    start(scene);
    connect_to_it(scene);
    for (;; number++) {
        const char *lane = lanes[number % LANES];
        if (!outbox_noted(scene->outbox, lane))
            outbox_note(scene->outbox, lane, "note", 4);
        if (!put(scene, lane, "put", number, &error) || write(told, &number, sizeof(number)) < 0)
            _exit(1);
        if (!loop_tick(scene->loop, number % 2, &error))
            _exit(1);
    }
}

/* Lets it live until it has kept its first call and a random time longer; the highest number that it told. */
static int child_kill(pid_t child, int told)
{
    int last = 0, number = 0, status;
    if (read(told, &last, sizeof(last)) != sizeof(last))
        fail_msg("the program ended by itself");
    usleep((useconds_t)(rand() % 60000)); /* no state is waited for: it is to die at any moment */
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    while (read(told, &number, sizeof(number)) == sizeof(number))
        last = number;
    return last;
}

/* One life and death; the number of the last call that was told to be kept. */
static int child_live(struct scene *scene, int first)
{
    int told[2];
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    if (child == 0)
        child_run(scene, told[1], first);
    close(told[1]);
    int last = child_kill(child, told[0]);
    close(told[0]);
    return last;
}

/* Starts the program after the dead one, lets it send all, and ends it; how many calls were left. */
static int recover(struct scene *scene)
{
    struct error error = {0};
    scene->loop = loop_new(&error);
    start(scene);
    int left = outbox_waits(scene->outbox, NULL);
    connect_to_it(scene);
    wait_settled(scene);
    session_close(&scene->session);
    outbox_free(&scene->outbox);
    loop_free(&scene->loop);
    return left;
}

static void expect_kept(struct scene *scene, int first, int last)
{
    struct buffer sql = {0}, expected = {0};
    buffer_format(&expected, "%d", last - first + 1);
    buffer_format(&sql, "SELECT count(*) AS value FROM test.note WHERE number BETWEEN %d AND %d", first,
                  last);
    expect_row(scene, buffer_string(&expected), buffer_string(&sql));
    buffer_free(&sql);
    buffer_free(&expected);
}

static void test_programs_killed_at_any_moment_lose_nothing(void **state)
{
    struct scene *scene = *state;
    int first = 1, left = 0, kept = 0;
    loop_free(&scene->loop); /* one loop a process */
    srand(20260302);
    for (int i = 0; i < ROUNDS; i++) {
        int last = child_live(scene, first);
        left += recover(scene);
        expect_kept(scene, first, last);
        kept += last - first + 1;
        first = last + 2; /* last + 1 may be kept, too: it died before it could tell */
    }
    expect_row(scene, "0",
               "SELECT count(*) AS value FROM test.note a JOIN test.note b ON a.number % 3 ="
               " b.number % 3 AND b.place > a.place AND b.number < a.number");
    print_message("# %d programs killed: %d calls kept, %d of them sent after the restart, none lost\n",
                  ROUNDS, kept, left);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(test_what_was_put_in_without_a_database_goes_after_a_restart),
        SCENE(test_a_refused_one_is_kept_until_somebody_has_seen_it),
        SCENE(test_a_passing_trouble_goes_again_with_its_lane_and_holds_up_no_other),
        SCENE(test_a_disk_that_takes_nothing_is_told_and_made_up_for),
        SCENE(test_without_a_journal_calls_are_sent_and_it_is_told),
        SCENE(test_what_a_newer_program_wrote_is_told_and_stays),
        SCENE(test_the_base_outlives_the_work),
        SCENE(test_a_file_survives_the_restart_byte_by_byte),
        SCENE(test_ended_inside_of_an_answer),
        SCENE(test_another_session_takes_over),
        SCENE(test_forgotten_calls_are_not_told),
        SCENE(test_programs_killed_at_any_moment_lose_nothing),
    };
    worker_exit(cmocka_run_group_tests(tests, NULL, NULL));
}
