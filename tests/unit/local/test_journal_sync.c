/* A disk that takes the bytes and then fails to keep them: from a moment on the kernel answers fdatasync (and
 * ftruncate) with EIO, in a child that has asked it to (seccomp). */
#include "unit/local/place.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define OWN "wang.journal"

static bool call_fails(long number)
{
    struct sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EIO),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof(steps) / sizeof(steps[0]), .filter = steps};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static bool append_refused(struct journal *journal, const char *words)
{
    struct error error = {0};
    bool refused = !journal_append(journal, 'F', words, strlen(words), &error) &&
                   strcmp(error.code, "E_JOURNAL_WRITE") == 0 &&
                   strcmp(error_value(&error, "what"), "EIO") == 0;
    error_free(&error);
    return refused;
}

static bool note(struct journal *journal, const char *words)
{
    struct error error = {0};
    bool noted = journal_note(journal, 'N', words, strlen(words), &error);
    error_free(&error);
    return noted;
}

/* The number of the step that went wrong; 0: none. */
static int sync_fails(struct journal *journal)
{
    long size = place_size(OWN);
    if (!call_fails(SYS_fdatasync))
        return 1;
    if (!append_refused(journal, "two") || place_size(OWN) != size)
        return 2;
    if (!append_refused(journal, "three") || place_size(OWN) != size)
        return 3;
    if (!note(journal, "noted") || strcmp(place_records(journal), "F:one N:noted") != 0)
        return 4;
    return 0;
}

static int cutting_fails_too(struct journal *journal)
{
    if (!call_fails(SYS_fdatasync) || !call_fails(SYS_ftruncate))
        return 1;
    if (!append_refused(journal, "two") || !append_refused(journal, "three"))
        return 2;
    if (note(journal, "noted") || strcmp(place_records(journal), "F:one") != 0)
        return 3; /* nothing is put on top of what could not be cut off */
    return 0;
}

static void in_child(int (*steps)(struct journal *journal))
{
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct journal *journal = place_open();
        place_append(journal, 'F', "one");
        int wrong = steps(journal);
        journal_close(&journal);
        _exit(wrong);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_a_disk_that_does_not_keep_is_told_and_leaves_the_journal_as_it_was(void **state)
{
    (void)state;
    in_child(sync_fails);
    struct journal *journal = place_open();
    place_holds(journal, "F:one N:noted");
    assert_false(journal_damaged(journal));
    journal_close(&journal);
}

static void test_what_can_not_even_be_cut_off_is_one_record_more_at_the_most(void **state)
{
    (void)state;
    in_child(cutting_fails_too);
    struct journal *journal = place_open();
    place_holds(journal, "F:one F:two"); /* told as not kept, and kept all the same: done twice, never lost */
    assert_false(journal_damaged(journal));
    journal_close(&journal);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_a_disk_that_does_not_keep_is_told_and_leaves_the_journal_as_it_was),
        IN_PLACE(test_what_can_not_even_be_cut_off_is_one_record_more_at_the_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
