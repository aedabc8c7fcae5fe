/* Fields of several codes, against tests/vectors/codes.tsv, the file that SQL is held to as well, and of a
 * time: what is typed into them, what is kept, what is said. */
#include "unit/vectors.h"

#include "form/form.h"
#include "form/form_codes.h"

enum { SEVERAL, MOMENT, FIELDS };

static const struct date today = {2026, 3, 2};
static int failures;

static char code_02[] = "02", code_01[] = "01", code_03[] = "03", code_a1[] = "A-1", code_04[] = "04";
static char zh_02[] = "失业保险", zh_01[] = "职工养老", zh_03[] = "工伤保险", zh_a1[] = "生育",
            zh_04[] = "大病";
static char en_02[] = "Unemployment", en_01[] = "Pension", en_03[] = "Injury", en_a1[] = "Maternity",
            en_04[] = "Illness";
static struct spec_code codes[] = {{code_02, {zh_02, en_02}, false},
                                   {code_01, {zh_01, en_01}, false},
                                   {code_03, {zh_03, en_03}, false},
                                   {code_a1, {zh_a1, en_a1}, false},
                                   {code_04, {zh_04, en_04}, true}};
static struct spec_codes list = {.codes = codes, .count = 5};
static char several_key[] = "several", moment_key[] = "moment", past[] = "time_past";
static struct spec_field fields[] = {{.key = several_key, .type = SPEC_CODES, .codes = &list},
                                     {.key = moment_key, .type = SPEC_TIME, .optional = true}};
static const struct spec_item item = {.fields = fields, .field_count = FIELDS};

static struct form *form_fresh(void)
{
    return form_new(&item, today, NULL, NULL);
}

static const char *fault_of(const struct form *form, size_t field)
{
    return form_mark(form, field) == FORM_WRONG ? form_fault(form, field)->code : "ok";
}

static void codes_row(char **columns, int count, int line)
{
    assert_int_equal(count, 3);
    struct form *form = form_fresh();
    struct buffer shown = {0};
    form_load(form, several_key, columns[0], false, FORM_TYPED, "");
    form_show(form, SEVERAL, false, &shown);
    const char *words = buffer_string(&shown) + strlen(columns[0]);
    words = *words ? words + 1 : "-";
    if (strcmp(fault_of(form, SEVERAL), columns[1]) != 0 || strcmp(words, columns[2]) != 0) {
        print_error("codes.tsv:%d: %s gives %s, %s\n", line, columns[0], fault_of(form, SEVERAL), words);
        failures++;
    }
    buffer_free(&shown);
    form_free(&form);
}

static void test_vectors(void **state)
{
    (void)state;
    vectors_each("codes.tsv", codes_row);
    assert_int_equal(failures, 0);
}

/* typed, kept, what is said, the value that it names */
static const struct typed {
    const char *typed, *kept, *fault, *named;
} typed_codes[] = {
    {"01", "01", "ok", NULL},
    {"1", "01", "ok", NULL},
    {"03,02", "02,03", "ok", NULL}, /* in the order of the list */
    {"3 1", "01,03", "ok", NULL},
    {"3、1", "01,03", "ok", NULL},
    {"３，１", "01,03", "ok", NULL},
    {"３　１", "01,03", "ok", NULL},
    {" 1 , 3 ,", "01,03", "ok", NULL},
    {"1 1 01", "01", "ok", NULL}, /* once */
    {"zgyl 工伤", "01,03", "ok", NULL},
    {"maternity", "A-1", "ok", NULL},
    {"a-1 2", "02,A-1", "ok", NULL},
    {"1 9", "01,9", "E_FIELD_CODE", "9"},
    {"9 1 9", "9,01", "E_FIELD_CODE", "9"},
    {"3 保险", "03,保险", "E_FIELD_CODE", "保险"}, /* of several nobody knows which */
    {"1 4", "01,04", "E_FIELD_CODE_CLOSED", "04"},
    {"0103", "0103", "E_FIELD_CODE", "0103"},
    {"\xE5\xBC", "\xE5\xBC", "E_FIELD_CODE", "\xE5\xBC"},
    {",", "", "missing", NULL},
    {"", "", "missing", NULL},
};

static void test_codes_are_typed_as_one_finds_them(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    for (size_t i = 0; i < sizeof(typed_codes) / sizeof(typed_codes[0]); i++) {
        const struct typed *row = &typed_codes[i];
        form_type(form, SEVERAL, row->typed);
        const char *fault = form_mark(form, SEVERAL) == FORM_MISSING ? "missing" : fault_of(form, SEVERAL);
        if (strcmp(form_value(form, SEVERAL), row->kept) != 0 || strcmp(fault, row->fault) != 0)
            fail_msg("\"%s\" is kept as \"%s\": %s", row->typed, form_value(form, SEVERAL), fault);
        if (row->named)
            assert_string_equal(error_value(form_fault(form, SEVERAL), "value"), row->named);
    }
    form_free(&form);
}

