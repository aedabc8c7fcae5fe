/* Lines of comma-separated values (RFC 4180) that a spreadsheet opens without running anything in them. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>

#include "base/buffer.h"

/* What a file begins with so that spreadsheets read it as UTF-8. */
#define CSV_BEGIN "\xEF\xBB\xBF"

/* Appends a value; first: it begins its line. Quoted where it has to be. What a spreadsheet would take for a
 * formula (it begins with = + - @, in full width too, a tab or a return) gets an apostrophe in front. */
void csv_cell(struct buffer *line, const char *value, bool first);

/* Ends the line. */
void csv_end(struct buffer *line);

#endif
