/* What people type and what they find. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "spec/pinyin.h"
#include "spec/search.h"

struct search_case {
    const char *query, *name;
    enum search_rank rank;
};

static void test_names(void **state)
{
    (void)state;
    static const struct search_case cases[] = {
        {"失业保险金申领", "失业保险金申领", SEARCH_NAME_PREFIX},
        {"失业", "失业保险金申领", SEARCH_NAME_PREFIX},
        {"保险", "失业保险金申领", SEARCH_INSIDE},
        {"sybxj", "失业保险金申领", SEARCH_INITIALS_PREFIX},
        {"SYBXJ", "失业保险金申领", SEARCH_INITIALS_PREFIX},
        {"ＳｙＢＸｊ", "失业保险金申领", SEARCH_INITIALS_PREFIX},
        {"sybxjsl", "失业保险金申领", SEARCH_INITIALS_PREFIX},
        {"sybxjslx", "失业保险金申领", SEARCH_NONE},
        {"bxj", "失业保险金申领", SEARCH_INITIALS_INSIDE},
        {"sbx", "失业保险金申领", SEARCH_NONE}, /* one run, not any letters in order */
        {"失业bxj", "失业保险金申领", SEARCH_INITIALS_PREFIX},
        {"失业 申领", "失业保险金申领", SEARCH_INSIDE},
        {"失业　申领", "失业保险金申领", SEARCH_INSIDE}, /* the full-width space of an input method */
        {"失业 养老", "失业保险金申领", SEARCH_NONE},
        {"", "失业保险金申领", SEARCH_NAME_PREFIX},
        {"  ", "失业保险金申领", SEARCH_NAME_PREFIX},
        {"yh", "银行", SEARCH_INITIALS_PREFIX}, /* every reading: háng */
        {"yx", "银行", SEARCH_INITIALS_PREFIX}, /* and xíng */
        {"cx", "重新申请", SEARCH_INITIALS_PREFIX},
        {"zx", "重新申请", SEARCH_INITIALS_PREFIX},
        {"zytz", "重要调整", SEARCH_INITIALS_PREFIX},
        {"dd", "调动", SEARCH_INITIALS_PREFIX},
        {"td", "调动", SEARCH_INITIALS_PREFIX},
        {"kj", "会计", SEARCH_INITIALS_PREFIX},
        {"shbx", "社会保险", SEARCH_INITIALS_PREFIX},
        {"yc", "延长", SEARCH_INITIALS_PREFIX},
        {"jz", "家长", SEARCH_INITIALS_PREFIX},
        {"ssbzk", "(社)社保障卡", SEARCH_INITIALS_INSIDE},
        {"ykt", "一卡(通)办", SEARCH_INITIALS_PREFIX}, /* brackets need not be typed */
        {"ick", "IC卡补办", SEARCH_INITIALS_PREFIX},
        {"35", "第三十五条 35 天", SEARCH_INSIDE},
        {"３５", "35天", SEARCH_NAME_PREFIX},
        {"claim", "Unemployment benefit claim", SEARCH_INSIDE},
        {"claim unemp", "Unemployment benefit claim", SEARCH_INSIDE},
        {"UNEMP", "Unemployment benefit claim", SEARCH_NAME_PREFIX},
        {"𠮷", "𠮷林", SEARCH_NAME_PREFIX},
        {"jl", "𠮷林", SEARCH_NONE},            /* Unihan gives it no reading */
        {"yl", "𫖮林", SEARCH_INITIALS_PREFIX}, /* beyond the BMP, yǐ */
        {"y", "䶮", SEARCH_INITIALS_PREFIX},
        {"\xff", "失业", SEARCH_NONE},
        {"x", "", SEARCH_NONE},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        enum search_rank rank = search_matches(cases[i].query, cases[i].name);
        if (rank != cases[i].rank)
            fail_msg("\"%s\" in \"%s\": rank %d, not %d", cases[i].query, cases[i].name, (int)rank,
                     (int)cases[i].rank);
    }
}

static void test_polyphones_have_all_their_initials(void **state)
{
    (void)state;
    assert_string_equal(pinyin_initials(0x884C), "xh");    /* 行 */
    assert_non_null(strchr(pinyin_initials(0x91CD), 'c')); /* 重 */
    assert_non_null(strchr(pinyin_initials(0x91CD), 'z'));
    assert_string_equal(pinyin_initials(0x8C03), "dt"); /* 调 */
    assert_string_equal(pinyin_initials(0x4F1A), "hk"); /* 会 */
    assert_string_equal(pinyin_initials(0x957F), "zc"); /* 长 */
    assert_string_equal(pinyin_initials(0x4E00), "y");  /* 一, the first of its block */
    assert_string_equal(pinyin_initials(0x9FFF), "");
    assert_string_equal(pinyin_initials('a'), "");
    assert_string_equal(pinyin_initials(0), "");
    assert_string_equal(pinyin_initials(0x10FFFF), "");
}

