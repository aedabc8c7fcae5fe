/* What each of the usual terminals sends for each key, whatever TERM says: from the terminals' own documents,
 * and from every entry of terminfo that is installed here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "term/capability.h"
#include "term/key.h"

/* The keys that come of these bytes, with blanks between, appended to out. */
static void keys_of(const char *bytes, struct buffer *out)
{
    struct key_decoder *decoder = key_decoder_new();
    struct key key;
    for (const char *c = bytes; *c; c++)
        key_decoder_byte(decoder, (unsigned char)*c, 1000);
    key_decoder_pause(decoder, 1100);
    while (key_decoder_next(decoder, &key)) {
        char name[KEY_NAME_MOST];
        buffer_format(out, "%s%s", out->length ? " " : "", key_write(&key, name));
    }
    key_decoder_free(&decoder);
}

static const struct {
    const char *terminal, *bytes, *keys;
} sent[] = {
    /* console_codes(4) and the kernel's defkeymap.map */
    {"Linux console F1-F5", "\033[[A\033[[B\033[[C\033[[D\033[[E", "F1 F2 F3 F4 F5"},
    {"Linux console F6-F12", "\033[17~\033[18~\033[19~\033[20~\033[21~\033[23~\033[24~",
     "F6 F7 F8 F9 F10 F11 F12"},
    {"Linux console Shift-F1-F8", "\033[25~\033[26~\033[28~\033[29~\033[31~\033[32~\033[33~\033[34~",
     "F13 F14 F15 F16 F17 F18 F19 F20"},
    {"Linux console", "\033[1~\033[4~\033[2~\033[3~\033[5~\033[6~\033\t\x7f",
     "Home End Insert Delete PgUp PgDn Shift-Tab Backspace"},
    /* XTerm Control Sequences, "PC-Style Function Keys", "VT220-Style", application keypad */
    {"xterm F1-F4", "\033OP\033OQ\033OR\033OS", "F1 F2 F3 F4"},
    {"xterm Shift-F1-F4", "\033[1;2P\033[1;2Q\033[1;2R\033[1;2S", "F13 F14 F15 F16"},
    {"xterm Shift-F5-F12", "\033[15;2~\033[17;2~\033[18;2~\033[19;2~\033[20;2~\033[21;2~\033[23;2~\033[24;2~",
     "F17 F18 F19 F20 F21 F22 F23 F24"},
    {"xterm arrows", "\033OA\033[B\033OC\033[D\033OH\033[F\033[Z", "Up Down Right Left Home End Shift-Tab"},
    {"xterm Ctrl-Left, Alt-F1, Ctrl-F9", "\033[1;5D\033[1;3P\033[20;5~x", "x"},
    {"xterm Alt", "\0331\0330\033x", "Alt-1 Alt-0 Alt-X"},
    {"xterm backarrowKey", "\b\x7f", "Backspace Backspace"},
    {"xterm keypad", "\033Op\033Oy\033On\033Ok\033Om\033Oj\033Oo\033OM\033OX\033OI",
     "0 9 Keypad-. Keypad-+ Keypad-- Keypad-* / Keypad-Enter = Tab"},
    /* VT220 Programmer Reference, table 3-4: F6 to F20, Help is F15, Do is F16; PF1 to PF4 */
    {"VT220", "\033OP\033OS\033[17~\033[28~\033[29~\033[34~", "F1 F4 F6 F15 F16 F20"},
    /* PuTTY's manual 4.4.3: ESC[n~ is the default; Linux; Xterm R6; VT400; VT100+; SCO is not for us */
    {"PuTTY F1-F4", "\033[11~\033[12~\033[13~\033[14~", "F1 F2 F3 F4"},
    {"PuTTY Home End", "\033[1~\033[4~\033[7~\033[8~", "Home End Home End"},
    {"PuTTY xterm 216+", "\033OP\033[1;2P\033[15;2~", "F1 F13 F17"},
    {"PuTTY keypad", "\033Ol\033Oq", ", 1"},
    /* mintty wiki, "Keycodes" */
    {"mintty", "\033OP\033[1;2S\033[24;2~\033[1;5A\033[Z", "F1 F16 F24 Shift-Tab"},
    /* konsole before 18, Eterm */
    {"konsole Shift-F1", "\033O2P\033O2S\033O5P", "F13 F16"},
    /* rxvtRef: Shift ends with $, Ctrl with ^, both with @ */
    {"rxvt", "\033[7~\033[8$\033[23$\033[24$\033[11^\033[3@x", "Home F23 F24 x"},
    /* GNU screen and tmux send Home and End as VT220 does */
    {"tmux", "\033[1~\033[4~\033OP\033[1;2P", "Home End F1 F13"},
};

