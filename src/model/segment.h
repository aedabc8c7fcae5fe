/* Stretches of months of contributions, as the reply of an outside place tells them. yc.segment_refusal() is
 * the twin in SQL, with the same codes; tests/vectors/segment.tsv holds both to one another. */
#ifndef MODEL_SEGMENT_H
#define MODEL_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "model/date.h"

enum { SEGMENT_MOST = 30 }; /* segments of one reply */

enum segment_part { SEGMENT_PLACE, SEGMENT_FROM, SEGMENT_TO, SEGMENT_MONTHS, SEGMENT_ACCOUNT, SEGMENT_PARTS };

/* As kept; texts are borrowed. */
struct segment {
    const char *place;     /* GB/T 2260 */
    const char *from, *to; /* YYYY-MM, both counted */
    int64_t months;        /* paid in between; below 1: none was given */
    int64_t account;       /* of the personal account, in fen; below 0: none was given */
};

struct segment_context {
    struct date today;
    bool (*region_known)(void *regions, const char *code);
    void *regions;
};

/* Months since the year 0; -1 for what is no month YYYY-MM from 1900 on. */
int segment_month(const char *text);

/* Months from the one to the other, both counted; 0 where one of them is no month or they stand in the wrong
 * order. */
int segment_span(const char *from, const char *to);

/* The first month that two segments share; -1: none. */
int segment_shared(const struct segment *a, const struct segment *b);

/* YYYY-MM. Returns text. */
char *segment_month_text(int month, char text[DATE_TEXT]);

/* Judges the segment at index by itself and against those before it: E_SEGMENT_PLACE, E_SEGMENT_FROM,
 * E_SEGMENT_TO, E_SEGMENT_ORDER, E_SEGMENT_FUTURE, E_SEGMENT_MONTHS, E_SEGMENT_ACCOUNT, E_SEGMENT_OVERLAP,
 * each with {row, place, from, to, months, other, month}, rows counted from 1. part: which value it is about.
 */
bool segment_check(const struct segment *segments, size_t index, const struct segment_context *context,
                   enum segment_part *part, struct error *error);

#endif
