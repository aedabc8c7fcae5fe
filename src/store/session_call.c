#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "store/answer.h"
#include "store/session_inside.h"

enum { AGAIN_MOST = 3 };

static void queue_add(struct session_queue *queue, struct session_call *call)
{
    call->next = NULL;
    *queue->end = call;
    queue->end = &call->next;
}

/* Takes out what *place points at. */
static struct session_call *queue_take(struct session_queue *queue, struct session_call **place)
{
    struct session_call *call = *place;
    *place = call->next;
    if (!call->next)
        queue->end = place;
    return call;
}

static void call_free(struct session_call *call)
{
    kept_release(&call->kept);
    free(call);
}

static void queue_free(struct session_queue *queue)
{
    while (queue->first)
        call_free(queue_take(queue, &queue->first));
}

void session_calls_free(struct session *session)
{
    queue_free(&session->waiting);
    queue_free(&session->flight);
    queue_free(&session->failing);
}

static bool call_is_idle(const struct session_call *call)
{
    return !call->answered && kept_query(call->kept)->reads;
}

/* What was sent stands before what was not; reads that nobody asks for any more are left out. */
static void flight_return(struct session *session)
{
    struct session_queue all = {.end = &all.first};
    while (session->flight.first) {
        struct session_call *call = queue_take(&session->flight, &session->flight.first);
        if (call_is_idle(call))
            call_free(call);
        else
            queue_add(&all, call);
    }
    while (session->waiting.first)
        queue_add(&all, queue_take(&session->waiting, &session->waiting.first));
    session->waiting.first = all.first;
    session->waiting.end = all.first ? all.end : &session->waiting.first;
}

static void call_answer(struct session *session, struct session_call *call, const struct store_reply *reply)
{
    session_enter(session);
    if (call->answered)
        call->answered(call->owner, reply);
    call_free(call);
    session_leave(session);
}

static void greetings_fail(struct session *session)
{
    struct session_call **place = &session->waiting.first;
    while (*place) {
        if ((*place)->greeting)
            queue_add(&session->failing, queue_take(&session->waiting, place));
        else
            place = &(*place)->next;
    }
    struct store_reply *reply = reply_refusal("E_DATABASE_LOST");
    session_enter(session);
    while (session->failing.first)
        call_answer(session, queue_take(&session->failing, &session->failing.first), reply);
    session_leave(session);
    store_reply_free(&reply);
}

void session_calls_return(struct session *session)
{
    session->skip = 0;
    flight_return(session);
    greetings_fail(session);
}

static bool error_is(const struct error *error, const char *code)
{
    return error && strcmp(error->code, code) == 0;
}

/* All that was sent after the first call goes again behind it: done before it, it may have been refused for
 * the lack of it, and replies keep their order. */
static void flight_again(struct session *session)
{
    for (const struct session_call *call = session->flight.first->next; call; call = call->next)
        session->skip++;
    session->flight.first->again++;
    flight_return(session);
    session_calls_send(session);
}

static void call_done(struct session *session, const struct store_reply *reply)
{
    struct session_call *call = queue_take(&session->flight, &session->flight.first);
    if (!call->greeting)
        session->silences = 0;
    if (!call->greeting && !kept_query(call->kept)->reads)
        session->failures = 0;
    call_answer(session, call, reply);
}

static void call_replied(void *owner, const struct store_reply *reply)
{
    struct session *session = owner;
    const struct error *error = store_reply_error(reply);
    if (session->closed || session->breaking)
        return;
    session_enter(session);
    session->in_store++;
    if (error_is(error, "E_DATABASE_LOST") || error_is(error, "E_DATABASE_READONLY"))
        session_break(session);
    else if (session->skip)
        session->skip--;
    else if (error_is(error, "E_DATABASE_AGAIN") && session->flight.first->again < AGAIN_MOST)
        flight_again(session);
    else
        call_done(session, reply);
    session_leave(session);
    session->in_store--;
}

static bool call_may_go(const struct session *session, const struct session_call *call)
{
    return session->state == SESSION_STANDS || (session->state == SESSION_GREETS && call->greeting);
}

void session_calls_send(struct session *session)
{
    struct session_call **place = &session->waiting.first;
    if (session->breaking)
        return;
    while (*place) {
        if (!call_may_go(session, *place)) {
            place = &(*place)->next;
            continue;
        }
        struct session_call *call = queue_take(&session->waiting, place);
        queue_add(&session->flight, call);
        store_call(session->store, kept_query(call->kept), call_replied, session);
        session_watch_begin(session);
    }
}

static void call_add(struct session *session, struct kept *kept, store_answered *answered, void *owner,
                     bool greeting)
{
    struct session_call *call = memory_get(1, sizeof(*call));
    *call = (struct session_call){.kept = kept,
                                  .answered = answered,
                                  .owner = owner,
                                  .made = clock_milliseconds(),
                                  .greeting = greeting};
    queue_add(&session->waiting, call);
    session_calls_send(session);
    session_busy_begin(session);
}

void session_call_kept(struct session *session, struct kept *kept, store_answered *answered, void *owner)
{
    call_add(session, kept_share(kept), answered, owner, false);
}

void session_call(struct session *session, const struct store_query *query, store_answered *answered,
                  void *owner)
{
    call_add(session, kept_new(query), answered, owner, false);
}

static void failing_now(void *owner)
{
    struct session *session = owner;
    session->failing_soon = 0;
    if (session->state != SESSION_GREETS && session->state != SESSION_STANDS)
        greetings_fail(session);
}

void session_greet(struct session *session, const struct store_query *query, store_answered *answered,
                   void *owner)
{
    call_add(session, kept_new(query), answered, owner, true);
    bool connected = session->state == SESSION_GREETS || session->state == SESSION_STANDS;
    if (!connected && !session->failing_soon)
        session->failing_soon = loop_defer(session->loop, failing_now, session);
}

static void queue_silence(struct session_queue *queue, const void *owner)
{
    for (struct session_call *call = queue->first; call; call = call->next) {
        if (call->owner == owner)
            call->answered = NULL;
    }
}

void session_forget(struct session *session, const void *owner)
{
    queue_silence(&session->flight, owner);
    queue_silence(&session->failing, owner);
    queue_silence(&session->waiting, owner);
    struct session_call **place = &session->waiting.first;
    while (*place) {
        if (call_is_idle(*place))
            call_free(queue_take(&session->waiting, place));
        else
            place = &(*place)->next;
    }
}
