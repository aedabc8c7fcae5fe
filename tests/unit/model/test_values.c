/* Money, case numbers, masks, and what an identity number tells. */
#include "unit/vectors.h"

#include "model/case_number.h"
#include "model/identity.h"
#include "model/mask.h"
#include "model/money.h"

static int failures;

static void test_yuan_are_read_as_fen(void **state)
{
    (void)state;
    const struct {
        const char *yuan;
        int64_t fen;
    } rows[] = {
        {"1004.05", 100405},
        {"1,004.05", 100405},
        {"1004.5", 100450},
        {"1004", 100400},
        {"0", 0},
        {"0.05", 5},
        {"12,345,678", 1234567800},
        {"007", 700},
        {"999999999.99", MONEY_MOST},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t fen = -1;
        struct error error = {0};
        if (!money_parse(rows[i].yuan, &fen, &error))
            fail_msg("%s gives %s", rows[i].yuan, error.code);
        assert_int_equal(fen, rows[i].fen);
    }
}

static void test_what_is_no_amount(void **state)
{
    (void)state;
    const struct {
        const char *yuan, *code;
    } rows[] = {
        {"", "E_AMOUNT_FORM"},
        {".5", "E_AMOUNT_FORM"},
        {"5.", "E_AMOUNT_FORM"},
        {"-5", "E_AMOUNT_FORM"},
        {"1,00", "E_AMOUNT_FORM"},
        {"1234,567", "E_AMOUNT_FORM"},
        {",100", "E_AMOUNT_FORM"},
        {"1,2345", "E_AMOUNT_FORM"},
        {"1,23a", "E_AMOUNT_FORM"},
        {"1.0.0", "E_AMOUNT_FORM"},
        {"12x", "E_AMOUNT_FORM"},
        {"1e3", "E_AMOUNT_FORM"},
        {"1.005", "E_AMOUNT_DECIMALS"},
        {"1000000000", "E_AMOUNT_RANGE"},
        {"99999999999999999999.99", "E_AMOUNT_RANGE"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t fen;
        struct error error = {0};
        assert_false(money_parse(rows[i].yuan, &fen, &error));
        assert_string_equal(error.code, rows[i].code);
        error_free(&error);
    }
}

static void expect_money(void (*write)(struct buffer *out, int64_t fen), int64_t fen, const char *meant)
{
    struct buffer out = {0};
    write(&out, fen);
    assert_string_equal(buffer_string(&out), meant);
    buffer_free(&out);
}

static void test_amounts_are_written(void **state)
{
    (void)state;
    expect_money(money_plain, 100405, "1004.05");
    expect_money(money_plain, 5, "0.05");
    expect_money(money_grouped, 2134000, "21,340.00");
    expect_money(money_grouped, 99900, "999.00");
    expect_money(money_grouped, 100000, "1,000.00");
    expect_money(money_grouped, MONEY_MOST, "999,999,999.99");
}

/* The first ones are the examples of 正确填写票据和结算凭证的基本规定. */
static void test_capital_amounts(void **state)
{
    (void)state;
    expect_money(money_capitals, 140950, "壹仟肆佰零玖元伍角整");
    expect_money(money_capitals, 600714, "陆仟零柒元壹角肆分");
    expect_money(money_capitals, 1640902, "壹万陆仟肆佰零玖元零贰分");
    expect_money(money_capitals, 32504, "叁佰贰拾伍元零肆分");
    expect_money(money_capitals, 10700053, "壹拾万柒仟元伍角叁分");
    expect_money(money_capitals, 100405, "壹仟零肆元零伍分");
    expect_money(money_capitals, 0, "零元整");
    expect_money(money_capitals, 5, "伍分");
    expect_money(money_capitals, 50, "伍角整");
    expect_money(money_capitals, 1000, "壹拾元整");
    expect_money(money_capitals, 10000500, "壹拾万零伍元整");
    expect_money(money_capitals, 1000000000, "壹仟万元整");
    expect_money(money_capitals, 10000000000, "壹亿元整");
    expect_money(money_capitals, 10000500000, "壹亿零伍仟元整");
    expect_money(money_capitals, 20300000400, "贰亿零叁佰万零肆元整");
    expect_money(money_capitals, MONEY_MOST, "玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分");
}

static void test_case_numbers(void **state)
{
    (void)state;
    struct case_number number = {.region = 210600, .day = {2026, 3, 2}, .hall = 1, .serial = 1}, read = {0};
    char text[CASE_NUMBER_TEXT], grouped[CASE_NUMBER_GROUPED];
    struct error error = {0};
    assert_true(case_number_make(&number, text, &error));
    assert_string_equal(text, "21060020260302001000015");
    assert_string_equal(case_number_group(text, grouped), "210600-20260302-001-00001-5");
    assert_true(case_number_parse(text, &read, &error));
    assert_memory_equal(&read, &number, sizeof(number));
    assert_string_equal(case_number_group("21060020260302", grouped), "21060020260302");
    assert_string_equal(case_number_group("1234567890123456789012345678901234567890", grouped),
                        "123456789012345678901234567");

    const struct {
        struct case_number number;
        const char *part;
    } bad[] = {
        {{21060, {2026, 3, 2}, 1, 1}, "region"},   {{210600, {2026, 2, 30}, 1, 1}, "day"},
        {{210600, {2026, 3, 2}, 1000, 1}, "hall"}, {{210600, {2026, 3, 2}, 0, 1}, "hall"},
        {{210600, {2026, 3, 2}, 1, 0}, "serial"},  {{210600, {2026, 3, 2}, 1, 100000}, "serial"},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(case_number_make(&bad[i].number, text, &error));
        assert_string_equal(error.code, "E_CASE_PART");
        assert_string_equal(error_value(&error, "part"), bad[i].part);
    }
    error_free(&error);
}

/* One digit changed, or two neighbours swapped: the check digit tells. */
static void test_case_numbers_with_a_slip(void **state)
{
    (void)state;
    struct case_number read;
    struct error error = {0};
    char text[] = "21060020260302001000015";
    for (int i = 0; i < 23; i++) {
        char right = text[i];
        for (char digit = '0'; digit <= '9'; digit++) {
            text[i] = digit;
            assert_int_equal(case_number_parse(text, &read, &error), digit == right);
        }
        text[i] = right;
        if (i == 22 || text[i] == text[i + 1])
            continue;
        text[i] = text[i + 1];
        text[i + 1] = right;
        assert_false(case_number_parse(text, &read, &error));
        text[i + 1] = text[i];
        text[i] = right;
    }
    error_free(&error);
}

static void mask_row(char **columns, int count, int line)
{
    struct buffer out = {0};
    assert_int_equal(count, 3);
    mask_append(&out, columns[0], columns[1]);
    if (strcmp(buffer_string(&out), columns[2]) != 0) {
        print_error("mask.tsv:%d: %s, not %s\n", line, buffer_string(&out), columns[2]);
        failures++;
    }
    buffer_free(&out);
}

static void test_masks(void **state)
{
    (void)state;
    vectors_each("mask.tsv", mask_row);
    assert_int_equal(failures, 0);
}

static void test_what_a_number_tells(void **state)
{
    (void)state;
    char sex = 0, text[DATE_TEXT];
    struct date birth;
    assert_true(identity_sex("210602190103121011", &sex));
    assert_int_equal(sex, '1');
    assert_true(identity_sex("11010519491231002X", &sex));
    assert_int_equal(sex, '2');
    assert_true(identity_birth("210602190103121011", &birth));
    assert_string_equal(date_format(birth, text), "1901-03-12");
    assert_true(identity_birth("911840198506070011", &birth));
    assert_string_equal(date_format(birth, text), "1985-06-07");
    assert_false(identity_sex("911840198506070011", &sex));
    assert_false(identity_sex("E12345678", &sex));
    assert_false(identity_sex("2106021901031210X1", &sex));
    assert_false(identity_birth("210602190113121011", &birth));
    assert_false(identity_birth("USA110078011712", &birth));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_yuan_are_read_as_fen),
        cmocka_unit_test(test_what_is_no_amount),
        cmocka_unit_test(test_amounts_are_written),
        cmocka_unit_test(test_capital_amounts),
        cmocka_unit_test(test_case_numbers),
        cmocka_unit_test(test_case_numbers_with_a_slip),
        cmocka_unit_test(test_masks),
        cmocka_unit_test(test_what_a_number_tells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
