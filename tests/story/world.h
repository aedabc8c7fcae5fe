/* The world of a story: databases copied from template_yichuang, their clock, files to hand in, and what is
 * looked up behind the program's back. All of it goes away in world_teardown(), also after a failure.
 *
 *     const char *db = world_database("story1");
 *     struct driver *clerk = driver_start(&(struct driver_options){.arguments = (const char *[]){"--db", db,
 * NULL}});
 *     ...
 *     assert_string_equal(world_sql(db, "SELECT state FROM yc.case_file"), "finished");
 *     ...
 *     cmocka_unit_test_teardown(test_..., world_teardown)
 *
 * The database's clock stands at 2026-03-02 10:42 until world_clock() moves it. */
#ifndef STORY_WORLD_H
#define STORY_WORLD_H

#include <stddef.h>

/* Makes a copy of template_yichuang and returns its connection string, for --db; valid until the teardown.
 * The name serves to find it in a listing. The cluster is the one that YICHUANG_TEST_DB names (tests/run.sh).
 */
const char *world_database(const char *name);

/* Runs one statement as the superuser and returns the first value of its first row, "" when there is none;
 * valid until the teardown. A failing statement fails the test with what the server said. */
const char *world_sql(const char *database, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Asks until the answer is the wanted one, for what goes up behind the clerk's back; fails the test after 20
 * s with the last answer. */
void world_wait(const char *database, const char *wanted, const char *statement);

/* Runs a file of statements as the superuser; setting is "name=value" for psql's :name. */
void world_script(const char *database, const char *path, const char *setting);

/* The same database behind a cable, for --db; valid until the teardown. One a story. Pulled, the person of
 * this login is cut off until it is plugged in again. */
const char *world_cable(const char *database);
void world_cable_pull(const char *database, const char *login);
void world_cable_plug(const char *database);

/* Sets the database's clock: "2026-03-04 09:00", Shanghai time. */
void world_clock(const char *database, const char *moment);

/* Runs a line of shell that must succeed and returns what it wrote; valid until the teardown. */
const char *world_shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The path of a new file with this content, in a folder that lasts until the teardown. */
const char *world_file(const char *name, const char *content);

/* The path of a name in that folder; nothing is made. */
const char *world_path(const char *name);

/* Stops every driver, drops the databases, removes the files. */
int world_teardown(void **state);

#endif
