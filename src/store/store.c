#include "store/store.h"

#include <linux/sockios.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/clock.h"
#include "base/memory.h"
#include "loop/worker.h"
#include "store/calls.h"

enum { BUSY_AFTER = 200 }; /* ms: what lasts longer shows that it works */

enum store_state { STORE_CONNECTS, STORE_STANDS, STORE_LOST };

struct store {
    struct loop *loop;
    enum store_state state;
    PGconn *connection;
    loop_id watch, timer, deferred;
    struct worker *connecting, *cancelling;
    struct calls calls;
    uint64_t moves;
    int unsent; /* bytes in the kernel's queue when store_moves() looked */
    store_opened *opened;
    void *opened_owner;
    store_notified *notified;
    void *notified_owner;
    store_lost *lost;
    void *lost_owner;
};

/* What the connecting thread has; nothing of it is shared. */
struct connecting {
    char *database, *user, *password, *program;
    int timeout;
    bool english;
    PGconn *connection;
    struct error error;
};

static void password_wipe(char **password)
{
    if (*password)
        explicit_bzero(*password, strlen(*password));
    free(*password);
    *password = NULL;
}

static void connecting_run(void *data)
{
    struct connecting *job = data;
    const struct store_login login = {.database = job->database,
                                      .user = job->user,
                                      .password = job->password,
                                      .program = job->program,
                                      .timeout = job->timeout,
                                      .english = job->english};
    job->connection = connection_open(&login, &job->error);
    password_wipe(&job->password);
}

static void connecting_free(void *data)
{
    struct connecting *job = data;
    password_wipe(&job->password);
    PQfinish(job->connection);
    free(job->database);
    free(job->user);
    free(job->program);
    error_free(&job->error);
    free(job);
}

static void connection_end(struct store *store)
{
    loop_watch_end(store->loop, store->watch);
    loop_timer_end(store->loop, store->timer);
    store->watch = store->timer = 0;
    PQfinish(store->connection);
    store->connection = NULL;
}

/* Deferred, or the last thing that is done with the store in a callback. */
static void store_broken(void *owner)
{
    struct store *store = owner;
    bool stood = store->state == STORE_STANDS;
    store->deferred = 0;
    if (stood)
        store->state = STORE_LOST;
    connection_end(store);
    calls_fail(&store->calls);
    if (stood && store->lost)
        store->lost(store->lost_owner);
}

static void store_break(struct store *store)
{
    if (!store->deferred)
        store->deferred = loop_defer(store->loop, store_broken, store);
}

/* Nothing to do but to wake the loop for its draw, and once more when a younger call waits by then. */
static void busy_look(void *owner)
{
    struct store *store = owner;
    store->timer = 0;
    const struct call *oldest = calls_oldest(&store->calls);
    int64_t left = oldest ? oldest->sent + BUSY_AFTER - clock_milliseconds() : 0;
    if (left > 0)
        store->timer = loop_timer(store->loop, left, 0, busy_look, store);
}

static void busy_arm(struct store *store)
{
    if (!calls_oldest(&store->calls)) {
        loop_timer_end(store->loop, store->timer);
        store->timer = 0;
    } else if (!store->timer) {
        busy_look(store);
    }
}

static void store_flush(struct store *store)
{
    int left = PQflush(store->connection);
    if (left < 0)
        store_break(store);
    else
        loop_interest(store->loop, store->watch, left ? LOOP_READ | LOOP_WRITE : LOOP_READ);
}

/* For every call the pipeline gives its result, a NULL, and the sync that ends it. */
static void results_read(struct store *store)
{
    while (store->calls.first && !PQisBusy(store->connection)) {
        PGresult *result = PQgetResult(store->connection);
        if (!result) {
            if (PQstatus(store->connection) == CONNECTION_BAD)
                return;
        } else if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            struct call *call = calls_take_first(&store->calls);
            if (!call->reply)
                call->reply = reply_refusal("E_DATABASE_LOST");
            call_finish(call);
        } else {
            store_reply_free(&store->calls.first->reply);
            store->calls.first->reply = reply_new(result);
        }
    }
}

static void notifications_read(struct store *store)
{
    for (PGnotify *notify; (notify = PQnotifies(store->connection)); PQfreemem(notify)) {
        if (store->notified)
            store->notified(store->notified_owner, notify->relname, notify->extra);
    }
}

static void store_ready(void *owner, int events)
{
    struct store *store = owner;
    bool whole = !(events & LOOP_READ) || PQconsumeInput(store->connection);
    store->moves++;
    results_read(store);
    notifications_read(store);
    if (!whole || PQstatus(store->connection) == CONNECTION_BAD) {
        loop_defer_end(store->loop, store->deferred);
        store_broken(store);
        return;
    }
    store_flush(store);
    busy_arm(store);
}

