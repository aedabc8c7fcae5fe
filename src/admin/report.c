/* yichuang-admin report [DATE|FROM..TO] [--region R] [--csv|--json]: the figures of a day or of up to a
 * month. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/database.h"
#include "admin/object.h"
#include "admin/region.h"
#include "admin/today.h"
#include "admin/words.h"
#include "base/buffer.h"
#include "model/check.h"
#include "store/report.h"
#include "text/text.h"

enum { DATE = 11 }; /* bytes of "2026-03-02" with its NUL */

static bool day_read(const char *typed, char day[DATE], struct error *error)
{
    struct buffer kept = {0};
    bool good = check_read("date", typed, today_here(), &kept, error);
    if (good)
        snprintf(day, DATE, "%s", buffer_string(&kept));
    buffer_free(&kept);
    return good;
}

/* One day, or two with two dots between them; NULL: the database's today. */
static bool span_read(struct direct *direct, const char *typed, char from[DATE], char to[DATE],
                      struct error *error)
{
    struct store_reply *reply = NULL;
    if (!typed) {
        bool good = direct_text(direct, &reply, error, "SELECT day FROM desk.report_day()", NULL);
        if (good)
            snprintf(from, DATE, "%s", store_reply_text(reply, 0, "day"));
        store_reply_free(&reply);
        snprintf(to, DATE, "%s", from);
        return good;
    }
    struct buffer first = {0};
    const char *dots = strstr(typed, "..");
    buffer_append(&first, typed, dots ? (size_t)(dots - typed) : strlen(typed));
    bool good = day_read(buffer_string(&first), from, error) && day_read(dots ? dots + 2 : typed, to, error);
    buffer_free(&first);
    return good;
}

static void row_print(enum report_part part, const struct store_reply *reply, int row)
{
    static const char *const parts[] = {"item", "stage", "reason"};
    static const char *const numbers[REPORT_PARTS][12] = {
        {"accepted", "finished", "denied", "promised_kept", "promised_late", "statutory_kept",
         "statutory_late"},
        {"agreed", "returned", "denied", "suspended", "acts", "keys", "seconds"},
        {"count"},
    };
    struct buffer line = {0};
    object_begin(&line, NULL);
    object_text(&line, "part", parts[part]);
    object_column(&line, reply, row, "item");
    object_names(&line, "name", reply, row, "item");
    if (part != REPORT_ITEMS)
        object_column(&line, reply, row, "stage");
    if (part == REPORT_REASONS) {
        object_column(&line, reply, row, "kind");
        object_column(&line, reply, row, "reason");
        object_names(&line, "reason_name", reply, row, "reason");
    } else {
        object_column_number(&line, reply, row, "p50");
        object_column_number(&line, reply, row, "p90");
    }
    for (int i = 0; numbers[part][i]; i++)
        object_column_number(&line, reply, row, numbers[part][i]);
    object_end(&line);
    object_print(&line);
    buffer_free(&line);
}

enum form { TEXT, CSV, JSON };

static void part_print(const struct report *report, enum form form, enum report_part part,
                       const struct store_reply *reply, struct buffer *out)
{
    for (int row = 0; form == JSON && row < store_reply_rows(reply); row++)
        row_print(part, reply, row);
    if (form == CSV)
        report_csv_part(report, part, reply, out);
    else if (form == TEXT)
        report_text_part(part, reply, out);
}

static bool report_print(struct direct *direct, const struct report *report, enum form form,
                         struct error *error)
{
    struct buffer out = {0};
    bool good = true;
    if (form == CSV)
        report_csv_begin(&out);
    else if (form == TEXT)
        report_text_begin(report, &out);
    for (int part = 0; good && part < REPORT_PARTS; part++) {
        struct store_reply *reply = NULL;
        struct store_query query =
            report_query((enum report_part)part, report->region, report->from, report->to);
        good = direct_run(direct, &query, &reply, error);
        if (good)
            part_print(report, form, (enum report_part)part, reply, &out);
        store_reply_free(&reply);
    }
    if (form == TEXT)
        report_text_end(&out);
    if (good)
        fwrite(buffer_string(&out), 1, out.length, stdout);
    buffer_free(&out);
    return good;
}

static int report_command(int argc, char **argv)
{
    const char *given = NULL, *typed[2] = {0};
    bool csv = false, json = false;
    const struct word_option options[] = {
        {"--region", &given, NULL}, {"--csv", NULL, &csv}, {"--json", NULL, &json}, {0}};
    char region[REGION_TEXT], from[DATE] = "", to[DATE] = "";
    struct error error = {0};
    if (!words_read(&command_report, argc, argv, options, typed, 0, 1))
        return ADMIN_USAGE;
    struct direct *direct = database_open(&error);
    struct report report = {region, from, to};
    bool good = direct && region_choose(direct, given, region, &error) &&
                span_read(direct, typed[0], from, to, &error) &&
                report_print(direct, &report,
                             csv    ? CSV
                             : json ? JSON
                                    : TEXT,
                             &error);
    direct_close(&direct);
    return good ? ADMIN_DONE : admin_refuse(&error);
}

const struct admin_command command_report = {"report", "REPORT_USAGE", report_command};
