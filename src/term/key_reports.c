#include "term/key_reports.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* The place of the cursor is told as Shift-F3 is sent, but for the row: questions are asked of any row but
 * the first. */
bool key_reports_wants(const char *parameters, unsigned char final)
{
    if (final == 'c')
        return parameters[0] == '?' || parameters[0] == '>';
    return final == 'R' && isdigit((unsigned char)parameters[0]) && strncmp(parameters, "1;", 2) != 0;
}

static void drop_oldest(struct key_reports *reports)
{
    reports->count--;
    memmove(reports->texts, reports->texts + 1, reports->count * sizeof(*reports->texts));
}

void key_reports_add(struct key_reports *reports, const char *start, const char *middle, char end)
{
    if (reports->count == KEY_REPORTS_MOST)
        drop_oldest(reports);
    snprintf(reports->texts[reports->count++], KEY_REPORT_MOST, "%s%s%c", start, middle, end);
}

bool key_reports_take(struct key_reports *reports, char text[static KEY_REPORT_MOST])
{
    if (reports->count == 0)
        return false;
    memcpy(text, reports->texts[0], KEY_REPORT_MOST);
    drop_oldest(reports);
    return true;
}
