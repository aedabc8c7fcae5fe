/* What a clerk sees: which screen this is, where the cursor stands, what line 1 says. */
#ifndef FAULT_SIGHT_H
#define FAULT_SIGHT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "story/driver.h"

enum place {
    PLACE_UNKNOWN,
    PLACE_LOGIN,
    PLACE_CREDENTIAL, /* who is it */
    PLACE_PERSON,     /* the person's cases */
    PLACE_PICKER,
    PLACE_FORM,
    PLACE_MATERIALS,
    PLACE_ASK_PATH,  /* box: where is the file */
    PLACE_ASK_PROOF, /* box: cannot be produced, what now */
    PLACE_ASK_END,   /* box: end the visit */
    PLACE_LETTER,
    PLACE_READBACK,
    PLACE_RECEIPT,
    PLACE_SLIP,
    PLACE_QUESTION, /* another box, which Esc leaves */
};

struct sight {
    enum place place;
    bool cut;             /* 库断 in line 1 */
    struct buffer screen; /* all of it, a line a row */
    char label[64];       /* of the field with the cursor, without marks; "" when it stands in none */
    bool filled;          /* something stands in that field */
    char marked[96];      /* the marked row of a list: behind ">" */
    char next[128];       /* the line that says what to do next */
};

/* Looks at the screen as it stands; sight must be zeroed or have been used before. */
void sight_read(struct sight *sight, const struct driver *driver);
void sight_free(struct sight *sight);

bool sight_shows(const struct sight *sight, const char *text);

/* The digits and hyphens behind a label, hyphens left out: the number of a receipt, the code of a slip. */
bool sight_number(const struct sight *sight, const char *label, char *to, unsigned size);

#endif
