#include "screens/board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/board_rows.h"
#include "text/text.h"

enum { LEFT_PART = 42, PARTS = 80, BAR = 12, HOUR_LEAST = 8 }; /* of 80 cells; cells of the longest bar */

static const struct table_column window_columns[] = {
    {"TABLE_WINDOW", 2, 0, false, 3}, {"TABLE_CLERK", 0, 6, false}, {"TABLE_STATE", 13, 0, false, 12},
    {"TABLE_TODAY", 4, 0, true},      {"TABLE_MEAN", 5, 0, true},   {"TABLE_PARKED", 4, 0, true},
};
static const struct table_column stage_columns[] = {
    {"TABLE_STAGE", 8, 0, false, 9}, {"TABLE_BUSY", 4, 0, true},    {"TABLE_OLDEST", 5, 0, false},
    {"TABLE_NEAR", 4, 0, true},      {"TABLE_OVERDUE", 4, 0, true}, {"TABLE_HANDS", 0, 6, false},
};
enum { WINDOW_COLUMNS = 6, STAGE_COLUMNS = 6 };

static size_t window_count(void *context)
{
    return ((struct board *)context)->window_count;
}

static void window_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct board_row *row = board_window_row(context, index);
    for (int i = 0; i < WINDOW_COLUMNS; i++) {
        buffer_text(&cells[i].text, row->cells[i]);
        cells[i].role = row->roles[i];
    }
}

/* --- what comes */

static void windows_came(void *owner, const struct store_reply *reply)
{
    struct board *board = owner;
    if (desk_refused(board->desk, reply))
        return;
    board_windows_take(board, reply);
    list_refresh(&board->list);
    ui_changed(board->desk->ui);
}

static void stages_came(void *owner, const struct store_reply *reply)
{
    struct board *board = owner;
    if (!store_reply_error(reply)) /* told once, with the windows */
        board_stages_take(board, reply);
    ui_changed(board->desk->ui);
}

static void hours_came(void *owner, const struct store_reply *reply)
{
    static const char *const outcomes[] = {"accepted", "received", "lacking", "asked", "gone"};
    struct board *board = owner;
    if (store_reply_error(reply))
        return;
    memset(board->ended, 0, sizeof(board->ended));
    board->hour_count = 0;
    for (int at = 0; at < store_reply_rows(reply) && at < BOARD_HOURS; at++) {
        board->hours[board->hour_count++] = (struct board_hour){(int)store_reply_number(reply, at, "hour"),
                                                                store_reply_number(reply, at, "came")};
        for (int i = 0; i < 5; i++)
            board->ended[i] += store_reply_number(reply, at, outcomes[i]);
    }
    ui_changed(board->desk->ui);
}

static void ask(struct board *board, const char *sql, bool hall, store_answered *answered)
{
    struct store_query query = {.sql = sql, .reads = true};
    store_query_number(&query, board->desk->region);
    if (hall)
        store_query_number(&query, board->desk->hall);
    desk_call(board->desk, &query, answered, board);
}

void board_ask(struct board *board)
{
    desk_forget(board->desk, board); /* the answers to come are the newer ones */
    ask(board,
        "SELECT window_number, coalesce(name, '') AS name, state, coalesce(to_char(since, 'HH24:MI'), '') AS "
        "since, coalesce(case_id, 0) AS case_id, done, mean, parked, words, coalesce(to_char(until, "
        "'HH24:MI'), "
        "'') AS until FROM desk.window_table($1, $2)",
        true, windows_came);
    ask(board,
        "SELECT stage, busy, coalesce(to_char(oldest, 'MM-DD'), '-') AS oldest, near, overdue, people, "
        "coalesce(holders, '') AS holders FROM desk.stage_table($1)",
        false, stages_came);
    ask(board, "SELECT hour, came, accepted, received, lacking, asked, gone FROM desk.hall_hours($1, $2)",
        true, hours_came);
}

void board_open(struct board *board, struct desk *desk)
{
    *board = (struct board){.desk = desk};
    board->list = (struct list){.source = {.context = board, .count = window_count, .row = window_row},
                                .columns = window_columns,
                                .column_count = WINDOW_COLUMNS};
    board_ask(board);
}

void board_free(struct board *board)
{
    desk_forget(board->desk, board);
    list_free(&board->list);
    board_rows_free(board);
}

