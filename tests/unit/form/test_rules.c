/* What a value owes those of other fields, against tests/vectors/rules.tsv, the file that SQL is held to as
 * well, and the sentences that name it. */
#include "unit/vectors.h"

#include "form/form.h"

enum { PARTS = 3, OWN = PARTS, FIELDS };

static const struct date today = {2026, 3, 2};
static int failures;

static struct spec_field fields[FIELDS];
static const struct spec_item item = {.fields = fields, .field_count = FIELDS};
static char keys[FIELDS][8] = {"first", "second", "third", "own"};
static char chinese[] = "开始", english[] = "Start";
static char *sum[PARTS];

static bool known(void *unused, const char *code)
{
    (void)unused;
    (void)code;
    return true;
}

/* "before", "age LEAST-MOST", "sum" over so many fields above. */
static void fields_set(const char *rule, size_t parts)
{
    for (size_t i = 0; i < FIELDS; i++)
        fields[i] = (struct spec_field){.key = keys[i], .name = {chinese, english}, .optional = true};
    struct spec_field *own = &fields[OWN];
    if (strcmp(rule, "before") == 0) {
        own->not_before = keys[0];
    } else if (strncmp(rule, "age ", 4) == 0) {
        own->age_from = keys[0];
        own->age_least = rule[4] == '-' ? 0 : atoi(rule + 4);
        own->age_most = atoi(strchr(rule, '-') + 1);
    } else {
        own->type = SPEC_INT;
        own->sum = sum;
        own->sum_count = parts;
        for (size_t i = 0; i < parts; i++)
            sum[i] = keys[i];
    }
}

static struct form *form_of(const char *rule, const char *others, const char *value)
{
    size_t parts = 1;
    for (const char *at = others; *at; at++)
        parts += *at == ',';
    fields_set(rule, parts);
    struct form *form = form_new(&item, today, known, NULL);
    for (size_t i = 0; i < parts; i++) {
        char part[32];
        size_t length = strcspn(others, ",");
        snprintf(part, sizeof(part), "%.*s", (int)length, others);
        form_load(form, keys[i], part, false, FORM_TYPED, "");
        others += length + (others[length] == ',');
    }
    form_load(form, "own", value, false, FORM_TYPED, "");
    return form;
}

static void rules_row(char **columns, int count, int line)
{
    assert_int_equal(count, 4);
    struct form *form = form_of(columns[0], columns[1], columns[2]);
    const struct error *fault = form_fault(form, OWN);
    const char *code = fault ? fault->code : "ok";
    if (strcmp(code, columns[3]) != 0 || (form_mark(form, OWN) == FORM_WRONG) != (fault != NULL)) {
        print_error("rules.tsv:%d: %s of %s: %s gives %s, not %s\n", line, columns[0], columns[1], columns[2],
                    code, columns[3]);
        failures++;
    }
    form_free(&form);
}

static void test_vectors(void **state)
{
    (void)state;
    vectors_each("rules.tsv", rules_row);
    assert_int_equal(failures, 0);
}

static void test_the_sentences_say_beside_what(void **state)
{
    (void)state;
    struct form *form = form_of("before", "2026-03", "2026-02");
    assert_string_equal(error_value(form_fault(form, OWN), "name"), chinese);
    assert_string_equal(error_value(form_fault(form, OWN), "other"), "2026-03");
    form_free(&form);
    form = form_of("age 16-60", "2015-03-02", "2026-03-02");
    assert_string_equal(error_value(form_fault(form, OWN), "age"), "11");
    assert_string_equal(error_value(form_fault(form, OWN), "least"), "16");
    form_free(&form);
    form = form_of("sum", "100000,405", "1");
    assert_string_equal(error_value(form_fault(form, OWN), "sum"), "100405");
    fields[OWN].type = SPEC_AMOUNT;
    form_load(form, "own", "2", false, FORM_TYPED, "");
    assert_string_equal(error_value(form_fault(form, OWN), "sum"), "1,004.05");
    form_free(&form);
}

/* What is not shown says nothing. */
static void test_a_hidden_field_is_compared_with_nothing(void **state)
{
    (void)state;
    struct form *form = form_of("before", "2026-03", "2026-02");
    fields[0].show = (struct spec_condition){.test = SPEC_FIELD_FILLED, .field = keys[1]};
    form_load(form, "own", "2026-01", false, FORM_TYPED, "");
    assert_null(form_fault(form, OWN));
    form_free(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_the_sentences_say_beside_what),
        cmocka_unit_test(test_a_hidden_field_is_compared_with_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
