/* Writing JSON, as much as is needed. */
#ifndef SPEC_JSON_H
#define SPEC_JSON_H

#include "base/buffer.h"

/* Appends a text as a JSON string, quotes included. */
void json_text(struct buffer *out, const char *text);

#endif
