#include "screens/reply_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/money.h"
#include "text/text.h"

enum {
    LABEL = 10,
    HEAD_LEAST = 12,
    PLACE_LEAST = 8, /* its code */
    FORM_HEAD = REPLY_HEADS + 3
}; /* rows above the segments: title, heads, rule, titles */

/* Columns of a row, from the form's left edge; the account takes what is left over. */
static const int columns[SEGMENT_PARTS] = {4, 33, 43, 53, 61}, widths[SEGMENT_PARTS] = {27, 8, 8, 6, 16};
static const char *const titles[SEGMENT_PARTS] = {"REPLY_PLACE", "REPLY_FROM", "REPLY_TO", "REPLY_MONTHS",
                                                  "REPLY_ACCOUNT"};
static const char *const labels[REPLY_HEADS] = {"REPLY_PAPER", "REPLY_DAY", "REPLY_WORDS"};

/* A narrow terminal takes from the names of places. */
static int narrower(const struct layout *layout)
{
    int lacks = columns[SEGMENT_ACCOUNT] + widths[SEGMENT_ACCOUNT] - layout->form.width;
    int most = widths[SEGMENT_PLACE] - PLACE_LEAST;
    return lacks < 0 ? 0 : lacks < most ? lacks : most;
}

static int part_column(enum segment_part part, const struct layout *layout)
{
    return columns[part] - (part == SEGMENT_PLACE ? 0 : narrower(layout));
}

static int part_width(enum segment_part part, const struct layout *layout)
{
    return widths[part] - (part == SEGMENT_PLACE ? narrower(layout) : 0);
}

int reply_field_width(size_t field, const struct layout *layout)
{
    int room = layout->form.width - LABEL - 2;
    if (field >= REPLY_HEADS)
        return part_width(reply_field_part(field), layout);
    if (field == REPLY_DAY)
        return HEAD_LEAST;
    return room > HEAD_LEAST ? room : HEAD_LEAST;
}

/* Rows that the form shows, and the first of them: the row at hand is always there. */
static int rows_shown(const struct layout *layout)
{
    int room = layout->form.height - FORM_HEAD;
    return room > 1 ? room : 1;
}

static size_t first_row(const struct reply *reply, const struct layout *layout)
{
    size_t row = reply->at < REPLY_HEADS ? 0 : reply_field_row(reply->at), shown = (size_t)rows_shown(layout);
    return row < shown ? 0 : row - shown + 1;
}

/* Where a field stands; false: not shown. */
static bool field_place(const struct reply *reply, size_t field, const struct layout *layout, int *row,
                        int *column)
{
    struct area form = layout->form;
    if (field < REPLY_HEADS) {
        *row = form.row + 1 + (int)field;
        *column = form.column + LABEL;
        return true;
    }
    int shown = (int)reply_field_row(field) - (int)first_row(reply, layout);
    *row = form.row + FORM_HEAD + shown;
    *column = form.column + part_column(reply_field_part(field), layout);
    return shown >= 0 && shown < rows_shown(layout);
}

static bool field_wrong(const struct reply *reply, size_t field)
{
    struct error error = {0};
    bool good = reply_draft_check(reply->draft, field, &reply->context, &error);
    error_free(&error);
    return !good;
}

/* The value for the eye: a place with its name, the months of the span where none were typed. */
static enum role value_write(const struct reply *reply, size_t field, struct buffer *out)
{
    const char *value = reply_draft_value(reply->draft, field);
    buffer_text(out, value);
    if (field >= REPLY_HEADS && reply_field_part(field) == SEGMENT_PLACE && reply->context.regions) {
        const struct spec_code *code = spec_codes_find(reply->context.regions, value);
        if (code)
            buffer_format(out, " %s", desk_name(reply->desk, &code->name));
    }
    if (*value)
        return field_wrong(reply, field) ? ROLE_WRONG : ROLE_PLAIN;
    if (field < REPLY_HEADS || reply_field_part(field) != SEGMENT_MONTHS)
        return ROLE_PLAIN;
    char *const *cells = reply->draft->rows[reply_field_row(field)].cells;
    int span = segment_span(cells[SEGMENT_FROM], cells[SEGMENT_TO]);
    if (span)
        buffer_format(out, "%d", span);
    return ROLE_PREFILLED;
}

static void field_draw(const struct reply *reply, size_t field, struct canvas *canvas,
                       const struct layout *layout)
{
    int row, column, width = reply_field_width(field, layout);
    if (!field_place(reply, field, layout, &row, &column))
        return;
    if (field == reply->at) {
        editor_draw(&reply->editor, canvas, row, column, width, ROLE_FOCUS);
        return;
    }
    struct buffer value = {0};
    enum role role = value_write(reply, field, &value);
    canvas_text(canvas, row, column, width, role, buffer_string(&value));
    buffer_free(&value);
}

/* The number of a row, marked where something in it is wrong. */
static void number_draw(const struct reply *reply, size_t row, struct canvas *canvas,
                        const struct layout *layout)
{
    int line, column;
    size_t field = REPLY_HEADS + row * SEGMENT_PARTS;
    if (!field_place(reply, field, layout, &line, &column))
        return;
    char number[24];
    bool wrong = false;
    for (size_t part = 0; part < SEGMENT_PARTS; part++)
        wrong = wrong || (field + part < reply->at && field_wrong(reply, field + part));
    snprintf(number, sizeof(number), "%s%zu", wrong ? "!" : " ", row + 1);
    canvas_text(canvas, line, layout->form.column, 4, wrong ? ROLE_WRONG : ROLE_LABEL, number);
}

