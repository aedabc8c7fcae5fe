/* Values of a code list: one code, or several in the order of the list with commas between them (01,03). */
#ifndef FORM_FORM_CODES_H
#define FORM_FORM_CODES_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "spec/item.h"

/* Appends the code that was typed: its digits ("2" stands for "02"), or the only one that initials or words
 * find; what finds none, or several, as typed. */
void form_code_read(const struct spec_codes *codes, const char *typed, struct buffer *kept);

/* Appends the codes that were typed, with commas, blanks, 、 or / between them: in the order of the list and
 * each once. With one among them that finds nothing all stay in the order in which they were typed. */
void form_codes_read(const struct spec_codes *codes, const char *typed, struct buffer *kept);

/* Whether a kept value names the code. */
bool form_codes_have(const char *value, const char *code);

/* Judges a kept value, the first code that is wrong: E_FIELD_CODE, E_FIELD_CODE_CLOSED {value: that code}. */
bool form_code_check(const struct spec_codes *codes, const char *value, struct error *error);
bool form_codes_check(const struct spec_codes *codes, const char *value, struct error *error);

/* Appends the value and behind it the names of its codes, as yc.code_words() has them: cut off at the end it
 * still tells all codes. */
void form_codes_write(const struct spec_codes *codes, const char *value, bool english, struct buffer *out);

#endif
