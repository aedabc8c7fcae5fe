#include "screens/reply_draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/check.h"
#include "model/money.h"
#include "spec/search.h"

static const char *const head_checks[REPLY_HEADS] = {"text", "date", "text"};
static const char *const cell_checks[SEGMENT_PARTS] = {"region6", "ym", "ym", "int", "amount"};

/* --- the drafts of the desk */

static void row_free(struct reply_row *row)
{
    for (size_t part = 0; part < SEGMENT_PARTS; part++)
        free(row->cells[part]);
    *row = (struct reply_row){0};
}

static void row_begin(struct reply_row *row)
{
    for (size_t part = 0; part < SEGMENT_PARTS; part++)
        row->cells[part] = memory_text("");
}

struct reply_draft *reply_draft_of(struct desk *desk, int64_t case_id)
{
    for (struct reply_draft *draft = desk->reply_drafts; draft; draft = draft->next) {
        if (draft->case_id == case_id)
            return draft;
    }
    struct reply_draft *fresh = memory_get(1, sizeof(*fresh));
    *fresh = (struct reply_draft){.case_id = case_id, .row_count = 1, .next = desk->reply_drafts};
    for (size_t head = 0; head < REPLY_HEADS; head++)
        fresh->heads[head] = memory_text("");
    row_begin(&fresh->rows[0]);
    desk->reply_drafts = fresh;
    return fresh;
}

static void draft_free(struct reply_draft *draft)
{
    for (size_t head = 0; head < REPLY_HEADS; head++)
        free(draft->heads[head]);
    for (size_t row = 0; row < draft->row_count; row++)
        row_free(&draft->rows[row]);
    free(draft);
}

void reply_draft_done(struct desk *desk, int64_t case_id)
{
    for (struct reply_draft **at = &desk->reply_drafts; *at; at = &(*at)->next) {
        struct reply_draft *draft = *at;
        if (draft->case_id != case_id)
            continue;
        *at = draft->next;
        draft_free(draft);
        return;
    }
}

void reply_drafts_free(struct desk *desk)
{
    while (desk->reply_drafts)
        reply_draft_done(desk, desk->reply_drafts->case_id);
}

/* --- fields */

size_t reply_draft_fields(const struct reply_draft *draft)
{
    return REPLY_HEADS + draft->row_count * SEGMENT_PARTS;
}

size_t reply_field_row(size_t field)
{
    return (field - REPLY_HEADS) / SEGMENT_PARTS;
}

enum segment_part reply_field_part(size_t field)
{
    return (enum segment_part)((field - REPLY_HEADS) % SEGMENT_PARTS);
}

const char *reply_draft_value(const struct reply_draft *draft, size_t field)
{
    if (field < REPLY_HEADS)
        return draft->heads[field];
    return draft->rows[reply_field_row(field)].cells[reply_field_part(field)];
}

/* Digits, or the only place that initials or words find. */
static const char *place_typed(const struct spec_codes *regions, const char *typed)
{
    const struct spec_code *found[1];
    if (!regions || !*typed || spec_codes_find(regions, typed))
        return typed;
    return search_codes(typed, regions, found, 1) == 1 ? found[0]->code : typed;
}

/* What is kept of a typed value; what cannot be read stays as it is, normalised. */
static void value_read(const char *check, const char *typed, const struct reply_context *context,
                       struct buffer *kept)
{
    struct error ignored = {0};
    int64_t fen;
    if (!*typed || !check_read(check, typed, context->segment.today, kept, &ignored)) {
        buffer_clear(kept);
        check_normalise(check, typed, kept);
    } else if (strcmp(check, "amount") == 0 && money_parse_fen(buffer_string(kept), &fen, &ignored)) {
        buffer_clear(kept);
        money_plain(kept, fen);
    }
    error_free(&ignored);
}

void reply_draft_type(struct reply_draft *draft, size_t field, const char *typed,
                      const struct reply_context *context)
{
    struct buffer kept = {0};
    bool head = field < REPLY_HEADS;
    char **value =
        head ? &draft->heads[field] : &draft->rows[reply_field_row(field)].cells[reply_field_part(field)];
    value_read(head ? head_checks[field] : cell_checks[reply_field_part(field)], typed, context, &kept);
    bool place = !head && reply_field_part(field) == SEGMENT_PLACE;
    char *copy =
        memory_text(place ? place_typed(context->regions, buffer_string(&kept)) : buffer_string(&kept));
    free(*value);
    *value = copy;
    buffer_free(&kept);
}

/* --- rows */

bool reply_row_empty(const struct reply_row *row)
{
    for (size_t part = 0; part < SEGMENT_PARTS; part++) {
        if (*row->cells[part])
            return false;
    }
    return true;
}

