/* One blocking job off the loop: told on the loop, or released when nobody wants it any more. */
#include <setjmp.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "loop/worker.h"

struct job {
    int gate; /* the job goes on when a byte comes here */
    int value;
    pthread_t thread;
    atomic_int *released;
};

static void job_run(void *data)
{
    struct job *job = data;
    char byte;
    if (job->gate >= 0 && read(job->gate, &byte, 1) != 1)
        abort();
    job->thread = pthread_self();
    job->value *= 2;
}

static void job_free(void *data)
{
    struct job *job = data;
    atomic_fetch_add(job->released, 1);
    free(job);
}

static void job_done(void *owner, void *data)
{
    struct job **told = owner;
    *told = data;
}

static struct job *job_new(int gate, atomic_int *released)
{
    struct job *job = calloc(1, sizeof(*job));
    *job = (struct job){.gate = gate, .value = 21, .released = released};
    return job;
}

static void test_result_is_told_on_the_loop(void **state)
{
    (void)state;
    struct error error = {0};
    struct loop *loop = loop_new(&error);
    struct job *told = NULL;
    atomic_int released = 0;
    assert_non_null(worker_start(loop, job_run, job_new(-1, &released), job_done, &told, job_free));
    while (!told)
        assert_true(loop_tick(loop, -1, &error));
    assert_int_equal(told->value, 42);
    assert_false(pthread_equal(told->thread, pthread_self()));
    assert_int_equal(released, 0);
    job_free(told);
    loop_free(&loop);
}

static void test_the_loop_goes_on_while_the_job_blocks(void **state)
{
    (void)state;
    struct error error = {0};
    struct loop *loop = loop_new(&error);
    struct job *told = NULL;
    atomic_int released = 0;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    worker_start(loop, job_run, job_new(ends[0], &released), job_done, &told, job_free);
    for (int i = 0; i < 3; i++)
        assert_true(loop_tick(loop, 1, &error));
    assert_null(told);
    assert_int_equal(write(ends[1], "x", 1), 1);
    while (!told)
        assert_true(loop_tick(loop, -1, &error));
    assert_int_equal(told->value, 42);
    job_free(told);
    loop_free(&loop);
    close(ends[0]);
    close(ends[1]);
}

static void test_abandoned_while_it_runs(void **state)
{
    (void)state;
    struct error error = {0};
    struct loop *loop = loop_new(&error);
    struct job *told = NULL;
    static atomic_int released;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct worker *worker =
        worker_start(loop, job_run, job_new(ends[0], &released), job_done, &told, job_free);
    worker_abandon(&worker);
    assert_null(worker);
    worker_abandon(&worker);
    loop_free(&loop); /* the job outlives the loop */
    assert_int_equal(write(ends[1], "x", 1), 1);
    while (released == 0)
        usleep(1000);
    assert_null(told);
    close(ends[0]);
    close(ends[1]);
}

static void test_abandoned_after_it_ended(void **state)
{
    (void)state;
    struct error error = {0};
    struct loop *loop = loop_new(&error);
    struct job *told = NULL, *job;
    atomic_int released = 0;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    job = job_new(ends[0], &released);
    struct worker *worker = worker_start(loop, job_run, job, job_done, &told, job_free);
    usleep(20000); /* most probably ended by now; right in either case */
    worker_abandon(&worker);
    assert_true(loop_tick(loop, 0, &error));
    assert_null(told);
    while (released == 0)
        usleep(1000);
    loop_free(&loop);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_result_is_told_on_the_loop),
        cmocka_unit_test(test_the_loop_goes_on_while_the_job_blocks),
        cmocka_unit_test(test_abandoned_while_it_runs),
        cmocka_unit_test(test_abandoned_after_it_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
