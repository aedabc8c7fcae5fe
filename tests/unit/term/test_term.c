/* The real terminal under a pseudo-terminal: what is refused, which keys arrive, and that it is left as it
 * was found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "term/term.h"

enum { WAIT = 20000 }; /* ms after which a test counts as stuck; valgrind is slow */

/* A child on a pseudo-terminal that tells through a pipe which keys it got. */
struct desk {
    pid_t child;
    int master, told;
    struct buffer screen, keys;
    struct termios before;
};

static void tell(int out, const char *text)
{
    if (write(out, text, strlen(text)) < 0)
        _exit(3);
}

/* What the screen looks like once the terminal has answered. */
static void child_redraw(struct term *term)
{
    struct canvas *canvas = canvas_new(term_rows(term), term_columns(term));
    canvas_borders(canvas, term_borders(term));
    canvas_rule(canvas, 2, 0, 4, NULL);
    canvas_text(canvas, 3, 0, 20, ROLE_PREFILLED, "买买提·艾力");
    canvas_text(canvas, 3, text_width("买买提·艾力"), 1, ROLE_PLAIN, "|");
    term_repaint(term);
    term_flush(term, canvas);
    canvas_free(&canvas);
}

static void child_keys(struct term *term, int out)
{
    struct pollfd wait = {.fd = term_descriptor(term), .events = POLLIN};
    struct canvas *canvas = canvas_new(term_rows(term), term_columns(term));
    canvas_text(canvas, 1, 2, 20, ROLE_WRONG, "错: 张\u0301𠮷");
    canvas_cursor(canvas, 1, 4);
    term_flush(term, canvas);
    tell(out, "ready\n");
    for (struct key key; poll(&wait, 1, -1) >= 0;) {
        while (term_key(term, &key)) {
            char name[KEY_NAME_MOST];
            if (key.kind == PRESS_RESIZE) {
                child_redraw(term);
                tell(out, "redrawn");
            }
            tell(out, key.kind == PRESS_PASTE ? key.text : key_write(&key, name));
            tell(out, "\n");
            if (key.kind == PRESS_CHARACTER && key.code == 'q') {
                canvas_free(&canvas);
                return;
            }
            if (key.kind == PRESS_CHARACTER && key.code == 'X')
                abort();
            if (key.kind == PRESS_CHARACTER && key.code == 'E')
                exit(0);
        }
        if (term_gone(term)) {
            tell(out, "gone\n");
            return;
        }
    }
}

static void child_main(int out)
{
    struct error error = {0};
    struct term *term = term_open(NULL, &error);
    if (!term) {
        tell(out, error.code);
        tell(out, "\n");
        _exit(1);
    }
    child_keys(term, out);
    term_close(&term);
    tell(out, "closed\n");
    _exit(0);
}

/* raw: as a run that was killed has left the terminal. */
static void desk_open_on(struct desk *desk, const char *terminal, bool raw)
{
    int ends[2], slave;
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    *desk = (struct desk){0};
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(openpty(&desk->master, &slave, NULL, NULL, &size), 0);
    assert_int_equal(tcgetattr(slave, &desk->before), 0);
    struct termios left = desk->before;
    cfmakeraw(&left);
    if (raw)
        assert_int_equal(tcsetattr(slave, TCSANOW, &left), 0);
    desk->child = fork();
    if (desk->child == 0) {
        close(desk->master);
        close(ends[0]);
        login_tty(slave);
        setenv("TERM", terminal, 1);
        unsetenv("SSH_CONNECTION");
        unsetenv("SSH_TTY");
        child_main(ends[1]);
    }
    close(slave);
    close(ends[1]);
    desk->told = ends[0];
}

static void desk_open(struct desk *desk, const char *terminal)
{
    desk_open_on(desk, terminal, false);
}

/* Reads screen and pipe until the child has told that word. */
static void desk_wait(struct desk *desk, const char *word)
{
    struct pollfd ends[2] = {{.fd = desk->told, .events = POLLIN}, {.fd = desk->master, .events = POLLIN}};
    while (!strstr(buffer_string(&desk->keys), word)) {
        char bytes[4096];
        assert_true(poll(ends, 2, WAIT) > 0);
        for (int i = 0; i < 2; i++) {
            ssize_t count = ends[i].revents ? read(ends[i].fd, bytes, sizeof(bytes)) : -1;
            if (count > 0)
                buffer_append(i ? &desk->screen : &desk->keys, bytes, (size_t)count);
            else if (ends[i].revents && i == 0)
                fail_msg("the child ended before it told %s: %s", word, buffer_string(&desk->keys));
            else if (ends[i].revents)
                ends[i].fd = -1;
        }
    }
}

