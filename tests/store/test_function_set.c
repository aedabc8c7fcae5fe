/* The functions of the database: as the program has them, all or none, never an older program's. */
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

static const struct migration migrations[] = {
    {1, "0001_first",
     "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'yc_owner') THEN CREATE ROLE yc_owner; "
     "END IF; END $$; CREATE SCHEMA yc AUTHORIZATION yc_owner;"},
    {2, "0002_functions",
     "CREATE TABLE yc.function_set (one boolean PRIMARY KEY DEFAULT true CHECK (one), sha256 bytea NOT NULL, "
     "signatures text[] NOT NULL, applied_at timestamptz NOT NULL);"
     "CREATE FUNCTION yc.structure() RETURNS int LANGUAGE sql AS 'SELECT 7';"},
    {3, "0003_drop", "DROP FUNCTION IF EXISTS yc.answer();"},
};

#define ANSWER(type, value)                                                                                  \
    "-- what is asked most\nCREATE OR REPLACE FUNCTION yc.answer() RETURNS " type " LANGUAGE sql AS $$\n"    \
    "    SELECT " value "\n$$;\n"

static const struct function_file one = {"answers", ANSWER("int", "1")},
                                  two = {"answers", ANSWER("int", "2")};
static const struct function_file twice = {
    "doubles", "CREATE OR REPLACE FUNCTION yc.twice() RETURNS int LANGUAGE sql AS $$\n"
               "    SELECT 2 * yc.answer()\n$$;\n"};

struct scene {
    struct direct *direct;
    struct migrate_outcome outcome;
    struct error error;
};

