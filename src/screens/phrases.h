/* A person's phrases for a field of words: a digit puts one in at the cursor, 0 keeps what stands in the
 * field as a phrase, Delete takes the marked one away. They are settings "phrase:KIND:N" (setting.h). */
#ifndef SCREENS_PHRASES_H
#define SCREENS_PHRASES_H

#include "screens/desk.h"

enum phrase_kind {
    PHRASE_NOTE,    /* the words of a decision, of a return too */
    PHRASE_PARK,    /* why a visit is put aside */
    PHRASE_UNDO,    /* why something is taken back */
    PHRASE_REISSUE, /* why a receipt is issued again */
    PHRASE_ASK,     /* a question to the window or a colleague, and its answer */
    PHRASE_KINDS,
};

/* Where a kind is used, in the language of the screens. */
const char *phrase_word(enum phrase_kind kind);

int phrases_count(const struct desk *desk, enum phrase_kind kind);

/* Opens the list over the screen whose field it is: field is that screen's and lasts as long as it. The
 * screen's `edited` is called when a phrase was put in. */
void phrases_open(struct desk *desk, enum phrase_kind kind, struct editor *field);

/* The list by itself: to look, to take away. */
void phrases_keep(struct desk *desk, enum phrase_kind kind);

#endif
