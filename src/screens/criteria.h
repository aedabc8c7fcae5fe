/* What cases are searched by: one field for each criterion, as it is typed, and what the database is asked
 * for it. Days are typed as D or D..D, each as in any date field, so that a saved filter of -7..0 means the
 * last week whenever it is used. */
#ifndef SCREENS_CRITERIA_H
#define SCREENS_CRITERIA_H

#include "screens/desk.h"

enum criterion {
    CRITERION_NUMBER,
    CRITERION_CREDENTIAL,
    CRITERION_NAME,
    CRITERION_UNIT,
    CRITERION_ITEM,
    CRITERION_STATE,
    CRITERION_ACCEPTED,
    CRITERION_DUE,
    CRITERION_FINISHED,
    CRITERION_WORDS,
    CRITERIA = DESK_CRITERIA,
};

enum { CRITERIA_FILTERS = 9, CRITERIA_NAME = 20 }; /* filters that somebody keeps; characters of a name */

struct criteria {
    struct editor fields[CRITERIA];
};

/* What the database is asked, by place; NULL: that does not matter. */
struct criteria_values {
    char *values[CRITERIA];
};

/* Empty fields, or with what was typed there last. */
void criteria_begin(struct criteria *criteria, const struct desk *desk);
void criteria_keep(const struct criteria *criteria, struct desk *desk);
void criteria_free(struct criteria *criteria);

bool criteria_empty(const struct criteria *criteria);

/* False: the field at *at cannot be meant so. Errors: E_SEARCH_ITEM, E_SEARCH_STATE, E_SEARCH_DAYS {value},
 * and those of date_typed(). */
bool criteria_read(const struct criteria *criteria, const struct desk *desk, struct criteria_values *values,
                   enum criterion *at, struct error *error);
void criteria_values_free(struct criteria_values *values);

/* Adds the ten parameters, in the order of desk.case_search(); they are borrowed. */
void criteria_query(const struct criteria_values *values, struct store_query *query);

/* What is typed, in words: "事项 失业保险金申领，状态 初审"; nothing where nothing is. */
void criteria_write(const struct criteria *criteria, struct buffer *out);

/* The states that can be asked for, in words. */
size_t criteria_states(void);
const char *criteria_state(size_t index);

/* --- saved filters: kinds of cases; number, credential and name are one person's and are left out */

/* The name of the filter in a place (1..CRITERIA_FILTERS), to be freed; NULL: none is there. */
char *criteria_filter(const struct desk *desk, int place);
void criteria_filter_use(struct criteria *criteria, const struct desk *desk, int place);
/* Keeps what is typed under a name, in the place of the one of that name, else in a free one. False, told:
 * there is none, or the database is away. */
bool criteria_filter_keep(const struct criteria *criteria, struct desk *desk, const char *name);
bool criteria_filter_drop(struct desk *desk, int place);

#endif
