/* Limits against tests/vectors/clock.tsv and clock_steps.tsv, the files that SQL is held to as well. */
#include "unit/vectors.h"

#include "model/calendar.h"

enum { PAUSES_MOST = 8 };

static struct calendar calendar;
static int failures;

/* What the State Council published; weekdays off and weekend days worked, the plain weekends left out. */
static const char *const off[] = {
    "2024-01-01..2024-01-01", "2024-02-12..2024-02-16", "2024-04-04..2024-04-05", "2024-05-01..2024-05-03",
    "2024-06-10..2024-06-10", "2024-09-16..2024-09-17", "2024-10-01..2024-10-04", "2024-10-07..2024-10-07",
    "2025-01-01..2025-01-01", "2025-01-28..2025-01-31", "2025-02-03..2025-02-04", "2025-04-04..2025-04-04",
    "2025-05-01..2025-05-02", "2025-05-05..2025-05-05", "2025-06-02..2025-06-02", "2025-10-01..2025-10-03",
    "2025-10-06..2025-10-08", "2026-01-01..2026-01-03", "2026-02-15..2026-02-23", "2026-04-04..2026-04-06",
    "2026-05-01..2026-05-05", "2026-06-19..2026-06-21", "2026-09-25..2026-09-27", "2026-10-01..2026-10-07",
};
static const char *const worked[] = {
    "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29",
    "2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04",
    "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
};

static struct date day(const char *text)
{
    char copy[DATE_TEXT];
    struct date date = {0};
    snprintf(copy, sizeof(copy), "%.10s", text);
    assert_true(date_parse(copy, &date));
    return date;
}

static int calendar_open(void **state)
{
    (void)state;
    struct error error = {0};
    for (int year = 2026; year >= 2024; year--)
        assert_true(calendar_year_add(&calendar, year, "国办发明电", &error));
    for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++) {
        for (int number = date_number(day(off[i])); number <= date_number(day(off[i] + 12)); number++)
            assert_true(calendar_exception_add(&calendar, date_from_number(number), false, &error));
    }
    for (size_t i = 0; i < sizeof(worked) / sizeof(worked[0]); i++)
        assert_true(calendar_exception_add(&calendar, day(worked[i]), true, &error));
    return 0;
}

static int calendar_close(void **state)
{
    (void)state;
    calendar_free(&calendar);
    return 0;
}

static size_t read_pauses(const char *text, struct calendar_pause *pauses)
{
    size_t count = 0;
    if (strcmp(text, "-") == 0)
        return 0;
    for (const char *at = text; at; at = strchr(at, ',')) {
        at += *at == ',';
        assert_true(count < PAUSES_MOST);
        bool open = !at[12] || at[12] == ',';
        pauses[count++] =
            (struct calendar_pause){.from = day(at), .to = open ? (struct date){0} : day(at + 12)};
    }
    return count;
}

/* The columns accepted, days, unit, pauses; the code of the refusal, "open" or the date goes into due. */
static void count_row(char **columns, char due[64], struct calendar_sum *sum)
{
    struct calendar_pause pauses[PAUSES_MOST];
    size_t count = read_pauses(columns[3], pauses);
    enum calendar_unit unit;
    struct date last;
    struct error error = {0};
    assert_true(calendar_unit_parse(columns[2], &unit));
    bool counted =
        calendar_due(&calendar, day(columns[0]), atoi(columns[1]), unit, pauses, count, &last, sum, &error);
    if (!counted)
        snprintf(due, 64, "%s", error.code);
    else if (!last.year)
        strcpy(due, "open");
    else
        date_format(last, due);
    error_free(&error);
}

static void complain(const char *file, int line, const char *found, const char *meant)
{
    if (strcmp(found, meant) == 0)
        return;
    print_error("%s:%d: gives %s\n    not %s\n", file, line, found, meant);
    failures++;
}

static void clock_row(char **columns, int count, int line)
{
    char due[64];
    assert_int_equal(count, 5);
    count_row(columns, due, NULL);
    complain("clock.tsv", line, due, columns[4]);
}

static void steps_row(char **columns, int count, int line)
{
    struct calendar_sum sum = {0};
    struct buffer text = {0};
    char due[64], first[DATE_TEXT], last[DATE_TEXT];
    assert_int_equal(count, 5);
    count_row(columns, due, &sum);
    for (size_t i = 0; i < sum.count; i++) {
        const struct calendar_step *step = &sum.steps[i];
        buffer_format(&text, "%s%s %s..%s %d", i ? ", " : "", calendar_step_name(step->kind),
                      date_format(step->first, first), step->last.year ? date_format(step->last, last) : "",
                      step->days);
    }
    complain("clock_steps.tsv", line, buffer_string(&text), columns[4]);
    buffer_free(&text);
    calendar_sum_free(&sum);
}

static void test_due(void **state)
{
    (void)state;
    failures = 0;
    vectors_each("clock.tsv", clock_row);
    assert_int_equal(failures, 0);
}

static void test_steps(void **state)
{
    (void)state;
    failures = 0;
    vectors_each("clock_steps.tsv", steps_row);
    assert_int_equal(failures, 0);
}

static void test_unpublished_names_the_year(void **state)
{
    (void)state;
    struct date due;
    struct error error = {0};
    assert_false(calendar_due(&calendar, (struct date){2026, 12, 25}, 10, CALENDAR_WORKING_DAYS, NULL, 0,
                              &due, NULL, &error));
    assert_string_equal(error_value(&error, "year"), "2027");
    error_free(&error);
}

static void test_nothing_is_added_twice(void **state)
{
    (void)state;
    struct error error = {0};
    assert_false(calendar_year_add(&calendar, 2025, "again", &error));
    assert_string_equal(error.code, "E_CALENDAR_YEAR_TWICE");
    assert_string_equal(error_value(&error, "year"), "2025");
    assert_false(calendar_exception_add(&calendar, (struct date){2026, 2, 14}, false, &error));
    assert_string_equal(error.code, "E_CALENDAR_DAY_TWICE");
    assert_string_equal(error_value(&error, "date"), "2026-02-14");
    error_free(&error);
}

static void test_the_last_day_there_is(void **state)
{
    (void)state;
    struct date due;
    struct error error = {0};
    assert_false(
        calendar_due(&calendar, (struct date){9999, 12, 30}, 5, CALENDAR_DAYS, NULL, 0, &due, NULL, &error));
    assert_string_equal(error.code, "E_CALENDAR_UNPUBLISHED");
    error_free(&error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_due),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_unpublished_names_the_year),
        cmocka_unit_test(test_nothing_is_added_twice),
        cmocka_unit_test(test_the_last_day_there_is),
    };
    return cmocka_run_group_tests(tests, calendar_open, calendar_close);
}
