/* The inside of struct term, for the files term*.c alone. */
#ifndef TERM_TERM_INSIDE_H
#define TERM_TERM_INSIDE_H

#include "term/paint.h"
#include "term/question.h"
#include "term/term.h"

struct term {
    SCREEN *screen;
    struct key_decoder *decoder;
    int escape_wait;
    bool resized, gone;
    bool readable; /* known without asking */
    struct term_settings settings;
    struct paint paint;
    enum depth depth; /* what the terminal can */
    struct question question;
    int64_t asked; /* when; 0: not asked */
};

/* Its background is black, it shows what it does not know, and its dim letters are too dark to be read. */
bool term_is_linux_console(void);

/* Writes bytes past curses. */
void term_say(const char *bytes);

/* term_look.c: colours from what is known by now; asking; what follows when the terminal has said all. */
void term_mix_colours(struct term *term);
void term_ask(struct term *term);
void term_learn(struct term *term);

/* PuTTY sends F2 to F4 for / * - of an application keypad: there the keypad types what is printed on it. */
void term_keypad(const struct term *term);

/* term_input.c: who leaves in the moment after the start has answers of the terminal behind them. */
void term_await_answers(struct term *term);

#endif