static int scene_begin(void **state)
{
    struct scene *scene = memory_get(1, sizeof(*scene));
    test_database_open_empty("functions");
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

static bool apply(struct scene *scene, size_t migration_count, const struct function_file *files,
                  size_t count)
{
    const struct migrate_program program = {migrations, migration_count, files, count};
    return migrate_apply(scene->direct, &program, &scene->outcome, &scene->error);
}

/* renewed: whether the functions were brought in. */
static void expect_applied(struct scene *scene, size_t migration_count, const struct function_file *files,
                           size_t count, bool renewed)
{
    if (!apply(scene, migration_count, files, count))
        fail_msg("%s: %s %s", scene->error.code, error_value(&scene->error, "line"),
                 error_value(&scene->error, "message"));
    assert_int_equal(scene->outcome.functions, renewed);
}

static void expect_failed(struct scene *scene, const struct function_file *files, size_t count,
                          const char *name, const char *line, const char *message)
{
    assert_false(apply(scene, 2, files, count));
    assert_string_equal(scene->error.code, "E_FUNCTIONS_FAILED");
    assert_string_equal(error_value(&scene->error, "name"), name);
    assert_string_equal(error_value(&scene->error, "line"), line);
    if (!strstr(error_value(&scene->error, "message"), message))
        fail_msg("%s", error_value(&scene->error, "message"));
}

static void expect_told(struct scene *scene, const char *sql, const char *expected)
{
    char *value = test_database_value(scene->direct, sql, NULL);
    assert_string_equal(value, expected);
    free(value);
}

static void expect_answer(struct scene *scene, const char *expected)
{
    expect_told(scene, "SELECT yc.answer() AS value", expected);
}

static void test_they_come_once_and_again_when_one_was_changed(void **state)
{
    struct scene *scene = *state;
    expect_applied(scene, 2, &one, 1, true);
    expect_answer(scene, "1");
    expect_applied(scene, 2, &one, 1, false);
    expect_applied(scene, 2, &two, 1, true);
    expect_answer(scene, "2");
    expect_applied(scene, 2, &two, 1, false);
}

static void test_they_come_again_after_every_migration(void **state)
{
    struct scene *scene = *state;
    expect_applied(scene, 2, &one, 1, true);
    expect_applied(scene, 3, &one, 1, true); /* it dropped the answer */
    expect_answer(scene, "1");
}

static void test_they_belong_to_the_owner(void **state)
{
    struct scene *scene = *state;
    expect_applied(scene, 2, &one, 1, true);
    expect_told(scene,
                "SELECT proowner::regrole AS value FROM pg_proc WHERE oid = 'yc.answer()'::regprocedure",
                "yc_owner");
}

static void test_their_order_does_not_matter(void **state)
{
    struct scene *scene = *state;
    const struct function_file files[] = {twice, one};
    expect_applied(scene, 2, files, 2, true);
    expect_told(scene, "SELECT yc.twice() AS value", "2");
}

static void test_what_is_gone_from_the_files_is_dropped(void **state)
{
    struct scene *scene = *state;
    const struct function_file both[] = {one, twice};
    expect_applied(scene, 2, both, 2, true);
    expect_applied(scene, 2, &one, 1, true);
    expect_told(scene,
                "SELECT string_agg(proname, ' ' ORDER BY proname) AS value FROM pg_proc"
                " WHERE pronamespace = 'yc'::regnamespace",
                "answer structure");
}

static void test_an_error_leaves_the_former_ones_and_names_file_and_line(void **state)
{
    struct scene *scene = *state;
    const struct function_file naming = {"names",
                                         "-- 注\nCREATE OR REPLACE FUNCTION yc.names() RETURNS int\n"
                                         "LANGUAGE sql AS $$\n    SELECT nothing FROM yc.nowhere\n$$;"};
    const struct function_file wording = {"words", "CREATE OR REPLACE FUNCTION yc.words() RETURNS int\n"
                                                   "LANGUAGE plpgsql AS $$ BEGIN\n    RETRUN 1;\nEND $$;"};
    const struct function_file ending = {"ends", "COMMIT;"};
    expect_applied(scene, 2, &one, 1, true);
    expect_failed(scene, (struct function_file[]){two, naming}, 2, "names", "4", "yc.nowhere");
    expect_failed(scene, (struct function_file[]){two, wording}, 2, "words", "3", "RETRUN");
    expect_failed(scene, (struct function_file[]){ending}, 1, "ends", "0", "COMMIT");
    expect_answer(scene, "1");
    expect_applied(scene, 2, &one, 1, false);
    expect_applied(scene, 2, &two, 1, true);
}

static void test_another_kind_of_answer_asks_for_a_drop(void **state)
{
    struct scene *scene = *state;
    const struct function_file text = {"answers", ANSWER("text", "'one'")};
    expect_applied(scene, 2, &one, 1, true);
    expect_failed(scene, &text, 1, "answers", "0", "DROP FUNCTION yc.answer()");
    expect_answer(scene, "1");
    expect_applied(scene, 3, &text, 1, true);
    expect_answer(scene, "one");
}

static void test_an_older_program_leaves_them_alone(void **state)
{
    struct scene *scene = *state;
    expect_applied(scene, 3, &two, 1, true);
    assert_false(apply(scene, 2, &one, 1));
    assert_string_equal(scene->error.code, "E_MIGRATION_NEWER");
    expect_answer(scene, "2");
}

static void test_of_two_with_the_same_migrations_the_last_wins(void **state)
{
    struct scene *scene = *state;
    expect_applied(scene, 2, &two, 1, true);
    expect_applied(scene, 2, &one, 1, true);
    expect_answer(scene, "1");
}

static const struct function_file slow = {"slow", "SELECT pg_sleep(0.2);" ANSWER("int", "3")};

static void *apply_beside(void *data)
{
    return apply(data, 2, &slow, 1) ? data : NULL;
}

static void test_two_at_once_bring_them_once(void **state)
{
    struct scene *scene = *state, beside = {.direct = test_database_superuser()};
    pthread_t thread;
    void *good;
    assert_int_equal(pthread_create(&thread, NULL, apply_beside, &beside), 0);
    assert_true(apply(scene, 2, &slow, 1));
    assert_int_equal(pthread_join(thread, &good), 0);
    assert_non_null(good);
    assert_int_equal(scene->outcome.functions + beside.outcome.functions, 1);
    expect_answer(scene, "3");
    direct_close(&beside.direct);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(test_they_come_once_and_again_when_one_was_changed),
        SCENE(test_they_come_again_after_every_migration),
        SCENE(test_they_belong_to_the_owner),
        SCENE(test_their_order_does_not_matter),
        SCENE(test_what_is_gone_from_the_files_is_dropped),
        SCENE(test_an_error_leaves_the_former_ones_and_names_file_and_line),
        SCENE(test_another_kind_of_answer_asks_for_a_drop),
        SCENE(test_an_older_program_leaves_them_alone),
        SCENE(test_of_two_with_the_same_migrations_the_last_wins),
        SCENE(test_two_at_once_bring_them_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
