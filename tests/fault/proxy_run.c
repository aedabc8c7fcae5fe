/* The child of a proxy: one poll(2) over the control socket, the port and the pairs of connections. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "fault/proxy_parts.h"

enum { CHUNK = 65536, PAIRS = 256, CLIENT = 0, SERVER = 1 };

struct chunk {
    struct chunk *next;
    int64_t due; /* on clock_milliseconds() */
    size_t length, done;
    char bytes[];
};

/* What is on its way in one direction. */
struct lane {
    struct chunk *first, **last;
};

struct pair {
    struct pair *next;
    int ends[2];          /* -1: nothing more comes from there */
    struct lane lanes[2]; /* lanes[CLIENT]: what came from the client */
    bool client_spoke;
    int polled[2]; /* places in the array of poll(2) */
};

static struct {
    struct proxy_count count;
    int delay, listener;
    bool listens;
    const struct sockaddr_un *server;
    struct pair *pairs;
    struct pollfd polled[2 + 2 * PAIRS];
} proxy;

static void lane_free(struct lane *lane)
{
    for (struct chunk *chunk; (chunk = lane->first);) {
        lane->first = chunk->next;
        free(chunk);
    }
    lane->last = &lane->first;
}

static void pair_free(struct pair *pair)
{
    for (int side = CLIENT; side <= SERVER; side++) {
        lane_free(&pair->lanes[side]);
        if (pair->ends[side] >= 0)
            close(pair->ends[side]);
    }
    free(pair);
}

static void pairs_cut(void)
{
    for (struct pair *pair; (pair = proxy.pairs);) {
        proxy.pairs = pair->next;
        pair_free(pair);
    }
}

/* A port that nobody listens on refuses; it stays ours. */
static void listener_set(bool listens)
{
    if (listens && !proxy.listens)
        listen(proxy.listener, PROXY_BACKLOG);
    else if (!listens && proxy.listens)
        shutdown(proxy.listener, SHUT_RDWR);
    proxy.listens = listens;
}

static void state_set(enum proxy_state state)
{
    proxy.count.state = state;
    listener_set(state != PROXY_CUT);
    if (state == PROXY_CUT)
        pairs_cut();
}

static bool server_gone(int file)
{
    return connect(file, (const struct sockaddr *)proxy.server, sizeof *proxy.server) != 0;
}

static void client_accept(void)
{
    int on = 1, client = accept4(proxy.listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client < 0 || server < 0 || server_gone(server)) {
        close(client);
        close(server);
        return;
    }
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct pair *pair = memory_get(1, sizeof *pair);
    *pair = (struct pair){.next = proxy.pairs, .ends = {client, server}};
    pair->lanes[CLIENT].last = &pair->lanes[CLIENT].first;
    pair->lanes[SERVER].last = &pair->lanes[SERVER].first;
    proxy.pairs = pair;
    proxy.count.connections++;
}

static void count_bytes(struct pair *pair, int from, size_t length)
{
    if (from == CLIENT)
        proxy.count.sent += (int64_t)length;
    else
        proxy.count.received += (int64_t)length;
    if (from == SERVER && pair->client_spoke)
        proxy.count.trips++;
    pair->client_spoke = from == CLIENT;
}

/* Takes what an end sent; false: it has closed. */
static bool lane_fill(struct pair *pair, int from)
{
    struct lane *lane = &pair->lanes[from];
    struct chunk *chunk = memory_get(1, sizeof *chunk + CHUNK);
    ssize_t length = recv(pair->ends[from], chunk->bytes, CHUNK, MSG_DONTWAIT);
    if (length <= 0) {
        bool waits = length < 0 && (errno == EAGAIN || errno == EINTR);
        free(chunk);
        return waits;
    }
    *chunk = (struct chunk){.due = clock_milliseconds() + proxy.delay, .length = (size_t)length};
    *lane->last = chunk;
    lane->last = &chunk->next;
    count_bytes(pair, from, chunk->length);
    return true;
}

/* Hands on what is due; false: the other end is gone. */
static bool lane_empty(struct pair *pair, int from, int64_t now)
{
    struct lane *lane = &pair->lanes[from];
    for (struct chunk *chunk; (chunk = lane->first) && chunk->due <= now;) {
        ssize_t length = send(pair->ends[1 - from], chunk->bytes + chunk->done, chunk->length - chunk->done,
                              MSG_DONTWAIT | MSG_NOSIGNAL);
        if (length < 0)
            return errno == EAGAIN || errno == EINTR;
        chunk->done += (size_t)length;
        if (chunk->done < chunk->length)
            return true;
        lane->first = chunk->next;
        if (!lane->first)
            lane->last = &lane->first;
        free(chunk);
    }
    return true;
}

