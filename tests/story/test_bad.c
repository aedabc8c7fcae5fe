/* What goes wrong: each gets a sentence that says what, which, and what next; nothing typed is lost, the
 * terminal is left as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/command.h"
#include "story/driver.h"
#include "story/people.h"
#include "story/world.h"

/* The program still lives at the login screen and says this. */
static void expect_refused(struct driver *driver, const char *sentence)
{
    driver_wait_text(driver, sentence);
    driver_expect_text(driver, "口令");
    driver_expect_row(driver, 0, "未登录");
}

/* --- signing on */

static void test_who_may_not_sign_on_is_told_why(void **state)
{
    (void)state;
    const char *db = world_database("refused");
    const struct {
        struct person_at who;
        const char *sentence;
    } rows[] = {
        {{.login = "nobody_yet"}, "您还没有任何权限"},
        {{.login = "sunwei"}, "操作员不在这里办事"},
        {{.login = "wangfang"}, "请填窗口号再登录"},
        {{.login = "hejun", .window = "1"}, "停用"},
        {{.login = "nobody_at_all"}, "nobody_at_all 没有登录成功"},
        {{.login = ""}, "请先填工号"},
    };
    world_sql(db, "UPDATE yc.staff SET disabled_at = yc.now(), disabled_by = (SELECT min(id) FROM yc.staff) "
                  "WHERE login = 'hejun'");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct driver *driver = people_start(&(struct person_at){.database = db, .login = rows[i].who.login});
        people_type_login(driver, &rows[i].who);
        if (!*rows[i].who.login)
            people_commit(driver);
        expect_refused(driver, rows[i].sentence);
        driver_stop(&driver);
    }
}

/* The server tells nobody whether name or password was wrong; tending counts, and the right one is told at
 * the next login. */
static void test_a_wrong_password_is_told_counted_and_never_shown(void **state)
{
    (void)state;
    const char *db = world_database("password");
    world_sql(db, "SELECT test.staff('keeper', '管密', 'Keeper', 'review')");
    world_sql(db, "ALTER ROLE keeper PASSWORD 'Zq7-geheim-9'");
    struct driver *tending =
        driver_start(&(struct driver_options){.program = "yichuang-admin",
                                              .arguments = (const char *[]){"tend", "--db", db, NULL},
                                              .name = "tending"});
    driver_wakeups(tending, 1200); /* its first round has found the end of the log */
    struct driver *keeper = people_start(&(struct person_at){.database = db, .login = "keeper"});
    driver_type(keeper, "keeper");
    driver_key(keeper, "Enter");
    driver_type(keeper, "Zq7-falsch-1");
    driver_keys_in_turn(keeper, "Enter Enter");
    expect_refused(keeper, "keeper 没有登录成功");
    driver_expect_cursor_after(keeper,
                               "口令         ["); /* the name stays, the password is asked for again */
    driver_expect_text(keeper, "keeper");
    for (int i = 0; i < 50 && strcmp(world_sql(db, "SELECT count(*) FROM yc.login_failure"), "0") == 0; i++)
        world_sql(db, "SELECT pg_sleep(0.1)");
    driver_type(keeper, "Zq7-geheim-9");
    driver_expect_no_text(keeper, "Zq7");
    driver_expect_no_text(keeper, "***");
    assert_string_equal(world_shell("cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' "
                                    "'\\n' | grep -c 'Zq7-[gf]' || true"),
                        "0\n");
    driver_keys_in_turn(keeper, "Enter Enter");
    driver_wait_text(keeper, "我的队列");
    driver_wait_text(keeper, "有1次失败的登录");
    assert_null(strstr(buffer_string(driver_written(keeper)), "Zq7"));
    assert_string_equal(world_shell("cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' "
                                    "'\\n' | grep -c 'Zq7-[gf]' || true"),
                        "0\n");
    world_sql(db, "ALTER ROLE keeper NOLOGIN");
}

