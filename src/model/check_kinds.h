/* The checks that need to know more than the value (today, an argument, the regions), for check.c's table. */
#ifndef MODEL_CHECK_KINDS_H
#define MODEL_CHECK_KINDS_H

#include "model/check.h"

typedef enum check_result check_function(const char *value, const struct check_context *context,
                                         struct error *error);

check_function check_id18, check_id_any, check_ssnum, check_name_any, check_text; /* check_person.c */
check_function check_code, check_region6, check_region12, check_int, check_ym;    /* check_figure.c */
check_function check_date, check_date_past, check_date_future;
check_function check_lines; /* check_lines.c */

/* What is kept of several lines, appended: for check_normalise(). */
void check_lines_normalise(struct buffer *out, const char *value);

/* Length and characters of a text; most: where the argument bounds nothing; lines: a line feed may stand in
 * it. */
bool check_text_sound(const char *value, const struct check_context *context, long long most, bool lines,
                      struct error *error);
check_function check_time, check_time_past;

/* CHECK_OK or CHECK_BAD. */
enum check_result check_bool(bool good);

/* Whether the first six characters are a known region. */
bool check_region_known(const char *number, const struct check_context *context);

/* "LEAST..MOST", or "MOST" alone; both stay as they are where there is no argument. False: neither of these.
 */
bool check_bounds(const char *argument, long long *least, long long *most);

/* Sets E_CHECK_ARGUMENT {argument}. */
enum check_result check_argument_bad(const struct check_context *context, struct error *error);

#endif
