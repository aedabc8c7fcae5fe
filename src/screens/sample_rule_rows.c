#include "screens/sample_rule_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/text.h"

enum { CELLS = 7 };

struct sample_rule_row {
    struct sample_rule rule;
    char *from, *to, *who, *at, *words; /* from "": it is given; to "": until it is changed */
};

static const struct table_column columns[CELLS] = {
    {"SAMPLE_RULE_ABOUT", 0, 14, false}, {"LIST_PERCENT", 5, 0, true, 7}, {"LIST_BLIND", 4, 0, false, 5},
    {"LIST_DAYS", 6, 0, true},           {"LIST_FROM", 10, 0, false},     {"SAMPLE_RULE_TO", 10, 0, false},
    {"SAMPLE_RULE_BY", 8, 0, false, 12},
};

/* --- a rule */

void sample_rule_free(struct sample_rule *rule)
{
    free(rule->item);
    free(rule->risk);
    free(rule->percent);
    free(rule->days);
    *rule = (struct sample_rule){0};
}

struct sample_rule sample_rule_copy(const struct sample_rule *rule)
{
    return (struct sample_rule){.item = memory_text(rule->item),
                                .risk = memory_text(rule->risk),
                                .percent = memory_text(rule->percent),
                                .days = memory_text(rule->days),
                                .blind = rule->blind};
}

void sample_rule_about(const struct desk *desk, const struct sample_rule *rule, struct buffer *out)
{
    if (*rule->risk) {
        buffer_text(out, text_of("SAMPLE_RULE_RISK", rule->risk));
        return;
    }
    for (size_t i = 0; i < desk->item_count; i++) {
        if (strcmp(desk->items[i].code, rule->item) == 0) {
            buffer_text(out, desk_name(desk, &desk->items[i].name));
            return;
        }
    }
    buffer_text(out, *rule->item ? rule->item : text("SAMPLE_RULE_EVERY"));
}

void sample_rule_words(const struct desk *desk, const struct sample_rule *rule, struct buffer *out)
{
    struct buffer about = {0};
    const char *code = strcmp(rule->percent, "0") == 0     ? "SAMPLE_RULE_NONE"
                       : strcmp(rule->percent, "100") == 0 ? "SAMPLE_RULE_ALL"
                                                           : "SAMPLE_RULE_SOME";
    sample_rule_about(desk, rule, &about);
    text_fill(out, code, "what", buffer_string(&about), "percent", rule->percent, NULL);
    if (strcmp(rule->percent, "0") != 0)
        text_fill(out, rule->blind ? "SAMPLE_RULE_BLIND" : "SAMPLE_RULE_OPEN", "days", rule->days, NULL);
    buffer_free(&about);
}

/* --- the rows */

void sample_rule_rows_free(struct sample_rule_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct sample_rule_row *row = &rows->rows[i];
        char *texts[] = {row->from, row->to, row->who, row->at, row->words};
        for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++)
            free(texts[t]);
        sample_rule_free(&row->rule);
    }
    free(rows->rows);
    rows->rows = NULL;
    rows->count = 0;
}

static size_t rows_count(void *context)
{
    return ((struct sample_rule_rows *)context)->count;
}

static void rows_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct sample_rule_rows *rows = context;
    const struct sample_rule_row *row = &rows->rows[index];
    sample_rule_about(rows->desk, &row->rule, &cells[0].text);
    buffer_format(&cells[1].text, "%s%%", row->rule.percent);
    buffer_text(&cells[2].text, text(row->rule.blind ? "LIST_YES" : "LIST_NO"));
    buffer_text(&cells[3].text, row->rule.days);
    buffer_text(&cells[4].text, *row->from ? row->from : "-");
    buffer_text(&cells[5].text, *row->to ? row->to : "-");
    buffer_text(&cells[6].text, *row->from ? row->who : text("SAMPLE_RULE_GIVEN"));
    if (*row->to) {
        for (int i = 0; i < CELLS; i++)
            cells[i].role = ROLE_LABEL;
    }
}

