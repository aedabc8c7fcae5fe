#include "store/forwarder.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/memory.h"

enum { PAIRS = 64, TICK = 10, CHUNK = 16384 };

/* One direction of a connection. */
struct pipe {
    char bytes[CHUNK];
    size_t length, sent;
    int allowed; /* bytes in this tick */
};

struct pair {
    int ends[2]; /* the client's, the server's; -1: free */
    bool frozen;
    struct pipe pipes[2]; /* from ends[0], from ends[1] */
};

struct forwarder {
    char folder[64];
    struct sockaddr_un here, server;
    int listener;
    pthread_t thread;
    atomic_bool stopped, closed;
    atomic_int cuts, freezes, slow; /* counted: each is carried out once */
    int cuts_done, freezes_done;
    struct pair pairs[PAIRS];
};

static void pair_close(struct pair *pair)
{
    for (int i = 0; i < 2; i++) {
        if (pair->ends[i] >= 0)
            close(pair->ends[i]);
        pair->ends[i] = -1;
    }
}

/* False: this side is gone. */
static bool pipe_pass(struct pipe *pipe, int from, int to, int slow)
{
    if (pipe->sent == pipe->length) {
        size_t wanted =
            slow && (size_t)pipe->allowed < sizeof(pipe->bytes) ? (size_t)pipe->allowed : sizeof(pipe->bytes);
        ssize_t length = wanted ? recv(from, pipe->bytes, wanted, MSG_DONTWAIT) : -1;
        if (length == 0 || (length < 0 && wanted && errno != EAGAIN && errno != EINTR))
            return false;
        pipe->length = length > 0 ? (size_t)length : 0;
        pipe->allowed -= (int)pipe->length;
        pipe->sent = 0;
    }
    if (pipe->sent == pipe->length)
        return true;
    ssize_t length =
        send(to, pipe->bytes + pipe->sent, pipe->length - pipe->sent, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (length < 0)
        return errno == EAGAIN || errno == EINTR;
    pipe->sent += (size_t)length;
    return true;
}

static bool pipe_has_more(const struct pipe *pipe, int from, int slow)
{
    struct pollfd polled = {.fd = from, .events = POLLIN};
    if (pipe->sent < pipe->length)
        return false; /* the other side takes nothing now */
    return (!slow || pipe->allowed > 0) && poll(&polled, 1, 0) > 0;
}

static void pair_pass(struct pair *pair, int slow)
{
    for (int i = 0; i < 2 && pair->ends[0] >= 0; i++) {
        struct pipe *pipe = &pair->pipes[i];
        bool there = true;
        pipe->allowed = slow;
        do
            there = pipe_pass(pipe, pair->ends[i], pair->ends[1 - i], slow);
        while (there && pipe_has_more(pipe, pair->ends[i], slow));
        if (!there)
            pair_close(pair);
    }
}

static void forwarder_accept(struct forwarder *forwarder)
{
    int ends[2] = {accept4(forwarder->listener, NULL, NULL, SOCK_CLOEXEC),
                   socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    struct pair refused = {.ends = {ends[0], ends[1]}}, *pair = forwarder->pairs;
    while (pair < forwarder->pairs + PAIRS && pair->ends[0] >= 0)
        pair++;
    if (pair < forwarder->pairs + PAIRS && ends[0] >= 0 && !atomic_load(&forwarder->closed) &&
        connect(ends[1], (struct sockaddr *)&forwarder->server, sizeof(forwarder->server)) == 0)
        *pair = (struct pair){.ends = {ends[0], ends[1]}};
    else
        pair_close(&refused);
}

static void orders_follow(struct forwarder *forwarder)
{
    int cuts = atomic_load(&forwarder->cuts), freezes = atomic_load(&forwarder->freezes);
    for (int i = 0; i < PAIRS; i++) {
        if (cuts != forwarder->cuts_done)
            pair_close(&forwarder->pairs[i]);
        if (freezes != forwarder->freezes_done)
            forwarder->pairs[i].frozen = true;
    }
    forwarder->cuts_done = cuts;
    forwarder->freezes_done = freezes;
}

static int polled_fill(const struct forwarder *forwarder, struct pollfd *polled)
{
    int count = 0;
    polled[count++] = (struct pollfd){.fd = forwarder->listener, .events = POLLIN};
    for (int i = 0; i < PAIRS && !atomic_load(&forwarder->slow); i++) {
        const struct pair *pair = &forwarder->pairs[i];
        for (int end = 0; end < 2 && pair->ends[0] >= 0 && !pair->frozen; end++)
            polled[count++] = (struct pollfd){.fd = pair->ends[end], .events = POLLIN};
    }
    return count;
}

static void *forwarder_main(void *argument)
{
    struct forwarder *forwarder = argument;
    struct pollfd polled[1 + 2 * PAIRS];
    while (!atomic_load(&forwarder->stopped)) {
        int ready = poll(polled, (nfds_t)polled_fill(forwarder, polled), TICK);
        orders_follow(forwarder);
        if (ready > 0 && polled[0].revents)
            forwarder_accept(forwarder);
        for (int i = 0; i < PAIRS; i++) {
            if (forwarder->pairs[i].ends[0] >= 0 && !forwarder->pairs[i].frozen)
                pair_pass(&forwarder->pairs[i], atomic_load(&forwarder->slow));
        }
    }
    return NULL;
}

struct forwarder *forwarder_start(void)
{
    struct forwarder *forwarder = memory_get(1, sizeof(*forwarder));
    const char *connection = getenv("YICHUANG_TEST_DB"),
               *host = connection ? strstr(connection, "host=") : NULL;
    assert_non_null(host);
    snprintf(forwarder->folder, sizeof(forwarder->folder), "/tmp/yichuang-forwarder-XXXXXX");
    assert_non_null(mkdtemp(forwarder->folder));
    forwarder->here.sun_family = forwarder->server.sun_family = AF_UNIX;
    snprintf(forwarder->here.sun_path, sizeof(forwarder->here.sun_path), "%s/.s.PGSQL.5432",
             forwarder->folder);
    snprintf(forwarder->server.sun_path, sizeof(forwarder->server.sun_path), "%.*s/.s.PGSQL.5432",
             (int)strcspn(host + 5, " "), host + 5);
    for (int i = 0; i < PAIRS; i++)
        forwarder->pairs[i].ends[0] = forwarder->pairs[i].ends[1] = -1;
    forwarder->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(forwarder->listener, (struct sockaddr *)&forwarder->here, sizeof(forwarder->here)),
                     0);
    assert_int_equal(listen(forwarder->listener, PAIRS), 0);
    assert_int_equal(pthread_create(&forwarder->thread, NULL, forwarder_main, forwarder), 0);
    return forwarder;
}

void forwarder_stop(struct forwarder **forwarder_address)
{
    struct forwarder *forwarder = *forwarder_address;
    if (!forwarder)
        return;
    atomic_store(&forwarder->stopped, true);
    pthread_join(forwarder->thread, NULL);
    for (int i = 0; i < PAIRS; i++)
        pair_close(&forwarder->pairs[i]);
    close(forwarder->listener);
    unlink(forwarder->here.sun_path);
    rmdir(forwarder->folder);
    free(forwarder);
    *forwarder_address = NULL;
}

const char *forwarder_host(const struct forwarder *forwarder)
{
    return forwarder->folder;
}

void forwarder_freeze(struct forwarder *forwarder)
{
    atomic_fetch_add(&forwarder->freezes, 1);
}

void forwarder_cut(struct forwarder *forwarder, bool closed)
{
    atomic_store(&forwarder->closed, closed);
    atomic_fetch_add(&forwarder->cuts, 1);
}

void forwarder_slow(struct forwarder *forwarder, int bytes)
{
    atomic_store(&forwarder->slow, bytes);
}
