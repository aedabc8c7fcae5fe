/* The resolved text: what the database keeps of a definition is a contract with SQL and reads back to the
 * same. Run from the top of the tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "spec/set.h"
#include "text/text.h"

#define FOLDER "tests/unit/spec/"

static void faults_print(const struct spec_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        char *sentence = text_error_string(&faults->list[i].error);
        print_error("%s:%d:%d: %s\n", faults->list[i].file, faults->list[i].line, faults->list[i].column,
                    sentence);
        free(sentence);
    }
}

static struct spec_set *set_load(const char *folder)
{
    struct spec_set *set = spec_set_create();
    struct spec_faults faults = {0};
    if (!spec_set_load_directory(folder, set, &faults))
        faults_print(&faults);
    assert_int_equal(faults.count, 0);
    return set;
}

static struct spec_set *copy_of(const struct spec_set *set, struct spec_faults *faults)
{
    struct spec_set *copy = spec_set_create();
    struct buffer text = {0};
    for (size_t i = 0; i < spec_set_codes_count(set); i++) {
        buffer_clear(&text);
        spec_codes_resolved(spec_set_codes_at(set, i), &text);
        spec_codes_parse(buffer_string(&text), text.length, "codes", copy, faults);
    }
    for (size_t i = 0; i < spec_set_letter_count(set); i++) {
        buffer_clear(&text);
        spec_letter_resolved(spec_set_letter_at(set, i), &text);
        spec_letter_parse(buffer_string(&text), text.length, "letter", copy, faults);
    }
    for (size_t i = 0; i < spec_set_item_count(set); i++) {
        buffer_clear(&text);
        spec_item_resolved(spec_set_item_at(set, i), &text);
        struct spec_item *item = spec_item_parse(buffer_string(&text), text.length, "item", copy, faults);
        if (item)
            assert_true(spec_set_add_item(copy, item));
    }
    buffer_free(&text);
    return copy;
}

/* All that a set holds, as text. */
static char *set_text(const struct spec_set *set)
{
    struct buffer text = {0};
    for (size_t i = 0; i < spec_set_codes_count(set); i++, buffer_byte(&text, '\n'))
        spec_codes_resolved(spec_set_codes_at(set, i), &text);
    for (size_t i = 0; i < spec_set_letter_count(set); i++, buffer_byte(&text, '\n'))
        spec_letter_resolved(spec_set_letter_at(set, i), &text);
    for (size_t i = 0; i < spec_set_item_count(set); i++, buffer_byte(&text, '\n'))
        spec_item_resolved(spec_set_item_at(set, i), &text);
    return buffer_take(&text);
}

static void assert_same_after_a_round(const char *folder)
{
    struct spec_faults faults = {0};
    struct spec_set *set = set_load(folder), *copy = copy_of(set, &faults);
    faults_print(&faults);
    assert_int_equal(faults.count, 0);
    char *before = set_text(set), *after = set_text(copy);
    assert_string_equal(before, after);
    assert_true(spec_set_item_count(set) > 0);
    free(before);
    free(after);
    spec_set_free(&copy);
    spec_set_free(&set);
}

static void test_what_is_shipped_reads_back_the_same(void **state)
{
    (void)state;
    assert_same_after_a_round("forms");
}

static void test_every_key_reads_back_the_same(void **state)
{
    (void)state;
    assert_same_after_a_round(FOLDER "whole");
}

static void test_the_resolved_text_is_the_contract_with_sql(void **state)
{
    (void)state;
    struct spec_set *set = set_load(FOLDER "whole");
    struct buffer text = {0};
    static char expected[65536];
    FILE *file = fopen(FOLDER "whole/expected.json", "r");
    assert_non_null(file);
    expected[fread(expected, 1, sizeof(expected) - 1, file)] = '\0';
    fclose(file);
    spec_item_resolved(spec_set_item(set, "whole"), &text);
    buffer_byte(&text, '\n');
    spec_codes_resolved(spec_set_codes(set, "reason"), &text);
    buffer_byte(&text, '\n');
    assert_string_equal(buffer_string(&text), expected);
    buffer_free(&text);
    spec_set_free(&set);
}

