/* Many at once on one database: each thread is a workstation with a connection and a login of its own. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "store/database.h"

enum { CLIENTS = 32, TASKS = 1000, RANDOM_CLIENTS = 8, RANDOM_COMMANDS = 250, SQL_MOST = 1 << 20 };

static struct direct *superuser;

static void script(const char *path)
{
    struct buffer text = {0};
    struct error error = {0};
    if (!file_read(path, SQL_MOST, &text, &error) ||
        !direct_script(superuser, buffer_string(&text), NULL, &error))
        fail_msg("%s: %s %s", path, error.code, error_value(&error, "message"));
    buffer_free(&text);
}

static int begin(void **state)
{
    (void)state;
    test_database_open("concurrency");
    superuser = test_database_superuser();
    script("tests/store/helpers.sql");
    script("tests/store/concurrency.sql");
    return 0;
}

static int end(void **state)
{
    (void)state;
    direct_close(&superuser);
    test_database_close();
    return 0;
}

/* What the superuser sees. */
static void expect(const char *value, const char *sql)
{
    char *found = test_database_value(superuser, sql, NULL);
    if (strcmp(found, value) != 0)
        fail_msg("%s\n  found    %s\n  expected %s", sql, found, value);
    free(found);
}

static void expect_whole(void)
{
    expect("", "SELECT string_agg(code || ' ' || array_to_string(parameters, ' '), E'\\n') AS value FROM "
               "yc.verify()");
}

/* One of several at once. No assertion in a thread: it fills in what it got. */
struct client {
    pthread_t thread;
    struct direct *direct;
    const char *sql; /* run once, or until it gives no row */
    bool again;
    struct buffer values; /* column "value" of each row, or the code of the refusal, a space after each */
    int rows;
};

static void *client_run(void *argument)
{
    struct client *client = argument;
    do {
        struct store_query query = {.sql = client->sql};
        struct store_reply *reply = NULL;
        struct error error = {0};
        if (!direct_run(client->direct, &query, &reply, &error)) {
            buffer_format(&client->values, "%s ", error.code);
            error_free(&error);
            return NULL;
        }
        if (store_reply_rows(reply) == 0)
            client->again = false;
        for (int row = 0; row < store_reply_rows(reply); row++, client->rows++)
            buffer_format(&client->values, "%s ", store_reply_text(reply, row, "value"));
        store_reply_free(&reply);
    } while (client->again);
    return NULL;
}

static void clients_run(struct client *clients, int count)
{
    for (int i = 0; i < count; i++)
        assert_int_equal(pthread_create(&clients[i].thread, NULL, client_run, &clients[i]), 0);
    for (int i = 0; i < count; i++)
        pthread_join(clients[i].thread, NULL);
}

static void client_close(struct client *client)
{
    direct_close(&client->direct);
    buffer_free(&client->values);
}

/* Two statements of two people at once. */
static void both_run(struct client both[2], const char *first, const char *first_sql, const char *second,
                     const char *second_sql)
{
    both[0] = (struct client){
        .sql = first_sql, .direct = first ? test_database_staff(first, "test") : test_database_superuser()};
    both[1] =
        (struct client){.sql = second_sql,
                        .direct = second ? test_database_staff(second, "test") : test_database_superuser()};
    clients_run(both, 2);
}

static void both_close(struct client both[2])
{
    client_close(&both[0]);
    client_close(&both[1]);
}

/* --- 32 at once */

