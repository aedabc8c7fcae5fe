/* The form of ui-benefit as it stands in forms/: what a clerk sees while filling it in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "form/form.h"
#include "spec/set.h"

static struct spec_set *set;
static const struct spec_item *item;
static const struct date today = {2026, 3, 2};

static int forms_load(void **state)
{
    (void)state;
    struct spec_faults faults = {0};
    set = spec_set_create();
    bool good = spec_set_load_directory("forms", set, &faults);
    spec_faults_print(&faults, stderr);
    spec_faults_free(&faults);
    item = spec_set_item(set, "ui-benefit");
    return good && item ? 0 : -1;
}

static int forms_free(void **state)
{
    (void)state;
    spec_set_free(&set);
    return 0;
}

static bool region_known(void *regions, const char *code)
{
    (void)regions;
    return spec_codes_find(spec_set_codes(set, "region"), code) != NULL;
}

static struct form *form_fresh(void)
{
    return form_new(item, today, region_known, NULL);
}

static size_t at(const char *key)
{
    for (size_t i = 0; i < item->field_count; i++) {
        if (strcmp(item->fields[i].key, key) == 0)
            return i;
    }
    fail_msg("ui-benefit has no field %s", key);
    return 0;
}

static void type(struct form *form, const char *key, const char *typed)
{
    form_type(form, at(key), typed);
}

static void expect_kept(const struct form *form, const char *key, const char *value)
{
    assert_string_equal(form_value(form, at(key)), value);
}

static void expect_mark(const struct form *form, const char *key, enum form_mark mark)
{
    if (form_mark(form, at(key)) != mark)
        fail_msg("%s is marked %d, expected %d (%s)", key, form_mark(form, at(key)), mark,
                 form_fault(form, at(key)) ? form_fault(form, at(key))->code : "no fault");
}

static void test_an_empty_form_tells_what_is_missing(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    expect_mark(form, "unemp_date", FORM_MISSING);
    expect_mark(form, "job_wish", FORM_CLEAR);
    assert_int_equal(form_next_thing(form, FORM_NONE), at("name"));
    assert_true(form_counts(form).missing > 5);
    assert_int_equal(form_counts(form).wrong, 0);
    form_free(&form);
}

static void test_dates_codes_and_full_width_forms_are_read(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    type(form, "unemp_date", "0228");
    expect_kept(form, "unemp_date", "2026-02-28");
    type(form, "unemp_date", "-3");
    expect_kept(form, "unemp_date", "2026-02-27");
    type(form, "unemp_date", "２０２６０１３１");
    expect_kept(form, "unemp_date", "2026-01-31");
    type(form, "leave_reason", "2");
    expect_kept(form, "leave_reason", "02");
    type(form, "leave_reason", "破产");
    expect_kept(form, "leave_reason", "05");
    type(form, "leave_reason", "０３");
    expect_kept(form, "leave_reason", "03");
    form_free(&form);
}

static void test_what_is_wrong_is_kept_and_explained(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    type(form, "unemp_date", "20260230");
    expect_kept(form, "unemp_date", "20260230");
    expect_mark(form, "unemp_date", FORM_WRONG);
    assert_string_equal(form_fault(form, at("unemp_date"))->code, "E_DATE_NONE");
    type(form, "unemp_date", "+1");
    expect_mark(form, "unemp_date", FORM_WRONG); /* not after today */
    type(form, "leave_reason", "77");
    assert_string_equal(form_fault(form, at("leave_reason"))->code, "E_FIELD_CODE");
    type(form, "mobile", "1380013800");
    expect_mark(form, "mobile", FORM_WRONG);
    type(form, "mobile", "13800138000");
    expect_mark(form, "mobile", FORM_CLEAR);
    assert_null(form_fault(form, at("mobile")));
    form_free(&form);
}

static void test_involuntary_follows_from_the_reason_and_goes_with_it(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    type(form, "leave_reason", "02");
    expect_kept(form, "unwilling", "1");
    assert_int_equal(form_source(form, at("unwilling")), FORM_COMPUTED);
    assert_true(form_fixed(form, at("unwilling")));
    type(form, "leave_reason", "01"); /* it matters who proposed it: asked */
    expect_kept(form, "unwilling", "");
    expect_mark(form, "unwilling", FORM_MISSING);
    assert_false(form_fixed(form, at("unwilling")));
    form_free(&form);
}

