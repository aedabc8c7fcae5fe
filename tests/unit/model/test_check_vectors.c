/* Every named check against tests/vectors/checks.tsv, the file that SQL is held to as well. */
#include "unit/vectors.h"

#include "model/check.h"

static int failures;

static bool known(void *regions, const char *code)
{
    for (const char *const *region = regions; *region; region++) {
        if (strcmp(*region, code) == 0)
            return true;
    }
    return false;
}

static const char *const regions[] = {"110105", "210602", "442000", NULL};

static struct check_context context_of(const char *argument)
{
    return (struct check_context){
        .today = {2026, 3, 2}, .argument = argument, .region_known = known, .regions = (void *)regions};
}

static void check_row(char **columns, int count, int line)
{
    assert_int_equal(count, 4);
    struct check_context context = context_of(strcmp(columns[1], "-") == 0 ? NULL : columns[1]);
    struct buffer value = {0};
    struct error error = {0};
    vector_unescape(&value, columns[2]);
    enum check_result result = check_run(columns[0], buffer_string(&value), &context, &error);
    const char *code = error.code ? error.code : "ok";
    enum check_result meant = *columns[3] == 'o' ? CHECK_OK : *columns[3] == 'W' ? CHECK_WARN : CHECK_BAD;
    if (strcmp(code, columns[3]) != 0 || result != meant) {
        print_error("checks.tsv:%d: %s %s gives %s, not %s\n", line, columns[0], columns[2], code,
                    columns[3]);
        failures++;
    }
    error_free(&error);
    buffer_free(&value);
}

static void test_vectors(void **state)
{
    (void)state;
    vectors_each("checks.tsv", check_row);
    assert_int_equal(failures, 0);
}

/* The sentence at the field says what was expected: the parameters are there. */
static void test_parameters(void **state)
{
    (void)state;
    const struct {
        const char *check, *argument, *value, *name, *meant;
    } rows[] = {
        {"id18", NULL, "210602190103121010", "expected", "1"},
        {"id18", NULL, "210602190103121010", "found", "0"},
        {"id18", NULL, "442000190022280017", "date", "19002228"},
        {"id18", NULL, "11010519040229003", "length", "17"},
        {"id18", NULL, "2106O2190103121011", "position", "5"},
        {"id18", NULL, "21060219010312101张", "found", "张"},
        {"id18", NULL, "12019919010312101X", "expected", "1"},
        {"id_any", "03", "830000199201300022", "region", "830000"},
        {"uscc", NULL, "91210600MA0XK5R79B", "expected", "A"},
        {"uscc", NULL, "91442000MI4W8T2Q1W", "position", "10"},
        {"luhn", NULL, "6217009999000000017", "expected", "6"},
        {"name_cn", NULL, "张\u200B三", "code", "U+200B"},
        {"name_cn", NULL, "张\u200B三", "position", "2"},
        {"name_cn", NULL, "张", "least", "2"},
        {"text", "3", "一二三四", "most", "3"},
        {"lines", NULL, "一\n二 \n三", "line", "2"},
        {"lines", NULL, "一\n二\n", "line", "3"},
        {"int", "1..5", "9", "most", "5"},
        {"date", "10", "2026-03-13", "most", "2026-03-12"},
        {"region6", NULL, "120199", "region", "120199"},
        {"case_number", NULL, "21060020260302001000010", "expected", "5"},
        {"nothing", NULL, "", "name", "nothing"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct check_context context = context_of(rows[i].argument);
        struct error error = {0};
        assert_int_not_equal(check_run(rows[i].check, rows[i].value, &context, &error), CHECK_OK);
        const char *value = error_value(&error, rows[i].name);
        if (!value || strcmp(value, rows[i].meant) != 0)
            fail_msg("%s %s: %s is %s, not %s", rows[i].check, rows[i].value, rows[i].name,
                     value ? value : "missing", rows[i].meant);
        error_free(&error);
    }
}

static void test_broken_bytes_are_refused(void **state)
{
    (void)state;
    struct check_context context = context_of(NULL);
    for (size_t i = 0; check_name(i); i++) {
        if (strcmp(check_name(i), "id_any") == 0)
            continue;
        struct error error = {0};
        assert_int_equal(check_run(check_name(i), "\xE5\xBC", &context, &error), CHECK_BAD);
        error_free(&error);
    }
}

static void test_without_a_table_every_region_passes(void **state)
{
    (void)state;
    struct check_context context = {.today = {2026, 3, 2}};
    struct error error = {0};
    assert_int_equal(check_run("region6", "120199", &context, &error), CHECK_OK);
}

static void test_names_are_ascending(void **state)
{
    (void)state;
    for (size_t i = 1; check_name(i); i++)
        assert_true(strcmp(check_name(i - 1), check_name(i)) < 0);
    assert_true(check_exists("uscc"));
    assert_false(check_exists("idcard"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_broken_bytes_are_refused),
        cmocka_unit_test(test_without_a_table_every_region_passes),
        cmocka_unit_test(test_names_are_ascending),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
