/* Calls that must not be lost although the program dies: each stands in the local journal (local/journal.h)
 * before it is sent, and goes again at the next start if its answer was not seen. A session (session.h) does
 * the sending; so every call here must be harmless when it is sent twice.
 *
 * Calls belong to lanes: one lane is one case on this workstation, named by the case's token (a UUID of
 * ours). Within a lane the order holds, and entries are sent without waiting for one another: the server does
 * them in order. A refused one does not hold up those behind it. One that met a passing trouble
 * (E_DATABASE_FULL, E_DATABASE_AGAIN, E_CANCELLED, E_TOOK_TOO_LONG, a shortage of the server) is never told
 * to anybody: it waits, and after a pause as in session.h goes again with all that stands behind it in its
 * lane. Lanes do not wait for one another.
 *
 * A lane can carry a note: what its screen needs to show the case again without the database. Entries and
 * note stay in memory and in the journal until the lane has nothing that waits or was refused: then the lane
 * ends, and a note has to be given again before its next call. When all lanes have ended, the journal is
 * erased.
 *
 * A refused call (YC001: somebody else has the case, a value that no rule allows) is kept with its reason
 * until outbox_drop(): nobody's work disappears without being told.
 *
 * A disk that takes nothing (outbox_call() is false) is tried again at each next call and by outbox_write(), and what it did not
 * take follows then, in order. An answer is noted without waiting for the disk: if the machine crashes right
 * then, the call goes again at the next start.
 *
 * What a journal holds from before is sent as it was written. If the database does not know that statement
 * any more (both were brought up to date in between), it is refused and kept like any other. */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "local/journal.h"
#include "store/session.h"

enum outbox_state {
    OUTBOX_WAITS, /* not answered yet */
    OUTBOX_DONE,
    OUTBOX_REFUSED,
};

enum { OUTBOX_LANE = 37 }; /* bytes of a lane's name with its NUL */

struct outbox_entry {
    char kind;           /* the caller's: what kind of call */
    const char *subject; /* the caller's packed words on it (base/pack.h), borrowed */
    size_t subject_length;
    enum outbox_state state;
    const struct error *error; /* why it was refused, else NULL */
    int64_t made;              /* the caller's time of it, as given */
};

struct outbox;

/* Takes the journal over; NULL: this machine keeps nothing (no disk), then calls are kept in memory alone.
 * What the journal holds from before is there as lanes at once, and is sent by outbox_send(). */
struct outbox *outbox_new(struct journal *journal);

/* Closes the journal; what waits stays in it. Safe in answered, not in the listener of outbox_on_change(). */
void outbox_free(struct outbox **outbox);

/* False, E_OUTBOX_STRANGE {count}: so many records of the journal cannot be read by this version of the
 * program (a newer one wrote them), which is to be told. They are not sent and not lost: the journal is not
 * erased while it holds them. */
bool outbox_whole(const struct outbox *outbox, struct error *error);

/* Sends what waits through this session, in order; to be called once after each session_open(). It ends with
 * session_close(), or when another one is given (NULL: none). */
void outbox_send(struct outbox *outbox, struct session *session);

/* One call of a lane: a statement that begins with SELECT. When it returns true it is on this machine's disk;
 * false: it is not (error tells why: E_JOURNAL_WRITE, or E_OUTBOX_MEMORY where there is no journal), it is
 * kept in memory and sent all the same: wait for its answer before anybody relies on it. answered may be
 * NULL, and is dropped by outbox_forget(); it is never called for entries from before. A refusal is both told
 * to answered and kept. The outbox has been brought up to date, and its listener told, before answered is
 * called. */
struct outbox_message {
    const char *lane;
    char kind;
    const void *subject;
    size_t subject_length;
    int64_t made;
    const struct store_query *query; /* copied */
    store_answered *answered;
    void *owner;
};
bool outbox_call(struct outbox *outbox, const struct outbox_message *message, struct error *error);
void outbox_forget(struct outbox *outbox, const void *owner);

/* Tries the disk again for what it did not take. True: all of the lane is on it; false, as in outbox_call(). */
bool outbox_write(struct outbox *outbox, const char *lane, struct error *error);

/* The note of a lane: replaces the former one. Goes to the disk with the next call. outbox_noted(): it has
 * one (it goes when the lane is finished). */
void outbox_note(struct outbox *outbox, const char *lane, const void *bytes, size_t length);
bool outbox_noted(const struct outbox *outbox, const char *lane);

/* Whether everything is answered well: of one lane (NULL: of all). */
bool outbox_settled(const struct outbox *outbox, const char *lane);
int outbox_waits(const struct outbox *outbox, const char *lane); /* entries that wait; NULL: of all lanes */

/* The lanes that have something waiting or refused, oldest first, and what they hold; pointers are borrowed
 * until something in the outbox changes: a call, an answer. */
size_t outbox_lanes(const struct outbox *outbox);
const char *outbox_lane(const struct outbox *outbox, size_t index);
const void *outbox_lane_note(const struct outbox *outbox, const char *lane, size_t *length);
size_t outbox_entries(const struct outbox *outbox, const char *lane);
struct outbox_entry outbox_entry(const struct outbox *outbox, const char *lane, size_t index);

/* Gives the refused entries of a lane up: somebody has seen them and decided so. May end the lane; the
 * listener is not told. */
void outbox_drop(struct outbox *outbox, const char *lane);

/* The desk's own record in the journal: what signing on without the database needs. Kept when the journal is
 * erased. False: it is not on the disk. */
bool outbox_base(struct outbox *outbox, const void *bytes, size_t length, struct error *error);
const void *outbox_base_bytes(const struct outbox *outbox, size_t *length); /* NULL: none */

/* Why a lane has to wait although the database is there (its disk is full, it is crowded), or NULL; gone with
 * the next answer. */
const struct error *outbox_trouble(const struct outbox *outbox);

/* Called when an entry was answered or refused, a lane has to wait, or a lane ended: for the screens. One listener. */
void outbox_on_change(struct outbox *outbox, void (*changed)(void *owner), void *owner);

#endif
