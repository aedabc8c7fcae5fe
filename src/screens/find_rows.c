#include "screens/find_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "text/text.h"

enum { NAME, NUMBER, WHAT, DAY };

const struct table_column find_columns[FIND_COLUMNS] = {
    {NULL, 10, 0, false}, {NULL, 27, 0, false}, {NULL, 0, 8, false}, {NULL, 12, 0, false, 10}};

void find_rows_free(struct find_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        for (int k = 0; k < FIND_COLUMNS; k++)
            free(rows->rows[i].cells[k]);
        free(rows->rows[i].sentence);
    }
    free(rows->rows);
    *rows = (struct find_rows){0};
}

void find_state_write(const struct store_reply *reply, int row, struct buffer *out)
{
    bool staged = !store_reply_null(reply, row, "stage");
    buffer_text(
        out, text_of(staged ? "STAGE" : "STATE", store_reply_text(reply, row, staged ? "stage" : "state")));
    if (!store_reply_null(reply, row, "waiting"))
        buffer_format(out, " %s", text_of("WAITING", store_reply_text(reply, row, "waiting")));
}

/* A sentence with a day in it, unless there is none: MM-DD of this year, YY-MM-DD of others. */
static void day_write(struct buffer *out, const struct desk *desk, const char *code, const char *day)
{
    int year = atoi(day);
    if (*day)
        text_fill(out, code, "day", day + (year == desk->today.year ? 5 : 2), NULL);
}

static bool is_any(const char *state, const char *first, const char *second)
{
    return strcmp(state, first) == 0 || strcmp(state, second) == 0;
}

static void case_sentence(const struct desk *desk, const struct store_reply *reply, int at, const char *due,
                          struct buffer *out)
{
    bool begun = is_any(store_reply_text(reply, at, "state"), "draft", "received");
    const char *unit = store_reply_text(reply, at, "unit");
    buffer_text(out, text_of("FIND_BY", store_reply_text(reply, at, "matched")));
    if (*unit)
        buffer_format(out, ": %s", unit);
    day_write(out, desk, begun ? "FIND_BEGUN" : "FIND_SINCE", store_reply_text(reply, at, "since"));
    day_write(out, desk, "FIND_PROMISED", due);
}

static void case_row(struct find_row *row, const struct desk *desk, const struct store_reply *reply, int at)
{
    struct buffer what = {0}, day = {0}, sentence = {0};
    char number[CASE_NUMBER_GROUPED];
    bool open = is_any(store_reply_text(reply, at, "state"), "accepted", "returned");
    const char *due = open ? store_reply_text(reply, at, "due") : "";
    buffer_format(&what, "%s ", desk_column(desk, reply, at, "item"));
    find_state_write(reply, at, &what);
    day_write(&day, desk, "FIND_DUE", due);
    case_sentence(desk, reply, at, due, &sentence);
    row->case_id = store_reply_number(reply, at, "case_id");
    row->cells[NUMBER] = memory_text(case_number_group(store_reply_text(reply, at, "number"), number));
    row->cells[WHAT] = buffer_take(&what);
    row->cells[DAY] = buffer_take(&day);
    row->sentence = buffer_take(&sentence);
}

static void person_row(struct find_row *row, const struct desk *desk, const struct store_reply *reply, int at)
{
    struct buffer what = {0}, day = {0};
    text_fill(&what, "FIND_CASES", "count", store_reply_text(reply, at, "cases"), NULL);
    day_write(&day, desk, "FIND_SEEN", store_reply_text(reply, at, "since"));
    row->cells[NUMBER] = memory_text(store_reply_text(reply, at, "id_no"));
    row->cells[WHAT] = buffer_take(&what);
    row->cells[DAY] = buffer_take(&day);
    row->sentence = memory_text(text_of("FIND_BY", store_reply_text(reply, at, "matched")));
}

void find_rows_take(struct find_rows *rows, const struct desk *desk, const struct store_reply *reply)
{
    int count = store_reply_rows(reply);
    find_rows_free(rows);
    rows->rows = memory_get((size_t)count + 1, sizeof(*rows->rows));
    for (int at = 0; at < count; at++) {
        if (strcmp(store_reply_text(reply, at, "kind"), "edge") == 0)
            continue;
        struct find_row *row = &rows->rows[rows->count++];
        row->person_id = store_reply_number(reply, at, "person_id");
        row->cells[NAME] = memory_text(store_reply_text(reply, at, "name"));
        if (strcmp(store_reply_text(reply, at, "kind"), "case") == 0)
            case_row(row, desk, reply, at);
        else
            person_row(row, desk, reply, at);
    }
}

const char *find_row_name(const struct find_row *row)
{
    return row->cells[NAME];
}

void find_row_cells(const struct find_row *row, struct table_cell cells[TABLE_COLUMNS])
{
    for (int i = 0; i < FIND_COLUMNS; i++)
        buffer_text(&cells[i].text, row->cells[i]);
    cells[NUMBER].role = row->case_id ? ROLE_PLAIN : ROLE_MASKED;
}
