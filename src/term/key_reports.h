/* Answers of the terminal that wait to be fetched. Included by key_decoder.c alone. */
#ifndef TERM_KEY_REPORTS_H
#define TERM_KEY_REPORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "term/key.h"

enum { KEY_REPORTS_MOST = 8 };

/* Zeroed it is empty. */
struct key_reports {
    char texts[KEY_REPORTS_MOST][KEY_REPORT_MOST];
    size_t count;
};

/* Whether "ESC [ parameters final" is an answer and no key. */
bool key_reports_wants(const char *parameters, unsigned char final);

/* Adds start, middle and end as one text; the oldest goes where nobody fetches them. */
void key_reports_add(struct key_reports *reports, const char *start, const char *middle, char end);

/* As key_decoder_report(). */
bool key_reports_take(struct key_reports *reports, char text[static KEY_REPORT_MOST]);

#endif
