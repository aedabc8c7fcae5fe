/* How many a second: what the desk does, beside a transaction written by hand that leaves the same rows in
 * the same tables (tests/README.md says which), by clients that are processes with a session each.
 *
 *   rate accept|queue CLIENTS EACH   on the database of PGHOST, PGDATABASE ..., after drafts.sql
 *
 * accept  desk.case_accept() of complete drafts
 * queue   desk.task_decide_next(), which decides and claims the next, beside completion and claim in one
 *         narrow table
 *
 * Both are done in turn, slice by slice, in one run: a busy machine is as busy for the one as for the other.
 * What warms a session up (plans, caches) is not counted: a workstation's session lasts a day. EACH is how
 * many a client does of either. Prints one JSON object a line. */
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    SLICES = 4,
    WARM = 8, /* of each client and kind, before the first slice */
    PARAMETERS = 16,
    STEPS = 12,
    CLIENTS = 100, /* at most */
};

/* A statement; columns tells its parameters: a small letter is a column of the unit's row, a capital one of
 * the last row that a statement returned, of this unit or of one before. */
struct step {
    const char *sql, *columns;
};

struct work {
    const char *name;
    const char *login; /* the column of bench.player that says who does it; NULL: the role */
    const char *role;
    const char *list;         /* the units: $1 which player, $2 how many */
    struct step first;        /* once, before the first unit, whose row goes on from unit to unit; or none */
    struct step steps[STEPS]; /* up to the first without sql */
};

#define DRAFTS                                                                                               \
    "WITH taken AS (UPDATE bench.draft d SET used = true WHERE d.ctid = ANY (ARRAY(SELECT x.ctid FROM "      \
    "bench.draft x"                                                                                          \
    " WHERE x.player = $1 AND NOT x.used LIMIT $2)) RETURNING d.*) "

static const struct work accept_desk = {
    .name = "accept",
    .login = "clerk",
    .list = DRAFTS "SELECT gen_random_uuid(), region, case_id, token, version FROM taken",
    .steps = {{"SELECT * FROM desk.case_accept($1, $2, $3, $4, $5)", "abcde"}},
};

/* What takes thought (dates, digests, the reply) is handed over ready: it is of the right length. */
static const struct work accept_hand = {
    .name = "accept by hand",
    .role = "yc_desk", /* whose rights the desk's functions have; a superuser's would not be looked at */
    .list = DRAFTS
    "SELECT t.region, t.case_id, gen_random_uuid(), t.person_id, c.created_by, c.hall, c.window_number,"
    " jsonb_build_object('case_id', c.id, 'number', '21060020261120001000015', 'accepted_at', now(),"
    " 'promised_due', yc.today(), 'statutory_due', yc.today(), 'state', 'accepted', 'stage', 'review')::text,"
    " convert_from(convert_to((jsonb_build_object('number', '21060020261120001000015', 'promised', "
    "yc.today(),"
    " 'statutory', yc.today(), 'stage', 'review') || (yc.case_digests(t.region, t.case_id) #- "
    "'{fields,agent_id_type}'))::text, 'UTF8'), "
    "'UTF8'),"
    " yc.queue_of(t.region, 'review', c.item),"
    " (SELECT min(u.id) FROM yc.unit u WHERE u.region = t.region AND u.name = '演示纺织厂'), "
    "yc.case_people(c)::text "
    "FROM taken t JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id",
    .steps =
        {
            {"BEGIN", ""},
            {"INSERT INTO yc.command (region, key, staff_id, function, argument_hash, reply, at) VALUES ($1, "
             "$2, $3,"
             " 'case_accept', sha256(uuid_send($2)), $4, now())",
             "aceh"},
            {"DELETE FROM yc.case_field WHERE region = $1 AND case_id = $2 AND field = 'agent_id_type'",
             "ab"},
            {"UPDATE yc.person SET mobile = '13900006612', mobile_on = current_date WHERE region = $1 AND id "
             "= $2",
             "ad"},
            {"INSERT INTO yc.task (region, case_id, queue_id, priority, due, excluded, people, created_at)"
             " VALUES ($1, $2, $3, 5, current_date + 3, ARRAY[$4::bigint], $5, now()) RETURNING id, "
             "nextval('bench.serial')",
             "abjel"},
            {"UPDATE yc.case_file SET state = 'accepted', stage = 'review', live_task = $3, accepted_by = $4,"
             " accepted_at = now(), promised_due = current_date + 3, statutory_due = current_date + 14, "
             "holder = NULL,"
             " token = NULL, held_since = NULL, version = version + 1, journal_seq = journal_seq + 1,"
             " number = $1::int || '20991231' || lpad($5::text, 9, '0'),"
             " journal_head = sha256(journal_head || convert_to($6, 'UTF8'))"
             " WHERE region = $1 AND id = $2 RETURNING number, journal_head, journal_seq",
             "abAeBi"},
            {"INSERT INTO yc.journal (region, case_id, seq, at, actor, action, body, hash)"
             " VALUES ($1, $2, $3, now(), $4, 'accept', convert_to($5, 'UTF8'), $6)",
             "abCeiB"},
            {"INSERT INTO yc.receipt_issue (region, case_id, issue, number, window_number, issued_at, "
             "issued_by)"
             " VALUES ($1, $2, 1, $3, $4, now(), $5)",
             "abAge"},
            {"INSERT INTO yc.case_unit (region, case_id, unit_id) VALUES ($1, $2, $3)", "abk"},
            {"INSERT INTO yc.seal_pending (region, case_id) VALUES ($1, $2)", "ab"},
            {"INSERT INTO yc.queue_delta (region, queue_id, kind, change) VALUES ($1, $2, 'ready', 1)", "aj"},
            {"COMMIT", ""},
        },
};

