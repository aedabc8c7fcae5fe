/* A connection that comes back: a store (store.h) behind which calls wait while it is cut, and go again when
 * their answer was lost.
 *
 * Every call made here happens although the connection breaks in between, in the order in which the calls
 * were made, each at least once. So each must be harmless when it is sent twice: it carries an idempotency
 * key, or a sequence, or only reads. All of the desk's functions do.
 *
 * Cut: the server closed (shut down, crashed, ended this connection), the socket broke, it is a standby
 * (E_DATABASE_READONLY: a failover; perhaps the next connection meets the primary), or nothing moved on the
 * socket for SESSION_SILENCE ms while an answer was awaited (a half-open link, a server that hangs). A slow
 * link that moves bytes is not silent; a statement that takes longer than that is cut and asked again, and
 * then given twice and four times as long. An idle half-open link is noticed by TCP's keepalives, within 25
 * s.
 *
 * After a cut the session connects again by itself: the first time within half a second, then with growing
 * pauses (doubling to SESSION_PAUSE ms, each times a random factor of 0.5 to 1.5, so that a hall of
 * workstations does not come back in one moment), until a call that changes something was answered. It goes
 * on trying while nobody answers, the server starts, stops or is crowded, or has no such database.
 *
 * Not told to callers: E_DATABASE_LOST and E_DATABASE_READONLY (the call goes again), and the first three
 * E_DATABASE_AGAIN (deadlock, serialisation) of a call: it goes again, with all that was sent after it, so
 * that the order holds for replies too. Told like a refusal: E_DATABASE_FULL, E_CANCELLED, E_TOOK_TOO_LONG
 * and the rest, since only the caller knows whether to try again (outbox.h does).
 *
 * The password is kept in locked memory while the session lives and wiped with it. */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include "store/store.h"

enum { SESSION_SILENCE = 10000, SESSION_PAUSE = 15000 }; /* ms */

enum session_state {
    SESSION_CONNECTS, /* for the first time */
    SESSION_GREETS,   /* connected; the owner's greeting is under way */
    SESSION_STANDS,
    SESSION_CUT,     /* was there, or never was (patient); comes back by itself */
    SESSION_REFUSED, /* the server does not let this person in (any more), E_LOGIN_REFUSED or
                        E_DATABASE_RIGHT: ended for good; what waits stays unanswered */
};

struct session;

/* What the owner is told, always from the loop. */
struct session_owner {
    void *owner;
    /* A connection stands: make the greeting's calls now by session_greet(), LISTEN among them; each new
     * connection is greeted. Other calls wait until session_ready(). That this person may not work any more
     * (E_STAFF_DISABLED) is an answer to the greeting, and the owner's matter. */
    void (*greet)(void *owner);
    /* The state changed (also to STANDS). error: why it was refused or why the first connecting failed, else
     * NULL. */
    void (*changed)(void *owner, enum session_state state, const struct error *error);
    store_notified *notified; /* or NULL */
    int silence, pause;       /* ms in place of SESSION_SILENCE and SESSION_PAUSE; 0: those */
};

/* Begins to connect. patient: a database that cannot be reached (not: a refused login) is waited for, from
 * SESSION_CUT; otherwise the first failure ends in SESSION_REFUSED with its error. */
struct session *session_open(struct loop *loop, const struct store_login *login, bool patient,
                             const struct session_owner *owner);
void session_close(struct session **session); /* safe from inside every callback of this session */

enum session_state session_state(const struct session *session);

/* Since when it is cut, on clock_milliseconds(), until it stands again: also while a new connection is
 * greeted. 0: it is not. */
int64_t session_cut_since(const struct session *session);

/* A call of the greeting: goes at once and is lost with its connection (E_DATABASE_LOST; the next connection
 * is greeted anew). */
void session_greet(struct session *session, const struct store_query *query, store_answered *answered,
                   void *owner);
/* The greeting was answered well: what waits is sent. */
void session_ready(struct session *session);

/* A call that happens in any case; the query's parameters are copied. answered never sees E_DATABASE_LOST.
 * Order: as made. */
void session_call(struct session *session, const struct store_query *query, store_answered *answered,
                  void *owner);

/* Drops the replies of this owner's calls; those that only a reply was wanted of (not sent yet, query.reads)
 * are dropped whole, the others still happen. */
void session_forget(struct session *session, const void *owner);

/* As in store.h: what is awaited, sent or not, and how long the oldest waits in ms once that is over 200. */
int session_waiting(const struct session *session);
int64_t session_busy(const struct session *session);

/* Asks the server to cancel what runs now; calls that it hits get E_CANCELLED. What waits is not touched. */
void session_cancel(struct session *session);

/* Names in answers to later calls are in this language, on this connection and on all that follow. */
void session_language(struct session *session, bool english);

/* Connects at once instead of at the end of the pause (somebody pressed a key that asks for it). */
void session_hurry(struct session *session);

#endif
