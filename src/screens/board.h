/* The figures of the supervise screen: windows at the left, the back factory by stage at the right, the
 * hall's hours below. Windows and stages keep their places; only figures change. */
#ifndef SCREENS_BOARD_H
#define SCREENS_BOARD_H

#include "screens/desk.h"
#include "ui/list.h"

struct board_window;

enum { BOARD_STAGES = 9, BOARD_CELLS = 7, BOARD_HOURS = 24, BOARD_BELOW = 3 }; /* BELOW: rows for the hours */

/* A row of words. */
struct board_row {
    char *cells[BOARD_CELLS];
    enum role roles[BOARD_CELLS];
};

struct board_hour {
    int hour;
    int64_t came;
};

struct board {
    struct desk *desk;
    struct list list; /* the windows */
    struct board_window *windows;
    size_t window_count;
    struct board_row stages[BOARD_STAGES];
    size_t stage_count;
    struct board_hour hours[BOARD_HOURS];
    size_t hour_count;
    int64_t ended[5]; /* visits ended today: accepted, received, lacking, asked, gone */
};

/* The list refers to *board: it must not move. */
void board_open(struct board *board, struct desk *desk);
void board_free(struct board *board);

/* Asks the database anew. */
void board_ask(struct board *board);

/* For an area of so many rows, rule and titles included. */
void board_arrange(struct board *board, int height);
void board_draw(const struct board *board, struct canvas *canvas, struct area area);
void board_hours_draw(const struct board *board, struct canvas *canvas, struct area area);
int board_cursor(const struct board *board); /* row within its area */

/* The marked window: its number (0: there is none), "02窗 王芳", whether it is closed, the case that it is at
 * (0: none), and a sentence on it. */
int board_window(const struct board *board);
void board_window_title(const struct board *board, struct buffer *out);
bool board_window_closed(const struct board *board);
int64_t board_window_case(const struct board *board);
void board_window_explain(const struct board *board, struct buffer *out);

#endif
