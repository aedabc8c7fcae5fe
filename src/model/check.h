/* The named checks that definitions give to fields. yc.check_value() is the twin in SQL, with the same codes;
 * tests/vectors/checks.tsv holds both to one another.
 *
 * The way of a typed value: check_read() turns what was typed into what is kept (normalised; a date as
 * YYYY-MM-DD, a month as YYYY-MM, an amount as fen), check_run() judges what is kept. Whether a value must be
 * there at all is not asked here. */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "model/date.h"

enum check_result {
    CHECK_OK,
    CHECK_WARN, /* may stand, if somebody says so; error has a W_ code */
    CHECK_BAD,  /* error has an E_ code */
};

struct check_context {
    struct date today;
    /* NULL, or: id_any: the id_type; int: "LEAST..MOST"; text and lines: "MOST" or "LEAST..MOST" code points;
     * date: days after today that are still allowed; code: the codes, separated by commas. */
    const char *argument;
    /* Whether six digits stand in the table of GB/T 2260; NULL: nobody can say, every region passes. */
    bool (*region_known)(void *regions, const char *code);
    void *regions; /* handed to region_known */
};

/* The names of all checks, ascending; NULL after the last one. */
const char *check_name(size_t index);
bool check_exists(const char *name);

/* Judges a kept value. E_CHECK_UNKNOWN {name} for a name that is none, E_CHECK_ARGUMENT {argument} for bounds
 * that are none, E_ID_TYPE for id_any without an id_type; other codes are listed in identity.h, number.h,
 * name.h, money.h, date.h, case_number.h and in the catalogue src/text/zh/model.po. */
enum check_result check_run(const char *name, const char *value, const struct check_context *context,
                            struct error *error);

/* Appends the typed value as the check wants it: full-width forms as ASCII, spaces and dashes left out of
 * numbers, capitals where the standard has them, the dots of names as U+00B7, text without spaces at its
 * ends, lines without those behind them and without empty ones at the end, LF between them. A value that is
 * normal comes back unchanged. An unknown name: unchanged. */
void check_normalise(const char *name, const char *value, struct buffer *out);

/* Appends what is kept for a typed value: normalises, then reads the typed forms of dates (date.h), months
 * and amounts. Errors: E_DATE_FORM, E_DATE_NONE, E_AMOUNT_FORM, E_AMOUNT_DECIMALS, E_AMOUNT_RANGE. */
bool check_read(const char *name, const char *typed, struct date today, struct buffer *kept,
                struct error *error);

#endif
