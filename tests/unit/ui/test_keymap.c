/* Keymaps: the one that comes along, every fault at its place, and the table of commands that all hangs on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <stdio.h>

#include "text/text.h"
#include "ui/keymap.h"

#define NEEDED "  F1: help\n  Enter: next-thing\n  F9: commit\n  Esc: back\n  F10: leave\n"

static struct keymap *load_default(void)
{
    static const char *const folders[] = {"no-such-folder", "keymaps", NULL};
    struct spec_faults faults = {0};
    struct error error = {0};
    struct keymap *keymap = keymap_load(folders, "default", &faults, &error);
    assert_non_null(keymap);
    assert_int_equal(faults.count, 0);
    return keymap;
}

static enum command look(const struct keymap *keymap, enum section section, const char *name)
{
    struct key key;
    assert_true(key_parse(name, &key));
    return keymap_command(keymap, section, &key);
}

static void test_the_default_keymap(void **state)
{
    (void)state;
    struct keymap *keymap = load_default();
    assert_int_equal(look(keymap, SECTION_EVERYWHERE, "F9"), COMMAND_COMMIT);
    assert_int_equal(look(keymap, SECTION_COUNTER, "F6"), COMMAND_SCAN);
    assert_int_equal(look(keymap, SECTION_REVIEW, "F6"), COMMAND_DOUBT);
    assert_int_equal(look(keymap, SECTION_SUPERVISOR, "Alt-7"), COMMAND_AUTHORISE);
    assert_int_equal(look(keymap, SECTION_REVIEW, "Ctrl-Z"),
                     COMMAND_UNDO); /* not the section's: everywhere's */
    assert_int_equal(look(keymap, SECTION_EVERYWHERE, "F6"), COMMAND_NONE);
    assert_int_equal(look(keymap, SECTION_EVERYWHERE, "F11"), COMMAND_NONE);
    struct buffer keys = {0};
    keymap_keys(keymap, SECTION_COUNTER, COMMAND_HELP, &keys);
    assert_string_equal(buffer_string(&keys), "F1 Alt-1 Ctrl-P");
    buffer_clear(&keys);
    keymap_keys(keymap, SECTION_REVIEW, COMMAND_DOUBT, &keys);
    assert_string_equal(buffer_string(&keys), "F6 Keypad-* Alt-6");
    buffer_clear(&keys);
    keymap_keys(keymap, SECTION_COUNTER, COMMAND_DOUBT, &keys);
    assert_string_equal(buffer_string(&keys), "");
    buffer_free(&keys);
    keymap_free(&keymap);
    keymap_free(&keymap);
}

static void test_every_command_has_a_key_in_the_default_keymap(void **state)
{
    (void)state;
    struct keymap *keymap = load_default();
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        struct key key;
        bool found = false;
        for (int section = 0; section < SECTION_COUNT; section++)
            found = found || keymap_key(keymap, (enum section)section, (enum command)i, &key);
        if (!found)
            fail_msg("no key for %s", command_name((enum command)i));
    }
    keymap_free(&keymap);
}

/* Each fault as "line:column CODE value". */
static void expect_faults(const char *text, const char *expected)
{
    struct spec_faults faults = {0};
    struct error error = {0};
    struct buffer out = {0};
    struct keymap *keymap = keymap_read(text, strlen(text), "x.yaml", &faults, &error);
    for (size_t i = 0; i < faults.count; i++) {
        const struct spec_fault *fault = &faults.list[i];
        buffer_format(&out, "%d:%d %s %s\n", fault->line, fault->column, fault->error.code,
                      fault->error.count ? fault->error.parameters[0].value : "");
        char *sentence = text_error_string(&fault->error);
        assert_null(strstr(sentence, "E_")); /* there is a sentence for it, and it names all its values */
        assert_null(strchr(sentence, '{'));
        free(sentence);
    }
    assert_string_equal(buffer_string(&out), expected);
    if (*expected) {
        assert_null(keymap);
        assert_string_equal(error.code, "E_KEYMAP_FAULTS");
        assert_string_equal(error_value(&error, "file"), "x.yaml");
    } else {
        assert_non_null(keymap);
    }
    keymap_free(&keymap);
    spec_faults_free(&faults);
    error_free(&error);
    buffer_free(&out);
}

