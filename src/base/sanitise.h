/* The one gate through which foreign text goes before it reaches a terminal, a log or a title. */
#ifndef BASE_SANITISE_H
#define BASE_SANITISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Appends text for one line of a terminal: controls (C0, DEL, C1) as \xNN, bidirectional controls, zero-width
 * space, BOM, soft hyphen, tags and other invisible format characters as \u{XXXX}, bytes that are no UTF-8 as
 * \xNN. ZWJ and ZWNJ stay behind a visible character. Nothing that comes out can move the cursor or turn the
 * line. */
void sanitise(struct buffer *out, const char *text, size_t length);

/* The same as a fresh string; free with free(). NULL gives "". */
char *sanitised(const char *text);

/* False for what sanitise() writes as an escape wherever it stands: controls, bidirectional and invisible
 * format characters. Values that are kept hold none of these. */
bool sanitise_visible(uint32_t code_point);

#endif
