/* yichuang-admin verify: recomputes journal chains and seals, looks at the invariants and recounts the
 * queues. Silent when all is well; otherwise a line a finding, and exit 1. */
#include <stdio.h>
#include <stdlib.h>

#include "admin/command.h"
#include "admin/database.h"
#include "admin/object.h"
#include "admin/words.h"
#include "text/text.h"

/* A row for each parameter of each finding. */
static const char sql[] =
    "SELECT f.finding, f.code, f.parameters[k] AS name, coalesce(f.parameters[k + 1], '') AS value"
    " FROM (SELECT row_number() OVER () AS finding, code, parameters FROM yc.verify()) f"
    " CROSS JOIN LATERAL generate_series(1, greatest(cardinality(f.parameters), 1), 2) k ORDER BY f.finding, "
    "k";

static void finding_print(const struct error *finding, bool json)
{
    if (!json) {
        char *sentence = text_error_string(finding);
        puts(sentence);
        free(sentence);
        return;
    }
    struct buffer line = {0};
    object_begin(&line, NULL);
    object_text(&line, "code", finding->code);
    for (int i = 0; i < finding->count; i++)
        object_text(&line, finding->parameters[i].name, finding->parameters[i].value);
    object_end(&line);
    object_print(&line);
    buffer_free(&line);
}

static void findings_print(const struct store_reply *reply, bool json)
{
    struct error finding = {0};
    int rows = store_reply_rows(reply);
    for (int row = 0; row < rows; row++) {
        int64_t number = store_reply_number(reply, row, "finding");
        if (!finding.code)
            error_set(&finding, store_reply_text(reply, row, "code"), NULL);
        if (!store_reply_null(reply, row, "name"))
            error_add(&finding, store_reply_text(reply, row, "name"), store_reply_text(reply, row, "value"));
        if (row + 1 == rows || store_reply_number(reply, row + 1, "finding") != number) {
            finding_print(&finding, json);
            error_free(&finding);
        }
    }
}

static int verify_command(int argc, char **argv)
{
    bool json = false;
    const struct word_option options[] = {{"--json", NULL, &json}, {0}};
    const char *none[1];
    struct error error = {0};
    struct store_reply *reply = NULL;
    if (!words_read(&command_verify, argc, argv, options, none, 0, 0))
        return ADMIN_USAGE;
    struct direct *direct = database_open(&error);
    bool good = direct && direct_text(direct, &reply, &error, sql, NULL);
    direct_close(&direct);
    if (!good)
        return admin_refuse(&error);
    findings_print(reply, json);
    int result = store_reply_rows(reply) ? ADMIN_REFUSED : ADMIN_DONE;
    store_reply_free(&reply);
    return result;
}

const struct admin_command command_verify = {"verify", "VERIFY_USAGE", verify_command};
