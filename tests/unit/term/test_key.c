/* Keys: their names both ways, and what the decoder makes of bytes that come whole, in pieces, late or
 * broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "term/key.h"

/* All keys that are ready, by name, with a blank between; a paste as <text>. */
static void take(struct key_decoder *decoder, struct buffer *out)
{
    struct key key;
    while (key_decoder_next(decoder, &key)) {
        char name[KEY_NAME_MOST];
        if (out->length)
            buffer_byte(out, ' ');
        if (key.kind == PRESS_PASTE)
            buffer_format(out, "<%.*s>", (int)key.length, key.text);
        else
            buffer_text(out, key_write(&key, name));
    }
}

static void feed(struct key_decoder *decoder, const char *bytes, int64_t now)
{
    for (const char *c = bytes; *c; c++)
        key_decoder_byte(decoder, (unsigned char)*c, now);
}

/* Feeds the bytes at once, then a pause. */
static void expect(const char *bytes, const char *keys)
{
    struct key_decoder *decoder = key_decoder_new();
    struct buffer out = {0};
    feed(decoder, bytes, 1000);
    key_decoder_pause(decoder, 1100);
    take(decoder, &out);
    assert_string_equal(buffer_string(&out), keys);
    buffer_free(&out);
    key_decoder_free(&decoder);
}

static void test_names_go_both_ways(void **state)
{
    (void)state;
    static const char *const names[] = {"F1",           "F12",      "F13",      "F24",       "Ctrl-U",
                                        "Ctrl-\\",      "Alt-9",    "Alt-X",    "Shift-Tab", "PgDn",
                                        "Esc",          "Keypad-+", "Keypad--", "Keypad-.",  "Keypad-*",
                                        "Keypad-Enter", "a",        "汉",       "Space"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct key key, again;
        char name[KEY_NAME_MOST];
        assert_true(key_parse(names[i], &key));
        assert_string_equal(key_write(&key, name), names[i]);
        assert_true(key_parse(name, &again) && key_equal(&key, &again));
    }
    struct key lower;
    assert_true(key_parse("ctrl-u", &lower));
    assert_int_equal(lower.code, 'U');
}

static void test_what_no_key_sends_has_no_name(void **state)
{
    (void)state;
    static const char *const names[] = {"",       "F25",     "F0",       "Ctrl-",   "Ctrl-I",    "Ctrl-M",
                                        "Ctrl-[", "Ctrl-汉", "Alt-",     "Ctrl-UU", "Shift-F13", "Shift-a",
                                        "ab",     "\xFF",    "Keypad-5", "PageDown"};
    struct key key;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_false(key_parse(names[i], &key));
}

static void test_plain_and_control_bytes(void **state)
{
    (void)state;
    expect("a1\x15\x1a\r\n\t\b\x7f", "a 1 Ctrl-U Ctrl-Z Enter Enter Tab Backspace Backspace");
    expect("\x03\x13\x11\x1c", "Ctrl-C Ctrl-S Ctrl-Q Ctrl-\\");
    expect("张𠮷", "张 𠮷");
}

static void test_a_character_may_come_in_pieces(void **state)
{
    (void)state;
    struct key_decoder *decoder = key_decoder_new();
    struct buffer out = {0};
    const char *bytes = "兰";
    for (int i = 0; i < 3; i++) {
        key_decoder_byte(decoder, (unsigned char)bytes[i], 1000 + 1000 * i);
        key_decoder_pause(decoder, 1500 + 1000 * i);
    }
    take(decoder, &out);
    assert_string_equal(buffer_string(&out), "兰");
    buffer_free(&out);
    key_decoder_free(&decoder);
}

static void test_broken_utf8_is_told(void **state)
{
    (void)state;
    expect("\xD5\xC5x",
           "\xEF\xBF\xBD \xEF\xBF\xBD x"); /* 张 in GBK: D5 begins a sequence that C5 does not go on with */
    expect("\xE5\x85x", "\xEF\xBF\xBD x");
    expect("\xC0\xAF", "\xEF\xBF\xBD \xEF\xBF\xBD");
    expect("\xC2\x85z", "z"); /* a C1 control is no key */
}

static void test_sequences(void **state)
{
    (void)state;
    expect("\033OP\033[15~\033[24~\033[A\033OB\033[Z\033[3~", "F1 F5 F12 Up Down Shift-Tab Delete");
    expect("\033Ok\033Om\033On\033Oj\033OM\033Op", "Keypad-+ Keypad-- Keypad-. Keypad-* Keypad-Enter 0");
    expect("\033[[A\033[[E", "F1 F5");
    expect("\033[1;5Cx\033[<0;1;1Mx\033[999~x", "x x x"); /* unknown ones are swallowed whole */
    expect("\0339\033u\033U", "Alt-9 Alt-U Alt-U");
    expect("\033", "Esc");
    expect("\033\033", "Esc Esc");
    expect("\033\r", "Esc Enter");
    expect("\033汉", "Esc 汉");
}

