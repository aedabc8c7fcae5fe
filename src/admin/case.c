/* yichuang-admin case: one case by its number, or a list of them; personal data masked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/case_list.h"
#include "admin/case_show.h"
#include "admin/command.h"
#include "admin/database.h"
#include "admin/region.h"
#include "admin/words.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "model/case_number.h"
#include "model/check.h"
#include "model/date.h"

enum {
    TAIL_LEAST = 5,  /* digits of a number's end that desk.case_find() takes */
    NAMED_MOST = 5,  /* numbers that the sentence on several cases names */
    LIST_USUAL = 50, /* cases listed without --limit */
    LIST_MOST = 1000000,
};

struct case_words {
    const char *region, *limit, *purpose, *from, *to;
    struct case_filter filter;
    bool json;
};

/* The digits of a number or of its end, from what was typed with dashes, blanks or full-width. */
static bool number_read(const char *typed, struct buffer *digits, struct error *error)
{
    struct case_number number;
    check_normalise("case_number", typed, digits);
    size_t length = strspn(buffer_string(digits), "0123456789");
    if (length != digits->length || length < TAIL_LEAST)
        return error_set(error, "E_ADMIN_CASE_NUMBER", "value", typed, NULL);
    return length < CASE_NUMBER_TEXT - 1 || case_number_parse(buffer_string(digits), &number, error);
}

/* A whole number says its region itself. */
static bool number_region(struct direct *direct, const struct buffer *digits, const char *given,
                          char region[REGION_TEXT], struct error *error)
{
    char own[REGION_TEXT];
    snprintf(own, sizeof(own), "%.6s", buffer_string(digits));
    return region_choose(direct, digits->length == CASE_NUMBER_TEXT - 1 && !given ? own : given, region,
                         error);
}

static bool several(const struct store_reply *reply, const char *typed, struct error *error)
{
    struct buffer numbers = {0};
    int rows = store_reply_rows(reply);
    for (int row = 0; row < rows && row < NAMED_MOST; row++) {
        char number[CASE_NUMBER_GROUPED];
        buffer_format(&numbers, "%s%s", row ? " " : "",
                      case_number_group(store_reply_text(reply, row, "number"), number));
    }
    if (rows > NAMED_MOST)
        buffer_text(&numbers, " ...");
    error_set(error, "E_ADMIN_CASE_SEVERAL", "value", typed, "numbers", buffer_string(&numbers), NULL);
    buffer_free(&numbers);
    return false;
}

/* The id of the one case of that number, to be freed. */
static char *case_find(struct direct *direct, const char *region, const char *digits, const char *typed,
                       struct error *error)
{
    struct store_reply *reply = NULL;
    char *id = NULL;
    if (!direct_text(direct, &reply, error, "SELECT case_id, number FROM desk.case_find($1::int, $2)", region,
                     digits, NULL))
        return NULL;
    if (store_reply_rows(reply) == 1)
        id = memory_text(store_reply_text(reply, 0, "case_id"));
    else if (store_reply_rows(reply) == 0)
        error_set(error, "E_CASE_UNKNOWN", "case", typed, NULL);
    else
        several(reply, typed, error);
    store_reply_free(&reply);
    return id;
}

static int case_show(const struct case_words *words, const char *typed)
{
    char region[REGION_TEXT];
    struct error error = {0};
    struct buffer digits = {0};
    struct direct *direct = NULL;
    if (words->purpose && !words->purpose[strspn(words->purpose, " ")])
        error_set(&error, "E_PURPOSE_MISSING", NULL);
    else if (number_read(typed, &digits, &error))
        direct = database_open(&error);
    char *id = direct && number_region(direct, &digits, words->region, region, &error)
                   ? case_find(direct, region, buffer_string(&digits), typed, &error)
                   : NULL;
    bool good = id && case_show_print(direct, region, id, words->purpose, words->json, &error);
    direct_close(&direct);
    buffer_free(&digits);
    free(id);
    return good ? ADMIN_DONE : admin_refuse(&error);
}

static bool limit_read(const char *typed, int64_t *most, struct error *error)
{
    char *end = NULL;
    *most = typed ? strtol(typed, &end, 10) : LIST_USUAL;
    return !typed || (*typed && !*end && *most > 0 && *most <= LIST_MOST) ||
           error_set(error, "E_ADMIN_LIMIT", "value", typed, NULL);
}

/* --from and --to as a range of days; nothing is written where neither is given. A queue has no filters. */
static bool days_read(const struct case_words *words, struct buffer *days, struct error *error)
{
    struct date from = {0}, to = {0};
    const struct case_filter *filter = &words->filter;
    if (filter->queue && (filter->item || filter->state || words->from || words->to))
        return error_set(error, "E_ADMIN_CASE_QUEUE", NULL);
    if (words->from && !date_parse(words->from, &from))
        return error_set(error, "E_DATE_FORM", "value", words->from, NULL);
    if (words->to && !date_parse(words->to, &to))
        return error_set(error, "E_DATE_FORM", "value", words->to, NULL);
    if (words->from || words->to)
        buffer_format(days, "[%s,%s]", words->from ? words->from : "", words->to ? words->to : "");
    if (words->from && words->to && date_compare(from, to) > 0)
        return error_set(error, "E_SEARCH_DAYS", "value", buffer_string(days), NULL);
    return true;
}

static int case_list(const struct case_words *words)
{
    char region[REGION_TEXT];
    struct error error = {0};
    struct buffer days = {0};
    struct case_filter filter = words->filter;
    int64_t most;
    bool read = limit_read(words->limit, &most, &error) && days_read(words, &days, &error);
    struct direct *direct = read ? database_open(&error) : NULL;
    filter.days = days.length ? buffer_string(&days) : NULL;
    bool good = direct && region_choose(direct, words->region, region, &error) &&
                case_list_print(direct, region, &filter, most, words->json, &error);
    direct_close(&direct);
    buffer_free(&days);
    return good ? ADMIN_DONE : admin_refuse(&error);
}

static int case_command(int argc, char **argv)
{
    struct case_words words = {0};
    const char *positions[2];
    const struct word_option region = {"--region", &words.region, NULL}, json = {"--json", NULL, &words.json};
    const struct word_option show[] = {region, json, {"--reveal", &words.purpose, NULL}, {0}};
    const struct word_option list[] = {region,
                                       json,
                                       {"--queue", &words.filter.queue, NULL},
                                       {"--item", &words.filter.item, NULL},
                                       {"--state", &words.filter.state, NULL},
                                       {"--from", &words.from, NULL},
                                       {"--to", &words.to, NULL},
                                       {"--limit", &words.limit, NULL},
                                       {0}};
    bool shows = argc > 1 && strcmp(argv[1], "show") == 0;
    if (!shows && (argc < 2 || strcmp(argv[1], "list") != 0))
        return admin_usage(&command_case, argc > 1 ? argv[1] : NULL);
    if (!words_read(&command_case, argc - 1, argv + 1, shows ? show : list, positions, shows, shows))
        return ADMIN_USAGE;
    return shows ? case_show(&words, positions[0]) : case_list(&words);
}

const struct admin_command command_case = {"case", "CASE_USAGE", case_command};
