/* What is shown of a personal value by default. The kind is the name of the value's check (check.h).
 *
 * Identity numbers (id18, id_any, ssnum): 210104********2021; shorter ones keep the first and the last two
 * characters. mobile, phone: 138****6612. luhn (accounts): ****0016. Names: 张*兰. email: z***@example.com.
 * sscard, unit_no, person_no as identity numbers. Everything else: ****. yc.mask() is the twin;
 * tests/vectors/mask.tsv holds them together. */
#ifndef MODEL_MASK_H
#define MODEL_MASK_H

#include "base/buffer.h"

/* Appends the masked value; "" stays "". */
void mask_append(struct buffer *out, const char *kind, const char *value);

#endif
