/* A field of several lines in the form: what is typed into it, kept and judged, against
 * tests/vectors/lines.tsv, the file that SQL is held to as well. */
#include "unit/vectors.h"

#include "form/form.h"

enum { STORY, FIELDS };

static const struct date today = {2026, 3, 2};
static char story_key[] = "story";
static struct spec_field fields[FIELDS] = {
    {.key = story_key, .type = SPEC_LINES, .most = 20, .optional = true}};
static const struct spec_item item = {.fields = fields, .field_count = FIELDS};

static void lines_row(char **columns, int count, int line)
{
    struct buffer typed = {0}, kept = {0};
    assert_int_equal(count, 4);
    vector_unescape(&typed, columns[1]);
    vector_unescape(&kept, columns[2]);
    fields[STORY].most = atoi(columns[0]);
    struct form *form = form_new(&item, today, NULL, NULL);
    assert_int_equal(form_type(form, STORY, buffer_string(&typed)), kept.length > 0);
    assert_string_equal(form_value(form, STORY), buffer_string(&kept));
    const struct error *fault = form_fault(form, STORY);
    if (strcmp(fault ? fault->code : "ok", columns[3]) != 0)
        fail_msg("lines.tsv:%d: %s, not %s", line, fault ? fault->code : "ok", columns[3]);
    assert_int_equal(form_mark(form, STORY), fault ? FORM_WRONG : FORM_CLEAR);
    assert_false(form_type(form, STORY, buffer_string(&kept))); /* nothing to save again */
    form_free(&form);
    buffer_free(&typed);
    buffer_free(&kept);
}

static void test_vectors(void **state)
{
    (void)state;
    vectors_each("lines.tsv", lines_row);
}

/* What came from elsewhere and is not as it would be kept is told, at its line. */
static void test_what_is_not_kept_so_is_wrong(void **state)
{
    (void)state;
    fields[STORY].most = 20;
    struct form *form = form_new(&item, today, NULL, NULL);
    form_load(form, "story", "一行\n二行 \n三行", false, FORM_EARLIER, "2026-01-05");
    assert_int_equal(form_mark(form, STORY), FORM_WRONG);
    assert_string_equal(form_fault(form, STORY)->code, "E_LINES_END");
    assert_string_equal(error_value(form_fault(form, STORY), "line"), "2");
    assert_true(form_type(form, STORY, form_value(form, STORY))); /* leaving the field puts it right */
    assert_string_equal(form_value(form, STORY), "一行\n二行\n三行");
    assert_int_equal(form_mark(form, STORY), FORM_CLEAR);
    form_free(&form);
}

static void test_blank_lines_are_missing(void **state)
{
    (void)state;
    fields[STORY].optional = false;
    struct form *form = form_new(&item, today, NULL, NULL);
    form_type(form, STORY, "\n \n\u3000\n");
    assert_int_equal(form_mark(form, STORY), FORM_MISSING);
    form_free(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_what_is_not_kept_so_is_wrong),
        cmocka_unit_test(test_blank_lines_are_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
