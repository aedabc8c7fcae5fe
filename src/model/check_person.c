#include "model/check_kinds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sanitise.h"
#include "base/utf8.h"
#include "model/fault.h"
#include "model/identity.h"
#include "model/name.h"

#define DIGITS "0123456789"

enum { REGION_DIGITS = 6, TEXT_MOST = 500 };

enum check_result check_name_any(const char *value, const struct check_context *context, struct error *error)
{
    (void)context;
    if (!name_check(value, NAME_ANY, error))
        return CHECK_BAD;
    if (!name_has_wide_letters(value))
        return CHECK_OK;
    error_set(error, "W_NAME_WIDE", NULL);
    return CHECK_WARN;
}

/* lines: a line feed may stand between them. */
static bool text_visible(const char *value, bool lines, struct error *error)
{
    size_t length = strlen(value);
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        size_t count = utf8_decode(value + at, length - at, &code_point);
        if (!sanitise_visible(code_point) && !(lines && code_point == '\n')) {
            char code[12];
            snprintf(code, sizeof(code), "U+%04X", (unsigned)code_point);
            fault_character(error, "E_TEXT_CONTROL", value, at);
            error_add(error, "code", code);
            return false;
        }
        at += count;
    }
    return true;
}

static bool text_length(const char *value, long long least, long long most, struct error *error)
{
    long long length = (long long)utf8_count(value);
    if (length >= least && length <= most)
        return true;
    char limit[24];
    snprintf(limit, sizeof(limit), "%lld", length < least ? least : most);
    fault_length(error, length < least ? "E_TEXT_SHORT" : "E_TEXT_LONG", value);
    error_add(error, length < least ? "least" : "most", limit);
    return false;
}

bool check_text_sound(const char *value, const struct check_context *context, long long most, bool lines,
                      struct error *error)
{
    long long least = 0;
    if (!check_bounds(context->argument, &least, &most))
        return check_argument_bad(context, error) == CHECK_OK;
    if (!utf8_valid(value, strlen(value)))
        return error_set(error, "E_TEXT_UTF8", NULL);
    return text_length(value, least, most, error) && text_visible(value, lines, error);
}

enum check_result check_text(const char *value, const struct check_context *context, struct error *error)
{
    size_t length = strlen(value);
    if (!check_text_sound(value, context, TEXT_MOST, false, error))
        return CHECK_BAD;
    if (length && (*value == ' ' || value[length - 1] == ' '))
        return check_bool(error_set(error, "E_TEXT_SPACE", NULL));
    return CHECK_OK;
}

enum check_result check_id18(const char *value, const struct check_context *context, struct error *error)
{
    if (!identity_citizen(value, context->today, error))
        return CHECK_BAD;
    if (identity_is_residence(value) || check_region_known(value, context))
        return CHECK_OK;
    char region[REGION_DIGITS + 1];
    snprintf(region, sizeof(region), "%.6s", value);
    error_set(error, "W_ID_REGION", "region", region, NULL);
    return CHECK_WARN;
}

enum check_result check_ssnum(const char *value, const struct check_context *context, struct error *error)
{
    if (*value == '9' && utf8_count(value) == 18)
        return check_bool(identity_foreign(value, context->today, error));
    return check_id18(value, context, error);
}

/* What only looks like a citizen's number is told with the kind of document it belongs to. */
static enum check_result check_citizen(const char *value, const struct check_context *context,
                                       struct error *error)
{
    enum check_result found = check_id18(value, context, error);
    if (found == CHECK_BAD)
        return found;
    if (identity_is_residence(value) || *value == '9') {
        error_set(error, *value == '9' ? "E_ID_IS_FOREIGN" : "E_ID_IS_RESIDENCE", NULL);
        return CHECK_BAD;
    }
    return found;
}

static enum check_result check_other_document(const char *value, const struct check_context *context,
                                              struct error *error)
{
    struct check_context any = {.today = context->today, .argument = "1..50"};
    return check_text(value, &any, error);
}

/* The number of a code of the list id_type; 0: it is none. */
static int id_type(const char *argument)
{
    bool two = argument && strlen(argument) == 2 && strspn(argument, DIGITS) == 2;
    return two ? atoi(argument) : 0;
}

enum check_result check_id_any(const char *value, const struct check_context *context, struct error *error)
{
    switch (id_type(context->argument)) {
    case 1:
    case 2: /* the household register carries the citizen's number */
        return check_citizen(value, context, error);
    case 3:
        return check_bool(identity_residence_hm(value, context->today, error));
    case 4:
        return check_bool(identity_residence_tw(value, context->today, error));
    case 5:
        return check_bool(identity_foreign(value, context->today, error));
    case 6:
        return check_bool(identity_passport(value, error));
    case 7:
        return check_bool(identity_permit_hm(value, error));
    case 8:
        return check_bool(identity_permit_tw(value, error));
    case 9:
    case 10: /* the social security card: the number is the 社会保障号码 */
        return check_ssnum(value, context, error);
    case 12:
        return check_bool(identity_birth_certificate(value, error));
    case 11:
    case 99:
        return check_other_document(value, context, error);
    default:
        return check_bool(error_set(error, "E_ID_TYPE", NULL));
    }
}
