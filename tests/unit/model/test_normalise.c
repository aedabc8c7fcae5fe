/* From what is typed to what is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "model/check.h"
#include "unit/vectors.h"

static const struct {
    const char *check, *typed, *normal;
} rows[] = {
    {"id18", "２１０６０２１９０１０３１２１０１１", "210602190103121011"},
    {"id18", " 210602 19010312 1011\n", "210602190103121011"},
    {"id18", "21060219010312101x", "21060219010312101X"},
    {"id18", "21060219010312101ｘ", "21060219010312101X"},
    {"id18", "\u202D210602190103121011\u202C", "210602190103121011"},
    {"id_any", "h1234-5678", "H12345678"},
    {"id_any", "军字第2001988号", "军字第2001988号"},
    {"uscc", "91210600-ma0xk5r7-9a", "91210600MA0XK5R79A"},
    {"luhn", "6217 0099 9900 0000 016", "6217009999000000016"},
    {"luhn", "6217\u20130099\u22129900", "621700999900"},
    {"mobile", "138-0013-8000", "13800138000"},
    {"mobile", "+86 138 0013 8000", "13800138000"},
    {"mobile", "008613800138000", "13800138000"},
    {"mobile", "8613800138000", "13800138000"},
    {"mobile", "86138001", "86138001"},
    {"phone", "(024)2388 1234", "024-23881234"},
    {"phone", "（０２４）２３８８１２３４－１０５", "024-23881234-105"},
    {"phone", "024—23881234", "024-23881234"},
    {"phone", "+86-24-23881234", "024-23881234"},
    {"phone", "+86 138 0013 8000", "13800138000"},
    {"phone", "138-0013-8000", "13800138000"},
    {"date", "２０２６－０３－０２", "2026-03-02"},
    {"date", "2026年3月2日", "2026-3-2"},
    {"date_past", "－３", "-3"},
    {"date_future", "2026。3。2", "2026.3.2"},
    {"ym", "202603", "2026-03"},
    {"ym", "2026/3", "2026-03"},
    {"ym", "2026.03", "2026-03"},
    {"ym", "2026年3月", "2026-03"},
    {"ym", "2026年13月", "2026-13"},
    {"ym", "2026", "2026"},
    {"ym", "", ""},
    {"amount", "￥１，００４。０５元", "1,004.05"},
    {"amount", "¥ 5", "5"},
    {"int", "＋００７", "7"},
    {"int", "-05", "-5"},
    {"int", "000", "0"},
    {"int", "", ""},
    {"email", "a＠example。com ", "a@example.com"},
    {"text", " \u3000任何 一句话\n", "任何 一句话"},
    {"text", " \t ", ""},
    {"text", "ＡＢＣ", "ＡＢＣ"},
    {"code", "０２ ", "02"},
    {"name_cn", " 张 桂兰\u3000", "张桂兰"},
    {"name_cn", "阿依古丽•买买提", "阿依古丽\u00B7买买提"},
    {"name_cn", "阿依．买・买‧提", "阿依\u00B7买\u00B7买\u00B7提"},
    {"name_cn", "张a", "张a"},
    {"name_any", "  John   Smith ", "JOHN SMITH"},
    {"name_any", "张 桂兰", "张桂兰"},
    {"name_any", "Ｊohn", "ＪOHN"},
    {"sscard", "a1234 5678", "A12345678"},
    {"case_number", "210600-20260302-001-00001-5", "21060020260302001000015"},
    {"no such check", " a ", " a "},
};

static void test_normalise(void **state)
{
    (void)state;
    struct buffer out = {0};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        buffer_clear(&out);
        check_normalise(rows[i].check, rows[i].typed, &out);
        if (strcmp(buffer_string(&out), rows[i].normal) != 0)
            fail_msg("%s %s gives %s, not %s", rows[i].check, rows[i].typed, buffer_string(&out),
                     rows[i].normal);
    }
    buffer_free(&out);
}

static void test_what_is_normal_stays(void **state)
{
    (void)state;
    struct buffer out = {0};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        buffer_clear(&out);
        check_normalise(rows[i].check, rows[i].normal, &out);
        assert_string_equal(buffer_string(&out), rows[i].normal);
    }
    buffer_free(&out);
}

static void lines_row(char **columns, int count, int line)
{
    struct check_context context = {.argument = columns[0]};
    struct buffer typed = {0}, meant = {0}, kept = {0};
    struct error error = {0};
    assert_int_equal(count, 4);
    vector_unescape(&typed, columns[1]);
    vector_unescape(&meant, columns[2]);
    check_normalise("lines", buffer_string(&typed), &kept);
    if (strcmp(buffer_string(&kept), buffer_string(&meant)) != 0)
        fail_msg("lines.tsv:%d: kept is \"%s\"", line, buffer_string(&kept));
    check_run("lines", buffer_string(&kept), &context, &error);
    if (strcmp(error.code ? error.code : "ok", columns[3]) != 0)
        fail_msg("lines.tsv:%d: %s, not %s", line, error.code ? error.code : "ok", columns[3]);
    buffer_clear(&typed);
    check_normalise("lines", buffer_string(&kept), &typed); /* what is kept stays */
    assert_string_equal(buffer_string(&typed), buffer_string(&kept));
    buffer_free(&typed);
    buffer_free(&meant);
    buffer_free(&kept);
    error_free(&error);
}

static void test_lines(void **state)
{
    (void)state;
    vectors_each("lines.tsv", lines_row);
}

static void test_it_appends(void **state)
{
    (void)state;
    struct buffer out = {0};
    for (size_t i = 0; check_name(i); i++) {
        buffer_clear(&out);
        buffer_text(&out, "86-");
        check_normalise(check_name(i), "8613800138000", &out);
        assert_memory_equal(buffer_string(&out), "86-", 3);
        assert_string_not_equal(buffer_string(&out), "86-");
    }
    buffer_free(&out);
}

static void test_broken_bytes_are_not_hidden(void **state)
{
    (void)state;
    struct buffer out = {0};
    check_normalise("id18", "2106\xFF", &out);
    assert_string_equal(buffer_string(&out), "2106\xFF");
    buffer_clear(&out);
    check_normalise("name_cn", "张\xE6 三", &out);
    assert_string_equal(buffer_string(&out), "张\xE6三");
    buffer_free(&out);
}

static void expect_kept(const char *check, const char *typed, const char *meant)
{
    struct buffer kept = {0};
    struct error error = {0};
    bool read = check_read(check, typed, (struct date){2026, 3, 2}, &kept, &error);
    assert_string_equal(read ? buffer_string(&kept) : error.code, meant);
    buffer_free(&kept);
    error_free(&error);
}

static void test_what_is_kept(void **state)
{
    (void)state;
    expect_kept("date", "０３０２", "2026-03-02");
    expect_kept("date_past", "－３", "2026-02-27");
    expect_kept("date", "2026年3月2日", "2026-03-02");
    expect_kept("date", "0230", "E_DATE_NONE");
    expect_kept("date", "soon", "E_DATE_FORM");
    expect_kept("amount", "1,004.05", "100405");
    expect_kept("amount", "1.005", "E_AMOUNT_DECIMALS");
    expect_kept("ym", "2026.3", "2026-03");
    expect_kept("name_any", "john smith", "JOHN SMITH");
    expect_kept("dates", " x", " x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_normalise),
        cmocka_unit_test(test_what_is_normal_stays),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_it_appends),
        cmocka_unit_test(test_broken_bytes_are_not_hidden),
        cmocka_unit_test(test_what_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
