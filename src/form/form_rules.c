/* What the fields of a form owe one another: being another one's, not lying before it, an age, a sum. The
 * twin of yc.rule_fault(); tests/vectors/differs.tsv and rules.tsv hold the two together. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "form/form_inside.h"
#include "form/form_read.h"
#include "model/check.h"
#include "model/mask.h"
#include "model/money.h"
#include "text/text.h"

static const char *name_of(const struct form *form, const char *key)
{
    const struct spec_name *name = &form->item->fields[form_field(form, key)].name;
    return text_language() == LANGUAGE_EN ? name->en : name->zh;
}

/* A mask hides what is compared: what shows and the birth that follows from the number decide. A resident's
 * number hides nothing but the birth; of others it is only said that they look alike. */
static enum check_result differs_masked(const struct form *form, size_t other, const char *value)
{
    const struct spec_field *fields = form->item->fields;
    const char *masked = form->values[other].text;
    struct buffer mask = {0};
    mask_append(&mask, fields[other].check ? fields[other].check : "text", value);
    bool alike = strcmp(buffer_string(&mask), masked) == 0 && masked[strspn(masked, "*")];
    buffer_free(&mask);
    if (!alike)
        return CHECK_OK;
    for (size_t i = 0; i < form->item->field_count; i++) {
        char text[DATE_TEXT];
        const char *birth = form_identity_part(SPEC_COMPUTE_BIRTH, value, text);
        if (birth && fields[i].compute == SPEC_COMPUTE_BIRTH &&
            strcmp(fields[i].compute_from, fields[other].key) == 0 && *form->values[i].text)
            return strcmp(form->values[i].text, birth) == 0 ? CHECK_BAD : CHECK_OK;
    }
    return CHECK_WARN;
}

/* Whether a value is not that of the field which it must differ from. */
static bool differs(const struct form *form, const struct spec_field *field, struct value *value)
{
    long at = field->differs ? form_field(form, field->differs) : FORM_NONE;
    if (at == FORM_NONE || !form->values[at].shown)
        return true;
    const struct value *other = &form->values[at];
    enum check_result result = other->masked ? differs_masked(form, (size_t)at, value->text)
                               : strcmp(other->text, value->text) == 0 ? CHECK_BAD
                                                                       : CHECK_OK;
    if (result != CHECK_OK)
        error_set(&value->fault, result == CHECK_BAD ? "E_FIELD_SAME" : "W_FIELD_LIKE", "name",
                  name_of(form, field->differs), NULL);
    return result != CHECK_BAD;
}

/* YYYY-MM, YYYY-MM-DD or YYYY-MM-DD HH:MM: what is none of these is told where it stands. */
static bool dated(const char *text)
{
    static const char shape[] = "dddd-dd-dd dd:dd";
    size_t length = strlen(text);
    if (length != 7 && length != 10 && length != 16)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
            return false;
    }
    return true;
}

/* A day and a month are compared by their months, a time and a day by their days. */
static bool in_order(const struct form *form, const struct spec_field *field, struct value *value)
{
    const char *other = field->not_before ? form_value_of(form, field->not_before) : "";
    if (!dated(other) || !dated(value->text))
        return true;
    size_t length = strlen(other) < strlen(value->text) ? strlen(other) : strlen(value->text);
    if (strncmp(value->text, other, length) >= 0)
        return true;
    error_set(&value->fault, "E_FIELD_BEFORE", "name", name_of(form, field->not_before), "other", other,
              NULL);
    return false;
}

/* Full years: who was born on 29 February is a year older on 1 March. */
static bool of_age(const struct form *form, const struct spec_field *field, struct value *value)
{
    struct date born, day;
    if (!field->age_from || !date_parse(form_value_of(form, field->age_from), &born) ||
        !date_parse(value->text, &day) || born.year < 1900 || day.year < 1900)
        return true; /* what is no day of ours is told where it stands */
    int age =
        day.year - born.year - (day.month < born.month || (day.month == born.month && day.day < born.day));
    if (age >= field->age_least && (!field->age_most || age <= field->age_most))
        return true;
    char years[16], least[16], most[16];
    snprintf(years, sizeof(years), "%d", age);
    snprintf(least, sizeof(least), "%d", field->age_least);
    snprintf(most, sizeof(most), "%d", field->age_most ? field->age_most : 150);
    error_set(&value->fault, "E_FIELD_AGE", "age", years, "least", least, "most", most, NULL);
    return false;
}

/* Whole numbers of 15 digits at the most; -1: it is none. */
static int64_t number_of(const char *text)
{
    size_t length = strspn(text, "0123456789");
    return length && length <= 15 && !text[length] ? strtoll(text, NULL, 10) : -1;
}

/* While one of the parts is still to be filled in there is no sum. */
static bool adds_up(const struct form *form, const struct spec_field *field, struct value *value)
{
    int64_t sum = 0, own = number_of(value->text);
    for (size_t i = 0; i < field->sum_count; i++) {
        int64_t part = number_of(form_value_of(form, field->sum[i]));
        if (part < 0)
            return true;
        sum += part;
    }
    if (field->sum_count == 0 || own < 0 || own == sum)
        return true;
    struct buffer shown = {0};
    if (field->type == SPEC_AMOUNT && sum <= MONEY_MOST)
        money_grouped(&shown, sum);
    else
        buffer_format(&shown, "%lld", (long long)sum);
    error_set(&value->fault, "E_FIELD_SUM", "sum", buffer_string(&shown), NULL);
    buffer_free(&shown);
    return false;
}

bool form_rules_hold(const struct form *form, const struct spec_field *field, struct value *value)
{
    return differs(form, field, value) && in_order(form, field, value) && of_age(form, field, value) &&
           adds_up(form, field, value);
}
