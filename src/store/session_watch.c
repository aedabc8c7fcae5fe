/* What a session sees of time: a link on which nothing moves, and calls that take long. */
#include "base/clock.h"
#include "store/session_inside.h"

/* Looks within SESSION_SILENCE are counted, not measured, so that a program that was stopped for a minute
 * gives its connection the whole time again. Two doublings make 40 s: more than the 30 s that the database
 * gives a statement of staff. BUSY_AFTER in ms, as in store.h. */
enum { LOOKS = 4, DOUBLINGS = 2, BUSY_AFTER = 200 };

void session_watch_end(struct session *session)
{
    loop_timer_end(session->loop, session->watch);
    session->watch = 0;
}

static bool session_quiet(struct session *session)
{
    uint64_t moves = store_moves(session->store);
    session->quiet = moves == session->moves ? session->quiet + 1 : 0;
    session->moves = moves;
    int doublings = session->silences < DOUBLINGS ? session->silences : DOUBLINGS;
    return session->quiet >= LOOKS << doublings;
}

static void watch_look(void *owner)
{
    struct session *session = owner;
    if (!session->flight.first && !session->skip) {
        session_watch_end(session);
    } else if (session_quiet(session)) {
        session->silences++;
        session_cut(session);
    }
}

void session_watch_begin(struct session *session)
{
    if (session->watch)
        return;
    int64_t silence = session->owner.silence ? session->owner.silence : SESSION_SILENCE;
    session->moves = store_moves(session->store);
    session->quiet = 0;
    session->watch = loop_timer(session->loop, silence / LOOKS, silence / LOOKS, watch_look, session);
}

static const struct session_call *queue_oldest(const struct session_queue *queue)
{
    const struct session_call *call = queue->first;
    while (call && !call->answered)
        call = call->next;
    return call;
}

/* 0: nothing is waited for. */
static int64_t oldest_made(const struct session *session)
{
    const struct session_call *sent = queue_oldest(&session->flight),
                              *unsent = queue_oldest(&session->waiting);
    if (!sent || !unsent)
        return sent ? sent->made : unsent ? unsent->made : 0;
    return sent->made < unsent->made ? sent->made : unsent->made;
}

/* Nothing to do but to wake the loop for its draw, and once more when a younger call waits by then. */
static void busy_look(void *owner)
{
    struct session *session = owner;
    session->busy = 0;
    int64_t made = oldest_made(session), left = made ? made + BUSY_AFTER - clock_milliseconds() : 0;
    if (left > 0)
        session->busy = loop_timer(session->loop, left, 0, busy_look, session);
}

void session_busy_begin(struct session *session)
{
    if (!session->busy)
        busy_look(session);
}

int64_t session_busy(const struct session *session)
{
    int64_t made = oldest_made(session), waited = made ? clock_milliseconds() - made : 0;
    return waited >= BUSY_AFTER ? waited : 0;
}

static int queue_awaited(const struct session_queue *queue)
{
    int count = 0;
    for (const struct session_call *call = queue->first; call; call = call->next)
        count += call->answered != NULL;
    return count;
}

int session_waiting(const struct session *session)
{
    return queue_awaited(&session->flight) + queue_awaited(&session->waiting) +
           queue_awaited(&session->failing);
}
