/* The daily report: what is asked of the database for it, and its words as people read them and as a
 * spreadsheet does. */
#ifndef STORE_REPORT_H
#define STORE_REPORT_H

#include "base/buffer.h"
#include "store/reply.h"

enum report_part { REPORT_ITEMS, REPORT_STAGES, REPORT_REASONS, REPORT_PARTS };

struct report {
    const char *region, *from, *to; /* days as YYYY-MM-DD; the same one for a day */
};

/* One part. Each is a short transaction of its own over rows that were folded: it holds up nobody. region,
 * from and to are borrowed until the call was made. */
struct store_query report_query(enum report_part part, const char *region, const char *from, const char *to);

/* Lines in columns that fit into 80 cells, long names cut, in the language of the process: begin, the parts
 * in order as they come, end. */
void report_text_begin(const struct report *report, struct buffer *out);
void report_text_part(enum report_part part, const struct store_reply *reply, struct buffer *out);
void report_text_end(struct buffer *out);

/* One table for all parts, its first line the names of the columns (the same in every language), durations in
 * working days. */
void report_csv_begin(struct buffer *out);
void report_csv_part(const struct report *report, enum report_part part, const struct store_reply *reply,
                     struct buffer *out);

/* Minutes of working time as working days with two decimals; "" where the column is null. */
void report_days(const struct store_reply *reply, int row, const char *column, struct buffer *out);

#endif
