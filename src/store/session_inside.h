/* The inside of struct session, for session*.c and for the outbox, which shares its kept queries. */
#ifndef STORE_SESSION_INSIDE_H
#define STORE_SESSION_INSIDE_H

#include "store/kept.h"
#include "store/session.h"

struct session_call {
    struct session_call *next;
    struct kept *kept;
    store_answered *answered; /* NULL: nobody asks for the reply (any more) */
    void *owner;
    int64_t made;
    int again;     /* how often it went again after E_DATABASE_AGAIN */
    bool greeting; /* lost with its connection */
};

struct session_queue {
    struct session_call *first, **end;
};

struct session {
    struct loop *loop;
    struct session_owner owner;
    char *database, *user, *program;
    char *password; /* secret */
    int timeout;
    bool patient, english;
    enum session_state state;
    struct store *store; /* NULL while there is no connection and none is being made */
    loop_call *closing;  /* the outbox's, or NULL: told by session_close(); no reply comes after it */
    void *closing_owner;

    struct session_queue waiting; /* to be sent */
    struct session_queue flight;  /* sent on this connection, not answered */
    struct session_queue failing; /* greetings whose connection broke, about to be told */
    int skip; /* replies that come first and count no more: those of calls that went back into waiting */

    int failures; /* of connecting, and connections that did nothing, in a row */
    int silences; /* connections cut for silence in a row */
    int64_t cut_since, stands_since;
    loop_id pause;    /* until the next connecting */
    loop_id breaking; /* deferred: the connection is no good, nothing it says counts any more */
    loop_id failing_soon;

    loop_id watch;  /* for silence */
    uint64_t moves; /* store_moves() when it was looked at last, ... */
    int quiet;      /* ... and how often it was the same */
    loop_id busy;   /* wakes the loop when the oldest call is BUSY_AFTER old */

    int inside;   /* functions under way that go on with the session after a callback */
    int in_store; /* of these, those that a callback of the store called: it must not be closed in them */
    bool closed;
};

/* Around every callback. Leaving frees a session that was closed meanwhile. */
void session_enter(struct session *session);
void session_leave(struct session *session);

/* The connection is no good: cut it as soon as no callback of the store is under way. */
void session_break(struct session *session);
void session_cut(struct session *session);

/* session_call.c */
void session_calls_send(struct session *session); /* what may be sent now */
void session_calls_return(
    struct session *session); /* the connection is gone: flight waits again, greetings fail */
void session_calls_free(struct session *session);
void session_call_kept(struct session *session, struct kept *kept, store_answered *answered, void *owner);

/* session_watch.c */
void session_watch_begin(struct session *session); /* something was sent */
void session_watch_end(struct session *session);
void session_busy_begin(struct session *session); /* something is waited for */

#endif
