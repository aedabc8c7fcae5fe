/* What an approver has chosen and written for a task so far. It lives in the desk while they are signed on,
 * so that Esc throws nothing away: whoever comes back to the task finds it as it was. */
#ifndef SCREENS_DECISION_H
#define SCREENS_DECISION_H

#include <stdint.h>

#include "screens/desk.h"

enum decision_kind { DECISION_AGREE, DECISION_RETURN, DECISION_DENY, DECISION_SUSPEND, DECISIONS };

struct decision {
    int64_t task_id;
    enum decision_kind kind;
    char *reason_code, *reason_name; /* NULL: none chosen yet */
    char *words;                     /* to the applicant; never NULL */
    char *proposed;                  /* the notice that was written into them from the doubts; never NULL */
    char *again;                     /* why it was not said the first time; never NULL */
    char *until;                     /* when a suspension should be over, YYYY-MM-DD or ""; never NULL */
    struct decision *next;
};

/* The word of a kind as the database takes it, also the key of the catalogue's DECISION_... */
const char *decision_word(enum decision_kind kind);

/* The code list that a kind's reason comes from; NULL: no reason is needed. */
const char *decision_reasons(enum decision_kind kind);

/* Asks for the reasons of a kind that needs one, on a case: code, name_zh, name_en. What suspends a case is
 * its item's own affair; no rows: nothing does. */
void decision_reasons_query(enum decision_kind kind, const struct desk *desk, int64_t case_id,
                            struct store_query *query);

/* Appends a reason as people see it: with its code where that is a number that they know it by. */
void decision_reason_write(enum decision_kind kind, const char *code, const char *name, struct buffer *out);

/* The one for a task, made when it is not there yet: to agree, without words. */
struct decision *decision_of(struct desk *desk, int64_t task_id);

/* Another kind: its reason has to be chosen anew, the words stay. */
void decision_choose(struct decision *decision, enum decision_kind kind);
void decision_reason(struct decision *decision, const char *code, const char *name);
void decision_words(struct decision *decision, const char *words);
void decision_proposed(struct decision *decision, const char *notice);
void decision_again(struct decision *decision, const char *words);
void decision_until(struct decision *decision, const char *day);

/* Nothing is missing for it. */
bool decision_complete(const struct decision *decision);

/* It was decided: forgets it. */
void decision_done(struct desk *desk, int64_t task_id);
void decisions_free(struct desk *desk);

#endif
