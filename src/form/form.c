#include "form/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "form/form_inside.h"
#include "form/form_read.h"

struct form *form_new(const struct spec_item *item, struct date today,
                      bool (*region_known)(void *, const char *), void *regions)
{
    struct form *form = memory_get(1, sizeof(*form));
    *form = (struct form){.item = item, .today = today, .region_known = region_known, .regions = regions};
    form->values = memory_get(item->field_count, sizeof(*form->values));
    for (size_t i = 0; i < item->field_count; i++)
        form->values[i].text = memory_text("");
    form_judge(form);
    return form;
}

void form_free(struct form **form)
{
    if (!*form)
        return;
    for (size_t i = 0; i < (*form)->item->field_count; i++) {
        struct value *value = &(*form)->values[i];
        explicit_bzero(value->text, strlen(value->text));
        free(value->text);
        error_free(&value->fault);
    }
    free((*form)->values);
    free(*form);
    *form = NULL;
}

const struct spec_item *form_item(const struct form *form)
{
    return form->item;
}

/* --- values in */

void form_load(struct form *form, const char *key, const char *text, bool masked, enum form_source source,
               const char *source_on)
{
    long field = form_field(form, key);
    if (field == FORM_NONE)
        return;
    struct value *value = &form->values[field];
    form_value_set(value, text, source);
    value->masked = masked;
    struct date on;
    if (date_parse(source_on, &on))
        date_format(on, value->source_on);
    form_judge(form);
}

enum form_source form_source_parse(const char *word)
{
    static const char *const words[] = {"", "typed", "person", "earlier", "fixed", "computed", "unit"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(word, words[i]) == 0)
            return (enum form_source)i;
    }
    return FORM_NOTHING;
}

bool form_type(struct form *form, size_t field, const char *typed)
{
    struct value *value = &form->values[field];
    struct buffer kept = {0};
    form_read(&form->item->fields[field], typed, form->today, &kept);
    bool changed = value->masked || strcmp(buffer_string(&kept), value->text) != 0;
    if (changed)
        form_value_set(value, buffer_string(&kept), FORM_TYPED);
    buffer_free(&kept);
    if (changed)
        form_judge(form);
    return changed;
}

bool form_confirm(struct form *form, size_t field)
{
    struct value *value = &form->values[field];
    bool others = value->source == FORM_UNIT;
    value->confirmed = true;
    if (others)
        value->source = FORM_TYPED;
    form_judge(form);
    return others;
}

/* --- values out */

bool form_shown(const struct form *form, size_t field)
{
    return form->values[field].shown;
}

bool form_fixed(const struct form *form, size_t field)
{
    const struct spec_field *given = &form->item->fields[field];
    char text[DATE_TEXT];
    const char *record = spec_field_record(given);
    if (record && strcmp(record, "mobile") != 0)
        return true; /* the credential says it; only the telephone is asked for */
    return form->values[field].source == FORM_COMPUTED || form_computed(form, given, text) != NULL;
}

const char *form_value(const struct form *form, size_t field)
{
    return form->values[field].text;
}

bool form_masked(const struct form *form, size_t field)
{
    return form->values[field].masked;
}

enum form_source form_source(const struct form *form, size_t field)
{
    return form->values[field].source;
}

const char *form_source_on(const struct form *form, size_t field)
{
    return form->values[field].source_on;
}

void form_show(const struct form *form, size_t field, bool english, struct buffer *out)
{
    if (form->values[field].masked)
        buffer_text(out, form->values[field].text);
    else
        form_write(&form->item->fields[field], form->values[field].text, english, out);
}

enum form_mark form_mark(const struct form *form, size_t field)
{
    return form->values[field].mark;
}

const struct error *form_fault(const struct form *form, size_t field)
{
    return form->values[field].fault.code ? &form->values[field].fault : NULL;
}

struct form_counts form_counts(const struct form *form)
{
    struct form_counts counts = {0};
    for (size_t i = 0; i < form->item->field_count; i++) {
        counts.missing += form->values[i].mark == FORM_MISSING;
        counts.wrong += form->values[i].mark == FORM_WRONG;
        counts.confirm += form->values[i].mark == FORM_CONFIRM;
    }
    return counts;
}

long form_next_thing(const struct form *form, long field)
{
    long count = (long)form->item->field_count;
    for (long step = 1; step <= count; step++) {
        long at = (field + step) % count;
        if (form->values[at].mark != FORM_CLEAR)
            return at;
    }
    return FORM_NONE;
}

long form_step(const struct form *form, long field, int direction)
{
    for (long at = field + direction; at >= 0 && at < (long)form->item->field_count; at += direction) {
        if (form->values[at].shown && !form_fixed(form, (size_t)at))
            return at;
    }
    return FORM_NONE;
}
