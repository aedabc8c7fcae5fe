/* Broken definitions: every folder of tests/unit/spec/broken is laid over the good one in base/, loaded, and
 * all the faults must be those of its file `expected`, each at its line and column, in order. Run from the
 * top of the tree. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "spec/calendar_file.h"
#include "spec/set.h"
#include "text/text.h"

#define FOLDER "tests/unit/spec/"

static char *work; /* a folder of this test, gone after it */

static int setup(void **state)
{
    (void)state;
    work = memory_text("/tmp/yichuang-spec-XXXXXX");
    return mkdtemp(work) ? 0 : -1;
}

static void remove_below(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char inner[PATH_MAX];
        snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") && unlink(inner) != 0)
            remove_below(inner);
    }
    if (folder)
        closedir(folder);
    rmdir(path);
}

static int teardown(void **state)
{
    (void)state;
    remove_below(work);
    free(work);
    return 0;
}

/* Links every file below `from` into the same place below `to`. */
static void overlay(const char *from, const char *to)
{
    DIR *folder = opendir(from);
    mkdir(to, 0700);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char source[PATH_MAX], full[PATH_MAX], target[PATH_MAX];
        struct stat status;
        snprintf(source, sizeof(source), "%s/%s", from, entry->d_name);
        snprintf(target, sizeof(target), "%s/%s", to, entry->d_name);
        if (entry->d_name[0] == '.' || stat(source, &status) != 0)
            continue;
        if (S_ISDIR(status.st_mode))
            overlay(source, target);
        else if (realpath(source, full))
            assert_int_equal(symlink(full, target), 0);
    }
    assert_non_null(folder);
    closedir(folder);
}

/* One line a fault: file:line:column CODE name=value ... */
static void faults_write(struct buffer *out, const struct spec_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct spec_fault *fault = &faults->list[i];
        const char *file = fault->file;
        if (!strncmp(file, work, strlen(work)) && file[strlen(work)] == '/')
            file += strlen(work) + 1;
        buffer_format(out, "%s:%d:%d %s", file, fault->line, fault->column, fault->error.code);
        for (int p = 0; p < fault->error.count; p++)
            buffer_format(out, " %s=%s", fault->error.parameters[p].name, fault->error.parameters[p].value);
        buffer_byte(out, '\n');
    }
}

/* Every code has a sentence in both languages that uses all that the fault knows. */
static void faults_speak(const struct spec_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
            text_language_set((enum language)language);
            char *sentence = text_error_string(&faults->list[i].error);
            assert_string_not_equal(sentence, faults->list[i].error.code);
            free(sentence);
        }
    }
}

/* What loading the folder in `work` tells. */
static char *faults_of_work(void)
{
    struct spec_set *set = spec_set_create();
    struct spec_faults faults = {0};
    struct calendar calendar = {0};
    struct buffer out = {0}, path = {0};
    bool good = spec_set_load_directory(work, set, &faults);
    buffer_format(&path, "%s/calendar.yaml", work);
    if (access(buffer_string(&path), F_OK) == 0)
        good = spec_calendar_load(buffer_string(&path), &calendar, &faults) && good;
    assert_int_equal(good, faults.count == 0);
    faults_write(&out, &faults);
    faults_speak(&faults);
    spec_faults_free(&faults);
    spec_set_free(&set);
    calendar_free(&calendar);
    buffer_free(&path);
    return buffer_take(&out);
}

static char *file_text(const char *path)
{
    FILE *file = fopen(path, "r");
    struct buffer out = {0};
    char bytes[4096];
    for (size_t count; file && (count = fread(bytes, 1, sizeof(bytes), file)) > 0;)
        buffer_append(&out, bytes, count);
    if (file)
        fclose(file);
    return buffer_take(&out);
}

