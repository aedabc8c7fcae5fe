/* The driver itself, tried on programs that every Debian has. A shell that prints escape sequences stands for
 * a program with a screen; `cat -v` and `od` show which bytes a key really sent. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "story/command.h"
#include "story/driver.h"

static struct driver *shell(const char *script)
{
    return driver_start(&(struct driver_options){
        .program = "sh", .arguments = (const char *[]){"-c", script, NULL}, .rows = 6, .columns = 40});
}

/* --- Seeing */

static void test_screen_as_text(void **state)
{
    (void)state;
    struct driver *driver = shell("printf 'one\\r\\n  two'; read end");
    struct buffer picture = {0};
    driver_wait_text(driver, "two");
    driver_picture(driver, &picture);
    assert_string_equal(buffer_string(&picture), "one\n  two\n\n\n\n\n");
    driver_wait_row(driver, 0, "one");
    driver_expect_row(driver, -5, "two");
    driver_expect_no_text(driver, "three");
    assert_int_equal(driver_rows(driver), 6);
    assert_int_equal(driver_columns(driver), 40);
    buffer_free(&picture);
}

static void test_wide_characters_count_once(void **state)
{
    (void)state;
    struct driver *driver = shell("printf '张桂兰|𠮷䶮|e\\314\\201|'; read end");
    struct buffer row = {0};
    driver_wait_text(driver, "张桂兰|𠮷䶮|e\u0301|");
    driver_row_text(driver, 0, &row);
    assert_string_equal(buffer_string(&row), "张桂兰|𠮷䶮|e\u0301|");
    assert_string_equal(driver_cell(driver, 0, 2).text, "桂");
    assert_int_equal(driver_cell(driver, 0, 2).width, 2);
    assert_string_equal(driver_cell(driver, 0, 3).text, "");
    assert_int_equal(driver_cell(driver, 0, 3).width, 0);
    assert_string_equal(driver_cell(driver, 0, 7).text, "𠮷");
    driver_expect_cursor_after(driver, "e\u0301|");
    buffer_free(&row);
}

static void test_attributes_and_colours(void **state)
{
    (void)state;
    struct driver *driver =
        shell("printf 'again plain \\033[1;7magain\\033[0m\\r\\n"
              "XXXX\\033[2;1H\\033[7m缺1\\033[0m \\033[31;44mred\\033[93;49mbright\\033[0m'; read end");
    driver_wait_text(driver, "bright");
    driver_expect_attribute(driver, "plain", ATTRIBUTE_NONE);
    driver_expect_attribute(driver, "again", ATTRIBUTE_NONE);
    driver_expect_attribute(driver, "again", ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE);
    driver_expect_attribute(driver, "缺1", ATTRIBUTE_REVERSE);
    driver_expect_colour(driver, "red", COLOUR_RED, COLOUR_BLUE);
    driver_expect_colour(driver, "bright", COLOUR_YELLOW + 8, COLOUR_DEFAULT);
    driver_expect_colour(driver, "plain", COLOUR_DEFAULT, COLOUR_DEFAULT);
}

static void test_cursor(void **state)
{
    (void)state;
    struct driver *driver =
        shell("printf 'code code\\033[1;6H'; read end; printf '\\033[?25l\\033[3;4H'; read end");
    driver_wait_text(driver, "code");
    driver_expect_cursor_on(driver, "code");
    driver_expect_cursor_after(driver, "code ");
    assert_true(driver_cursor(driver).visible);
    driver_key(driver, "Enter");
    driver_rest(driver);
    assert_int_equal(driver_cursor(driver).row, 2);
    assert_int_equal(driver_cursor(driver).column, 3);
    assert_false(driver_cursor(driver).visible);
}

static void test_text_goes_away(void **state)
{
    (void)state;
    struct driver *driver = shell("printf 'loading'; read end; printf '\\033[H\\033[Jready'; read end");
    driver_wait_text(driver, "loading");
    driver_key(driver, "Enter");
    driver_wait_gone(driver, "loading");
    driver_expect_text(driver, "ready");
}

/* The program is busy between its two writes: a wait for the first sees the second too. */
static void test_half_drawn_screen_is_not_judged(void **state)
{
    (void)state;
    struct driver *driver = shell("printf 'first '; i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done;"
                                  "printf 'second'; read end");
    driver_wait_text(driver, "first");
    struct buffer row = {0};
    driver_row_text(driver, 0, &row);
    assert_string_equal(buffer_string(&row), "first second");
    buffer_free(&row);
}