static void claim_all(bool tended)
{
    static const char *const reviewers[] = {"zhouqian", "liuyang"};
    struct client clients[CLIENTS + 1] = {0};
    struct buffer sql = {0};
    buffer_format(&sql, "SELECT test.many(%d) AS value", TASKS);
    free(test_database_value(superuser, buffer_string(&sql), NULL));
    if (tended)
        free(test_database_value(superuser, "SELECT count(*) AS value FROM yc.tend()", NULL));
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = (struct client){.direct = test_database_staff(reviewers[i % 2], "test"),
                                     .sql = "SELECT task_id AS value FROM desk.task_claim(gen_random_uuid(), "
                                            "210600, gen_random_uuid(), NULL)",
                                     .again = true};
    clients[CLIENTS] = (struct client){.direct = test_database_superuser(),
                                       .sql = "SELECT queues_changed AS value FROM yc.tend() WHERE EXISTS "
                                              "(SELECT FROM yc.task WHERE claimed_by IS NULL)",
                                       .again = tended};
    clients_run(clients, CLIENTS + tended);
    int claimed = 0, idle = 0;
    for (int i = 0; i < CLIENTS; i++) {
        if (strchr(buffer_string(&clients[i].values), 'E'))
            fail_msg("a claim was refused: %s", buffer_string(&clients[i].values));
        claimed += clients[i].rows;
        idle += clients[i].rows == 0;
    }
    assert_int_equal(claimed, TASKS);
    assert_true(idle < CLIENTS / 2); /* they really worked side by side */
    for (int i = 0; i <= CLIENTS; i++)
        client_close(&clients[i]);
    buffer_free(&sql);
    expect("0", "SELECT count(*) AS value FROM yc.task WHERE claimed_by IS NULL");
    expect("1000", "SELECT count(DISTINCT case_id) AS value FROM yc.journal WHERE action = 'claim'");
    expect("1000", "SELECT count(*) AS value FROM yc.journal WHERE action = 'claim'");
    expect_whole();
}

static void test_32_clients_claim_each_of_1000_tasks_once(void **state)
{
    (void)state;
    claim_all(false);
}

static void test_32_clients_claim_each_of_1000_tasks_once_beside_tending(void **state)
{
    (void)state;
    claim_all(true);
}

/* --- two at once */

/* A transaction in which figures were read is never ended: nobody waits for it, and tending folds on. */
static void test_a_report_that_stays_open_holds_up_neither_claims_nor_tending(void **state)
{
    (void)state;
    struct direct *supervisor = test_database_staff("zhaomin", "test");
    struct store_reply *reply = NULL;
    struct error error = {0};
    assert_true(direct_text(supervisor, &reply, &error, "BEGIN", NULL));
    store_reply_free(&reply);
    free(test_database_value(
        supervisor,
        "SELECT count(*) AS value FROM desk.report_items(210600, '2026-03-02', '2026-03-02'), "
        "desk.overdue_list(210600, NULL, NULL), desk.suspension_list(210600, NULL, NULL, NULL)",
        NULL));
    claim_all(true);
    for (int round = 0; round < 5; round++)
        free(test_database_value(superuser, "SELECT count(*) AS value FROM yc.tend()", NULL));
    expect("1000", "SELECT sum(count) AS value FROM yc.stat_day WHERE kind = 'accept'");
    direct_close(&supervisor);
}

static void test_an_accept_sent_twice_at_once_is_one_case_and_one_reply(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct buffer sql = {0};
        struct client both[2];
        buffer_format(&sql, "SELECT test.accept(test.draft_filled(%d)) AS value", i);
        char *call = test_database_value(superuser, buffer_string(&sql), NULL);
        buffer_clear(&sql); /* the same call, its whole row instead of the number alone */
        buffer_format(&sql,
                      "SELECT concat_ws('/', number, accepted_at, promised_due, statutory_due, state, stage) "
                      "AS value %s",
                      strstr(call, "FROM"));
        both_run(both, "wangfang", buffer_string(&sql), "wangfang", buffer_string(&sql));
        assert_int_equal(both[0].rows, 1);
        assert_string_equal(buffer_string(&both[0].values), buffer_string(&both[1].values));
        both_close(both);
        free(call);
        buffer_free(&sql);
    }
    expect("20/20/20", "SELECT count(*) || '/' || count(DISTINCT number) || '/' || (SELECT count(*) FROM "
                       "yc.task) AS value FROM yc.case_file WHERE number IS NOT NULL");
    expect_whole();
}

/* The same statement, made by the database, twice at once: one reply. */
static void twice_at_once(const char *made_by)
{
    struct client both[2];
    char *call = test_database_value(superuser, made_by, NULL);
    both_run(both, "zhouqian", call, "zhouqian", call);
    assert_int_equal(both[0].rows, 1);
    assert_string_equal(buffer_string(&both[0].values), buffer_string(&both[1].values));
    both_close(both);
    free(call);
}

