/* The refused entries of a lane as values: the last of each field and material, in their order, beside what
 * the database has now. */
#ifndef SCREENS_CONFLICT_VALUES_H
#define SCREENS_CONFLICT_VALUES_H

#include "screens/lane.h"

struct conflict_value {
    char kind;                         /* enum lane_kind */
    char *key;                         /* of the field; "" otherwise */
    char *value;                       /* as it was sent; of a slip its code; "" otherwise */
    char *label, *mine, *theirs, *why; /* as they are shown; theirs "" until it is known */
    bool held;                         /* refused since somebody else has the case */
};

struct conflict_values {
    struct conflict_value *values;
    size_t count;
};

/* Reads them anew from the outbox. */
void conflict_values_read(struct conflict_values *values, struct desk *desk, const char *lane,
                          const struct lane_head *head);
void conflict_values_free(struct conflict_values *values);

/* What the database has, from an answer of desk.case_fields(). */
void conflict_values_theirs(struct conflict_values *values, const struct store_reply *reply);

/* How many of a kind there are. */
int conflict_values_of(const struct conflict_values *values, enum lane_kind kind);

#endif
