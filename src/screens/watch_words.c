#include "screens/watch_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "text/text.h"
#include "ui/why.h"

const char *const watch_queries[WATCH_PARTS] = {
    "SELECT case_id, number, item_zh, item_en, name, stage, since, since - 1 AS due, days, statutory_due, "
    "to_char(found_at, 'MM-DD HH24:MI') AS found, stage_then, hands_then, hands "
    "FROM desk.overdue_list($1, $2, $3)",
    "SELECT why, case_id, number, item_zh, item_en, name, kind_zh, kind_en, paper, since, days, expected, "
    "times, days_together, by_whom, running FROM desk.suspension_list($1, $2, $3, $4)",
    "SELECT task_id, case_id, number, item_zh, item_en, stage, name, due, aside, who, until, words "
    "FROM desk.aside_list($1)"};

/* A sentence of a part with what a row of it may tell filled in: eight values at the most (base/error.h). */
typedef void watch_fill(const struct desk *desk, const struct store_reply *reply, int at, const char *code,
                        struct buffer *out);

static bool is_past(const struct desk *desk, const char *day)
{
    char today[DATE_TEXT];
    date_format(desk->today, today);
    return *day && strcmp(day, today) < 0;
}

static void why_fill(watch_fill *fill, const struct desk *desk, const struct store_reply *reply, int at,
                     const char *code, struct buffer *why)
{
    struct buffer one = {0};
    fill(desk, reply, at, code, &one);
    why_add(why, buffer_string(&one));
    buffer_free(&one);
}

static void explain_fill(watch_fill *fill, const struct desk *desk, const struct store_reply *reply, int at,
                         const char *code, struct watch_row *row)
{
    struct buffer words = {0};
    buffer_format(&words, "%s: ", row->number);
    fill(desk, reply, at, code, &words);
    row->explain = buffer_take(&words);
}

/* What every part tells; the number of the case stands last, where there is room. */
static struct watch_row row_begin(const struct desk *desk, const struct store_reply *reply, int at)
{
    char number[CASE_NUMBER_GROUPED];
    struct buffer what = {0};
    buffer_format(&what, "%s %s", desk_column(desk, reply, at, "item"), store_reply_text(reply, at, "name"));
    return (struct watch_row){
        .key = memory_text(store_reply_text(reply, at, "case_id")),
        .case_id = store_reply_number(reply, at, "case_id"),
        .what = buffer_take(&what),
        .number = memory_text(case_number_group(store_reply_text(reply, at, "number"), number)),
    };
}

static void cells_set(struct watch_row *row, const char *const cells[], int count)
{
    for (int i = 0; i < count; i++)
        row->cells[i] = memory_text(cells[i]);
    row->cells[count] = memory_text(row->number);
}

/* --- over the limit */

static void overdue_fill(const struct desk *desk, const struct store_reply *reply, int at, const char *code,
                         struct buffer *out)
{
    (void)desk;
    text_fill(out, code, "due", store_reply_text(reply, at, "due"), "since",
              store_reply_text(reply, at, "since"), "days", store_reply_text(reply, at, "days"), "statutory",
              store_reply_text(reply, at, "statutory_due"), NULL);
}

/* At which stage and in whose hands it is and was. */
static void hands_fill(const struct desk *desk, const struct store_reply *reply, int at, const char *code,
                       struct buffer *out)
{
    (void)desk;
    text_fill(out, code, "found", store_reply_text(reply, at, "found"), "then",
              text_of("STAGE", store_reply_text(reply, at, "stage_then")), "had",
              store_reply_text(reply, at, "hands_then"), "stage",
              text_of("STAGE", store_reply_text(reply, at, "stage")), "has",
              store_reply_text(reply, at, "hands"), NULL);
}

static struct watch_row overdue_read(const struct desk *desk, const struct store_reply *reply, int at)
{
    struct watch_row row = row_begin(desk, reply, at);
    struct buffer why = {0};
    const char *const cells[] = {desk_column(desk, reply, at, "item"),
                                 store_reply_text(reply, at, "name"),
                                 text_of("STAGE", store_reply_text(reply, at, "stage")),
                                 store_reply_text(reply, at, "since"),
                                 store_reply_text(reply, at, "days"),
                                 store_reply_text(reply, at, "hands")};
    const char *statutory = store_reply_text(reply, at, "statutory_due");
    cells_set(&row, cells, 6);
    row.roles[3] = row.roles[4] = ROLE_OVER;
    row.since = memory_text(cells[3]);
    explain_fill(overdue_fill, desk, reply, at, "WATCH_OVERDUE_EXPLAIN", &row);
    why_fill(overdue_fill, desk, reply, at, "WATCH_WHY_OVERDUE", &why);
    why_fill(hands_fill, desk, reply, at, "WATCH_WHY_FOUND", &why);
    why_fill(hands_fill, desk, reply, at, "WATCH_WHY_NOW", &why);
    if (*statutory)
        why_fill(overdue_fill, desk, reply, at,
                 is_past(desk, statutory) ? "WATCH_WHY_LAW_OVER" : "WATCH_WHY_LAW_KEPT", &why);
    row.why = buffer_take(&why);
    return row;
}