static void desk_type(struct desk *desk, const char *bytes)
{
    assert_int_equal(write(desk->master, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
}

/* Waits for the child; the rest of what it wrote is in screen. Returns its status. */
static int desk_end(struct desk *desk)
{
    int status;
    char bytes[4096];
    ssize_t count;
    while ((count = read(desk->master, bytes, sizeof(bytes))) > 0)
        buffer_append(&desk->screen, bytes, (size_t)count);
    assert_int_equal(waitpid(desk->child, &status, 0), desk->child);
    close(desk->told);
    close(desk->master);
    return status;
}

static void desk_free(struct desk *desk)
{
    buffer_free(&desk->screen);
    buffer_free(&desk->keys);
}

/* The last word that the terminal got about a mode. */
static void expect_restored(const struct desk *desk)
{
    const char *screen = buffer_string(&desk->screen);
    const char *off = strstr(screen, "\033[?2004l");
    assert_non_null(strstr(screen, "\033[?2004h"));
    assert_non_null(off);
    assert_null(strstr(off, "\033[?2004h"));
    assert_non_null(strstr(off, "\033[?1049l")); /* the screen from before is back */
}

static void test_keys_arrive(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "xterm-256color");
    desk_wait(&desk, "ready\n");
    desk_type(&desk,
              "\x03\x13\x11\x1c\x1a张\033[20~\033OP\0339\r\033[200~贴\rF\033[201~\033[6~\033[Z\033Okq");
    desk_wait(&desk, "closed\n");
    assert_string_equal(buffer_string(&desk.keys),
                        "ready\nCtrl-C\nCtrl-S\nCtrl-Q\nCtrl-\\\nCtrl-Z\n张\nF9\nF1\nAlt-9\nEnter\n"
                        "贴\rF\nPgDn\nShift-Tab\nKeypad-+\nq\nclosed\n");
    assert_int_equal(desk_end(&desk), 0);
    assert_non_null(strstr(buffer_string(&desk.screen), "错: 张\u0301𠮷"));
    expect_restored(&desk);
    desk_free(&desk);
}

static void test_esc_alone_and_in_pieces(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "xterm-256color");
    desk_wait(&desk, "ready\n");
    desk_type(&desk, "\033");
    desk_wait(&desk, "Esc\n");
    desk_type(&desk, "\xE5\x85");
    desk_type(&desk, "\xB0");
    desk_wait(&desk, "兰\n");
    desk_type(&desk, "q");
    desk_wait(&desk, "closed\n");
    desk_end(&desk);
    desk_free(&desk);
}

static void test_settings_come_back(void **state)
{
    (void)state;
    struct desk desk;
    struct termios inside, after;
    desk_open(&desk, "xterm");
    desk_wait(&desk, "ready\n");
    assert_int_equal(tcgetattr(desk.master, &inside), 0);
    assert_false(inside.c_lflag & (ISIG | ICANON | ECHO));
    assert_false(inside.c_iflag & IXON);
    int keep =
        open(ptsname(desk.master), O_RDWR | O_NOCTTY); /* the settings live as long as somebody has it open */
    desk_type(&desk, "q");
    desk_wait(&desk, "closed\n");
    assert_int_equal(tcgetattr(keep, &after), 0);
    assert_int_equal(after.c_lflag, desk.before.c_lflag);
    assert_int_equal(after.c_iflag, desk.before.c_iflag);
    close(keep);
    desk_end(&desk);
    desk_free(&desk);
}

static void test_what_a_killed_run_left_is_not_handed_back(void **state)
{
    (void)state;
    struct desk desk;
    struct termios after;
    desk_open_on(&desk, "xterm", true);
    desk_wait(&desk, "ready\n");
    int keep = open(ptsname(desk.master), O_RDWR | O_NOCTTY);
    desk_type(&desk, "q");
    desk_wait(&desk, "closed\n");
    assert_int_equal(tcgetattr(keep, &after), 0);
    assert_int_equal(after.c_lflag & (ISIG | ICANON | ECHO), ISIG | ICANON | ECHO);
    assert_int_equal(after.c_oflag & (OPOST | ONLCR), OPOST | ONLCR);
    assert_int_equal(after.c_iflag & (ICRNL | IXON), ICRNL | IXON);
    close(keep);
    desk_end(&desk);
    desk_free(&desk);
}

