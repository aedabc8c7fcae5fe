#include "screens/criteria.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/setting.h"
#include "text/text.h"

static const char *const names[CRITERIA] = {
    [CRITERION_NUMBER] = "number",     [CRITERION_CREDENTIAL] = "credential",
    [CRITERION_NAME] = "name",         [CRITERION_UNIT] = "unit",
    [CRITERION_ITEM] = "item",         [CRITERION_STATE] = "state",
    [CRITERION_ACCEPTED] = "accepted", [CRITERION_DUE] = "due",
    [CRITERION_FINISHED] = "finished", [CRITERION_WORDS] = "words",
};

/* In the order of a filter's parts (yc.setting_refusal()). */
static const enum criterion parts[] = {CRITERION_ITEM,     CRITERION_STATE, CRITERION_ACCEPTED, CRITERION_DUE,
                                       CRITERION_FINISHED, CRITERION_UNIT,  CRITERION_WORDS};

enum { PARTS = sizeof(parts) / sizeof(parts[0]), SETTING_NAME = 16, RANGE_TEXT = 2 * DATE_TEXT + 4 };

static const struct {
    const char *kind, *code;
} states[] = {
    {"STAGE", "review"},   {"STAGE", "recheck"},  {"STAGE", "approve"}, {"STATE", "suspended"},
    {"STATE", "returned"}, {"STATE", "finished"}, {"STATE", "denied"},  {"STATE", "accepted"},
    {"STATE", "received"}, {"STATE", "draft"},    {"STATE", "refused"}, {"STATE", "withdrawn"},
    {"STATE", "void"},
};

size_t criteria_states(void)
{
    return sizeof(states) / sizeof(states[0]);
}

const char *criteria_state(size_t index)
{
    return text_of(states[index].kind, states[index].code);
}

static const char *typed(const struct criteria *criteria, enum criterion which)
{
    return editor_text(&criteria->fields[which]);
}

void criteria_begin(struct criteria *criteria, const struct desk *desk)
{
    for (int i = 0; i < CRITERIA; i++) {
        criteria->fields[i] = (struct editor){.most = 100, .halfwidth = true};
        if (desk->searched.fields[i])
            editor_set(&criteria->fields[i], desk->searched.fields[i]);
    }
}

void criteria_keep(const struct criteria *criteria, struct desk *desk)
{
    for (int i = 0; i < CRITERIA; i++) {
        free(desk->searched.fields[i]);
        desk->searched.fields[i] = memory_text(typed(criteria, (enum criterion)i));
    }
}

void criteria_free(struct criteria *criteria)
{
    for (int i = 0; i < CRITERIA; i++)
        editor_free(&criteria->fields[i]);
}

bool criteria_empty(const struct criteria *criteria)
{
    for (int i = 0; i < CRITERIA; i++) {
        if (*typed(criteria, (enum criterion)i))
            return false;
    }
    return true;
}

/* --- what is meant */

/* The one of count texts that is the words, else the one that they fit; -1: none or several. */
static long meant(const struct desk *desk, const char *words, size_t count,
                  const char *(*text_at)(const struct desk *desk, size_t index))
{
    long found = -1;
    size_t fitting = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text_at(desk, i), words) == 0)
            return (long)i;
        if (ui_match_text(desk->ui, text_at(desk, i), words)) {
            found = (long)i;
            fitting++;
        }
    }
    return fitting == 1 ? found : -1;
}

static const char *item_text(const struct desk *desk, size_t index)
{
    return desk_name(desk, &desk->items[index].name);
}

static const char *state_text(const struct desk *desk, size_t index)
{
    (void)desk;
    return criteria_state(index);
}

static char *item_read(const struct desk *desk, const char *words, struct error *error)
{
    for (size_t i = 0; i < desk->item_count; i++) {
        if (strcmp(desk->items[i].code, words) == 0)
            return memory_text(words);
    }
    long at = meant(desk, words, desk->item_count, item_text);
    if (at < 0)
        error_set(error, "E_SEARCH_ITEM", "value", words, NULL);
    return at < 0 ? NULL : memory_text(desk->items[at].code);
}

static char *state_read(const struct desk *desk, const char *words, struct error *error)
{
    long at = meant(desk, words, criteria_states(), state_text);
    if (at < 0)
        error_set(error, "E_SEARCH_STATE", "state", words, NULL);
    return at < 0 ? NULL : memory_text(states[at].code);
}

/* One end of a range; an empty one is open. */
static bool day_read(const char *text, struct date today, char day[DATE_TEXT], struct date *date,
                     struct error *error)
{
    day[0] = '\0';
    *date = (struct date){0};
    if (!*text)
        return true;
    if (!date_typed(text, today, date, error))
        return false;
    date_format(*date, day);
    return true;
}

