/* The rows of the board, from the database's answers to words. Inside of board.h. */
#ifndef SCREENS_BOARD_ROWS_H
#define SCREENS_BOARD_ROWS_H

#include "screens/board.h"

void board_windows_take(struct board *board, const struct store_reply *reply);
void board_stages_take(struct board *board, const struct store_reply *reply);
void board_rows_free(struct board *board);
const struct board_row *board_window_row(const struct board *board, size_t index);

#endif
