/* yichuang-admin sample: finished cases that wait for a second look, what second looks found, the rules by
 * which they are drawn. */
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/database.h"
#include "admin/region.h"
#include "admin/sample_list.h"
#include "admin/words.h"
#include "store/direct.h"

struct sample_words {
    const char *region, *months, *item, *risk, *percent, *days, *words;
    bool json, open;
};

/* Whole numbers alone reach the database; which of them will do it says itself. */
static bool number_good(const char *typed, struct error *error)
{
    size_t digits = strspn(typed, "0123456789");
    return (digits > 0 && digits < 6 && !typed[digits]) ||
           error_set(error, "E_ADMIN_NUMBER", "value", typed, NULL);
}

static bool rule_send(struct direct *direct, const struct sample_words *words, const char *region,
                      struct store_reply **reply, struct error *error)
{
    bool ends = strcmp(words->percent, "none") == 0;
    struct store_query query = {
        .sql = "SELECT valid_from FROM desk.sample_rule_set(gen_random_uuid(), $1::int, $2, $3, $4::int,"
               " $5::boolean, $6::int, $7)"};
    if ((!ends && !number_good(words->percent, error)) || !number_good(words->days, error))
        return false;
    store_query_text(&query, region);
    store_query_text(&query, words->item);
    store_query_text(&query, words->risk);
    store_query_text(&query, ends ? NULL : words->percent);
    store_query_text(&query, words->open ? "no" : "yes");
    store_query_text(&query, words->days);
    store_query_text(&query, words->words);
    return direct_run(direct, &query, reply, error);
}

static bool sample_rule(struct direct *direct, const struct sample_words *words, const char *region,
                        struct error *error)
{
    struct store_reply *reply = NULL;
    bool good = rule_send(direct, words, region, &reply, error);
    if (good)
        admin_say("SAMPLE_RULE_SET", "from", store_reply_text(reply, 0, "valid_from"), NULL);
    store_reply_free(&reply);
    return good;
}

static bool sample_list(struct direct *direct, const struct sample_words *words, const char *region,
                        struct error *error)
{
    return sample_list_print(direct, region, words->json, error);
}

static bool sample_results(struct direct *direct, const struct sample_words *words, const char *region,
                           struct error *error)
{
    return number_good(words->months, error) &&
           sample_results_print(direct, region, words->months, words->json, error);
}

static bool sample_rules(struct direct *direct, const struct sample_words *words, const char *region,
                         struct error *error)
{
    return sample_rules_print(direct, region, words->json, error);
}

static const struct sample_action {
    const char *name;
    bool (*run)(struct direct *direct, const struct sample_words *words, const char *region,
                struct error *error);
} actions[] = {
    {"list", sample_list}, {"results", sample_results}, {"rules", sample_rules}, {"rule", sample_rule}};
enum { ACTIONS = sizeof(actions) / sizeof(actions[0]) };

static int sample_act(const struct sample_action *action, int argc, char **argv)
{
    struct sample_words words = {.months = "12", .days = "10"};
    const char *positions[1];
    const struct word_option region = {"--region", &words.region, NULL}, json = {"--json", NULL, &words.json};
    const struct word_option listed[] = {region, json, {0}};
    const struct word_option results[] = {region, json, {"--months", &words.months, NULL}, {0}};
    const struct word_option rule[] = {region,
                                       {"--item", &words.item, NULL},
                                       {"--risk", &words.risk, NULL},
                                       {"--percent", &words.percent, NULL},
                                       {"--days", &words.days, NULL},
                                       {"--words", &words.words, NULL},
                                       {"--open", NULL, &words.open},
                                       {0}};
    const struct word_option *options = action->run == sample_rule      ? rule
                                        : action->run == sample_results ? results
                                                                        : listed;
    if (!words_read(&command_sample, argc, argv, options, positions, 0, 0))
        return ADMIN_USAGE;
    if (action->run == sample_rule && !words.percent)
        return admin_usage(&command_sample, NULL);
    char chosen[REGION_TEXT];
    struct error error = {0};
    struct direct *direct = database_open(&error);
    bool good = direct && region_choose(direct, words.region, chosen, &error) &&
                action->run(direct, &words, chosen, &error);
    direct_close(&direct);
    return good ? ADMIN_DONE : admin_refuse(&error);
}

static int sample_command(int argc, char **argv)
{
    for (int i = 0; argc > 1 && i < ACTIONS; i++) {
        if (strcmp(argv[1], actions[i].name) == 0)
            return sample_act(&actions[i], argc - 1, argv + 1);
    }
    return admin_usage(&command_sample, argc > 1 ? argv[1] : NULL);
}

const struct admin_command command_sample = {"sample", "SAMPLE_USAGE", sample_command};