/* D or D..D, as a range of SQL. */
static char *days_read(const struct desk *desk, const char *words, struct error *error)
{
    char first[DATE_TEXT], last[DATE_TEXT], range[RANGE_TEXT];
    struct date from, to;
    struct buffer begin = {0};
    const char *dots = strstr(words, "..");
    buffer_append(&begin, words, dots ? (size_t)(dots - words) : strlen(words));
    bool good = day_read(buffer_string(&begin), desk->today, first, &from, error) &&
                day_read(dots ? dots + 2 : buffer_string(&begin), desk->today, last, &to, error);
    buffer_free(&begin);
    if (good && *first && *last && date_compare(from, to) > 0)
        good = error_set(error, "E_SEARCH_DAYS", "value", words, NULL);
    if (!good)
        return NULL;
    snprintf(range, sizeof(range), "[%s,%s]", first, last);
    return memory_text(range);
}

bool criteria_read(const struct criteria *criteria, const struct desk *desk, struct criteria_values *values,
                   enum criterion *at, struct error *error)
{
    *values = (struct criteria_values){0};
    for (int i = 0; i < CRITERIA; i++) {
        const char *words = typed(criteria, (enum criterion)i);
        *at = (enum criterion)i;
        if (!*words)
            continue;
        if (i == CRITERION_ITEM)
            values->values[i] = item_read(desk, words, error);
        else if (i == CRITERION_STATE)
            values->values[i] = state_read(desk, words, error);
        else if (i == CRITERION_ACCEPTED || i == CRITERION_DUE || i == CRITERION_FINISHED)
            values->values[i] = days_read(desk, words, error);
        else
            values->values[i] = memory_text(words);
        if (!values->values[i])
            return false;
    }
    return true;
}

void criteria_values_free(struct criteria_values *values)
{
    for (int i = 0; i < CRITERIA; i++)
        free(values->values[i]);
    *values = (struct criteria_values){0};
}

void criteria_query(const struct criteria_values *values, struct store_query *query)
{
    for (int i = 0; i < CRITERIA; i++)
        store_query_text(query, values->values[i]);
}

void criteria_write(const struct criteria *criteria, struct buffer *out)
{
    for (int i = 0; i < CRITERIA; i++) {
        const char *words = typed(criteria, (enum criterion)i);
        if (*words)
            buffer_format(out, "%s%s %s", out->length ? text("SEARCH_COMMA") : "",
                          text_of("SEARCH_FIELD", names[i]), words);
    }
}

/* --- saved filters */

static const char *filter_value(const struct desk *desk, int place)
{
    char name[SETTING_NAME];
    snprintf(name, sizeof(name), "filter:%d", place);
    return setting_value(desk, name);
}

static bool filter_put(struct desk *desk, int place, const char *value)
{
    char name[SETTING_NAME];
    snprintf(name, sizeof(name), "filter:%d", place);
    return setting_put(desk, name, value);
}

char *criteria_filter(const struct desk *desk, int place)
{
    const char *value = filter_value(desk, place);
    struct buffer name = {0};
    if (!value)
        return NULL;
    buffer_append(&name, value, strcspn(value, "|"));
    return buffer_take(&name);
}

void criteria_filter_use(struct criteria *criteria, const struct desk *desk, int place)
{
    const char *rest = filter_value(desk, place);
    for (int i = 0; i < CRITERIA; i++)
        editor_set(&criteria->fields[i], "");
    for (int i = 0; rest && i < PARTS; i++) {
        struct buffer part = {0};
        rest = strchr(rest, '|');
        if (!rest)
            return;
        rest++;
        buffer_append(&part, rest, strcspn(rest, "|"));
        editor_set(&criteria->fields[parts[i]], buffer_string(&part));
        buffer_free(&part);
    }
}

/* A bar parts the values: one that was typed becomes a blank. */
static void part_write(struct buffer *out, const char *words)
{
    for (; *words; words++)
        buffer_append(out, *words == '|' ? " " : words, 1);
}

/* The place of the filter of that name, else the first free one; 0: none. */
static int place_for(const struct desk *desk, const char *name)
{
    int place = 0;
    for (int i = CRITERIA_FILTERS; i > 0; i--) {
        char *other = criteria_filter(desk, i);
        bool same = other && strcmp(other, name) == 0;
        if (!other)
            place = i;
        free(other);
        if (same)
            return i;
    }
    return place;
}

bool criteria_filter_keep(const struct criteria *criteria, struct desk *desk, const char *name)
{
    struct buffer value = {0};
    part_write(&value, name);
    int place = place_for(desk, buffer_string(&value));
    for (int i = 0; i < PARTS; i++) {
        buffer_text(&value, "|");
        part_write(&value, typed(criteria, parts[i]));
    }
    if (!place)
        ui_say(desk->ui, ROLE_WRONG, "SEARCH_FILTERS_FULL", NULL);
    bool kept = place && filter_put(desk, place, buffer_string(&value));
    buffer_free(&value);
    return kept;
}

bool criteria_filter_drop(struct desk *desk, int place)
{
    return filter_put(desk, place, NULL);
}
