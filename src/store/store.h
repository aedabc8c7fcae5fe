/* The workstation's connection: one, asynchronous, driven by the loop, in pipeline mode. Replies come in the
 * order of the calls; each call is a transaction of its own, a refusal of one does not touch the next.
 *
 * Connecting (name resolution, TLS files, SCRAM) runs in a worker. A store is opened once and, when lost,
 * closed: a new one is opened with the password asked for again. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "loop/loop.h"
#include "store/reply.h"

/* Where to and as whom. All strings are copied; the copy of the password is wiped when the connection stands
 * or failed, the caller wipes its own (explicit_bzero). It never goes to a command line, the environment or a
 * log. */
struct store_login {
    const char *database; /* any libpq connection string; NULL or "": libpq's PG* variables */
    const char *user;     /* NULL: as the connection string says */
    const char *password; /* NULL: none, or as the connection string and ~/.pgpass say */
    const char *program;  /* application_name */
    int timeout;          /* seconds for connecting; 0: 10 */
    bool english;         /* names in answers are English (yc.english()); else Chinese */
};

struct store;
typedef void store_opened(void *owner, const struct error *error); /* error NULL: it stands */
typedef void store_answered(void *owner, const struct store_reply *reply);
typedef void store_notified(void *owner, const char *channel, const char *payload);
typedef void store_lost(void *owner);

/* Begins to connect; opened is called once, from the loop. A failed store is still to be closed. */
struct store *store_open(struct loop *loop, const struct store_login *login, store_opened *opened,
                         void *owner);

/* Ends at once; no callback is called any more. Takes the address and nulls it, NULL is safe. Not from inside
 * a callback of this store other than opened and lost: defer it there. */
void store_close(struct store **store);

/* Sends a call. The reply is the callback's only while it runs. The callback is never called from inside
 * store_call(): on a store that does not stand, E_DATABASE_LOST comes with the next deferred calls. */
void store_call(struct store *store, const struct store_query *query, store_answered *answered, void *owner);

/* Drops the replies of this owner's calls (its screen closes); the calls themselves still happen. */
void store_forget(struct store *store, const void *owner);

/* Asks the server to cancel what runs now; off the loop. The calls that it hits get E_CANCELLED. */
void store_cancel(struct store *store);

/* Outstanding calls that somebody waits for. */
int store_waiting(const struct store *store);

/* How long the oldest of them waits, in ms, once that is over 200; else 0. The store wakes the loop at that
 * moment, so that the next draw shows it. */
int64_t store_busy(const struct store *store);

/* Notifications of the channels that a call `LISTEN name` asked for; payloads are foreign text. NULL takes it
 * away. */
void store_notifications(struct store *store, store_notified *notified, void *owner);

/* Called once, after every outstanding call got its E_DATABASE_LOST. NULL takes it away. */
void store_on_lost(struct store *store, store_lost *lost, void *owner);

/* Changes whenever something moved on the socket since it was asked last: bytes came, or the other side took
 * some. A link that is slow moves, one that is dead does not. */
uint64_t store_moves(struct store *store);

/* Stands: opened told no error, and it is not lost. */
bool store_stands(const struct store *store);

#endif
