/* The doubts of a case (desk.doubt_list): what officers noted on fields and materials. Shown in the review
 * and, where a case was returned for them, at the window. */
#ifndef SCREENS_DOUBTS_H
#define SCREENS_DOUBTS_H

#include "screens/desk.h"

struct doubt {
    int64_t id;
    bool material;              /* on a material, otherwise on a field */
    char *key, *name;           /* of the field or material */
    char *reason, *reason_name; /* coded, and its name */
    char *words;                /* "" where the code says it all */
    char *who;
    bool open;    /* belongs to no decision yet */
    bool correct; /* the case was returned for it and is to be corrected now */
};

struct doubts {
    struct doubt *rows;
    size_t count;
};

/* Asks for the doubts of a case; the answer is for doubts_take(). */
void doubts_ask(struct desk *desk, int64_t case_id, store_answered *answered, void *owner);
/* Replaces what is there by the answer's rows. */
void doubts_take(struct doubts *doubts, const struct desk *desk, const struct store_reply *reply);
void doubts_free(struct doubts *doubts);

size_t doubts_open(const struct doubts *doubts);

/* What is to be corrected now at a field or material, all of it in one sentence; false: nothing. */
bool doubts_correct(const struct doubts *doubts, bool material, const char *key, struct buffer *out);

/* Appends "reason: words". */
void doubt_write(const struct doubt *doubt, struct buffer *out);

/* Appends the notice: every open doubt a numbered sentence, on one line. */
void doubts_notice(const struct doubts *doubts, struct buffer *out);

#endif
