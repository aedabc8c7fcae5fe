/* A link to the test's server that can fail as links do: a unix socket of its own, behind it a thread that
 * passes bytes on in both directions until it is told otherwise. */
#ifndef STORE_FORWARDER_H
#define STORE_FORWARDER_H

#include <stdbool.h>

struct forwarder;

/* The connections that it accepts go to the server of YICHUANG_TEST_DB. A failure fails the test. */
struct forwarder *forwarder_start(void);
void forwarder_stop(struct forwarder **forwarder);

/* The folder of its socket, for host=. */
const char *forwarder_host(const struct forwarder *forwarder);

/* The connections that stand go half-open: no byte passes any more, nobody is told. New ones work. */
void forwarder_freeze(struct forwarder *forwarder);

/* Closes the connections that stand. closed: new ones are closed at once, too, until the next call. */
void forwarder_cut(struct forwarder *forwarder, bool closed);

/* At most so many bytes in a hundredth of a second and direction; 0: as fast as it goes. */
void forwarder_slow(struct forwarder *forwarder, int bytes);

#endif