static void test_a_claim_and_decisions_sent_twice_at_once_are_one_each(void **state)
{
    (void)state;
    free(test_database_value(superuser, "SELECT test.many(30) AS value", NULL));
    twice_at_once("SELECT format('SELECT concat_ws(''/'', task_id, case_id, version) AS value FROM "
                  "desk.task_claim(%L, 210600, %L, NULL)', gen_random_uuid(), gen_random_uuid()) AS value");
    for (int i = 0; i < 20; i++)
        twice_at_once("SELECT format('SELECT concat_ws(''/'', state, next_task, next_version) AS value FROM "
                      "desk.task_decide_next(%L, 210600, %s, %L, %s, ''agree'', NULL, NULL)', "
                      "gen_random_uuid(), t.id, t.token, c.version) AS value "
                      "FROM yc.task t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id "
                      "WHERE t.claimed_by IS NOT NULL");
    expect("20/21/1", "SELECT concat_ws('/', (SELECT count(*) FROM yc.decision), (SELECT count(*) FROM "
                      "yc.journal WHERE action = 'claim'), (SELECT count(*) FROM yc.task WHERE claimed_by IS "
                      "NOT NULL)) AS value");
    expect_whole();
}

/* The right to act is looked at again when the act is done, not only when it began. */
static void test_who_is_disabled_while_a_command_waits_does_nothing(void **state)
{
    (void)state;
    struct error error = {0};
    char *call = test_database_value(superuser, "SELECT test.accept(test.draft_filled(1)) AS value", NULL);
    struct buffer sql = {0};
    buffer_format(&sql, "SELECT number AS value %s", strstr(call, "FROM"));
    struct direct *before = test_database_superuser();
    struct client client = {.sql = buffer_string(&sql), .direct = test_database_staff("wangfang", "test")};
    assert_true(direct_script(before, "BEGIN; SELECT FROM yc.case_file FOR UPDATE", NULL, &error));
    assert_int_equal(pthread_create(&client.thread, NULL, client_run, &client), 0);
    for (bool waits = false; !waits;) {
        char *found = test_database_value(superuser,
                                          "SELECT count(*) AS value FROM pg_stat_activity WHERE usename = "
                                          "'wangfang' AND wait_event_type = 'Lock'",
                                          NULL);
        waits = strcmp(found, "1") == 0;
        free(found);
    }
    free(test_database_value(
        superuser,
        "UPDATE yc.staff SET disabled_at = yc.now() WHERE login = 'wangfang' RETURNING id AS value", NULL));
    assert_true(direct_script(before, "COMMIT", NULL, &error));
    pthread_join(client.thread, NULL);
    assert_string_equal(buffer_string(&client.values), "E_STAFF_DISABLED ");
    expect("0", "SELECT count(number) AS value FROM yc.case_file");
    client_close(&client);
    direct_close(&before);
    buffer_free(&sql);
    free(call);
}

static void test_two_people_claim_one_task_and_one_gets_it(void **state)
{
    (void)state;
    free(test_database_value(superuser, "SELECT test.many(20) AS value", NULL));
    for (int i = 0; i < 20; i++) {
        struct client both[2];
        char *call = test_database_value(
            superuser,
            "SELECT replace(test.claim(id), 'task_id', 'task_id AS value') AS value FROM yc.task WHERE "
            "claimed_by IS NULL ORDER BY id LIMIT 1",
            NULL);
        both_run(both, "zhouqian", call, "liuyang", call);
        assert_int_equal(both[0].rows + both[1].rows, 1);
        assert_string_equal(buffer_string(&both[both[0].rows].values), "E_TASK_CLAIMED ");
        both_close(both);
        free(call);
    }
    expect_whole();
}

