/* A person at the terminal: starts a real program on a pseudo-terminal, types on it and reads its screen.
 *
 *     struct driver *clerk = driver_start(&(struct driver_options){.arguments = (const char *[]){"--db", url,
 * NULL}}); driver_wait_text(clerk, "口令"); driver_type(clerk, "wangfang"); driver_key(clerk, "Enter");
 *     driver_expect_cursor_after(clerk, "口令 ");
 *
 * Behind it stands libvterm as an xterm-256color. Keys go through the emulator, so that they come as a real
 * terminal sends them in the mode which the program has set. Nothing here sleeps: a wait reads the terminal
 * until its condition holds or its limit (10 s by default) has passed. A condition is looked at only when the
 * program is at rest: it has read every key, waits in the kernel, and left nothing unread in the terminal; so
 * no half-drawn screen is ever judged.
 *
 * wait: holds now or later (the answer of a database, the end of a timer). expect: holds as soon as the
 * program is at rest. Either one fails the running cmocka test with a picture: the screen with a ruler, its
 * attributes, the cursor, what was awaited, the keys typed so far and the lines of the story that led there.
 *
 * Rows and columns count from 0; a negative row counts from the bottom, -1 is the last. Texts are UTF-8 and
 * are looked for within one row, wide characters counted once; runs of blanks count. */
#ifndef STORY_DRIVER_H
#define STORY_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

struct driver;

struct driver_options {
    const char *program; /* "yichuang" when NULL; a bare name is looked up in BUILD, then in the path */
    const char *const *arguments;   /* NULL-terminated, without the program's name; may be NULL */
    const char *const *environment; /* additions to the pinned world, see command.h; may be NULL */
    const char *home;  /* HOME, kept at the end; NULL: an empty folder that driver_stop removes */
    const char *name;  /* whom failures name; the program's name when NULL */
    int rows, columns; /* 24 and 80 when 0 */
    int limit;         /* milliseconds that a wait lasts at most; 10,000 when 0 */
    const char
        *language; /* "zh" or "en", not copied: every screen that a wait or an expectation saw is held to it;
                      nothing of the other language but what came from outside. NULL: not looked at */
    const char *keymap; /* a file of keymaps/, not copied: keys are named as in default, here and in texts that are
                           awaited, and stand for those that do the same there; NULL: they are what they are */
    bool ime;           /* letters and signs that are typed arrive in full width */
    bool translated; /* texts of waits and expectations are Chinese, the screens are English */
};

/* Starts the program as the foreground job of a terminal of its own. Fails the test if it cannot be started.
 */
struct driver *driver_start(const struct driver_options *options);

/* Kills the program if it still runs, closes the terminal, frees all; NULL is safe. */
void driver_stop(struct driver **driver);

/* Stops every driver that is still there: the teardown of each story, which also runs after a failure. */
int driver_teardown(void **state);

/* The program's HOME; valid as long as the driver. */
const char *driver_home(const struct driver *driver);

/* --- Typing. It returns at once, when the bytes are on their way; what comes of them is awaited. */

/* Each character as a key of its own (no named keys: a newline would be Ctrl-J). */
void driver_type(struct driver *driver, const char *text);

/* The same with the input method switched off: passwords, paths. */
void driver_type_plain(struct driver *driver, const char *text);

/* One key by name: F1..F24, Enter, Tab, Esc, Space, Up, Down, Left, Right, PgUp, PgDn, Home, End, Insert,
 * Delete, Backspace, Keypad-0..9, Keypad-+ - * / . , Keypad-Enter, or one character; before it Shift-, Alt-,
 * Ctrl-. */
void driver_key(struct driver *driver, const char *name);

/* The keys in turn, each as driver_key takes it, separated by blanks: "F4 1 Enter". */
void driver_keys_in_turn(struct driver *driver, const char *names);

/* A paste, bracketed if the program asked for it; counts as one key. */
void driver_paste(struct driver *driver, const char *text);

/* Bytes as they are, for halves of sequences and for line noise; not counted as keys. */
void driver_bytes(struct driver *driver, const void *bytes, size_t length);

/* Keys pressed so far: each named key and each character typed is one. */
int driver_keys(const struct driver *driver);

/* --- Languages. A text that is awaited or expected of a translated driver is looked up in
 * tests/story/english.tsv (Chinese, a tab, English; {} stands for any text); one without a line fails, unless
 * all its Chinese is from outside. */

/* The text as the screens of this driver have it; valid for a few further calls. */
const char *driver_words(struct driver *driver, const char *text);

/* A text from outside may stand on every screen. What is typed, pasted, put into a file or, in quotes, into
 * SQL counts as such by itself. */
void driver_outside(const char *text);

/* --- Waiting. */

/* Until the program is at rest (see above); what it waits for elsewhere may still come. A program that never
 * reads its keys never rests. */
void driver_rest(struct driver *driver);

