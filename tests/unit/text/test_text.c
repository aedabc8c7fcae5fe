/* A sentence with a value that is empty: told without it, where the catalogue has words for that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "text/text.h"

static void expect(enum language language, const char *item, const char *sentence)
{
    struct error error = {0};
    text_language_set(language);
    error_set(&error, "E_RIGHT_MISSING", "action", "operate", "region", "210600", "item", item, NULL);
    char *told = text_error_string(&error);
    assert_string_equal(told, sentence);
    free(told);
    error_free(&error);
}

static void test_refusal_of_a_region_names_no_item(void **state)
{
    (void)state;
    expect(LANGUAGE_EN, "ui-benefit",
           "You have no right to operate (region 210600, item ui-benefit): ask the operator for it.");
    expect(LANGUAGE_EN, "", "You have no right to operate (region 210600): ask the operator for it.");
    expect(LANGUAGE_ZH, "", "您没有操作权限(地区210600)。请找操作员授权。");
}

static void test_empty_value_without_such_words_stays_empty(void **state)
{
    struct buffer told = {0};
    (void)state;
    text_language_set(LANGUAGE_ZH);
    text_fill(&told, "NEXT_FIELD", "field", "", NULL);
    assert_string_equal(buffer_string(&told), "下一步 Enter: 到 ");
    buffer_free(&told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refusal_of_a_region_names_no_item),
        cmocka_unit_test(test_empty_value_without_such_words_stays_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
