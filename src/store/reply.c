#include "store/reply.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "store/answer.h"

struct store_reply {
    PGresult *result;
    struct error error;
};

static struct store_parameter *query_next(struct store_query *query)
{
    if (query->count == STORE_PARAMETERS)
        abort();
    struct store_parameter *parameter = &query->parameters[query->count++];
    *parameter = (struct store_parameter){0};
    return parameter;
}

void store_query_text(struct store_query *query, const char *value)
{
    query_next(query)->value = value;
}

void store_query_number(struct store_query *query, int64_t value)
{
    struct store_parameter *parameter = query_next(query);
    snprintf(parameter->digits, sizeof(parameter->digits), "%" PRId64, value);
}

void store_query_flag(struct store_query *query, bool value)
{
    strcpy(query_next(query)->digits, value ? "t" : "f");
}

void store_query_bytes(struct store_query *query, const void *bytes, size_t length)
{
    struct store_parameter *parameter = query_next(query);
    parameter->value = bytes ? bytes : "";
    parameter->length = length;
    parameter->binary = true;
}

void store_query_null(struct store_query *query)
{
    query_next(query);
}

char *store_array(const char *const *values, size_t count)
{
    struct buffer array = {0};
    buffer_byte(&array, '{');
    for (size_t i = 0; i < count; i++) {
        buffer_text(&array, i ? ",\"" : "\"");
        for (const char *c = values[i]; *c; c++) {
            if (*c == '"' || *c == '\\')
                buffer_byte(&array, '\\');
            buffer_byte(&array, *c);
        }
        buffer_byte(&array, '"');
    }
    buffer_byte(&array, '}');
    return buffer_take(&array);
}

void query_arguments(const struct store_query *query, struct query_arguments *arguments)
{
    for (int i = 0; i < query->count; i++) {
        const struct store_parameter *parameter = &query->parameters[i];
        arguments->values[i] = parameter->digits[0] ? parameter->digits : parameter->value;
        arguments->lengths[i] = (int)parameter->length;
        arguments->formats[i] = parameter->binary;
    }
}

/* DETAIL of our own refusals: one name=value a line; a value holds no newline (the SQL side sees to that). */
static void refusal_parameters(struct error *error, const char *detail)
{
    while (detail && *detail) {
        size_t line = strcspn(detail, "\n");
        const char *equals = memchr(detail, '=', line);
        if (equals) {
            char *name = memory_text_length(detail, (size_t)(equals - detail));
            char *value = memory_text_length(equals + 1, line - (size_t)(equals + 1 - detail));
            error_add(error, name, value);
            free(name);
            free(value);
        }
        detail += line + (detail[line] == '\n');
    }
}

static void refusal_unknown(struct error *error, const char *state, const char *message, const char *hint)
{
    error_set(error, "E_DATABASE_ERROR", "sqlstate", state, "message", message, NULL);
    if (hint)
        error_add(error, "hint", hint);
}

/* SQLSTATEs: PostgreSQL 15 documentation, appendix A. */
static void refusal_read(struct error *error, const PGresult *result)
{
    static const struct {
        const char *state;
        const char *code;
    } map[] = {
        {"57014", "E_TOOK_TOO_LONG"},  {"57P", "E_DATABASE_LOST"},      {"08", "E_DATABASE_LOST"},
        {"53100", "E_DATABASE_FULL"},  {"53300", "E_DATABASE_CROWDED"}, {"25P03", "E_DATABASE_LOST"},
        {"40001", "E_DATABASE_AGAIN"}, {"40P01", "E_DATABASE_AGAIN"},   {"25006", "E_DATABASE_READONLY"},
    };
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (!state) { /* made by libpq itself: the connection broke */
        error_set(error, "E_DATABASE_LOST", NULL);
        return;
    }
    if (strcmp(state, "YC001") == 0) {
        error_set(error, message, NULL);
        refusal_parameters(error, PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL));
        return;
    }
    if (strcmp(state, "42501") == 0) {
        error_set(error, "E_DATABASE_RIGHT", "what", message, NULL);
        return;
    }
    for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++) {
        if (strncmp(state, map[i].state, strlen(map[i].state)) == 0) {
            error_set(error, map[i].code, NULL);
            return;
        }
    }
    refusal_unknown(error, state, message, PQresultErrorField(result, PG_DIAG_MESSAGE_HINT));
}

struct store_reply *reply_new(PGresult *result)
{
    struct store_reply *reply = memory_get(1, sizeof(*reply));
    reply->result = result;
    if (!result) {
        error_set(&reply->error, "E_DATABASE_LOST", NULL);
        return reply;
    }
    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
        break;
    case PGRES_FATAL_ERROR:
        refusal_read(&reply->error, result);
        break;
    default: /* COPY and the like: no statement of ours asks for it */
        refusal_unknown(&reply->error, "", PQresStatus(PQresultStatus(result)), NULL);
    }
    return reply;
}

struct store_reply *reply_refusal(const char *code)
{
    struct store_reply *reply = memory_get(1, sizeof(*reply));
    error_set(&reply->error, code, NULL);
    return reply;
}

void reply_cancelled(struct store_reply *reply)
{
    if (reply->error.code && strcmp(reply->error.code, "E_TOOK_TOO_LONG") == 0)
        error_set(&reply->error, "E_CANCELLED", NULL);
}

void reply_error_take(struct store_reply *reply, struct error *error)
{
    error_move(error, &reply->error);
}

const struct error *store_reply_error(const struct store_reply *reply)
{
    return reply->error.code ? &reply->error : NULL;
}

int store_reply_rows(const struct store_reply *reply)
{
    return reply->error.code ? 0 : PQntuples(reply->result);
}

int64_t store_reply_changed(const struct store_reply *reply)
{
    return reply->error.code ? 0 : strtoll(PQcmdTuples(reply->result), NULL, 10);
}

static int column_find(const struct store_reply *reply, int row, const char *column)
{
    int number = -1; /* PQfnumber would fold the case of the name */
    for (int i = 0; number < 0 && i < PQnfields(reply->result); i++) {
        if (strcmp(PQfname(reply->result, i), column) == 0)
            number = i;
    }
    if (number < 0 || row < 0 || row >= PQntuples(reply->result)) {
        fprintf(stderr, "yichuang: a reply of %d rows was asked for row %d, column %s\n",
                PQntuples(reply->result), row, column);
        abort();
    }
    return number;
}

bool store_reply_null(const struct store_reply *reply, int row, const char *column)
{
    return PQgetisnull(reply->result, row, column_find(reply, row, column));
}

const char *store_reply_text(const struct store_reply *reply, int row, const char *column)
{
    return PQgetvalue(reply->result, row, column_find(reply, row, column));
}

int64_t store_reply_number(const struct store_reply *reply, int row, const char *column)
{
    return strtoll(store_reply_text(reply, row, column), NULL, 10);
}

bool store_reply_flag(const struct store_reply *reply, int row, const char *column)
{
    return strcmp(store_reply_text(reply, row, column), "t") == 0;
}

const void *store_reply_bytes(const struct store_reply *reply, int row, const char *column, size_t *length)
{
    int number = column_find(reply, row, column);
    if (PQfformat(reply->result, number) != 1 && PQntuples(reply->result))
        abort(); /* the query did not ask for a binary answer */
    *length = (size_t)PQgetlength(reply->result, row, number);
    return PQgetvalue(reply->result, row, number);
}

void store_reply_free(struct store_reply **reply)
{
    if (!*reply)
        return;
    PQclear((*reply)->result);
    error_free(&(*reply)->error);
    free(*reply);
    *reply = NULL;
}
