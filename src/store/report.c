#include "store/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/sanitise.h"
#include "base/utf8.h"
#include "text/text.h"

enum { COLUMNS = 11, GAP = 2, DAY = 1440, NAME_CELLS = 24, LINE_CELLS = 76 };

/* How a column of an answer is shown. */
enum kind { NAME, STAGE, REASON_KIND, REASON, NUMBER, KEPT, DAYS, MEAN };

struct column {
    enum kind kind;
    const char *title;
    const char *value; /* of the answer; a name: the prefix of both languages; KEPT: its kept column */
    const char *other; /* KEPT: the late one */
};

static const struct column columns[REPORT_PARTS][COLUMNS] = {
    [REPORT_ITEMS] = {{NAME, "REPORT_ITEM", "item"},
                      {NUMBER, "REPORT_ACCEPTED", "accepted"},
                      {NUMBER, "REPORT_FINISHED", "finished"},
                      {NUMBER, "REPORT_DENIED", "denied"},
                      {KEPT, "REPORT_PROMISED", "promised_kept", "promised_late"},
                      {KEPT, "REPORT_STATUTORY", "statutory_kept", "statutory_late"},
                      {DAYS, "REPORT_P50", "p50"},
                      {DAYS, "REPORT_P90", "p90"}},
    [REPORT_STAGES] = {{NAME, "REPORT_ITEM", "item"},
                       {STAGE, "REPORT_STAGE", "stage"},
                       {NUMBER, "REPORT_AGREED", "agreed"},
                       {NUMBER, "REPORT_RETURNED", "returned"},
                       {NUMBER, "REPORT_DENIED", "denied"},
                       {NUMBER, "REPORT_SUSPENDED", "suspended"},
                       {DAYS, "REPORT_P50", "p50"},
                       {DAYS, "REPORT_P90", "p90"},
                       {MEAN, "REPORT_KEYS", "keys"},
                       {MEAN, "REPORT_SECONDS", "seconds"}},
    [REPORT_REASONS] = {{REASON_KIND, "REPORT_KIND", "kind"},
                        {REASON, "REPORT_REASON", "reason"},
                        {NAME, "REPORT_ITEM", "item"},
                        {STAGE, "REPORT_STAGE", "stage"},
                        {NUMBER, "REPORT_COUNT", "count"}},
};

static const char *const titles[REPORT_PARTS] = {"REPORT_ITEMS", "REPORT_STAGES", "REPORT_REASONS"};

struct store_query report_query(enum report_part part, const char *region, const char *from, const char *to)
{
    static const char *const statements[REPORT_PARTS] = {
        "SELECT * FROM desk.report_items($1::int, $2::date, $3::date)",
        "SELECT * FROM desk.report_stages($1::int, $2::date, $3::date)",
        "SELECT * FROM desk.report_reasons($1::int, $2::date, $3::date)",
    };
    struct store_query query = {.sql = statements[part], .reads = true};
    store_query_text(&query, region);
    store_query_text(&query, from);
    store_query_text(&query, to);
    return query;
}

/* --- one cell */

void report_days(const struct store_reply *reply, int row, const char *column, struct buffer *out)
{
    long hundredths = (long)((store_reply_number(reply, row, column) * 100 + DAY / 2) / DAY);
    if (!store_reply_null(reply, row, column))
        buffer_format(out, "%ld.%02ld", hundredths / 100, hundredths % 100);
}

static const char *name_of(const struct store_reply *reply, int row, const char *prefix)
{
    struct buffer column = {0};
    buffer_format(&column, "%s_%s", prefix, text_language() == LANGUAGE_EN ? "en" : "zh");
    const char *name = store_reply_text(reply, row, buffer_string(&column));
    buffer_free(&column);
    return *name ? name : store_reply_text(reply, row, prefix);
}

static void cell_write(const struct column *column, const struct store_reply *reply, int row,
                       struct buffer *out)
{
    const char *value = store_reply_text(reply, row, column->value);
    switch (column->kind) {
    case NAME:
        buffer_text(out, *value ? name_of(reply, row, column->value) : text("REPORT_ALL"));
        return;
    case STAGE:
        buffer_text(out, text_of("STAGE", value));
        return;
    case REASON_KIND:
        buffer_text(out, text_of("ACTION", value));
        return;
    case REASON:
        buffer_text(out, name_of(reply, row, column->value));
        return;
    case NUMBER:
        buffer_text(out, value);
        return;
    case KEPT: {
        long kept = (long)store_reply_number(reply, row, column->value);
        long late = (long)store_reply_number(reply, row, column->other);
        if (kept + late)
            buffer_format(out, "%ld/%ld", kept, kept + late);
        return;
    }
    case DAYS:
        report_days(reply, row, column->value, out);
        return;
    case MEAN: {
        long acts = (long)store_reply_number(reply, row, "acts");
        if (acts)
            buffer_format(out, "%ld",
                          ((long)store_reply_number(reply, row, column->value) + acts / 2) / acts);
        return;
    }
    }
}

/* As it is shown: without anything that a terminal would obey; to be freed. Row -1: the title. */
static char *cell_shown(const struct column *column, const struct store_reply *reply, int row)
{
    struct buffer cell = {0};
    if (row < 0)
        buffer_text(&cell, text(column->title));
    else
        cell_write(column, reply, row, &cell);
    char *shown = sanitised(cell.length ? buffer_string(&cell) : "-");
    if ((column->kind == NAME || column->kind == REASON) && text_width(shown) > NAME_CELLS)
        shown[text_fit(shown, NAME_CELLS)] = '\0';
    buffer_free(&cell);
    return shown;
}