static void test_what_a_former_holder_sends_late_changes_nothing(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++) {
        struct client both[2];
        struct buffer take = {0};
        char *draft = test_database_value(
            superuser,
            "SELECT test.draft('wangfang', test.id_no((SELECT count(*)::int FROM yc.case_file))) AS value",
            NULL);
        char *save = test_database_value(
            superuser,
            "SELECT format('SELECT (SELECT seq FROM desk.field_save(210600, %s, %L, n, ''last_unit'', ''old "
            "'' || n)) AS value FROM "
            "generate_series(1, 200) n', id, token) AS value FROM yc.case_file WHERE id = $1::bigint",
            draft, NULL);
        buffer_format(&take,
                      "SELECT seq AS value FROM desk.case_take(gen_random_uuid(), 210600, %s) t, "
                      "desk.field_save(210600, %s, t.token, 1000, 'last_unit', 'new')",
                      draft, draft);
        both_run(both, "wangfang", save, "hejun", buffer_string(&take));
        assert_string_equal(buffer_string(&both[1].values), "1000 ");
        assert_true(both[0].rows == 200 || strcmp(buffer_string(&both[0].values), "E_CASE_HELD ") == 0);
        char *value = test_database_value(
            superuser, "SELECT value FROM yc.case_field WHERE case_id = $1::bigint AND field = 'last_unit'",
            draft, NULL);
        assert_string_equal(value, "new");
        free(value);
        both_close(both);
        free(save);
        free(draft);
        buffer_free(&take);
    }
    expect_whole();
}

static void test_a_decision_and_the_end_of_its_lease_do_not_both_happen(void **state)
{
    (void)state;
    int decided = 0;
    for (int i = 0; i < 20; i++) {
        struct client both[2];
        free(test_database_value(superuser, "SELECT test.many(1) AS value", NULL));
        free(test_database_value(superuser,
                                 "SELECT test.as('zhouqian', test.claim(t.id)) AS value FROM yc.task t JOIN "
                                 "yc.queue q ON q.id = t.queue_id WHERE q.stage = 'review' LIMIT 1",
                                 NULL));
        char *call =
            test_database_value(superuser,
                                "SELECT replace(test.decide(case_id, 'agree'), 'SELECT state', 'SELECT state "
                                "AS value') AS value FROM yc.task WHERE claimed_by IS NOT NULL",
                                NULL);
        free(test_database_value(superuser, "SELECT test.clock_add('61 s') AS value", NULL));
        both_run(both, "zhouqian", call, NULL, "SELECT expired AS value FROM yc.tend()");
        bool done = strcmp(buffer_string(&both[0].values), "accepted ") == 0;
        if (!done && strcmp(buffer_string(&both[0].values), "E_CASE_MOVED ") != 0)
            fail_msg("the decision: %s", buffer_string(&both[0].values));
        assert_string_equal(buffer_string(&both[1].values), done ? "0 " : "1 ");
        decided += done;
        both_close(both);
        free(call);
    }
    print_message("# decided before the lease ended: %d of 20\n", decided);
    expect_whole();
}

/* An act of its actor, made by made, is taken back at the moment in which the next officer opens the case. */
static void undo_against_claim(const char *made, const char *actor, const char *next, const char *back)
{
    int undone = 0;
    for (int i = 0; i < 20; i++) {
        struct client both[2];
        char *id = test_database_value(superuser, made, NULL);
        char *undo = test_database_value(
            superuser,
            "SELECT replace(test.undo($1::bigint), 'SELECT state', 'SELECT state AS value') AS value", id,
            NULL);
        char *claim = test_database_value(
            superuser,
            "SELECT replace(test.claim((test.task_of($1::bigint)).id), 'SELECT task_id', 'SELECT case_id AS "
            "value') AS value",
            id, NULL);
        both_run(both, actor, undo, next, claim);
        const char *first = buffer_string(&both[0].values), *second = buffer_string(&both[1].values);
        bool done = strcmp(first, back) == 0;
        if (!done && strcmp(first, "E_UNDO_OPENED ") != 0)
            fail_msg("the undo: %s", first);
        if (done ? strcmp(second, "E_TASK_UNKNOWN ") != 0 : strncmp(second, id, strlen(id)) != 0)
            fail_msg("undo %s, claim %s", first, second);
        undone += done;
        both_close(both);
        free(id);
        free(undo);
        free(claim);
    }
    print_message("# undone before it was opened: %d of 20\n", undone);
    expect_whole();
}

