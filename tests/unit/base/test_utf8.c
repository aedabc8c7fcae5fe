/* UTF-8, the cells of text and its clusters, with the characters that names really have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/utf8.h"

static void test_decode_takes_each_length(void **state)
{
    (void)state;
    const struct {
        const char *text;
        size_t count;
        uint32_t code_point;
    } rows[] = {
        {"A", 1, 'A'},
        {"\u00B7", 2, 0xB7},
        {"桂", 3, 0x6842},
        {"䶮", 3, 0x4DAE},
        {"𠮷", 4, 0x20BB7},
        {"\xEF\xBF\xBD", 3, UTF8_REPLACEMENT},
        {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint32_t code_point;
        assert_int_equal(utf8_decode(rows[i].text, strlen(rows[i].text), &code_point), rows[i].count);
        assert_int_equal(code_point, rows[i].code_point);
        char bytes[UTF8_MAX];
        assert_int_equal(utf8_encode(code_point, bytes), rows[i].count);
        assert_memory_equal(bytes, rows[i].text, rows[i].count);
    }
}

static void test_decode_refuses_what_is_no_utf8(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",
        "\xC0\xAF",
        "\xC1\xBF",
        "\xE0\x80\xAF",
        "\xED\xA0\x80",
        "\xF0\x80\x80\xAF",
        "\xF4\x90\x80\x80",
        "\xF5",
        "\xFF",
        "\xE6\xA1",
        "\xF0\xA0\xAE",
        "\xE6"
        "A\x82",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint32_t code_point = 0;
        assert_int_equal(utf8_decode(bad[i], strlen(bad[i]), &code_point), 1);
        assert_int_equal(code_point, UTF8_REPLACEMENT);
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
    }
    assert_true(utf8_valid("张\xEF\xBF\xBD", 6));
    assert_true(utf8_valid("", 0));
}

static void test_encode_replaces_what_is_no_scalar(void **state)
{
    (void)state;
    char bytes[UTF8_MAX];
    assert_int_equal(utf8_encode(0xD800, bytes), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    assert_int_equal(utf8_encode(0x110000, bytes), 3);
}

static void test_count_counts_code_points(void **state)
{
    (void)state;
    assert_int_equal(utf8_count("𠮷田"), 2);
    assert_int_equal(utf8_count("a\xFF\u0301"), 3);
    assert_int_equal(utf8_count(""), 0);
}

static void test_width_of_characters(void **state)
{
    (void)state;
    const struct {
        uint32_t code_point;
        int cells;
    } rows[] = {
        {'a', 1},     {0x1B, 0},   {0x7F, 0},     {0x9B, 0},   {0xA0, 1},    {0xB7, 1},    {0xAD, 0},
        {0x2500, 1},  {0x2026, 1}, {0x301, 0},    {0x20DD, 0}, {0x200B, 0},  {0x200D, 0},  {0xFE0F, 0},
        {0xE0100, 0}, {0x1100, 2}, {0x1161, 0},   {0xD7B0, 0}, {0xAC00, 2},  {0x3000, 2},  {0x3001, 2},
        {0x303F, 1},  {0x3099, 0}, {0x4DAE, 2},   {0x4E00, 2}, {0x9FFF, 2},  {0x20BB7, 2}, {0x2FFFD, 2},
        {0x323AF, 2}, {0xFF01, 2}, {0xFF61, 1},   {0xFFE5, 2}, {0x1F600, 2}, {0x2705, 2},  {0x1F1E8, 1},
        {0x4DC0, 2},  {0x600, 1},  {0x10FFFF, 1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (cell_width(rows[i].code_point) != rows[i].cells)
            fail_msg("U+%04X takes %d cells, not %d", (unsigned)rows[i].code_point,
                     cell_width(rows[i].code_point), rows[i].cells);
    }
    assert_int_equal(text_width("阿依·A─𠮷"), 9);
}

static void test_fit_cuts_at_cell_edges(void **state)
{
    (void)state;
    assert_int_equal(text_fit("张桂兰", 5), strlen("张桂"));
    assert_int_equal(text_fit("张桂兰", 6), strlen("张桂兰"));
    assert_int_equal(text_fit("张桂兰", 1), 0);
    assert_int_equal(text_fit("e\u0301x", 1), strlen("e\u0301"));
    assert_int_equal(text_fit("𠮷x", 2), 4);
    assert_int_equal(text_fit("", 10), 0);
}

static void test_next_and_previous_keep_clusters_whole(void **state)
{
    (void)state;
    const char *text = "a\u0301\u0302𠮷\U000E0100x"; /* the ideograph carries a variation selector */
    size_t first = strlen("a\u0301\u0302"), second = first + 8;
    assert_int_equal(text_next(text, 0), first);
    assert_int_equal(text_next(text, first), second);
    assert_int_equal(text_next(text, second), second + 1);
    assert_int_equal(text_next(text, second + 1), second + 1);
    assert_int_equal(text_previous(text, second + 1), second);
    assert_int_equal(text_previous(text, second), first);
    assert_int_equal(text_previous(text, first), 0);
    assert_int_equal(text_previous(text, 0), 0);
    assert_int_equal(text_previous("张\xFF", 4), 3);
    assert_int_equal(text_previous("\u0301", 2), 0);
}

static void test_halfwidth_reads_an_input_method_left_on(void **state)
{
    (void)state;
    assert_int_equal(halfwidth(0xFF10), '0');
    assert_int_equal(halfwidth(0xFF38), 'X');
    assert_int_equal(halfwidth(0xFF5E), '~');
    assert_int_equal(halfwidth(0x3000), ' ');
    assert_int_equal(halfwidth(0x3002), '.');
    assert_int_equal(halfwidth(0x3001), '/');
    assert_int_equal(halfwidth(0x5F20), 0x5F20);
    assert_int_equal(halfwidth('7'), '7');
}

/* A terminal set up for Chinese draws · and Greek in two cells; in some lines keep one. */
static void test_ambiguous_characters_follow_the_terminal(void **state)
{
    (void)state;
    static const char name[] = "阿卜杜·热合曼";
    assert_int_equal(text_width(name), 13);
    cell_width_ambiguous(2, 1);
    assert_int_equal(text_width(name), 14);
    assert_int_equal(text_fit(name, 7), 9); /* three characters of three bytes; half a dot does not fit */
    assert_int_equal(text_width("─│┼"), 3);
    assert_int_equal(text_width("“α”①"), 8);
    assert_int_equal(text_width("Aé\u0301"), 3); /* é is ambiguous, its accent has no cell */
    assert_int_equal(text_width("ｱ汉"), 3);      /* what is not ambiguous stays */
    cell_width_ambiguous(2, 2);
    assert_int_equal(text_width("─│┼"), 6);
    cell_width_ambiguous(1, 1);
    assert_int_equal(text_width("“α”①─"), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decode_takes_each_length),
        cmocka_unit_test(test_decode_refuses_what_is_no_utf8),
        cmocka_unit_test(test_encode_replaces_what_is_no_scalar),
        cmocka_unit_test(test_count_counts_code_points),
        cmocka_unit_test(test_width_of_characters),
        cmocka_unit_test(test_ambiguous_characters_follow_the_terminal),
        cmocka_unit_test(test_fit_cuts_at_cell_edges),
        cmocka_unit_test(test_next_and_previous_keep_clusters_whole),
        cmocka_unit_test(test_halfwidth_reads_an_input_method_left_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
