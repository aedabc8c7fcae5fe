/* What is asked of the database and what it answers; used by the asynchronous store.h and the blocking
 * direct.h alike.
 *
 * SQL is a constant of the program; what comes from people or files goes in as a parameter, never as text of
 * a statement.
 *
 * Refusals. Our SQL functions raise ERRCODE 'YC001', MESSAGE = a code (E_...), DETAIL = one `name=value` a
 * line; that becomes a struct error as it stands. Everything else is mapped:
 *
 * E_DATABASE_DOWN {what}: nobody answers there, or the server is just starting or stopping.
 *
 * E_DATABASE_LOST: the connection broke; whether the last call took effect is unknown (ask again with its
 * key).
 *
 * E_DATABASE_MISSING {what}: the server has no such database. E_DATABASE_CROWDED: no connection is left.
 * E_DATABASE_FULL: its disk is full. E_DATABASE_READONLY: it is a standby.
 *
 * E_DATABASE_AGAIN: deadlock or serialisation failure; doing it once more is safe.
 *
 * E_LOGIN_REFUSED {user}: unknown, wrong password or no right to log in; the server does not say which.
 *
 * E_DATABASE_RIGHT {what}. E_CANCELLED. E_TOOK_TOO_LONG (statement_timeout).
 * E_DATABASE_ERROR {sqlstate, message, hint (where the server has one)}: whatever is left. */
#ifndef STORE_REPLY_H
#define STORE_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum { STORE_PARAMETERS = 24 };

struct store_parameter {
    const char *value; /* borrowed until the call was made; NULL: SQL's null, or see digits */
    size_t length;
    bool binary;
    char digits[24]; /* a number or flag; "" where value counts */
};

/* Start with {.sql = "SELECT ... $1 ..."} and add the parameters in order. */
struct store_query {
    const char *sql;
    bool binary; /* the answer in binary: for store_reply_bytes() of bytea columns alone */
    bool reads;  /* changes nothing: may be left out when nobody waits for its answer any more */
    struct store_parameter parameters[STORE_PARAMETERS];
    int count;
};

void store_query_text(struct store_query *query, const char *value); /* NULL: null */
void store_query_number(struct store_query *query, int64_t value);
void store_query_flag(struct store_query *query, bool value);
void store_query_bytes(struct store_query *query, const void *bytes, size_t length);
void store_query_null(struct store_query *query);

/* text[] from strings: an array literal, to be freed by the caller after the call and given to
 * store_query_text(). */
char *store_array(const char *const *values, size_t count);

struct store_reply;

/* The refusal, or NULL when the call succeeded. A reply with an error has no rows. */
const struct error *store_reply_error(const struct store_reply *reply);

int store_reply_rows(const struct store_reply *reply);

/* Rows that a statement without a result changed. */
int64_t store_reply_changed(const struct store_reply *reply);

/* Values by column name; borrowed, they live as long as the reply. A column that is not there is a bug of
 * ours and aborts. Null gives "", 0, false. */
bool store_reply_null(const struct store_reply *reply, int row, const char *column);
const char *store_reply_text(const struct store_reply *reply, int row, const char *column);
int64_t store_reply_number(const struct store_reply *reply, int row, const char *column);
bool store_reply_flag(const struct store_reply *reply, int row, const char *column);
const void *store_reply_bytes(const struct store_reply *reply, int row, const char *column, size_t *length);

void store_reply_free(struct store_reply **reply);

#endif
