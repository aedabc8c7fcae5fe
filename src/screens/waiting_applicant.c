/* Rows of the list about applicants who wait in the hall. */
#include <string.h>

#include "screens/waiting_rows.h"
#include "text/text.h"

/* The detail is the stage as long as somebody has to decide, then the state. */
bool waiting_row_undecided(const struct waiting_row *row)
{
    static const char *const stages[] = {"review", "recheck", "approve", "authorise"};
    for (size_t i = 0; row->kind == WAITING_WAITS && i < sizeof(stages) / sizeof(stages[0]); i++) {
        if (strcmp(row->detail, stages[i]) == 0)
            return true;
    }
    return false;
}

void waiting_applicant_write(const struct waiting_row *row, struct buffer *out)
{
    if (!waiting_row_undecided(row))
        buffer_text(out, text_of(strcmp(row->detail, "suspended") == 0 ? "WAITING" : "STATE", row->detail));
    else if (*row->who)
        text_fill(out, "WAITS_DETAIL_HELD", "stage", row->detail, "who", row->who, NULL);
    else
        text_fill(out, "WAITS_DETAIL_QUEUED", "stage", row->detail, NULL);
}

bool waiting_rows_wait(const void *rows, int64_t *newest)
{
    for (size_t i = 0; i < waiting_rows_count(rows); i++) {
        int64_t waits = waiting_rows_at(rows, i)->waits;
        *newest = waits > *newest ? waits : *newest;
    }
    return *newest != WAITS_NOBODY;
}