static void store_connected(void *owner, void *data)
{
    struct store *store = owner;
    struct connecting *job = data;
    struct error error = {0};
    store->connecting = NULL;
    store->connection = job->connection;
    job->connection = NULL;
    error_move(&error, &job->error);
    connecting_free(job);
    if (store->connection) {
        PQsetnonblocking(store->connection, 1);
        PQenterPipelineMode(store->connection);
        store->watch = loop_watch(store->loop, PQsocket(store->connection), LOOP_DATABASE, LOOP_READ,
                                  store_ready, store);
        store->state = STORE_STANDS;
    } else {
        store->state = STORE_LOST;
    }
    store->opened(store->opened_owner, error.code ? &error : NULL); /* may close the store */
    error_free(&error);
}

struct store *store_open(struct loop *loop, const struct store_login *login, store_opened *opened,
                         void *owner)
{
    struct store *store = memory_get(1, sizeof(*store));
    *store = (struct store){.loop = loop, .opened = opened, .opened_owner = owner};
    calls_begin(&store->calls);
    struct connecting *job = memory_get(1, sizeof(*job));
    *job = (struct connecting){.database = memory_text(login->database),
                               .user = memory_text(login->user),
                               .password = memory_text(login->password),
                               .program = memory_text(login->program),
                               .timeout = login->timeout,
                               .english = login->english};
    store->connecting = worker_start(loop, connecting_run, job, store_connected, store, connecting_free);
    return store;
}

void store_close(struct store **store_address)
{
    struct store *store = *store_address;
    if (!store)
        return;
    worker_abandon(&store->connecting);
    worker_abandon(&store->cancelling);
    loop_defer_end(store->loop, store->deferred);
    connection_end(store);
    calls_free(&store->calls);
    free(store);
    *store_address = NULL;
}

static bool call_send(struct store *store, const struct store_query *query)
{
    struct query_arguments arguments;
    query_arguments(query, &arguments);
    return PQsendQueryParams(store->connection, query->sql, query->count, NULL, arguments.values,
                             arguments.lengths, arguments.formats, query->binary) &&
           PQpipelineSync(store->connection);
}

void store_call(struct store *store, const struct store_query *query, store_answered *answered, void *owner)
{
    calls_add(&store->calls, answered, owner);
    if (store->state != STORE_STANDS || !call_send(store, query)) {
        store_break(store);
        return;
    }
    store_flush(store);
    busy_arm(store);
}

void store_forget(struct store *store, const void *owner)
{
    calls_forget(&store->calls, owner);
    busy_arm(store);
}

static void cancel_run(void *data)
{
    char reason[256];
    PQcancel(data, reason, sizeof(reason)); /* when it fails, the call simply goes on */
}

static void cancel_free(void *data)
{
    PQfreeCancel(data);
}

/* The request hits what runs as it arrives: perhaps a call that was sent meanwhile. */
static void cancel_done(void *owner, void *data)
{
    struct store *store = owner;
    store->cancelling = NULL;
    calls_mark_cancelled(&store->calls);
    cancel_free(data);
}

void store_cancel(struct store *store)
{
    PGcancel *cancel = NULL;
    if (store->state == STORE_STANDS && store->calls.first && !store->cancelling)
        cancel = PQgetCancel(store->connection);
    if (!cancel)
        return;
    calls_mark_cancelled(&store->calls);
    store->cancelling = worker_start(store->loop, cancel_run, cancel, cancel_done, store, cancel_free);
}

int store_waiting(const struct store *store)
{
    return calls_awaited(&store->calls);
}

int64_t store_busy(const struct store *store)
{
    const struct call *oldest = calls_oldest(&store->calls);
    int64_t waited = oldest ? clock_milliseconds() - oldest->sent : 0;
    return waited >= BUSY_AFTER ? waited : 0;
}

void store_notifications(struct store *store, store_notified *notified, void *owner)
{
    store->notified = notified;
    store->notified_owner = owner;
}

/* The kernel may hold megabytes that libpq has long handed over: only its queue tells that they still go. */
uint64_t store_moves(struct store *store)
{
    int unsent = 0;
    if (store->connection && ioctl(PQsocket(store->connection), SIOCOUTQ, &unsent) == 0) {
        store->moves += unsent < store->unsent;
        store->unsent = unsent;
    }
    return store->moves;
}

void store_on_lost(struct store *store, store_lost *lost, void *owner)
{
    store->lost = lost;
    store->lost_owner = owner;
}

bool store_stands(const struct store *store)
{
    return store->state == STORE_STANDS;
}
