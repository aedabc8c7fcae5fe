#include "term/term.h"

#include <curses.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "term/capability.h"
#include "term/colour.h"
#include "term/emergency.h"
#include "term/locale.h"

enum {
    CODE_PASTE_BEGIN =
        KEY_MAX + 1000, /* our own codes; curses numbers a terminal's extended keys from KEY_MAX + 1 */
    CODE_PASTE_END,
    CODE_NAMED,     /* and an enum named */
    ESC_WAIT = 100, /* ms between the bytes of a sequence; 25 split F5 on a slow line */
    ESC_WAIT_SSH = 200,
};

static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";

struct term {
    SCREEN *screen;
    WINDOW *input; /* a pad: reading from it never refreshes the screen */
    struct key_decoder *decoder;
    bool resized, gone;
    attr_t attributes[ROLE_COUNT];
    short pairs[ROLE_COUNT];
};

static void say(const char *bytes)
{
    fputs(bytes, stdout);
    fflush(stdout);
}

static bool terminal_fits(struct error *error)
{
    const char *name = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(error, "E_TERM_NOT_A_TERMINAL", "stream", isatty(STDIN_FILENO) ? "stdout" : "stdin",
                         NULL);
    if (!name || !*name || strcmp(name, "dumb") == 0 || strcmp(name, "unknown") == 0 ||
        !capability_start(name))
        return error_set(error, "E_TERM_UNFIT", "term", name ? name : "", NULL);
    return true;
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
static SCREEN *start_curses(void)
{
    static const int signals[] = {SIGWINCH, SIGTERM, SIGINT, SIGTSTP};
    enum { COUNT = sizeof(signals) / sizeof(signals[0]) };
    struct sigaction former[COUNT];
    for (int i = 0; i < COUNT; i++)
        sigaction(signals[i], NULL, &former[i]);
    SCREEN *screen = newterm(NULL, stdout, stdin);
    for (int i = 0; i < COUNT; i++)
        sigaction(signals[i], &former[i], NULL);
    return screen;
}

static void start_colours(struct term *term)
{
    const char *refused = getenv("NO_COLOR"); /* https://no-color.org: set and not empty */
    bool colours = !(refused && *refused) && has_colors() && start_color() == OK && COLORS >= 8;
    if (colours && use_default_colors() == ERR)
        colours = false;
    for (int i = 0; i < ROLE_COUNT; i++) {
        const struct colour *colour = &colour_roles[i];
        bool plain = colour->foreground < 0 && colour->background < 0;
        if (colours && !plain && init_pair((short)(i + 1), colour->foreground, colour->background) == OK)
            term->pairs[i] = (short)(i + 1);
        term->attributes[i] = ((colours ? colour->bold : colour->mono_bold) ? A_BOLD : 0) |
                              ((colours ? colour->dim : colour->mono_dim) ? A_DIM : 0) |
                              ((colours ? colour->reverse : colour->mono_reverse) ? A_REVERSE : 0) |
                              ((colours ? colour->underline : colour->mono_underline) ? A_UNDERLINE : 0);
    }
}

/* Sequences that curses does not know, or knows under numbers that differ from terminal to terminal. */
static void define_keys(void)
{
    define_key("\033[200~", CODE_PASTE_BEGIN);
    define_key("\033[201~", CODE_PASTE_END);
    define_key("\033Ok", CODE_NAMED + NAMED_KEYPAD_PLUS);
    define_key("\033Om", CODE_NAMED + NAMED_KEYPAD_MINUS);
    define_key("\033On", CODE_NAMED + NAMED_KEYPAD_POINT);
    define_key("\033Oj", CODE_NAMED + NAMED_KEYPAD_STAR);
    define_key("\033OM", CODE_NAMED + NAMED_KEYPAD_ENTER);
}

static void start_input(struct term *term)
{
    raw();
    noecho();
    nonl();
    set_escdelay(getenv("SSH_CONNECTION") || getenv("SSH_TTY") ? ESC_WAIT_SSH : ESC_WAIT);
    term->input = newpad(1, 1);
    keypad(term->input, TRUE);
    nodelay(term->input, TRUE);
    define_keys();
}

struct term *term_open(struct error *error)
{
    if (!locale_start(error) || !terminal_fits(error))
        return NULL;
    prepare_emergency();
    use_tioctl(TRUE); /* the window's size counts, not LINES and COLUMNS */
    struct term *term = memory_get(1, sizeof(*term));
    term->screen = start_curses();
    if (!term->screen) {
        free(term);
        error_set(error, "E_TERM_START", "term", getenv("TERM"), NULL);
        return NULL;
    }
    emergency_arm(1);
    term->decoder = key_decoder_new();
    start_colours(term);
    start_input(term);
    say(paste_on);
    return term;
}

void term_close(struct term **term)
{
    if (!*term)
        return;
    say(paste_off);
    delwin((*term)->input);
    endwin();
    emergency_arm(0);
    delscreen((*term)->screen);
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

/* NAMED_NONE for codes that mean nothing here. */
static enum named named_of(int code)
{
    static const struct {
        int code;
        enum named named;
    } keys[] = {
        {KEY_UP, NAMED_UP},
        {KEY_DOWN, NAMED_DOWN},
        {KEY_LEFT, NAMED_LEFT},
        {KEY_RIGHT, NAMED_RIGHT},
        {KEY_PPAGE, NAMED_PAGE_UP},
        {KEY_A3, NAMED_PAGE_UP},
        {KEY_HOME, NAMED_HOME},
        {KEY_NPAGE, NAMED_PAGE_DOWN},
        {KEY_C3, NAMED_PAGE_DOWN},
        {KEY_A1, NAMED_HOME},
        {KEY_END, NAMED_END},
        {KEY_C1, NAMED_END},
        {KEY_BTAB, NAMED_SHIFT_TAB},
        {KEY_ENTER, NAMED_KEYPAD_ENTER},
        {KEY_BACKSPACE, NAMED_BACKSPACE},
        {KEY_DC, NAMED_DELETE},
        {KEY_IC, NAMED_INSERT},
    };
    if (code >= KEY_F(1) && code <= KEY_F(12))
        return (enum named)(NAMED_F1 + (code - KEY_F(1)));
    if (code > CODE_NAMED && code < CODE_NAMED + NAMED_COUNT)
        return (enum named)(code - CODE_NAMED);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (keys[i].code == code)
            return keys[i].named;
    }
    return NAMED_NONE;
}

static void feed(struct term *term, int code)
{
    int64_t now = clock_milliseconds();
    if (code == CODE_PASTE_BEGIN)
        key_decoder_paste_begin(term->decoder, now);
    else if (code == CODE_PASTE_END)
        key_decoder_paste_end(term->decoder);
    else if (code < 256)
        key_decoder_byte(term->decoder, (unsigned char)code, now);
    else if (named_of(code) != NAMED_NONE)
        key_decoder_named(term->decoder, named_of(code), now);
}

/* No byte although the descriptor says that there is something to read: the other end is closed. */
static bool hung_up(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int waiting = 0;
    if (poll(&input, 1, 0) <= 0)
        return false;
    if (input.revents & (POLLHUP | POLLERR | POLLNVAL))
        return true;
    return ioctl(STDIN_FILENO, FIONREAD, &waiting) != 0;
}

bool term_key(struct term *term, struct key *key)
{
    if (term->resized) {
        term->resized = false;
        *key = (struct key){.kind = PRESS_RESIZE};
        return true;
    }
    while (!key_decoder_next(term->decoder, key)) {
        int code = wgetch(term->input);
        if (code == ERR) {
            key_decoder_pause(term->decoder, clock_milliseconds());
            if (key_decoder_next(term->decoder, key))
                return true;
            term->gone = hung_up();
            return false;
        }
        feed(term, code);
    }
    return true;
}

bool term_gone(const struct term *term)
{
    return term->gone;
}

void term_resized(struct term *term)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
    term_repaint(term); /* several changes may come as one that ends where it began: the terminal has lost its
                           content */
    term->resized = true;
}