static void test_an_undo_and_the_next_claim_do_not_both_happen(void **state)
{
    (void)state;
    undo_against_claim(
        "SELECT test.accepted('wangfang', test.id_no((SELECT count(*)::int FROM yc.case_file))) AS value",
        "wangfang", "zhouqian", "draft ");
    undo_against_claim("SELECT id AS value FROM (SELECT test.accepted('wangfang', test.id_no((SELECT "
                       "count(*)::int FROM yc.case_file))) AS id OFFSET 0) made "
                       "WHERE test.decided('zhouqian', id, 'agree') = 'accepted'",
                       "zhouqian", "lina", "accepted ");
}

/* --- an applicant who waits */

/* A funeral grant, its case's id; "stage" names where it stands. */
static char *funeral_at(const char *stage)
{
    char *id = test_database_value(
        superuser,
        "SELECT test.funeral('wangfang', test.id_no((SELECT count(*)::int FROM yc.case_file))) AS value",
        NULL);
    free(test_database_value(superuser, "SELECT test.decided('zhouqian', $1::bigint, 'agree') AS value", id,
                             NULL));
    if (strcmp(stage, "approve") == 0)
        free(test_database_value(superuser, "SELECT test.decided('lina', $1::bigint, 'agree') AS value", id,
                                 NULL));
    return id;
}

static void test_two_supervisors_at_once_and_one_authorises(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++) {
        struct client both[2];
        char *id = funeral_at("approve");
        char *call = test_database_value(superuser,
                                         "SELECT replace(test.claim((test.task_of($1::bigint)).id), "
                                         "'task_id', 'task_id AS value') AS value",
                                         id, NULL);
        both_run(both, "zhaomin", call, "guoyan", call);
        assert_int_equal(both[0].rows + both[1].rows, 1);
        assert_string_equal(buffer_string(&both[both[0].rows].values), "E_TASK_CLAIMED ");
        both_close(both);
        free(call);
        free(id);
    }
    expect_whole();
}

/* Whichever comes first: no task of a visit that has ended goes before others. */
static void test_a_decision_and_the_end_of_the_visit_leave_no_task_in_front(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct client both[2];
        char *id = funeral_at("recheck");
        free(test_database_value(superuser,
                                 "SELECT test.as('lina', test.claim((test.task_of($1::bigint)).id)) AS value",
                                 id, NULL));
        char *decide = test_database_value(superuser,
                                           "SELECT replace(test.decide($1::bigint, 'agree'), 'SELECT state', "
                                           "'SELECT state AS value') AS value",
                                           id, NULL);
        char *leave = test_database_value(superuser,
                                          "SELECT format('SELECT visit_id AS value FROM "
                                          "desk.visit_set(gen_random_uuid(), 210600, %s, ''end'', "
                                          "NULL, ''left'')', (test.case_of($1::bigint)).visit_id) AS value",
                                          id, NULL);
        both_run(both, "lina", decide, "wangfang", leave);
        assert_string_equal(buffer_string(&both[0].values), "accepted ");
        assert_int_equal(both[1].rows, 1);
        both_close(both);
        expect("0", "SELECT count(*) AS value FROM yc.task WHERE priority = 1");
        free(decide);
        free(leave);
        free(id);
    }
    expect("0", "SELECT deadlocks AS value FROM pg_stat_database WHERE datname = current_database()");
    expect_whole();
}

/* --- anything at once */

