/* The loop: what wakes it, in which order it calls, and that it sleeps when nothing is to do. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/clock.h"
#include "loop/loop.h"

struct scene {
    struct loop *loop;
    struct error error;
    char calls[256]; /* one letter a call, in order */
    int ends[2];
    loop_id ids[4];
};

static void note(struct scene *scene, char letter)
{
    size_t length = strlen(scene->calls);
    assert_true(length + 1 < sizeof(scene->calls));
    scene->calls[length] = letter;
}

static int scene_begin(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    scene->loop = loop_new(&scene->error);
    assert_non_null(scene->loop);
    assert_int_equal(pipe(scene->ends), 0);
    *state = scene;
    return 0;
}

static int scene_end(void **state)
{
    struct scene *scene = *state;
    loop_free(&scene->loop);
    assert_null(scene->loop);
    close(scene->ends[0]);
    close(scene->ends[1]);
    error_free(&scene->error);
    free(scene);
    return 0;
}

static void tick(struct scene *scene, int timeout)
{
    assert_true(loop_tick(scene->loop, timeout, &scene->error));
}

static void on_ready(void *owner, int events)
{
    struct scene *scene = owner;
    char byte;
    if (events & LOOP_READ) {
        assert_int_equal(read(scene->ends[0], &byte, 1), 1);
        note(scene, 'r');
    }
    if (events & LOOP_WRITE)
        note(scene, 'w');
}

static void on_timer(void *owner)
{
    note(owner, 't');
}

static void on_deferred(void *owner)
{
    note(owner, 'd');
}

static void on_draw(void *owner)
{
    note(owner, 'D');
}

static void on_signal(void *owner, int number)
{
    note(owner, number == SIGWINCH ? 'W' : number == SIGTERM ? 'T' : '?');
}

static void test_first_tick_draws_without_waiting(void **state)
{
    struct scene *scene = *state;
    loop_draw(scene->loop, on_draw, scene);
    int64_t before = clock_milliseconds();
    tick(scene, 5000);
    assert_true(clock_milliseconds() - before < 1000);
    assert_string_equal(scene->calls, "D");
}

static void test_order_within_a_tick(void **state)
{
    struct scene *scene = *state;
    loop_signals(scene->loop, on_signal, scene);
    loop_draw(scene->loop, on_draw, scene);
    loop_defer(scene->loop, on_deferred, scene);
    loop_watch(scene->loop, scene->ends[0], LOOP_TERMINAL, LOOP_READ, on_ready, scene);
    loop_timer(scene->loop, 0, 0, on_timer, scene);
    assert_int_equal(write(scene->ends[1], "x", 1), 1);
    raise(SIGWINCH);
    tick(scene, 0);
    assert_string_equal(scene->calls, "WtrdD");
}

static void on_ready_terminal(void *owner, int events)
{
    (void)events;
    note(owner, '1');
}

static void on_ready_database(void *owner, int events)
{
    (void)events;
    note(owner, '2');
}

static void test_terminal_goes_before_database_however_added(void **state)
{
    struct scene *scene = *state;
    loop_watch(scene->loop, scene->ends[0], LOOP_DATABASE, LOOP_READ, on_ready_database, scene);
    loop_watch(scene->loop, scene->ends[0], LOOP_TERMINAL, LOOP_READ, on_ready_terminal, scene);
    assert_int_equal(write(scene->ends[1], "x", 1), 1);
    tick(scene, 0);
    assert_string_equal(scene->calls, "12");
}

static void test_interest_changes(void **state)
{
    struct scene *scene = *state;
    loop_id id = loop_watch(scene->loop, scene->ends[1], LOOP_NET, 0, on_ready, scene);
    tick(scene, 0);
    assert_string_equal(scene->calls, "");
    loop_interest(scene->loop, id, LOOP_WRITE);
    tick(scene, 0);
    assert_string_equal(scene->calls, "w");
    loop_watch_end(scene->loop, id);
    loop_watch_end(scene->loop, id);
    tick(scene, 0);
    assert_string_equal(scene->calls, "w");
}

static void test_hang_up_is_told_to_the_reader(void **state)
{
    struct scene *scene = *state;
    loop_watch(scene->loop, scene->ends[0], LOOP_NET, LOOP_READ, on_ready_terminal, scene);
    close(scene->ends[1]);
    tick(scene, 0);
    scene->ends[1] = dup(scene->ends[0]);
    assert_string_equal(scene->calls, "1");
}

static void on_ready_end_other(void *owner, int events)
{
    struct scene *scene = owner;
    (void)events;
    note(scene, 'e');
    loop_watch_end(scene->loop, scene->ids[1]);
}

static void test_a_watch_ended_in_the_same_tick_is_not_called(void **state)
{
    struct scene *scene = *state;
    scene->ids[0] =
        loop_watch(scene->loop, scene->ends[0], LOOP_TERMINAL, LOOP_READ, on_ready_end_other, scene);
    scene->ids[1] = loop_watch(scene->loop, scene->ends[0], LOOP_NET, LOOP_READ, on_ready, scene);
    assert_int_equal(write(scene->ends[1], "x", 1), 1);
    tick(scene, 0);
    assert_string_equal(scene->calls, "e");
}

