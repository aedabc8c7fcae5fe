/* Characters from bytes that come one by one. Included by key_decoder.c alone. */
#ifndef TERM_KEY_TEXT_H
#define TERM_KEY_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"

struct key_text {
    char bytes[UTF8_MAX];
    size_t count, need; /* count 0: no character has begun */
};

/* Takes a byte that is no control; returns how many characters came of it (0 to 2). What is no UTF-8 is
 * UTF8_REPLACEMENT; C1 controls are none. */
int key_text_byte(struct key_text *text, unsigned char byte, uint32_t code_points[2]);

void key_text_clear(struct key_text *text);

#endif
