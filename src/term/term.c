#include "term/term.h"

#include <curses.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "term/capability.h"
#include "term/emergency.h"
#include "term/locale.h"
#include "term/term_inside.h"

enum {
    ESC_WAIT = 100, /* ms between the bytes of a sequence; 25 split F5 on a slow line */
    ESC_WAIT_SSH = 200,
};

static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";

void term_say(const char *bytes)
{
    fputs(bytes, stdout);
    fflush(stdout);
}

/* *used is the name by which curses knows it. */
static bool terminal_fits(const char **used, struct error *error)
{
    const char *name = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(error, "E_TERM_NOT_A_TERMINAL", "stream", isatty(STDIN_FILENO) ? "stdout" : "stdin",
                         NULL);
    if (!name || !*name || strcmp(name, "dumb") == 0 || strcmp(name, "unknown") == 0)
        return error_set(error, "E_TERM_UNFIT", "term", name ? name : "", NULL);
    switch (capability_start_near(name, used)) {
    case CAPABILITY_FIT:
        return true;
    case CAPABILITY_UNFIT:
        return error_set(error, "E_TERM_UNFIT", "term", name, NULL);
    default:
        return error_set(error, "E_TERM_UNKNOWN", "term", name, NULL);
    }
}

/* What undoes our modes, for a crash; ends what terminal_fits() began. */
static void prepare_emergency(void)
{
    struct buffer bytes = {0};
    buffer_text(&bytes, paste_off);
    capability_append(&bytes, "sgr0");
    capability_append(&bytes, "rmkx");
    capability_append(&bytes, "cnorm");
    capability_append(&bytes, "rmcup");
    capability_end();
    emergency_prepare(buffer_string(&bytes), bytes.length);
    buffer_free(&bytes);
}

/* newterm() without the signal handlers that curses brings along: SIGWINCH, SIGTERM, ... belong to the loop.
 */
static SCREEN *start_curses(const char *name)
{
    static const int signals[] = {SIGWINCH, SIGTERM, SIGINT, SIGTSTP};
    enum { COUNT = sizeof(signals) / sizeof(signals[0]) };
    struct sigaction former[COUNT];
    for (int i = 0; i < COUNT; i++)
        sigaction(signals[i], NULL, &former[i]);
    SCREEN *screen = newterm(name, stdout, stdin);
    for (int i = 0; i < COUNT; i++)
        sigaction(signals[i], &former[i], NULL);
    return screen;
}

static void start_screen(struct term *term, bool ansi)
{
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    typeahead(-1); /* a key that waits never leaves the screen half drawn */
    term->escape_wait = getenv("SSH_CONNECTION") || getenv("SSH_TTY") ? ESC_WAIT_SSH : ESC_WAIT;
    term->depth = paint_depth();
    term->paint.no_dim = term_is_linux_console();
    cell_width_ambiguous(1, 1);
    term_mix_colours(term);
    refresh();
    term_say(paste_on);
    if (ansi)
        term_ask(term);
}

struct term *term_open(const struct term_settings *settings, struct error *error)
{
    const char *name;
    if (!locale_start(error) || !terminal_fits(&name, error))
        return NULL;
    bool ansi = capability_ansi();
    prepare_emergency();
    use_tioctl(TRUE); /* the window's size counts, not LINES and COLUMNS */
    struct term *term = memory_get(1, sizeof(*term));
    term->screen = start_curses(name);
    if (!term->screen) {
        free(term);
        error_set(error, "E_TERM_START", "term", getenv("TERM"), NULL);
        return NULL;
    }
    emergency_arm(1);
    term->settings = settings ? *settings : (struct term_settings){0};
    term->decoder = key_decoder_new();
    start_screen(term, ansi);
    return term;
}

void term_close(struct term **term)
{
    if (!*term)
        return;
    term_say(paste_off);
    term_await_answers(*term);
    endwin();
    emergency_arm(0);
    delscreen((*term)->screen);
    paint_forget(&(*term)->paint);
    key_decoder_free(&(*term)->decoder);
    free(*term);
    *term = NULL;
}

int term_descriptor(const struct term *term)
{
    (void)term;
    return STDIN_FILENO;
}

int term_rows(const struct term *term)
{
    (void)term;
    return LINES;
}

int term_columns(const struct term *term)
{
    (void)term;
    return COLS;
}

void term_resized(struct term *term)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
    paint_forget(&term->paint);
    term_repaint(term); /* several changes may come as one that ends where it began: the terminal has lost its
                           content */
    term->resized = true;
}

void term_flush(struct term *term, const struct canvas *canvas)
{
    paint_canvas(&term->paint, canvas);
    refresh();
}

void term_echo(struct term *term, const struct canvas *canvas)
{
    paint_cursor_row(&term->paint, canvas);
    refresh();
}

void term_repaint(struct term *term)
{
    (void)term;
    clearok(curscr, TRUE);
}

void term_leave(struct term *term)
{
    (void)term;
    term_say(paste_off);
    endwin();
    emergency_arm(0);
}

void term_enter(struct term *term)
{
    emergency_arm(1);
    clearok(curscr, TRUE);
    refresh();
    term_say(paste_on);
    term_keypad(term);
    term_resized(term); /* the window may have changed meanwhile */
}