/* At sign-on, before anybody has sat down: not with an applicant at the window. */
static void test_a_window_that_is_not_there_is_named(void **state)
{
    (void)state;
    const struct person_at at = {.database = world_database("window"), .login = "wangfang", .window = "9"};
    struct driver *clerk = people_start(&at);
    people_type_login(clerk, &at);
    expect_refused(clerk, "没有9号窗口，有的是: 1 2 3 4");
    driver_expect_cursor_after(clerk, "窗口号       [9"); /* the rest stays as it was typed */
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, "ab");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "窗口号只有数字");
    driver_expect_cursor_after(clerk, "窗口号       [ab");
    driver_key(clerk, "Ctrl-U");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "请填窗口号再登录");
    driver_type(clerk, "2");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "证件类型");
}

static void test_a_database_that_is_down_is_told_and_asked_again(void **state)
{
    (void)state;
    driver_outside(
        "connection to server on socket \"/nonexistent/.s.PGSQL.5432\" failed: No such file or directory;"
        " Is the server running locally and accepting connections on that socket?"); /* libpq's words */
    struct driver *clerk = people_start(
        &(struct person_at){.database = "host=/nonexistent user=postgres dbname=none", .login = "wangfang"});
    people_type_login(clerk, &(struct person_at){.login = "wangfang", .window = "2"});
    expect_refused(clerk, "连不上数据库");
    driver_expect_text(clerk, "wangfang");
    const char *db = world_database("missing");
    struct buffer other = {0};
    buffer_format(&other, "%s_not", db);
    struct driver *second =
        people_start(&(struct person_at){.database = buffer_string(&other), .login = "wangfang"});
    people_type_login(second, &(struct person_at){.login = "wangfang", .window = "2"});
    expect_refused(second, "服务器上没有名为");
    buffer_free(&other);
}

/* The connection dies in the middle of a form: said, back to the login; what was typed and left is in the
 * draft. */
static void test_a_lost_connection_loses_no_field_that_was_left(void **state)
{
    (void)state;
    const char *db = world_database("lost");
    const struct person_at wangfang = {.database = db, .login = "wangfang", .window = "2"};
    struct driver *clerk = people_sign_on(&wangfang);
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    driver_type(clerk, "0228");
    driver_key(clerk, "Enter");
    driver_wait_row(clerk, 0, "库通");
    world_sql(db, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'wangfang' "
                  "AND datname = current_database()");
    driver_wait_row(clerk, 0, "库断10:42");
    driver_expect_cursor_after(clerk, "解除原因       ["); /* typing goes on */
    driver_type(clerk, "02");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "02 用人单位解除");
    driver_wait_row(clerk, 0, "库通");
    world_wait(db, "02", "SELECT value FROM yc.case_field WHERE field = 'leave_reason'");
    assert_string_equal(world_sql(db, "SELECT value FROM yc.case_field WHERE field = 'unemp_date'"),
                        "2026-02-28");
    assert_string_equal(world_sql(db, "SELECT value FROM yc.case_field WHERE field = 'mobile'"),
                        "13912345678");
}

/* --- options, keymaps, terminals */

static void assert_says(const char *line, int status, const char *const parts[])
{
    struct buffer out = {0};
    int found = command_run(&out, (const char *[]){"sh", "-c", line, NULL});
    for (; *parts; parts++) {
        if (!strstr(buffer_string(&out), *parts))
            fail_msg("“%s” is missing in what %s says:\n%s", *parts, line, buffer_string(&out));
    }
    if (found != status)
        fail_msg("status %d of %s, expected %d:\n%s", found, line, status, buffer_string(&out));
    buffer_free(&out);
}

