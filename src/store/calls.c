#include "store/calls.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"

void calls_begin(struct calls *calls)
{
    calls->first = NULL;
    calls->end = &calls->first;
}

void calls_add(struct calls *calls, store_answered *answered, void *owner)
{
    struct call *call = memory_get(1, sizeof(*call));
    *call = (struct call){.answered = answered, .owner = owner, .sent = clock_milliseconds()};
    *calls->end = call;
    calls->end = &call->next;
}

struct call *calls_take_first(struct calls *calls)
{
    struct call *call = calls->first;
    calls->first = call->next;
    if (!calls->first)
        calls->end = &calls->first;
    return call;
}

void call_finish(struct call *call)
{
    if (call->cancelled)
        reply_cancelled(call->reply);
    if (call->answered)
        call->answered(call->owner, call->reply);
    store_reply_free(&call->reply);
    free(call);
}

void calls_fail(struct calls *calls)
{
    struct call *first = calls->first;
    calls_begin(calls);
    while (first) {
        struct call *call = first;
        first = call->next;
        store_reply_free(&call->reply);
        call->reply = reply_refusal("E_DATABASE_LOST");
        call_finish(call);
    }
}

void calls_free(struct calls *calls)
{
    while (calls->first) {
        struct call *call = calls_take_first(calls);
        store_reply_free(&call->reply);
        free(call);
    }
}

void calls_forget(struct calls *calls, const void *owner)
{
    for (struct call *call = calls->first; call; call = call->next) {
        if (call->owner == owner)
            call->answered = NULL;
    }
}

void calls_mark_cancelled(struct calls *calls)
{
    for (struct call *call = calls->first; call; call = call->next)
        call->cancelled = true;
}

const struct call *calls_oldest(const struct calls *calls)
{
    const struct call *call = calls->first;
    while (call && !call->answered)
        call = call->next;
    return call;
}

int calls_awaited(const struct calls *calls)
{
    int count = 0;
    for (const struct call *call = calls->first; call; call = call->next)
        count += call->answered != NULL;
    return count;
}