static void test_timer_once_and_ended(void **state)
{
    struct scene *scene = *state;
    int64_t before = clock_milliseconds();
    loop_timer(scene->loop, 5, 0, on_timer, scene);
    loop_id never = loop_timer(scene->loop, 5, 0, on_draw, scene);
    loop_timer_end(scene->loop, never);
    while (!scene->calls[0])
        tick(scene, -1);
    assert_true(clock_milliseconds() - before >= 5);
    tick(scene, 20);
    assert_string_equal(scene->calls, "t");
}

static void on_timer_count(void *owner)
{
    struct scene *scene = owner;
    note(scene, 'p');
    if (strlen(scene->calls) == 3)
        loop_timer_end(scene->loop, scene->ids[0]);
}

static void test_periodic_timer_ends_itself(void **state)
{
    struct scene *scene = *state;
    scene->ids[0] = loop_timer(scene->loop, 1, 2, on_timer_count, scene);
    for (int i = 0; i < 10; i++)
        tick(scene, 5);
    assert_string_equal(scene->calls, "ppp");
}

static void on_deferred_again(void *owner)
{
    struct scene *scene = owner;
    note(scene, 'a');
    loop_defer(scene->loop, on_deferred, scene);
}

static void test_deferred_inside_deferred_waits_for_the_next_tick(void **state)
{
    struct scene *scene = *state;
    loop_draw(scene->loop, on_draw, scene);
    loop_defer(scene->loop, on_deferred_again, scene);
    loop_defer_end(scene->loop, loop_defer(scene->loop, on_timer, scene));
    tick(scene, -1);
    assert_string_equal(scene->calls, "aD");
    tick(scene, -1);
    assert_string_equal(scene->calls, "aDdD");
}

/* SIGALRM is none of the loop's: it is here to interrupt poll(). */
static void alarm_arrived(int number)
{
    (void)number;
    raise(SIGWINCH);
}

static void test_signal_wakes_a_sleeping_poll(void **state)
{
    struct scene *scene = *state;
    struct sigaction action = {.sa_handler = alarm_arrived}, before;
    timer_t timer;
    struct itimerspec soon = {.it_value = {.tv_nsec = 10000000}};
    assert_int_equal(sigaction(SIGALRM, &action, &before), 0);
    assert_int_equal(timer_create(CLOCK_MONOTONIC, NULL, &timer), 0);
    loop_signals(scene->loop, on_signal, scene);
    timer_settime(timer, 0, &soon, NULL);
    tick(scene, 10000);
    if (!scene->calls[0])
        tick(scene, 10000);
    timer_delete(timer);
    sigaction(SIGALRM, &before, NULL);
    assert_string_equal(scene->calls, "W");
}

static void test_term_without_callback_does_not_kill(void **state)
{
    struct scene *scene = *state;
    raise(SIGTERM);
    raise(SIGPIPE);
    tick(scene, 0);
    loop_signals(scene->loop, on_signal, scene);
    raise(SIGTERM);
    tick(scene, 0);
    assert_string_equal(scene->calls, "T");
}

static void test_signals_are_given_back(void **state)
{
    struct scene *scene = *state;
    struct sigaction now;
    loop_free(&scene->loop);
    assert_int_equal(sigaction(SIGTERM, NULL, &now), 0);
    assert_true(now.sa_handler == SIG_DFL);
    assert_int_equal(sigaction(SIGPIPE, NULL, &now), 0);
    assert_true(now.sa_handler == SIG_DFL);
}

static void on_draw_stop(void *owner)
{
    struct scene *scene = owner;
    note(scene, 'D');
    if (strlen(scene->calls) == 2)
        loop_stop(scene->loop);
    else
        loop_timer(scene->loop, 0, 0, on_timer_count, scene);
}

static void test_run_until_stopped(void **state)
{
    struct scene *scene = *state;
    loop_draw(scene->loop, on_draw_stop, scene);
    loop_timer(scene->loop, 60000, 0, on_timer, scene);
    scene->calls[0] = '\0';
    loop_defer(scene->loop, on_deferred, scene);
    assert_true(loop_run(scene->loop, &scene->error));
    assert_string_equal(scene->calls, "dD");
}

/* An idle loop uses no processor time: it is woken once in 50 ms by the test's own limit and by nothing else.
 */
static void test_idle_is_idle(void **state)
{
    struct scene *scene = *state;
    loop_draw(scene->loop, on_draw, scene);
    loop_watch(scene->loop, scene->ends[0], LOOP_TERMINAL, LOOP_READ, on_ready, scene);
    loop_timer(scene->loop, 60000, 60000, on_timer, scene);
    tick(scene, -1);
    int64_t before = clock_milliseconds();
    tick(scene, 50);
    assert_true(clock_milliseconds() - before >= 49);
    assert_string_equal(scene->calls, "DD");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(test_first_tick_draws_without_waiting),
        SCENE(test_order_within_a_tick),
        SCENE(test_terminal_goes_before_database_however_added),
        SCENE(test_interest_changes),
        SCENE(test_hang_up_is_told_to_the_reader),
        SCENE(test_a_watch_ended_in_the_same_tick_is_not_called),
        SCENE(test_timer_once_and_ended),
        SCENE(test_periodic_timer_ends_itself),
        SCENE(test_deferred_inside_deferred_waits_for_the_next_tick),
        SCENE(test_signal_wakes_a_sleeping_poll),
        SCENE(test_term_without_callback_does_not_kill),
        SCENE(test_signals_are_given_back),
        SCENE(test_run_until_stopped),
        SCENE(test_idle_is_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
