/* A file that a person named: taken whole, or refused with the true reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

enum { MOST = 100 };

static char folder[] = "/tmp/yichuang-file-XXXXXX";

static int folder_make(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int folder_remove(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command);
}

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static const char *file_make(const char *name, size_t length)
{
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    for (size_t i = 0; i < length; i++)
        fputc('x', file);
    fclose(file);
    return path_of(name);
}

static void expect_refused(const char *path, const char *code)
{
    struct buffer bytes = {0};
    struct error error = {0};
    assert_false(file_read(path, MOST, &bytes, &error));
    assert_string_equal(error.code, code);
    assert_string_equal(error_value(&error, "path"), path);
    assert_int_equal(bytes.length, 0);
    error_free(&error);
    buffer_free(&bytes);
}

static void test_a_file_is_read_whole(void **state)
{
    (void)state;
    struct buffer bytes = {0};
    struct error error = {0};
    assert_true(file_read(file_make("whole", MOST), MOST, &bytes, &error));
    assert_int_equal(bytes.length, MOST);
    assert_int_equal(bytes.data[MOST - 1], 'x');
    buffer_free(&bytes);
}

static void test_refusals_name_the_reason(void **state)
{
    (void)state;
    expect_refused(path_of("not-there"), "E_FILE_MISSING");
    expect_refused(folder, "E_FILE_DIRECTORY");
    expect_refused(file_make("empty", 0), "E_FILE_EMPTY");
    expect_refused(file_make("large", MOST + 1), "E_FILE_LARGE");
    expect_refused("/dev/zero", "E_FILE_KIND");
}

static void test_a_pipe_is_refused_and_never_waited_for(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(path_of("pipe"), 0600), 0);
    alarm(5); /* a read that waits would hang here */
    expect_refused(path_of("pipe"), "E_FILE_KIND");
    alarm(0);
}

/* Root may read everything, so somebody else tries. */
static void test_a_file_that_may_not_be_read(void **state)
{
    (void)state;
    const char *path = file_make("closed", 5);
    chmod(path, 0);
    chmod(folder, 0755);
    pid_t child = fork();
    if (child == 0) {
        struct buffer bytes = {0};
        struct error error = {0};
        bool other = geteuid() != 0 || setuid(65534) == 0;
        bool refused =
            other && !file_read(path, MOST, &bytes, &error) && strcmp(error.code, "E_FILE_DENIED") == 0;
        _exit(refused ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void test_a_new_file_is_written_for_its_owner_alone(void **state)
{
    (void)state;
    struct buffer bytes = {0}, read = {0};
    struct error error = {0};
    struct stat found;
    buffer_text(&bytes, "一天的数字\n");
    assert_true(file_write(path_of("new.csv"), &bytes, &error));
    assert_true(file_read(path_of("new.csv"), MOST, &read, &error));
    assert_string_equal(buffer_string(&read), "一天的数字\n");
    assert_int_equal(stat(path_of("new.csv"), &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
    assert_false(file_write(path_of("new.csv"), &bytes, &error));
    assert_string_equal(error.code, "E_FILE_EXISTS");
    error_free(&error);
    assert_false(file_write(path_of("none/new.csv"), &bytes, &error));
    assert_string_equal(error.code, "E_FILE_MISSING");
    error_free(&error);
    assert_false(file_write("/dev/full/x", &bytes, &error));
    error_free(&error);
    buffer_free(&bytes);
    buffer_free(&read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_is_read_whole),
        cmocka_unit_test(test_refusals_name_the_reason),
        cmocka_unit_test(test_a_pipe_is_refused_and_never_waited_for),
        cmocka_unit_test(test_a_file_that_may_not_be_read),
        cmocka_unit_test(test_a_new_file_is_written_for_its_owner_alone),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