static const struct work queue_desk = {
    .name = "claim and decide",
    .login = "reviewer",
    .list = "WITH t AS MATERIALIZED (SELECT gen_random_uuid() AS token)"
            " SELECT p.region, gen_random_uuid(), gen_random_uuid(), t.token FROM bench.player p, t,"
            " generate_series(1, $2) WHERE p.n = $1",
    .first = {"SELECT task_id, version FROM desk.task_claim($2, $1, $3, NULL)", "abd"},
    .steps = {{"SELECT next_task, next_version FROM desk.task_decide_next($2, $1, $4, $3, $5, 'agree', NULL, "
               "NULL)",
               "acdAB"}},
};

static const struct work queue_hand = {
    .name = "claim and complete by hand",
    .role = "postgres",
    .list = "SELECT p.n FROM bench.player p, generate_series(1, $2) WHERE p.n = $1",
    .steps = {{"UPDATE bench.job SET state = 1, claimed_by = $1, claimed_at = now() WHERE id = (SELECT id "
               "FROM bench.job"
               " WHERE state = 0 ORDER BY priority, due, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id",
               "a"},
              {"UPDATE bench.job SET state = 2 WHERE id = $1", "A"}},
};

static const struct part {
    const char *name;
    const struct work *works[2]; /* the second is what the first stands beside */
} parts[] = {{"accept", {&accept_desk, &accept_hand}}, {"queue", {&queue_desk, &queue_hand}}};

static int failures = -1; /* where a client tells that it cannot go on: the others must not be waited for */

_Noreturn static void give_up(const char *what)
{
    fprintf(stderr, "rate: %s\n", what);
    if (failures >= 0 && write(failures, "x", 1) != 1)
        abort();
    exit(1);
}

/* --- one client */

struct session {
    const struct work *work;
    PGconn *connection;
    PGresult *units, *last;
    int next;
};

static PGresult *ask(PGconn *connection, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        give_up(PQerrorMessage(connection));
    return result;
}

static void order(PGconn *connection, const char *sql)
{
    PQclear(ask(connection, PQexec(connection, sql)));
}

static const char *value(const PGresult *result, int row, int column)
{
    return PQgetisnull(result, row, column) ? NULL : PQgetvalue(result, row, column);
}

static void step_do(struct session *session, const char *name, const struct step *step)
{
    const char *values[PARAMETERS];
    int count = (int)strlen(step->columns);
    for (int c = 0; c < count; c++)
        values[c] = step->columns[c] >= 'a' ? value(session->units, session->next, step->columns[c] - 'a')
                                            : value(session->last, 0, step->columns[c] - 'A');
    PGresult *result =
        ask(session->connection, PQexecPrepared(session->connection, name, count, values, NULL, NULL, 0));
    if (PQntuples(result) > 0) {
        PQclear(session->last);
        session->last = result;
    } else {
        PQclear(result);
    }
}

static void session_prepare(struct session *session)
{
    const struct step *steps = session->work->steps;
    for (int i = 0; i < STEPS && steps[i].sql; i++) {
        char name[8];
        snprintf(name, sizeof name, "s%d", i);
        PQclear(ask(session->connection, PQprepare(session->connection, name, steps[i].sql, 0, NULL)));
    }
    if (session->work->first.sql) {
        PQclear(ask(session->connection,
                    PQprepare(session->connection, "first", session->work->first.sql, 0, NULL)));
        step_do(session, "first", &session->work->first);
    }
}