/* A cell as curses takes it. Where the C library counts other cells than we do, curses would shift the rest
 * of the line: question marks stand there instead. */
static void cell_out(const struct term *term, int row, int column, const struct cell *cell)
{
    wchar_t text[1 + CANVAS_MARKS + 1];
    int length = 0;
    cchar_t out;
    for (int i = 0; i <= CANVAS_MARKS && cell->text[i]; i++) {
        if (i == 0 || wcwidth((wchar_t)cell->text[i]) == 0)
            text[length++] = (wchar_t)cell->text[i];
    }
    bool known = wcwidth(text[0]) == cell->width;
    text[known ? length : 1] = L'\0';
    for (int i = 0; i < (known ? 1 : cell->width); i++) {
        if (!known)
            text[0] = L'?';
        setcchar(&out, text, term->attributes[cell->role], term->pairs[cell->role], NULL);
        mvadd_wch(row, column + i, &out);
    }
}

void term_flush(struct term *term, const struct canvas *canvas)
{
    erase();
    for (int row = 0; row < LINES && row < canvas_rows(canvas); row++) {
        for (int column = 0; column < COLS && column < canvas_columns(canvas); column++) {
            const struct cell *cell = canvas_cell(canvas, row, column);
            if (cell->width > 0 && column + cell->width <= COLS)
                cell_out(term, row, column, cell);
        }
    }
    move(canvas_cursor_row(canvas), canvas_cursor_column(canvas));
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
    say(paste_off);
    endwin();
    emergency_arm(0);
}

void term_enter(struct term *term)
{
    emergency_arm(1);
    clearok(curscr, TRUE);
    refresh();
    say(paste_on);
    term_resized(term); /* the window may have changed meanwhile */
}
