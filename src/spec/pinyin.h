/* The initials of a character's readings in pinyin, from the Unicode data (tools/pinyin-table.awk). */
#ifndef SPEC_PINYIN_H
#define SPEC_PINYIN_H

#include <stdint.h>

/* The initials of all readings, the most usual first, e.g. "xh" for 行, at most four small letters; "" for what is
 * no hanzi. */
const char *pinyin_initials(uint32_t code_point);

#endif