/* The units are listed by the superuser; then the session is its player's. */
static void session_open(struct session *session, const struct work *work, int player, int count)
{
    char number[16], many[16], sql[256];
    const char *values[] = {number, many};
    snprintf(number, sizeof number, "%d", player);
    snprintf(many, sizeof many, "%d", count);
    *session = (struct session){.work = work, .connection = PQconnectdb("")};
    if (PQstatus(session->connection) != CONNECTION_OK)
        give_up(PQerrorMessage(session->connection));
    session->units = ask(session->connection,
                         PQexecParams(session->connection, work->list, 2, NULL, values, NULL, NULL, 0));
    if (PQntuples(session->units) < count)
        give_up("there are not enough drafts: drafts.sql makes them");
    if (work->login) {
        snprintf(sql, sizeof sql,
                 "SELECT set_config('session_authorization', %s, false) FROM bench.player WHERE n = %d",
                 work->login, player);
        order(session->connection, sql);
    } else {
        snprintf(sql, sizeof sql, "SET ROLE %s", work->role);
        order(session->connection, sql);
    }
    session_prepare(session);
}

static void unit_do(struct session *session)
{
    const struct step *steps = session->work->steps;
    for (int i = 0; i < STEPS && steps[i].sql; i++) {
        char name[8];
        snprintf(name, sizeof name, "s%d", i);
        step_do(session, name, &steps[i]);
    }
    session->next++;
}

/* A byte read from go is leave to do the next slice; one written to done says that it is over. */
static void client(const struct part *part, int player, int each, int go, int done)
{
    struct session sessions[2];
    char leave = 0;
    failures = done;
    for (int kind = 0; kind < 2; kind++) {
        session_open(&sessions[kind], part->works[kind], player, each + WARM);
        for (int i = 0; i < WARM; i++)
            unit_do(&sessions[kind]);
    }
    for (int slice = 0; slice < 2 * SLICES; slice++) {
        if (write(done, &leave, 1) != 1 || read(go, &leave, 1) != 1)
            exit(1);
        for (int i = 0; i < each / SLICES; i++)
            unit_do(&sessions[slice % 2]);
    }
    if (write(done, &leave, 1) != 1)
        exit(1);
    for (int kind = 0; kind < 2; kind++)
        PQfinish(sessions[kind].connection);
    exit(0);
}

/* --- all of them */

static double seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void all_done(int done, int clients)
{
    char byte;
    for (int i = 0; i < clients; i++) {
        if (read(done, &byte, 1) != 1 || byte)
            exit(1);
    }
}

static void measure(const struct part *part, int clients, int each)
{
    int go[2], done[2];
    double spent[2] = {0};
    if (pipe(go) != 0 || pipe(done) != 0)
        give_up("no pipe");
    for (int i = 0; i < clients; i++) {
        fflush(stdout);
        if (fork() == 0) {
            close(done[0]);
            close(go[1]);
            client(part, i, each, go[0], done[1]);
        }
    }
    close(done[1]);
    all_done(done[0], clients);
    for (int slice = 0; slice < 2 * SLICES; slice++) {
        static const char leave[CLIENTS];
        double began = seconds();
        if (write(go[1], leave, (size_t)clients) != clients)
            give_up("no pipe");
        all_done(done[0], clients);
        spent[slice % 2] += seconds() - began;
    }
    double total = (double)clients * (each / SLICES * SLICES), rates[] = {total / spent[0], total / spent[1]};
    printf("{\"name\": \"%s, clients %d\", \"value\": %.0f, \"unit\": \"1/s\", \"ratio\": %.2f, \"to\": "
           "\"%s, clients %d\"}\n",
           part->works[0]->name, clients, rates[0], rates[0] / rates[1], part->works[1]->name, clients);
    printf("{\"name\": \"%s, clients %d\", \"value\": %.0f, \"unit\": \"1/s\"}\n", part->works[1]->name,
           clients, rates[1]);
}

int main(int argc, char **argv)
{
    int clients = argc == 4 ? atoi(argv[2]) : 0, each = argc == 4 ? atoi(argv[3]) : 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (clients > 0 && clients <= CLIENTS && each >= SLICES && strcmp(argv[1], parts[i].name) == 0) {
            measure(&parts[i], clients, each);
            while (wait(NULL) > 0)
                ;
            return 0;
        }
    }
    fprintf(stderr, "usage: %s accept|queue CLIENTS EACH\n", argv[0]);
    return 2;
}
