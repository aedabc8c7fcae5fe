/* What was packed comes back as it was; what is not there is never made up. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/pack.h"

static void test_parts_come_back(void **state)
{
    (void)state;
    static const int64_t numbers[] = {0, 1, -1, 255, 256, 1LL << 40, INT64_MAX, INT64_MIN};
    static const char *const texts[] = {"张桂兰", "", NULL, "a\tb\nc"};
    struct buffer out = {0};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        pack_number(&out, numbers[i]);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        pack_text(&out, texts[i]);
    pack_bytes(&out, "a\0b", 3);
    pack_bytes(&out, NULL, 0);
    struct unpack from = unpack_begin(out.data, out.length);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        assert_int_equal(unpack_number(&from), numbers[i]);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        char *text = unpack_text(&from);
        assert_true(text ? texts[i] && strcmp(text, texts[i]) == 0 : !texts[i]);
        free(text);
    }
    size_t length;
    assert_memory_equal(unpack_bytes(&from, &length), "a\0b", 3);
    assert_int_equal(length, 3);
    assert_true(unpack_more(&from));
    assert_non_null(unpack_bytes(&from, &length));
    assert_int_equal(length, 0);
    assert_false(unpack_more(&from));
    assert_false(from.broken);
    buffer_free(&out);
}

/* The journal of one version of the program is read by the next, on any machine. */
static void test_the_bytes_are_these(void **state)
{
    (void)state;
    struct buffer out = {0};
    pack_number(&out, 0x0102030405060708);
    pack_text(&out, "ab");
    pack_text(&out, NULL);
    assert_int_equal(out.length, 26);
    assert_memory_equal(
        out.data, "\x08\x07\x06\x05\x04\x03\x02\x01\2\0\0\0\0\0\0\0ab\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 26);
    buffer_free(&out);
}

static void test_a_cut_at_any_byte_is_noticed(void **state)
{
    (void)state;
    struct buffer out = {0};
    pack_number(&out, 7);
    pack_text(&out, "key");
    pack_bytes(&out, "value", 5);
    for (size_t length = 0; length < out.length; length++) {
        char *bytes = memcpy(malloc(length + 1), out.data, length); /* a run of its own, for valgrind */
        struct unpack from = unpack_begin(bytes, length);
        size_t size;
        unpack_number(&from);
        free(unpack_text(&from));
        assert_null(unpack_bytes(&from, &size));
        assert_int_equal(size, 0);
        assert_true(from.broken);
        assert_false(unpack_more(&from));
        assert_int_equal(unpack_number(&from), 0);
        assert_null(unpack_text(&from));
        free(bytes);
    }
    buffer_free(&out);
}

static void test_lengths_that_cannot_be_are_refused(void **state)
{
    (void)state;
    static const int64_t lengths[] = {-2, INT64_MIN, INT64_MAX, 9};
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        struct buffer out = {0};
        pack_number(&out, lengths[i]);
        buffer_text(&out, "12345678");
        struct unpack from = unpack_begin(out.data, out.length);
        assert_null(unpack_text(&from));
        assert_true(from.broken);
        assert_int_equal(unpack_number(&from), 0); /* though 8 bytes are left */
        buffer_free(&out);
    }
}

static void test_a_text_with_a_nul_is_broken(void **state)
{
    (void)state;
    struct buffer out = {0};
    pack_bytes(&out, "a\0b", 3);
    struct unpack from = unpack_begin(out.data, out.length);
    assert_null(unpack_text(&from));
    assert_true(from.broken);
    buffer_free(&out);
}

static void test_nothing_at_all(void **state)
{
    (void)state;
    struct unpack from = unpack_begin(NULL, 0);
    assert_false(unpack_more(&from));
    assert_false(from.broken);
    assert_int_equal(unpack_number(&from), 0);
    assert_true(from.broken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_come_back),
        cmocka_unit_test(test_the_bytes_are_these),
        cmocka_unit_test(test_a_cut_at_any_byte_is_noticed),
        cmocka_unit_test(test_lengths_that_cannot_be_are_refused),
        cmocka_unit_test(test_a_text_with_a_nul_is_broken),
        cmocka_unit_test(test_nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