/* Months that the rows share with what the person has already, and the first of them. */
static int shared_months(const struct reply *reply, const struct segment *segments, size_t count, int *first)
{
    int shared = 0;
    *first = -1;
    for (size_t k = 0; k < reply->known_count; k++) {
        struct segment known = {.from = reply->known[k].from, .to = reply->known[k].to};
        for (size_t i = 0; i < count; i++) {
            int begin = segment_shared(&known, &segments[i]);
            if (begin < 0)
                continue;
            int end = segment_month(known.to), other = segment_month(segments[i].to);
            shared += (end < other ? end : other) - begin + 1;
            *first = *first < 0 || begin < *first ? begin : *first;
        }
    }
    return shared;
}

static void sum_write(const struct segment *segments, size_t count, struct buffer *out)
{
    int64_t months = 0, fen = 0;
    struct buffer yuan = {0};
    char rows[24], number[24];
    for (size_t i = 0; i < count; i++) {
        months += segments[i].months > 0 ? segments[i].months : 0;
        fen += segments[i].account > 0 ? segments[i].account : 0;
    }
    snprintf(rows, sizeof(rows), "%zu", count);
    snprintf(number, sizeof(number), "%" PRId64, months);
    if (fen <= MONEY_MOST)
        money_grouped(&yuan, fen);
    text_fill(out, "REPLY_SUM", "rows", rows, "months", number, "yuan", buffer_string(&yuan), NULL);
    buffer_free(&yuan);
}

/* What it will be joined with: told while it is typed, since a month in two places is often a slip. */
static enum role joined_write(const struct reply *reply, const struct segment *segments, size_t count,
                              struct buffer *out)
{
    int first, shared = shared_months(reply, segments, count, &first);
    char number[16], month[DATE_TEXT];
    snprintf(number, sizeof(number), "%d", shared);
    if (shared)
        text_fill(out, "REPLY_SHARED", "count", number, "month", segment_month_text(first, month), NULL);
    else if (reply->known_count)
        buffer_text(out, text("REPLY_NOT_SHARED"));
    return shared ? ROLE_CONFIRM : ROLE_PLAIN;
}

static void foot_draw(const struct reply *reply, struct canvas *canvas, struct area foot)
{
    struct segment segments[SEGMENT_MOST];
    struct buffer line = {0};
    size_t count = reply_draft_segments(reply->draft, segments);
    if (!reply->context.regions) {
        canvas_text(canvas, foot.row, foot.column + 1, foot.width - 1, ROLE_LABEL, text("REPLY_COMING"));
        return;
    }
    sum_write(segments, count, &line);
    canvas_text(canvas, foot.row, foot.column + 1, foot.width - 1, ROLE_PLAIN, buffer_string(&line));
    buffer_clear(&line);
    enum role role = joined_write(reply, segments, count, &line);
    canvas_text(canvas, foot.row + 1, foot.column + 1, foot.width - 1, role, buffer_string(&line));
    buffer_free(&line);
}

static void top_draw(const struct reply *reply, struct canvas *canvas, const struct layout *layout)
{
    struct area top = layout->person, form = layout->form;
    struct buffer title = {0};
    char since[DATE_TEXT];
    const char *const lines[] = {reply->view.head, reply->view.origin, reply->view.due};
    for (int i = 0; i < (int)(sizeof(lines) / sizeof(lines[0])) && i < top.height; i++) {
        if (lines[i])
            canvas_text(canvas, top.row + i, top.column, layout->columns, i ? ROLE_PLAIN : ROLE_TITLE,
                        lines[i]);
    }
    text_fill(&title, "REPLY_TITLE", "paper", reply->paper, "since", date_format(reply->context.since, since),
              NULL);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    canvas_rule(canvas, form.row + 1 + REPLY_HEADS, form.column, form.width, text("REPLY_ROWS"));
    buffer_free(&title);
}

void reply_form_draw(const struct reply *reply, struct canvas *canvas, const struct layout *layout)
{
    struct area form = layout->form;
    top_draw(reply, canvas, layout);
    for (int head = 0; head < REPLY_HEADS; head++)
        canvas_text(canvas, form.row + 1 + head, form.column + 1, LABEL - 2, ROLE_LABEL, text(labels[head]));
    for (enum segment_part part = 0; part < SEGMENT_PARTS; part++)
        canvas_text(canvas, form.row + FORM_HEAD - 1, form.column + part_column(part, layout),
                    part_width(part, layout) + 1, ROLE_LABEL, text(titles[part]));
    if (!reply->draft)
        return;
    for (size_t field = 0; field < reply_draft_fields(reply->draft); field++)
        field_draw(reply, field, canvas, layout);
    for (size_t row = 0; row < reply->draft->row_count; row++)
        number_draw(reply, row, canvas, layout);
    foot_draw(reply, canvas, layout->foot);
}

void reply_form_cursor(const struct reply *reply, struct canvas *canvas, const struct layout *layout)
{
    int row, column;
    if (field_place(reply, reply->at, layout, &row, &column))
        canvas_cursor(canvas, row, column + editor_cursor_column(&reply->editor));
}
