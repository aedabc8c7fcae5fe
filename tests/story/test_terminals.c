/* The program on other terminals than the usual one: their names and keys, without colours, with other
 * borders, and for a screen reader. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

/* The program at the login screen, on a terminal of that name; more is a further setting of the environment.
 */
static struct driver *login_on(const char *db, const char *terminal, const char *more)
{
    struct buffer name = {0};
    buffer_format(&name, "TERM=%s", terminal);
    const char *environment[] = {buffer_string(&name), more, NULL};
    const char *arguments[] = {"--db", db, "--lang", "zh", NULL};
    struct driver *driver = driver_start(
        &(struct driver_options){.arguments = arguments, .environment = environment, .name = terminal});
    buffer_free(&name);
    driver_wait_text(driver, "F10");
    return driver;
}

static void sign_on(struct driver *driver, const char *login, const char *window)
{
    people_type_login(driver, &(struct person_at){.login = login, .window = window});
    driver_wait_gone(driver, "口令");
}

static const struct {
    const char *name, *help, *end, *home; /* what it sends for F1, End and Home */
} terminals[] = {
    {"xterm", "\033OP", "\033OF", "\033OH"},
    {"xterm-mono", "\033OP", "\033OF", "\033OH"},
    {"linux", "\033[[A", "\033[4~", "\033[1~"},
    {"screen", "\033OP", "\033[4~", "\033[1~"},
    {"screen-256color", "\033OP", "\033[4~", "\033[1~"},
    {"tmux-256color", "\033OP", "\033[4~", "\033[1~"},
    {"vt100", "\033OP", "\033[F", "\033[H"},
    {"vt220", "\033OP", "\033[4~", "\033[1~"},
    /* not in ncurses-base: taken for their nearest where ncurses-term is not installed */
    {"putty", "\033[11~", "\033[4~", "\033[1~"},
    {"putty-256color", "\033[11~", "\033[4~", "\033[1~"},
    {"mintty", "\033OP", "\033[F", "\033[H"},
    {"ms-terminal", "\033OP", "\033[F", "\033[H"},
};

/* F1 opens the help, Esc leaves it; Home and End move in a field. The screen is the same on all. */
static void test_every_terminal_by_its_own_keys(void **state)
{
    (void)state;
    const char *db = world_database("terminals");
    struct buffer first = {0};
    for (size_t i = 0; i < sizeof(terminals) / sizeof(terminals[0]); i++) {
        struct driver *driver = login_on(db, terminals[i].name, NULL);
        struct buffer picture = {0};
        driver_bytes(driver, terminals[i].help, strlen(terminals[i].help));
        driver_wait_text(driver, "能做的动作");
        driver_key(driver, "Esc");
        driver_wait_text(driver, "口令");
        driver_type(driver, "bd");
        driver_bytes(driver, terminals[i].home, strlen(terminals[i].home));
        driver_type(driver, "a");
        driver_bytes(driver, terminals[i].end, strlen(terminals[i].end));
        driver_bytes(driver, i % 2 ? "\b" : "\x7f", 1);
        driver_type(driver, "c");
        driver_wait_text(driver, "[abc ");
        driver_expect_cursor_after(driver, "[abc");
        driver_picture(driver, &picture);
        if (i == 0)
            buffer_text(&first, buffer_string(&picture));
        else if (strcmp(buffer_string(&first), buffer_string(&picture)) != 0)
            driver_fail(driver, "the screen of %s on %s", terminals[0].name, terminals[i].name);
        buffer_free(&picture);
        driver_stop(&driver);
    }
    buffer_free(&first);
}

static void expect_refused(const char *terminal, const char *sentence)
{
    struct buffer name = {0};
    buffer_format(&name, "TERM=%s", terminal);
    const char *environment[] = {buffer_string(&name), NULL};
    const char *arguments[] = {"--lang", "zh", NULL};
    struct driver *driver = driver_start(
        &(struct driver_options){.arguments = arguments, .environment = environment, .name = terminal});
    assert_int_equal(driver_exit_status(driver), 1);
    driver_expect_text(driver, sentence);
    driver_expect_no_text(driver, "Error opening");
    buffer_free(&name);
    driver_stop(&driver);
}

