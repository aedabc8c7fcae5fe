/* What was typed of an outside place's reply, case by case. It lives in the desk while somebody is signed on,
 * so that Esc throws nothing away. Fields are numbered as a clerk goes through them: number of the letter,
 * day, words, then place, from, to, months, account of each row. Every value is judged as the database judges
 * it. */
#ifndef SCREENS_REPLY_DRAFT_H
#define SCREENS_REPLY_DRAFT_H

#include "model/segment.h"
#include "screens/desk.h"

enum { REPLY_PAPER, REPLY_DAY, REPLY_WORDS, REPLY_HEADS };

struct reply_row {
    char *cells[SEGMENT_PARTS]; /* as kept, the account in yuan; what cannot be read as it was typed */
};

struct reply_draft {
    int64_t case_id;
    char *heads[REPLY_HEADS];
    struct reply_row rows[SEGMENT_MOST];
    size_t row_count; /* at least 1; the last may be empty, the others are not */
    struct reply_draft *next;
};

/* What values are judged by. */
struct reply_context {
    struct segment_context segment;
    const struct spec_codes *regions; /* NULL: not there yet, places are taken by their digits alone */
    struct date since;                /* the day of the suspension: no reply is older */
};

/* The one for a case, made when it is not there yet. */
struct reply_draft *reply_draft_of(struct desk *desk, int64_t case_id);
/* It was recorded: forgets it. */
void reply_draft_done(struct desk *desk, int64_t case_id);
void reply_drafts_free(struct desk *desk);

size_t reply_draft_fields(const struct reply_draft *draft);
size_t reply_field_row(size_t field);             /* row of a field behind the heads */
enum segment_part reply_field_part(size_t field); /* likewise */
const char *reply_draft_value(const struct reply_draft *draft, size_t field);

/* Keeps what was typed into a field. */
void reply_draft_type(struct reply_draft *draft, size_t field, const char *typed,
                      const struct reply_context *context);

/* An empty row behind the last one, if that is not empty and there is room; true: there is one now. */
bool reply_draft_append(struct reply_draft *draft);

/* Takes empty rows out but the last. */
void reply_draft_tidy(struct reply_draft *draft);

/* Whether nothing was typed into a row. */
bool reply_row_empty(const struct reply_row *row);

/* The rows with something in them, strings borrowed; months that were not typed are those of the span.
 * Returns how many. */
size_t reply_draft_segments(const struct reply_draft *draft, struct segment segments[SEGMENT_MOST]);

/* False: the value is missing or wrong; the error says why. A row's fault belongs to one of its fields. */
bool reply_draft_check(const struct reply_draft *draft, size_t field, const struct reply_context *context,
                       struct error *error);

/* The first field that is wrong from this one on; the number of fields where none is. */
size_t reply_draft_wrong(const struct reply_draft *draft, size_t from, const struct reply_context *context);

#endif
