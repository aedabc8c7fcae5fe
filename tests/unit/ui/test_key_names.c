/* Messages name keys by their commands: what stands on the screen is the key of the keymap in force. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "text/text.h"
#include "text/text_table.h"
#include "unit/ui/desk.h"

static struct keymap *load_block(void)
{
    static const char *const folders[] = {"keymaps", NULL};
    struct spec_faults faults = {0};
    struct error error = {0};
    return keymap_load(folders, "block", &faults, &error);
}

/* The name of a function key, or of Ctrl and a letter, by itself; NULL: the message has none. */
static const char *key_named(const char *message)
{
    for (const char *at = message; *at; at++) {
        bool inside = at > message && (isalnum((unsigned char)at[-1]) || at[-1] == '-');
        bool function = at[0] == 'F' && isdigit((unsigned char)at[1]);
        bool control = strncmp(at, "Ctrl-", 5) == 0 && isupper((unsigned char)at[5]);
        if (!inside && (function || control))
            return at;
    }
    return NULL;
}

/* About keymaps themselves: how keys are written, and which keys nobody can set. */
static bool is_about_keymaps(const char *code)
{
    return strncmp(code, "E_KEYMAP_", 9) == 0;
}

static void test_no_message_names_a_key_by_itself(void **state)
{
    (void)state;
    for (size_t i = 0; i < text_table_count; i++) {
        for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
            const char *named = key_named(text_table[i].message[language]);
            if (named && !is_about_keymaps(text_table[i].code))
                fail_msg("%s says \"%.8s...\": write {key:COMMAND} (text/text.h)", text_table[i].code, named);
        }
    }
}

static void test_messages_name_commands_that_there_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < text_table_count; i++) {
        const char *mark = text_table[i].message[LANGUAGE_ZH];
        while ((mark = strstr(mark, "{key:"))) {
            char name[64] = "";
            mark += strlen("{key:");
            memcpy(name, mark, strcspn(mark, "}") < sizeof(name) - 1 ? strcspn(mark, "}") : 0);
            if (command_find(name) == COMMAND_NONE)
                fail_msg("%s names the command \"%s\"", text_table[i].code, name);
        }
    }
}

static void test_no_mark_is_left_in_any_keymap(void **state)
{
    (void)state;
    struct keymap *(*const loads[])(void) = {desk_keymap, load_block};
    for (size_t n = 0; n < 2; n++) {
        struct keymap *keymap = loads[n]();
        struct ui *ui = desk_ui(keymap, 24, 80);
        for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
            text_language_set((enum language)language);
            for (size_t i = 0; i < text_table_count; i++)
                assert_null(strstr(text(text_table[i].code), "{key:"));
        }
        text_language_set(LANGUAGE_ZH);
        ui_free(&ui);
        keymap_free(&keymap);
    }
}

static void expect(const char *code, const char *part)
{
    if (!strstr(text(code), part))
        fail_msg("%s says \"%s\", not \"%s\"", code, text(code), part);
}

static void test_messages_follow_the_keymap(void **state)
{
    (void)state;
    struct keymap *keymaps[] = {desk_keymap(), load_block()}, *own = keymap_copy(keymaps[0]);
    struct ui *ui = desk_ui(keymaps[0], 24, 80);
    const char *before = text("NEXT_FILE");
    expect("NEXT_FILE", "F7 没有"); /* a command of the counter, on whose screen it is */
    expect("DESK_BACK_SENDING", "F12");
    ui_keymap_set(ui, keymaps[1]);
    expect("NEXT_FILE", "F10 没有");
    expect("DESK_BACK_SENDING", "F11");
    assert_non_null(strstr(before, "F7")); /* what was handed out stays as it was */
    struct error error = {0};
    struct key key;
    assert_true(key_parse("F12", &key) && keymap_set(own, SECTION_EVERYWHERE, &key, COMMAND_FIND, &error));
    ui_keymap_set(ui, own);
    expect("DESK_BACK_SENDING", "Ctrl-W"); /* what is left */
    assert_true(key_parse("Ctrl-W", &key) && keymap_set(own, SECTION_EVERYWHERE, &key, COMMAND_FIND, &error));
    expect("DESK_BACK_SENDING", "F1 待办"); /* no key is left: the help runs it */
    ui_free(&ui);
    expect("DESK_BACK_SENDING", "看 待办"); /* nobody knows the keys */
    keymap_free(&own);
    keymap_free(&keymaps[0]);
    keymap_free(&keymaps[1]);
}

static void test_the_key_bar_shows_the_keys_with_shift(void **state)
{
    (void)state;
    struct keymap *keymap = load_block();
    struct ui *ui = desk_ui(keymap, 24, 120);
    struct buffer picture = {0};
    canvas_picture(ui_canvas(ui), &picture);
    assert_non_null(strstr(buffer_string(&picture), "F9"));
    assert_non_null(strstr(buffer_string(&picture), "F5"));
    assert_null(strstr(buffer_string(&picture), "F8")); /* pages, and this screen has none */
    buffer_free(&picture);
    ui_free(&ui);
    keymap_free(&keymap);
}

/* 3270: what stands behind the cursor goes, the cursor is in the next field. */
static void test_field_exit_erases_and_goes_on(void **state)
{
    (void)state;
    struct keymap *keymap = load_block();
    struct ui *ui = desk_ui(keymap, 24, 80);
    struct desk *desk = ui_top_state(ui);
    editor_set(&desk->editor, "张桂兰");
    editor_home(&desk->editor);
    editor_right(&desk->editor);
    press(ui, "Keypad-+");
    assert_string_equal(editor_text(&desk->editor), "张");
    assert_true(desk->outside); /* as next-field does on this screen */
    assert_int_equal(desk->edits, 1);
    desk->outside = false;
    press(ui, "Keypad--"); /* no action of fields: it types */
    assert_string_equal(editor_text(&desk->editor), "张-");
    press(ui, "Ctrl-Z");
    press(ui, "Ctrl-Z");
    assert_string_equal(editor_text(&desk->editor), "张桂兰"); /* can be taken back */
    ui_free(&ui);
    keymap_free(&keymap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_message_names_a_key_by_itself),
        cmocka_unit_test(test_messages_name_commands_that_there_are),
        cmocka_unit_test(test_no_mark_is_left_in_any_keymap),
        cmocka_unit_test(test_messages_follow_the_keymap),
        cmocka_unit_test(test_the_key_bar_shows_the_keys_with_shift),
        cmocka_unit_test(test_field_exit_erases_and_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
