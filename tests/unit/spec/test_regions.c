/* The regions of the whole country as the program offers and knows them, and that a list is lent to several
 * sets. Run from the top of the tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "spec/region.h"
#include "spec/search.h"
#include "spec/set.h"

enum { LEVEL_PROVINCE = 2, LEVEL_PREFECTURE = 4, DIGITS = 6 };

static int forms_load(void **state)
{
    struct spec_faults faults = {0};
    struct spec_set *set = spec_set_create();
    bool good = spec_set_load_directory("forms", set, &faults);
    spec_faults_free(&faults);
    *state = set;
    return good ? 0 : -1;
}

static int forms_free(void **state)
{
    struct spec_set *set = *state;
    spec_set_free(&set);
    return 0;
}

static const struct spec_codes *regions_of(void **state)
{
    const struct spec_codes *regions = spec_set_codes(*state, "region");
    assert_non_null(regions);
    return regions;
}

struct region {
    const char *code, *zh, *en;
    bool closed;
};

static void region_assert(const struct spec_codes *regions, const struct region *wanted)
{
    const struct spec_code *found = spec_codes_find(regions, wanted->code);
    if (!found)
        fail_msg("%s %s is not there", wanted->code, wanted->zh);
    if (strcmp(found->name.zh, wanted->zh) || strcmp(found->name.en, wanted->en))
        fail_msg("%s is %s, %s, not %s, %s", wanted->code, found->name.zh, found->name.en, wanted->zh,
                 wanted->en);
    if (found->closed != wanted->closed)
        fail_msg("%s %s is %s", wanted->code, wanted->zh, found->closed ? "closed" : "offered");
}

static void regions_assert(const struct spec_codes *regions, const struct region *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++)
        region_assert(regions, &wanted[i]);
}

static void test_regions_have_their_names(void **state)
{
    static const struct region regions[] = {
        {"110000", "北京市", "Beijing", false},
        {"110101", "东城区", "Dongcheng District, Beijing", false},
        {"150000", "内蒙古自治区", "Inner Mongolia", false},
        {"152221", "科尔沁右翼前旗", "Horqin Right Front Banner, Hinggan", false},
        {"140000", "山西省", "Shanxi", false},
        {"610000", "陕西省", "Shaanxi", false},
        {"210103", "沈河区", "Shenhe District, Shenyang", false},
        {"210624", "宽甸满族自治县", "Kuandian County, Dandong", false},
        {"222401", "延吉市", "Yanji City, Yanbian", false},
        {"310115", "浦东新区", "Pudong New District, Shanghai", false},
        {"350200", "厦门市", "Xiamen", false},
        {"410621", "浚县", "Xun County, Hebi", false},
        {"419001", "济源市", "Jiyuan City, Henan", false},
        {"429021", "神农架林区", "Shennongjia Forestry District, Hubei", false},
        {"442000", "中山市", "Zhongshan", false},
        {"500000", "重庆市", "Chongqing", false},
        {"500229", "城口县", "Chengkou County, Chongqing", false},
        {"520203", "六枝特区", "Liuzhi Special District, Liupanshui", false},
        {"540481", "米林市", "Milin City, Nyingchi", false},
        {"622926", "东乡族自治县", "Dongxiang County, Linxia", false},
        {"710000", "台湾省", "Taiwan", false},
        {"810000", "香港特别行政区", "Hong Kong SAR", false},
        {"820000", "澳门特别行政区", "Macao SAR", false},
        /* in identity numbers only */
        {"110103", "崇文区", "Chongwen District, Beijing", true},
        {"440301", "市辖区", "Municipal districts, Shenzhen", true},
        {"510202", "渝中区", "Yuzhong District, Chongqing", true},
    };
    regions_assert(regions_of(state), regions, sizeof(regions) / sizeof(regions[0]));
}

/* Readings that a table of single characters gets wrong. */
static void test_names_are_spelt_as_they_are_read(void **state)
{
    static const struct region regions[] = {
        {"130225", "乐亭县", "Laoting County, Tangshan", false},
        {"130726", "蔚县", "Yu County, Zhangjiakou", false},
        {"140428", "长子县", "Zhangzi County, Changzhi", false},
        {"141024", "洪洞县", "Hongtong County, Linfen", false},
        {"211281", "调兵山市", "Diaobingshan City, Tieling", false},
        {"222404", "珲春市", "Hunchun City, Yanbian", false},
        {"310112", "闵行区", "Minhang District, Shanghai", false},
        {"320116", "六合区", "Luhe District, Nanjing", false},
        {"340300", "蚌埠市", "Bengbu", false},
        {"341500", "六安市", "Lu'an", false},
        {"341600", "亳州市", "Bozhou", false},
        {"341621", "涡阳县", "Guoyang County, Bozhou", false},
        {"361124", "铅山县", "Yanshan County, Shangrao", false},
        {"371524", "东阿县", "Dong'e County, Liaocheng", false},
        {"371722", "单县", "Shan County, Heze", false},
        {"440113", "番禺区", "Panyu District, Guangzhou", false},
        {"511123", "犍为县", "Qianwei County, Leshan", false},
        {"652823", "尉犁县", "Yuli County, Bayingolin", false},
    };
    regions_assert(regions_of(state), regions, sizeof(regions) / sizeof(regions[0]));
}

