/* The password of a new login, typed at a terminal: asked for twice, never shown, the terminal itself again
 * afterwards. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "story/driver.h"
#include "story/world.h"

static const char secret[] = "Kein Wort 口令";

/* The login of this run: logins belong to the whole cluster, which goes away with the run. */
static const char *login_name(void)
{
    static struct buffer name;
    if (!name.length)
        buffer_format(&name, "typed_%d", getpid());
    return buffer_string(&name);
}

static struct driver *staff_add(const char *database)
{
    return driver_start(&(struct driver_options){
        .program = "yichuang-admin",
        .arguments = (const char *[]){"--lang", "en", "staff", "add", login_name(), "--name", "丁三",
                                      "--name-en", "Ding San", "--db", database, NULL},
        .columns = 120});
}

static void type_line(struct driver *driver, const char *line)
{
    driver_type(driver, line);
    driver_key(driver, "Enter");
}

static void test_password_is_asked_for_twice_and_never_shown(void **state)
{
    (void)state;
    const char *database = world_database("password");
    struct driver *operator= staff_add(database);
    driver_wait_text(operator, "Password for");
    type_line(operator, secret);
    driver_wait_text(operator, "Once more:");
    type_line(operator, secret);
    driver_wait_text(operator, "Added typed_");
    assert_int_equal(driver_exit_status(operator), 0);
    assert_null(strstr(buffer_string(driver_written(operator)), "Kein"));
    driver_expect_terminal_restored(operator);
    assert_string_equal(world_sql(database, "SELECT name_zh FROM yc.staff WHERE login = '%s'", login_name()),
                        "丁三");
}

static void test_two_passwords_that_differ_change_nothing(void **state)
{
    (void)state;
    const char *database = world_database("password");
    struct driver *operator= staff_add(database);
    driver_wait_text(operator, "Password for");
    type_line(operator, secret);
    driver_wait_text(operator, "Once more:");
    type_line(operator, "Kein anderes");
    driver_wait_text(operator, "The two passwords differ");
    assert_int_equal(driver_exit_status(operator), 1);
    assert_string_equal(world_sql(database, "SELECT count(*) FROM yc.staff WHERE login = '%s'", login_name()),
                        "0");
}

static void test_a_short_password_is_refused_before_it_is_asked_for_again(void **state)
{
    (void)state;
    struct driver *operator= staff_add(world_database("password"));
    driver_wait_text(operator, "Password for");
    type_line(operator, "short");
    driver_wait_text(operator, "A password has at least 8 characters");
    driver_expect_no_text(operator, "Once more:");
    assert_int_equal(driver_exit_status(operator), 1);
}

static void test_a_signal_leaves_the_terminal_as_it_was(void **state)
{
    (void)state;
    struct driver *operator= staff_add(world_database("password"));
    driver_wait_text(operator, "Password for");
    driver_type(operator, "half of it");
    driver_key(operator, "Ctrl-C");
    assert_int_equal(driver_exit_status(operator), 128 + SIGINT);
    driver_expect_terminal_restored(operator);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_password_is_asked_for_twice_and_never_shown, world_teardown),
        cmocka_unit_test_teardown(test_two_passwords_that_differ_change_nothing, world_teardown),
        cmocka_unit_test_teardown(test_a_short_password_is_refused_before_it_is_asked_for_again,
                                  world_teardown),
        cmocka_unit_test_teardown(test_a_signal_leaves_the_terminal_as_it_was, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
