/* Between proxy.c, the test's side, and proxy_run.c, the child's. */
#ifndef FAULT_PROXY_PARTS_H
#define FAULT_PROXY_PARTS_H

#include <stdbool.h>
#include <sys/un.h>

#include "fault/proxy.h"

enum { PROXY_BACKLOG = 64 };

/* Each order is answered by a struct proxy_count. */
struct proxy_order {
    bool change; /* to this state; otherwise the state stays as it is */
    enum proxy_state state;
    int delay;
};

/* Moves bytes until control is closed. */
_Noreturn void proxy_run(int control, int listener, const struct sockaddr_un *server);

#endif
