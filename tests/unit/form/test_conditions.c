/* A field that is shown under a condition on another one's value: against tests/vectors/conditions.tsv, the
 * file that SQL is held to as well, and what hangs on a condition beside fields. */
#include "unit/vectors.h"

#include "form/form.h"

enum { TYPE, VALUE, THEN, FIELDS };
enum { VALUES = 4 };

static const struct date today = {2026, 3, 2};
static int failures;

static bool known(void *unused, const char *code)
{
    (void)unused;
    return strcmp(code, "120199") != 0;
}

static struct spec_field fields[FIELDS];
static struct spec_material material;
static const struct spec_item item = {
    .fields = fields, .field_count = FIELDS, .materials = &material, .material_count = 1};
static char code_02[] = "02", code_01[] = "01", code_03[] = "03", code_a1[] = "A-1", code_04[] = "04";
static struct spec_code listed_codes[] = {{code_02, {0}, false},
                                          {code_01, {0}, false},
                                          {code_03, {0}, false},
                                          {code_a1, {0}, false},
                                          {code_04, {0}, true}};
static struct spec_codes list = {.codes = listed_codes, .count = 5};
static char type_key[] = "type", value_key[] = "value", then_key[] = "then";
static char *values[VALUES];

/* "is_not 0,1", with not, any or all in front of it around it; child is where the inner one stands. */
static struct spec_condition condition_of(char *test, struct spec_condition *child)
{
    static const struct {
        const char *word;
        enum spec_test test;
    } around[] = {{"not ", SPEC_NOT}, {"any ", SPEC_ANY}, {"all ", SPEC_ALL}};
    for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
        if (strncmp(test, around[i].word, 4) == 0) {
            *child = condition_of(test + 4, NULL);
            return (struct spec_condition){.test = around[i].test, .children = child, .child_count = 1};
        }
    }
    struct spec_condition condition = {.field = value_key, .values = values};
    const char *word = strsep(&test, " ");
    condition.test = strcmp(word, "is") == 0       ? SPEC_FIELD_IS
                     : strcmp(word, "is_not") == 0 ? SPEC_FIELD_NOT
                                                   : SPEC_FIELD_FILLED;
    while (test && condition.value_count < VALUES)
        values[condition.value_count++] = strsep(&test, ",");
    return condition;
}

static struct form *form_of(char *check, const char *argument, char *test, struct spec_condition *child)
{
    bool number = strcmp(check, "int") == 0, codes = strcmp(check, "codes") == 0;
    bool time = strncmp(check, "time", 4) == 0;
    fields[TYPE] = (struct spec_field){.key = type_key, .optional = true};
    fields[VALUE] = (struct spec_field){.key = value_key,
                                        .type = number  ? SPEC_INT
                                                : codes ? SPEC_CODES
                                                : time  ? SPEC_TIME
                                                        : SPEC_TEXT};
    fields[VALUE].check = strcmp(check, "-") == 0 || codes ? NULL : check;
    fields[VALUE].codes = codes ? &list : NULL;
    fields[VALUE].most = number ? atoi(argument) : 0;
    fields[VALUE].check_with = number ? NULL : type_key;
    fields[THEN] = (struct spec_field){.key = then_key, .show = condition_of(test, child)};
    struct form *form = form_new(&item, today, known, NULL);
    if (!number && strcmp(argument, "-") != 0)
        form_load(form, type_key, argument, false, FORM_TYPED, "");
    return form;
}

static void condition_row(char **columns, int count, int line)
{
    assert_int_equal(count, 5);
    struct spec_condition child = {0};
    struct form *form = form_of(columns[0], columns[1], columns[3], &child);
    form_load(form, value_key, columns[2], false, FORM_TYPED, "");
    form_type(form, THEN, "");
    const char *given = form_shown(form, THEN) ? "shown" : "hidden";
    if (strcmp(given, columns[4]) != 0) {
        print_error("conditions.tsv:%d: with the value \"%s\" the field is %s\n", line, columns[2], given);
        failures++;
    }
    form_free(&form);
}

static void test_vectors(void **state)
{
    (void)state;
    vectors_each("conditions.tsv", condition_row);
    assert_int_equal(failures, 0);
}

/* Required and material hang on values in the same way; what was typed is kept and comes back with it. */
static void test_required_and_materials_too(void **state)
{
    (void)state;
    char check[] = "int", test[] = "filled", under[] = "is_not 0,1";
    struct form *form = form_of(check, "50", test, NULL);
    fields[THEN].show = (struct spec_condition){0};
    fields[THEN].required = condition_of(under, NULL);
    material = (struct spec_material){.need = SPEC_CONDITIONAL, .when = fields[THEN].required};
    form_type(form, VALUE, "abc");
    assert_int_equal(form_mark(form, VALUE), FORM_WRONG);
    assert_int_equal(form_mark(form, THEN), FORM_CLEAR);
    assert_false(form_material_needed(form, 0));
    form_type(form, VALUE, "3");
    assert_int_equal(form_mark(form, THEN), FORM_MISSING);
    assert_true(form_material_needed(form, 0));
    form_free(&form);
}

/* What a mask hides cannot be judged here: it came from the database and counts as right. */
static void test_a_masked_value_is_there(void **state)
{
    (void)state;
    char check[] = "mobile", test[] = "filled";
    struct form *form = form_of(check, "-", test, NULL);
    form_load(form, value_key, "138****6612", true, FORM_PERSON, "");
    form_type(form, THEN, "");
    assert_true(form_shown(form, THEN));
    form_free(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_required_and_materials_too),
        cmocka_unit_test(test_a_masked_value_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
