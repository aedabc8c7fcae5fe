/* What a terminal is asked at the start, and what its answers say: how many cells it takes for ─ and for ·,
 * which background it has, whether it is PuTTY. Nobody waits for the answers: the program begins with borders
 * of ASCII, and what is known when the last answer has come is drawn from then on. Pure. */
#ifndef TERM_QUESTION_H
#define TERM_QUESTION_H

#include <stdbool.h>

#include "base/buffer.h"
#include "term/colour.h"

struct question {
    int line_cells, dot_cells; /* 0: not told; 3: no UTF-8 */
    enum ground ground;
    bool putty;
    bool complete; /* the terminal has said all that it will say */
};

/* Appends what asks. Both characters are written on the second row and erased again, with the cursor back
 * where it was: the screen must not show anything there yet. The first row would not do, the answer is
 * Shift-F3 there. Last comes a question that every terminal answers (DA1): behind that answer nothing else is
 * to be expected. What not every terminal swallows that does not know it (OSC 11, secondary DA) is asked of
 * modern ones alone. */
void question_write(struct buffer *out, bool modern);

/* Takes an answer as key_decoder_report() gives it; foreign ones are ignored. */
void question_answer(struct question *question, const char *report);

#endif
