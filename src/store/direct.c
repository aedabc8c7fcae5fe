#include "store/direct.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "store/answer.h"

struct direct {
    PGconn *connection;
};

struct direct *direct_open(const struct store_login *login, struct error *error)
{
    PGconn *connection = connection_open(login, error);
    if (!connection)
        return NULL;
    struct direct *direct = memory_get(1, sizeof(*direct));
    direct->connection = connection;
    return direct;
}

void direct_close(struct direct **direct)
{
    if (!*direct)
        return;
    PQfinish((*direct)->connection);
    free(*direct);
    *direct = NULL;
}

/* Takes the result; true when it is no refusal. */
static bool answer_take(PGresult *result, struct store_reply **reply, struct error *error)
{
    struct store_reply *fresh = reply_new(result);
    bool good = !store_reply_error(fresh);
    if (good && reply) {
        *reply = fresh;
        return true;
    }
    if (!good)
        reply_error_take(fresh, error);
    store_reply_free(&fresh);
    return good;
}

bool direct_run(struct direct *direct, const struct store_query *query, struct store_reply **reply,
                struct error *error)
{
    struct query_arguments arguments;
    query_arguments(query, &arguments);
    PGresult *result = PQexecParams(direct->connection, query->sql, query->count, NULL, arguments.values,
                                    arguments.lengths, arguments.formats, query->binary);
    return answer_take(result, reply, error);
}

bool direct_text(struct direct *direct, struct store_reply **reply, struct error *error, const char *sql, ...)
{
    struct store_query query = {.sql = sql};
    va_list list;
    va_start(list, sql);
    for (const char *value; (value = va_arg(list, const char *));)
        store_query_text(&query, value);
    va_end(list);
    return direct_run(direct, &query, reply, error);
}

/* The line of a script that the server's position (in characters, from 1) stands on. */
static int script_line(const char *script, const char *position)
{
    long left = position ? strtol(position, NULL, 10) - 1 : -1;
    if (left < 0)
        return 0;
    int line = 1;
    for (const char *c = script; *c && left > 0; c++) {
        line += *c == '\n';
        left -= ((unsigned char)c[1] & 0xC0) != 0x80; /* a continuation byte of UTF-8 is no character */
    }
    return line;
}

bool direct_script(struct direct *direct, const char *script, int *line, struct error *error)
{
    PGresult *result = PQexec(direct->connection, script);
    if (line)
        *line = script_line(script, PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION));
    return answer_take(result, NULL, error);
}

/* Whatever code the server's words were mapped to. */
static void failure_words(const struct error *error, struct buffer *out)
{
    const char *message = error_value(error, "message"), *hint = error_value(error, "hint");
    if (!message)
        message = error_value(error, "what");
    buffer_text(out, message ? message : error->code);
    if (hint)
        buffer_format(out, " (%s)", hint);
}

bool direct_script_failed(const char *code, const char *name, int line, struct error *error)
{
    char number[16];
    struct buffer words = {0};
    failure_words(error, &words);
    snprintf(number, sizeof(number), "%d", line);
    error_set(error, code, "name", name, "line", number, "message", buffer_string(&words), NULL);
    buffer_free(&words);
    return false;
}

bool direct_in_transaction(const struct direct *direct)
{
    return PQtransactionStatus(direct->connection) == PQTRANS_INTRANS;
}

char *direct_verifier(struct direct *direct, const char *user, const char *password, struct error *error)
{
    char *made = PQencryptPasswordConn(direct->connection, password, user, "scram-sha-256");
    if (!made) {
        error_set(error, "E_DATABASE_ERROR", "sqlstate", "", "message", PQerrorMessage(direct->connection),
                  NULL);
        return NULL;
    }
    char *verifier = memory_text(made);
    PQfreemem(made);
    return verifier;
}

int direct_server_version(const struct direct *direct)
{
    return PQserverVersion(direct->connection);
}
