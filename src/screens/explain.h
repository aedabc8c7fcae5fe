/* The due dates of a case in sentences, from desk.explain(), and how long it was in whose hands, from
 * desk.case_parts(): asked for when a case is opened, so that F2 answers at once. */
#ifndef SCREENS_EXPLAIN_H
#define SCREENS_EXPLAIN_H

#include "screens/desk.h"

struct explanation {
    struct desk *desk;
    struct buffer owed;      /* whose answer to a question is awaited */
    struct buffer sentences; /* as why_add() makes them; while the answer is awaited, that it is */
};

/* Asks; the explanation must live until explain_free(). */
void explain_ask(struct explanation *explanation, struct desk *desk, int64_t case_id);
void explain_free(struct explanation *explanation);

#endif
