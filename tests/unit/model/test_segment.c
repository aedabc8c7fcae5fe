/* The segments of a reply against tests/vectors/segment.tsv, the file that SQL is held to as well. */
#include "unit/vectors.h"

#include "model/segment.h"

static int failures;

static bool region_known(void *unused, const char *code)
{
    (void)unused;
    return strspn(code, "0123456789") == 6 && strncmp(code, "210", 3) == 0;
}

static const struct segment_context context = {.today = {2026, 3, 2}, .region_known = region_known};

static const char *value(char **rest, const char *separators)
{
    const char *text = strsep(rest, separators);
    return !text || strcmp(text, "-") == 0 ? "" : text;
}

static size_t segments_read(char *list, struct segment segments[SEGMENT_MOST])
{
    size_t count = 0;
    if (strcmp(list, "-") == 0)
        return 0;
    while (list && count < SEGMENT_MOST) {
        char *row = strsep(&list, ";");
        struct segment *segment = &segments[count++];
        segment->place = value(&row, " ");
        segment->from = value(&row, " ");
        segment->to = value(&row, " ");
        segment->months = strtoll(value(&row, " "), NULL, 10);
        segment->account = strtoll(value(&row, " "), NULL, 10);
    }
    return count;
}

static void segment_row(char **columns, int count, int line)
{
    struct segment segments[SEGMENT_MOST];
    struct error error = {0};
    struct buffer given = {0}, list = {0};
    assert_int_equal(count, 2);
    buffer_text(&list, columns[0]);
    size_t rows = segments_read(columns[0], segments);
    for (size_t i = 0; i < rows && !error.code; i++) {
        enum segment_part part;
        if (!segment_check(segments, i, &context, &part, &error))
            buffer_format(&given, "%s %s", error.parameters[0].value, error.code);
    }
    if (!error.code)
        buffer_text(&given, "ok");
    if (strcmp(buffer_string(&given), columns[1]) != 0) {
        print_error("segment.tsv:%d: %s is %s, not %s\n", line, buffer_string(&list), buffer_string(&given),
                    columns[1]);
        failures++;
    }
    error_free(&error);
    buffer_free(&given);
    buffer_free(&list);
}

static void test_vectors(void **state)
{
    (void)state;
    vectors_each("segment.tsv", segment_row);
    assert_int_equal(failures, 0);
}

static void test_an_overlap_names_both_rows_and_the_first_shared_month(void **state)
{
    (void)state;
    const struct segment segments[] = {{"210200", "2015-03", "2018-12", 46, 1},
                                       {"210100", "2018-10", "2019-06", 9, 1}};
    struct error error = {0};
    enum segment_part part;
    assert_true(segment_check(segments, 0, &context, &part, &error));
    assert_false(segment_check(segments, 1, &context, &part, &error));
    assert_int_equal(part, SEGMENT_FROM);
    assert_string_equal(error.code, "E_SEGMENT_OVERLAP");
    const char *const expected[][2] = {{"row", "2"},        {"place", "210100"}, {"from", "2018-10"},
                                       {"to", "2019-06"},   {"months", "9"},     {"other", "1"},
                                       {"month", "2018-10"}};
    assert_int_equal(error.count, sizeof(expected) / sizeof(expected[0]));
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        assert_string_equal(error.parameters[i].name, expected[i][0]);
        assert_string_equal(error.parameters[i].value, expected[i][1]);
    }
    error_free(&error);
}

static void test_months_are_counted_with_both_ends(void **state)
{
    (void)state;
    char text[DATE_TEXT];
    assert_int_equal(segment_span("2015-03", "2018-12"), 46);
    assert_int_equal(segment_span("2018-12", "2018-12"), 1);
    assert_int_equal(segment_span("2018-12", "2018-11"), 0);
    assert_int_equal(segment_span("", "2018-11"), 0);
    assert_string_equal(segment_month_text(segment_month("2018-12"), text), "2018-12");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_an_overlap_names_both_rows_and_the_first_shared_month),
        cmocka_unit_test(test_months_are_counted_with_both_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
