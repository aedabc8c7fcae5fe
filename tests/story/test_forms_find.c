/* The commands forms check and find, as a script sees them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "story/command.h"

/* Runs a line of shell; all that it wrote must be what is expected. */
static void assert_says(const char *line, int status, const char *expected)
{
    struct buffer out = {0};
    int found = command_run(&out, (const char *[]){"sh", "-c", line, NULL});
    assert_string_equal(buffer_string(&out), expected);
    assert_int_equal(found, status);
    buffer_free(&out);
}

static void test_good_definitions_are_silent(void **state)
{
    (void)state;
    assert_says("yichuang-admin forms check forms", 0, "");
    assert_says("yichuang-admin forms check", 0, "");
}

static void test_every_fault_has_its_place_and_sentence(void **state)
{
    (void)state;
    assert_says("cd tests/unit/spec/broken/two-documents && yichuang-admin forms check . 2>&1 | grep -- ---",
                0, "./x.yaml:15:1: 一个文件只能有一份文档，这里又开始了第二份（---）。请分成两个文件。\n");
    assert_says(
        "yichuang-admin --lang en forms check tests/unit/spec/broken/gbk", 1,
        "tests/unit/spec/broken/gbk/x.yaml:2:12: This byte is not UTF-8. Save the file as UTF-8 (often it "
        "was saved as GBK).\n");
    assert_says("yichuang-admin --lang en forms check /nowhere", 1,
                "/nowhere: This folder cannot be read: there is no such file. Name the folder that holds the "
                "definitions.\n");
}

/* What the folder of the resolved text comes to; each figure is counted by hand there. */
static void test_a_report_on_definitions(void **state)
{
    (void)state;
    assert_says(
        "yichuang-admin forms report tests/unit/spec/whole | head -n 5 | sed 's/  */ /g'", 0,
        "1 个事项，45 行，平均 45 行。\n"
        "3 个块，15 行，用了 2 次；不用块要写 49 行，省下 0 行。\n"
        "3 份材料，其中 2 份的依据还没有核实。各事项的字段数、材料数、未核实依据数，和仅为拟定的内容:\n"
        "事项 字段 材料 未核实 仅拟定 名称\n"
        "whole 20 3 2 promised fields 全部\n");
    assert_says("yichuang-admin forms report | head -n 1 | cut -d, -f1 | cut -c1-3", 0, "148\n");
}

static void test_wrong_usage_is_2(void **state)
{
    (void)state;
    assert_says("yichuang-admin forms >/dev/null 2>&1; echo $?", 0, "2\n");
    assert_says("yichuang-admin forms chek >/dev/null 2>&1; echo $?", 0, "2\n");
    assert_says("yichuang-admin find >/dev/null 2>&1; echo $?", 0, "2\n");
    assert_says("yichuang-admin find --jsn x >/dev/null 2>&1; echo $?", 0, "2\n");
}

static void test_find_by_initials_words_and_code(void **state)
{
    (void)state;
    assert_says("yichuang-admin find sybxj | head -n 1", 0, "ui-benefit\t失业保险金申领\n");
    assert_says("yichuang-admin find ＳＹＢＸＪ | head -n 1", 0, "ui-benefit\t失业保险金申领\n");
    assert_says("yichuang-admin find 失业保险金 申领 | head -n 1", 0, "ui-benefit\t失业保险金申领\n");
    assert_says("yichuang-admin --lang en find ui-benefit | head -n 1", 0,
                "ui-benefit\tUnemployment benefit\n");
    assert_says(
        "yichuang-admin find --json sybxj | head -n 1", 0,
        "{\"code\":\"ui-benefit\",\"name\":{\"zh\":\"失业保险金申领\",\"en\":\"Unemployment benefit\"}}\n");
    assert_says("yichuang-admin --lang en find qqqq", 1,
                "No item matches \"qqqq\". Try other words, or pinyin initials (such as sybxj).\n");
}

static void test_definitions_of_an_installed_program(void **state)
{
    (void)state;
    assert_says("folder=$(mktemp -d) && ln -s \"$PWD/forms\" \"$folder/forms\" && export "
                "YICHUANG_SHARE=$folder && cd / && "
                "yichuang-admin find sybxj | head -n 1; rm -r \"$folder\"",
                0, "ui-benefit\t失业保险金申领\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_definitions_are_silent),
        cmocka_unit_test(test_every_fault_has_its_place_and_sentence),
        cmocka_unit_test(test_a_report_on_definitions),
        cmocka_unit_test(test_wrong_usage_is_2),
        cmocka_unit_test(test_find_by_initials_words_and_code),
        cmocka_unit_test(test_definitions_of_an_installed_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
