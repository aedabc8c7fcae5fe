/* A form that is being filled in: the values of one case against its definition. Pure: no terminal, no
 * database.
 *
 * Values are kept as the database keeps them (dates YYYY-MM-DD, amounts in fen, codes). A value that is wrong
 * is kept as it was typed and marked; only acceptance refuses it. A masked value came from the database and
 * is not known here
 * ("138****6612"): it counts as right until somebody types over it.
 *
 * yc.case_faults() judges the same by the same definition; it decides. */
#ifndef FORM_FORM_H
#define FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "model/date.h"
#include "spec/item.h"

/* FORM_UNIT: from a colleague of the same unit, always to be confirmed. */
enum form_source {
    FORM_NOTHING,
    FORM_TYPED,
    FORM_PERSON,
    FORM_EARLIER,
    FORM_FIXED,
    FORM_COMPUTED,
    FORM_UNIT
};

enum form_mark {
    FORM_CLEAR,   /* right, or empty and not required */
    FORM_MISSING, /* * required and empty */
    FORM_CONFIRM, /* ? old enough to be confirmed */
    FORM_WRONG,   /* ! */
};

struct form;

/* The item is borrowed and must outlive the form. today is the database's. region_known: see model/check.h.
 */
struct form *form_new(const struct spec_item *item, struct date today,
                      bool (*region_known)(void *, const char *), void *regions);
void form_free(struct form **form);

const struct spec_item *form_item(const struct form *form);

/* Takes a value over from the database. source_on: YYYY-MM-DD or "". Unknown keys are left aside. */
void form_load(struct form *form, const char *key, const char *value, bool masked, enum form_source source,
               const char *source_on);

/* The source of the database's word (typed, person, earlier, fixed, computed, unit). */
enum form_source form_source_parse(const char *word);

/* Types into a field: what was typed is read by the field's type and check (20260302, 0302, t, full-width
 * forms, initials or words of a code) and kept; what cannot be read is kept as typed. Computed fields follow.
 * Returns true when the kept value of this field changed (so that it has to be saved). */
bool form_type(struct form *form, size_t field, const char *typed);

/* "Still the same": a value that was to be confirmed counts from now on. True when it has to be saved: a
 * colleague's is the applicant's own now, as if typed. */
bool form_confirm(struct form *form, size_t field);

/* A field exists in this case only while its condition holds. */
bool form_shown(const struct form *form, size_t field);

/* Nobody types into it: computed, or given by the credential. */
bool form_fixed(const struct form *form, size_t field);

const char *form_value(const struct form *form, size_t field); /* as kept; "" when empty; masked as it came */
bool form_masked(const struct form *form, size_t field);
enum form_source form_source(const struct form *form, size_t field);
const char *form_source_on(const struct form *form, size_t field);

/* The value for the eye: a code with its name, yuan, the date; in the given language (0 zh, 1 en of struct
 * spec_name). */
void form_show(const struct form *form, size_t field, bool english, struct buffer *out);

enum form_mark form_mark(const struct form *form, size_t field);

/* Why the field is marked wrong (or a warning on a clear one); NULL when there is nothing to say. */
const struct error *form_fault(const struct form *form, size_t field);

struct form_counts {
    int missing, wrong, confirm;
};
struct form_counts form_counts(const struct form *form);

enum { FORM_NONE = -1 };

/* The next field after `field` (FORM_NONE: from the first) that is missing, wrong or to be confirmed, once
 * around; FORM_NONE: all done. */
long form_next_thing(const struct form *form, long field);

/* The next or previous shown field that can be typed into; FORM_NONE at the end. */
long form_step(const struct form *form, long field, int direction);

/* Whether a condition of the definition holds for the values now; a value that is wrong by its check counts
 * as not there. Twin of yc.condition_holds() over yc.values_seen(). */
bool form_condition_holds(const struct form *form, const struct spec_condition *condition);

/* Whether a material is needed now. */
bool form_material_needed(const struct form *form, size_t material);

#endif