static void test_fields_and_materials_come_and_go_with_their_conditions(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    size_t bank = 0;
    for (size_t i = 0; i < item->material_count; i++)
        bank = strcmp(item->materials[i].key, "bank") == 0 ? i : bank;
    type(form, "use_card_acct", "1");
    assert_false(form_shown(form, at("bank_acct")));
    assert_false(form_material_needed(form, bank));
    expect_mark(form, "bank_acct", FORM_CLEAR);
    type(form, "use_card_acct", "0");
    assert_true(form_shown(form, at("bank_acct")));
    expect_mark(form, "bank_acct", FORM_MISSING);
    assert_true(form_material_needed(form, bank));
    form_free(&form);
}

static void test_masked_values_stand_until_somebody_types_over_them(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    form_load(form, "mobile", "138****8000", true, FORM_PERSON, "2026-02-01");
    expect_mark(form, "mobile", FORM_CLEAR);
    assert_true(form_masked(form, at("mobile")));
    struct buffer shown = {0};
    form_show(form, at("mobile"), false, &shown);
    assert_string_equal(buffer_string(&shown), "138****8000");
    buffer_free(&shown);
    assert_true(form_type(form, at("mobile"), "13900139000"));
    assert_false(form_masked(form, at("mobile")));
    assert_false(form_type(form, at("mobile"), "139 0013 9000")); /* the same number: nothing to save */
    form_free(&form);
}

static void test_an_old_value_is_confirmed_once(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    form_load(form, "mobile", "138****8000", true, FORM_PERSON, "2025-01-31");
    expect_mark(form, "mobile", FORM_CONFIRM);
    assert_int_equal(form_counts(form).confirm, 1);
    form_confirm(form, at("mobile"));
    expect_mark(form, "mobile", FORM_CLEAR);
    form_free(&form);
}

static void test_a_colleagues_value_is_always_confirmed_and_then_the_applicants_own(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    form_load(form, "last_unit", "演示纺织厂", false, form_source_parse("unit"), "2026-03-02");
    expect_mark(form, "last_unit", FORM_CONFIRM); /* though it is of today */
    assert_false(form_type(form, at("last_unit"), "演示纺织厂"));
    expect_mark(form, "last_unit", FORM_CONFIRM); /* the cursor passed by */
    assert_true(form_confirm(form, at("last_unit")));
    expect_mark(form, "last_unit", FORM_CLEAR);
    assert_int_equal(form_source(form, at("last_unit")), FORM_TYPED);
    assert_false(form_confirm(form, at("last_unit"))); /* nothing to save any more */
    form_free(&form);
}

static void test_the_cursor_goes_on_to_what_is_left(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    long first = form_next_thing(form, (long)at("sex"));
    assert_int_equal(first, at("birth"));
    form_load(form, "birth", "1901-03-12", false, FORM_COMPUTED, "");
    assert_true(form_next_thing(form, (long)at("sex")) > (long)at("birth"));
    assert_int_equal(form_step(form, (long)at("job_wish"), 1), at("use_card_acct"));
    form_free(&form);
}

static void test_codes_show_their_names_in_either_language(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    struct buffer shown = {0};
    type(form, "leave_reason", "02");
    form_show(form, at("leave_reason"), false, &shown);
    assert_string_equal(buffer_string(&shown), "02 用人单位解除劳动合同");
    buffer_clear(&shown);
    form_show(form, at("leave_reason"), true, &shown);
    assert_true(strncmp(buffer_string(&shown), "02 ", 3) == 0 && shown.length > 5);
    buffer_free(&shown);
    form_free(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_empty_form_tells_what_is_missing),
        cmocka_unit_test(test_dates_codes_and_full_width_forms_are_read),
        cmocka_unit_test(test_what_is_wrong_is_kept_and_explained),
        cmocka_unit_test(test_involuntary_follows_from_the_reason_and_goes_with_it),
        cmocka_unit_test(test_fields_and_materials_come_and_go_with_their_conditions),
        cmocka_unit_test(test_masked_values_stand_until_somebody_types_over_them),
        cmocka_unit_test(test_an_old_value_is_confirmed_once),
        cmocka_unit_test(test_a_colleagues_value_is_always_confirmed_and_then_the_applicants_own),
        cmocka_unit_test(test_the_cursor_goes_on_to_what_is_left),
        cmocka_unit_test(test_codes_show_their_names_in_either_language),
    };
    return cmocka_run_group_tests(tests, forms_load, forms_free);
}
