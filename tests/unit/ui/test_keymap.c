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

static struct keymap *load(const char *name)
{
    static const char *const folders[] = {"no-such-folder", "keymaps", NULL};
    struct spec_faults faults = {0};
    struct error error = {0};
    struct keymap *keymap = keymap_load(folders, name, &faults, &error);
    assert_non_null(keymap);
    assert_int_equal(faults.count, 0);
    return keymap;
}

static struct keymap *load_default(void)
{
    return load("default");
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

/* How a key reaches the program: terminals keep keys with Shift and the far function keys for themselves. */
static bool is_sure(const struct key *key)
{
    return !(key->kind == PRESS_NAMED && key->code > NAMED_F12 && key->code <= NAMED_F24);
}

static void test_every_command_has_a_sure_key_in_both_keymaps(void **state)
{
    (void)state;
    static const char *const names[] = {"default", "block"};
    for (size_t n = 0; n < 2; n++) {
        struct keymap *keymap = load(names[n]);
        for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
            bool found = false;
            for (int section = 0; section < SECTION_COUNT; section++) {
                struct buffer keys = {0};
                keymap_keys(keymap, (enum section)section, (enum command)i, &keys);
                char *list = buffer_take(&keys);
                for (char *word = strtok(list, " "); word; word = strtok(NULL, " ")) {
                    struct key key;
                    found = found || (key_parse(word, &key) && is_sure(&key));
                }
                free(list);
            }
            if (!found)
                fail_msg("no key but with Shift for %s in %s", command_name((enum command)i), names[n]);
        }
        keymap_free(&keymap);
    }
}

static void test_the_block_keymap(void **state)
{
    (void)state;
    struct keymap *keymap = load("block");
    static const struct {
        enum section section;
        const char *key;
        enum command command;
    } rows[] = {
        {SECTION_COUNTER, "F3", COMMAND_LEAVE},
        {SECTION_COUNTER, "F12", COMMAND_BACK},
        {SECTION_COUNTER, "F7", COMMAND_GROUP_PREVIOUS},
        {SECTION_COUNTER, "F8", COMMAND_GROUP_NEXT},
        {SECTION_COUNTER, "F4", COMMAND_LIST},
        {SECTION_COUNTER, "F9", COMMAND_COMMIT},
        {SECTION_COUNTER, "F19", COMMAND_HAS_NOT},
        {SECTION_COUNTER, "Shift-F7", COMMAND_HAS_NOT},
        {SECTION_REVIEW, "Alt-7", COMMAND_ASK},
        {SECTION_SUPERVISOR, "F19", COMMAND_AUTHORISE},
        {SECTION_COUNTER, "Shift-F3", COMMAND_FIND},
        {SECTION_COUNTER, "Alt-8", COMMAND_PUT_ASIDE},
        {SECTION_COUNTER, "Keypad-+", COMMAND_FIELD_EXIT},
        {SECTION_COUNTER, "Ctrl-D", COMMAND_COPY_PREVIOUS},
        {SECTION_COUNTER, "Enter", COMMAND_NEXT_THING},
        {SECTION_REVIEW, "Esc", COMMAND_BACK},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (look(keymap, rows[i].section, rows[i].key) != rows[i].command)
            fail_msg("%s is not %s in %s", rows[i].key, command_name(rows[i].command),
                     section_name(rows[i].section));
    }
    keymap_free(&keymap);
}

/* Alt and a digit are the same in both, whatever the function keys are. */
static void test_alt_and_digit_are_the_same_in_both_keymaps(void **state)
{
    (void)state;
    struct keymap *keymaps[] = {load("default"), load("block")};
    for (int section = 0; section < SECTION_COUNT; section++) {
        for (char digit = '0'; digit <= '9'; digit++) {
            char name[] = {'A', 'l', 't', '-', digit, '\0'};
            if (look(keymaps[0], (enum section)section, name) !=
                look(keymaps[1], (enum section)section, name))
                fail_msg("%s differs in %s", name, section_name((enum section)section));
        }
    }
    keymap_free(&keymaps[0]);
    keymap_free(&keymaps[1]);
}

