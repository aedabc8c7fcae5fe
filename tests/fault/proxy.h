/* The cable between a workstation and the database, which a test can pull: a TCP port of 127.0.0.1 before the
 * server's unix socket, moved by a child process of its own.
 *
 *     struct proxy *cable = proxy_start(db);
 *     ... {"--db", proxy_database(cable), NULL}
 *     proxy_set(cable, PROXY_CUT);
 *
 * A change is in force when the call returns. A proxy that dies ends with the test that started it. */
#ifndef FAULT_PROXY_H
#define FAULT_PROXY_H

#include <stdint.h>

enum proxy_state {
    PROXY_PASSES,
    PROXY_CUT,    /* all connections closed, new ones refused */
    PROXY_FROZEN, /* half-open: nothing moves, nothing is closed, new connections get no answer. What was sent
                     meanwhile arrives late, when it passes again; a cut loses it */
    PROXY_LOSES_ANSWER, /* passes until the server answers next: that answer is lost, then as PROXY_CUT */
    PROXY_KEEPS_ANSWER, /* passes until the server answers next, then as PROXY_FROZEN */
};

struct proxy_count {
    enum proxy_state state; /* now: CUT or FROZEN once the answer has come */
    int64_t trips;          /* times that the server answered after the client had asked */
    int64_t sent, received; /* bytes, as the client sees it */
    int64_t connections;
};

struct proxy;

/* database: "host=FOLDER ..." with the folder of the server's socket, as world_database() gives it. */
struct proxy *proxy_start(const char *database);
void proxy_stop(struct proxy **proxy); /* NULL is safe */
void proxy_stop_all(void);             /* for a teardown */

/* The same database through the proxy; valid as long as it. */
const char *proxy_database(const struct proxy *proxy);

void proxy_set(struct proxy *proxy, enum proxy_state state);
void proxy_delay(struct proxy *proxy, int milliseconds); /* each way */
struct proxy_count proxy_count(struct proxy *proxy);

#endif
