/* yichuang-admin staff: people, their logins and their rights. Everything goes through the desk's functions,
 * under the rights of whoever's login the connection has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/database.h"
#include "admin/password.h"
#include "admin/region.h"
#include "admin/staff_list.h"
#include "admin/today.h"
#include "admin/words.h"
#include "base/buffer.h"
#include "model/check.h"

enum { HALL_MOST = 999 };

struct staff_words {
    const char *first;  /* LOGIN or GRANT */
    const char *second; /* ACTION of grant, FROM..TO of absent */
    const char *name, *name_en, *id_no;
    const char *region, *hall, *item, *to, *cover;
    bool json;
};

/* A connection and the region, both needed by every action. */
static struct direct *staff_open(const struct staff_words *words, char region[REGION_TEXT],
                                 struct error *error)
{
    struct direct *direct = database_open(error);
    if (direct && !region_choose(direct, words->region, region, error))
        direct_close(&direct);
    return direct;
}

static int staff_end(struct direct **direct, bool good, struct error *error)
{
    direct_close(direct);
    return good ? ADMIN_DONE : admin_refuse(error);
}

/* --- add */

static bool staff_send(struct direct *direct, const struct staff_words *words, const char *region,
                       const char *password, struct error *error)
{
    char *verifier = direct_verifier(direct, words->first, password, error);
    bool good =
        verifier && direct_text(direct, NULL, error,
                                "SELECT desk.staff_add(gen_random_uuid(), $1::int, $2, $3, $4, $5, $6)",
                                region, words->first, words->name, words->name_en,
                                words->id_no ? words->id_no : "", verifier, NULL);
    free(verifier);
    return good;
}

/* The password is asked for last: nobody types one for a database that is not there. */
static int staff_add(const struct staff_words *words)
{
    char region[REGION_TEXT];
    struct error error = {0};
    if (!words->name || !words->name_en)
        return admin_usage(&command_staff, NULL);
    struct direct *direct = staff_open(words, region, &error);
    char *password = direct ? password_ask(words->first, &error) : NULL;
    bool good = password && staff_send(direct, words, region, password, &error);
    password_free(&password);
    if (good)
        admin_say("STAFF_ADDED", "login", words->first, NULL);
    return staff_end(&direct, good, &error);
}

/* --- grant, revoke, disable */

static bool hall_read(const char *typed, struct store_query *query, struct error *error)
{
    char *end = NULL;
    long hall = typed ? strtol(typed, &end, 10) : 0;
    if (!typed) {
        store_query_null(query);
        return true;
    }
    if (*end || !*typed || hall < 1 || hall > HALL_MOST)
        return error_set(error, "E_ADMIN_HALL", "value", typed, NULL);
    store_query_number(query, hall);
    return true;
}

static bool day_read(const char *typed, struct buffer *kept, struct store_query *query, struct error *error)
{
    if (typed && !check_read("date", typed, today_here(), kept, error))
        return false;
    store_query_text(query, typed ? buffer_string(kept) : NULL);
    return true;
}

static bool grant_send(struct direct *direct, const struct staff_words *words, const char *region,
                       struct store_reply **reply, struct error *error)
{
    struct store_query query = {
        .sql = "SELECT grant_id FROM desk.staff_grant(gen_random_uuid(), $1::int, $2, $3,"
               " $4::smallint, $5, $6::date)"};
    struct buffer to = {0};
    store_query_text(&query, region);
    store_query_text(&query, words->first);
    store_query_text(&query, words->second);
    bool good = hall_read(words->hall, &query, error);
    store_query_text(&query, words->item);
    good = good && day_read(words->to, &to, &query, error) && direct_run(direct, &query, reply, error);
    buffer_free(&to);
    return good;
}

static int staff_grant(const struct staff_words *words)
{
    char region[REGION_TEXT];
    struct error error = {0};
    struct store_reply *reply = NULL;
    struct direct *direct = staff_open(words, region, &error);
    bool good = direct && grant_send(direct, words, region, &reply, &error);
    if (good)
        admin_say("STAFF_GRANTED", "login", words->first, "action", words->second, "region", region, "grant",
                  store_reply_text(reply, 0, "grant_id"), NULL);
    store_reply_free(&reply);
    return staff_end(&direct, good, &error);
}

static int staff_revoke(const struct staff_words *words)
{
    char region[REGION_TEXT];
    struct error error = {0};
    size_t digits = strspn(words->first, "0123456789");
    if (!digits || words->first[digits] || digits > 18) { /* 18 digits fit into a bigint */
        error_set(&error, "E_GRANT_UNKNOWN", "grant", words->first, NULL);
        return admin_refuse(&error);
    }
    struct direct *direct = staff_open(words, region, &error);
    bool good = direct && direct_text(direct, NULL, &error,
                                      "SELECT desk.staff_revoke(gen_random_uuid(), $1::int, $2::bigint)",
                                      region, words->first, NULL);
    if (good)
        admin_say("STAFF_REVOKED", "grant", words->first, NULL);
    return staff_end(&direct, good, &error);
}

static int staff_disable(const struct staff_words *words)
{
    char region[REGION_TEXT];
    struct error error = {0};
    struct direct *direct = staff_open(words, region, &error);
    bool good = direct &&
                direct_text(direct, NULL, &error, "SELECT desk.staff_disable(gen_random_uuid(), $1::int, $2)",
                            region, words->first, NULL);
    if (good)
        admin_say("STAFF_DISABLED", "login", words->first, NULL);
    return staff_end(&direct, good, &error);
}

/* --- absent, back */

