#include "store/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "local/secret.h"
#include "store/pause.h"
#include "store/session_inside.h"

static void session_connect(void *owner);

static void timers_end(struct session *session)
{
    loop_timer_end(session->loop, session->pause);
    loop_timer_end(session->loop, session->busy);
    loop_defer_end(session->loop, session->breaking);
    loop_defer_end(session->loop, session->failing_soon);
    session->pause = session->busy = session->breaking = session->failing_soon = 0;
    session_watch_end(session);
}

static void session_destroy(void *owner)
{
    struct session *session = owner;
    store_close(&session->store);
    free(session);
}

void session_enter(struct session *session)
{
    session->inside++;
}

/* Callbacks of the store that hand on replies run among the loop's descriptors: what is deferred there
 * happens within the same tick. */
void session_leave(struct session *session)
{
    if (--session->inside || !session->closed)
        return;
    if (session->in_store)
        loop_defer(session->loop, session_destroy, session);
    else
        session_destroy(session);
}

/* May close the session: to be called inside session_enter() and session_leave(), last of all. */
static void session_tell(struct session *session, enum session_state state, const struct error *error)
{
    session->state = state;
    session->owner.changed(session->owner.owner, state, error);
}

static void session_end(struct session *session, const struct error *error)
{
    session_enter(session);
    timers_end(session);
    session_tell(session, SESSION_REFUSED, error);
    session_leave(session);
}

/* From here on it comes back by itself. */
static void session_wait(struct session *session, const struct error *error)
{
    bool told = session->state == SESSION_CUT;
    if (!session->cut_since)
        session->cut_since = clock_milliseconds();
    int64_t longest = session->owner.pause ? session->owner.pause : SESSION_PAUSE;
    session->pause =
        loop_timer(session->loop, pause_length(session->failures++, longest), 0, session_connect, session);
    session_enter(session);
    session->state = SESSION_CUT;
    session_calls_return(session);
    if (!told && !session->closed && session->state == SESSION_CUT)
        session_tell(session, SESSION_CUT, error);
    session_leave(session);
}

/* The server let nobody in, or it let this person in no more. */
static bool refusal_lasts(const struct error *error)
{
    return strcmp(error->code, "E_LOGIN_REFUSED") == 0 || strcmp(error->code, "E_DATABASE_RIGHT") == 0;
}

void session_cut(struct session *session)
{
    int64_t longest = session->owner.pause ? session->owner.pause : SESSION_PAUSE;
    if (session->stands_since && clock_milliseconds() - session->stands_since > longest)
        session->failures = 0;
    session->stands_since = 0;
    timers_end(session);
    store_close(&session->store);
    session_wait(session, NULL);
}

static void session_broken(void *owner)
{
    session_cut(owner);
}

void session_break(struct session *session)
{
    if (!session->breaking)
        session->breaking = loop_defer(session->loop, session_broken, session);
}

static void session_lost(void *owner)
{
    struct session *session = owner;
    if (!session->closed)
        session_cut(session);
}

static void session_notified(void *owner, const char *channel, const char *payload)
{
    struct session *session = owner;
    if (session->closed || session->breaking)
        return;
    session_enter(session);
    session->in_store++;
    session->owner.notified(session->owner.owner, channel, payload);
    session_leave(session);
    session->in_store--;
}

static void session_opened(void *owner, const struct error *error)
{
    struct session *session = owner;
    if (error) {
        store_close(&session->store);
        if (refusal_lasts(error) || (session->state == SESSION_CONNECTS && !session->patient))
            session_end(session, error);
        else
            session_wait(session, error);
        return;
    }
    store_on_lost(session->store, session_lost, session);
    if (session->owner.notified)
        store_notifications(session->store, session_notified, session);
    session_enter(session);
    session_tell(session, SESSION_GREETS, NULL);
    if (!session->closed)
        session->owner.greet(session->owner.owner);
    session_leave(session);
}

static void session_connect(void *owner)
{
    struct session *session = owner;
    const struct store_login login = {.database = session->database,
                                      .user = session->user,
                                      .password = session->password,
                                      .program = session->program,
                                      .timeout = session->timeout,
                                      .english = session->english};
    session->pause = 0;
    session->store = store_open(session->loop, &login, session_opened, session);
}

struct session *session_open(struct loop *loop, const struct store_login *login, bool patient,
                             const struct session_owner *owner)
{
    struct session *session = memory_get(1, sizeof(*session));
    *session = (struct session){.loop = loop,
                                .owner = *owner,
                                .database = memory_text(login->database),
                                .user = memory_text(login->user),
                                .program = memory_text(login->program),
                                .password = secret_copy(login->password),
                                .timeout = login->timeout,
                                .patient = patient,
                                .english = login->english};
    session->waiting.end = &session->waiting.first;
    session->flight.end = &session->flight.first;
    session->failing.end = &session->failing.first;
    session_connect(session);
    return session;
}

void session_close(struct session **session_address)
{
    struct session *session = *session_address;
    *session_address = NULL;
    if (!session)
        return;
    session_enter(session);
    session->closed = true;
    timers_end(session);
    session_calls_free(session);
    if (session->closing)
        session->closing(session->closing_owner);
    secret_free(&session->password);
    free(session->database);
    free(session->user);
    free(session->program);
    session_leave(session);
}

void session_ready(struct session *session)
{
    if (session->state != SESSION_GREETS || session->breaking)
        return;
    session->cut_since = 0;
    session->stands_since = clock_milliseconds();
    session->state = SESSION_STANDS;
    session_calls_send(session);
    session_enter(session);
    session_tell(session, SESSION_STANDS, NULL);
    session_leave(session);
}

static void language_set(void *owner, const struct store_reply *reply)
{
    (void)owner, (void)reply;
}

void session_language(struct session *session, bool english)
{
    session->english = english;
    const struct store_query query = {.sql = english ? "SET yichuang.language TO en"
                                                     : "SET yichuang.language TO zh"};
    session_call(session, &query, language_set, session);
}

void session_hurry(struct session *session)
{
    if (!session->pause)
        return;
    loop_timer_end(session->loop, session->pause);
    session_connect(session);
}

void session_cancel(struct session *session)
{
    if (session->store)
        store_cancel(session->store);
}

enum session_state session_state(const struct session *session)
{
    return session->state;
}

int64_t session_cut_since(const struct session *session)
{
    return session->cut_since;
}