/* The picture was read when it was made; it holds what the screen must look like. */
static void test_picture_file(void **state)
{
    (void)state;
    struct driver *driver =
        shell("printf '一窗 driver\\033[3;5H\\033[7m下一步\\033[0m\\033[6;38Hend'; read end");
    driver_wait_text(driver, "end");
    driver_compare_picture(driver, "driver-40x6");
}

/* --- Typing */

/* A program that sets the terminal raw with these modes and shows every byte that it reads. */
static struct driver *byte_shower(const char *modes)
{
    struct buffer script = {0};
    buffer_format(&script, "stty raw -echo; printf '%sready\\r\\n'; exec cat -v", modes);
    struct driver *driver = driver_start(&(struct driver_options){
        .program = "sh", .arguments = (const char *[]){"-c", buffer_string(&script), NULL}});
    buffer_free(&script);
    driver_wait_text(driver, "ready");
    return driver;
}

static void test_keys_in_normal_mode(void **state)
{
    (void)state;
    struct driver *driver = byte_shower("");
    driver_keys_in_turn(driver,
                        "Up F1 F12 Keypad-+ Keypad-Enter Shift-Tab Alt-1 Ctrl-Z Ctrl-I Esc Backspace Delete");
    driver_type(driver, "!");
    driver_wait_text(driver, "^[[A^[OP^[[24~+^M^[[Z^[1^Z      ^[^?^[[3~!"); /* Ctrl-I is a tab */
    assert_int_equal(driver_keys(driver), 13);
}

static void test_keys_in_application_mode(void **state)
{
    (void)state;
    struct driver *driver = byte_shower("\\033[?1h\\033=");
    driver_keys_in_turn(driver, "Up Left Home Keypad-+ Keypad-5 Keypad-Enter F5 PgDn");
    driver_wait_text(driver, "^[OA^[OD^[OH^[Ok^[Ou^[OM^[[15~^[[6~");
}

static void test_typed_text_is_counted_by_character(void **state)
{
    (void)state;
    struct driver *driver = shell("cat");
    driver_type(driver, "张桂兰 1976");
    driver_key(driver, "Enter");
    driver_wait_row(driver, 1, "张桂兰 1976");
    assert_int_equal(driver_keys(driver), 9);
}

static void test_paste_is_bracketed_when_asked_for(void **state)
{
    (void)state;
    struct driver *plain = byte_shower(""), *bracketed = byte_shower("\\033[?2004h");
    driver_paste(plain, "210104");
    driver_paste(bracketed, "210104");
    driver_wait_row(plain, 1, "210104 ");
    driver_wait_row(bracketed, 1, "^[[200~210104^[[201~");
    assert_int_equal(driver_keys(bracketed), 1);
}

static void test_bytes_are_sent_as_they_are(void **state)
{
    (void)state;
    struct driver *driver = byte_shower("");
    driver_bytes(driver, "\033[1", 3);
    driver_wait_text(driver, "^[[1");
    driver_bytes(driver, "5~\xff", 3);
    driver_wait_text(driver, "^[[15~M-^?");
    assert_int_equal(driver_keys(driver), 0);
}

/* More than a pty's buffer holds: it must go on while the program reads. */
static void test_long_paste_arrives_whole(void **state)
{
    (void)state;
    static char text[50001];
    memset(text, 'x', sizeof text - 1);
    struct driver *driver = shell("stty raw -echo; printf 'ready\\r\\n'; head -c 50000 | wc -c; read end");
    driver_wait_text(driver, "ready");
    driver_paste(driver, text);
    driver_wait_text(driver, "50000");
}

/* The program asks the terminal what it is, as it would for sixel; the answer comes without a key. */
static void test_terminal_answers(void **state)
{
    (void)state;
    struct driver *driver =
        shell("stty raw -echo; printf '\\033[c'; dd bs=1 count=7 2>/dev/null | cat -v; read end");
    driver_wait_text(driver, "^[[?1;2c");
}

/* --- The world */

