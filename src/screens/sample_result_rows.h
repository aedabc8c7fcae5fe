/* The rows of what second looks found: those that differ and wait for an answer, or the table by person and
 * reason. */
#ifndef SCREENS_SAMPLE_RESULT_ROWS_H
#define SCREENS_SAMPLE_RESULT_ROWS_H

#include "screens/desk.h"
#include "ui/list.h"

struct sample_result_row;

struct sample_result_rows {
    struct desk *desk;
    bool table;        /* by person and reason */
    struct list *list; /* refreshed when the rows came */
    struct sample_result_row *rows;
    size_t count;
    bool loaded;
};

/* A list of them; it belongs to the screen. */
struct list sample_result_list(struct sample_result_rows *rows);

/* Asks the database anew. Forget it under `rows` (desk_forget) before they go. */
void sample_result_rows_ask(struct sample_result_rows *rows);
void sample_result_rows_free(struct sample_result_rows *rows);

/* The sample and the case of a row, both 0 in the table; and the sentence on it, NULL there. */
int64_t sample_result_sample(const struct sample_result_rows *rows, size_t index);
int64_t sample_result_case(const struct sample_result_rows *rows, size_t index);
const char *sample_result_words(const struct sample_result_rows *rows, size_t index);

#endif
