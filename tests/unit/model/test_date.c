/* Days, and what a clerk types for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "model/date.h"

static const struct date today = {2026, 3, 2};

static void test_numbers_go_both_ways(void **state)
{
    (void)state;
    assert_int_equal(date_number((struct date){1970, 1, 1}), 0);
    assert_int_equal(date_number((struct date){2000, 3, 1}), 11017);
    assert_int_equal(date_number((struct date){1969, 12, 31}), -1);
    struct date before = {1, 1, 1};
    for (int number = date_number(before) + 1; number <= date_number((struct date){9999, 12, 31}); number++) {
        struct date date = date_from_number(number);
        assert_true(date_valid(date));
        assert_int_equal(date_number(date), number);
        assert_true(date_compare(before, date) < 0);
        before = date;
    }
}

static void test_weekdays(void **state)
{
    (void)state;
    assert_int_equal(date_weekday(today), 1);
    assert_int_equal(date_weekday((struct date){2026, 3, 1}), 7);
    assert_int_equal(date_weekday((struct date){1970, 1, 1}), 4);
    assert_int_equal(date_weekday((struct date){1969, 12, 29}), 1);
    assert_int_equal(date_weekday((struct date){1, 1, 1}), 1);
}

static void test_parse_takes_iso_alone(void **state)
{
    (void)state;
    struct date date;
    char text[DATE_TEXT];
    assert_true(date_parse("2024-02-29", &date));
    assert_string_equal(date_format(date, text), "2024-02-29");
    static const char *const bad[] = {"",           "2023-02-29", "2026-3-2",    "20260302",
                                      "2026-13-01", "0000-01-01", "2026-03-02x", "2026/03/02"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(date_parse(bad[i], &date));
    assert_string_equal(date_format((struct date){5, 1, 2}, text), "0005-01-02");
}

static void test_typed_forms(void **state)
{
    (void)state;
    const struct {
        const char *typed, *meant;
    } rows[] = {
        {"20260302", "2026-03-02"},   {"0302", "2026-03-02"},     {"0228", "2026-02-28"},
        {"2026-03-02", "2026-03-02"}, {"2026/3/2", "2026-03-02"}, {"2026.03.2", "2026-03-02"},
        {"3-2", "2026-03-02"},        {"12/31", "2026-12-31"},    {"0", "2026-03-02"},
        {"t", "2026-03-02"},          {"T", "2026-03-02"},        {"-3", "2026-02-27"},
        {"+5", "2026-03-07"},         {"-0", "2026-03-02"},       {"+365", "2027-03-02"},
        {"-60", "2026-01-01"},        {"19760815", "1976-08-15"}, {"20240229", "2024-02-29"},
        {"-99999", "1752-05-18"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct date date;
        struct error error = {0};
        char text[DATE_TEXT];
        if (!date_typed(rows[i].typed, today, &date, &error))
            fail_msg("%s gives %s", rows[i].typed, error.code);
        assert_string_equal(date_format(date, text), rows[i].meant);
    }
}

static void test_what_is_no_date(void **state)
{
    (void)state;
    const struct {
        const char *typed, *code;
    } rows[] = {
        {"", "E_DATE_FORM"},         {"tt", "E_DATE_FORM"},        {"+", "E_DATE_FORM"},
        {"-", "E_DATE_FORM"},        {"+3x", "E_DATE_FORM"},       {"-100000", "E_DATE_FORM"},
        {"302", "E_DATE_FORM"},      {"2026030", "E_DATE_FORM"},   {"2026-3/2", "E_DATE_FORM"},
        {"2026-3", "E_DATE_FORM"},   {"2026-3-2-", "E_DATE_FORM"}, {"3-", "E_DATE_FORM"},
        {"abc", "E_DATE_FORM"},      {"三月二日", "E_DATE_FORM"},  {"0230", "E_DATE_NONE"},
        {"20260230", "E_DATE_NONE"}, {"20261301", "E_DATE_NONE"},  {"2026-02-29", "E_DATE_NONE"},
        {"00000101", "E_DATE_NONE"}, {"13-1", "E_DATE_NONE"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct date date;
        struct error error = {0};
        assert_false(date_typed(rows[i].typed, today, &date, &error));
        assert_string_equal(error.code, rows[i].code);
        assert_string_equal(error_value(&error, "value"), rows[i].typed);
        error_free(&error);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_go_both_ways),  cmocka_unit_test(test_weekdays),
        cmocka_unit_test(test_parse_takes_iso_alone), cmocka_unit_test(test_typed_forms),
        cmocka_unit_test(test_what_is_no_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
