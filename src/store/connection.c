#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "store/answer.h"

enum { CONNECT_SECONDS = 10 };

static PGconn *connection_start(const struct store_login *login)
{
    const char *names[12], *values[12];
    int count = 0;
    struct {
        const char *name;
        const char *value;
    } list[] = {
        {"keepalives_idle", "10"}, /* seconds: a server whose machine died is noticed within 25 s; */
        {"keepalives_interval", "5"},  {"keepalives_count", "3"},
        {"tcp_user_timeout", "20000"}, /* ms; the connection string may say otherwise, ... */
        {"dbname", login->database},   {"user", login->user}, /* ... but not about what stands from here on */
        {"password", login->password}, {"application_name", login->program},
        {"client_encoding", "UTF8"},
    };
    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
        if (!list[i].value || !list[i].value[0])
            continue;
        names[count] = list[i].name;
        values[count++] = list[i].value;
    }
    names[count] = values[count] = NULL;
    return PQconnectStartParams(names, values, 1);
}

/* Polls until it stands or failed. The socket changes while several addresses are tried. False: the time is
 * over. */
static bool connection_wait(PGconn *connection, int64_t until)
{
    PostgresPollingStatusType want = PGRES_POLLING_WRITING;
    while (want == PGRES_POLLING_READING || want == PGRES_POLLING_WRITING) {
        struct pollfd polled = {.fd = PQsocket(connection),
                                .events = want == PGRES_POLLING_READING ? POLLIN : POLLOUT};
        int64_t left = until - clock_milliseconds();
        if (left <= 0)
            return false;
        int ready = poll(&polled, 1, (int)left);
        if (ready == 0 || (ready < 0 && errno != EINTR))
            return false;
        if (ready > 0)
            want = PQconnectPoll(connection);
    }
    return true;
}

/* The SQLSTATE in a message of verbosity VERBOSE ("FATAL:  28P01: password ..."), in whatever language the
 * server speaks: libpq 15 keeps it for itself while connecting. "" when libpq made the message. */
static const char *connection_state(const char *message, char state[6])
{
    state[0] = '\0';
    for (const char *c = strstr(message, ":  "); c; c = strstr(c + 1, ":  ")) {
        if (strspn(c + 3, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 && c[8] == ':') {
            memcpy(state, c + 3, 5);
            state[5] = '\0';
        }
    }
    return state;
}

/* libpq's message as one line, without its questions (they begin with a tab) and the server's LOCATION. */
static void connection_reason(const char *message, struct buffer *reason)
{
    while (*message) {
        size_t line = strcspn(message, "\n");
        if (line && message[0] != '\t' && strncmp(message, "LOCATION:", 9) != 0) {
            buffer_text(reason, reason->length ? "; " : "");
            buffer_append(reason, message, line);
        }
        message += line + (message[line] == '\n');
    }
}

static void connection_refusal(PGconn *connection, const struct store_login *login, struct error *error)
{
    char state[6];
    struct buffer reason = {0};
    connection_state(PQerrorMessage(connection), state);
    connection_reason(PQerrorMessage(connection), &reason);
    const char *user = PQuser(connection) ? PQuser(connection) : login->user;
    if (strncmp(state, "28", 2) == 0 || (!state[0] && PQconnectionNeedsPassword(connection)))
        error_set(error, "E_LOGIN_REFUSED", "user", user, NULL);
    else if (strcmp(state, "3D000") == 0)
        error_set(error, "E_DATABASE_MISSING", "what", PQdb(connection), NULL);
    else if (strcmp(state, "53300") == 0)
        error_set(error, "E_DATABASE_CROWDED", NULL);
    else if (strcmp(state, "42501") == 0)
        error_set(error, "E_DATABASE_RIGHT", "what", buffer_string(&reason), NULL);
    else
        error_set(error, "E_DATABASE_DOWN", "what",
                  reason.length ? buffer_string(&reason) : strerror(ETIMEDOUT), NULL);
    buffer_free(&reason);
}

/* Notices would go to stderr, that is over the screen. */
static void notice_drop(void *nobody, const PGresult *notice)
{
    (void)nobody;
    (void)notice;
}

/* Until a result is there: PQexec() would wait for ever on a link that died just now. */
static bool connection_wait_result(PGconn *connection, int64_t until)
{
    while (PQisBusy(connection)) {
        struct pollfd polled = {.fd = PQsocket(connection), .events = POLLIN};
        int64_t left = until - clock_milliseconds();
        int ready = left > 0 ? poll(&polled, 1, (int)left) : 0;
        if (ready == 0 || (ready < 0 && errno != EINTR) || (ready > 0 && !PQconsumeInput(connection)))
            return false;
    }
    return true;
}

/* Dates and intervals come as the program reads them, whatever the database or the role is set to, and names
 * in its language. */
static bool connection_settings(PGconn *connection, bool english, int64_t until)
{
    struct buffer settings = {0};
    buffer_format(&settings,
                  "SET DateStyle TO ISO, YMD; SET IntervalStyle TO iso_8601;"
                  " SET client_min_messages TO warning; SET yichuang.language TO %s",
                  english ? "en" : "zh");
    bool done = PQsendQuery(connection, buffer_string(&settings));
    buffer_free(&settings);
    while (done) {
        done = connection_wait_result(connection, until);
        PGresult *result = done ? PQgetResult(connection) : NULL;
        if (!result)
            break;
        done = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
    }
    return done;
}

PGconn *connection_open(const struct store_login *login, struct error *error)
{
    int64_t until = clock_milliseconds() + 1000 * (login->timeout ? login->timeout : CONNECT_SECONDS);
    PGconn *connection = connection_start(login);
    if (!connection) {
        error_set(error, "E_DATABASE_DOWN", "what", strerror(ENOMEM), NULL);
        return NULL;
    }
    PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
    PQsetNoticeReceiver(connection, notice_drop, NULL);
    if (PQstatus(connection) != CONNECTION_BAD && !connection_wait(connection, until))
        error_set(error, "E_DATABASE_DOWN", "what", strerror(ETIMEDOUT), NULL);
    else if (PQstatus(connection) != CONNECTION_OK || !connection_settings(connection, login->english, until))
        connection_refusal(connection, login, error);
    else
        return connection;
    PQfinish(connection);
    return NULL;
}