bool reply_draft_append(struct reply_draft *draft)
{
    if (reply_row_empty(&draft->rows[draft->row_count - 1]))
        return true;
    if (draft->row_count == SEGMENT_MOST)
        return false;
    row_begin(&draft->rows[draft->row_count++]);
    return true;
}

void reply_draft_tidy(struct reply_draft *draft)
{
    size_t kept = 0;
    for (size_t row = 0; row < draft->row_count; row++) {
        if (reply_row_empty(&draft->rows[row]) && row + 1 < draft->row_count) {
            row_free(&draft->rows[row]);
            continue;
        }
        struct reply_row moved = draft->rows[row];
        draft->rows[row] = (struct reply_row){0};
        draft->rows[kept++] = moved;
    }
    draft->row_count = kept;
}

static int64_t months_of(const struct reply_row *row)
{
    const char *typed = row->cells[SEGMENT_MONTHS];
    char *end;
    if (!*typed)
        return segment_span(row->cells[SEGMENT_FROM], row->cells[SEGMENT_TO]);
    long long months = strtoll(typed, &end, 10);
    return *end ? -1 : months;
}

static int64_t account_of(const struct reply_row *row)
{
    struct error ignored = {0};
    int64_t fen = -1;
    if (!money_parse(row->cells[SEGMENT_ACCOUNT], &fen, &ignored))
        fen = -1;
    error_free(&ignored);
    return fen;
}

size_t reply_draft_segments(const struct reply_draft *draft, struct segment segments[SEGMENT_MOST])
{
    size_t count = 0;
    for (size_t row = 0; row < draft->row_count; row++) {
        char *const *cells = draft->rows[row].cells;
        if (!reply_row_empty(&draft->rows[row]))
            segments[count++] = (struct segment){.place = cells[SEGMENT_PLACE],
                                                 .from = cells[SEGMENT_FROM],
                                                 .to = cells[SEGMENT_TO],
                                                 .months = months_of(&draft->rows[row]),
                                                 .account = account_of(&draft->rows[row])};
    }
    return count;
}

/* --- judging */

static bool day_check(const char *value, const struct reply_context *context, struct error *error)
{
    struct date day;
    struct buffer kept = {0};
    char since[DATE_TEXT], today[DATE_TEXT];
    bool read = check_read("date", value, context->segment.today, &kept, error) &&
                date_parse(buffer_string(&kept), &day);
    buffer_free(&kept);
    if (!read)
        return false;
    if (date_compare(day, context->since) >= 0 && date_compare(day, context->segment.today) <= 0)
        return true;
    return error_set(error, "E_REPLY_DAY", "day", value, "since", date_format(context->since, since), "today",
                     date_format(context->segment.today, today), NULL);
}

static bool head_check(const struct reply_draft *draft, size_t head, const struct reply_context *context,
                       struct error *error)
{
    const char *value = draft->heads[head];
    struct segment segments[SEGMENT_MOST];
    if (!*value && head != REPLY_WORDS)
        return error_set(error, "E_FIELD_MISSING", NULL);
    if (!*value)
        return reply_draft_segments(draft, segments) > 0 || error_set(error, "E_REPLY_EMPTY", NULL);
    if (head == REPLY_DAY)
        return day_check(value, context, error);
    const struct check_context check = {.today = context->segment.today, .argument = "1..200"};
    return check_run("text", value, &check, error) != CHECK_BAD;
}

/* Months that are no number are told as what was typed, before they are compared with the span. */
static bool months_check(const char *typed, struct error *error)
{
    const struct check_context check = {.argument = "1..1200"};
    return !*typed || check_run("int", typed, &check, error) != CHECK_BAD;
}

/* An empty row in the middle is taken out when it is left, so rows and segments have the same numbers. */
bool reply_draft_check(const struct reply_draft *draft, size_t field, const struct reply_context *context,
                       struct error *error)
{
    struct segment segments[SEGMENT_MOST];
    enum segment_part part;
    if (field < REPLY_HEADS)
        return head_check(draft, field, context, error);
    size_t row = reply_field_row(field);
    if (reply_row_empty(&draft->rows[row]) || row >= reply_draft_segments(draft, segments))
        return true;
    struct error found = {0};
    bool good = segment_check(segments, row, &context->segment, &part, &found);
    if (good || part != reply_field_part(field)) {
        error_free(&found);
        return true;
    }
    error_free(error);
    if (part == SEGMENT_MONTHS && !months_check(draft->rows[row].cells[part], error)) {
        error_free(&found);
        return false;
    }
    *error = found;
    return false;
}

size_t reply_draft_wrong(const struct reply_draft *draft, size_t from, const struct reply_context *context)
{
    struct error error = {0};
    size_t field = from, fields = reply_draft_fields(draft);
    while (field < fields && reply_draft_check(draft, field, context, &error))
        field++;
    error_free(&error);
    return field;
}