static void test_a_terminal_that_will_not_do_is_told(void **state)
{
    (void)state;
    expect_refused("dumb", "终端类型“dumb”画不出");
    expect_refused("hall-of-2031", "不认识终端类型“hall-of-2031”");
}

static int coloured_cells(struct driver *driver)
{
    int count = 0;
    for (int row = 0; row < driver_rows(driver); row++) {
        for (int column = 0; column < driver_columns(driver); column++) {
            struct driver_cell cell = driver_cell(driver, row, column);
            count += cell.foreground != COLOUR_DEFAULT || cell.background != COLOUR_DEFAULT;
        }
    }
    return count;
}

/* Whoever sees no colours loses no word: the marks and words say the same. */
static void test_without_colours_nothing_is_lost(void **state)
{
    (void)state;
    static const char *const plain[][2] = {{"xterm-256color", "NO_COLOR=1"},
                                           {"xterm-256color", "YICHUANG_COLOURS=none"},
                                           {"xterm-mono", NULL},
                                           {"vt100", NULL}};
    static const char *const numbers[] = {PERSON_NUMBER, "210602190103121011", "210602190103121038",
                                          "210602190103121054"};
    const char *db = world_database("plain");
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
        struct driver *driver = login_on(db, plain[i][0], plain[i][1]);
        sign_on(driver, "wangfang", "2");
        people_new_person(driver, numbers[i], PERSON_NAME);
        people_pick(driver);
        driver_type(driver, "139");
        driver_key(driver, "Enter");
        driver_key(driver, "Shift-Tab");
        driver_wait_text(driver, "手机号是 11 位");
        driver_expect_text(driver, "错1");
        driver_expect_attribute(driver, "手机号码", ATTRIBUTE_NONE);
        driver_expect_attribute(driver, "!", ATTRIBUTE_BOLD);
        if (coloured_cells(driver) != 0)
            driver_fail(driver, "no colours, but %d cells have one", coloured_cells(driver));
        driver_stop(&driver);
    }
}

static void test_colours_by_choice(void **state)
{
    (void)state;
    const char *db = world_database("colours");
    static const struct {
        const char *setting;
        int prefilled;
    } choices[] = {{"NO_COLOR=", 31},
                   {"COLORFGBG=0;15", 24},
                   {"YICHUANG_COLOURS=dark", 80},
                   {"YICHUANG_COLOURS=light", 24}};
    for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
        struct driver *driver = login_on(db, "xterm-256color", choices[i].setting);
        sign_on(driver, "wangfang", "2");
        driver_wait_text(driver, "居民身份证");
        driver_expect_colour(driver, "居民身份证", choices[i].prefilled, COLOUR_DEFAULT);
        driver_stop(&driver);
    }
}

/* The emulator answers that a line takes one cell: lines are drawn. */
static void test_borders_follow_the_terminal(void **state)
{
    (void)state;
    const char *db = world_database("borders");
    struct driver *driver = login_on(db, "xterm-256color", "YICHUANG_BORDERS=auto");
    sign_on(driver, "wangfang", "2");
    people_new_person(driver, PERSON_NUMBER, "买买提·艾力");
    driver_compare_picture(driver, "counter-person-lines-80x24");
    driver_key(driver, "F4");
    driver_wait_text(driver, "要带什么");
    driver_type(driver, "sybxj");
    driver_rest(driver);
    driver_compare_picture(driver, "picker-lines-80x24");
    driver_type(driver, "1");
    driver_wait_text(driver, "出生日期");
    driver_compare_picture(driver, "counter-form-lines-80x24");
    driver_stop(&driver);

    driver = login_on(db, "xterm-256color", "YICHUANG_BORDERS=none");
    driver_expect_no_text(driver, "--");
    driver_expect_text(driver, " 登录");
    driver_stop(&driver);
}

static void test_a_word_that_is_no_choice_is_told(void **state)
{
    (void)state;
    static const char *const words[][2] = {{"--borders", "double"}, {"--colours", "pink"}};
    for (size_t i = 0; i < 2; i++) {
        const char *arguments[] = {"--lang", "zh", words[i][0], words[i][1], NULL};
        struct driver *driver = driver_start(&(struct driver_options){.arguments = arguments});
        assert_int_equal(driver_exit_status(driver), 2);
        driver_expect_text(driver, words[i][1]);
        driver_expect_text(driver, i ? "auto、dark、light" : "auto、line、ascii");
        driver_stop(&driver);
    }
}

