/* Names of people. Counted in code points (𠮷 is one), never in bytes. */
#ifndef MODEL_NAME_H
#define MODEL_NAME_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"

enum name_kind {
    NAME_CHINESE, /* 2-50 Han characters (extensions A to I, 〇), U+00B7 between them */
    NAME_ANY, /* 1-100; Han and U+00B7, or Latin capitals with space - ' . , as the passport writes them */
};

/* Errors: E_TEXT_UTF8, E_NAME_SHORT {length, least}, E_NAME_LONG {length, most}, E_NAME_CONTROL {code,
 * position} (a control or invisible character), E_NAME_PRIVATE {code, position} (a self-made character of a
 * private area), E_NAME_LOWER {found, position}, E_NAME_CHARACTER {found, position}, E_NAME_DOT (the dot
 * stands at an end or twice), E_NAME_SPACE (likewise). */
bool name_check(const char *name, enum name_kind kind, struct error *error);

/* True if full-width Latin letters stand in it: allowed in NAME_ANY, to be looked at. */
bool name_has_wide_letters(const char *name);

/* Appends the name with the dots •．・‧ as U+00B7, spaces at the ends and beside Han characters left out,
 * other runs of spaces as one, and for NAME_ANY the letters a-z as capitals. */
void name_normalise(struct buffer *out, const char *name, enum name_kind kind);

#endif
