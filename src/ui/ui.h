/* The stack of screens and the dispatch of keys. One draw a tick of the loop; a draw changes nothing.
 *
 * Held here for all screens (the nine rules of the desk):
 *  - F9 (COMMAND_COMMIT) is deaf until the screen it came to was drawn and UI_DEAF ms have passed, and again
 * after each commit that was handed out; what arrives meanwhile is swallowed and makes it deaf anew, so that
 * typeahead and a held key never decide a second case. Enter, the palette and pasted text never commit.
 *  - Esc goes one level back; on the lowest level it does nothing. Ctrl-C, Ctrl-S, Ctrl-Q, Ctrl-\ do nothing.
 *  - Outside a field digits go to the screen, full-width ones as ASCII; letters change nothing; hanzi change
 * nothing and the message says that the input method is on.
 *  - A command that is not valid here says so.
 *
 * A tick of the loop: while (term_key(term, &key)) ui_key(ui, &key); ui_tick(ui); if (ui_draw(ui))
 * term_flush(term, ui_canvas(ui)). Wait no longer than until ui_wake(). */
#ifndef UI_UI_H
#define UI_UI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "term/canvas.h"
#include "term/key.h"
#include "ui/command.h"
#include "ui/editor.h"
#include "ui/keymap.h"
#include "ui/layout.h"

struct ui;

enum {
    UI_DEAF = 300,   /* ms between the draw of a new screen and the first F9 that counts */
    UI_REPEAT = 120, /* ms an F9 that follows an F9 waits for a third: then it is a held key, and none of them
                        counts */
    UI_MESSAGES = 50, /* the last messages are kept */
    UI_CLOCK = 8,     /* bytes of a time of the day, "10:42", NUL included */
};

/* A command that a screen knows. */
struct screen_command {
    enum command command;
    const char *label; /* catalogue code of its word in the key bar here; NULL: the command's own */
    const char *help;  /* likewise of its sentence in the help */
};

/* What the screen says in the lines that are drawn centrally. */
struct screen_lines {
    struct buffer explain; /* the sentence on the field or row where the cursor is */
    struct buffer next;    /* "下一步 F9: 受理, 给受理号" in full, made from the catalogue */
    struct buffer wants;   /* right end of that line: what the field wants, "数字(输入法关着)" */
    bool irreversible;     /* next is shown in ROLE_IRREVERSIBLE */
};

/* A kind of screen. state is the screen's own memory of `size` bytes, zeroed before open. Functions may be
 * NULL unless said otherwise. While a function runs, the screen may pop itself or others: their memory stays
 * until it returns. */
struct screen_class {
    const char *name;  /* for tests and logs, e.g. "picker" */
    const char *title; /* catalogue code; the help screen names it */
    size_t size;
    enum section section;
    bool box;                              /* does not cover: the screen beneath is drawn first */
    const struct screen_command *commands; /* valid here, closed by COMMAND_NONE; besides the editor's, the
                                              common ones, back, help, why */
    struct layout_wish wish;

    /* argument is the caller's, for the time of the call. False: the screen is not opened (close is not
     * called); say why by ui_say. */
    bool (*open)(struct ui *ui, void *state, void *argument);
    void (*close)(void *state); /* frees what the state holds; also at ui_free() */

    /* The areas changed: after open and after each resize. Widths of editors and heights of lists are set
     * here. */
    void (*arrange)(void *state, const struct layout *layout);

    void (*command)(struct ui *ui, void *state, enum command command);

    /* Every key, before anything is made of it. True: the screen took it. For a screen that asks for a key as
     * such; what it takes neither commits nor cancels. */
    bool (*key)(struct ui *ui, void *state, const struct key *key);

    /* A character, digit or paste, before the field gets it. True: the screen took it. Outside a field only
     * digits come. */
    bool (*event)(struct ui *ui, void *state, const struct key *key);

    /* The editor in which the cursor stands; NULL: no field. It takes characters, pastes and editing commands
     * that the screen did not take itself (event, commands). */
    struct editor *(*field)(void *state);

    /* The field's text or cursor changed. */
    void (*edited)(struct ui *ui, void *state);

    /* The screen above was closed and this one is on top again. */
    void (*resume)(struct ui *ui, void *state);

    /* Called each tick of the loop while the screen is on the stack; call ui_changed() if there is something
     * to draw. */
    void (*tick)(struct ui *ui, void *state, int64_t now);

    void (*draw)(const void *state, struct canvas *canvas, const struct layout *layout); /* required */
    void (*cursor)(const void *state, struct canvas *canvas,
                   const struct layout *layout); /* calls canvas_cursor() */
    void (*lines)(const void *state, struct screen_lines *lines);

    /* Catalogue code of the word that a command has in the key bar now; NULL: as the table says. */
    const char *(*label)(const void *state, enum command command);

    /* Sentences that answer F2, appended with why_add() (ui/why.h). What was refused here last (a message in
     * ROLE_WRONG) stands before them, until something is typed, gone on with or committed. NULL or none
     * added: there is nothing to explain. */
    void (*why)(const void *state, struct buffer *sentences);
};

struct ui_settings {
    const struct keymap *keymap;
    int rows, columns;
    int64_t (*now)(void *context); /* steady milliseconds; NULL: clock_milliseconds() */
    void *context;
    enum canvas_borders borders;
};

struct ui *ui_new(const struct ui_settings *settings);
void ui_free(struct ui **ui);

/* Commands that are valid on every screen but boxes (find, leave, waiting, ...): the session's. A screen's
 * own come first. */
