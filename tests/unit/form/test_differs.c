/* A field that must not hold what another one holds: against tests/vectors/differs.tsv, the file that SQL is
 * held to as well, and what can be said of a value that a mask hides. */
#include "unit/vectors.h"

#include "form/form.h"

enum { TYPE, OTHER, BIRTH, OWN, FIELDS };

static const struct date today = {2026, 3, 2};
static int failures;

static bool known(void *unused, const char *code)
{
    (void)unused;
    return strcmp(code, "120199") != 0;
}

static struct spec_field fields[FIELDS];
static const struct spec_item item = {.fields = fields, .field_count = FIELDS};
static char type_key[] = "type", other_key[] = "other", birth_key[] = "birth", own_key[] = "own";
static char chinese[] = "证件号码", english[] = "ID number", date_past[] = "date_past";

/* The two fields and what they hang on; with birth: that of the other one's number follows from it. */
static struct form *form_of(const char *check, bool birth)
{
    char *named = strcmp(check, "-") == 0 ? NULL : (char *)check;
    fields[TYPE] = (struct spec_field){.key = type_key, .optional = true};
    fields[OTHER] = (struct spec_field){.key = other_key,
                                        .name = {chinese, english},
                                        .check = named,
                                        .check_with = type_key,
                                        .optional = true};
    fields[BIRTH] = (struct spec_field){
        .key = birth_key, .type = SPEC_DATE, .check = date_past, .compute_from = other_key, .optional = true};
    fields[BIRTH].compute = birth ? SPEC_COMPUTE_BIRTH : SPEC_COMPUTE_NONE;
    fields[OWN] = fields[OTHER];
    fields[OWN].key = own_key;
    fields[OWN].differs = other_key;
    fields[OWN].optional = false;
    return form_new(&item, today, known, NULL);
}

static const char *code_of(const struct form *form)
{
    const struct error *fault = form_fault(form, OWN);
    return form_mark(form, OWN) == FORM_MISSING ? "E_FIELD_MISSING" : fault ? fault->code : "ok";
}

static void differs_row(char **columns, int count, int line)
{
    assert_int_equal(count, 5);
    struct form *form = form_of(columns[0], true);
    if (strcmp(columns[1], "-") != 0)
        form_type(form, TYPE, columns[1]);
    form_type(form, OTHER, columns[2]);
    form_type(form, OWN, columns[3]);
    bool wrong = form_mark(form, OWN) == FORM_WRONG || form_mark(form, OWN) == FORM_MISSING;
    if (strcmp(code_of(form), columns[4]) != 0 || wrong != (*columns[4] == 'E')) {
        print_error("differs.tsv:%d: %s beside %s gives %s, not %s\n", line, columns[3], columns[2],
                    code_of(form), columns[4]);
        failures++;
    }
    form_free(&form);
}

static void test_vectors(void **state)
{
    (void)state;
    vectors_each("differs.tsv", differs_row);
    assert_int_equal(failures, 0);
}

static void test_the_sentence_names_the_other_field(void **state)
{
    (void)state;
    struct form *form = form_of("-", false);
    form_type(form, OTHER, "甲");
    form_type(form, OWN, "甲");
    assert_string_equal(error_value(form_fault(form, OWN), "name"), "证件号码");
    form_type(form, OTHER, "乙"); /* the other one was the wrong one */
    assert_string_equal(code_of(form), "ok");
    form_free(&form);
}

/* The applicant's number comes masked: what shows of it, and the birth that follows from it, tell. */
static void test_a_masked_number(void **state)
{
    (void)state;
    static const struct {
        const char *masked, *birth, *typed, *code;
    } rows[] = {
        {"210602********1011", "1901-03-12", "210602190103121011", "E_FIELD_SAME"},
        {"210602********1011", "1901-11-20", "210602190103121011", "ok"}, /* another one's */
        {"210602********1046", "1901-03-12", "210602190103121011", "ok"},
        {"210602********1011", "", "210602190103121011", "W_FIELD_LIKE"},
        {"****", "", "210602190103121011", "ok"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct form *form = form_of("id_any", true);
        form_type(form, TYPE, "01");
        form_load(form, "other", rows[i].masked, true, FORM_PERSON, "");
        form_load(form, "birth", rows[i].birth, false, FORM_COMPUTED, "");
        form_type(form, OWN, rows[i].typed);
        if (strcmp(code_of(form), rows[i].code) != 0)
            fail_msg("row %zu: %s, not %s", i, code_of(form), rows[i].code);
        assert_int_equal(form_mark(form, OWN), *rows[i].code == 'E' ? FORM_WRONG : FORM_CLEAR);
        form_free(&form);
    }
}

/* A passport tells no birth, so that the one beside it, which was typed, says nothing. */
static void test_a_masked_passport(void **state)
{
    (void)state;
    struct form *form = form_of("id_any", true);
    form_type(form, TYPE, "06");
    form_load(form, "other", "E******78", true, FORM_PERSON, "");
    form_load(form, "birth", "1990-01-01", false, FORM_TYPED, "");
    form_type(form, OWN, "E12345678");
    assert_string_equal(code_of(form), "W_FIELD_LIKE");
    assert_int_equal(form_mark(form, OWN), FORM_CLEAR);
    form_free(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_the_sentence_names_the_other_field),
        cmocka_unit_test(test_a_masked_number),
        cmocka_unit_test(test_a_masked_passport),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
