/* yichuang-admin check and clock as an operator types them: what is printed, and the exit status. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "story/command.h"

enum { WORDS = 12 };

/* Runs yichuang-admin with the words, separated by spaces, in English; beginning is how its output begins. */
static void expect(const char *line, int status, const char *beginning)
{
    char words[256];
    const char *argv[WORDS] = {"yichuang-admin", "--lang", "en"};
    size_t count = 3;
    struct buffer out = {0};
    strncpy(words, line, sizeof(words) - 1);
    words[sizeof(words) - 1] = '\0';
    for (char *rest = words; rest && count < WORDS - 1;)
        argv[count++] = strsep(&rest, " ");
    int found = command_run(&out, argv);
    if (found != status || strncmp(buffer_string(&out), beginning, strlen(beginning)) != 0)
        fail_msg("%s ends with %d, not %d, and prints:\n%s", line, found, status, buffer_string(&out));
    buffer_free(&out);
}

static void test_a_good_value_is_ok(void **state)
{
    (void)state;
    expect("check id18 210602190103121011", 0, "ok\n");
    expect("check id18 442000190202280017", 0, "ok\n");
    expect("check uscc 91210600MA0XK5R79A", 0, "ok\n");
    expect("check id_any 810000199408230021 03", 0, "ok\n");
    expect("check luhn 6217009999000000016", 0, "ok\n");
    expect("check case_number 210600-20260302-001-00001-5", 0, "ok\n");
    expect("check amount 1,004.05", 0, "ok\n");
    expect("check name_cn 𠮷䶮", 0, "ok\n");
    expect("check date t", 0, "ok\n");
    expect("check int -5 -9..9", 0, "ok\n");
}

static void test_a_doubtful_value_is_a_warning(void **state)
{
    (void)state;
    expect("check luhn 6217009999000000017", 0,
           "warn: The bank account may be wrong: its last digit should be 6 and is 7.");
    expect("check id18 120199190103121011", 0,
           "warn: Region 120199 (the first 6 digits) is not in the table; compare with the card.");
}

static void test_a_wrong_value_says_why(void **state)
{
    (void)state;
    expect("check id18 210602190103121010", 1,
           "One character of the identity number is wrong: the last should be 1 and is 0.");
    expect("check id18 442000190022280017", 1,
           "Characters 7 to 14 are the date of birth, and there is no day 19002228.");
    expect("check id18 11010519040229003", 1, "An identity number has 18 characters; this one has 17.");
    expect("check uscc 91442000MI4W8T2Q1W", 1, "Character 10 of the credit code is “I”.");
    expect("check name_any \x1B[31m", 1, "Character 1 of the name is invisible (U+001B)");
    expect("check amount 1.005", 1, "“1.005” has more than two decimals");
    expect("check id_any 210602190103121011", 1,
           "A document number can only be checked by the type of document.");
    expect("check date_past 2999-01-01", 1, "2999-01-01 has not come yet.");
}

static void test_wrong_usage_lists_the_checks(void **state)
{
    (void)state;
    expect("check idcard 1", 2, "There is no check called “idcard”. There are: amount case_number code date");
    expect("check", 2, "yichuang-admin check KIND VALUE [ARGUMENT]");
    expect("check id18", 2, "yichuang-admin check KIND VALUE [ARGUMENT]");
    expect("clock 2026-03-02", 2, "yichuang-admin clock DATE N");
    expect("clock 2026-03-02 5 --unit weeks", 2, "");
    expect("clock 2026-03-02 5 --pause", 2, "");
}

static void test_the_due_date_comes_first(void **state)
{
    (void)state;
    expect("clock 2026-02-13 1", 0, "2026-02-14\n2026-02-13: the day of acceptance is not counted");
    expect("clock 20260430 5", 0, "2026-05-11\n");
    expect("clock 2026-03-02 10 --pause 2026-03-04..2026-03-10", 0, "2026-03-23\n");
    expect("clock 2026-03-02 5 --unit=calendar", 0,
           "2026-03-09\n"
           "2026-03-02: the day of acceptance is not counted (Civil Code, article 201).\n"
           "2026-03-03 to 2026-03-07: counted, days: 5.\n"
           "2026-03-07 is not a working day: moved to 2026-03-09 (Civil Code, article 203).\n");
    expect("clock 2026-03-02 5 --pause 2026-03-04..", 0, "Paused; the due date is not known yet.\n");
    expect("clock 2026-03-02 1 --json", 0,
           "{\"due\":\"2026-03-03\",\"accepted\":\"2026-03-02\",\"days\":1,\"unit\":\"working\",\"steps\":["
           "{\"kind\":\"accepted\",\"first\":\"2026-03-02\",\"last\":\"2026-03-02\",\"days\":0},"
           "{\"kind\":\"counted\",\"first\":\"2026-03-03\",\"last\":\"2026-03-03\",\"days\":1}]}\n");
    expect("clock 2026-03-02 5 --pause=2026-03-04.. --json", 0, "{\"due\":null,");
}

static void test_what_cannot_be_counted_is_told(void **state)
{
    (void)state;
    expect("clock 2026-12-25 10", 1, "The holidays of 2027 are not published or not loaded");
    expect("clock 2026-02-30 5", 1, "There is no day “2026-02-30”.");
    expect("clock 2026-03-02 -1", 1, "-1 does not lie between 0 and 9999.");
    expect("clock 2026-03-02 five", 1, "“five” is not a whole number.");
    expect("clock 2026-03-02 5 --pause 2026-03-10..2026-03-04", 1,
           "The pause “2026-03-10..2026-03-04” ends before it begins.");
    expect("clock 2026-03-02 5 --pause 2026-03-10", 1, "“2026-03-10” is not a pause.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_good_value_is_ok),
        cmocka_unit_test(test_a_doubtful_value_is_a_warning),
        cmocka_unit_test(test_a_wrong_value_says_why),
        cmocka_unit_test(test_wrong_usage_lists_the_checks),
        cmocka_unit_test(test_the_due_date_comes_first),
        cmocka_unit_test(test_what_cannot_be_counted_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