/* What a screen reader reads: the line of the cursor. */
static void reads(struct driver *driver, const char *line)
{
    struct buffer row = {0};
    driver_rest(driver);
    driver_row_text(driver, driver_cursor(driver).row, &row);
    if (!strstr(buffer_string(&row), line))
        driver_fail(driver, "the cursor on the line of %s", line);
    buffer_free(&row);
}

static void key_reads(struct driver *driver, const char *key, const char *awaited, const char *line)
{
    driver_key(driver, key);
    driver_wait_text(driver, awaited);
    reads(driver, line);
}

/* Nothing stirs while nobody types: a screen reader would read it out. */
static void quiet_on(struct driver *driver, const char *line)
{
    long wakeups = 1; /* what a key set going (answers, the watch over them) may end first */
    reads(driver, line);
    for (int i = 0; i < 4 && wakeups > 0; i++)
        wakeups = driver_wakeups(driver, 1100);
    if (wakeups > 0)
        driver_fail(driver, "a second without a wake-up");
}

static void test_the_counter_is_quiet_and_points(void **state)
{
    (void)state;
    const char *db = world_database("quiet");
    struct driver *driver = login_on(db, "xterm-256color", NULL);
    quiet_on(driver, "工号");
    sign_on(driver, "wangfang", "2");
    driver_wait_text(driver, "证件号码");
    quiet_on(driver, "证件号码");
    people_new_person(driver, PERSON_NUMBER, PERSON_NAME);
    key_reads(driver, "F4", "要带什么", "找");
    key_reads(driver, "Down", "要带什么", ">");
    driver_type(driver, "sybxj");
    quiet_on(driver, "sybxj"); /* a word typed: back in the box */
    driver_type(driver, "1");
    driver_wait_text(driver, "出生日期");
    quiet_on(driver, "手机号码");
    driver_type(driver, "139");
    key_reads(driver, "Enter", "错1", "失业时间");
    key_reads(driver, "Shift-Tab", "手机号是 11 位", "手机号码"); /* the message does not take the cursor */
    key_reads(driver, "F1", "能做的动作", "找");
    key_reads(driver, "Down", "能做的动作", ">");
    key_reads(driver, "Esc", "出生日期", "手机号码");
    key_reads(driver, "F5", "有 已交", "身份证");
    key_reads(driver, "Down", "有 已交", "解除劳动关系证明");
    quiet_on(driver, "解除劳动关系证明");
    key_reads(driver, "F7", "拿不出", "1");
}

static void test_reviewer_and_supervisor_are_quiet(void **state)
{
    (void)state;
    const char *db = world_database("quiet2");
    people_cases_accepted(db, 2);
    struct driver *driver = login_on(db, "xterm-256color", NULL);
    sign_on(driver, "zhouqian", "");
    driver_wait_text(driver, "失业保险金申领");
    quiet_on(driver, "找");
    key_reads(driver, "Down", "失业保险金申领", ">2");
    people_commit(driver);
    driver_wait_text(driver, "开始填写");
    quiet_on(driver, "1同意");
    driver_stop(&driver);
    driver = login_on(db, "xterm-256color", NULL);
    sign_on(driver, "zhaomin", "");
    driver_wait_text(driver, "没交班");
    driver_wait_text(driver, "10时");
    quiet_on(driver, ">");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_every_terminal_by_its_own_keys, world_teardown),
        cmocka_unit_test_teardown(test_a_terminal_that_will_not_do_is_told, world_teardown),
        cmocka_unit_test_teardown(test_without_colours_nothing_is_lost, world_teardown),
        cmocka_unit_test_teardown(test_colours_by_choice, world_teardown),
        cmocka_unit_test_teardown(test_borders_follow_the_terminal, world_teardown),
        cmocka_unit_test_teardown(test_a_word_that_is_no_choice_is_told, world_teardown),
        cmocka_unit_test_teardown(test_the_counter_is_quiet_and_points, world_teardown),
        cmocka_unit_test_teardown(test_reviewer_and_supervisor_are_quiet, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