static void test_a_keymap_that_cannot_be_used_is_wrong_usage(void **state)
{
    (void)state;
    const char *folder = world_path("keymaps");
    world_shell("mkdir '%s' && cp keymaps/default.yaml '%s/twice.yaml' && cd '%s' && sed 's/F9: commit/F9: "
                "comit/' twice.yaml > unknown.yaml && "
                "echo '  F5: people' >> twice.yaml && printf 'everywhere: [\\n' > broken.yaml",
                folder, folder, folder);
    const struct {
        const char *name;
        const char *const *parts;
    } rows[] = {
        {"twice", (const char *const[]){"twice.yaml:", "F5", NULL}},
        {"unknown", (const char *const[]){"unknown.yaml:", ":", "comit", "commit", NULL}},
        {"broken", (const char *const[]){"broken.yaml:", NULL}},
        {"nowhere", (const char *const[]){"nowhere", "keymaps", NULL}},
        {"../x", (const char *const[]){"../x", NULL}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer line = {0};
        buffer_format(&line, "cd '%s/..' && yichuang --keymap %s 2>&1", folder, rows[i].name);
        assert_says(buffer_string(&line), 2, rows[i].parts);
        buffer_free(&line);
    }
    struct buffer line = {0};
    buffer_format(&line,
                  "cd '%s/..' && yichuang --keymap unknown 2>&1 | grep -c 'unknown.yaml:[0-9]*:[0-9]*: '",
                  folder);
    struct buffer out = {0};
    command_run(&out, (const char *[]){"sh", "-c", buffer_string(&line), NULL});
    assert_true(buffer_string(&out)[0] >= '1');
    buffer_free(&out);
    buffer_free(&line);
}

static void test_wrong_usage_and_no_terminal(void **state)
{
    (void)state;
    assert_says("yichuang --nonsense", 2, (const char *const[]){"--nonsense", "--keymap", NULL});
    assert_says("yichuang --lang fr", 2, (const char *const[]){"fr", NULL});
    assert_says("yichuang", 1, (const char *const[]){"stdin 不是终端", NULL});
    assert_says("yichuang --lang en </dev/null", 1, (const char *const[]){"stdin", NULL});
}

static void test_terminals_that_do_not_fit(void **state)
{
    (void)state;
    static const struct {
        const char *setting, *sentence;
    } rows[] = {
        {"TERM=dumb", "“dumb”"}, {"TERM=no-such-terminal", "no-such-terminal"}, {"LANG=zh_CN.GBK", "UTF-8"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct driver *driver =
            driver_start(&(struct driver_options){.arguments = (const char *[]){"--lang", "zh", NULL},
                                                  .environment = (const char *[]){rows[i].setting, NULL},
                                                  .name = rows[i].setting});
        assert_int_equal(driver_exit_status(driver), 1);
        driver_expect_text(driver, rows[i].sentence);
        driver_expect_terminal_restored(driver);
    }
    struct driver *posix =
        driver_start(&(struct driver_options){.arguments = (const char *[]){"--lang", "zh", NULL},
                                              .environment = (const char *[]){"LANG=POSIX", NULL},
                                              .name = "POSIX"});
    driver_wait_text(posix, "工号"); /* C.UTF-8 is everywhere */
}

static void test_a_window_of_10x4_says_so_and_keeps_what_was_typed(void **state)
{
    (void)state;
    static const struct {
        int rows, columns;
    } sizes[] = {{4, 10},   {10, 40}, {2, 2},
                 {70, 250}, {9, 200}, {24, 80}}; /* libvterm falls over a wide character in one column */
    const char *db = world_database("sizes");
    struct driver *small =
        driver_start(&(struct driver_options){.arguments = (const char *[]){"--db", db, "--lang", "zh", NULL},
                                              .rows = 4,
                                              .columns = 10,
                                              .name = "small"});
    driver_wait_text(small, "窗口太小");
    driver_resize(small, 24, 80);
    driver_wait_text(small, "工号");
    driver_stop(&small);

    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_type(clerk, "13912345678");
    driver_key(clerk, "Enter");
    driver_type(clerk, "022");
    driver_wait_text(clerk, "失业时间       [022"); /* into a window that is too small nobody types */
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        driver_resize(clerk, sizes[i].rows, sizes[i].columns);
        driver_rest(clerk);
    }
    driver_wait_text(clerk, "13912345678");
    driver_expect_cursor_after(clerk, "失业时间       [022");
    for (int i = 0; i < 40; i++) /* and at any moment, without waiting */
        driver_resize(clerk, sizes[i % 6].rows, sizes[i % 6].columns);
    driver_resize(clerk, 24, 80);
    driver_wait_text(clerk, "失业时间       [022");
    driver_signal(clerk,
                  SIGSTOP); /* down and up again before the program looks: one change, to the same size */
    driver_resize(clerk, 4, 10);
    driver_resize(clerk, 24, 80);
    driver_signal(clerk, SIGCONT);
    driver_wait_text(clerk, "失业时间       [022");
    driver_type(clerk, "8");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "2026-02-28");
    driver_key(clerk, "F5");
    driver_wait_text(clerk, "材料 缺3");
    driver_resize(clerk, 10, 40);
    driver_wait_text(clerk, "缺 解除");
}

