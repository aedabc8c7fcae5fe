/* Small helpers of this folder for saying what is wrong with a value. */
#ifndef MODEL_FAULT_H
#define MODEL_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Code {length}: the number of characters (code points) of the value. Returns false. */
bool fault_length(struct error *error, const char *code, const char *value);

/* Code {position, found}: the character at a byte offset, position counted in characters from 1. Returns
 * false. */
bool fault_character(struct error *error, const char *code, const char *value, size_t offset);

/* Code {expected, found}: a check character and what stands in its place. Returns false. */
bool fault_expected(struct error *error, const char *code, char expected, char found);

/* error_set() with one number. Returns false. */
bool fault_number(struct error *error, const char *code, const char *name, long long number);

#endif