static void test_the_tail_of_a_split_sequence_is_swallowed(void **state)
{
    (void)state;
    struct key_decoder *decoder = key_decoder_new();
    struct buffer out = {0};
    feed(decoder, "\033", 1000);
    key_decoder_pause(decoder, 1100);
    feed(decoder, "[15~x", 1150);
    take(decoder, &out);
    assert_string_equal(buffer_string(&out), "Esc x");
    buffer_clear(&out);
    feed(decoder, "\033", 2000); /* a person types Esc, and a bracket later */
    key_decoder_pause(decoder, 2100);
    feed(decoder, "[x", 2600);
    take(decoder, &out);
    assert_string_equal(buffer_string(&out), "Esc [ x");
    buffer_free(&out);
    key_decoder_free(&decoder);
}

static void test_a_sequence_that_never_ends_swallows_nothing_later(void **state)
{
    (void)state;
    struct key_decoder *decoder = key_decoder_new();
    struct buffer out = {0};
    feed(decoder, "\033[1", 1000);
    key_decoder_pause(decoder, 1100);
    feed(decoder, "5~", 1150);
    feed(decoder, "\033[1", 2000);
    feed(decoder, "abc", 3000);
    take(decoder, &out);
    assert_string_equal(buffer_string(&out), "F5 a b c");
    buffer_free(&out);
    key_decoder_free(&decoder);
}

static void test_pasted_text_is_data(void **state)
{
    (void)state;
    expect("\033[200~a\rb\033[20~\x03\033[201~c", "<a\rb\033[20~\x03> c");
    expect("\033[200~\033[201~", "<>");
}

static void test_a_paste_without_end_or_bound_ends(void **state)
{
    (void)state;
    struct key_decoder *decoder = key_decoder_new();
    struct buffer out = {0};
    feed(decoder, "\033[200~lost", 1000);
    feed(decoder, "x", 1000 + KEY_PASTE_WAIT + 1);
    take(decoder, &out);
    assert_string_equal(buffer_string(&out), "<lost> x");
    buffer_free(&out);

    feed(decoder, "\033[200~", 9000);
    for (int i = 0; i < 3 * KEY_PASTE_MOST; i++)
        key_decoder_byte(decoder, 'p', 9000);
    feed(decoder, "\033[201~", 9000);
    struct key key;
    assert_true(key_decoder_next(decoder, &key));
    assert_int_equal(key.kind, PRESS_PASTE);
    assert_int_equal(key.length, KEY_PASTE_MOST);
    assert_false(key_decoder_next(decoder, &key));
    key_decoder_free(&decoder);
}

/* Whatever bytes come, however they are cut: nothing is read out of bounds, every character is a scalar
 * value, and the decoder finds back to plain typing. */
static void test_any_bytes(void **state)
{
    (void)state;
    static const char likely[] = "\033\033[[O~;0123456789AZ\r\x03 a";
    struct key_decoder *decoder = key_decoder_new();
    unsigned seed = 7;
    int64_t now = 1;
    struct key key;
    for (int i = 0; i < 300000; i++) {
        unsigned r = (seed = seed * 1103515245u + 12345u) >> 8;
        key_decoder_byte(
            decoder, r % 3 ? (unsigned char)likely[r / 16 % (sizeof(likely) - 1)] : (unsigned char)(r / 16),
            now);
        now += r % 97 == 0 ? 400 : 0;
        if (r % 11 == 0)
            key_decoder_pause(decoder, now);
        if (r % 5)
            continue;
        while (key_decoder_next(decoder, &key)) {
            char name[KEY_NAME_MOST];
            assert_true(strlen(key_write(&key, name)) < KEY_NAME_MOST);
            assert_true(key.kind != PRESS_CHARACTER || (key.code <= 0x10FFFF && key.code >= ' '));
        }
    }
    now += KEY_PASTE_WAIT + 1;
    key_decoder_pause(decoder, now);
    while (key_decoder_next(decoder, &key))
        ;
    key_decoder_byte(decoder, 'k', now + 1000);
    bool found = false;
    while (key_decoder_next(decoder, &key))
        found = key.kind == PRESS_CHARACTER && key.code == 'k';
    assert_true(found);
    key_decoder_free(&decoder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_go_both_ways),
        cmocka_unit_test(test_what_no_key_sends_has_no_name),
        cmocka_unit_test(test_plain_and_control_bytes),
        cmocka_unit_test(test_a_character_may_come_in_pieces),
        cmocka_unit_test(test_broken_utf8_is_told),
        cmocka_unit_test(test_sequences),
        cmocka_unit_test(test_the_tail_of_a_split_sequence_is_swallowed),
        cmocka_unit_test(test_a_sequence_that_never_ends_swallows_nothing_later),
        cmocka_unit_test(test_pasted_text_is_data),
        cmocka_unit_test(test_a_paste_without_end_or_bound_ends),
        cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
