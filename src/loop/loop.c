#include "loop/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"

enum { SIGNALS = 5 };
static const int signal_list[SIGNALS] = {SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGCHLD};

struct watch {
    loop_id id; /* 0: ended, its place goes at the end of the tick */
    int descriptor;
    enum loop_order order;
    int interest;
    loop_ready *ready;
    void *owner;
};

struct timer {
    loop_id id;
    int64_t due;
    int64_t every;
    loop_call *call;
    void *owner;
};

struct deferred {
    loop_id id;
    loop_call *call;
    void *owner;
};

struct loop {
    loop_id last;
    bool stopped;
    bool draw_wanted; /* nothing was drawn yet: the first tick does not wait */
    int signal_pipe[2];
    struct sigaction signal_before[SIGNALS], pipe_before;
    loop_signal *signal;
    void *signal_owner;
    loop_call *draw;
    void *draw_owner;
    struct watch *watches; /* by order, then by age */
    size_t watch_count;
    struct timer *timers;
    size_t timer_count;
    struct deferred *deferred;
    size_t deferred_count;
    struct pollfd *polled; /* scratch of loop_tick */
    loop_id *polled_ids;
};

/* The write end of the living loop's pipe: a signal handler has no other way to its loop. */
static volatile sig_atomic_t signal_descriptor = -1;

static void signal_arrived(int number)
{
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    if (write(signal_descriptor, &byte, 1) < 0) {
        /* A full pipe holds thousands of signals that were not looked at yet: one less does no harm. */
    }
    errno = saved;
}

static void signals_take(struct loop *loop)
{
    struct sigaction action = {.sa_handler = signal_arrived, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signal_list[i], &action, &loop->signal_before[i]);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, &loop->pipe_before);
}

static void signals_give_back(struct loop *loop)
{
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signal_list[i], &loop->signal_before[i], NULL);
    sigaction(SIGPIPE, &loop->pipe_before, NULL);
    signal_descriptor = -1;
}

struct loop *loop_new(struct error *error)
{
    struct loop *loop = memory_get(1, sizeof(*loop));
    if (pipe2(loop->signal_pipe, O_CLOEXEC | O_NONBLOCK) < 0) {
        error_set(error, "E_LOOP", "what", strerror(errno), NULL);
        free(loop);
        return NULL;
    }
    signal_descriptor = loop->signal_pipe[1];
    signals_take(loop);
    loop->draw_wanted = true;
    return loop;
}

void loop_free(struct loop **loop_address)
{
    struct loop *loop = *loop_address;
    if (!loop)
        return;
    signals_give_back(loop);
    close(loop->signal_pipe[0]);
    close(loop->signal_pipe[1]);
    free(loop->watches);
    free(loop->timers);
    free(loop->deferred);
    free(loop->polled);
    free(loop->polled_ids);
    free(loop);
    *loop_address = NULL;
}

loop_id loop_watch(struct loop *loop, int descriptor, enum loop_order order, int interest, loop_ready *ready,
                   void *owner)
{
    loop->watches = memory_resize(loop->watches, loop->watch_count + 1, sizeof(*loop->watches));
    size_t place = loop->watch_count++;
    for (; place > 0 && loop->watches[place - 1].order > order; place--)
        loop->watches[place] = loop->watches[place - 1];
    loop->watches[place] = (struct watch){.id = ++loop->last,
                                          .descriptor = descriptor,
                                          .order = order,
                                          .interest = interest,
                                          .ready = ready,
                                          .owner = owner};
    return loop->last;
}

static struct watch *watch_find(struct loop *loop, loop_id id)
{
    for (size_t i = 0; id && i < loop->watch_count; i++) {
        if (loop->watches[i].id == id)
            return &loop->watches[i];
    }
    return NULL;
}

void loop_interest(struct loop *loop, loop_id id, int interest)
{
    struct watch *watch = watch_find(loop, id);
    if (watch)
        watch->interest = interest;
}

void loop_watch_end(struct loop *loop, loop_id id)
{
    struct watch *watch = watch_find(loop, id);
    if (watch)
        watch->id = 0;
}

loop_id loop_timer(struct loop *loop, int64_t after, int64_t every, loop_call *call, void *owner)
{
    loop->timers = memory_resize(loop->timers, loop->timer_count + 1, sizeof(*loop->timers));
    loop->timers[loop->timer_count++] = (struct timer){.id = ++loop->last,
                                                       .due = clock_milliseconds() + after,
                                                       .every = every,
                                                       .call = call,
                                                       .owner = owner};
    return loop->last;
}

void loop_timer_end(struct loop *loop, loop_id id)
{
    for (size_t i = 0; id && i < loop->timer_count; i++) {
        if (loop->timers[i].id == id)
            loop->timers[i].id = 0;
    }
}

void loop_signals(struct loop *loop, loop_signal *call, void *owner)
{
    loop->signal = call;
    loop->signal_owner = owner;
}

loop_id loop_defer(struct loop *loop, loop_call *call, void *owner)
{
    loop->deferred = memory_resize(loop->deferred, loop->deferred_count + 1, sizeof(*loop->deferred));
    loop->deferred[loop->deferred_count++] =
        (struct deferred){.id = ++loop->last, .call = call, .owner = owner};
    return loop->last;
}

