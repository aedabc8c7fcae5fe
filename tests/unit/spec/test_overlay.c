/* What overlays make of items, region by region: tests/unit/spec/local has one of a province, of a city in
 * it, and of a district of that. What they may not say is among test_broken.c's folders. Run from the top of
 * the tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "spec/set.h"

#define FOLDER "tests/unit/spec/local"

enum {
    NATION = 0,
    PROVINCE = 210000,
    OTHER_CITY = 210100,
    CITY = 210600,
    DISTRICT = 210602,
    OTHER_DISTRICT = 210603
};

static struct spec_set *set;

static int setup(void **state)
{
    (void)state;
    struct spec_faults faults = {0};
    set = spec_set_create();
    bool good = spec_set_load_directory(FOLDER, set, &faults);
    spec_faults_print(&faults, stderr);
    spec_faults_free(&faults);
    return good ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    spec_set_free(&set);
    return 0;
}

static const struct spec_item *item_in(int region)
{
    const struct spec_item *item = spec_set_item_in(set, region, "x");
    assert_non_null(item);
    return item;
}

static void assert_holds(int region, int promised, const char *channels, const char *materials)
{
    const struct spec_item *item = item_in(region);
    struct buffer has = {0};
    assert_int_equal(item->promised.days, promised);
    for (size_t i = 0; i < item->channel_count; i++)
        buffer_format(&has, "%s ", item->channels[i]);
    assert_string_equal(buffer_string(&has), channels);
    buffer_clear(&has);
    for (size_t i = 0; i < item->material_count; i++)
        buffer_format(&has, "%s%s ", item->materials[i].key, item->materials[i].letter ? "+" : "");
    assert_string_equal(buffer_string(&has), materials);
    buffer_free(&has);
}

static void test_the_nearest_overlay_wins_key_by_key(void **state)
{
    (void)state;
    assert_holds(NATION, 10, "window ", "proof card+ photo ");
    assert_holds(PROVINCE, 8, "window online ", "proof card+ photo ");
    assert_holds(OTHER_CITY, 8, "window online ", "proof card+ photo ");
    assert_holds(CITY, 5, "window online ", "proof card+ ");
    assert_holds(OTHER_DISTRICT, 5, "window online ", "proof card+ ");
    assert_holds(DISTRICT, 5, "window online kiosk ", "proof+ card+ ");
}

static void test_an_item_is_closed_where_it_is_said(void **state)
{
    (void)state;
    assert_null(item_in(PROVINCE)->closed.from);
    assert_string_equal(item_in(CITY)->closed.from, "2026-07-01");
    assert_string_equal(item_in(OTHER_DISTRICT)->closed.reason.en, "Now at the city's centre.");
    assert_string_equal(item_in(DISTRICT)->closed.from, "2026-05-01");
    assert_string_equal(item_in(DISTRICT)->closed.reason.zh, "搬迁。");
}

static void test_what_changes_nothing_leaves_no_item(void **state)
{
    (void)state;
    static const struct {
        int region;
        const char *item;
    } wanted[] = {{PROVINCE, "x"}, {CITY, "x"}, {CITY, "y"}, {DISTRICT, "x"}};
    assert_int_equal(spec_set_local_count(set), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(spec_set_local_at(set, i)->region, wanted[i].region);
        assert_string_equal(spec_set_local_at(set, i)->item->code, wanted[i].item);
    }
    assert_int_equal(spec_set_item_in(set, DISTRICT, "y")->promised.days, 0);
    assert_null(spec_set_item_in(set, DISTRICT, "z"));
}

static void test_a_closing_reads_back(void **state)
{
    (void)state;
    struct buffer text = {0}, again = {0};
    struct spec_faults faults = {0};
    spec_item_resolved(item_in(DISTRICT), &text);
    struct spec_item *item = spec_item_parse(buffer_string(&text), text.length, "x", set, &faults);
    assert_non_null(item);
    spec_item_resolved(item, &again);
    assert_string_equal(buffer_string(&again), buffer_string(&text));
    assert_non_null(
        strstr(buffer_string(&text), "\"closed\":{\"from\":\"2026-05-01\",\"reason\":{\"zh\":\"搬迁。\","));
    spec_item_free(&item);
    buffer_free(&text);
    buffer_free(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_nearest_overlay_wins_key_by_key),
        cmocka_unit_test(test_an_item_is_closed_where_it_is_said),
        cmocka_unit_test(test_what_changes_nothing_leaves_no_item),
        cmocka_unit_test(test_a_closing_reads_back),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
