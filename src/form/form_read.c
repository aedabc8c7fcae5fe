#include "form/form_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "form/form_codes.h"
#include "model/check.h"
#include "model/identity.h"
#include "model/money.h"
#include "spec/region.h"

/* The check that reads a typed text: the field's own, else its type's. */
static const char *reader_of(const struct spec_field *field)
{
    static const char *const by_type[] = {
        [SPEC_TEXT] = "text", [SPEC_CODE] = "code",     [SPEC_DATE] = "date",      [SPEC_MONTH] = "ym",
        [SPEC_INT] = "int",   [SPEC_AMOUNT] = "amount", [SPEC_REGION] = "region6", [SPEC_CODES] = "text",
        [SPEC_TIME] = "time", [SPEC_LINES] = "lines",
    };
    return field->check ? field->check : by_type[field->type];
}

void form_read(const struct spec_field *field, const char *typed, struct date today, struct buffer *kept)
{
    struct error ignored = {0};
    struct buffer read = {0};
    if (!*typed || !check_read(reader_of(field), typed, today, &read, &ignored)) {
        buffer_clear(&read);
        check_normalise(reader_of(field), typed, &read);
    }
    const char *text = buffer_string(&read);
    if (!*text || !field->codes)
        buffer_text(kept, text);
    else if (field->type == SPEC_CODES)
        form_codes_read(field->codes, text, kept);
    else
        form_code_read(field->codes, text, kept);
    buffer_free(&read);
    error_free(&ignored);
}

/* The check that judges what is kept: of lines and times also where none is given. */
static const char *check_of(const struct spec_field *field)
{
    return field->type == SPEC_LINES || field->type == SPEC_TIME ? reader_of(field) : field->check;
}

const char *form_bound(const struct spec_field *field, char *text, size_t size)
{
    const char *check = check_of(field);
    if (!field->most || !check ||
        (strcmp(check, "int") != 0 && strcmp(check, "text") != 0 && strcmp(check, "lines") != 0))
        return NULL;
    snprintf(text, size, strcmp(check, "int") == 0 ? "0..%d" : "%d", field->most);
    return text;
}

static bool can_be_read(const struct spec_field *field, const char *value, struct date today,
                        struct error *error)
{
    struct buffer read = {0};
    bool readable = check_read(reader_of(field), value, today, &read, error);
    buffer_free(&read);
    return readable;
}

bool form_check(const struct spec_field *field, const char *value, const struct form_reading *reading,
                struct error *error)
{
    if (field->type == SPEC_CODES)
        return form_codes_check(field->codes, value, error);
    if (field->type == SPEC_CODE) {
        if (!form_code_check(field->codes, value, error))
            return false;
    } else if (field->most && field->type == SPEC_TEXT && utf8_count(value) > (size_t)field->most) {
        char most[16];
        snprintf(most, sizeof(most), "%d", field->most);
        return error_set(error, "E_FIELD_LONG", "most", most, NULL);
    }
    if ((field->type == SPEC_DATE || field->type == SPEC_MONTH || field->type == SPEC_TIME) &&
        !can_be_read(field, value, reading->today, error))
        return false; /* kept as it was typed: 20260230 is no day, which says more than "not of the kept form"
                       */
    const char *check = check_of(field);
    if (!check || strcmp(check, "code") == 0)
        return true;
    struct check_context context = {.today = reading->today,
                                    .argument = reading->argument,
                                    .region_known = reading->region_known,
                                    .regions = reading->regions};
    return check_run(check, value, &context, error) != CHECK_BAD;
}

const char *form_identity_part(enum spec_compute part, const char *number, char text[DATE_TEXT])
{
    struct date birth;
    if (part == SPEC_COMPUTE_SEX) {
        text[1] = '\0';
        return identity_sex(number, &text[0]) ? text : NULL;
    }
    return identity_birth(number, &birth) ? date_format(birth, text) : NULL;
}

void form_code_write(const struct spec_field *field, const struct spec_code *code, bool english,
                     struct buffer *out)
{
    buffer_format(out, "%s ", code->code);
    if (field->type == SPEC_REGION)
        region_write(field->codes, code, english, out);
    else
        buffer_text(out, english ? code->name.en : code->name.zh);
}

void form_write(const struct spec_field *field, const char *value, bool english, struct buffer *out)
{
    const struct spec_code *code = field->codes ? spec_codes_find(field->codes, value) : NULL;
    char *end;
    long long fen = strtoll(value, &end, 10);
    if (field->type == SPEC_CODES)
        form_codes_write(field->codes, value, english, out);
    else if (code)
        form_code_write(field, code, english, out);
    else if (field->type == SPEC_AMOUNT && *value && !*end && fen >= 0 && fen <= MONEY_MOST)
        money_grouped(out, fen);
    else
        buffer_text(out, value);
}