static void test_what_terminals_send(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++) {
        struct buffer keys = {0};
        keys_of(sent[i].bytes, &keys);
        if (strcmp(buffer_string(&keys), sent[i].keys) != 0)
            fail_msg("%s: %s instead of %s", sent[i].terminal, buffer_string(&keys), sent[i].keys);
        buffer_free(&keys);
    }
}

static const char *const terminals[] = {
    "xterm",
    "xterm-256color",
    "xterm-color",
    "xterm-mono",
    "xterm-vt220",
    "xterm-r6",
    "linux",
    "screen",
    "screen-256color",
    "screen.xterm-256color",
    "tmux",
    "tmux-256color",
    "vt100",
    "vt220",
    "rxvt",
    "rxvt-unicode",
    "rxvt-unicode-256color",
    "Eterm",
    "cygwin",
    "hurd",
    /* from ncurses-term; passed over where it is not installed */
    "putty",
    "putty-256color",
    "mintty",
    "mintty-direct",
    "ms-terminal",
    "winconsole",
    "konsole",
    "konsole-256color",
    "gnome",
    "gnome-256color",
    "vte-256color",
    "alacritty",
    "foot",
    "xterm-kitty",
    "kitty",
    "wezterm",
    "st-256color",
    "iterm2",
    "nsterm",
    "teraterm",
};

static const struct {
    const char *capability, *key;
} named[] = {
    {"kf1", "F1"},         {"kf2", "F2"},        {"kf3", "F3"},
    {"kf4", "F4"},         {"kf5", "F5"},        {"kf6", "F6"},
    {"kf7", "F7"},         {"kf8", "F8"},        {"kf9", "F9"},
    {"kf10", "F10"},       {"kf11", "F11"},      {"kf12", "F12"},
    {"kf13", "F13"},       {"kf14", "F14"},      {"kf15", "F15"},
    {"kf16", "F16"},       {"kf17", "F17"},      {"kf18", "F18"},
    {"kf19", "F19"},       {"kf20", "F20"},      {"kcuu1", "Up"},
    {"kcud1", "Down"},     {"kcuf1", "Right"},   {"kcub1", "Left"},
    {"khome", "Home"},     {"kend", "End"},      {"kpp", "PgUp"},
    {"knp", "PgDn"},       {"kich1", "Insert"},  {"kdch1", "Delete"},
    {"kcbt", "Shift-Tab"}, {"kbs", "Backspace"}, {"kent", "Keypad-Enter"},
};

/* A VT100 has no F5 to F10: its entry takes the keypad's digits for them. We read digits there. */
static bool is_digit_of_keypad(const char *terminal, const char *capability)
{
    static const char *const taken[] = {"kf5", "kf6", "kf7", "kf8", "kf9", "kf10"};
    for (size_t i = 0; strcmp(terminal, "vt100") == 0 && i < sizeof(taken) / sizeof(taken[0]); i++) {
        if (strcmp(capability, taken[i]) == 0)
            return true;
    }
    return false;
}

static void expect_terminfo(const char *terminal, struct buffer *wrong)
{
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
        struct buffer bytes = {0}, keys = {0};
        capability_append(&bytes, named[i].capability);
        keys_of(buffer_string(&bytes), &keys);
        if (bytes.length && strcmp(buffer_string(&keys), named[i].key) != 0 &&
            !is_digit_of_keypad(terminal, named[i].capability))
            buffer_format(wrong, "%s: %s is \\E%s, read as \"%s\"\n", terminal, named[i].capability,
                          buffer_string(&bytes) + 1, buffer_string(&keys));
        buffer_free(&bytes);
        buffer_free(&keys);
    }
}

static void test_terminfo_agrees(void **state)
{
    (void)state;
    struct buffer wrong = {0};
    int found = 0;
    for (size_t i = 0; i < sizeof(terminals) / sizeof(terminals[0]); i++) {
        if (capability_start(terminals[i]) != CAPABILITY_FIT)
            continue;
        found++;
        expect_terminfo(terminals[i], &wrong);
        capability_end();
    }
    if (wrong.length)
        fail_msg("%s", buffer_string(&wrong));
    assert_true(found >= 15); /* ncurses-base, which every system has */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_terminals_send),
        cmocka_unit_test(test_terminfo_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
