/* What comes out of the gate cannot move a cursor, turn a line or hide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/sanitise.h"
#include "base/utf8.h"

static void expect(const char *text, const char *shown)
{
    char *out = sanitised(text);
    assert_string_equal(out, shown);
    free(out);
}

static void test_plain_text_passes(void **state)
{
    (void)state;
    expect("张桂兰 O'NEIL 阿依·𠮷 䶮 e\u0301", "张桂兰 O'NEIL 阿依·𠮷 䶮 e\u0301");
    expect("", "");
    expect(NULL, "");
}

static void test_controls_are_shown(void **state)
{
    (void)state;
    expect("a\x1B[31mb\r\n\t", "a\\x1B[31mb\\x0D\\x0A\\x09");
    expect("\x7F\xC2\x85\xC2\x9B", "\\x7F\\x85\\x9B");
}

static void test_what_turns_or_hides_is_shown(void **state)
{
    (void)state;
    expect("李\u202E明", "李\\u{202E}明");
    expect("\uFEFFa\u00ADb\u200Bc\u2066", "\\u{FEFF}a\\u{00AD}b\\u{200B}c\\u{2066}");
    expect("\u2028\U000E0041\u3164", "\\u{2028}\\u{E0041}\\u{3164}");
}

static void test_joiners_stay_behind_a_character(void **state)
{
    (void)state;
    expect("\U0001F468\u200D\U0001F469", "\U0001F468\u200D\U0001F469");
    expect("\u200Da\u200D\u200D", "\\u{200D}a\u200D\\u{200D}");
    expect("\n\u200C", "\\x0A\\u{200C}");
}

static void test_broken_bytes_are_shown(void **state)
{
    (void)state;
    expect("a\xFF\xE6\xA1", "a\\xFF\\xE6\\xA1");
    struct buffer out = {0};
    sanitise(&out, "x\0y", 3);
    assert_string_equal(buffer_string(&out), "x\\x00y");
    buffer_free(&out);
}

/* Every code point there is: what comes out is UTF-8 without controls. */
static void test_nothing_dangerous_comes_out(void **state)
{
    (void)state;
    struct buffer out = {0};
    for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point++) {
        char bytes[UTF8_MAX];
        buffer_clear(&out);
        sanitise(&out, bytes, utf8_encode(code_point, bytes));
        assert_true(utf8_valid(out.data, out.length));
        for (size_t i = 0; i < out.length; i++)
            assert_true((unsigned char)out.data[i] >= 0x20 && out.data[i] != 0x7F);
    }
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_text_passes),
        cmocka_unit_test(test_controls_are_shown),
        cmocka_unit_test(test_what_turns_or_hides_is_shown),
        cmocka_unit_test(test_joiners_stay_behind_a_character),
        cmocka_unit_test(test_broken_bytes_are_shown),
        cmocka_unit_test(test_nothing_dangerous_comes_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
