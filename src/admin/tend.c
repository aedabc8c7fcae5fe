/* yichuang-admin tend: what is done once a second for everybody (SELECT yc.tend()), and the count of failed
 * logins. Correctness never hangs on it. It runs until a signal ends it: the server rolls back what was under
 * way. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#include "admin/command.h"
#include "admin/database.h"
#include "admin/process.h"
#include "admin/tend_log.h"
#include "text/text.h"

enum {
    EVERY = 1000,      /* ms between two rounds */
    WAIT_LEAST = 500,  /* ms before connecting again, doubled each time ... */
    WAIT_MOST = 30000, /* ... up to this */
};

static const char setup_sql[] = "SET ROLE yc_tending; SET statement_timeout = '30s'";

/* One instance a database (migrate.c has the number before it). */
static const char lock_sql[] = "SELECT pg_try_advisory_lock(34174347857191279) AS mine";

struct tending {
    struct direct *direct;
    struct tend_log *log; /* NULL: the server's files are not for us */
};

static void tending_end(struct tending *tending)
{
    tend_log_close(&tending->log);
    direct_close(&tending->direct);
}

/* Where the server keeps its files: told to superusers and pg_read_all_settings alone. */
static void log_find(struct tending *tending)
{
    struct store_reply *reply = NULL;
    struct error ignored = {0};
    if (direct_text(tending->direct, &reply, &ignored, "SELECT current_setting('data_directory') AS place",
                    NULL))
        tending->log = tend_log_open(store_reply_text(reply, 0, "place"));
    store_reply_free(&reply);
    error_free(&ignored);
}

static bool tending_begin(struct tending *tending, struct error *error)
{
    struct store_reply *reply = NULL;
    tending->direct = database_open(error);
    if (!tending->direct || !direct_text(tending->direct, &reply, error, lock_sql, NULL))
        return false;
    bool mine = store_reply_flag(reply, 0, "mine");
    store_reply_free(&reply);
    if (!mine)
        return error_set(error, "E_TEND_TWICE", NULL);
    log_find(tending);
    return direct_script(tending->direct, setup_sql, NULL, error);
}

static bool tending_round(struct tending *tending, struct error *error)
{
    return direct_text(tending->direct, NULL, error, "SELECT yc.tend()", NULL) &&
           (!tending->log || tend_log_tell(tending->log, tending->direct, error));
}

/* A line on stderr, but not the same one again each second. */
static void trouble_tell(struct error *error, char **told)
{
    char when[32], *sentence = text_error_string(error);
    time_t now = time(NULL);
    error_free(error);
    if (*told && strcmp(*told, sentence) == 0) {
        free(sentence);
        return;
    }
    strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
    fprintf(stderr, "%s %s\n", when, sentence);
    free(*told);
    *told = sentence;
}

static void told_clear(char **told)
{
    free(*told);
    *told = NULL;
}

/* Begins anew after a failure, each time a little later. The second instance waits as the first one's heir.
 */
static _Noreturn void tend_forever(void)
{
    char *told = NULL;
    for (int wait = WAIT_LEAST;;) {
        struct tending tending = {0};
        struct error error = {0};
        if (tending_begin(&tending, &error)) {
            while (tending_round(&tending, &error)) {
                told_clear(&told);
                wait = WAIT_LEAST;
                process_pause(EVERY);
            }
        }
        trouble_tell(&error, &told);
        tending_end(&tending);
        process_pause(wait);
        wait = wait * 2 < WAIT_MOST ? wait * 2 : WAIT_MOST;
    }
}

static int tend_once(void)
{
    struct tending tending = {0};
    struct error error = {0};
    bool good = tending_begin(&tending, &error) && tending_round(&tending, &error);
    tending_end(&tending);
    return good ? ADMIN_DONE : admin_refuse(&error);
}

static int tend_command(int argc, char **argv)
{
    bool once = argc == 2 && strcmp(argv[1], "--once") == 0;
    if (argc > 1 && !once)
        return admin_usage(&command_tend, argv[argc - 1]);
    prctl(PR_SET_NAME, "yichuang-tend"); /* started through a descriptor it would be called "3" */
    if (once)
        return tend_once();
    tend_forever();
}

const struct admin_command command_tend = {"tend", "TEND_USAGE", tend_command};
