/* The calls of a connection that wait for their answer, in the order sent. Inside of store/ alone. */
#ifndef STORE_CALLS_H
#define STORE_CALLS_H

#include "store/answer.h"

struct call {
    struct call *next;
    store_answered *answered; /* NULL: forgotten */
    void *owner;
    struct store_reply *reply; /* here already, the pipeline's sync not yet */
    int64_t sent;
    bool cancelled;
};

struct calls {
    struct call *first, **end;
};

void calls_begin(struct calls *calls);
void calls_add(struct calls *calls, store_answered *answered, void *owner);

/* Takes the first one out, which must be there. It is given its reply and freed by call_finish(), which calls
 * back and may add to the calls. */
struct call *calls_take_first(struct calls *calls);
void call_finish(struct call *call);

/* All of them lose the connection: E_DATABASE_LOST. Only those that are there now: a callback that tries
 * again gets its answer in the next tick. */
void calls_fail(struct calls *calls);
void calls_free(struct calls *calls); /* nobody is told */

void calls_forget(struct calls *calls, const void *owner);
void calls_mark_cancelled(struct calls *calls);

/* Those that somebody still waits for: the oldest, or NULL; how many. */
const struct call *calls_oldest(const struct calls *calls);
int calls_awaited(const struct calls *calls);

#endif
