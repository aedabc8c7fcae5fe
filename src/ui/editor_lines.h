/* Several lines in an editor (its setting `lines`): its text wrapped at the width of the window, whose last
 * cell is the cursor's; between Chinese characters, and at blanks between words. Rows count from 0. Pure. */
#ifndef UI_EDITOR_LINES_H
#define UI_EDITOR_LINES_H

#include "ui/editor.h"

/* At least 1: behind a line feed a row stands, empty as it may be. */
int editor_lines_rows(const struct editor *editor);

/* Where the cursor stands. */
void editor_lines_place(const struct editor *editor, int *row, int *column);

/* So many rows down, or up where it is negative, as near to the column where that began as the rows allow. */
enum editor_result editor_lines_step(struct editor *editor, int rows);

/* Where Home and End lead from the cursor: bytes. */
size_t editor_lines_home(const struct editor *editor);
size_t editor_lines_end(const struct editor *editor);

/* Draws the rows from `top` on. */
void editor_lines_draw(const struct editor *editor, struct canvas *canvas, struct area area, int top,
                       enum role role);

#endif