void driver_wait_text(struct driver *driver, const char *text);
void driver_wait_gone(struct driver *driver, const char *text);
void driver_wait_row(struct driver *driver, int row, const char *text);

/* Until the program has ended. Returns its exit status, 128 + the signal's number when a signal ended it. */
int driver_exit_status(struct driver *driver);

/* --- Driving many at once: none of these waits for a state, none but the last fails. */

/* Takes what the program wrote and sends what it should read; waits at most so many milliseconds for either.
 * Returns whether the program wrote something or ended. */
bool driver_pump(struct driver *driver, int milliseconds);

/* Whether the program is at rest now, or has ended. */
bool driver_is_resting(struct driver *driver);
bool driver_has_ended(const struct driver *driver);

/* Fails the test with the picture. awaited says what did not come, for example `text "下一步"`. */
_Noreturn void driver_fail(struct driver *driver, const char *awaited, ...)
    __attribute__((format(printf, 2, 3)));

/* --- Seeing: as the terminal stands after the last wait or expectation. */

enum driver_attribute {
    ATTRIBUTE_NONE = 0,
    ATTRIBUTE_BOLD = 1,
    ATTRIBUTE_UNDERLINE = 2,
    ATTRIBUTE_REVERSE = 4,
    ATTRIBUTE_BLINK = 8,
    ATTRIBUTE_ITALIC = 16,
    ATTRIBUTE_STRIKE = 32, /* dim is not told apart by libvterm 0.1 */
};

/* 0..255 are the terminal's palette: the first eight, then their bright forms from 8. */
enum driver_colour {
    COLOUR_DEFAULT = -1,
    COLOUR_BLACK,
    COLOUR_RED,
    COLOUR_GREEN,
    COLOUR_YELLOW,
    COLOUR_BLUE,
    COLOUR_MAGENTA,
    COLOUR_CYAN,
    COLOUR_WHITE,
    COLOUR_RGB = 0x1000000, /* added to 0xRRGGBB */
};

enum { DRIVER_CELL_TEXT = 32 }; /* bytes, the closing NUL among them */

struct driver_cell {
    char text[DRIVER_CELL_TEXT]; /* the character with its marks; " " for a blank, "" for the tail of a wide
                                    one */
    int width;                   /* 1 or 2; 0 for the tail of a wide one */
    unsigned attributes;         /* enum driver_attribute, or-ed */
    int foreground, background;
};

struct driver_cursor {
    int row, column;
    bool visible;
};

int driver_rows(const struct driver *driver);
int driver_columns(const struct driver *driver);
struct driver_cell driver_cell(const struct driver *driver, int row, int column);
struct driver_cursor driver_cursor(const struct driver *driver);

/* Appends the row, without its trailing blanks. */
void driver_row_text(const struct driver *driver, int row, struct buffer *out);

/* Appends the whole screen: every row, without trailing blanks, each with a newline. */
void driver_picture(const struct driver *driver, struct buffer *out);

/* Every byte that the program ever wrote to the terminal: what must not appear (a password) is looked for
 * here. */
const struct buffer *driver_written(const struct driver *driver);

/* --- Expecting. Each lets the program come to rest first. */

void driver_expect_text(struct driver *driver, const char *text);
void driver_expect_no_text(struct driver *driver, const char *text);
void driver_expect_row(struct driver *driver, int row, const char *text);

/* Some occurrence of the text has all these attributes in all its cells; ATTRIBUTE_NONE: has no attribute in
 * any. */
void driver_expect_attribute(struct driver *driver, const char *text, unsigned attributes);

/* Some occurrence of the text has this foreground and this background in all its cells. */
void driver_expect_colour(struct driver *driver, const char *text, int foreground, int background);

/* The cursor stands right behind, or on the first cell of, some occurrence of the text. */
void driver_expect_cursor_after(struct driver *driver, const char *text);
void driver_expect_cursor_on(struct driver *driver, const char *text);

/* The screen equals tests/story/pictures/NAME.txt, else the test fails with the differing rows. Run with
 * YICHUANG_PICTURES=write it writes that file instead: read the difference in git before you commit it. */
void driver_compare_picture(struct driver *driver, const char *name);

/* After the end: termios as before the start, alternate screen left, cursor shown, bracketed paste, mouse and
 * application keys off, attributes reset. Waits for the end; every difference is told. */
void driver_expect_terminal_restored(struct driver *driver);

/* --- The world around the program. */

/* Changes the terminal's size; the kernel sends SIGWINCH. Does not wait for anything before or after. */
void driver_resize(struct driver *driver, int rows, int columns);

void driver_signal(struct driver *driver, int number);

/* Resident memory of the program once it is at rest, in KiB. */
long driver_memory(struct driver *driver);

/* How often the program has woken since its start, once it is at rest. */
long driver_woken(struct driver *driver);

/* Lets the program come to rest, watches it for so many milliseconds, returns how often it woke meanwhile. */
long driver_wakeups(struct driver *driver, int milliseconds);

#endif
