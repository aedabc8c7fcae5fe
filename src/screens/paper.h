/* A page of lines to be read: letter, receipt, read-back. Scrolls; wrapped to the width at each draw. */
#ifndef SCREENS_PAPER_H
#define SCREENS_PAPER_H

#include "base/buffer.h"
#include "term/canvas.h"
#include "ui/command.h"

struct paper {
    struct buffer text; /* lines ended by '\n' */
    int top;            /* first wrapped line that is shown */
};

void paper_line(struct paper *paper, const char *text);
/* "name   value", the value in its own column. */
void paper_pair(struct paper *paper, const char *name, const char *value);
void paper_free(struct paper *paper);

/* Scrolls on down, up, group-next, group-previous, next-field, previous-field; false for other commands. */
bool paper_command(struct paper *paper, enum command command);

void paper_draw(const struct paper *paper, struct canvas *canvas, struct area area);

#endif