void ui_common(struct ui *ui, const struct screen_command *commands,
               void (*command)(void *context, struct ui *ui, enum command command), void *context);

/* --- the stack */

/* Opens a screen on top. False: its open refused. */
bool ui_push(struct ui *ui, const struct screen_class *class, void *argument);
/* Closes the top one; the lowest one stays. */
void ui_pop(struct ui *ui);
/* Closes all screens and opens this one. */
bool ui_replace_all(struct ui *ui, const struct screen_class *class, void *argument);
/* Closes the top one and opens this in its place. */
bool ui_replace(struct ui *ui, const struct screen_class *class, void *argument);
/* Closes everything above the screen that owns state. */
void ui_pop_to(struct ui *ui, const void *state);

/* Puts a screen over all others, which stays in front whatever they do meanwhile, until ui_uncover(): nothing
 * of them is drawn, no message either, and no key does anything but what this screen knows itself (no help,
 * no common commands). False: its open refused. */
bool ui_cover(struct ui *ui, const struct screen_class *class, void *argument);
void ui_uncover(struct ui *ui); /* nothing where nothing is covered */

int ui_depth(const struct ui *ui);
const struct screen_class *ui_top(const struct ui *ui);
void *ui_top_state(const struct ui *ui);

/* An id for a screen, never used again: keep it with a question to the database and drop the answer when
 * ui_state() says NULL. */
uint64_t ui_id(const struct ui *ui, const void *state);
void *ui_state(const struct ui *ui, uint64_t id);

/* --- keys, time, drawing */

void ui_key(struct ui *ui, const struct key *key);

/* What was pressed so far, and the time in which somebody was at it: pauses beyond half a minute do not
 * count. For differences alone. */
struct ui_effort {
    int64_t keys, milliseconds;
};
struct ui_effort ui_effort(const struct ui *ui);
/* Runs a command as if its key had been pressed; COMMAND_COMMIT is refused: only a key commits. */
void ui_command(struct ui *ui, enum command command);
/* The terminal's size; PRESS_RESIZE itself carries none. */
void ui_resize(struct ui *ui, int rows, int columns);
void ui_tick(struct ui *ui);
/* When ui_tick() has to be called at the latest, on the clock of the settings; 0: nothing waits. */
int64_t ui_wake(const struct ui *ui);

/* Other borders from the next draw on. */
void ui_borders(struct ui *ui, enum canvas_borders borders);

/* Something changed that is to be drawn. Keys, messages and the stack say so by themselves. */
void ui_changed(struct ui *ui);
/* Draws if something changed; true: show ui_canvas(). */
bool ui_draw(struct ui *ui);
/* After ui_key(): if the key was a character at the end of a field, draws that field alone, for whoever looks
 * at what they type; true: show ui_canvas(). ui_draw() then draws the rest: it costs several times as much.
 */
bool ui_echo(struct ui *ui);
const struct canvas *ui_canvas(const struct ui *ui);
const struct layout *ui_layout(const struct ui *ui);

/* --- committing */

/* While held (an answer is awaited) F9 is swallowed. Belongs to the top screen and ends with it; released, F9
 * is deaf until the next draw and UI_DEAF ms more. */
void ui_hold_commit(struct ui *ui, bool hold);
/* True: an F9 now would be handed out. */
bool ui_commit_ready(const struct ui *ui);

/* --- the lines that are drawn centrally */

/* The first line. Where room is short the middle goes first, then left is cut: right, which ends at the edge,
 * says what ails. */
void ui_header(struct ui *ui, const char *left, const char *middle, const char *right);
/* The time of the day as people here have it, noted with each message; "" while it is unknown. */
void ui_clock(struct ui *ui, const char *clock);
/* A demonstration or practice hall: the first line is shown so. Its text must say it too. */
void ui_demonstration(struct ui *ui, bool on);
/* How much waits under F12; shown in the key bar when not 0. */
void ui_waiting(struct ui *ui, int count);

/* A message; it stays until the next command. The sentence of a code with its parameters (name, value, ...,
 * NULL). */
void ui_say(struct ui *ui, enum role role, const char *code, ...) __attribute__((sentinel));
void ui_say_text(struct ui *ui, enum role role, const char *text);
void ui_say_error(struct ui *ui, const struct error *error);
/* Shown now; "" when none. */
const char *ui_message(const struct ui *ui);
/* Kept messages, 0 is the newest; NULL behind the oldest. */
const char *ui_message_at(const struct ui *ui, int back);
const char *ui_message_clock(const struct ui *ui, int back); /* when it was said; "" when that is unknown */

/* --- for the help screen: what is valid on the screen beneath the top one (below 1) or on top (below 0) */

bool ui_valid(const struct ui *ui, int below, enum command command);
const char *ui_label(const struct ui *ui, int below, enum command command);
const char *ui_help(const struct ui *ui, int below, enum command command);
const char *ui_title(const struct ui *ui, int below);
enum section ui_section(const struct ui *ui, int below);
const struct keymap *ui_keymap(const struct ui *ui);

/* Another keymap, which has to live as long as it is used; messages name its keys from now on. */
void ui_keymap_set(struct ui *ui, const struct keymap *keymap);

/* Typed words find an entry: codes, initials or hanzi. Higher is better, 0: no match. The session gives it
 * (pinyin lives elsewhere); without one, parts of the text match. */
typedef int ui_match(void *context, const char *text, const char *words);
void ui_match_set(struct ui *ui, ui_match *match, void *context);
int ui_match_text(const struct ui *ui, const char *text, const char *words);

#endif
