/* A page of lines to be read: letter, receipt, read-back. Wrapped to its width; scrolls by rows as they are
 * shown, so that every row comes by. */
#ifndef SCREENS_PAPER_H
#define SCREENS_PAPER_H

#include "base/buffer.h"
#include "term/canvas.h"
#include "ui/command.h"

struct paper {
    struct buffer text; /* lines ended by '\n'; a pair has a tab between name and value, an item '\v' behind
                           its number */
    int top;            /* first row that is shown */
    int height, width;  /* of the area, set by paper_arrange() */
};

void paper_line(struct paper *paper, const char *text);
/* "name   value", the values in a column of their own; one of several lines stands unfolded there. */
void paper_pair(struct paper *paper, const char *name, const char *value);
/* "1. text": further rows begin under the text. */
void paper_item(struct paper *paper, const char *number, const char *text);
void paper_free(struct paper *paper); /* wiped: personal values may stand in it */

/* The area in which it will be drawn: at open and at each resize. */
void paper_arrange(struct paper *paper, struct area area);

/* Scrolls on down, up, group-next, group-previous, next-field, previous-field; false for other commands. */
bool paper_command(struct paper *paper, enum command command);

/* Scrolls so that a line (the first is 0) is shown whole where it can be. */
void paper_show(struct paper *paper, int line);

/* Appends a title, and behind it that there is more below what is shown. */
void paper_title(const struct paper *paper, const char *title, struct buffer *out);

void paper_draw(const struct paper *paper, struct canvas *canvas, struct area area);

#endif
