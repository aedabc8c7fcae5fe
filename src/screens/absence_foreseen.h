/* What an absence would do, as the database tells it before it is recorded, and its words. */
#ifndef SCREENS_ABSENCE_FORESEEN_H
#define SCREENS_ABSENCE_FORESEEN_H

#include "screens/desk.h"

/* The words of an absence; borrowed. */
struct absence_words {
    const char *login, *name;
    char from[DATE_TEXT], to[DATE_TEXT];
    const char *cover, *cover_name; /* "": nobody */
};

/* A zeroed one was told nothing. */
struct absence_foreseen {
    bool told;
    char *refusal; /* the sentence of what stands against it; NULL: nothing */
    bool at_once, held_some;
    char *returned, *covered, *held, *rights;
};

void absence_foreseen_free(struct absence_foreseen *foreseen);

/* The question, and its answer, which is not refused. */
struct store_query absence_foreseen_query(const struct desk *desk, const struct absence_words *words);
void absence_foreseen_take(struct absence_foreseen *foreseen, const struct store_reply *reply);

/* What becomes of their tasks, a sentence a line. */
void absence_foreseen_write(const struct absence_foreseen *foreseen, const struct absence_words *words,
                            struct buffer *out);

#endif
