/* What of a form is shown, computed, missing, wrong: all that is decided from values and definition. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "form/form_codes.h"
#include "form/form_inside.h"
#include "form/form_read.h"
#include "model/check.h"

long form_field(const struct form *form, const char *key)
{
    for (size_t i = 0; i < form->item->field_count; i++) {
        if (strcmp(form->item->fields[i].key, key) == 0)
            return (long)i;
    }
    return FORM_NONE;
}

const char *form_value_of(const struct form *form, const char *key)
{
    long field = form_field(form, key);
    return field != FORM_NONE && form->values[field].shown ? form->values[field].text : "";
}

/* A value that is there, by its own check; argument: that of the check, or NULL. */
static bool value_check(const struct form *form, size_t field, const char *argument, struct error *fault)
{
    struct form_reading reading = {.today = form->today,
                                   .argument = argument,
                                   .region_known = form->region_known,
                                   .regions = form->regions};
    return form_check(&form->item->fields[field], form->values[field].text, &reading, fault);
}

/* The value that conditions look at: one that is wrong by its check says nothing yet, as if it were not
 * there. What the check goes by is taken as it stands, shown or not: yc.values_sound() takes it so. */
static const char *value_sound(const struct form *form, const char *key)
{
    const char *text = form_value_of(form, key);
    if (!*text)
        return text;
    size_t field = (size_t)form_field(form, key);
    const struct spec_field *given = &form->item->fields[field];
    long with = given->check_with ? form_field(form, given->check_with) : FORM_NONE;
    char most[16];
    const char *argument =
        with != FORM_NONE ? form->values[with].text : form_bound(given, most, sizeof(most));
    struct error fault = {0};
    bool right = form->values[field].masked || value_check(form, field, argument, &fault);
    error_free(&fault);
    return right ? text : "";
}

/* Of several codes one is enough. */
static bool listed(const struct form *form, const struct spec_condition *condition, const char *value)
{
    bool several = form->item->fields[form_field(form, condition->field)].type == SPEC_CODES;
    for (size_t i = 0; i < condition->value_count; i++) {
        if (several ? form_codes_have(value, condition->values[i]) : strcmp(condition->values[i], value) == 0)
            return true;
    }
    return false;
}

bool form_condition_holds(const struct form *form, const struct spec_condition *condition)
{
    const char *value = condition->field ? value_sound(form, condition->field) : "";
    bool any = condition->test == SPEC_ANY;
    switch (condition->test) {
    case SPEC_ALWAYS:
    case SPEC_SOURCE_OPEN:
        return true;
    case SPEC_FIELD_IS:
        return *value && listed(form, condition, value);
    case SPEC_FIELD_NOT:
        return *value && !listed(form, condition, value);
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

bool form_material_needed(const struct form *form, size_t material)
{
    const struct spec_material *given = &form->item->materials[material];
    return given->need == SPEC_REQUIRED ||
           (given->need == SPEC_CONDITIONAL && form_condition_holds(form, &given->when));
}

/* --- values */

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
        const char *argument =
            field->check_with ? form_value_of(form, field->check_with) : form_bound(field, most, sizeof(most));
        if (!value_check(form, (size_t)(field - form->item->fields), argument, &value->fault) ||
            !form_rules_hold(form, field, value))
            return FORM_WRONG;
    }
    return to_confirm(form, field, value) ? FORM_CONFIRM : FORM_CLEAR;
}

const char *form_computed(const struct form *form, const struct spec_field *field, char text[DATE_TEXT])
{
    long from = field->compute_from ? form_field(form, field->compute_from) : FORM_NONE;
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

void form_value_set(struct value *value, const char *text, enum form_source source)
{
    char *copy = memory_text(text);
    explicit_bzero(value->text, strlen(value->text));
    free(value->text);
    value->text = copy;
    value->source = *text ? source : FORM_NOTHING;
    value->source_on[0] = '\0';
    value->masked = value->confirmed = false;
}

void form_judge(struct form *form)
{
    for (size_t i = 0; i < form->item->field_count; i++)
        form->values[i].shown = true;
    for (size_t i = 0; i < form->item->field_count; i++) {
        const struct spec_field *field = &form->item->fields[i];
        struct value *value = &form->values[i];
        char text[DATE_TEXT];
        value->shown = form_condition_holds(form, &field->show);
        const char *result = form_computed(form, field, text);
        if (result && strcmp(result, value->text) != 0)
            form_value_set(value, result, FORM_COMPUTED);
        else if (!result && value->source == FORM_COMPUTED && field->compute == SPEC_COMPUTE_MAP)
            form_value_set(value, "", FORM_NOTHING); /* what it followed from says nothing any more */
    }
    for (size_t i = 0; i < form->item->field_count; i++)
        form->values[i].mark = value_mark(form, &form->item->fields[i], &form->values[i]);
}