/* FROM..TO into two days as they are kept. */
static bool days_read(const char *typed, struct buffer *from, struct buffer *to, struct error *error)
{
    const char *dots = strstr(typed, "..");
    struct buffer first = {0};
    if (!dots)
        return error_set(error, "E_ADMIN_ABSENCE", "value", typed, NULL);
    buffer_append(&first, typed, (size_t)(dots - typed));
    bool good = check_read("date", buffer_string(&first), today_here(), from, error) &&
                check_read("date", dots + 2, today_here(), to, error);
    buffer_free(&first);
    return good;
}

static bool absent_send(struct direct *direct, const struct staff_words *words, const char *region,
                        const char *from, const char *to, struct error *error)
{
    struct store_reply *reply = NULL;
    struct store_query query = {
        .sql = "SELECT rights, returned FROM desk.absence_add(gen_random_uuid(), $1::int, $2, $3::date, "
               "$4::date, $5)"};
    store_query_text(&query, region);
    store_query_text(&query, words->first);
    store_query_text(&query, from);
    store_query_text(&query, to);
    store_query_text(&query, words->cover ? words->cover : "");
    bool good = direct_run(direct, &query, &reply, error);
    if (good)
        admin_say("STAFF_ABSENT", "login", words->first, "from", from, "to", to, "rights",
                  store_reply_text(reply, 0, "rights"), "returned", store_reply_text(reply, 0, "returned"),
                  NULL);
    store_reply_free(&reply);
    return good;
}

static int staff_absent(const struct staff_words *words)
{
    char region[REGION_TEXT];
    struct error error = {0};
    struct buffer from = {0}, to = {0};
    struct direct *direct =
        days_read(words->second, &from, &to, &error) ? staff_open(words, region, &error) : NULL;
    bool good =
        direct && absent_send(direct, words, region, buffer_string(&from), buffer_string(&to), &error);
    buffer_free(&from);
    buffer_free(&to);
    return staff_end(&direct, good, &error);
}

/* The absence that comes first, of those that are not over. */
static int staff_back(const struct staff_words *words)
{
    char region[REGION_TEXT];
    struct error error = {0};
    struct store_reply *reply = NULL;
    struct direct *direct = staff_open(words, region, &error);
    struct store_query query = {.sql = "SELECT e.absence_id FROM (SELECT l.absence_id FROM "
                                       "desk.absence_table($1::int) l WHERE l.login = "
                                       "$2 AND l.state <> 'ended' ORDER BY l.first_day LIMIT 1) a, "
                                       "desk.absence_end(gen_random_uuid(), $1::int, a.absence_id) e"};
    store_query_text(&query, region);
    store_query_text(&query, words->first);
    bool good = direct && direct_run(direct, &query, &reply, &error);
    if (good && store_reply_rows(reply) == 0)
        good = error_set(&error, "E_ADMIN_NOT_ABSENT", "login", words->first, NULL);
    else if (good)
        admin_say("STAFF_BACK", "login", words->first, NULL);
    store_reply_free(&reply);
    return staff_end(&direct, good, &error);
}

static int staff_list(const struct staff_words *words)
{
    char region[REGION_TEXT];
    struct error error = {0};
    struct direct *direct = staff_open(words, region, &error);
    bool good = direct && staff_list_print(direct, region, words->json, &error);
    return staff_end(&direct, good, &error);
}

/* --- the words */

static const struct staff_action {
    const char *name;
    int positions; /* behind the name */
    int (*run)(const struct staff_words *words);
} actions[] = {{"add", 1, staff_add},         {"grant", 2, staff_grant},   {"revoke", 1, staff_revoke},
               {"disable", 1, staff_disable}, {"absent", 2, staff_absent}, {"back", 1, staff_back},
               {"list", 0, staff_list}};
enum { ACTIONS = sizeof(actions) / sizeof(actions[0]) };

static int staff_act(const struct staff_action *action, int argc, char **argv)
{
    struct staff_words words = {0};
    const char *positions[3];
    const struct word_option region = {"--region", &words.region, NULL};
    const struct word_option add[] = {region,
                                      {"--name", &words.name, NULL},
                                      {"--name-en", &words.name_en, NULL},
                                      {"--id-no", &words.id_no, NULL},
                                      {0}};
    const struct word_option grant[] = {
        region, {"--hall", &words.hall, NULL}, {"--item", &words.item, NULL}, {"--to", &words.to, NULL}, {0}};
    const struct word_option list[] = {region, {"--json", NULL, &words.json}, {0}};
    const struct word_option absent[] = {region, {"--cover", &words.cover, NULL}, {0}};
    const struct word_option none[] = {region, {0}};
    const struct word_option *options = action->run == staff_add      ? add
                                        : action->run == staff_grant  ? grant
                                        : action->run == staff_list   ? list
                                        : action->run == staff_absent ? absent
                                                                      : none;
    if (!words_read(&command_staff, argc, argv, options, positions, action->positions, action->positions))
        return ADMIN_USAGE;
    words.first = action->positions > 0 ? positions[0] : NULL;
    words.second = action->positions > 1 ? positions[1] : NULL;
    return action->run(&words);
}

static int staff_command(int argc, char **argv)
{
    for (int i = 0; argc > 1 && i < ACTIONS; i++) {
        if (strcmp(actions[i].name, argv[1]) == 0)
            return staff_act(&actions[i], argc - 1, argv + 1);
    }
    return admin_usage(&command_staff, argc > 1 ? argv[1] : NULL);
}

const struct admin_command command_staff = {"staff", "STAFF_USAGE", staff_command};
