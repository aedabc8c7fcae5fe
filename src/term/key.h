/* A pressed key, its name as keymaps write it, and the decoder that makes keys from what a terminal sends.
 * Pure: no terminal, no clock of its own. */
#ifndef TERM_KEY_H
#define TERM_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_kind {
    PRESS_NONE,
    PRESS_CHARACTER, /* code: a code point; UTF8_REPLACEMENT where the terminal sent something else than UTF-8
                      */
    PRESS_NAMED,     /* code: enum named */
    PRESS_CONTROL,   /* code: 'A'..'Z', '\\', ']', '^', '_' or '@' */
    PRESS_ALT,       /* code: a code point; letters are lower case */
    PRESS_PASTE,     /* text: what was pasted, raw; it is data, never commands */
    PRESS_RESIZE,    /* the terminal has another size */
};

enum named {
    NAMED_NONE,
    NAMED_F1,
    NAMED_F2,
    NAMED_F3,
    NAMED_F4,
    NAMED_F5,
    NAMED_F6,
    NAMED_F7,
    NAMED_F8,
    NAMED_F9,
    NAMED_F10,
    NAMED_F11,
    NAMED_F12,
    NAMED_F13, /* F13 to F24: Shift-F1 to Shift-F12 where a keyboard has none */
    NAMED_F14,
    NAMED_F15,
    NAMED_F16,
    NAMED_F17,
    NAMED_F18,
    NAMED_F19,
    NAMED_F20,
    NAMED_F21,
    NAMED_F22,
    NAMED_F23,
    NAMED_F24,
    NAMED_UP,
    NAMED_DOWN,
    NAMED_LEFT,
    NAMED_RIGHT,
    NAMED_PAGE_UP,
    NAMED_PAGE_DOWN,
    NAMED_HOME,
    NAMED_END,
    NAMED_ENTER,
    NAMED_KEYPAD_ENTER,
    NAMED_TAB,
    NAMED_SHIFT_TAB,
    NAMED_BACKSPACE,
    NAMED_DELETE,
    NAMED_INSERT,
    NAMED_ESC,
    NAMED_KEYPAD_PLUS,
    NAMED_KEYPAD_MINUS,
    NAMED_KEYPAD_POINT,
    NAMED_KEYPAD_STAR,
    NAMED_COUNT,
};

struct key {
    enum key_kind kind;
    uint32_t code;
    const char *text; /* PRESS_PASTE alone; belongs to the decoder (or term) and lasts until the next key is
                         asked for */
    size_t length;
};

enum { KEY_NAME_MOST = 24 }; /* bytes of the longest name, NUL included */

/* The name as keymaps write it: "F9", "Ctrl-U", "Alt-9", "Shift-Tab", "PgDn", "Keypad-+", a character itself.
 * "" for a paste, a resize and none. Returns name. */
const char *key_write(const struct key *key, char name[static KEY_NAME_MOST]);

/* Reads such a name, also "Shift-F3" for F15; case counts only for single characters. False where no key has
 * it. Ctrl-I, -M, -J, -H and Ctrl-[ are no keys: terminals send them for Tab, Enter, Backspace and Esc. A
 * sole character ("a", "9") is the printing key. */
bool key_parse(const char *name, struct key *key);

bool key_equal(const struct key *a, const struct key *b);

struct key_decoder;

enum {
    KEY_PASTE_MOST = 64 * 1024, /* bytes of a paste; what is longer loses its end */
    KEY_TAIL_WAIT = 300,        /* ms after a lone Esc in which the tail of an escape sequence is swallowed */
    KEY_PASTE_WAIT = 2000,      /* ms without a byte after which a paste counts as ended */
};

struct key_decoder *key_decoder_new(void);
void key_decoder_free(struct key_decoder **decoder);

/* Feeds what the terminal sent; now is in milliseconds of any steady clock. UTF-8 and escape sequences may be
 * cut between calls anywhere. Every sequence that one of the usual terminals sends is known, whatever TERM
 * says (key_sequence.c); unknown ones are swallowed whole. */
void key_decoder_byte(struct key_decoder *decoder, unsigned char byte, int64_t now);

/* What came last may be a key of its own or begin a sequence: more bytes, or key_decoder_pause(), decide. */
bool key_decoder_waits(const struct key_decoder *decoder);

/* Nothing more has come for as long as escape sequences may take: a lone Esc is the key Esc now. */
void key_decoder_pause(struct key_decoder *decoder, int64_t now);

enum { KEY_REPORT_MOST = 64 }; /* bytes of a report, NUL included; longer ones lose their end */

/* Answers of the terminal are no keys, whenever they come. The oldest one not yet handed out, without its
 * leading ESC: "[2;3R", "[?62;4c", "]11;rgb:0000/0000/0000" and a BEL. False when there is none. */
bool key_decoder_report(struct key_decoder *decoder, char text[static KEY_REPORT_MOST]);

/* While answers are under way, one whose ESC came by itself is recognised too. */
void key_decoder_asked(struct key_decoder *decoder, bool asked);

/* The oldest key not yet handed out; false when there is none. */
bool key_decoder_next(struct key_decoder *decoder, struct key *key);

#endif