static void test_codes_before_names(void **state)
{
    (void)state;
    char zh[] = "用人单位解除", en[] = "By the employer";
    struct spec_name name = {.zh = zh, .en = en};
    assert_int_equal(search_entry("02", "02", &name), SEARCH_EXACT_CODE);
    assert_int_equal(search_entry("０２", "02", &name), SEARCH_EXACT_CODE);
    assert_int_equal(search_entry("0", "02", &name), SEARCH_CODE_PREFIX);
    assert_int_equal(search_entry("2", "02", &name), SEARCH_NONE);
    assert_int_equal(search_entry("jc", "02", &name), SEARCH_INITIALS_INSIDE);
    assert_int_equal(search_entry("employer", "02", &name), SEARCH_INSIDE);
}

static void test_best_first_and_closed_left_out(void **state)
{
    (void)state;
    static const char text[] =
        "{codes: x, name: {zh: 甲, en: A}, source: local, values: {"
        "1: {zh: 非失业, en: Not}, 2: {zh: 失业, en: Unemployed}, 3: {zh: 事业, en: Public sector},"
        "4: {zh: 失业(旧), en: Old, closed: true}, 5: {zh: 就业, en: Employed}}}";
    struct spec_set *set = spec_set_create();
    struct spec_faults faults = {0};
    const struct spec_codes *codes = spec_codes_parse(text, strlen(text), "x", set, &faults);
    assert_non_null(codes);
    const struct spec_code *found[5];
    assert_int_equal(search_codes("失业", codes, found, 5), 2);
    assert_string_equal(found[0]->code, "2");
    assert_string_equal(found[1]->code, "1");
    assert_int_equal(search_codes("sy", codes, found, 2), 3); /* 失业, 事业 and, worse, 非失业 */
    assert_string_equal(found[0]->code, "2");
    assert_string_equal(found[1]->code, "3");
    assert_int_equal(search_codes("", codes, found, 5), 4);
    assert_string_equal(found[0]->code, "1");
    spec_set_free(&set);
}

static struct spec_set *shipped(void)
{
    struct spec_set *set = spec_set_create();
    struct spec_faults faults = {0};
    assert_true(spec_set_load_directory("forms", set, &faults));
    return set;
}

static void test_items_of_the_shipped_forms(void **state)
{
    (void)state;
    struct spec_set *set = shipped();
    const struct spec_item *found[1];
    static const char *const queries[] = {"sybxj", "ui-benefit", "ui-b", "失业保险金", "保险金申", "SYBXJ"};
    for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
        assert_true(search_items(queries[i], set, found, 1) >= 1);
        assert_string_equal(found[0]->code, "ui-benefit");
    }
    assert_int_equal(search_items("没有的", set, found, 1), 0);
    spec_set_free(&set);
}

/* 工伤康复申请确认 is the first that 工伤康复申请确认 finds, although other names hold more. */
static void test_every_item_is_first_by_its_name(void **state)
{
    (void)state;
    struct spec_set *set = shipped();
    assert_int_equal(spec_set_item_count(set), 148);
    for (size_t i = 0; i < spec_set_item_count(set); i++) {
        const struct spec_item *item = spec_set_item_at(set, i), *found[1];
        assert_true(search_items(item->name.zh, set, found, 1) >= 1);
        assert_string_equal(found[0]->code, item->code);
    }
    spec_set_free(&set);
}

static void test_every_item_is_first_or_second_by_its_initials(void **state)
{
    (void)state;
    struct spec_set *set = shipped();
    FILE *file = fopen("tests/vectors/item-initials.tsv", "r");
    char line[300], code[64], initials[200];
    size_t count = 0;
    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        const struct spec_item *found[2];
        if (*line == '#')
            continue;
        assert_int_equal(sscanf(line, "%63s %199s", code, initials), 2);
        size_t matches = search_items(initials, set, found, 2);
        if (!(matches >= 1 && strcmp(found[0]->code, code) == 0) &&
            !(matches >= 2 && strcmp(found[1]->code, code) == 0))
            fail_msg("%s does not find %s first or second, but %s", initials, code,
                     matches ? found[0]->code : "nothing");
        count++;
    }
    fclose(file);
    assert_int_equal(count, spec_set_item_count(set));
    spec_set_free(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_polyphones_have_all_their_initials),
        cmocka_unit_test(test_codes_before_names),
        cmocka_unit_test(test_best_first_and_closed_left_out),
        cmocka_unit_test(test_items_of_the_shipped_forms),
        cmocka_unit_test(test_every_item_is_first_by_its_name),
        cmocka_unit_test(test_every_item_is_first_or_second_by_its_initials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