/* --- suspended */

static void suspended_fill(const struct desk *desk, const struct store_reply *reply, int at, const char *code,
                           struct buffer *out)
{
    text_fill(out, code, "kind", desk_column(desk, reply, at, "kind"), "paper",
              store_reply_text(reply, at, "paper"), "since", store_reply_text(reply, at, "since"), "days",
              store_reply_text(reply, at, "days"), "expected", store_reply_text(reply, at, "expected"),
              "times", store_reply_text(reply, at, "times"), "together",
              store_reply_text(reply, at, "days_together"), "who", store_reply_text(reply, at, "by_whom"),
              NULL);
}

static struct watch_row suspended_read(const struct desk *desk, const struct store_reply *reply, int at)
{
    struct watch_row row = row_begin(desk, reply, at);
    struct buffer why = {0}, key = {0};
    const char *word = store_reply_text(reply, at, "why");
    const char *const cells[] = {
        text_of("WATCH_SUSPENDED", word),     store_reply_text(reply, at, "name"),
        desk_column(desk, reply, at, "kind"), store_reply_text(reply, at, "since"),
        store_reply_text(reply, at, "days"),  store_reply_text(reply, at, "expected"),
        desk_column(desk, reply, at, "item")};
    cells_set(&row, cells, 7);
    row.roles[5] = is_past(desk, cells[5]) ? ROLE_OVER : ROLE_PLAIN;
    buffer_format(&key, "%s %s", row.key, word);
    free(row.key);
    row.key = buffer_take(&key);
    row.since = memory_text(cells[3]);
    row.place = memory_text(word);
    explain_fill(suspended_fill, desk, reply, at, "WATCH_SUSPENDED_EXPLAIN", &row);
    why_fill(suspended_fill, desk, reply, at, text_of("WATCH_WHY", word), &why);
    why_fill(suspended_fill, desk, reply, at,
             store_reply_flag(reply, at, "running") ? "WATCH_WHY_STOPPED" : "WATCH_WHY_RESUMED", &why);
    why_fill(suspended_fill, desk, reply, at, "WATCH_WHY_TOGETHER", &why);
    row.why = buffer_take(&why);
    return row;
}

/* --- put aside */

static void aside_fill(const struct desk *desk, const struct store_reply *reply, int at, const char *code,
                       struct buffer *out)
{
    (void)desk;
    text_fill(out, code, "who", store_reply_text(reply, at, "who"), "until",
              store_reply_text(reply, at, "until"), "words", store_reply_text(reply, at, "words"), "due",
              store_reply_text(reply, at, "due"), "stage",
              text_of("STAGE", store_reply_text(reply, at, "stage")), NULL);
}

static struct watch_row aside_read(const struct desk *desk, const struct store_reply *reply, int at)
{
    struct watch_row row = row_begin(desk, reply, at);
    struct buffer why = {0};
    const char *how = store_reply_text(reply, at, "aside");
    bool held = strcmp(how, "held") == 0;
    const char *const cells[] = {text_of("WATCH_ASIDE", how),          store_reply_text(reply, at, "who"),
                                 store_reply_text(reply, at, "until"), store_reply_text(reply, at, "name"),
                                 desk_column(desk, reply, at, "item"), store_reply_text(reply, at, "due"),
                                 store_reply_text(reply, at, "words")};
    cells_set(&row, cells, 7);
    row.roles[5] = is_past(desk, cells[5]) ? ROLE_OVER : ROLE_PLAIN;
    free(row.key);
    row.key = memory_text(store_reply_text(reply, at, "task_id"));
    row.task_id = store_reply_number(reply, at, "task_id");
    row.who = memory_text(cells[1]);
    explain_fill(aside_fill, desk, reply, at, held ? "WATCH_HELD_EXPLAIN" : "WATCH_RESERVED_EXPLAIN", &row);
    why_fill(aside_fill, desk, reply, at, held ? "WATCH_WHY_HELD" : "WATCH_WHY_RESERVED", &why);
    why_fill(aside_fill, desk, reply, at, "WATCH_WHY_GOES_ON", &why);
    row.why = buffer_take(&why);
    return row;
}

struct watch_row watch_row_read(const struct desk *desk, enum watch_part part,
                                const struct store_reply *reply, int at)
{
    return part == WATCH_OVERDUE     ? overdue_read(desk, reply, at)
           : part == WATCH_SUSPENDED ? suspended_read(desk, reply, at)
                                     : aside_read(desk, reply, at);
}

void watch_row_free(struct watch_row *row)
{
    char *texts[] = {row->key, row->since,  row->place,   row->what,
                     row->who, row->number, row->explain, row->why};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        free(texts[i]);
    for (int i = 0; i < WATCH_CELLS; i++)
        free(row->cells[i]);
}
