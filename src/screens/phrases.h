/* A person's phrases for a field of words: a digit puts one in at the cursor, 0 keeps what stands in the
 * field (of several lines the one with the cursor) as a phrase, Delete takes the marked one away. They are
 * settings "phrase:KIND:N" (setting.h). Those of the hall stand behind them (hall_phrases.h). */
#ifndef SCREENS_PHRASES_H
#define SCREENS_PHRASES_H

#include "screens/phrase.h"

/* Opens the list over the screen whose field it is: field is that screen's and lasts as long as it. The
 * screen's `edited` is called when a phrase was put in. */
void phrases_open(struct desk *desk, enum phrase_kind kind, struct editor *field);

/* The list by itself: to look, to take away; for supervisors also to keep the hall's. */
void phrases_keep(struct desk *desk, enum phrase_kind kind);

#endif
