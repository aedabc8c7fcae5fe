/* yichuang-admin reads: who looked at whose data and why, newest first. That it was asked is noted itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/database.h"
#include "admin/listing.h"
#include "admin/object.h"
#include "admin/region.h"
#include "admin/today.h"
#include "admin/words.h"
#include "base/buffer.h"
#include "base/csv.h"
#include "base/memory.h"
#include "model/case_number.h"
#include "model/check.h"
#include "store/reads.h"
#include "text/text.h"

enum { USUAL = 50, MOST = 1000000 };

struct reads {
    const char *given, *staff, *person, *purpose, *from, *to, *limit;
    bool csv, json;
    long left;
    struct listing listing;
};

/* A day as people type it; to be freed. NULL stays NULL. */
static bool day_read(const char *typed, char **day, struct error *error)
{
    struct buffer kept = {0};
    bool good = !typed || check_read("date", typed, today_here(), &kept, error);
    *day = typed && good ? memory_text(buffer_string(&kept)) : NULL;
    buffer_free(&kept);
    return good;
}

/* --- one row */

static const char *const names[] = {"at",   "login", "who",  "function", "number",
                                    "name", "id_no", "what", "purpose"};
enum { NAMES = sizeof(names) / sizeof(names[0]) };

static void row_csv(const struct store_reply *reply, int row)
{
    struct buffer line = {0};
    for (int i = 0; i < NAMES; i++)
        csv_cell(&line, row < 0 ? names[i] : store_reply_text(reply, row, names[i]), i == 0);
    csv_end(&line);
    fputs(buffer_string(&line), stdout);
    buffer_free(&line);
}

static void row_json(const struct store_reply *reply, int row)
{
    struct buffer line = {0};
    object_begin(&line, NULL);
    for (int i = 0; i < NAMES; i++)
        object_column(&line, reply, row, names[i]);
    object_end(&line);
    object_print(&line);
    buffer_free(&line);
}

static void row_add(struct reads *reads, const struct store_reply *reply, int row)
{
    char number[CASE_NUMBER_GROUPED];
    listing_row(&reads->listing,
                (const char *[]){store_reply_text(reply, row, "at"), store_reply_text(reply, row, "who"),
                                 store_reply_text(reply, row, "name"), store_reply_text(reply, row, "id_no"),
                                 reads_why(reply, row),
                                 case_number_group(store_reply_text(reply, row, "number"), number)});
}

/* --- page after page */

static bool page_take(struct reads *reads, const struct store_reply *reply)
{
    int rows = store_reply_rows(reply);
    for (int row = 0; row < rows && reads->left > 0; row++) {
        if (!store_reply_flag(reply, row, "looked"))
            continue;
        if (reads->csv)
            row_csv(reply, row);
        else if (reads->json)
            row_json(reply, row);
        else
            row_add(reads, reply, row);
        reads->left--;
    }
    return rows > 0 && reads->left > 0;
}

static bool pages_take(struct reads *reads, struct direct *direct, struct reads_question *question,
                       struct error *error)
{
    struct store_reply *last = NULL, *reply = NULL;
    bool good = true;
    for (bool more = true; good && more;) {
        struct store_query query = reads_query(question);
        good = direct_run(direct, &query, &reply, error);
        more = good && page_take(reads, reply);
        store_reply_free(&last);
        last = reply;
        reply = NULL;
        if (more)
            reads_behind(question, last, false);
    }
    store_reply_free(&last);
    return good;
}

static bool limit_read(const char *typed, long *most, struct error *error)
{
    char *end = NULL;
    *most = typed ? strtol(typed, &end, 10) : USUAL;
    return !typed || (*typed && !*end && *most > 0 && *most <= MOST) ||
           error_set(error, "E_ADMIN_LIMIT", "value", typed, NULL);
}

static bool reads_print(struct reads *reads, struct error *error)
{
    char region[REGION_TEXT], *from = NULL, *to = NULL;
    bool good = limit_read(reads->limit, &reads->left, error) && day_read(reads->from, &from, error) &&
                day_read(reads->to, &to, error);
    struct direct *direct = good ? database_open(error) : NULL;
    struct reads_question question = {.region = region,
                                      .staff = reads->staff,
                                      .person = reads->person,
                                      .purpose = reads->purpose,
                                      .from = from,
                                      .to = to};
    good = direct && region_choose(direct, reads->given, region, error);
    if (good && reads->csv) {
        fputs(CSV_BEGIN, stdout);
        row_csv(NULL, -1);
    }
    good = good && pages_take(reads, direct, &question, error);
    listing_print(&reads->listing);
    direct_close(&direct);
    free(from);
    free(to);
    return good;
}

static int reads_command(int argc, char **argv)
{
    struct reads reads = {.listing = {.columns = 6,
                                      .titles = {"READS_AT", "READS_WHO", "READS_NAME", "READS_ID",
                                                 "READS_WHY", "READS_CASE"}}};
    const struct word_option options[] = {
        {"--region", &reads.given, NULL},  {"--staff", &reads.staff, NULL},
        {"--person", &reads.person, NULL}, {"--purpose", &reads.purpose, NULL},
        {"--from", &reads.from, NULL},     {"--to", &reads.to, NULL},
        {"--limit", &reads.limit, NULL},   {"--csv", NULL, &reads.csv},
        {"--json", NULL, &reads.json},     {0}};
    const char *none[1];
    struct error error = {0};
    if (!words_read(&command_reads, argc, argv, options, none, 0, 0))
        return ADMIN_USAGE;
    return reads_print(&reads, &error) ? ADMIN_DONE : admin_refuse(&error);
}

const struct admin_command command_reads = {"reads", "READS_USAGE", reads_command};