static void test_signals_leave_the_terminal_as_it_was(void **state)
{
    (void)state;
    static const struct {
        int number, status;
    } rows[] = {{SIGTERM, 0}, {SIGHUP, 0}, {SIGSEGV, 128 + SIGSEGV}, {SIGABRT, 128 + SIGABRT}};
    const char *db = world_database("signals");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct driver *reviewer = driver_start(&(struct driver_options){
            .arguments = (const char *[]){"--db", db, "--lang", "zh", NULL},
            .environment =
                (const char *[]){"ASAN_OPTIONS=handle_segv=0:handle_abort=0", NULL}, /* in SAN=1 builds */
            .name = "reviewer"});
        driver_wait_text(reviewer, "工号");
        people_type_login(reviewer, &(struct person_at){.login = "zhouqian"});
        driver_wait_text(reviewer, "我的队列");
        driver_signal(reviewer, rows[i].number);
        assert_int_equal(driver_exit_status(reviewer), rows[i].status);
        driver_expect_terminal_restored(reviewer);
    }
}

/* --- materials */

/* The path is asked for, refused with this sentence, and the list still lacks the material. */
static void hand_in_refused(struct driver *clerk, const char *path, const char *sentence)
{
    driver_key(clerk, "F6");
    driver_wait_text(clerk, "文件在哪里");
    driver_key(clerk, "Ctrl-U"); /* the one that was refused stands there, to be mended */
    driver_type(clerk, path);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, sentence);
    driver_expect_text(clerk, "材料 缺3");
    driver_expect_text(clerk, path);
}

/* Sets the file's time again and again until it is killed. */
static pid_t toucher_start(const char *path)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    for (long i = 0;; i++) {
        struct timespec times[2] = {{.tv_sec = i}, {.tv_sec = i}};
        utimensat(AT_FDCWD, path, times, 0);
    }
}

