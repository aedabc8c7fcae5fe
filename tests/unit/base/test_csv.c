/* Cells of a table that a spreadsheet opens: read back they are what they were, and none of them runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/csv.h"

static void test_cells(void **state)
{
    (void)state;
    static const struct {
        const char *value, *cell;
    } rows[] = {
        {"", ""},
        {"张*兰", "张*兰"},
        {"210600", "210600"},
        {"a,b", "\"a,b\""},
        {"say \"x\"", "\"say \"\"x\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"a;b", "\"a;b\""},
        {"=1+1", "'=1+1"},
        {"+86", "'+86"},
        {"-1", "'-1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"＝1+1", "'＝1+1"},
        {"＠x", "'＠x"},
        {"\t=1", "\"'\t=1\""},
        {"\r=1", "\"'\r=1\""},
        {"\n=1", "\"'\n=1\""},
        {"=\"a\",b", "\"'=\"\"a\"\",b\""},
        {"1=1", "1=1"},
        {"𠮷", "𠮷"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buffer line = {0};
        csv_cell(&line, rows[i].value, true);
        assert_string_equal(buffer_string(&line), rows[i].cell);
        buffer_free(&line);
    }
}

static void test_a_line_has_commas_between_and_ends_as_the_standard_says(void **state)
{
    (void)state;
    struct buffer line = {0};
    csv_cell(&line, "", true);
    csv_cell(&line, "", false);
    csv_cell(&line, "x", false);
    csv_end(&line);
    assert_string_equal(buffer_string(&line), ",,x\r\n");
    buffer_free(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_a_line_has_commas_between_and_ends_as_the_standard_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
