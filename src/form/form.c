#include "form/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "form/form_read.h"
#include "model/check.h"
#include "model/identity.h"

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

static void form_judge(struct form *form);

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

static long field_find(const struct form *form, const char *key)
{
    for (size_t i = 0; i < form->item->field_count; i++) {
        if (strcmp(form->item->fields[i].key, key) == 0)
            return (long)i;
    }
    return FORM_NONE;
}

/* The value that counts for conditions: that of a field that is not shown is empty. */
static const char *value_of(const struct form *form, const char *key)
{
    long field = field_find(form, key);
    return field != FORM_NONE && form->values[field].shown ? form->values[field].text : "";
}

static bool listed(const struct spec_condition *condition, const char *value)
{
    for (size_t i = 0; i < condition->value_count; i++) {
        if (strcmp(condition->values[i], value) == 0)
            return true;
    }
    return false;
}

bool form_condition_holds(const struct form *form, const struct spec_condition *condition)
{
    const char *value = condition->field ? value_of(form, condition->field) : "";
    bool any = condition->test == SPEC_ANY;
    switch (condition->test) {
    case SPEC_ALWAYS:
    case SPEC_SOURCE_OPEN:
        return true;
    case SPEC_FIELD_IS:
        return *value && listed(condition, value);
    case SPEC_FIELD_NOT:
        return *value && !listed(condition, value);
    case SPEC_FIELD_FILLED:
        return *value != '\0';
    case SPEC_NOT:
        return !form_condition_holds(form, &condition->children[0]);
    case SPEC_ALL:
    case SPEC_ANY:
        for (size_t i = 0; i < condition->child_count; i++) {
            if (form_condition_holds(form, &condition->children[i]) == any)
                return any;
        }
        return !any;
    }
    return true;
}

/* --- judging */

static bool to_confirm(const struct form *form, const struct spec_field *field, const struct value *value)
{
    struct date on;
    if (value->source == FORM_UNIT)
        return !value->confirmed && *value->text;
    return field->confirm_after_days && !value->confirmed && *value->text &&
           date_parse(value->source_on, &on) &&
           date_compare(date_add(on, field->confirm_after_days), form->today) < 0;
}

static enum form_mark value_mark(struct form *form, const struct spec_field *field, struct value *value)
{
    error_free(&value->fault);
    if (!value->shown)
        return FORM_CLEAR;
    if (!*value->text)
        return !field->optional && form_condition_holds(form, &field->required) ? FORM_MISSING : FORM_CLEAR;
    if (!value->masked) {
        char most[16];
        struct form_reading reading = {
            .today = form->today, .region_known = form->region_known, .regions = form->regions};
        reading.argument =
            field->check_with ? value_of(form, field->check_with) : form_bound(field, most, sizeof(most));
        if (!form_check(field, value->text, &reading, &value->fault))
            return FORM_WRONG;
    }
    return to_confirm(form, field, value) ? FORM_CONFIRM : FORM_CLEAR;
}

/* What a computed field holds, or NULL where its source says nothing. sex and birth live in the buffer given.
 */
static const char *computed(const struct form *form, const struct spec_field *field, char text[DATE_TEXT])
{
    long from = field->compute_from ? field_find(form, field->compute_from) : FORM_NONE;
    if (field->compute == SPEC_COMPUTE_NONE || from == FORM_NONE)
        return NULL;
    const struct value *source = &form->values[from];
    if (source->masked || !source->shown || !*source->text)
        return NULL;
    if (field->compute != SPEC_COMPUTE_MAP)
        return form_identity_part(field->compute, source->text, text);
    for (size_t i = 0; i < field->map_count; i++) {
        if (strcmp(field->map[i].from, source->text) == 0)
            return field->map[i].to;
    }
    return field->otherwise;
}

static void value_set(struct value *value, const char *text, enum form_source source)
{
    char *copy = memory_text(text);
    explicit_bzero(value->text, strlen(value->text));
    free(value->text);
    value->text = copy;
    value->source = *text ? source : FORM_NOTHING;
    value->source_on[0] = '\0';
    value->masked = value->confirmed = false;
}

/* In the order of the definition: what is shown, what is computed, what is wrong. */
static void form_judge(struct form *form)
{
    for (size_t i = 0; i < form->item->field_count; i++)
        form->values[i].shown = true;
    for (size_t i = 0; i < form->item->field_count; i++) {
        const struct spec_field *field = &form->item->fields[i];
        struct value *value = &form->values[i];
        char text[DATE_TEXT];
        value->shown = form_condition_holds(form, &field->show);
        const char *result = computed(form, field, text);
        if (result && strcmp(result, value->text) != 0)
            value_set(value, result, FORM_COMPUTED);
        else if (!result && value->source == FORM_COMPUTED && field->compute == SPEC_COMPUTE_MAP)
            value_set(value, "", FORM_NOTHING); /* what it followed from says nothing any more */
    }
    for (size_t i = 0; i < form->item->field_count; i++)
        form->values[i].mark = value_mark(form, &form->item->fields[i], &form->values[i]);
}

/* --- values in */

void form_load(struct form *form, const char *key, const char *text, bool masked, enum form_source source,
               const char *source_on)
{
    long field = field_find(form, key);
    if (field == FORM_NONE)
        return;
    struct value *value = &form->values[field];
    value_set(value, text, source);
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
        value_set(value, buffer_string(&kept), FORM_TYPED);
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
    if (given->person && strcmp(given->key, "mobile") != 0)
        return true; /* the credential says it; only the telephone is asked for */
    return form->values[field].source == FORM_COMPUTED || computed(form, given, text) != NULL;
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

bool form_material_needed(const struct form *form, size_t material)
{
    const struct spec_material *given = &form->item->materials[material];
    return given->need == SPEC_REQUIRED ||
           (given->need == SPEC_CONDITIONAL && form_condition_holds(form, &given->when));
}