/* The server speaks and its answer is not to arrive. True: nothing may be read any more. */
static bool answer_is_kept(int from)
{
    if (from != SERVER)
        return false;
    if (proxy.count.state == PROXY_LOSES_ANSWER)
        proxy.count.state = PROXY_CUT; /* carried out at the end of the turn */
    else if (proxy.count.state == PROXY_KEEPS_ANSWER)
        proxy.count.state = PROXY_FROZEN;
    else
        return false;
    return true;
}

static bool moves(void)
{
    return proxy.count.state != PROXY_CUT && proxy.count.state != PROXY_FROZEN;
}

static bool readable(const struct pair *pair, int side)
{
    return pair->ends[side] >= 0 && pair->polled[side] && proxy.polled[pair->polled[side]].revents;
}

/* False: the pair has ended, an end closed and the other one has all that was on its way from there. */
static bool pair_turn(struct pair *pair, int64_t now)
{
    for (int side = CLIENT; side <= SERVER; side++) {
        if (!readable(pair, side))
            continue;
        if (answer_is_kept(side))
            return true;
        if (!lane_fill(pair, side)) {
            close(pair->ends[side]);
            pair->ends[side] = -1;
        }
    }
    for (int side = CLIENT; side <= SERVER; side++) {
        if (pair->ends[1 - side] < 0 || !lane_empty(pair, side, now) ||
            (pair->ends[side] < 0 && !pair->lanes[side].first))
            return false;
    }
    return true;
}

static void pairs_turn(void)
{
    int64_t now = clock_milliseconds();
    for (struct pair **link = &proxy.pairs, *pair; moves() && (pair = *link);) {
        if (pair_turn(pair, now)) {
            link = &pair->next;
        } else {
            *link = pair->next;
            pair_free(pair);
        }
    }
    if (proxy.count.state == PROXY_CUT)
        state_set(PROXY_CUT);
}

/* Fills the array of poll(2); returns how long it may wait, in ms. */
static int polled_fill(int control, nfds_t *count)
{
    int64_t now = clock_milliseconds(), wait = 3600 * 1000;
    *count = 0;
    proxy.polled[(*count)++] = (struct pollfd){.fd = control, .events = POLLIN};
    proxy.polled[(*count)++] = (struct pollfd){.fd = moves() ? proxy.listener : -1, .events = POLLIN};
    for (struct pair *pair = moves() ? proxy.pairs : NULL; pair && *count < 2 * PAIRS; pair = pair->next) {
        for (int side = CLIENT; side <= SERVER; side++) {
            const struct chunk *out = pair->lanes[1 - side].first;
            bool due = out && out->due <= now;
            if (out && !due && out->due - now < wait)
                wait = out->due - now;
            pair->polled[side] = (int)*count;
            proxy.polled[(*count)++] =
                (struct pollfd){.fd = pair->ends[side], .events = (short)(POLLIN | (due ? POLLOUT : 0))};
        }
    }
    return (int)wait;
}

static void order_take(int control)
{
    struct proxy_order order;
    if (recv(control, &order, sizeof order, 0) != sizeof order)
        _exit(0);
    proxy.delay = order.delay;
    if (order.change)
        state_set(order.state);
    send(control, &proxy.count, sizeof proxy.count, MSG_NOSIGNAL);
}

void proxy_run(int control, int listener, const struct sockaddr_un *server)
{
    nfds_t count;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int low = control < listener ? control : listener, high = control + listener - low;
    close_range(STDERR_FILENO + 1, (unsigned)low - 1, 0); /* a terminal that a driver closes must end */
    close_range((unsigned)low + 1, (unsigned)high - 1, 0);
    close_range((unsigned)high + 1, UINT_MAX, 0);
    proxy.listener = listener;
    proxy.listens = true;
    proxy.server = server;
    for (;;) {
        int wait = polled_fill(control, &count);
        if (poll(proxy.polled, count, wait) < 0)
            continue;
        bool told = proxy.polled[0].revents, called = proxy.polled[1].revents & POLLIN;
        pairs_turn();
        if (called && moves())
            client_accept();
        if (told)
            order_take(control);
    }
}
