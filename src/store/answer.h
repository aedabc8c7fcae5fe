/* Inside of store/ alone: libpq's results and connections as our replies and errors. */
#ifndef STORE_ANSWER_H
#define STORE_ANSWER_H

#include <libpq-fe.h>

#include "store/reply.h"
#include "store/store.h"

/* A reply that owns the result; result NULL is a lost connection. A failed result becomes the reply's error.
 */
struct store_reply *reply_new(PGresult *result);

/* A reply that is an error without parameters. */
struct store_reply *reply_refusal(const char *code);

/* A statement was stopped because somebody asked for it, not because it took too long. */
void reply_cancelled(struct store_reply *reply);

/* Moves the error out of a reply, which is then empty. */
void reply_error_take(struct store_reply *reply, struct error *error);

/* The arrays that PQsendQueryParams and PQexecParams take. */
struct query_arguments {
    const char *values[STORE_PARAMETERS];
    int lengths[STORE_PARAMETERS];
    int formats[STORE_PARAMETERS];
};
void query_arguments(const struct store_query *query, struct query_arguments *arguments);

/* Connects and blocks meanwhile, at the most login->timeout seconds. NULL and the error otherwise. */
PGconn *connection_open(const struct store_login *login, struct error *error);

#endif
