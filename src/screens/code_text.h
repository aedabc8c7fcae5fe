/* The code lists that definitions pin, each text read once: what a hundred items have in common, above all
 * the regions of the whole country (some 30 ms and 1 MB each time), stands in memory once. */
#ifndef SCREENS_CODE_TEXT_H
#define SCREENS_CODE_TEXT_H

#include <stdbool.h>

#include "spec/faults.h"
#include "spec/set.h"

struct code_texts; /* opaque; NULL: none yet */

/* Lends the list of this resolved text to the set, reading it only if nobody had this very text before. The
 * texts have to outlive the set. False: it cannot be read (with faults), or the set has one of that name. */
bool code_text_lend(struct code_texts **texts, const char *code, const char *body, struct spec_set *set,
                    struct spec_faults *faults);

void code_texts_free(struct code_texts **texts);

#endif