static void test_materials_that_cannot_be_handed_in(void **state)
{
    (void)state;
    const char *db = world_database("files");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    driver_key(clerk, "F5");
    driver_wait_text(clerk, "材料 缺3");
    const char *fifo = world_path("fifo"), *large = world_file("large", ""),
               *sealed = world_file("sealed", "x");
    hand_in_refused(clerk, world_path("missing"), "没有这个文件");
    hand_in_refused(clerk, world_file("empty", ""), "是空的");
    hand_in_refused(clerk, "/tmp", "是文件夹");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    hand_in_refused(clerk, fifo, "不是普通文件");
    hand_in_refused(clerk, "/dev/zero", "不是普通文件");
    assert_int_equal(truncate(large, 11 * 1024 * 1024), 0);
    hand_in_refused(clerk, large, "有 11 MB，最多 10 MB");
    assert_int_equal(chmod(sealed, 0), 0);
    if (geteuid() != 0) /* nothing is sealed for root */
        hand_in_refused(clerk, sealed, "没有权限读");
    const char *moving = world_file("moving", "x");
    assert_int_equal(truncate(moving, 9 * 1024 * 1024), 0);
    pid_t touchers[4]; /* one of them runs while the file is read, however busy the machine is */
    for (size_t i = 0; i < 4; i++)
        touchers[i] = toucher_start(moving);
    driver_key(clerk, "F6");
    driver_wait_text(clerk, "文件在哪里");
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, moving);
    driver_key(clerk, "Enter");
    driver_rest(clerk);
    driver_wakeups(clerk, 500); /* the file is read off the loop */
    for (size_t i = 0; i < 4; i++) {
        kill(touchers[i], SIGKILL);
        waitpid(touchers[i], NULL, 0);
    }
    driver_wait_text(clerk, "在读的时候变了");
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.material"), "0");
    assert_int_equal(truncate(large, 10 * 1024 * 1024), 0); /* the largest that may be */
    driver_key(clerk, "F6");
    driver_wait_text(clerk, "文件在哪里");
    driver_expect_text(clerk, moving);
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, large);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "有 身份证");
    world_wait(db, "10485760",
               "SELECT byte_count FROM yc.material"); /* it stands in the list before it is there */
}

/* --- names and numbers */

static void test_identity_numbers_wrong_in_each_way(void **state)
{
    (void)state;
    static const struct {
        const char *number, *sentence;
    } rows[] = {
        {"", "这一格不能空"},
        {"21060219010312104", "现在是 17 位"},
        {"2106021901031210466", "现在是 19 位"},
        {"210602010312104", "15 位的一代身份证号"},
        {"442000190022280017", "没有 19002228 这一天"},
        {"210602190103121010", "最后一位应当是 1"},
        {"21060219010312A046", "第 15 位是“A”"},
        {"210602210103121046", "还没有到"},
        {"810000199408230021", "证件类型请选 03"},
        {"911840198506070011", "证件类型请选 05"},
    };
    const char *db = world_database("numbers");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        driver_key(clerk, "Ctrl-U");
        driver_type(clerk, rows[i].number);
        driver_key(clerk, "Enter");
        driver_expect_text(clerk, rows[i].sentence);
        driver_expect_cursor_after(clerk, rows[i].number);
    }
    assert_string_equal(world_sql(db, "SELECT count(*) FROM yc.visit"), "0");
    driver_key(clerk, "Ctrl-U");
    driver_type(clerk, "21060219010312104x"); /* an X typed small is the same number, here a wrong one */
    driver_key(clerk, "Enter");
    driver_expect_text(clerk, "现在是 X");
}

/* 88 is no province: nobody's number is refused for that, but it is told, while there is time to look at the
 * card. */
static void test_an_unknown_region_warns(void **state)
{
    (void)state;
    const char *db = world_database("region");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    driver_type(clerk, "889999190103121044");
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "姓名"); /* it goes on */
    driver_wait_text(clerk, "889999（号码前 6 位）");
}

/* Goes to the field of the name with this in the clipboard, pastes it, Enter. */
static struct driver *name_paste(const char *db, const char *name)
{
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    driver_type(clerk, PERSON_NUMBER);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "没有这个人的记录");
    driver_outside(PERSON_NAME); /* what is left of some of them */
    driver_paste(clerk, name);
    driver_key(clerk, "Enter");
    driver_rest(clerk);
    return clerk;
}

