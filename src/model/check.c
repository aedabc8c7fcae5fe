#include "model/check.h"

#include <stdio.h>
#include <string.h>

#include "model/case_number.h"
#include "model/check_kinds.h"
#include "model/fault.h"
#include "model/money.h"
#include "model/name.h"
#include "model/number.h"

enum check_result check_bool(bool good)
{
    return good ? CHECK_OK : CHECK_BAD;
}

bool check_region_known(const char *number, const struct check_context *context)
{
    char region[7];
    snprintf(region, sizeof(region), "%.6s", number);
    return !context->region_known || context->region_known(context->regions, region);
}

/* --- the checks that judge by the value alone */

static bool amount_good(const char *value, struct error *error)
{
    int64_t fen;
    return money_parse_fen(value, &fen, error);
}

static bool case_number_good(const char *value, struct error *error)
{
    struct case_number number;
    return case_number_parse(value, &number, error);
}

static bool name_cn_good(const char *value, struct error *error)
{
    return name_check(value, NAME_CHINESE, error);
}

static bool person_no_good(const char *value, struct error *error)
{
    return number_digits(value, 4, 20, "E_PERSON_NO", error);
}

static bool postcode_good(const char *value, struct error *error)
{
    return number_digits(value, 6, 6, "E_POSTCODE", error);
}

static bool sscard_good(const char *value, struct error *error)
{
    return number_capitals(value, 9, 9, "E_SSCARD", error);
}

static bool unit_no_good(const char *value, struct error *error)
{
    return number_capitals(value, 4, 20, "E_UNIT_NO", error);
}

/* An account that fails the Luhn check may be right all the same (通存 passbooks): typed twice, it stands. */
static enum check_result check_luhn(const char *value, const struct check_context *context,
                                    struct error *error)
{
    (void)context;
    char expected;
    if (!number_account(value, error))
        return CHECK_BAD;
    if (number_luhn(value, &expected))
        return CHECK_OK;
    fault_expected(error, "W_ACCOUNT_CHECK", expected, value[strlen(value) - 1]);
    return CHECK_WARN;
}

/* Ascending by name; each has either good or judge. */
static const struct {
    const char *name;
    bool (*good)(const char *value, struct error *error);
    check_function *judge;
} checks[] = {
    {"amount", .good = amount_good},
    {"case_number", .good = case_number_good},
    {"code", .judge = check_code},
    {"date", .judge = check_date},
    {"date_future", .judge = check_date_future},
    {"date_past", .judge = check_date_past},
    {"email", .good = number_email},
    {"id18", .judge = check_id18},
    {"id_any", .judge = check_id_any},
    {"int", .judge = check_int},
    {"lines", .judge = check_lines},
    {"luhn", .judge = check_luhn},
    {"mobile", .good = number_mobile},
    {"name_any", .judge = check_name_any},
    {"name_cn", .good = name_cn_good},
    {"person_no", .good = person_no_good},
    {"phone", .good = number_phone},
    {"postcode", .good = postcode_good},
    {"region12", .judge = check_region12},
    {"region6", .judge = check_region6},
    {"sscard", .good = sscard_good},
    {"ssnum", .judge = check_ssnum},
    {"text", .judge = check_text},
    {"time", .judge = check_time},
    {"time_past", .judge = check_time_past},
    {"unit_no", .good = unit_no_good},
    {"uscc", .good = number_uscc},
    {"ym", .judge = check_ym},
};

enum { CHECK_COUNT = sizeof(checks) / sizeof(checks[0]) };

static size_t check_find(const char *name)
{
    size_t at = 0;
    while (at < CHECK_COUNT && strcmp(checks[at].name, name) != 0)
        at++;
    return at;
}

const char *check_name(size_t index)
{
    return index < CHECK_COUNT ? checks[index].name : NULL;
}

bool check_exists(const char *name)
{
    return check_find(name) < CHECK_COUNT;
}

enum check_result check_run(const char *name, const char *value, const struct check_context *context,
                            struct error *error)
{
    size_t at = check_find(name);
    if (at == CHECK_COUNT)
        return check_bool(error_set(error, "E_CHECK_UNKNOWN", "name", name, NULL));
    return checks[at].good ? check_bool(checks[at].good(value, error))
                           : checks[at].judge(value, context, error);
}
