/* UTF-8 and the width of text in terminal cells.
 *
 * Widths come from our own table, made from the Unicode data at build time (EastAsianWidth W and F
 * are 2 cells, combining marks and format characters 0), never from wcwidth(), whose answer depends
 * on the locale. Ambiguous characters (EastAsianWidth A: · “ ─ Greek, Cyrillic) count 1 unless
 * the terminal was found to draw them in 2. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UTF8_REPLACEMENT = 0xFFFD, UTF8_MAX = 4 };

/* Decodes one code point from the first length bytes (length >= 1). Returns the bytes taken, at least 1;
 * what is no UTF-8 (overlong, surrogate, beyond U+10FFFF, cut off) gives UTF8_REPLACEMENT and takes 1 byte.
 */
size_t utf8_decode(const char *text, size_t length, uint32_t *code_point);

/* Encodes into bytes; returns how many (1..4). What is no scalar value is written as UTF8_REPLACEMENT. */
size_t utf8_encode(uint32_t code_point, char bytes[UTF8_MAX]);

bool utf8_valid(const char *text, size_t length);

/* Number of code points (not bytes, not cells) of a string. */
size_t utf8_count(const char *text);

/* Cells of ambiguous characters from now on, 1 or 2, and apart from them those of lines and blocks (U+2500 to
 * U+259F), which many terminals draw in 1 all the same. One setting for the process, since it has one
 * terminal: term/ sets it when it knows. */
void cell_width_ambiguous(int cells, int line_cells);

/* Cells that a code point takes: 0, 1 or 2. Controls count 0: sanitise first. */
int cell_width(uint32_t code_point);

/* Cells of a string. */
int text_width(const char *text);

/* Bytes of the longest prefix that fits into so many cells, with the combining marks that follow it. */
size_t text_fit(const char *text, int cells);

/* Start of the cluster (a base character and its marks; a line feed) after / before the byte position. */
size_t text_next(const char *text, size_t position);
size_t text_previous(const char *text, size_t position);

/* Full-width ASCII forms (U+FF01..FF5E), U+3000, and the Chinese full stop and comma 。 、 as ASCII
 * (a space, '.', '/'): what an input method left on delivers in code, number, date and search fields.
 * Other code points come back unchanged. */
uint32_t halfwidth(uint32_t code_point);

#endif