static void test_a_crash_restores_the_terminal(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct desk desk;
        desk_open(&desk, "xterm-256color");
        desk_wait(&desk, "ready\n");
        int keep = open(ptsname(desk.master), O_RDWR | O_NOCTTY);
        desk_type(&desk, i ? "E" : "X");
        desk_wait(&desk, i ? "E\n" : "X\n");
        int status;
        assert_int_equal(waitpid(desk.child, &status, 0), desk.child);
        if (i == 0)
            assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) != 0);
        struct termios after;
        assert_int_equal(tcgetattr(keep, &after), 0);
        assert_int_equal(after.c_lflag, desk.before.c_lflag);
        close(keep);
        char bytes[4096];
        for (ssize_t count; (count = read(desk.master, bytes, sizeof(bytes))) > 0;)
            buffer_append(&desk.screen, bytes, (size_t)count);
        expect_restored(&desk);
        close(desk.master);
        close(desk.told);
        desk_free(&desk);
    }
}

static void test_a_hung_up_terminal_is_noticed(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "xterm");
    desk_wait(&desk, "ready\n");
    signal(SIGHUP, SIG_IGN);
    kill(desk.child, SIGCONT);
    close(desk.master);
    desk.master = -1;
    char bytes[256];
    int status;
    ssize_t count;
    while ((count = read(desk.told, bytes, sizeof(bytes))) > 0)
        buffer_append(&desk.keys, bytes, (size_t)count);
    assert_int_equal(waitpid(desk.child, &status, 0), desk.child);
    assert_true(WIFSIGNALED(status) || strstr(buffer_string(&desk.keys), "gone\n"));
    close(desk.told);
    desk_free(&desk);
}

/* What the child wrote since it was asked to be redrawn. */
static const char *redrawn(struct desk *desk, const char *answers)
{
    desk_wait(desk, "ready\n");
    desk_type(desk, answers);
    desk_wait(desk, "redrawn\n");
    desk_type(desk, "q");
    desk_wait(desk, "closed\n");
    desk_end(desk);
    const char *last = NULL;
    for (const char *at = buffer_string(&desk->screen); (at = strstr(at, "\033[H\033[2J")); at++)
        last = at;
    assert_string_equal(buffer_string(&desk->keys), "ready\nredrawn\nq\nclosed\n"); /* no answer was a key */
    assert_non_null(last);
    return last;
}

static void expect_drawn(const char *screen, const char *text)
{
    if (!strstr(screen, text))
        fail_msg("%s is not in %s", text, screen);
}

static void test_lines_and_colours_follow_the_answers(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "xterm-256color");
    const char *screen =
        redrawn(&desk, "\033[2;2R\033[2;2R\033]11;rgb:ffff/ffff/ffff\033\\\033[>41;379;0c\033[?64;1c");
    expect_drawn(buffer_string(&desk.screen), "\033[6n");
    expect_drawn(screen, "────");
    expect_drawn(screen, "38;5;24m"); /* the blue for light backgrounds */
    desk_free(&desk);

    desk_open(&desk, "xterm-256color");
    screen = redrawn(&desk, "\033[2;3R\033[2;3R\033]11;rgb:0000/0000/0000\a\033[?64;1c");
    expect_drawn(screen, "----");
    expect_drawn(screen, "38;5;80m");
    desk_free(&desk);
}

/* What stands behind a dot of two cells follows it without a blank: curses reckons as the terminal does. */
static void test_a_wide_dot_shifts_nothing(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "xterm-256color");
    const char *screen = redrawn(&desk, "\033[2;2R\033[2;3R\033[?64;1c");
    expect_drawn(screen, "────");
    expect_drawn(screen, "买买提·艾力\033[39m\033(B\033[m|");
    desk_free(&desk);
}

static void test_putty_types_what_stands_on_its_keypad(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "xterm-256color");
    const char *screen = redrawn(&desk, "\033[2;2R\033[2;2R\033[>0;136;0c\033[?6c");
    const char *numeric = strstr(buffer_string(&desk.screen), "\033>");
    assert_true(numeric && numeric < screen); /* not only at the end */
    desk_free(&desk);
}