static void test_random_commands_never_deadlock_and_leave_everything_whole(void **state)
{
    (void)state;
    static const char *const logins[RANDOM_CLIENTS] = {"wangfang", "hejun",    "zhouqian", "lina",
                                                       "liuyang",  "wangfang", "zhouqian", "zhaomin"};
    struct client clients[RANDOM_CLIENTS + 1] = {0};
    struct buffer sql[RANDOM_CLIENTS] = {{0}};
    free(test_database_value(superuser, "SELECT test.many(4) AS value", NULL));
    for (int i = 0; i < RANDOM_CLIENTS; i++) {
        clients[i].direct = test_database_superuser(); /* test.as() makes it the person's session */
        char seed[8];
        snprintf(seed, sizeof(seed), "0.%d", i + 1);
        free(test_database_value(clients[i].direct, "SELECT setseed($1::float8) AS value", seed, NULL));
        buffer_format(&sql[i], "SELECT test.command_random('%s') AS value", logins[i]);
        clients[i].sql = buffer_string(&sql[i]);
    }
    clients[RANDOM_CLIENTS] =
        (struct client){.direct = test_database_superuser(), .sql = "SELECT expired AS value FROM yc.tend()"};
    for (int n = 0; n < RANDOM_COMMANDS; n++) {
        /* Between the commands: the time of a statement is one value (yc.now()), the test's clock knows no
         * statements. */
        free(test_database_value(superuser, "SELECT test.clock_add('1 s') AS value", NULL));
        clients_run(clients, RANDOM_CLIENTS + 1);
    }
    int done = 0;
    for (int i = 0; i < RANDOM_CLIENTS; i++) {
        assert_int_equal(clients[i].rows, RANDOM_COMMANDS);
        const char *values = buffer_string(&clients[i].values);
        if (strstr(values, "40P01") || strstr(values, "E_DATABASE"))
            fail_msg("%s: %s", logins[i], values);
        for (const char *at = values; (at = strstr(at, "done")); at++)
            done++;
    }
    print_message("# %d of %d random commands went through\n", done, RANDOM_CLIENTS * RANDOM_COMMANDS);
    assert_true(done > RANDOM_CLIENTS * RANDOM_COMMANDS / 4);
    for (int i = 0; i <= RANDOM_CLIENTS; i++)
        client_close(&clients[i]);
    for (int i = 0; i < RANDOM_CLIENTS; i++)
        buffer_free(&sql[i]);
    expect("0", "SELECT deadlocks AS value FROM pg_stat_database WHERE datname = current_database()");
    expect_whole();
}

/* --- a selection */

static int occurrences(const char *text, const char *part)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        count++;
    return count;
}

enum { PIECES = 20, BEFORE = 10, DISTURBERS = 4 }; /* pieces sent while the others are at it */

/* Pieces from .. to - 1, two at a time, as from two places; beside the first two run the other statements. */
static void pieces_run(int from, int to, const char *const disturbers[DISTURBERS], struct buffer *told)
{
    for (int piece = from; piece < to; piece += 2) {
        struct client clients[2 + DISTURBERS] = {0};
        char *calls[2];
        int count = 2;
        for (int i = 0; i < 2; i++) {
            char n[8];
            snprintf(n, sizeof(n), "%d", piece + i);
            calls[i] = test_database_value(superuser, "SELECT test.piece($1::int) AS value", n, NULL);
            clients[i] = (struct client){.direct = test_database_staff("zhouqian", "test"), .sql = calls[i]};
        }
        for (int i = 0; i < DISTURBERS && disturbers && piece == from; i++)
            clients[count++] = (struct client){.direct = test_database_superuser(), .sql = disturbers[i]};
        clients_run(clients, count);
        for (int i = 0; i < count; i++) {
            if (i < 2)
                buffer_text(told, buffer_string(&clients[i].values));
            else
                assert_true(clients[i].rows > 0);
            client_close(&clients[i]);
        }
        free(calls[0]);
        free(calls[1]);
    }
}

