/* Several programs of one person on one machine, living and dead, and journals under a former password. */
#include "unit/local/place.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>

static bool there(const char *name)
{
    return place_size(name) >= 0;
}

static void test_a_second_program_gets_a_file_of_its_own(void **state)
{
    (void)state;
    struct journal *first = place_open();
    place_append(first, 'F', "one");
    struct journal *second = place_open();
    place_holds(second, "");
    place_append(second, 'F', "two");
    assert_true(there("wang.2.journal"));
    place_holds(first, "F:one");
    journal_close(&first);
    first = place_open(); /* the second one lives: nothing is taken from it */
    place_holds(first, "F:one");
    place_holds(second, "F:two");
    journal_close(&second);
    journal_close(&first);
}

static void test_what_a_dead_program_left_is_taken_over(void **state)
{
    (void)state;
    struct journal *first = place_open(), *second = place_open(), *third = place_open();
    place_append(first, 'F', "one");
    place_append(second, 'F', "two");
    place_append(third, 'F', "three");
    place_append(third, 'F', "three and more");
    journal_close(&first);
    journal_close(&third);
    first = place_open();
    place_holds(first, "F:one F:three F:three and more");
    assert_false(there("wang.3.journal"));
    assert_true(there("wang.2.journal"));
    journal_close(&second);
    place_append(first, 'F', "four");
    journal_close(&first);
    first = place_open();
    place_holds(first, "F:one F:three F:three and more F:four F:two");
    assert_false(there("wang.2.journal"));
    journal_close(&first);
}

static void test_a_base_is_taken_over_where_there_is_none(void **state)
{
    (void)state;
    struct journal *first = place_open(), *second = place_open(), *third = place_open();
    place_base(second, "of the second");
    place_base(third, "of the third");
    place_append(first, 'F', "one");
    place_append(second, 'F', "two");
    journal_close(&first);
    journal_close(&second);
    journal_close(&third);
    first = place_open();
    place_holds(first, "B:of the second F:one F:two");
    assert_false(there("wang.2.journal"));
    assert_false(there("wang.3.journal"));
    journal_close(&first);
}

static void test_a_torn_record_of_a_dead_program_costs_no_other(void **state)
{
    (void)state;
    struct journal *first = place_open(), *second = place_open();
    place_append(second, 'F', "two");
    place_append(second, 'F', "torn");
    journal_close(&first);
    journal_close(&second);
    assert_int_equal(truncate(place_path("wang.2.journal"), place_size("wang.2.journal") - 3), 0);
    first = place_open();
    place_holds(first, "F:two");
    assert_false(journal_damaged(first));
    journal_close(&first);
}

static void test_damage_in_a_dead_programs_file_is_told(void **state)
{
    (void)state;
    struct buffer bytes = {0};
    struct journal *first = place_open(), *second = place_open();
    place_append(second, 'F', "two");
    place_append(second, 'F', "three");
    journal_close(&first);
    journal_close(&second);
    place_take("wang.2.journal", &bytes);
    bytes.data[bytes.length - 4] ^= 1;
    place_put("wang.2.journal", bytes.data, bytes.length);
    first = place_open();
    place_holds(first, "F:two");
    assert_true(journal_damaged(first));
    journal_close(&first);
    buffer_free(&bytes);
}

static void test_what_finds_no_room_stays_where_it_is(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit;
    struct journal *first = place_open(), *second = place_open();
    place_append(first, 'F', "one");
    place_append(second, 'F', "two");
    place_append(second, 'F', "three");
    journal_close(&first);
    journal_close(&second);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    rlim_t most = limit.rlim_cur;
    limit.rlim_cur = (rlim_t)place_size("wang.journal") + 70; /* room for one, not for both */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    first = place_open();
    limit.rlim_cur = most;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    place_holds(first, "F:one");
    assert_true(there("wang.2.journal"));
    journal_close(&first);
    first = place_open();
    place_holds(first, "F:one F:two F:three");
    assert_false(there("wang.2.journal"));
    journal_close(&first);
}

static void test_a_tenth_program_is_told_that_it_is_one_too_many(void **state)
{
    (void)state;
    struct journal *open[9];
    for (int i = 0; i < 9; i++)
        open[i] = place_open();
    place_refused(place_state, "test", "E_JOURNAL_CROWDED", NULL);
    journal_close(&open[4]);
    open[4] = place_open();
    assert_int_equal(open[4]->number, 5);
    for (int i = 0; i < 9; i++)
        journal_close(&open[i]);
}

static void test_names_never_meet(void **state)
{
    (void)state;
    struct error error = {0};
    const char *const names[] = {"wang", "wang.2", "wang/2", "../wang", "王", "wang%2E2"};
    struct journal *open[6];
    for (int i = 0; i < 6; i++) {
        open[i] = journal_open_priced(place_state, names[i], names[i], seal_price_least(), &error);
        assert_non_null(open[i]);
        assert_int_equal(open[i]->number, 1);
        place_append(open[i], 'F', names[i]);
        assert_true(journal_exists(place_state, names[i]));
    }
    struct journal *second = journal_open_priced(place_state, "wang", "wang", seal_price_least(), &error);
    assert_int_equal(second->number, 2); /* not the file of wang.2 */
    journal_close(&second);
    assert_true(there("wang%2E2.journal"));
    assert_false(journal_exists(place_state, "li"));
    for (int i = 0; i < 6; i++)
        journal_close(&open[i]);
}