/* Package ncurses-term is not everywhere. */
static void test_an_unknown_relative_is_taken_for_the_nearest(void **state)
{
    (void)state;
    static const char *const names[] = {"xterm-of-tomorrow",       "putty-of-tomorrow",  "mintty-of-tomorrow",
                                        "ms-terminal-of-tomorrow", "tmux-of-tomorrow",   "screen.of-tomorrow",
                                        "linux-of-tomorrow",       "konsole-of-tomorrow"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct desk desk;
        desk_open(&desk, names[i]);
        desk_wait(&desk, "ready\n");
        desk_type(&desk, "\033[11~\033OQ\033[[Cq");
        desk_wait(&desk, "closed\n");
        assert_string_equal(buffer_string(&desk.keys), "ready\nF1\nF2\nF3\nq\nclosed\n");
        desk_end(&desk);
        desk_free(&desk);
    }
}

/* The shell behind us would take them for keys. */
static void test_who_leaves_at_once_leaves_no_answers_behind(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "xterm-256color");
    int keep = open(ptsname(desk.master), O_RDWR | O_NOCTTY);
    desk_wait(&desk, "ready\n");
    desk_type(&desk, "q");
    desk_wait(&desk, "q\n");
    desk_type(&desk, "\033[2;2R\033[2;2R\033[?64;1c");
    desk_wait(&desk, "closed\n");
    int left = -1;
    assert_int_equal(ioctl(keep, FIONREAD, &left), 0);
    assert_int_equal(left, 0);
    close(keep);
    desk_end(&desk);
    desk_free(&desk);
}

static void expect_refusal(const char *terminal, const char *code)
{
    struct desk desk;
    desk_open(&desk, terminal);
    desk_wait(&desk, "\n");
    assert_string_equal(buffer_string(&desk.keys), code);
    desk_end(&desk);
    assert_string_equal(buffer_string(&desk.screen), ""); /* nothing was written to it */
    desk_free(&desk);
}

static void test_unfit_terminals_are_refused(void **state)
{
    (void)state;
    expect_refusal("dumb", "E_TERM_UNFIT\n");
    expect_refusal("unknown", "E_TERM_UNFIT\n");
    expect_refusal("", "E_TERM_UNFIT\n");
    expect_refusal("no-such-terminal", "E_TERM_UNKNOWN\n");
}

static void test_a_terminal_without_utf8_is_refused(void **state)
{
    (void)state;
    char *former = getenv("LC_ALL") ? strdup(getenv("LC_ALL")) : NULL;
    setenv("LC_ALL", "zh_CN.GB18030", 1);
    expect_refusal("xterm", "E_TERM_NOT_UTF8\n");
    if (former)
        setenv("LC_ALL", former, 1);
    else
        unsetenv("LC_ALL");
    free(former);
}

static void test_a_pipe_is_no_terminal(void **state)
{
    (void)state;
    struct error error = {0};
    int ends[2], former = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    dup2(ends[0], STDIN_FILENO);
    assert_null(term_open(NULL, &error));
    dup2(former, STDIN_FILENO);
    close(former);
    close(ends[0]);
    close(ends[1]);
    assert_string_equal(error.code, "E_TERM_NOT_A_TERMINAL");
    assert_string_equal(error_value(&error, "stream"), "stdin");
    error_free(&error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_arrive),
        cmocka_unit_test(test_esc_alone_and_in_pieces),
        cmocka_unit_test(test_settings_come_back),
        cmocka_unit_test(test_what_a_killed_run_left_is_not_handed_back),
        cmocka_unit_test(test_a_crash_restores_the_terminal),
        cmocka_unit_test(test_a_hung_up_terminal_is_noticed),
        cmocka_unit_test(test_lines_and_colours_follow_the_answers),
        cmocka_unit_test(test_a_wide_dot_shifts_nothing),
        cmocka_unit_test(test_putty_types_what_stands_on_its_keypad),
        cmocka_unit_test(test_an_unknown_relative_is_taken_for_the_nearest),
        cmocka_unit_test(test_who_leaves_at_once_leaves_no_answers_behind),
        cmocka_unit_test(test_unfit_terminals_are_refused),
        cmocka_unit_test(test_a_terminal_without_utf8_is_refused),
        cmocka_unit_test(test_a_pipe_is_no_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
