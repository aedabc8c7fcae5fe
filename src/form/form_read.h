/* How one field's typed text becomes what is kept, is judged, and becomes what is shown. Used by form.c
 * alone. */
#ifndef FORM_FORM_READ_H
#define FORM_FORM_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "model/date.h"
#include "spec/item.h"

/* Appends what is kept for a typed text; what cannot be read comes back as typed. */
void form_read(const struct spec_field *field, const char *typed, struct date today, struct buffer *kept);

struct form_reading {
    struct date today;
    const char *argument; /* of the check, or NULL */
    bool (*region_known)(void *, const char *);
    void *regions;
};

/* Judges a kept value that is not empty: false with an E_ code; true, perhaps with a W_ code in the error. */
bool form_check(const struct spec_field *field, const char *value, const struct form_reading *reading,
                struct error *error);

/* The argument that a field's own bound gives to its check, written into text; NULL where there is none. */
const char *form_bound(const struct spec_field *field, char *text, size_t size);

/* Sex or birth of an identity number; "" kept out: NULL where the number does not tell it. */
const char *form_identity_part(enum spec_compute part, const char *number, char text[DATE_TEXT]);

/* Appends a code of the field's list and its name, a region with its city. */
void form_code_write(const struct spec_field *field, const struct spec_code *code, bool english,
                     struct buffer *out);

/* Appends the value for the eye. */
void form_write(const struct spec_field *field, const char *value, bool english, struct buffer *out);

#endif