static void test_names_that_a_paste_brings(void **state)
{
    (void)state;
    struct buffer hundred = {0};
    for (int i = 0; i < 100; i++)
        buffer_text(&hundred, "长");
    const struct {
        const char *pasted, *kept; /* NULL: refused */
        const char *sentence;
    } rows[] = {
        {"张\033[45;5m桂兰", NULL, "姓名第"},
        {"张桂兰\n", "张桂兰", NULL},
        {"张\r\n桂兰", "张桂兰", NULL},         /* a blank between hanzi is none */
        {"张\xE2\x80\xAE桂兰", "张桂兰", NULL}, /* U+202E */
        {"𠮷野花", "𠮷野花", NULL},
        {"阿依古丽•买买提", "阿依古丽·买买提", NULL},
        {"张3", NULL, "姓名第 2 个字是“3”"},
        {buffer_string(&hundred), buffer_string(&hundred), NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *db = world_database("names");
        struct driver *clerk = name_paste(db, rows[i].pasted);
        if (rows[i].kept)
            driver_wait_text(clerk, "没有办过");
        else
            driver_expect_text(clerk, rows[i].sentence);
        assert_string_equal(world_sql(db, "SELECT coalesce(max(name), '') FROM yc.person"),
                            rows[i].kept ? rows[i].kept : "");
        assert_null(strstr(buffer_string(driver_written(clerk)), "\033[45;5m"));
        assert_null(strstr(buffer_string(driver_written(clerk)), "\xE2\x80\xAE"));
        world_teardown(state);
    }
    buffer_free(&hundred);
}

/* The 101st character has no room, and that is said. */
static void test_the_101st_character_of_a_name_is_told(void **state)
{
    (void)state;
    const char *db = world_database("long");
    struct buffer name = {0};
    for (int i = 0; i < 101; i++)
        buffer_text(&name, "长");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    driver_type(clerk, PERSON_NUMBER);
    driver_key(clerk, "Enter");
    driver_wait_text(clerk, "没有这个人的记录");
    driver_paste(clerk, buffer_string(&name));
    driver_wait_text(clerk, "最多 100 个字");
    buffer_free(&name);
}

/* --- figures */

static void test_memory_and_wakeups_are_small(void **state)
{
    (void)state;
    const char *db = world_database("figures");
    struct driver *clerk =
        people_sign_on(&(struct person_at){.database = db, .login = "wangfang", .window = "2"});
    people_new_person(clerk, PERSON_NUMBER, PERSON_NAME);
    people_pick(clerk);
    long memory = driver_memory(clerk), woken = driver_wakeups(clerk, 2000);
    printf("# the workstation with a form open: %ld KiB resident, %ld wake-ups in 2 s of idleness\n", memory,
           woken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_who_may_not_sign_on_is_told_why, world_teardown),
        cmocka_unit_test_teardown(test_a_wrong_password_is_told_counted_and_never_shown, world_teardown),
        cmocka_unit_test_teardown(test_a_window_that_is_not_there_is_named, world_teardown),
        cmocka_unit_test_teardown(test_a_database_that_is_down_is_told_and_asked_again, world_teardown),
        cmocka_unit_test_teardown(test_a_lost_connection_loses_no_field_that_was_left, world_teardown),
        cmocka_unit_test_teardown(test_a_keymap_that_cannot_be_used_is_wrong_usage, world_teardown),
        cmocka_unit_test_teardown(test_wrong_usage_and_no_terminal, world_teardown),
        cmocka_unit_test_teardown(test_terminals_that_do_not_fit, world_teardown),
        cmocka_unit_test_teardown(test_a_window_of_10x4_says_so_and_keeps_what_was_typed, world_teardown),
        cmocka_unit_test_teardown(test_signals_leave_the_terminal_as_it_was, world_teardown),
        cmocka_unit_test_teardown(test_materials_that_cannot_be_handed_in, world_teardown),
        cmocka_unit_test_teardown(test_identity_numbers_wrong_in_each_way, world_teardown),
        cmocka_unit_test_teardown(test_an_unknown_region_warns, world_teardown),
        cmocka_unit_test_teardown(test_names_that_a_paste_brings, world_teardown),
        cmocka_unit_test_teardown(test_the_101st_character_of_a_name_is_told, world_teardown),
        cmocka_unit_test_teardown(test_memory_and_wakeups_are_small, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
