/* The order that tests/bench/dispatch.c simulates is that of yc.task_next(): both are given the same queues,
 * heads by heads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "bench/dispatch_rule.h"
#include "store/database.h"

enum { TASKS = 240, ITEMS = 6, SQL_MOST = 1 << 20 };

struct task {
    int64_t id;
    int item, priority, due, people;
    bool barred, gone;
};

static struct direct *superuser;
static struct task tasks[TASKS];

static int begin(void **state)
{
    struct buffer text = {0};
    struct error error = {0};
    (void)state;
    test_database_open("dispatch");
    superuser = test_database_superuser();
    assert_true(file_read("tests/store/helpers.sql", SQL_MOST, &text, &error));
    assert_true(direct_script(superuser, buffer_string(&text), NULL, &error));
    buffer_free(&text);
    return 0;
}

static int end(void **state)
{
    (void)state;
    direct_close(&superuser);
    test_database_close();
    return 0;
}

static void run(const char *sql)
{
    struct error error = {0};
    if (!direct_script(superuser, sql, NULL, &error))
        fail_msg("%s: %s %s", sql, error.code, error_value(&error, "message"));
}

static int64_t number(const char *sql)
{
    char *value = test_database_value(superuser, sql, NULL);
    int64_t found = *value ? strtoll(value, NULL, 10) : 0;
    free(value);
    return found;
}

/* Queues of six items, tasks of all priorities from ten days over to fifteen days ahead, some of them barred
 * for who draws. */
static void tasks_make(void)
{
    run("SELECT setseed(0.26); SELECT test.many(240);"
        "INSERT INTO yc.queue (region, stage, item, people) SELECT 210600, 'review', 'item-' || n, n % 3 "
        "FROM generate_series(0, 5) n;"
        "CREATE TABLE test.heap AS SELECT t.id, (random() * 6)::int % 6 AS item, (ARRAY[1, 3, 5, 5, 5, 5, 5, "
        "5, 5])[1 + (random() * 8)::int] AS priority,"
        " date '2026-03-02' - 10 + (random() * 25)::int AS due, random() < 0.1 AS barred FROM yc.task t;"
        "UPDATE yc.task t SET queue_id = q.id, priority = h.priority, due = h.due,"
        " excluded = CASE WHEN h.barred THEN t.excluded || (SELECT id FROM yc.staff WHERE login = "
        "'zhouqian') ELSE t.excluded END"
        " FROM test.heap h JOIN yc.queue q ON q.item = 'item-' || h.item WHERE t.id = h.id;"
        "UPDATE yc.case_file c SET item = 'item-' || h.item FROM test.heap h WHERE c.live_task = h.id");
    for (int n = 0; n < TASKS; n++) {
        char sql[400];
        int64_t packed;
        snprintf(sql, sizeof(sql),
                 "SELECT item * 10000000 + priority * 1000000 + (due - date '2026-01-01') * 100 + "
                 "barred::int * 10 + item %% 3 AS value "
                 "FROM test.heap ORDER BY id OFFSET %d LIMIT 1",
                 n);
        packed = number(sql);
        snprintf(sql, sizeof(sql), "SELECT id AS value FROM test.heap ORDER BY id OFFSET %d LIMIT 1", n);
        tasks[n] = (struct task){.id = number(sql),
                                 .item = (int)(packed / 10000000),
                                 .priority = (int)(packed / 1000000 % 10),
                                 .due = (int)(packed / 100 % 10000),
                                 .barred = packed / 10 % 10,
                                 .people = (int)(packed % 10)};
    }
}

static bool earlier(const struct task *a, const struct task *b)
{
    if (a->priority != b->priority)
        return a->priority < b->priority;
    return a->due != b->due ? a->due < b->due : a->id < b->id;
}

/* The first of a queue as its index has them; kept: only what can still be kept. */
static const struct task *first_of(int item, bool kept, int today)
{
    const struct task *first = NULL;
    for (int n = 0; n < TASKS; n++) {
        const struct task *task = &tasks[n];
        if (task->item == item && !task->gone && !task->barred &&
            (!kept || (task->priority == 5 && task->due >= today)) && (!first || earlier(task, first)))
            first = task;
    }
    return first;
}

static const struct task *better(const struct task *best, const struct task *task,
                                 const struct dispatch_view *view)
{
    if (!task)
        return best;
    if (!best)
        return task;
    struct dispatch_head of_best = {best->priority, best->due, best->item, best->people, best->id},
                         of_task = {task->priority, task->due, task->item, task->people, task->id};
    return dispatch_before(RULE_OURS, &of_task, &of_best, view) ? task : best;
}

static struct task *next_here(const struct dispatch_view *view)
{
    const struct task *best = NULL;
    for (int item = 0; item < ITEMS; item++) {
        const struct task *first = first_of(item, false, view->today);
        best = better(best, first, view);
        if (first && first->priority == 5 && first->due < view->today)
            best = better(best, first_of(item, true, view->today), view);
    }
    return (struct task *)best;
}

/* It is decided: gone from its queue, the last act of who drew it. */
static void decided(struct task *task)
{
    char sql[600];
    snprintf(sql, sizeof(sql),
             "SELECT test.clock_add('1 s');"
             "INSERT INTO yc.journal SELECT c.region, c.id, 1000, yc.now(), s.id, 'agree', '\\x', '\\x' FROM "
             "yc.case_file c, yc.staff s"
             " WHERE c.live_task = %lld AND s.login = 'zhouqian';"
             "UPDATE yc.task SET claimed_by = 1, token = gen_random_uuid(), lease_until = 'infinity' WHERE "
             "id = %lld",
             (long long)task->id, (long long)task->id);
    run(sql);
    task->gone = true;
}

#define NEXT                                                                                                 \
    "SELECT coalesce((yc.task_next(s.id, 210600, yc.turn_now(s.id, 210600, NULL))).id, 0) AS value"           \
    " FROM yc.staff s WHERE s.login = 'zhouqian'"

static void test_the_simulated_order_is_that_of_the_database(void **state)
{
    (void)state;
    tasks_make();
    struct dispatch_view view = {.last_item = -1};
    view.today = (int)number("SELECT yc.today() - date '2026-01-01' AS value");
    view.near = (int)number("SELECT (yc.turn_days(yc.today())).near - date '2026-01-01' AS value");
    view.long_over = (int)number("SELECT (yc.turn_days(yc.today())).long - date '2026-01-01' AS value");
    int drawn = 0;
    for (struct task *task; (task = next_here(&view)); drawn++) {
        if (drawn == TASKS / 3) /* from here on for a few seconds with floors */
            run("UPDATE yc.tending SET people_at = yc.now() + interval '-1 s'; SELECT yc.tend()");
        int64_t found = number(NEXT);
        if (found != task->id)
            fail_msg("task %d: the database gives %lld, the simulation %lld (item %d, priority %d, due %d)",
                     drawn, (long long)found, (long long)task->id, task->item, task->priority, task->due);
        view.last_item = task->item;
        decided(task);
    }
    assert_true(drawn > TASKS * 3 / 4);
    assert_int_equal(number(NEXT), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_simulated_order_is_that_of_the_database, begin, end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
