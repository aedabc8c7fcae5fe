#include "screens/board_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/text.h"

struct board_window {
    struct board_row row;
    int number;
    int64_t case_id;
    char *name, *state, *since, *words, *until;
};

static void row_free(struct board_row *row)
{
    for (int i = 0; i < BOARD_CELLS; i++)
        free(row->cells[i]);
    *row = (struct board_row){0};
}

static void windows_free(struct board *board)
{
    for (size_t i = 0; i < board->window_count; i++) {
        struct board_window *window = &board->windows[i];
        char *texts[] = {window->name, window->state, window->since, window->words, window->until};
        row_free(&window->row);
        for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
            free(texts[k]);
    }
    free(board->windows);
    board->windows = NULL;
    board->window_count = 0;
}

static void stages_free(struct board *board)
{
    for (size_t i = 0; i < board->stage_count; i++)
        row_free(&board->stages[i]);
    board->stage_count = 0;
}

void board_rows_free(struct board *board)
{
    windows_free(board);
    stages_free(board);
}

const struct board_row *board_window_row(const struct board *board, size_t index)
{
    return &board->windows[index].row;
}

/* --- windows */

static char *mean_write(const struct store_reply *reply, int at)
{
    char words[32];
    if (store_reply_null(reply, at, "mean"))
        return memory_text("-");
    long long seconds = (long long)store_reply_number(reply, at, "mean");
    snprintf(words, sizeof(words), "%lld:%02lld", seconds / 60, seconds % 60);
    return memory_text(words);
}

static enum role state_role(const char *state)
{
    return strcmp(state, "silent") == 0                                  ? ROLE_WRONG
           : strcmp(state, "authorise") == 0                             ? ROLE_NEAR
           : strcmp(state, "closed") == 0 || strcmp(state, "empty") == 0 ? ROLE_LABEL
                                                                         : ROLE_PLAIN;
}

static char *state_write(const struct board_window *window)
{
    struct buffer words = {0};
    bool closed = window->words && strcmp(window->state, "closed") != 0; /* and somebody is still at work */
    buffer_format(&words, "%s%s%s%s%s", text_of("SEAT", window->state), *window->since ? " " : "",
                  window->since, closed ? " " : "", closed ? text("SEAT_SHUT") : "");
    return buffer_take(&words);
}

static struct board_window window_read(const struct store_reply *reply, int at)
{
    char number[16];
    struct board_window window = {
        .number = (int)store_reply_number(reply, at, "window_number"),
        .case_id = store_reply_number(reply, at, "case_id"),
        .name = memory_text(store_reply_text(reply, at, "name")),
        .state = memory_text(store_reply_text(reply, at, "state")),
        .since = memory_text(store_reply_text(reply, at, "since")),
        .words =
            store_reply_null(reply, at, "words") ? NULL : memory_text(store_reply_text(reply, at, "words")),
        .until = memory_text(store_reply_text(reply, at, "until")),
    };
    snprintf(number, sizeof(number), "%02d", window.number);
    window.row = (struct board_row){
        .cells = {memory_text(number), memory_text(*window.name ? window.name : "-"), state_write(&window),
                  memory_text(store_reply_text(reply, at, "done")), mean_write(reply, at),
                  memory_text(store_reply_text(reply, at, "parked"))}};
    window.row.roles[2] = state_role(window.state);
    return window;
}

void board_windows_take(struct board *board, const struct store_reply *reply)
{
    windows_free(board);
    board->windows = memory_get((size_t)store_reply_rows(reply), sizeof(*board->windows));
    for (int at = 0; at < store_reply_rows(reply); at++)
        board->windows[board->window_count++] = window_read(reply, at);
}

/* --- stages */

static void hands_write(const struct store_reply *reply, int at, struct board_row *row)
{
    const char *holders = store_reply_text(reply, at, "holders");
    struct buffer words = {0};
    if (store_reply_null(reply, at, "people") || store_reply_number(reply, at, "busy") == 0)
        buffer_text(&words, "");
    else if (store_reply_number(reply, at, "people") == 0)
        buffer_text(&words, text("BOARD_NOBODY"));
    else if (*holders)
        buffer_text(&words, holders);
    else
        text_fill(&words, "BOARD_PEOPLE", "count", store_reply_text(reply, at, "people"), NULL);
    row->roles[5] = !store_reply_null(reply, at, "people") && store_reply_number(reply, at, "people") == 0 &&
                            store_reply_number(reply, at, "busy") > 0
                        ? ROLE_WRONG
                        : ROLE_PLAIN;
    row->cells[5] = buffer_take(&words);
}

void board_stages_take(struct board *board, const struct store_reply *reply)
{
    static const char *const figures[] = {"busy", "oldest", "near", "overdue"};
    stages_free(board);
    for (int at = 0; at < store_reply_rows(reply) && at < BOARD_STAGES; at++) {
        struct board_row *row = &board->stages[board->stage_count++];
        row->cells[0] = memory_text(text_of("BOARD_STAGE", store_reply_text(reply, at, "stage")));
        for (int i = 0; i < 4; i++)
            row->cells[1 + i] = memory_text(store_reply_text(reply, at, figures[i]));
        row->roles[3] = strcmp(row->cells[3], "0") != 0 ? ROLE_NEAR : ROLE_PLAIN;
        row->roles[4] = strcmp(row->cells[4], "0") != 0 ? ROLE_OVER : ROLE_PLAIN;
        hands_write(reply, at, row);
    }
}

/* --- the marked window */

static const struct board_window *marked(const struct board *board)
{
    long at = list_selected(&board->list);
    return at == LIST_NONE ? NULL : &board->windows[at];
}

int board_window(const struct board *board)
{
    return marked(board) ? marked(board)->number : 0;
}

void board_window_title(const struct board *board, struct buffer *out)
{
    const struct board_window *window = marked(board);
    if (window)
        text_fill(out, "AUTHORISE_WHERE", "window", window->row.cells[0], "clerk", window->name, NULL);
}

bool board_window_closed(const struct board *board)
{
    return marked(board) && marked(board)->words;
}

int64_t board_window_case(const struct board *board)
{
    return marked(board) ? marked(board)->case_id : 0;
}

void board_window_explain(const struct board *board, struct buffer *out)
{
    const struct board_window *window = marked(board);
    if (!window)
        return;
    if (window->words)
        text_fill(out, "BOARD_CLOSED", "words", window->words, "until", window->until, NULL);
    else
        text_fill(out, text_of("SEAT_EXPLAIN", window->state), "who", window->name, "since", window->since,
                  NULL);
}