/* --- lines in columns */

static int width_of(const struct column *column, const struct store_reply *reply)
{
    int widest = 0;
    for (int row = -1; row < store_reply_rows(reply); row++) {
        char *cell = cell_shown(column, reply, row);
        int width = text_width(cell);
        widest = width > widest ? width : widest;
        free(cell);
    }
    return widest;
}

static void line_write(const struct column *part, const int *widths, const struct store_reply *reply, int row,
                       struct buffer *out)
{
    int blanks = 0;
    for (int i = 0; i < COLUMNS && part[i].title; i++) {
        char *cell = cell_shown(&part[i], reply, row);
        int room = widths[i] - text_width(cell);
        bool right = part[i].kind >= NUMBER;
        buffer_format(out, "%*s%s", blanks + (right ? room : 0), "", cell);
        blanks = GAP + (right ? 0 : room);
        free(cell);
    }
    buffer_byte(out, '\n');
}

void report_text_part(enum report_part part, const struct store_reply *reply, struct buffer *out)
{
    int widths[COLUMNS] = {0};
    buffer_format(out, "\n%s\n", text(titles[part]));
    if (!store_reply_rows(reply)) {
        buffer_format(out, "%s\n", text("REPORT_NONE"));
        return;
    }
    for (int i = 0; i < COLUMNS && columns[part][i].title; i++)
        widths[i] = width_of(&columns[part][i], reply);
    for (int row = -1; row < store_reply_rows(reply); row++)
        line_write(columns[part], widths, reply, row, out);
}

void report_text_begin(const struct report *report, struct buffer *out)
{
    bool day = strcmp(report->from, report->to) == 0;
    text_fill(out, day ? "REPORT_DAY" : "REPORT_SPAN", "region", report->region, "from", report->from, "to",
              report->to, NULL);
    buffer_byte(out, '\n');
}

void report_text_end(struct buffer *out)
{
    const char *rest = text("REPORT_MEASURE");
    buffer_byte(out, '\n');
    while (*rest) {
        size_t fits = text_fit(rest, LINE_CELLS), length = fits;
        while (rest[fits] && length > 0 && rest[length] != ' ' && (unsigned char)rest[length - 1] < 0x80)
            length--; /* not within a Latin word */
        length = length ? length : fits;
        if (strncmp(rest + length, "。", strlen("。")) == 0)
            length += strlen("。"); /* no line begins with it */
        buffer_append(out, rest, length);
        buffer_byte(out, '\n');
        rest += length + (rest[length] == ' ');
    }
}

/* --- one table for spreadsheets */

/* Columns behind region, from, to and part; each part fills those that it has. */
static const char *const plain[] = {
    "item",           "stage",          "kind",   "reason",    "accepted",      "finished",
    "agreed",         "returned",       "denied", "suspended", "promised_kept", "promised_late",
    "statutory_kept", "statutory_late", "count",  "acts",      "keys",          "seconds"};
enum { PLAIN = sizeof(plain) / sizeof(plain[0]) };
static const char *const held[REPORT_PARTS] = {
    " item accepted finished denied promised_kept promised_late statutory_kept statutory_late ",
    " item stage agreed returned denied suspended acts keys seconds ",
    " item stage kind reason count ",
};

static bool holds(int part, const char *column)
{
    struct buffer word = {0};
    buffer_format(&word, " %s ", column);
    bool found = strstr(held[part], buffer_string(&word)) != NULL;
    buffer_free(&word);
    return found;
}

static void csv_row(const struct report *report, enum report_part part, const struct store_reply *reply,
                    int row, struct buffer *out)
{
    static const char *const parts[REPORT_PARTS] = {"item", "stage", "reason"};
    struct buffer p50 = {0}, p90 = {0};
    csv_cell(out, report->region, true);
    csv_cell(out, report->from, false);
    csv_cell(out, report->to, false);
    csv_cell(out, parts[part], false);
    for (int i = 0; i < PLAIN; i++)
        csv_cell(out, holds(part, plain[i]) ? store_reply_text(reply, row, plain[i]) : "", false);
    csv_cell(out, *store_reply_text(reply, row, "item") ? name_of(reply, row, "item") : "", false);
    csv_cell(out, part == REPORT_REASONS ? name_of(reply, row, "reason") : "", false);
    if (part != REPORT_REASONS) {
        report_days(reply, row, "p50", &p50);
        report_days(reply, row, "p90", &p90);
    }
    csv_cell(out, buffer_string(&p50), false);
    csv_cell(out, buffer_string(&p90), false);
    csv_end(out);
    buffer_free(&p50);
    buffer_free(&p90);
}

void report_csv_begin(struct buffer *out)
{
    static const char *const behind[] = {"item_name", "reason_name", "p50_days", "p90_days"};
    buffer_text(out, CSV_BEGIN "region,from,to,part");
    for (int i = 0; i < PLAIN; i++)
        csv_cell(out, plain[i], false);
    for (int i = 0; i < 4; i++)
        csv_cell(out, behind[i], false);
    csv_end(out);
}

void report_csv_part(const struct report *report, enum report_part part, const struct store_reply *reply,
                     struct buffer *out)
{
    for (int row = 0; row < store_reply_rows(reply); row++)
        csv_row(report, part, reply, row, out);
}
