/* A story that fails must tell why in one picture. `test_driver_failures NAME` runs one that must fail;
 * without a name each of them is run so, and what it told is looked at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "story/command.h"
#include "story/driver.h"

enum { SHORT_LIMIT = 300 }; /* milliseconds: these waits are meant to run out */

static struct driver *impatient(const char *script)
{
    return driver_start(&(struct driver_options){.program = "sh",
                                                 .arguments = (const char *[]){"-c", script, NULL},
                                                 .name = "clerk",
                                                 .rows = 4,
                                                 .columns = 24,
                                                 .limit = SHORT_LIMIT});
}

static void fails_text(void **state)
{
    (void)state;
    struct driver *driver =
        impatient("stty -echo; printf '姓名 \\033[1;7;33m张桂兰\\033[m\\033[1;6H'; while read x; do :; done");
    driver_wait_text(driver, "张桂兰");
    driver_type(driver, "ab");
    driver_key(driver, "F9");
    driver_wait_text(driver, "缺0");
}

static void fails_start(void **state)
{
    (void)state;
    driver_start(&(struct driver_options){.program = "no-such-program"});
}

static void fails_early_end(void **state)
{
    (void)state;
    driver_wait_text(impatient("echo goodbye; exit 5"), "never");
}

static void fails_attribute(void **state)
{
    (void)state;
    struct driver *driver = impatient("printf 'F9受理'; read end");
    driver_wait_text(driver, "F9受理");
    driver_expect_attribute(driver, "受理", ATTRIBUTE_REVERSE);
}

static void fails_cursor(void **state)
{
    (void)state;
    struct driver *driver = impatient("printf 'here  '; read end");
    driver_wait_text(driver, "here");
    driver_expect_cursor_after(driver, "here");
}

static void fails_no_text(void **state)
{
    (void)state;
    struct driver *driver = impatient("printf 'password: hunter2'; read end");
    driver_wait_text(driver, "password");
    driver_expect_no_text(driver, "hunter2");
}

static void fails_picture(void **state)
{
    (void)state;
    struct driver *driver = driver_start(&(struct driver_options){
        .program = "sh",
        .arguments = (const char *[]){"-c", "printf '一窗 drivel\\033[6;38Hend'; read end", NULL},
        .rows = 6,
        .columns = 40});
    driver_wait_text(driver, "end");
    driver_compare_picture(driver, "driver-40x6");
}

static void fails_picture_missing(void **state)
{
    (void)state;
    struct driver *driver = impatient("echo ready; read end");
    driver_wait_text(driver, "ready");
    driver_compare_picture(driver, "no-such-picture");
}

static void fails_restored(void **state)
{
    (void)state;
    driver_expect_terminal_restored(
        impatient("stty -echo; printf '\\033[?1049h\\033[?25l\\033[?2004h\\033[?1h\\033[1m'"));
}

static void fails_rest(void **state)
{
    (void)state;
    driver_rest(impatient("while :; do :; done"));
}

static void fails_key_name(void **state)
{
    (void)state;
    driver_key(impatient("read end"), "F25");
}

static const struct {
    const char *name;
    void (*story)(void **state);
    const char *told[6]; /* each of these must stand in what it tells */
} FAILURES[] = {
    {"text",
     fails_text,
     {"clerk: awaited text \"缺0\"", "in fails_text at test_driver_failures.c:", "typed (3 keys): ab<F9>",
      "   0|姓名 张桂兰             |\n          ^ cursor, row 0, column 5\n",
      "0  columns 5-10 bold reverse yellow  \"张桂兰\"", "clerk runs as process"}},
    {"start",
     fails_start,
     {"no-such-program: awaited the start of no-such-program: No such file", "did not start"}},
    {"early-end", fails_early_end, {"clerk ended with status 5", "goodbye"}},
    {"attribute", fails_attribute, {"text \"受理\" with the attributes 0x4"}},
    {"cursor", fails_cursor, {"the cursor right behind \"here\"", "cursor, row 0, column 6"}},
    {"no-text", fails_no_text, {"awaited no text \"hunter2\""}},
    {"picture",
     fails_picture,
     {"driver-40x6.txt", "   0 -一窗 driver\n   0 +一窗 drivel\n", "   2 -    下一步\n   2 +\n"}},
    {"picture-missing",
     fails_picture_missing,
     {"tests/story/pictures/no-such-picture.txt: No such file", "YICHUANG_PICTURES=write makes it"}},
    {"restored",
     fails_restored,
     {"left with: termios changed, alternate screen shown, cursor hidden, "
      "bracketed paste on, application cursor keys on, attributes set"}},
    {"rest", fails_rest, {"the program at rest (its state is R, all keys are read)"}},
    {"key-name", fails_key_name, {"the name of a key, not \"F25\""}},
};

enum { FAILURE_COUNT = sizeof FAILURES / sizeof *FAILURES };

static int run_failure(const char *name)
{
    for (size_t i = 0; i < FAILURE_COUNT; i++) {
        struct CMUnitTest test = cmocka_unit_test_teardown(FAILURES[i].story, driver_teardown);
        if (strcmp(FAILURES[i].name, name) == 0)
            return _cmocka_run_group_tests(name, &test, 1, NULL, NULL);
    }
    return 2;
}

static void test_failures_explain_themselves(void **state)
{
    (void)state;
    char program[4096] = "";
    assert_true(readlink("/proc/self/exe", program, sizeof program - 1) > 0);
    for (size_t i = 0; i < FAILURE_COUNT; i++) {
        struct buffer out = {0};
        assert_int_equal(command_run(&out, (const char *[]){program, FAILURES[i].name, NULL}), 1);
        for (size_t j = 0; j < 6 && FAILURES[i].told[j]; j++) {
            if (!strstr(buffer_string(&out), FAILURES[i].told[j]))
                fail_msg("%s did not tell '%s' but: %s", FAILURES[i].name, FAILURES[i].told[j],
                         buffer_string(&out));
        }
        buffer_free(&out);
    }
}

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_failures_explain_themselves)};
    return argc == 2 ? run_failure(argv[1]) : cmocka_run_group_tests(tests, NULL, NULL);
}