void loop_defer_end(struct loop *loop, loop_id id)
{
    for (size_t i = 0; id && i < loop->deferred_count; i++) {
        if (loop->deferred[i].id == id)
            loop->deferred[i].id = 0;
    }
}

void loop_draw(struct loop *loop, loop_call *call, void *owner)
{
    loop->draw = call;
    loop->draw_owner = owner;
    loop->draw_wanted = true;
}

void loop_stop(struct loop *loop)
{
    loop->stopped = true;
}

/* Milliseconds until something of our own is due, not more than limit (-1: no limit). */
static int time_to_wait(const struct loop *loop, int limit)
{
    if (loop->deferred_count || (loop->draw && loop->draw_wanted))
        return 0;
    int64_t now = clock_milliseconds(), wait = limit;
    for (size_t i = 0; i < loop->timer_count; i++) {
        int64_t left = loop->timers[i].due > now ? loop->timers[i].due - now : 0;
        if (loop->timers[i].id && (wait < 0 || left < wait))
            wait = left;
    }
    return wait > INT32_MAX ? INT32_MAX : (int)wait;
}

/* Fills the scratch: the signal pipe first, then every watch that has an interest. */
static size_t polled_fill(struct loop *loop)
{
    loop->polled = memory_resize(loop->polled, loop->watch_count + 1, sizeof(*loop->polled));
    loop->polled_ids = memory_resize(loop->polled_ids, loop->watch_count + 1, sizeof(*loop->polled_ids));
    loop->polled[0] = (struct pollfd){.fd = loop->signal_pipe[0], .events = POLLIN};
    size_t count = 1;
    for (size_t i = 0; i < loop->watch_count; i++) {
        const struct watch *watch = &loop->watches[i];
        if (!watch->id || !watch->interest)
            continue;
        short events = (short)((watch->interest & LOOP_READ ? POLLIN : 0) |
                               (watch->interest & LOOP_WRITE ? POLLOUT : 0));
        loop->polled[count] = (struct pollfd){.fd = watch->descriptor, .events = events};
        loop->polled_ids[count++] = watch->id;
    }
    return count;
}

static void signals_run(struct loop *loop)
{
    unsigned char numbers[64];
    ssize_t length;
    while ((length = read(loop->signal_pipe[0], numbers, sizeof(numbers))) > 0) {
        for (ssize_t i = 0; loop->signal && i < length; i++)
            loop->signal(loop->signal_owner, numbers[i]);
    }
}

/* Those that a callback adds wait for the next tick, even with no delay. */
static void timers_run(struct loop *loop)
{
    int64_t now = clock_milliseconds();
    size_t count = loop->timer_count;
    for (size_t i = 0; i < count; i++) {
        struct timer *timer = &loop->timers[i];
        if (!timer->id || timer->due > now)
            continue;
        loop_call *call = timer->call;
        void *owner = timer->owner;
        if (timer->every)
            timer->due = now + timer->every;
        else
            timer->id = 0;
        call(owner); /* may move the timers in memory */
    }
}

static void watches_run(struct loop *loop, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        short seen = loop->polled[i].revents;
        struct watch *watch = seen ? watch_find(loop, loop->polled_ids[i]) : NULL;
        if (!watch)
            continue;
        int events = (seen & POLLIN ? LOOP_READ : 0) | (seen & POLLOUT ? LOOP_WRITE : 0);
        if (seen & (POLLERR | POLLHUP | POLLNVAL))
            events = LOOP_READ | LOOP_WRITE;
        events &= watch->interest;
        if (events)
            watch->ready(watch->owner, events);
    }
}

static void deferred_run(struct loop *loop)
{
    size_t count = loop->deferred_count;
    for (size_t i = 0; i < count; i++) {
        struct deferred deferred = loop->deferred[i];
        loop->deferred[i].id = 0;
        if (deferred.id)
            deferred.call(deferred.owner);
    }
    loop->deferred_count -= count;
    memmove(loop->deferred, loop->deferred + count, loop->deferred_count * sizeof(*loop->deferred));
}

static void ended_drop(struct loop *loop)
{
    size_t kept = 0;
    for (size_t i = 0; i < loop->watch_count; i++) {
        if (loop->watches[i].id)
            loop->watches[kept++] = loop->watches[i];
    }
    loop->watch_count = kept;
    kept = 0;
    for (size_t i = 0; i < loop->timer_count; i++) {
        if (loop->timers[i].id)
            loop->timers[kept++] = loop->timers[i];
    }
    loop->timer_count = kept;
}

bool loop_tick(struct loop *loop, int timeout, struct error *error)
{
    size_t count = polled_fill(loop);
    int ready = poll(loop->polled, count, time_to_wait(loop, timeout));
    if (ready < 0 && errno != EINTR)
        return error_set(error, "E_LOOP", "what", strerror(errno), NULL);
    if (ready < 0 || loop->polled[0].revents) /* EINTR: poll() filled in nothing */
        signals_run(loop);
    timers_run(loop);
    if (ready > 0)
        watches_run(loop, count);
    if (loop->deferred_count)
        deferred_run(loop);
    ended_drop(loop);
    loop->draw_wanted = false;
    if (loop->draw)
        loop->draw(loop->draw_owner);
    return true;
}

bool loop_run(struct loop *loop, struct error *error)
{
    loop->stopped = false;
    while (!loop->stopped) {
        if (!loop_tick(loop, -1, error))
            return false;
    }
    return true;
}
