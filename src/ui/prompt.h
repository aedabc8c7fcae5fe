/* Small boxes over a screen: a choice by digit, a line of text, a question that F9 answers. Each gives its
 * result to the screen beneath through a function that gets that screen's state, after the box was closed;
 * Esc closes it without. */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/ui.h"

struct prompt_option {
    const char *text; /* as it is shown; copied */
    bool closed;      /* shown without a digit, cannot be chosen */
    bool marked;      /* of several: chosen from the beginning */
};

/* A choice: digits 1-9 pick at once, arrows and Enter too; with search, words narrow (by ui_match_text()). */
struct prompt_choice {
    const char *title; /* text, not a code; copied */
    const char *note;  /* a sentence under the options, or NULL; copied */
    const struct prompt_option *options;
    size_t count;
    bool search;
    bool digits; /* Enter does not choose: for what should not happen by a held key */
    void (*done)(struct ui *ui, void *state, size_t chosen); /* place in options */
    /* Several: where it is given instead, a digit and the space bar (on the marked row) choose an option or
     * no longer, and Enter takes all that are chosen (while words stand in the box it does as the space bar);
     * options[i].marked tells which. */
    void (*taken)(struct ui *ui, void *state, const struct prompt_option *options);
};
bool prompt_choice(struct ui *ui, const struct prompt_choice *choice);

/* A line of text. Enter takes it; where commits is given, only F9 does. */
struct prompt_text {
    const char *title; /* text; copied */
    const char *value; /* to begin with, or NULL */
    size_t most;       /* code points; 0: 200 */
    bool halfwidth, masked;
    bool empty;          /* may be left empty */
    bool refused;        /* the value was refused: what is typed replaces it */
    const char *commits; /* what F9 will do, in words ("下一步 F9: ..."), or NULL; copied */
    /* What the list key opens over it, for the field: phrases; or NULL. With commits alone. */
    void (*list)(void *context, struct editor *field);
    void *context;
    void (*done)(struct ui *ui, void *state, const char *text);
};
bool prompt_text(struct ui *ui, const struct prompt_text *prompt);

/* A question: F9 is yes, Esc is no; Enter is neither. */
struct prompt_confirm {
    const char *title;    /* text; copied */
    const char *sentence; /* what will happen; copied */
    const char *commits;  /* "下一步 F9: ..." in words; copied */
    bool irreversible;
    void (*done)(struct ui *ui, void *state);
};
bool prompt_confirm(struct ui *ui, const struct prompt_confirm *prompt);

#endif
