/* The inside of struct form, for form.c, form_judge.c and form_rules.c alone. */
#ifndef FORM_FORM_INSIDE_H
#define FORM_FORM_INSIDE_H

#include "form/form.h"

struct value {
    char *text; /* never NULL */
    char source_on[DATE_TEXT];
    enum form_source source;
    bool masked;
    bool confirmed;
    bool shown;
    enum form_mark mark;
    struct error fault;
};

struct form {
    const struct spec_item *item;
    struct date today;
    bool (*region_known)(void *, const char *);
    void *regions;
    struct value *values; /* one a field of the item */
};

/* The index of the field with this key; FORM_NONE. */
long form_field(const struct form *form, const char *key);

/* The value of a field; that of one which is not shown, or not there, is empty. */
const char *form_value_of(const struct form *form, const char *key);

/* Whether a value that is right by its own check fits those of other fields; the fault is the value's. */
bool form_rules_hold(const struct form *form, const struct spec_field *field, struct value *value);

/* What a computed field holds, or NULL where its source says nothing. sex and birth live in the buffer given.
 */
const char *form_computed(const struct form *form, const struct spec_field *field, char text[DATE_TEXT]);

void form_value_set(struct value *value, const char *text, enum form_source source);

/* All of it anew, in the order of the definition: what is shown, what is computed, what is wrong. */
void form_judge(struct form *form);

#endif
