/* What only a real login can show: becoming somebody else, what others see before a commit, a session that
 * outlives its rights. tests/store/sql/attacks.sql has the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "store/database.h"

enum { SQL_MOST = 1 << 20 };

static struct direct *superuser, *clerk, *colleague;

static void expect_script(struct direct *direct, const char *code, const char *script)
{
    struct error error = {0};
    bool good = direct_script(direct, script, NULL, &error);
    if (good != (code == NULL) || (code && strcmp(error.code, code) != 0))
        fail_msg("%s\n  found    %s\n  expected %s", script, good ? "done" : error.code,
                 code ? code : "done");
    error_free(&error);
}

static void expect_rows(struct direct *direct, int rows, const char *sql, const char *parameter)
{
    struct store_reply *reply = NULL;
    struct error error = {0};
    if (!direct_text(direct, &reply, &error, sql, parameter, NULL))
        fail_msg("%s: %s", sql, error.code);
    assert_int_equal(store_reply_rows(reply), rows);
    store_reply_free(&reply);
}

static int begin(void **state)
{
    (void)state;
    struct buffer text = {0};
    struct error error = {0};
    test_database_open("session");
    superuser = test_database_superuser();
    clerk = test_database_staff("wangfang", "test");
    colleague = test_database_staff("hejun", "test");
    assert_true(file_read("tests/store/helpers.sql", SQL_MOST, &text, &error));
    expect_script(superuser, NULL, buffer_string(&text));
    buffer_free(&text);
    return 0;
}

static int end(void **state)
{
    (void)state;
    direct_close(&colleague);
    direct_close(&clerk);
    direct_close(&superuser);
    test_database_close();
    return 0;
}

static void test_a_login_becomes_nobody_else(void **state)
{
    (void)state;
    static const char *const attempts[] = {"SET SESSION AUTHORIZATION postgres",
                                           "SET SESSION AUTHORIZATION hejun",
                                           "SET SESSION AUTHORIZATION yc_owner",
                                           "SET ROLE hejun",
                                           "SET ROLE yc_desk",
                                           "SET ROLE postgres",
                                           "SELECT set_config('session_authorization', 'postgres', false)",
                                           "SELECT set_config('role', 'yc_owner', false)"};
    for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
        expect_script(clerk, "E_DATABASE_RIGHT", attempts[i]);
    expect_script(clerk, NULL, "SET ROLE yc_staff");
    char *login = test_database_value(clerk, "SELECT login AS value FROM desk.sign_on()", NULL);
    assert_string_equal(login, "wangfang");
    free(login);
}

static void test_nobody_sees_a_number_before_it_is_committed(void **state)
{
    (void)state;
    char *draft =
        test_database_value(superuser, "SELECT test.draft('wangfang', test.id_no(1)) AS value", NULL);
    expect_rows(superuser, 1, "SELECT test.fill('wangfang', $1::bigint)", draft);
    char *call = test_database_value(superuser, "SELECT test.accept($1::bigint) AS value", draft, NULL);
    expect_script(clerk, NULL, "BEGIN");
    expect_script(clerk, NULL, call);
    expect_rows(colleague, 0, "SELECT number FROM desk.receipt(210600, $1::bigint)", draft);
    expect_rows(colleague, 0,
                "SELECT number FROM desk.case_find(210600, right($1, 0) || '21060020260302001000015')",
                draft);
    expect_script(clerk, NULL, "ROLLBACK");
    expect_rows(colleague, 0, "SELECT number FROM desk.receipt(210600, $1::bigint)", draft);
    expect_rows(clerk, 0, "SELECT number FROM desk.receipt(210600, $1::bigint)", draft);
    expect_script(clerk, NULL, call); /* the same command once more: it had not happened */
    expect_rows(colleague, 1, "SELECT number FROM desk.receipt(210600, $1::bigint)", draft);
    free(call);
    free(draft);
}

static void test_who_is_disabled_acts_no_more_in_any_open_session(void **state)
{
    (void)state;
    struct direct *old = test_database_staff("wangfang", "test"),
                  *operator= test_database_staff("sunwei", "test");
    expect_script(
        old, NULL,
        "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM pg_roles"); /* the world as it is now */
    expect_rows(clerk, 1, "SELECT login FROM desk.sign_on() WHERE $1 = ''", "");
    expect_rows(operator, 1, "SELECT staff_id FROM desk.staff_disable(gen_random_uuid(), 210600, $1)",
                "wangfang");
    expect_script(clerk, "E_STAFF_DISABLED", "SELECT * FROM desk.sign_on()");
    expect_script(old, "E_SESSION_STALE", "SELECT * FROM desk.visit_list(210600, 1::smallint)");
    expect_script(
        superuser, NULL,
        "ALTER ROLE wangfang LOGIN PASSWORD 'test'"); /* logins belong to the cluster: for the other tests */
    direct_close(&operator);
    direct_close(&old);
}

static void test_a_transaction_left_open_does_not_hold_tending_up(void **state)
{
    (void)state;
    expect_rows(superuser, 1, "SELECT test.many($1::int)", "10");
    expect_rows(superuser, 1, "SELECT * FROM yc.tend() WHERE $1 = ''", "");
    expect_script(superuser, NULL, "UPDATE yc.queue_floor SET priority = 9");
    /* its visit is begun before, since both sit at one window here, and a window counts its own day */
    expect_script(superuser, NULL, "SELECT test.fill('hejun', test.draft('hejun', test.id_no(3), '郭晓兰'))");
    struct direct *idle = test_database_superuser();
    expect_script(
        idle, NULL,
        "BEGIN; SELECT test.accepted('wangfang', test.id_no(2))"); /* lowers the floor, and sits there */
    expect_script(superuser, NULL, "SET lock_timeout = '2s'; SELECT * FROM yc.tend()");
    expect_script(superuser, NULL,
                  "SELECT test.as('hejun', test.accept(c.id)) FROM yc.case_file c WHERE c.state = 'draft'");
    direct_close(&idle);
}

#define SESSION(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION(test_a_login_becomes_nobody_else),
        SESSION(test_nobody_sees_a_number_before_it_is_committed),
        SESSION(test_who_is_disabled_acts_no_more_in_any_open_session),
        SESSION(test_a_transaction_left_open_does_not_hold_tending_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
