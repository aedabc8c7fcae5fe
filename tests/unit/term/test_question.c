/* What the terminal is asked at the start: the answers of real terminals, through the decoder as they come.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "term/key.h"
#include "term/question.h"

struct asked {
    struct key_decoder *decoder;
    struct question question;
    struct buffer keys;
};

static void take(struct asked *asked)
{
    char report[KEY_REPORT_MOST], name[KEY_NAME_MOST];
    struct key key;
    while (key_decoder_report(asked->decoder, report))
        question_answer(&asked->question, report);
    while (key_decoder_next(asked->decoder, &key))
        buffer_format(&asked->keys, "%s ", key_write(&key, name));
}

/* Each byte comes by itself, with a pause behind it when they are slow. */
static struct asked answered(const char *bytes, bool slow)
{
    struct asked asked = {.decoder = key_decoder_new()};
    int64_t now = 1000;
    key_decoder_asked(asked.decoder, true);
    for (; *bytes; bytes++) {
        key_decoder_byte(asked.decoder, (unsigned char)*bytes, now);
        if (slow) {
            now += 150;
            key_decoder_pause(asked.decoder, now);
        }
        take(&asked);
    }
    return asked;
}

static void asked_free(struct asked *asked)
{
    key_decoder_free(&asked->decoder);
    buffer_free(&asked->keys);
}

static const struct {
    const char *terminal, *bytes;
    struct question question;
} answers[] = {
    {"xterm, light",
     "\033[2;2R\033[2;2R\033]11;rgb:ffff/ffff/ffff\033\\\033[>41;379;0c\033[?64;1;2;6;9;15;18;21;22c",
     {1, 1, GROUND_LIGHT, false, true}},
    {"xterm -cjk_width",
     "\033[2;3R\033[2;3R\033]11;rgb:0000/0000/0000\a\033[>41;379;0c\033[?64;1;2c",
     {2, 2, GROUND_DARK, false, true}},
    {"PuTTY, ambiguous characters wide",
     "\033[2;2R\033[2;3R\033[>0;136;0c\033[?6c",
     {1, 2, GROUND_UNKNOWN, true, true}},
    {"Linux console", "\033[2;2R\033[2;2R\033[?6c", {1, 1, GROUND_UNKNOWN, false, true}},
    {"a terminal without UTF-8", "\033[2;4R\033[2;3R\033[?1;2c", {3, 2, GROUND_UNKNOWN, false, true}},
    {"one that answers DA1 alone", "\033[?1;2c", {0, 0, GROUND_UNKNOWN, false, true}},
    {"one that never ends", "\033[2;2R\033[2;2R", {1, 1, GROUND_UNKNOWN, false, false}},
};

static void expect_question(const struct asked *asked, const struct question *expected, const char *terminal)
{
    const struct question *got = &asked->question;
    if (got->line_cells != expected->line_cells || got->dot_cells != expected->dot_cells ||
        got->ground != expected->ground || got->putty != expected->putty ||
        got->complete != expected->complete)
        fail_msg("%s: %d %d %d %d %d", terminal, got->line_cells, got->dot_cells, (int)got->ground,
                 got->putty, got->complete);
}

static void test_answers_are_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        struct asked asked = answered(answers[i].bytes, false);
        expect_question(&asked, &answers[i].question, answers[i].terminal);
        assert_string_equal(buffer_string(&asked.keys), ""); /* no answer is a key */
        asked_free(&asked);
    }
}

/* Over a slow line every byte comes by itself: the ESC of each answer counts as a key then, the rest never.
 */
static void test_late_answers_are_no_keys(void **state)
{
    (void)state;
    struct asked asked = answered("\033]11;rgb:ffff/ffff/ffff\a\033[2;2R\033[?64;1c", true);
    assert_string_equal(buffer_string(&asked.keys), "Esc Esc Esc ");
    assert_true(asked.question.complete);
    assert_int_equal(asked.question.ground, GROUND_LIGHT);
    asked_free(&asked);
}

static void test_typing_among_answers_stays_typing(void **state)
{
    (void)state;
    struct asked asked = answered("a\033[2;2Rb\033[1;2R\033]11;rgb:0/0/0\ac\033[2;2R\033[?6cd", false);
    assert_string_equal(buffer_string(&asked.keys), "a b F15 c d ");
    assert_int_equal(asked.question.dot_cells, 1);
    asked_free(&asked);
}

static void test_an_answer_without_end_ends(void **state)
{
    (void)state;
    struct asked asked = {.decoder = key_decoder_new()};
    for (const char *c = "\033]11;rgb:"; *c; c++)
        key_decoder_byte(asked.decoder, (unsigned char)*c, 1000);
    key_decoder_byte(asked.decoder, 'x', 1000 + KEY_TAIL_WAIT + 1);
    take(&asked);
    assert_string_equal(buffer_string(&asked.keys), "x ");
    asked_free(&asked);

    asked = answered("\033]x", false); /* a person at Alt-] */
    assert_string_equal(buffer_string(&asked.keys), "Alt-] x ");
    asked_free(&asked);
}

static void test_what_is_asked(void **state)
{
    (void)state;
    struct buffer modern = {0}, old = {0};
    question_write(&modern, true);
    question_write(&old, false);
    assert_non_null(strstr(buffer_string(&modern), "\033]11;?"));
    assert_null(strstr(buffer_string(&old), "\033]"));
    assert_null(strstr(buffer_string(&old), "\033[>"));
    assert_string_equal(buffer_string(&modern) + modern.length - 3, "\033[c"); /* the fence comes last */
    assert_string_equal(buffer_string(&old) + old.length - 3, "\033[c");
    buffer_free(&modern);
    buffer_free(&old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers_are_understood),
        cmocka_unit_test(test_late_answers_are_no_keys),
        cmocka_unit_test(test_typing_among_answers_stays_typing),
        cmocka_unit_test(test_an_answer_without_end_ends),
        cmocka_unit_test(test_what_is_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