static void test_a_region_is_called_with_its_city(void **state)
{
    const struct spec_codes *regions = regions_of(state);
    FILE *file = fopen("tests/vectors/regions.tsv", "r");
    char line[200], code[7], name[100];
    int count = 0;
    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        struct buffer called = {0};
        if (*line == '#')
            continue;
        assert_int_equal(sscanf(line, "%6s %99s", code, name), 2);
        region_write(regions, spec_codes_find(regions, code), false, &called);
        assert_string_equal(buffer_string(&called), name);
        buffer_free(&called);
        count++;
    }
    fclose(file);
    assert_int_equal(count, 11);
}

static void test_what_never_was_a_region_is_not_there(void **state)
{
    /* 830000: residence permits of Taiwan residents; 130171: known to statistics alone */
    static const char *const codes[] = {"830000", "120199", "000000", "130171", "999999", "11010", "1101010"};
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        assert_null(spec_codes_find(regions_of(state), codes[i]));
}

static void assert_offered(const struct spec_codes *regions, const char *code, int level)
{
    char above[DIGITS + 1];
    snprintf(above, sizeof(above), "%.*s%.*s", level, code, DIGITS - level, "000000");
    const struct spec_code *found = spec_codes_find(regions, above);
    if (!found || found->closed)
        fail_msg("%s is offered, and %s above it is not", code, above);
}

/* Municipalities and what a province governs itself (90) have no prefecture between. */
static bool has_prefecture(const char *code)
{
    static const char *const without[] = {"11", "12", "31", "50"};
    for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++) {
        if (strncmp(code, without[i], LEVEL_PROVINCE) == 0)
            return false;
    }
    return strncmp(code + LEVEL_PROVINCE, "90", 2) != 0;
}

static void test_every_region_offered_stands_below_one_offered(void **state)
{
    const struct spec_codes *regions = regions_of(state);
    size_t offered = 0;
    for (size_t i = 0; i < regions->count; i++) {
        const struct spec_code *region = &regions->codes[i];
        if (i > 0)
            assert_true(strcmp(regions->codes[i - 1].code, region->code) < 0);
        if (region->closed)
            continue;
        offered++;
        assert_offered(regions, region->code, LEVEL_PROVINCE);
        if (has_prefecture(region->code))
            assert_offered(regions, region->code, LEVEL_PREFECTURE);
    }
    assert_in_range(offered, 3150, 3300);
}

static void test_a_district_is_found_by_hanzi_initials_and_digits(void **state)
{
    static const char *const typed[] = {"沈河", "210103", "shenhe"};
    const struct spec_code *found[1];
    for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
        assert_true(search_codes(typed[i], regions_of(state), found, 1) >= 1);
        assert_string_equal(found[0]->code, "210103");
    }
    assert_int_equal(search_codes("崇文", regions_of(state), found, 1), 0); /* closed */
}

static void test_a_list_is_lent_to_several_sets(void **state)
{
    const struct spec_codes *regions = regions_of(state);
    for (int i = 0; i < 2; i++) {
        struct spec_set *borrower = spec_set_create();
        assert_true(spec_set_borrow_codes(borrower, regions));
        assert_false(spec_set_borrow_codes(borrower, regions));
        assert_ptr_equal(spec_set_codes(borrower, "region"), regions);
        assert_int_equal(spec_set_codes_count(borrower), 0);
        spec_set_free(&borrower);
    }
    assert_false(spec_set_borrow_codes(*state, regions)); /* it has its own */
    assert_string_equal(regions->codes[0].code, "110000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regions_have_their_names),
        cmocka_unit_test(test_names_are_spelt_as_they_are_read),
        cmocka_unit_test(test_a_region_is_called_with_its_city),
        cmocka_unit_test(test_what_never_was_a_region_is_not_there),
        cmocka_unit_test(test_every_region_offered_stands_below_one_offered),
        cmocka_unit_test(test_a_district_is_found_by_hanzi_initials_and_digits),
        cmocka_unit_test(test_a_list_is_lent_to_several_sets),
    };
    return cmocka_run_group_tests(tests, forms_load, forms_free);
}