static void set(struct keymap *keymap, enum section section, const char *name, enum command command,
                const char *refusal)
{
    struct error error = {0};
    struct key key;
    assert_true(key_parse(name, &key));
    enum command before = keymap_command(keymap, section, &key);
    assert_int_equal(keymap_set(keymap, section, &key, command, &error), !refusal);
    assert_string_equal(error.code ? error.code : "", refusal ? refusal : "");
    assert_int_equal(keymap_command(keymap, section, &key), refusal ? before : command);
    if (refusal) {
        char *sentence = text_error_string(&error);
        assert_null(strchr(sentence, '{'));
        assert_non_null(strstr(sentence, name));
        free(sentence);
    }
    error_free(&error);
}

static void test_own_keys_go_over_a_keymap(void **state)
{
    (void)state;
    struct keymap *keymap = load_default(), *own = keymap_copy(keymap);
    set(own, SECTION_EVERYWHERE, "Ctrl-G", COMMAND_FIND, NULL);
    set(own, SECTION_EVERYWHERE, "F6", COMMAND_WAITING, NULL); /* the desks lose theirs */
    assert_int_equal(look(own, SECTION_COUNTER, "F6"), COMMAND_WAITING);
    set(own, SECTION_COUNTER, "F6", COMMAND_MATERIALS, NULL); /* and one has one again */
    assert_int_equal(look(own, SECTION_REVIEW, "F6"), COMMAND_WAITING);
    set(own, SECTION_EVERYWHERE, "Keypad--", COMMAND_FIELD_EXIT, NULL);
    assert_int_equal(look(keymap, SECTION_COUNTER, "F6"), COMMAND_SCAN); /* the file's is as it was */
    assert_int_equal(look(keymap, SECTION_EVERYWHERE, "Ctrl-G"), COMMAND_NONE);
    keymap_free(&own);
    keymap_free(&keymap);
}

static void test_what_nobody_can_set(void **state)
{
    (void)state;
    struct keymap *keymap = load_default();
    static const char *const fixed[] = {"Enter", "Keypad-Enter", "Tab", "Shift-Tab", "Esc",       "a",
                                        "9",     "汉",           "Up",  "Delete",    "Backspace", "PgDn"};
    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
        set(keymap, SECTION_EVERYWHERE, fixed[i], COMMAND_COMMIT, "E_KEYMAP_OWN");
    set(keymap, SECTION_EVERYWHERE, "Ctrl-C", COMMAND_FIND, "E_KEYMAP_RESERVED");
    set(keymap, SECTION_COUNTER, "Ctrl-\\", COMMAND_FIND, "E_KEYMAP_RESERVED");
    set(keymap, SECTION_EVERYWHERE, "Alt-9", COMMAND_FIND, NULL);
    set(keymap, SECTION_EVERYWHERE, "F9", COMMAND_FIND, "E_KEYMAP_LAST"); /* what commits then? */
    set(keymap, SECTION_COUNTER, "F9", COMMAND_FIND, "E_KEYMAP_LAST");    /* nor at one desk */
    set(keymap, SECTION_EVERYWHERE, "Ctrl-G", COMMAND_COMMIT, NULL);
    set(keymap, SECTION_EVERYWHERE, "F9", COMMAND_FIND, NULL);
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
        "everywhere:\n  F1: hlep\n  F25: help\n  a: why\n  汉: why\n  Ctrl-C: back\n  Enter: commit\n  Esc: "
        "comit\n"
        "  Ctrl-U: empty\n  ctrl-u: undo\n  F2: xyzzyxyzzy\nconter:\n  F5: materals\n  F6: [scan]\n",
        "2:7 E_KEYMAP_COMMAND_NEAR hlep\n"
        "3:3 E_KEYMAP_KEY F25\n"
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
    assert_null(keymap_load(folders, "missing", &faults, &error));
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
        cmocka_unit_test(test_every_command_has_a_sure_key_in_both_keymaps),
        cmocka_unit_test(test_the_block_keymap),
        cmocka_unit_test(test_alt_and_digit_are_the_same_in_both_keymaps),
        cmocka_unit_test(test_own_keys_go_over_a_keymap),
        cmocka_unit_test(test_what_nobody_can_set),
        cmocka_unit_test(test_all_faults_are_told_at_their_places),
        cmocka_unit_test(test_the_shape_of_the_file),
        cmocka_unit_test(test_what_the_reader_of_yaml_refuses),
        cmocka_unit_test(test_names_and_missing_files),
        cmocka_unit_test(test_every_command_has_its_words),
        cmocka_unit_test(test_the_manual_is_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