static void test_world_is_pinned(void **state)
{
    (void)state;
    setenv("NO_COLOR", "1", 1);
    setenv("PGHOST", "elsewhere", 1);
    struct driver *driver = driver_start(&(struct driver_options){
        .program = "env", .environment = (const char *[]){"LANG=C", "EXTRA=yes", NULL}, .rows = 12});
    assert_int_equal(driver_exit_status(driver), 0);
    driver_expect_text(driver, "TZ=Asia/Shanghai");
    driver_expect_text(driver, "TERM=xterm-256color");
    driver_expect_text(driver, "LANG=C ");
    driver_expect_text(driver, "EXTRA=yes");
    driver_expect_text(driver, driver_home(driver));
    driver_expect_no_text(driver, "NO_COLOR");
    driver_expect_no_text(driver, "PGHOST");
    unsetenv("NO_COLOR");
    unsetenv("PGHOST");
}

static void test_home_is_empty_and_goes(void **state)
{
    (void)state;
    struct stat folder;
    struct driver *driver =
        shell("ls -A \"$HOME\" | wc -l; mkdir -p \"$HOME/a/b\"; : >\"$HOME/a/b/c\"; echo made");
    driver_wait_text(driver, "made");
    driver_expect_row(driver, 0, "0");
    char home[256];
    snprintf(home, sizeof home, "%s", driver_home(driver));
    assert_int_equal(stat(home, &folder), 0);
    driver_stop(&driver);
    assert_null(driver);
    assert_int_not_equal(stat(home, &folder), 0);
}

static void test_home_of_the_caller_stays(void **state)
{
    (void)state;
    char home[] = "/tmp/yichuang-kept.XXXXXX", path[64];
    assert_non_null(mkdtemp(home));
    for (int round = 0; round < 2; round++) {
        struct driver *driver = driver_start(&(struct driver_options){
            .program = "sh",
            .home = home,
            .arguments = (const char *[]){"-c", "echo >>~/journal; wc -l ~/journal", NULL}});
        driver_wait_text(driver, round == 0 ? "1 " : "2 ");
        driver_stop(&driver);
    }
    snprintf(path, sizeof path, "%s/journal", home);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(home), 0);
}

static void test_resize(void **state)
{
    (void)state;
    struct driver *driver = shell("trap 'stty size' WINCH; stty size; while :; do read end; done");
    driver_wait_text(driver, "6 40");
    driver_resize(driver, 10, 120);
    driver_wait_text(driver, "10 120");
    assert_int_equal(driver_rows(driver), 10);
    assert_int_equal(driver_columns(driver), 120);
    driver_resize(driver, 4, 10);
    driver_wait_text(driver, "4 10");
}

static void test_exit_status(void **state)
{
    (void)state;
    assert_int_equal(driver_exit_status(shell("exit 3")), 3);
    struct driver *driver = shell("read end; printf done; exit 2");
    driver_key(driver, "Enter");
    assert_int_equal(driver_exit_status(driver), 2);
    driver_expect_text(driver, "done"); /* the last words are on the screen still */
}

static void test_signals(void **state)
{
    (void)state;
    struct driver *driver = shell("trap 'echo hung up; exit 7' HUP; echo ready; read end");
    driver_wait_text(driver, "ready");
    driver_signal(driver, SIGHUP);
    assert_int_equal(driver_exit_status(driver), 7);
    driver_expect_text(driver, "hung up");

    driver = shell("echo ready; read end");
    driver_wait_text(driver, "ready");
    driver_signal(driver, SIGKILL);
    assert_int_equal(driver_exit_status(driver), 128 + SIGKILL);
}

/* The program is the foreground job: the terminal's own Ctrl-C reaches it. */
static void test_interrupt_key_reaches_the_program(void **state)
{
    (void)state;
    struct driver *driver = shell("echo ready; read end");
    driver_wait_text(driver, "ready");
    driver_key(driver, "Ctrl-C");
    assert_int_equal(driver_exit_status(driver), 128 + SIGINT);
}

static void test_restored_terminal(void **state)
{
    (void)state;
    struct driver *driver =
        shell("before=$(stty -g); stty raw -echo; printf '\\033[?1049h\\033[?25l\\033[?2004h\\033[?1h\\033=';"
              "printf '\\033[7minside'; dd bs=1 count=1 2>/dev/null;"
              "printf '\\033[m\\033[?1l\\033>\\033[?2004l\\033[?25h\\033[?1049l'; stty \"$before\"");
    driver_wait_text(driver, "inside");
    driver_key(driver, "x");
    driver_expect_terminal_restored(driver);
    driver_expect_no_text(driver, "inside");
}

