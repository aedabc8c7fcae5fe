/* One phrase of a person: the setting "phrase:KIND:N" (setting.h). */
#ifndef SCREENS_PHRASE_H
#define SCREENS_PHRASE_H

#include "screens/desk.h"

enum {
    PHRASES = 39,
    PHRASE_MOST = 200
}; /* numbers 1..PHRASES and code points, as yc.setting_refusal() has it */

enum phrase_kind {
    PHRASE_NOTE,    /* the words of a decision, of a return too */
    PHRASE_PARK,    /* why a visit is put aside */
    PHRASE_UNDO,    /* why something is taken back */
    PHRASE_REISSUE, /* why a receipt is issued again */
    PHRASE_ASK,     /* a question to the window or a colleague, and its answer */
    PHRASE_LINES,   /* a field of several lines at the counter */
    PHRASE_KINDS,
};

/* Where a kind is used, in the language of the screens. */
const char *phrase_word(enum phrase_kind kind);

/* The database's name of a kind. */
const char *phrase_kind_name(enum phrase_kind kind);

/* NULL: the number is free. */
const char *phrase_words(const struct desk *desk, enum phrase_kind kind, int number);

/* As setting_put(); NULL takes it away. */
bool phrase_put(struct desk *desk, enum phrase_kind kind, int number, const char *words);

int phrases_count(const struct desk *desk, enum phrase_kind kind);

#endif
