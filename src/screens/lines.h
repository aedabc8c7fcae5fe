/* A value of several lines where there is room for one. */
#ifndef SCREENS_LINES_H
#define SCREENS_LINES_H

#include "base/buffer.h"
#include "term/canvas.h"

/* Appends it with a blank for each line feed. */
void lines_flat(struct buffer *out, const char *text);

/* Lines of it; 0 of "". */
size_t lines_count(const char *text);

/* Draws its first words (of the first line that has any) and, where there are more, how many lines it has. */
void lines_draw(struct canvas *canvas, int row, int column, int width, enum role role, const char *text);

#endif
