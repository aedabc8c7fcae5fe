#include "term/question.h"

#include <stdio.h>
#include <string.h>

/* Sources: ECMA-48 8.3.35 DSR, 8.3.24 DA; XTerm Control Sequences for OSC 11 and secondary DA. */
void question_write(struct buffer *out, bool modern)
{
    buffer_text(out, "\0337"
                     "\033[2;1H─\033[6n"
                     "\033[2;1H·\033[6n"
                     "\033[2;1H\033[K"
                     "\0338");
    if (modern)
        buffer_text(out, "\033]11;?\033\\\033[>c");
    buffer_text(out, "\033[c");
}

/* The column behind a character that began in the first; in a terminal that knows no UTF-8 it is the fourth.
 */
static void measured(struct question *question, int column)
{
    int cells = column > 1 ? column - 1 : 1;
    if (question->line_cells == 0)
        question->line_cells = cells;
    else if (question->dot_cells == 0)
        question->dot_cells = cells;
}

void question_answer(struct question *question, const char *report)
{
    enum { PUTTY = 136 }; /* PuTTY's terminal.c: "\033[>0;136;0c" */
    int row, column, kind, version;
    char end;
    if (sscanf(report, "[%d;%d%c", &row, &column, &end) == 3 && end == 'R')
        measured(question, column);
    else if (strncmp(report, "]11;", 4) == 0)
        question->ground = colour_ground(report + 4);
    else if (sscanf(report, "[>%d;%d", &kind, &version) == 2)
        question->putty = kind == 0 && version == PUTTY;
    else if (strncmp(report, "[?", 2) == 0)
        question->complete = true;
}
