#include "model/segment.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/money.h"

enum { NO_OTHER = -1 };

int segment_month(const char *text)
{
    static const char form[] = "dddd-dd";
    for (size_t i = 0; i < sizeof(form) - 1; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == 'd' ? !digit : text[i] != form[i])
            return -1;
    }
    int year = 0, month = 0;
    if (text[sizeof(form) - 1] || sscanf(text, "%4d-%2d", &year, &month) != 2)
        return -1;
    return year >= 1900 && month >= 1 && month <= 12 ? year * 12 + month - 1 : -1;
}

int segment_span(const char *from, const char *to)
{
    int first = segment_month(from), last = segment_month(to);
    return first >= 0 && last >= first ? last - first + 1 : 0;
}

int segment_shared(const struct segment *a, const struct segment *b)
{
    int first = segment_month(a->from), other_first = segment_month(b->from);
    if (!segment_span(a->from, a->to) || !segment_span(b->from, b->to) || first > segment_month(b->to) ||
        other_first > segment_month(a->to))
        return -1;
    return first > other_first ? first : other_first;
}

char *segment_month_text(int month, char text[DATE_TEXT])
{
    snprintf(text, DATE_TEXT, "%04d-%02d", month / 12 % 10000, month % 12 + 1);
    return text;
}

/* What is wrong with one segment by itself; NULL: nothing. */
static const char *fault(const struct segment *segment, const struct segment_context *context,
                         enum segment_part *part)
{
    int this_month = context->today.year * 12 + context->today.month - 1;
    *part = SEGMENT_PLACE;
    if (strlen(segment->place) != 6 || !context->region_known(context->regions, segment->place))
        return "E_SEGMENT_PLACE";
    *part = SEGMENT_FROM;
    if (segment_month(segment->from) < 0)
        return "E_SEGMENT_FROM";
    *part = SEGMENT_TO;
    if (segment_month(segment->to) < 0)
        return "E_SEGMENT_TO";
    if (!segment_span(segment->from, segment->to))
        return "E_SEGMENT_ORDER";
    if (segment_month(segment->to) > this_month)
        return "E_SEGMENT_FUTURE";
    *part = SEGMENT_MONTHS;
    if (segment->months < 1 || segment->months > segment_span(segment->from, segment->to))
        return "E_SEGMENT_MONTHS";
    *part = SEGMENT_ACCOUNT;
    return segment->account < 0 || segment->account > MONEY_MOST ? "E_SEGMENT_ACCOUNT" : NULL;
}

static bool refuse(const struct segment *segments, size_t index, const char *code, int other,
                   struct error *error)
{
    const struct segment *segment = &segments[index];
    char row[24], other_row[24] = "", months[24], month[DATE_TEXT] = "";
    snprintf(row, sizeof(row), "%zu", index + 1);
    snprintf(months, sizeof(months), "%" PRId64, segment->months);
    if (other != NO_OTHER) {
        snprintf(other_row, sizeof(other_row), "%d", other + 1);
        segment_month_text(segment_shared(segment, &segments[other]), month);
    }
    return error_set(error, code, "row", row, "place", segment->place, "from", segment->from, "to",
                     segment->to, "months", months, "other", other_row, "month", month, NULL);
}

bool segment_check(const struct segment *segments, size_t index, const struct segment_context *context,
                   enum segment_part *part, struct error *error)
{
    const char *code = fault(&segments[index], context, part);
    if (code)
        return refuse(segments, index, code, NO_OTHER, error);
    for (size_t other = 0; other < index; other++) {
        if (segment_shared(&segments[index], &segments[other]) < 0)
            continue;
        *part = SEGMENT_FROM;
        return refuse(segments, index, "E_SEGMENT_OVERLAP", (int)other, error);
    }
    return true;
}
