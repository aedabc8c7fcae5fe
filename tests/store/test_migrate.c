/* Migrations: once each, in order, whole or not at all, and never a changed or a newer one. */
#include <setjmp.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/memory.h"
#include "store/database.h"
#include "store/migrate.h"

static const struct migration first = {1, "0001_first",
                                       "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = "
                                       "'yc_owner') THEN CREATE ROLE yc_owner; END IF; END $$;\n"
                                       "CREATE SCHEMA yc AUTHORIZATION yc_owner;"};
static const struct migration second = {2, "0002_second", "CREATE TABLE yc.thing (name text);"};
static const struct migration third = {3, "0003_third", "INSERT INTO yc.thing VALUES ('三');"};

struct scene {
    struct direct *direct;
    struct error error;
    struct migrate_outcome outcome;
};

static int scene_begin(void **state)
{
    struct scene *scene = memory_get(1, sizeof(*scene));
    test_database_open_empty("migrate");
    scene->direct = test_database_superuser();
    *state = scene;
    return 0;
}

static int scene_end(void **state)
{
    struct scene *scene = *state;
    direct_close(&scene->direct);
    error_free(&scene->error);
    free(scene);
    test_database_close();
    return 0;
}

static void expect_answer(struct scene *scene, const char *sql, const char *expected)
{
    char *value = test_database_value(scene->direct, sql, NULL);
    assert_string_equal(value, expected);
    free(value);
}

static void expect_version(struct scene *scene, int expected)
{
    int version = -1;
    assert_true(migrate_version(scene->direct, &version, &scene->error));
    assert_int_equal(version, expected);
}

static bool apply(struct scene *scene, const struct migration *list, size_t count)
{
    const struct migrate_program program = {.migrations = list, .migration_count = count};
    return migrate_apply(scene->direct, &program, &scene->outcome, &scene->error);
}

static void expect_applied(struct scene *scene, const struct migration *list, size_t count, int expected)
{
    if (!apply(scene, list, count))
        fail_msg("%s: %s", scene->error.code, error_value(&scene->error, "message"));
    assert_int_equal(scene->outcome.migrations, expected);
}

static void expect_refused(struct scene *scene, const struct migration *list, size_t count, const char *code)
{
    assert_false(apply(scene, list, count));
    assert_string_equal(scene->error.code, code);
}

static void test_applied_in_order_and_only_once(void **state)
{
    struct scene *scene = *state;
    const struct migration list[] = {first, second, third};
    expect_version(scene, 0);
    expect_applied(scene, list, 2, 2);
    expect_version(scene, 2);
    expect_applied(scene, list, 3, 1);
    expect_applied(scene, list, 3, 0);
    expect_answer(scene, "SELECT count(*) AS value FROM yc.thing", "1");
    expect_answer(scene, "SELECT string_agg(name, ' ' ORDER BY number) AS value FROM yc.migration",
                  "0001_first 0002_second 0003_third");
}

static void test_what_they_make_belongs_to_the_owner(void **state)
{
    struct scene *scene = *state;
    const struct migration list[] = {first, second};
    expect_applied(scene, list, 2, 2);
    expect_answer(scene,
                  "SELECT string_agg(DISTINCT relowner::regrole::text, ' ') AS value FROM pg_class"
                  " WHERE relnamespace = 'yc'::regnamespace",
                  "yc_owner");
    expect_answer(scene, "SELECT current_user AS value", "postgres");
}

static void test_a_failing_one_leaves_nothing_and_names_its_line(void **state)
{
    struct scene *scene = *state;
    struct migration broken = {2, "0002_broken",
                               "CREATE TABLE yc.half (name text);\n-- 注\nSELECT nothing_there;"};
    const struct migration list[] = {first, broken, third};
    expect_refused(scene, list, 3, "E_MIGRATION_FAILED");
    assert_string_equal(error_value(&scene->error, "name"), "0002_broken");
    assert_string_equal(error_value(&scene->error, "line"), "3");
    assert_non_null(strstr(error_value(&scene->error, "message"), "nothing_there"));
    expect_version(scene, 1);
    expect_answer(scene, "SELECT to_regclass('yc.half') IS NULL AS value", "t");
}

static void test_a_commit_inside_is_refused(void **state)
{
    struct scene *scene = *state;
    struct migration broken = {2, "0002_commit", "CREATE TABLE yc.half (name text); COMMIT;"};
    const struct migration list[] = {first, broken};
    expect_refused(scene, list, 2, "E_MIGRATION_FAILED");
    expect_version(scene, 1);
}

static void test_a_changed_one_is_refused(void **state)
{
    struct scene *scene = *state;
    struct migration changed = second;
    changed.text = "CREATE TABLE yc.thing (name text); ";
    const struct migration list[] = {first, second}, other[] = {first, changed, third};
    expect_applied(scene, list, 2, 2);
    expect_refused(scene, other, 3, "E_MIGRATION_CHANGED");
    assert_string_equal(error_value(&scene->error, "name"), "0002_second");
    expect_version(scene, 2);
}

static void test_a_newer_database_is_refused(void **state)
{
    struct scene *scene = *state;
    const struct migration list[] = {first, second, third};
    expect_applied(scene, list, 3, 3);
    expect_refused(scene, list, 2, "E_MIGRATION_NEWER");
    assert_string_equal(error_value(&scene->error, "number"), "0003");
    assert_string_equal(error_value(&scene->error, "known"), "0002");
}

static void test_a_gap_is_refused(void **state)
{
    struct scene *scene = *state;
    const struct migration list[] = {first, second, third}, holed[] = {first, third};
    expect_refused(scene, holed, 2, "E_MIGRATION_GAP");
    expect_version(scene, 0);
    expect_applied(scene, list, 3, 3);
    free(test_database_value(scene->direct,
                             "DELETE FROM yc.migration WHERE number = 2 RETURNING name AS value", NULL));
    expect_refused(scene, list, 3, "E_MIGRATION_GAP");
    assert_string_equal(error_value(&scene->error, "number"), "0002");
}

static const struct migration slow_list[] = {
    {1, "0001_slow", "SELECT pg_sleep(0.2); CREATE SCHEMA yc AUTHORIZATION yc_owner;"},
    {2, "0002_slow", "SELECT pg_sleep(0.2); CREATE TABLE yc.thing (name text);"},
};

static void *migrate_beside(void *data)
{
    struct scene *scene = data;
    return apply(scene, slow_list, 2) ? scene : NULL;
}

static void test_two_at_once_do_it_once(void **state)
{
    struct scene *scene = *state, beside = {.direct = test_database_superuser()};
    pthread_t thread;
    void *good;
    assert_int_equal(pthread_create(&thread, NULL, migrate_beside, &beside), 0);
    assert_true(apply(scene, slow_list, 2));
    assert_int_equal(pthread_join(thread, &good), 0);
    assert_non_null(good);
    assert_int_equal(scene->outcome.migrations + beside.outcome.migrations, 2);
    direct_close(&beside.direct);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(test_applied_in_order_and_only_once),
        SCENE(test_what_they_make_belongs_to_the_owner),
        SCENE(test_a_failing_one_leaves_nothing_and_names_its_line),
        SCENE(test_a_commit_inside_is_refused),
        SCENE(test_a_changed_one_is_refused),
        SCENE(test_a_newer_database_is_refused),
        SCENE(test_a_gap_is_refused),
        SCENE(test_two_at_once_do_it_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