static void test_of_500_selected_120_changed_meanwhile_and_380_are_done(void **state)
{
    (void)state;
    static const char *const disturbers[DISTURBERS] = {
        "SELECT test.as('liuyang', test.claim(task_id)) AS value FROM test.selected WHERE kind = 'claimed'",
        "SELECT test.decided('liuyang', case_id, 'return', '01', 'x') AS value FROM test.selected WHERE kind "
        "= "
        "'returned'",
        "SELECT test.decided('liuyang', case_id, 'agree') AS value FROM test.selected WHERE kind = 'decided'",
        "SELECT test.as('liuyang', test.claim(task_id)) || test.as('liuyang', format('SELECT task_id FROM "
        "desk.task_release(gen_random_uuid(), 210600, %s)', task_id)) AS value FROM test.selected WHERE kind "
        "= 'moved'",
    };
    struct buffer told = {0};
    struct error error = {0};
    expect("120", "SELECT test.select_500() AS value");
    pieces_run(0, BEFORE, disturbers, &told);
    struct direct *holder = test_database_superuser();
    assert_true(direct_script(holder,
                              "BEGIN; SELECT FROM yc.task t JOIN test.selected s ON s.task_id = t.id WHERE "
                              "s.kind = 'busy' FOR UPDATE OF t",
                              NULL, &error));
    pieces_run(BEFORE, PIECES, NULL, &told);
    assert_true(direct_script(holder, "ROLLBACK", NULL, &error));
    direct_close(&holder);
    static const struct {
        const char *part;
        int count;
    } rows[] = {{"done;", 380},           {"skipped/E_TASK_CLAIMED/who/刘洋;", 30},
                {"E_TASK_BUSY", 20},      {"E_CASE_MOVED/who/刘洋", 70},
                {"/action/return;", 30},  {"/action/agree;", 30},
                {"/action/release;", 10}, {";", 500}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int found = occurrences(buffer_string(&told), rows[i].part);
        if (found != rows[i].count)
            fail_msg("%s: %d of %d in\n%s", rows[i].part, found, rows[i].count, buffer_string(&told));
    }
    buffer_free(&told);
    expect("380/380",
           "SELECT count(*) || '/' || count(DISTINCT case_id) AS value FROM yc.decision d JOIN yc.staff "
           "s ON s.id = d.decided_by WHERE s.login = 'zhouqian'");
    expect("60", "SELECT count(*) AS value FROM yc.decision d JOIN yc.staff s ON s.id = d.decided_by WHERE "
                 "s.login = 'liuyang'");
    expect("0", "SELECT deadlocks AS value FROM pg_stat_database WHERE datname = current_database()");
    expect_whole();
}

/* Two people selected the same: each case is agreed to once, whoever came first, and nobody waits. */
static void test_two_selections_that_are_the_same_decide_each_case_once(void **state)
{
    (void)state;
    struct client both[2];
    free(test_database_value(superuser, "SELECT test.select_500() AS value", NULL));
    for (int piece = 0; piece < 6; piece++) {
        char n[8];
        snprintf(n, sizeof(n), "%d", piece);
        char *call = test_database_value(superuser, "SELECT test.piece($1::int) AS value", n, NULL);
        both_run(both, "zhouqian", call, "liuyang", call);
        int first = occurrences(buffer_string(&both[0].values), "done;"),
            second = occurrences(buffer_string(&both[1].values), "done;");
        assert_int_equal(first + second, 25);
        assert_int_equal(both[0].rows + both[1].rows, 50);
        assert_null(strstr(buffer_string(&both[0].values), "left"));
        both_close(both);
        free(call);
    }
    expect("150", "SELECT count(*) AS value FROM yc.decision");
    expect("0", "SELECT deadlocks AS value FROM pg_stat_database WHERE datname = current_database()");
    expect_whole();
}

#define DATABASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATABASE(test_32_clients_claim_each_of_1000_tasks_once),
        DATABASE(test_32_clients_claim_each_of_1000_tasks_once_beside_tending),
        DATABASE(test_a_report_that_stays_open_holds_up_neither_claims_nor_tending),
        DATABASE(test_an_accept_sent_twice_at_once_is_one_case_and_one_reply),
        DATABASE(test_a_claim_and_decisions_sent_twice_at_once_are_one_each),
        DATABASE(test_who_is_disabled_while_a_command_waits_does_nothing),
        DATABASE(test_two_people_claim_one_task_and_one_gets_it),
        DATABASE(test_what_a_former_holder_sends_late_changes_nothing),
        DATABASE(test_a_decision_and_the_end_of_its_lease_do_not_both_happen),
        DATABASE(test_an_undo_and_the_next_claim_do_not_both_happen),
        DATABASE(test_two_supervisors_at_once_and_one_authorises),
        DATABASE(test_a_decision_and_the_end_of_the_visit_leave_no_task_in_front),
        DATABASE(test_of_500_selected_120_changed_meanwhile_and_380_are_done),
        DATABASE(test_two_selections_that_are_the_same_decide_each_case_once),
        DATABASE(test_random_commands_never_deadlock_and_leave_everything_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