static void test_blocks_are_gone_and_fields_know_where_they_came_from(void **state)
{
    (void)state;
    struct spec_set *set = set_load(FOLDER "whole");
    const struct spec_item *item = spec_set_item(set, "whole");
    assert_string_equal(item->fields[0].key, "id_type");
    assert_string_equal(item->fields[0].block, "inner");
    assert_string_equal(spec_item_field(item, "sex")->block, "outer");
    assert_null(spec_item_field(item, "reason")->block);
    assert_null(spec_item_field(item, "nothing"));
    assert_ptr_equal(spec_item_field(item, "place")->codes, spec_set_codes(set, "region"));
    assert_true(spec_codes_find(spec_set_codes(set, "reason"), "A-3")->closed);
    assert_null(spec_codes_find(spec_set_codes(set, "reason"), "2"));
    assert_string_equal(spec_item_material(item, "m1")->letter, "lost");
    spec_set_free(&set);
}

/* However short the database's text was cut: a sentence, never half an item. */
static void test_a_text_cut_short_gives_no_item(void **state)
{
    (void)state;
    struct spec_set *set = set_load(FOLDER "whole");
    struct buffer text = {0};
    spec_item_resolved(spec_set_item(set, "whole"), &text);
    for (size_t length = 0; length < text.length; length += 7) {
        struct spec_faults faults = {0};
        assert_null(spec_item_parse(buffer_string(&text), length, "cut", set, &faults));
        assert_true(faults.count > 0);
        spec_faults_free(&faults);
    }
    buffer_free(&text);
    spec_set_free(&set);
}

static void assert_refused(const char *text, const char *code)
{
    struct spec_set *set = set_load(FOLDER "whole");
    struct spec_faults faults = {0};
    assert_null(spec_item_parse(text, strlen(text), "text", set, &faults));
    bool found = false;
    for (size_t i = 0; i < faults.count; i++)
        found = found || !strcmp(faults.list[i].error.code, code);
    assert_true(found);
    spec_faults_free(&faults);
    spec_set_free(&set);
}

static void test_a_resolved_text_includes_nothing(void **state)
{
    (void)state;
    assert_refused("{\"item\":\"x\",\"fields\":[{\"block\":\"outer\"}]}", "E_SPEC_MISSING");
    assert_refused("{\"item\":\"x\",\"item\":\"y\"}", "E_SPEC_KEY_TWICE");
    assert_refused("", "E_SPEC_EMPTY");
    assert_refused("[]", "E_SPEC_KIND");
}

static void test_a_code_list_is_taken_once(void **state)
{
    (void)state;
    static const char text[] = "{\"codes\":\"a\",\"name\":{\"zh\":\"甲\",\"en\":\"A\"},\"source\":\"local\","
                               "\"values\":{\"1\":{\"zh\":\"甲\",\"en\":\"A\"}}}";
    struct spec_set *set = spec_set_create();
    struct spec_faults faults = {0};
    assert_non_null(spec_codes_parse(text, strlen(text), "one", set, &faults));
    assert_int_equal(faults.count, 0);
    assert_null(spec_codes_parse(text, strlen(text), "two", set, &faults));
    assert_int_equal(faults.count, 1);
    assert_string_equal(faults.list[0].error.code, "E_SPEC_CODE_TWICE");
    assert_string_equal(faults.list[0].file, "two");
    assert_int_equal(spec_set_codes_count(set), 1);
    spec_faults_free(&faults);
    spec_set_free(&set);
    spec_set_free(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_shipped_reads_back_the_same),
        cmocka_unit_test(test_every_key_reads_back_the_same),
        cmocka_unit_test(test_the_resolved_text_is_the_contract_with_sql),
        cmocka_unit_test(test_blocks_are_gone_and_fields_know_where_they_came_from),
        cmocka_unit_test(test_a_text_cut_short_gives_no_item),
        cmocka_unit_test(test_a_resolved_text_includes_nothing),
        cmocka_unit_test(test_a_code_list_is_taken_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
