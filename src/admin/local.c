/* yichuang-admin local: the private database that `make run` and the tests work on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/cluster.h"
#include "admin/command.h"
#include "admin/definitions.h"
#include "admin/demonstration.h"
#include "admin/load.h"
#include "admin/migrations.h"
#include "admin/tender.h"
#include "base/memory.h"
#include "store/place.h"
#include "text/text.h"

struct local_options {
    const char *action;
    const char *directory;
    bool demonstration;
};

/* forms/ is the program's own: the database works with what this version brings. Its faults are printed, the
 * error is then left empty. */
static bool definitions_bring(struct direct *direct, struct error *error)
{
    struct spec_set *set;
    struct calendar calendar;
    struct load_counts counts = {0};
    if (!definitions_read(NULL, &set, &calendar))
        return false;
    bool good = load_definitions(direct, set, &calendar, &counts, error);
    load_counts_free(&counts);
    spec_set_free(&set);
    calendar_free(&calendar);
    return good;
}

/* Two that start at once: the second waits here until the first one's connection ends. */
static const char one_at_a_time[] = "SELECT pg_advisory_lock(34174347857191280)";

/* Every login may connect to the databases that initdb makes; nobody has business there. */
static const char others_close[] = "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC";

/* Everything in here leaves alone what is there already. */
static bool database_prepare(const struct cluster *cluster, const char *uri, bool demonstration,
                             struct error *error)
{
    const struct store_login login = {.database = uri, .program = "yichuang-admin"};
    struct migrate_outcome outcome;
    struct direct *direct = direct_open(&login, error);
    bool good = direct && direct_text(direct, NULL, error, one_at_a_time, NULL) &&
                direct_text(direct, NULL, error, others_close, NULL) &&
                migrations_apply(direct, &outcome, error) && tender_start(cluster, error) &&
                definitions_bring(direct, error) && (!demonstration || demonstration_make(direct, error)) &&
                demonstration_tell(direct, cluster, error);
    direct_close(&direct);
    return good;
}

static int local_start(struct cluster *cluster, const struct local_options *options)
{
    struct error error = {0};
    char *uri = place_uri(cluster->directory, PLACE_DATABASE);
    bool good =
        cluster_start(cluster, &error) && database_prepare(cluster, uri, options->demonstration, &error);
    if (good)
        admin_say("LOCAL_STARTED", "uri", uri, NULL);
    free(uri);
    if (!good && !error.code)
        return ADMIN_REFUSED; /* told already */
    return good ? ADMIN_DONE : admin_refuse(&error);
}

static int local_stop(struct cluster *cluster, const struct local_options *options)
{
    (void)options;
    struct error error = {0};
    bool ran = cluster_process(cluster) != 0;
    tender_stop(cluster);
    if (!cluster_stop(cluster, &error))
        return admin_refuse(&error);
    admin_say(ran ? "LOCAL_STOPPED" : "LOCAL_NOT_RUNNING", "directory", cluster->directory, NULL);
    return ADMIN_DONE;
}

static int local_url(struct cluster *cluster, const struct local_options *options)
{
    (void)options;
    char *uri = place_uri(cluster->directory, PLACE_DATABASE);
    puts(uri);
    free(uri);
    return ADMIN_DONE;
}

/* The last moment of tending in the hall's time, as text to be freed: "-" when there was none. */
static bool tended_ask(struct direct *direct, char **last, struct error *error)
{
    struct store_reply *reply = NULL;
    bool good =
        direct_text(direct, &reply, error,
                    "SELECT coalesce(to_char(nullif(tended_at, '-infinity') AT TIME ZONE 'Asia/Shanghai', "
                    "'YYYY-MM-DD HH24:MI'), '-') AS last FROM yc.tending",
                    NULL);
    if (good)
        *last = memory_text(store_reply_text(reply, 0, "last"));
    store_reply_free(&reply);
    return good;
}

static bool state_ask(const char *uri, int *version, char **last, struct error *error)
{
    const struct store_login login = {.database = uri, .program = "yichuang-admin"};
    struct direct *direct = direct_open(&login, error);
    bool good = direct && migrate_version(direct, version, error) &&
                (*version == 0 || tended_ask(direct, last, error));
    direct_close(&direct);
    return good;
}

/* 0: it runs and answers; 1: it does not. */
static int local_status(struct cluster *cluster, const struct local_options *options)
{
    (void)options;
    struct error error = {0};
    int version = 0;
    char number[3][16], *last = NULL, *uri = place_uri(cluster->directory, PLACE_DATABASE);
    pid_t process = cluster_process(cluster), tender = tender_process(cluster);
    if (!process) {
        admin_say("LOCAL_NOT_RUNNING", "directory", cluster->directory, NULL);
        free(uri);
        return ADMIN_REFUSED;
    }
    bool good = state_ask(uri, &version, &last, &error);
    snprintf(number[0], sizeof(number[0]), "%d", process);
    snprintf(number[1], sizeof(number[1]), "%04d", version);
    snprintf(number[2], sizeof(number[2]), "%d", tender);
    if (good)
        admin_say("LOCAL_STATUS", "directory", cluster->directory, "process", number[0], "uri", uri,
                  "version", number[1], NULL);
    if (good && tender)
        admin_say("LOCAL_TENDED", "process", number[2], NULL);
    else if (good)
        admin_say("LOCAL_UNTENDED", "last", last ? last : "-", NULL);
    free(last);
    free(uri);
    return good ? ADMIN_DONE : admin_refuse(&error);
}

static const struct local_action {
    const char *name;
    int (*run)(struct cluster *cluster, const struct local_options *options);
} actions[] = {
    {"start", local_start},
    {"stop", local_stop},
    {"status", local_status},
    {"url", local_url},
};

/* False: the word is not understood. */
static bool options_read(struct local_options *options, int argc, char **argv, const char **word)
{
    for (int i = 1; i < argc; i++) {
        *word = argv[i];
        if (strcmp(argv[i], "--dir") == 0 && i + 1 < argc)
            options->directory = argv[++i];
        else if (strncmp(argv[i], "--dir=", 6) == 0)
            options->directory = argv[i] + 6;
        else if (strcmp(argv[i], "--demo") == 0)
            options->demonstration = true;
        else if (argv[i][0] != '-' && !options->action)
            options->action = argv[i];
        else
            return false;
    }
    *word = options->action;
    return options->action && (!options->directory || options->directory[0]);
}

static int local_command(int argc, char **argv)
{
    struct local_options options = {0};
    struct cluster cluster = {0};
    struct error error = {0};
    const char *word = NULL;
    const struct local_action *action = NULL;
    bool read = options_read(&options, argc, argv, &word);
    for (size_t i = 0; read && i < sizeof(actions) / sizeof(actions[0]); i++) {
        if (strcmp(actions[i].name, options.action) == 0)
            action = &actions[i];
    }
    if (!action || (options.demonstration && action->run != local_start))
        return admin_usage(&command_local, word);
    if (!cluster_open(&cluster, options.directory, &error))
        return admin_refuse(&error);
    int result = action->run(&cluster, &options);
    cluster_free(&cluster);
    return result;
}

const struct admin_command command_local = {"local", "LOCAL_USAGE", local_command};