static int case_wanted(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool case_run(const char *name)
{
    char from[PATH_MAX], expected_path[PATH_MAX];
    snprintf(from, sizeof(from), FOLDER "broken/%s", name);
    snprintf(expected_path, sizeof(expected_path), FOLDER "broken/%s/expected", name);
    overlay(FOLDER "base", work);
    overlay(from, work);
    char *expected = file_text(expected_path), *told = faults_of_work();
    bool same = *expected && !strcmp(expected, told);
    if (!same)
        print_error("%s: expected\n%sbut told\n%s\n", name, expected, told);
    free(expected);
    free(told);
    remove_below(work);
    return same;
}

static void test_every_fault_is_told_at_its_place(void **state)
{
    (void)state;
    struct dirent **cases;
    int wrong = 0, count = scandir(FOLDER "broken", &cases, case_wanted, alphasort);
    assert_true(count > 20);
    for (int i = 0; i < count; i++) {
        wrong += case_run(cases[i]->d_name) ? 0 : 1;
        free(cases[i]);
    }
    free(cases);
    assert_int_equal(wrong, 0);
}

/* --- what cannot lie in the tree */

static void write_file(const char *name, const char *text, size_t times)
{
    char path[PATH_MAX];
    snprintf(path, sizeof(path), "%s/%s", work, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (size_t i = 0; i < times; i++)
        fputs(text, file);
    fclose(file);
}

static void assert_told(const char *expected)
{
    char *told = faults_of_work();
    assert_string_equal(told, expected);
    free(told);
}

static void test_a_good_folder_is_silent(void **state)
{
    (void)state;
    overlay(FOLDER "base", work);
    assert_told("");
}

static void test_a_huge_file_is_refused(void **state)
{
    (void)state;
    write_file("x.yaml", "# 0123456789\n", 80000);
    assert_told("x.yaml:0:0 E_SPEC_LARGE\n");
}

static void test_a_file_of_nearly_a_megabyte_is_read(void **state)
{
    (void)state;
    write_file("x.yaml", "# 0123456789\n", 76923);
    assert_told("x.yaml:0:0 E_SPEC_EMPTY\n");
}

static void test_what_is_no_file_is_refused(void **state)
{
    (void)state;
    char path[PATH_MAX];
    snprintf(path, sizeof(path), "%s/folder.yaml", work);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof(path), "%s/gone.yaml", work);
    assert_int_equal(symlink("/nowhere", path), 0);
    snprintf(path, sizeof(path), "%s/pipe.yaml", work);
    assert_int_equal(mkfifo(path, 0700), 0);
    assert_told("folder.yaml:0:0 E_SPEC_NOT_A_FILE\n"
                "gone.yaml:0:0 E_SPEC_UNREADABLE reason=ENOENT\n"
                "pipe.yaml:0:0 E_SPEC_NOT_A_FILE\n");
}

static void test_a_folder_without_definitions_is_refused(void **state)
{
    (void)state;
    char *told = faults_of_work();
    assert_non_null(strstr(told, "E_SPEC_DIRECTORY_EMPTY"));
    free(told);
    remove_below(work);
    told = faults_of_work();
    assert_non_null(strstr(told, "E_SPEC_DIRECTORY reason=ENOENT"));
    free(told);
}

/* Blocks that include the next one ten times each would come to a hundred million fields. */
static void test_blocks_that_multiply_are_stopped(void **state)
{
    (void)state;
    char name[32], text[64];
    overlay(FOLDER "base", work);
    for (int i = 0; i < 8; i++) {
        snprintf(name, sizeof(name), "blocks/b%d.yaml", i);
        write_file(name, "", 1);
        char path[PATH_MAX];
        snprintf(path, sizeof(path), "%s/%s", work, name);
        FILE *file = fopen(path, "w");
        fprintf(file, "block: b%d\nfields:\n", i);
        snprintf(text, sizeof(text), "  - block: b%d\n", i + 1);
        for (int j = 0; j < 10 && i < 7; j++)
            fputs(text, file);
        if (i == 7)
            fputs("  - {key: a, name: {zh: 甲, en: A}, type: text}\n", file);
        fclose(file);
    }
    char *told = faults_of_work();
    assert_non_null(strstr(told, "blocks/b0.yaml:3:5 E_SPEC_FIELDS_MANY\n"));
    free(told);
}

/* Forty thousand faults are told at once, in order. */
static void test_a_file_full_of_faults_is_told_whole(void **state)
{
    (void)state;
    write_file("x.yaml", "k: 1\n", 20000);
    char *told = faults_of_work();
    static const char start[] = "x.yaml:1:1 E_SPEC_UNKNOWN what=key name=k\n";
    assert_int_equal(strncmp(told, start, strlen(start)), 0);
    assert_non_null(strstr(told, "\nx.yaml:2:1 E_SPEC_KEY_TWICE key=k line=1\n"
                                 "x.yaml:2:1 E_SPEC_UNKNOWN what=key name=k\nx.yaml:3:1 "));
    assert_non_null(strstr(told, "\nx.yaml:20000:1 E_SPEC_KEY_TWICE key=k line=1\n"));
    free(told);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_every_fault_is_told_at_its_place), TEST(test_a_good_folder_is_silent),
        TEST(test_a_huge_file_is_refused),           TEST(test_a_file_of_nearly_a_megabyte_is_read),
        TEST(test_what_is_no_file_is_refused),       TEST(test_a_folder_without_definitions_is_refused),
        TEST(test_blocks_that_multiply_are_stopped), TEST(test_a_file_full_of_faults_is_told_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
