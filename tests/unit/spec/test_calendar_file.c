/* The shipped calendar against what the State Council published. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "spec/calendar_file.h"

static int setup(void **state)
{
    static struct calendar calendar;
    struct spec_faults faults = {0};
    calendar = (struct calendar){0};
    *state = &calendar;
    return spec_calendar_load("forms/calendar.yaml", &calendar, &faults) && faults.count == 0 ? 0 : -1;
}

static int teardown(void **state)
{
    calendar_free(*state);
    return 0;
}

static void assert_works(const struct calendar *calendar, const char *day, bool expected)
{
    struct date date;
    struct error error = {0};
    bool works = !expected;
    assert_true(date_parse(day, &date));
    assert_true(calendar_works(calendar, date, &works, &error));
    if (works != expected)
        fail_msg("%s is %s", day, works ? "worked" : "off");
}

static void test_days_off_and_weekends_worked(void **state)
{
    static const char *const off[] = {"2024-02-12", "2024-04-05", "2024-10-07", "2025-01-28",
                                      "2025-06-02", "2025-10-08", "2026-01-01", "2026-02-23",
                                      "2026-05-05", "2026-10-07", "2026-03-07"};
    static const char *const works[] = {"2024-02-04", "2024-10-12", "2025-01-26", "2025-10-11",
                                        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09",
                                        "2026-09-20", "2026-10-10", "2026-03-02"};
    for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
        assert_works(*state, off[i], false);
    for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++)
        assert_works(*state, works[i], true);
}

static void test_due_dates_of_the_published_vectors(void **state)
{
    static const struct {
        struct date accepted, due;
        int days;
    } cases[] = {{{2026, 2, 13}, {2026, 2, 14}, 1}, {{2026, 4, 30}, {2026, 5, 11}, 5}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct date due;
        struct error error = {0};
        assert_true(calendar_due(*state, cases[i].accepted, cases[i].days, CALENDAR_WORKING_DAYS, NULL, 0,
                                 &due, NULL, &error));
        assert_int_equal(date_compare(due, cases[i].due), 0);
    }
}

static void test_a_year_that_is_not_published_is_not_known(void **state)
{
    assert_true(calendar_published(*state, 2024));
    assert_true(calendar_published(*state, 2026));
    assert_false(calendar_published(*state, 2027));
}

static void test_a_missing_calendar_is_told(void **state)
{
    struct calendar calendar = {0};
    struct spec_faults faults = {0};
    (void)state;
    assert_false(spec_calendar_load("tests/unit/spec/nowhere.yaml", &calendar, &faults));
    assert_int_equal(faults.count, 1);
    assert_string_equal(faults.list[0].error.code, "E_SPEC_UNREADABLE");
    spec_faults_free(&faults);
    calendar_free(&calendar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_off_and_weekends_worked),
        cmocka_unit_test(test_due_dates_of_the_published_vectors),
        cmocka_unit_test(test_a_year_that_is_not_published_is_not_known),
        cmocka_unit_test(test_a_missing_calendar_is_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
