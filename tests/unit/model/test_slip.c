/* Codes of slips against tests/vectors/slip.tsv, the file that SQL is held to as well. */
#include "unit/vectors.h"

#include "model/slip.h"

static int failures;

static void slip_row(char **columns, int count, int line)
{
    assert_int_equal(count, 2);
    struct buffer code = {0};
    vector_unescape(&code, columns[0]);
    const char *given = slip_valid(buffer_string(&code)) ? "valid" : "wrong";
    if (strcmp(given, columns[1]) != 0) {
        print_error("slip.tsv:%d: %s is %s, not %s\n", line, columns[0], given, columns[1]);
        failures++;
    }
    buffer_free(&code);
}

static void test_vectors(void **state)
{
    (void)state;
    vectors_each("slip.tsv", slip_row);
    assert_int_equal(failures, 0);
}

static void test_a_code_says_hall_window_day_and_time(void **state)
{
    (void)state;
    const struct {
        int hall, window;
        struct date day;
        int second;
        const char *code;
    } rows[] = {
        {1, 3, {2026, 3, 2}, 10 * 3600 + 15 * 60 + 42, "001003202603021015420"},
        {1, 3, {2026, 3, 2}, 86399, "001003202603022359594"},
        {12, 23, {2026, 3, 2}, 0, "012023202603020000006"},
        {999, 999, {9999, 12, 31}, 86399, "999999999912312359594"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char code[SLIP_TEXT];
        assert_string_equal(slip_code(rows[i].hall, rows[i].window, rows[i].day, rows[i].second, code),
                            rows[i].code);
    }
}

/* What is written down at a window and typed again: any one digit wrong is noticed. */
static void test_codes_ascend_through_a_day_and_one_wrong_digit_is_noticed(void **state)
{
    (void)state;
    char code[SLIP_TEXT], last[SLIP_TEXT] = "";
    for (int second = 0; second < 86400; second += 11) {
        slip_code(7, 42, (struct date){2026, 3, 2}, second, code);
        assert_true(slip_valid(code));
        assert_true(strcmp(last, code) < 0);
        strcpy(last, code);
        int at = second % (SLIP_TEXT - 1);
        code[at] = (char)('0' + (code[at] - '0' + 1 + second % 9) % 10);
        assert_false(slip_valid(code));
    }
}

static void test_groups_for_the_eye(void **state)
{
    (void)state;
    char grouped[SLIP_GROUPED];
    assert_string_equal(slip_group("001003202603021015420", grouped), "001-003-20260302-101542-0");
    assert_string_equal(slip_group("", grouped), "");
    assert_string_equal(slip_group("00100320260302101542", grouped), "00100320260302101542");
    assert_string_equal(slip_group("00100320260302101542X", grouped), "00100320260302101542X");
    assert_string_equal(slip_group("001-003-20260302-101542-0", grouped), "001-003-20260302-101542-0");
    assert_string_equal(slip_group("0123456789012345678901234567", grouped), "0123456789012345678901234");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_a_code_says_hall_window_day_and_time),
        cmocka_unit_test(test_codes_ascend_through_a_day_and_one_wrong_digit_is_noticed),
        cmocka_unit_test(test_groups_for_the_eye),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
