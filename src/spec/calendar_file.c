#include "spec/calendar_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spec/walker.h"

/* The file while it is read. A year's mapping is read where it stands: its key is data, not schema. */
struct file {
    char *country;
    struct calendar *calendar;
};

struct year {
    int year;
    char *source;
    char **off, **work;
    size_t off_count, work_count;
};

static void years_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                       void *base);

static const struct schema_type schema_years = {.read = years_read};
static const char *const country_words[] = {"CN", NULL};

static const struct schema_key file_keys[] = {
    {"calendar", &schema_text, SCHEMA_AT(struct file, country), .required = true, .choices = country_words},
    {"years", &schema_years, .required = true},
    {0}};
static const struct schema file_schema = {"calendar", file_keys, sizeof(struct file), NULL};

static const struct schema_key year_keys[] = {
    {"source", &schema_text, SCHEMA_AT(struct year, source), .required = true},
    {"off", &schema_texts, SCHEMA_LIST(struct year, off, off_count), .required = true},
    {"work", &schema_texts, SCHEMA_LIST(struct year, work, work_count), .required = true},
    {0}};
static const struct schema year_schema = {"year", year_keys, sizeof(struct year), NULL};

/* Moves an error of the model to the place of a text. */
static void place_error(struct walk *walk, const struct spec_node *node, struct error *error)
{
    spec_node_fault(walk->faults, node, error->code, NULL);
    error_move(&walk->faults->list[walk->faults->count - 1].error, error);
}

/* "2026-01-01" or "2026-01-01..2026-01-03". */
static bool range_parse(const char *text, struct date *from, struct date *to)
{
    const char *dots = strstr(text, "..");
    char first[DATE_TEXT] = "";
    snprintf(first, sizeof(first), "%.*s", (int)(dots ? dots - text : (long)strlen(text)), text);
    if ((dots ? (size_t)(dots - text) : strlen(text)) != DATE_TEXT - 1 || !date_parse(first, from))
        return false;
    *to = *from;
    return !dots || (date_parse(dots + 2, to) && date_compare(*from, *to) <= 0);
}

static void days_add(struct walk *walk, struct calendar *calendar, int year, const char *text, bool works)
{
    const struct spec_node *node = walk_node(walk, text);
    struct date from, to;
    if (!range_parse(text, &from, &to)) {
        spec_node_fault(walk->faults, node, "E_SPEC_CALENDAR_DAYS", "value", text, NULL);
        return;
    }
    if (from.year != year || to.year != year) {
        char number[16];
        snprintf(number, sizeof(number), "%d", year);
        spec_node_fault(walk->faults, node, "E_SPEC_CALENDAR_OTHER_YEAR", "value", text, "year", number,
                        NULL);
        return;
    }
    for (struct date day = from; date_compare(day, to) <= 0; day = date_add(day, 1)) {
        struct error error = {0};
        if (!calendar_exception_add(calendar, day, works, &error)) {
            place_error(walk, node, &error);
            return;
        }
    }
}

static void year_read(struct walk *walk, const struct spec_node *name, const struct spec_node *node,
                      struct calendar *calendar)
{
    struct year year = {0};
    const char *text = spec_node_text(name);
    struct error error = {0};
    if (strlen(text) == 4 && strspn(text, "0123456789") == 4)
        year.year = atoi(text);
    if (year.year < 1949)
        spec_node_fault(walk->faults, name, "E_SPEC_CALENDAR_YEAR", "value", text, NULL);
    walk_record(walk, node, &year_schema, &year);
    if (year.year >= 1949 && year.source && !calendar_year_add(calendar, year.year, year.source, &error))
        place_error(walk, name, &error);
    for (size_t i = 0; year.year >= 1949 && i < year.off_count; i++)
        days_add(walk, calendar, year.year, year.off[i], false);
    for (size_t i = 0; year.year >= 1949 && i < year.work_count; i++)
        days_add(walk, calendar, year.year, year.work[i], true);
    schema_free(&year_schema, &year);
}

static void years_read(struct walk *walk, const struct spec_node *node, const struct schema_key *key,
                       void *base)
{
    struct file *file = base;
    if (!walk_kind(walk, node, SPEC_MAPPING, key->key))
        return;
    for (size_t i = 0; i < spec_node_count(node); i++)
        year_read(walk, spec_node_key(node, i), spec_node_at(node, i), file->calendar);
}

bool spec_calendar_load(const char *path, struct calendar *calendar, struct spec_faults *faults)
{
    struct walk walk = walk_begin(NULL, faults);
    struct spec_document *document = spec_document_load(path, faults);
    struct file file = {.calendar = calendar};
    if (document)
        walk_record(&walk, spec_document_root(document), &file_schema, &file);
    bool good = faults->count == walk.faults_before;
    spec_faults_sort(faults);
    free(file.country);
    walk_end(&walk);
    spec_document_free(&document);
    return good;
}
