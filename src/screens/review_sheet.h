/* The left page of the review: what differs and what is promised stands unfolded, what agrees is a line for
 * each group; four eyes, doubts, how like cases were decided. Its lines are a paper's (paper.h), written anew
 * whenever something changes; one place of it is marked, which a doubt is noted on. */
#ifndef SCREENS_REVIEW_SHEET_H
#define SCREENS_REVIEW_SHEET_H

#include "screens/doubts.h"
#include "screens/paper.h"

enum sheet_verdict { SHEET_ALONE, SHEET_AGREES, SHEET_DIFFERS };

struct sheet_value { /* a field with its value, or (block "", earlier "") what was handed in */
    bool material;
    bool look; /* to be looked at: it differs, or a promise stands in its place */
    char *block, *key, *name, *value;
    char *earlier; /* in words, with where it comes from; "" */
    char *apart;   /* how far apart the two are; "" */
    enum sheet_verdict verdict;
    bool record; /* it agrees with the record rather than with an earlier case */
};

struct sheet_place { /* what can be marked */
    bool doubt;      /* index is one of the doubts, otherwise of the values */
    size_t index;
    int line; /* of the paper */
};

struct sheet {
    struct desk *desk;
    struct sheet_value *values;
    size_t value_count;
    struct doubts doubts;
    char *eyes;          /* four eyes, in words; NULL: not there yet */
    struct buffer alike; /* lines ended by '\n' */
    int returns;         /* how often the case was returned before */
    struct buffer head;  /* lines in front of it, as a paper has them: what was asked and answered */
    int head_lines;
    bool there; /* the values came */
    bool unfolded;
    struct sheet_place *places;
    size_t place_count, at;
    void *screen;
    void (*changed)(void *screen); /* something came */
    void (*doubted)(void *screen); /* the doubts came */
};

/* Asks for all of it. */
void sheet_load(struct sheet *sheet, struct desk *desk, int64_t case_id, void *screen,
                void (*changed)(void *screen), void (*doubted)(void *screen));
/* Doubts and like cases once more. */
void sheet_doubts(struct sheet *sheet, int64_t case_id);
void sheet_free(struct sheet *sheet);

/* Writes it into the paper, and tail behind it; what is in view stays where it is. */
void sheet_write(struct sheet *sheet, struct paper *paper, const struct paper *tail);

/* Scrolls the paper to the marked place. */
void sheet_show(const struct sheet *sheet, struct paper *paper);

/* Marks the next (1) or previous (-1) place; false: there is none. */
bool sheet_move(struct sheet *sheet, int step);

/* NULL: nothing is marked, or not of that kind. */
const struct sheet_value *sheet_value(const struct sheet *sheet);
const struct doubt *sheet_doubt(const struct sheet *sheet);

#endif