static void test_all_faults_are_told_at_their_places(void **state)
{
    (void)state;
    expect_faults("everywhere:\n" NEEDED, "");
    expect_faults("everywhere:\n" NEEDED "counter:\nreview: {}\n", "");
    expect_faults(
        "everywhere:\n  F1: hlep\n  F13: help\n  a: why\n  汉: why\n  Ctrl-C: back\n  Enter: commit\n  Esc: "
        "comit\n"
        "  Ctrl-U: empty\n  ctrl-u: undo\n  F2: xyzzyxyzzy\nconter:\n  F5: materals\n  F6: [scan]\n",
        "2:7 E_KEYMAP_COMMAND_NEAR hlep\n"
        "3:3 E_KEYMAP_KEY F13\n"
        "4:3 E_KEYMAP_PRINTING a\n"
        "5:3 E_KEYMAP_PRINTING 汉\n"
        "6:3 E_KEYMAP_RESERVED Ctrl-C\n"
        "7:3 E_KEYMAP_ENTER Enter\n"
        "8:8 E_KEYMAP_COMMAND_NEAR comit\n"
        "10:3 E_KEYMAP_TWICE ctrl-u\n"
        "11:7 E_KEYMAP_COMMAND xyzzyxyzzy\n"
        "12:1 E_KEYMAP_SECTION_NEAR conter\n"
        "13:7 E_KEYMAP_COMMAND_NEAR materals\n"
        "14:7 E_KEYMAP_SHAPE \n");
}

static void test_the_shape_of_the_file(void **state)
{
    (void)state;
    expect_faults("- F1\n- F2\n", "1:1 E_KEYMAP_SHAPE \n");
    expect_faults("everywhere: F1\n", "1:13 E_KEYMAP_SHAPE \n");
    expect_faults("something-else:\n  F1: help\n", "1:1 E_KEYMAP_SECTION something-else\n");
    expect_faults("everywhere:\n  F1: help\n",
                  "1:1 E_KEYMAP_WITHOUT next-thing\n1:1 E_KEYMAP_WITHOUT commit\n1:1 E_KEYMAP_WITHOUT back\n"
                  "1:1 E_KEYMAP_WITHOUT leave\n");
}

static void test_what_the_reader_of_yaml_refuses(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "everywhere: {",
                                        "everywhere:\n  F1: \"\xFF\"\n",
                                        "a: &x {b: *x}\n",
                                        "everywhere:\n  F1: help\n  F1: why\n",
                                        "everywhere: {}\n---\nx: y\n"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct spec_faults faults = {0};
        struct error error = {0};
        assert_null(keymap_read(texts[i], strlen(texts[i]), "x.yaml", &faults, &error));
        assert_string_equal(error.code, "E_KEYMAP_FAULTS");
        assert_true(faults.count > 0);
        spec_faults_free(&faults);
        error_free(&error);
    }
}

static void test_names_and_missing_files(void **state)
{
    (void)state;
    static const char *const folders[] = {"one", "two", NULL};
    static const char *const bad[] = {
        "", "../default", "a/b", "default.yaml", "名", "a-name-that-is-longer-than-forty-letters-in-all"};
    struct spec_faults faults = {0};
    struct error error = {0};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_null(keymap_load(folders, bad[i], &faults, &error));
        assert_string_equal(error.code, "E_KEYMAP_NAME");
    }
    assert_null(keymap_load(folders, "block", &faults, &error));
    assert_string_equal(error.code, "E_KEYMAP_MISSING");
    assert_string_equal(error_value(&error, "folders"), "one, two");
    error_free(&error);
}

static void test_every_command_has_its_words(void **state)
{
    (void)state;
    for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
        text_language_set((enum language)language);
        for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
            enum command command = (enum command)i;
            assert_string_not_equal(command_label(command), command_name(command));
            assert_null(strstr(command_help(command), "-help"));
            assert_int_equal(command_find(command_name(command)), command);
            assert_int_equal(command_nearest(command_name(command)), command);
        }
    }
    text_language_set(LANGUAGE_ZH);
    assert_int_equal(command_find(""), COMMAND_NONE);
    assert_int_equal(command_nearest(""), COMMAND_NONE);
    assert_int_equal(command_nearest("put_aside"), COMMAND_PUT_ASIDE);
    char many[5000];
    memset(many, 'x', sizeof(many) - 1);
    many[sizeof(many) - 1] = '\0';
    assert_int_equal(command_nearest(many), COMMAND_NONE);
}

/* The manual names every action and every section. */
static void test_the_manual_is_complete(void **state)
{
    (void)state;
    static char page[100000];
    FILE *file = fopen("man/yichuang-keymap.5", "r");
    assert_non_null(file);
    page[fread(page, 1, sizeof(page) - 1, file)] = '\0';
    fclose(file);
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        char entry[64];
        snprintf(entry, sizeof(entry), ".It Ic %s\n", command_name((enum command)i));
        if (!strstr(page, entry))
            fail_msg("yichuang-keymap(5) does not tell of %s", command_name((enum command)i));
    }
    for (int i = 0; i < SECTION_COUNT; i++)
        assert_non_null(strstr(page, section_name((enum section)i)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_default_keymap),
        cmocka_unit_test(test_every_command_has_a_key_in_the_default_keymap),
        cmocka_unit_test(test_all_faults_are_told_at_their_places),
        cmocka_unit_test(test_the_shape_of_the_file),
        cmocka_unit_test(test_what_the_reader_of_yaml_refuses),
        cmocka_unit_test(test_names_and_missing_files),
        cmocka_unit_test(test_every_command_has_its_words),
        cmocka_unit_test(test_the_manual_is_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
