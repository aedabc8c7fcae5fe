#include "fault/proxy.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "fault/proxy_parts.h"

enum { PORT_FIRST = 20000, PORTS = 12000 };

struct proxy {
    struct proxy *next; /* of those that live, for proxy_stop_all() */
    pid_t child;
    int control;
    struct proxy_order order; /* what was told last */
    char *database;
};

static struct proxy *living;

/* Below the kernel's own range: there a workstation that connects could be given this very port. */
static int listener_open(int *port)
{
    int on = 1, file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    for (int i = 0; i < PORTS; i++) {
        *port = PORT_FIRST + (getpid() * 7 + i) % PORTS;
        address.sin_port = htons((uint16_t)*port);
        if (bind(file, (struct sockaddr *)&address, sizeof address) == 0 && listen(file, PROXY_BACKLOG) == 0)
            return file;
    }
    fail_msg("no port of 127.0.0.1 is free: %s", strerror(errno));
    abort();
}

/* "host=FOLDER rest" becomes the path of the socket and "host=127.0.0.1 port=N rest". */
static void database_split(const char *database, int port, struct sockaddr_un *server, struct buffer *through)
{
    const char *rest = strchr(database, ' ');
    if (strncmp(database, "host=/", 6) != 0 || !rest)
        fail_msg("a proxy needs \"host=/FOLDER ...\", not \"%s\"", database);
    struct buffer path = {0};
    buffer_append(&path, database + 5, (size_t)(rest - database) - 5);
    buffer_text(&path, "/.s.PGSQL.5432");
    if (path.length >= sizeof server->sun_path)
        fail_msg("too long for a socket: %s", buffer_string(&path));
    server->sun_family = AF_UNIX;
    memcpy(server->sun_path, buffer_string(&path), path.length + 1);
    buffer_format(through, "host=127.0.0.1 port=%d%s", port, rest);
    buffer_free(&path);
}

struct proxy *proxy_start(const char *database)
{
    struct proxy *proxy = memory_get(1, sizeof *proxy);
    struct sockaddr_un server = {0};
    struct buffer through = {0};
    int port, control[2], listener = listener_open(&port);
    database_split(database, port, &server, &through);
    proxy->database = buffer_take(&through);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) != 0)
        fail_msg("a pair of sockets: %s", strerror(errno));
    proxy->child = fork();
    if (proxy->child == 0)
        proxy_run(control[1], listener, &server);
    close(control[1]);
    close(listener);
    proxy->control = control[0];
    proxy->next = living;
    living = proxy;
    proxy_count(proxy);
    return proxy;
}

void proxy_stop(struct proxy **address)
{
    struct proxy *proxy = *address, **link = &living;
    *address = NULL;
    if (!proxy)
        return;
    while (*link && *link != proxy)
        link = &(*link)->next;
    if (*link)
        *link = proxy->next;
    close(proxy->control); /* which ends the child */
    waitpid(proxy->child, NULL, 0);
    free(proxy->database);
    free(proxy);
}

void proxy_stop_all(void)
{
    while (living) {
        struct proxy *proxy = living;
        proxy_stop(&proxy);
    }
}

const char *proxy_database(const struct proxy *proxy)
{
    return proxy->database;
}

static struct proxy_count order_give(struct proxy *proxy)
{
    struct proxy_count count = {0};
    if (send(proxy->control, &proxy->order, sizeof proxy->order, MSG_NOSIGNAL) != sizeof proxy->order ||
        recv(proxy->control, &count, sizeof count, 0) != sizeof count)
        fail_msg("the proxy is gone");
    return count;
}

void proxy_set(struct proxy *proxy, enum proxy_state state)
{
    proxy->order.change = true;
    proxy->order.state = state;
    order_give(proxy);
}

void proxy_delay(struct proxy *proxy, int milliseconds)
{
    proxy->order.change = false;
    proxy->order.delay = milliseconds;
    order_give(proxy);
}

struct proxy_count proxy_count(struct proxy *proxy)
{
    proxy->order.change = false;
    return order_give(proxy);
}
