/* The blocking twin of store.h, for yichuang-admin and tests: one call at a time, the same queries and
 * replies. */
#ifndef STORE_DIRECT_H
#define STORE_DIRECT_H

#include "store/reply.h"
#include "store/store.h"

struct direct;

/* NULL and the error of reply.h when it cannot connect. */
struct direct *direct_open(const struct store_login *login, struct error *error);
void direct_close(struct direct **direct);

/* Runs one statement. On success the reply is the caller's (store_reply_free); a NULL address throws it away.
 */
bool direct_run(struct direct *direct, const struct store_query *query, struct store_reply **reply,
                struct error *error);

/* The short form for parameters that are all text: direct_text(direct, &reply, error, "SELECT ... $1 ...",
 * value, NULL). A null parameter cannot be said this way. */
bool direct_text(struct direct *direct, struct store_reply **reply, struct error *error, const char *sql, ...)
    __attribute__((sentinel));

/* Runs a script of statements that is part of the program (a migration). At a failure *line is its line from
 * 1 on, 0 where the server names none; NULL where nobody asks. */
bool direct_script(struct direct *direct, const char *script, int *line, struct error *error);

/* Makes of the error that direct_script() left one that tells of the script: code {name, line, message}, the
 * message in the server's words with what it advises. Always false. */
bool direct_script_failed(const char *code, const char *name, int line, struct error *error);

/* Inside a transaction, and not in a failed one. */
bool direct_in_transaction(const struct direct *direct);

/* The SCRAM-SHA-256 verifier of a password, made here: the password itself never reaches the server. Free
 * with free(); NULL and the error when the server cannot be asked for its kind of verifier. */
char *direct_verifier(struct direct *direct, const char *user, const char *password, struct error *error);

/* The numeric server version, such as 150020. */
int direct_server_version(const struct direct *direct);

#endif