static void rows_came(void *owner, const struct store_reply *reply)
{
    struct sample_rule_rows *rows = owner;
    if (desk_refused(rows->desk, reply))
        return;
    sample_rule_rows_free(rows);
    rows->count = (size_t)store_reply_rows(reply);
    rows->rows = memory_get(rows->count, sizeof(*rows->rows));
    for (size_t i = 0; i < rows->count; i++) {
        int at = (int)i;
        rows->rows[i] = (struct sample_rule_row){
            .rule = {.item = memory_text(store_reply_text(reply, at, "item")),
                     .risk = memory_text(store_reply_text(reply, at, "risk")),
                     .percent = memory_text(store_reply_text(reply, at, "percent")),
                     .days = memory_text(store_reply_text(reply, at, "days")),
                     .blind = store_reply_flag(reply, at, "blind")},
            .from = memory_text(store_reply_text(reply, at, "from_day")),
            .to = memory_text(store_reply_text(reply, at, "to_day")),
            .who = memory_text(store_reply_text(reply, at, "who")),
            .at = memory_text(store_reply_text(reply, at, "at")),
            .words = memory_text(store_reply_text(reply, at, "words")),
        };
    }
    list_refresh(rows->list);
    ui_changed(rows->desk->ui);
}

/* As they stand: what held before is left out, and what was changed before its first day; of those that are
 * given only what nobody has set instead. The newer one of two is the later row. */
void sample_rule_rows_ask(struct sample_rule_rows *rows)
{
    char today[DATE_TEXT];
    struct store_query query = {
        .sql = "WITH r AS (SELECT * FROM desk.sample_rule_list($1) WHERE valid_to IS NULL OR "
               "valid_to >= greatest($2::date, valid_from)) "
               "SELECT coalesce(item, '') AS item, coalesce(risk, '') AS risk, percent, blind, days, words, "
               "coalesce(valid_from::text, '') AS from_day, coalesce(valid_to::text, '') AS to_day, "
               "coalesce(who, '') AS who, coalesce(to_char(set_at, 'YYYY-MM-DD'), '') AS at FROM r "
               "WHERE valid_from IS NOT NULL OR NOT EXISTS (SELECT FROM r o WHERE o.valid_from <= $2::date "
               "AND o.item IS NOT DISTINCT FROM r.item AND o.risk IS NOT DISTINCT FROM r.risk) "
               "ORDER BY item = '', item, risk = '', risk, from_day",
        .reads = true};
    store_query_number(&query, rows->desk->region);
    store_query_text(&query, date_format(rows->desk->today, today));
    desk_call(rows->desk, &query, rows_came, rows);
}

struct list sample_rule_list(struct sample_rule_rows *rows)
{
    return (struct list){.source = {.context = rows, .count = rows_count, .row = rows_cells},
                         .columns = columns,
                         .column_count = CELLS,
                         .digits = true};
}

/* --- what a row says */

const struct sample_rule *sample_rule_at(const struct sample_rule_rows *rows, size_t index)
{
    return &rows->rows[index].rule;
}

bool sample_rule_set_by_somebody(const struct sample_rule_rows *rows, size_t index)
{
    return *rows->rows[index].from;
}

const struct sample_rule *sample_rule_find(const struct sample_rule_rows *rows, const char *item,
                                           const char *risk)
{
    for (size_t i = rows->count; i-- > 0;) {
        const struct sample_rule *rule = &rows->rows[i].rule;
        if (strcmp(rule->item, item) == 0 && strcmp(rule->risk, risk) == 0)
            return rule;
    }
    return NULL;
}

void sample_rule_row_words(const struct sample_rule_rows *rows, size_t index, struct buffer *out)
{
    const struct sample_rule_row *row = &rows->rows[index];
    sample_rule_words(rows->desk, &row->rule, out);
    buffer_text(out, "\n");
    if (*row->from)
        text_fill(out, *row->to ? "SAMPLE_RULE_UNTIL" : "SAMPLE_RULE_SINCE", "from", row->from, "to", row->to,
                  "who", row->who, "at", row->at, "words", row->words, NULL);
    else
        buffer_text(out, text("SAMPLE_RULE_NOBODY"));
}