static void test_what_is_kept_reads_back_to_itself(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    for (size_t i = 0; i < sizeof(typed_codes) / sizeof(typed_codes[0]); i++) {
        form_type(form, SEVERAL, typed_codes[i].typed);
        assert_false(form_type(form, SEVERAL, typed_codes[i].kept));
    }
    form_free(&form);
}

static void test_codes_stand_in_front_of_their_names(void **state)
{
    (void)state;
    struct form *form = form_fresh();
    struct buffer shown = {0};
    form_type(form, SEVERAL, "1 2");
    form_show(form, SEVERAL, false, &shown);
    assert_string_equal(buffer_string(&shown), "02,01 失业保险、职工养老");
    buffer_clear(&shown);
    form_show(form, SEVERAL, true, &shown);
    assert_string_equal(buffer_string(&shown), "02,01 Unemployment, Pension");
    buffer_free(&shown);
    form_free(&form);
}

static void test_a_time_is_typed_as_a_day_and_a_time(void **state)
{
    (void)state;
    static const struct typed rows[] = {
        {"0302 1430", "2026-03-02 14:30", "ok", NULL},
        {"20260302 14:30", "2026-03-02 14:30", "ok", NULL},
        {"2026-03-02 9:05", "2026-03-02 09:05", "ok", NULL},
        {"3-2 905", "2026-03-02 09:05", "ok", NULL},
        {"t 0000", "2026-03-02 00:00", "ok", NULL},
        {"0 2359", "2026-03-02 23:59", "ok", NULL},
        {"-1 2215", "2026-03-01 22:15", "ok", NULL},
        {"  0302   1430 ", "2026-03-02 14:30", "ok", NULL},
        {"０３０２　１４：３０", "2026-03-02 14:30", "ok", NULL},
        {"2026年3月2日14时30分", "2026-03-02 14:30", "ok", NULL},
        {"2026年3月2日 9点", "2026-03-02 09:00", "ok", NULL},
        {"2026-03-02 14:30", "2026-03-02 14:30", "ok", NULL},
        {"0302", "0302", "E_TIME_MISSING", "0302"},
        {"t", "t", "E_TIME_MISSING", "t"},
        {"2026-03-02", "2026-03-02", "E_TIME_MISSING", "2026-03-02"},
        {"1430", "1430", "E_TIME_FORM", "1430"},
        {"14:30", "14:30", "E_TIME_FORM", "14:30"},
        {"0302 14", "0302 14", "E_TIME_FORM", "0302 14"},
        {"0302 14:3", "0302 14:3", "E_TIME_FORM", "0302 14:3"},
        {"0302 143000", "0302 143000", "E_TIME_FORM", "0302 143000"},
        {"0302 :30", "0302 :30", "E_TIME_FORM", "0302 :30"},
        {"0302 2400", "0302 2400", "E_TIME_NONE", "2400"},
        {"0302 1260", "0302 1260", "E_TIME_NONE", "1260"},
        {"0230 1200", "0230 1200", "E_DATE_NONE", "0230"},
        {"昨天 1200", "昨天 1200", "E_DATE_FORM", "昨天"},
        {"0303 1200", "2026-03-03 12:00", "E_TIME_FUTURE", "2026-03-03 12:00"},
        {"18991231 1200", "1899-12-31 12:00", "E_DATE_EARLY", "1899-12-31 12:00"},
    };
    struct form *form = form_fresh();
    fields[MOMENT].check = past;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        form_type(form, MOMENT, rows[i].typed);
        if (strcmp(form_value(form, MOMENT), rows[i].kept) != 0 ||
            strcmp(fault_of(form, MOMENT), rows[i].fault) != 0)
            fail_msg("\"%s\" is kept as \"%s\": %s", rows[i].typed, form_value(form, MOMENT),
                     fault_of(form, MOMENT));
        if (rows[i].named)
            assert_string_equal(error_value(form_fault(form, MOMENT), "value"), rows[i].named);
    }
    fields[MOMENT].check = NULL; /* then by its type alone */
    form_type(form, MOMENT, "0303 1200");
    assert_string_equal(fault_of(form, MOMENT), "ok");
    form_load(form, moment_key, "20260302 1430", false, FORM_TYPED, "");
    assert_string_equal(fault_of(form, MOMENT), "E_TIME_FORM");
    form_free(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_codes_are_typed_as_one_finds_them),
        cmocka_unit_test(test_what_is_kept_reads_back_to_itself),
        cmocka_unit_test(test_codes_stand_in_front_of_their_names),
        cmocka_unit_test(test_a_time_is_typed_as_a_day_and_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