/* --- on the screen */

void board_arrange(struct board *board, int height)
{
    list_height(&board->list, height - 2);
}

static void stages_draw(const struct board *board, struct canvas *canvas, struct area area)
{
    int widths[TABLE_COLUMNS];
    table_fit(stage_columns, STAGE_COLUMNS, area.width - 1, widths);
    canvas_rule(canvas, area.row, area.column, area.width, text("BOARD_STAGES"));
    table_draw_titles(canvas, area.row + 1, area.column + 1, stage_columns, widths, STAGE_COLUMNS);
    for (size_t i = 0; i < board->stage_count && (int)i + 2 < area.height; i++) {
        struct table_cell cells[TABLE_COLUMNS] = {0};
        for (int k = 0; k < STAGE_COLUMNS; k++) {
            buffer_text(&cells[k].text, board->stages[i].cells[k]);
            cells[k].role = board->stages[i].roles[k];
        }
        table_draw_row(canvas, area.row + 2 + (int)i, area.column + 1, stage_columns, widths, STAGE_COLUMNS,
                       cells);
        for (int k = 0; k < STAGE_COLUMNS; k++)
            buffer_free(&cells[k].text);
    }
}

void board_draw(const struct board *board, struct canvas *canvas, struct area area)
{
    int left = area.width * LEFT_PART / PARTS;
    canvas_rule(canvas, area.row, area.column, left, text("BOARD_WINDOWS"));
    list_draw_titled(&board->list, canvas, (struct area){area.row + 1, area.column, area.height - 1, left});
    stages_draw(board, canvas, (struct area){area.row, area.column + left, area.height, area.width - left});
    canvas_rule_down(canvas, area.row, area.column + left, area.height + 1);
}

/* One hour: "09时 #### 12"; returns its cells. */
static int hour_draw(const struct board *board, size_t at, int64_t most, struct canvas *canvas, int row,
                     int column, int width)
{
    char bar[BAR + 1], hour[16], came[24];
    struct buffer words = {0};
    int length = most ? (int)((board->hours[at].came * BAR + most - 1) / most) : 0;
    memset(bar, '#', sizeof(bar));
    bar[length] = '\0';
    snprintf(hour, sizeof(hour), "%02d", board->hours[at].hour);
    snprintf(came, sizeof(came), "%lld", (long long)board->hours[at].came);
    text_fill(&words, "BOARD_HOUR", "hour", hour, "bar", bar, "count", came, NULL);
    int cells = canvas_text(canvas, row, column, width, ROLE_PLAIN, buffer_string(&words));
    buffer_free(&words);
    return cells + 2;
}

static void hours_line(const struct board *board, struct canvas *canvas, struct area area)
{
    int column =
        area.column + 1 +
        canvas_text(canvas, area.row, area.column + 1, area.width, ROLE_LABEL, text("BOARD_ARRIVALS"));
    int fits = (area.column + area.width - column) / (BAR + HOUR_LEAST);
    size_t from = board->hour_count > (size_t)fits ? board->hour_count - (size_t)fits : 0;
    int64_t most = 0;
    for (size_t i = from; i < board->hour_count; i++)
        most = board->hours[i].came > most ? board->hours[i].came : most;
    for (size_t i = from; i < board->hour_count; i++)
        column += hour_draw(board, i, most, canvas, area.row, column + 1, area.column + area.width - column);
}

void board_hours_draw(const struct board *board, struct canvas *canvas, struct area area)
{
    char figures[5][24];
    struct buffer words = {0};
    for (int i = 0; i < 5; i++)
        snprintf(figures[i], sizeof(figures[i]), "%lld", (long long)board->ended[i]);
    text_fill(&words, "BOARD_TODAY", "accepted", figures[0], "received", figures[1], "lacking", figures[2],
              "asked", figures[3], "gone", figures[4], NULL);
    canvas_rule(canvas, area.row, area.column, area.width, NULL);
    hours_line(board, canvas, (struct area){area.row + 1, area.column, 1, area.width});
    canvas_text(canvas, area.row + 2, area.column + 1, area.width - 1, ROLE_PLAIN, buffer_string(&words));
    buffer_free(&words);
}

int board_cursor(const struct board *board)
{
    return 2 + list_marked_row(&board->list);
}
