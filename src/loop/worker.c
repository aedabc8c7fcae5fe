#include "loop/worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/memory.h"

/* Whoever comes second, the end of the job or the one who abandons it, cleans up. */
enum worker_state { WORKER_RUNS, WORKER_ENDED, WORKER_ABANDONED };

struct worker {
    struct loop *loop;
    worker_job *job;
    worker_done *done;
    worker_release *release;
    void *owner;
    void *data;
    loop_id watch;
    loop_id deferred;
    int descriptor; /* eventfd: the job has ended; -1 without a thread */
    pthread_t thread;
    atomic_int state;
};

static bool
    detached; /* a thread was: nobody knows when it has ended. One for the process, which is what ends */

static void worker_drop(struct worker *worker)
{
    if (worker->descriptor >= 0)
        close(worker->descriptor);
    free(worker);
}

static void *worker_main(void *argument)
{
    struct worker *worker = argument;
    int descriptor = worker->descriptor;
    worker->job(worker->data);
    if (atomic_exchange(&worker->state, WORKER_ENDED) == WORKER_ABANDONED) {
        worker->release(worker->data);
        worker_drop(worker);
    } else {
        eventfd_write(descriptor, 1); /* the loop joins this thread before it frees anything */
    }
    return NULL;
}

static void worker_ended(void *owner)
{
    struct worker *worker = owner;
    worker_done *done = worker->done;
    void *done_owner = worker->owner, *data = worker->data;
    worker_drop(worker);
    done(done_owner, data);
}

static void worker_told(void *owner, int events)
{
    (void)events;
    struct worker *worker = owner;
    pthread_join(worker->thread, NULL);
    loop_watch_end(worker->loop, worker->watch);
    worker_ended(worker);
}

/* False: no thread, or no descriptor, to be had. */
static bool worker_spawn(struct worker *worker)
{
    worker->descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (worker->descriptor < 0)
        return false;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the loop's */
    int failure = pthread_create(&worker->thread, NULL, worker_main, worker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!failure)
        return true;
    close(worker->descriptor);
    worker->descriptor = -1;
    return false;
}

struct worker *worker_start(struct loop *loop, worker_job *job, void *data, worker_done *done, void *owner,
                            worker_release *release)
{
    struct worker *worker = memory_get(1, sizeof(*worker));
    *worker = (struct worker){
        .loop = loop, .job = job, .data = data, .done = done, .owner = owner, .release = release};
    if (worker_spawn(worker)) {
        worker->watch = loop_watch(loop, worker->descriptor, LOOP_CHILD, LOOP_READ, worker_told, worker);
    } else {
        job(data);
        worker->deferred = loop_defer(loop, worker_ended, worker);
    }
    return worker;
}

void worker_abandon(struct worker **worker_address)
{
    struct worker *worker = *worker_address;
    if (!worker)
        return;
    *worker_address = NULL;
    loop_watch_end(worker->loop, worker->watch);
    loop_defer_end(worker->loop, worker->deferred);
    pthread_t thread = worker->thread; /* the worker may be gone right after the exchange */
    bool threaded = worker->descriptor >= 0;
    if (threaded && atomic_exchange(&worker->state, WORKER_ABANDONED) != WORKER_ENDED) {
        pthread_detach(thread);
        detached = true;
        return;
    }
    if (threaded)
        pthread_join(thread, NULL);
    worker->release(worker->data);
    worker_drop(worker);
}

void worker_exit(int status)
{
    if (!detached)
        exit(status);
    fflush(NULL);
    _exit(status);
}