static void test_anothers_journal_is_left_alone(void **state)
{
    (void)state;
    struct journal *first = place_open(), *second = place_open_as("former");
    place_append(second, 'F', "under the former password");
    journal_close(&second);
    journal_close(&first);
    first = place_open();
    place_holds(first, "");
    assert_true(there("wang.2.journal"));
    journal_close(&first);
}

static void test_a_journal_under_a_former_password_is_set_aside(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct journal *journal = place_open_as(i ? "second" : "first");
        place_append(journal, 'F', "something");
        journal_close(&journal);
        place_refused(place_state, "new", "E_JOURNAL_KEY", NULL);
        assert_true(journal_set_aside(place_state, "wang"));
        assert_false(journal_exists(place_state, "wang"));
        journal = place_open_as("new");
        place_holds(journal, "");
        journal_close(&journal);
        if (i == 0)
            assert_int_equal(unlink(place_path("wang.journal")), 0);
    }
    assert_true(there("wang.aside-1"));
    assert_true(there("wang.aside-2"));
    struct buffer aside = {0};
    place_take("wang.aside-1", &aside);
    place_put("wang.journal", aside.data, aside.length);
    struct journal *journal = place_open_as("first");
    place_holds(journal, "F:something");
    journal_close(&journal);
    buffer_free(&aside);
}

static void test_a_journal_in_use_is_never_set_aside(void **state)
{
    (void)state;
    struct journal *first = place_open();
    assert_false(journal_set_aside(place_state, "wang"));
    struct journal *second = place_open_as("former");
    journal_close(&second);
    place_refused(place_state, "test", "E_JOURNAL_KEY", NULL);
    assert_true(journal_set_aside(place_state, "wang"));
    assert_true(there("wang.journal"));
    assert_false(there("wang.2.journal"));
    second = place_open();
    place_append(first, 'F', "still mine");
    journal_close(&first);
    journal_close(&second);
    first = place_open();
    place_holds(first, "F:still mine");
    journal_close(&first);
}

static void test_what_a_crash_in_replacing_the_base_left_is_cleared_away(void **state)
{
    (void)state;
    struct journal *journal = place_open();
    place_base(journal, "base");
    journal_close(&journal);
    place_put("wang.journal.new", "half", 4);
    journal = place_open();
    assert_false(there("wang.journal.new"));
    place_base(journal, "newer");
    journal_close(&journal);
    journal = place_open();
    place_holds(journal, "B:newer");
    journal_close(&journal);
}

/* The lock must be on the file that bears the name now. */
static void test_the_lock_outlives_a_new_base(void **state)
{
    (void)state;
    struct journal *first = place_open();
    place_base(first, "base");
    struct journal *second = place_open();
    assert_int_equal(second->number, 2);
    int file = open(place_path("wang.journal"), O_RDWR);
    assert_int_equal(flock(file, LOCK_EX | LOCK_NB), -1);
    close(file);
    journal_close(&second);
    journal_close(&first);
}

static void child_append(int told)
{
    struct journal *journal = place_open();
    for (int i = 0;; i++) {
        char value[16];
        struct error error = {0};
        snprintf(value, sizeof(value), "%d", i);
        if (!journal_append(journal, 'F', value, strlen(value), &error) || write(told, &i, sizeof(i)) < 0)
            _exit(1);
    }
}

static void count_record(void *owner, char kind, const void *bytes, size_t length)
{
    int *count = owner;
    char value[16] = "";
    memcpy(value, bytes, length);
    assert_int_equal(kind, 'F');
    assert_int_equal(atoi(value), *count);
    (*count)++;
}

static void test_nothing_that_was_appended_is_lost_when_the_program_is_killed(void **state)
{
    (void)state;
    enum { KILLS = 10 };
    for (int kill_number = 0; kill_number < KILLS; kill_number++) {
        int told[2], last = -1, seen, count = 0;
        assert_int_equal(pipe(told), 0);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            child_append(told[1]);
        close(told[1]);
        while (last < 3 + kill_number * 2 && read(told[0], &seen, sizeof(seen)) == sizeof(seen))
            last = seen;
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        while (read(told[0], &seen, sizeof(seen)) == sizeof(seen))
            last = seen;
        close(told[0]);
        struct journal *journal = place_open();
        journal_read(journal, count_record, &count);
        assert_in_range(count, last + 1, last + 2); /* one may have been written and not yet told */
        assert_false(journal_damaged(journal));
        assert_true(journal_erase(journal, &(struct error){0}));
        journal_close(&journal);
    }
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_a_second_program_gets_a_file_of_its_own),
        IN_PLACE(test_what_a_dead_program_left_is_taken_over),
        IN_PLACE(test_a_base_is_taken_over_where_there_is_none),
        IN_PLACE(test_a_torn_record_of_a_dead_program_costs_no_other),
        IN_PLACE(test_damage_in_a_dead_programs_file_is_told),
        IN_PLACE(test_what_finds_no_room_stays_where_it_is),
        IN_PLACE(test_a_tenth_program_is_told_that_it_is_one_too_many),
        IN_PLACE(test_names_never_meet),
        IN_PLACE(test_anothers_journal_is_left_alone),
        IN_PLACE(test_a_journal_under_a_former_password_is_set_aside),
        IN_PLACE(test_a_journal_in_use_is_never_set_aside),
        IN_PLACE(test_what_a_crash_in_replacing_the_base_left_is_cleared_away),
        IN_PLACE(test_the_lock_outlives_a_new_base),
        IN_PLACE(test_nothing_that_was_appended_is_lost_when_the_program_is_killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