static void test_memory_and_wakeups(void **state)
{
    (void)state;
    struct driver *idle = shell("exec cat");
    struct driver *busy = shell("read end; exec sh -c 'while :; do sleep 0.01; done'");
    assert_in_range((unsigned long)driver_memory(idle), 100, 100000);
    assert_int_equal(driver_wakeups(idle, 100), 0);
    driver_rest(busy);
    driver_key(busy, "Enter");
    assert_true(driver_wakeups(busy, 200) > 0);
}

static void test_everything_written_is_kept(void **state)
{
    (void)state;
    struct driver *driver = shell("printf 'sec''ret\\033[2J\\033[Hshown'; read end");
    driver_wait_text(driver, "shown");
    driver_expect_no_text(driver, "secret");
    assert_non_null(strstr(buffer_string(driver_written(driver)), "secret"));
}

static void test_command_run(void **state)
{
    (void)state;
    struct buffer out = {0};
    assert_int_equal(command_run(&out, (const char *[]){"sh", "-c", "echo one; echo two >&2; exit 4", NULL}),
                     4);
    assert_string_equal(buffer_string(&out), "one\ntwo\n");
    buffer_clear(&out);
    assert_int_equal(command_run(&out, (const char *[]){"sh", "-c", "echo $TZ $HOME; kill $$", NULL}),
                     128 + SIGTERM);
    assert_string_equal(buffer_string(&out), "Asia/Shanghai /nonexistent\n");
    buffer_clear(&out);
    assert_int_equal(command_run(&out, (const char *[]){"no-such-program", NULL}), 127);
    assert_non_null(strstr(buffer_string(&out), "no-such-program: No such file"));
    buffer_clear(&out); /* what stays behind and keeps the output open holds nobody up */
    assert_int_equal(command_run(&out, (const char *[]){"sh", "-c", "sleep 30 & echo $!", NULL}), 0);
    assert_int_equal(kill((pid_t)atoi(buffer_string(&out)), SIGKILL), 0);
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_screen_as_text, driver_teardown),
        cmocka_unit_test_teardown(test_wide_characters_count_once, driver_teardown),
        cmocka_unit_test_teardown(test_attributes_and_colours, driver_teardown),
        cmocka_unit_test_teardown(test_cursor, driver_teardown),
        cmocka_unit_test_teardown(test_text_goes_away, driver_teardown),
        cmocka_unit_test_teardown(test_half_drawn_screen_is_not_judged, driver_teardown),
        cmocka_unit_test_teardown(test_picture_file, driver_teardown),
        cmocka_unit_test_teardown(test_keys_in_normal_mode, driver_teardown),
        cmocka_unit_test_teardown(test_keys_in_application_mode, driver_teardown),
        cmocka_unit_test_teardown(test_typed_text_is_counted_by_character, driver_teardown),
        cmocka_unit_test_teardown(test_paste_is_bracketed_when_asked_for, driver_teardown),
        cmocka_unit_test_teardown(test_bytes_are_sent_as_they_are, driver_teardown),
        cmocka_unit_test_teardown(test_long_paste_arrives_whole, driver_teardown),
        cmocka_unit_test_teardown(test_terminal_answers, driver_teardown),
        cmocka_unit_test_teardown(test_world_is_pinned, driver_teardown),
        cmocka_unit_test_teardown(test_home_is_empty_and_goes, driver_teardown),
        cmocka_unit_test_teardown(test_home_of_the_caller_stays, driver_teardown),
        cmocka_unit_test_teardown(test_resize, driver_teardown),
        cmocka_unit_test_teardown(test_exit_status, driver_teardown),
        cmocka_unit_test_teardown(test_signals, driver_teardown),
        cmocka_unit_test_teardown(test_interrupt_key_reaches_the_program, driver_teardown),
        cmocka_unit_test_teardown(test_restored_terminal, driver_teardown),
        cmocka_unit_test_teardown(test_memory_and_wakeups, driver_teardown),
        cmocka_unit_test_teardown(test_everything_written_is_kept, driver_teardown),
        cmocka_unit_test(test_command_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
