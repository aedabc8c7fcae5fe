/* A database of its own for each test, copied from template_yichuang of the cluster that
 * tests/store/cluster.sh started (YICHUANG_TEST_DB names it; tests/run.sh sets it). */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include "store/direct.h"
#include "store/store.h"

/* Makes test_NAME_PID and returns its connection string as the superuser; it lives until
 * test_database_close(). One at a time. A failure fails the test. */
const char *test_database_open(const char *name);

/* The same with nothing in it: for migrations. */
const char *test_database_open_empty(const char *name);

/* Drops it, whoever is still connected. */
void test_database_close(void);

/* Connections to it. Close them with direct_close(). */
struct direct *test_database_superuser(void);
struct direct *test_database_staff(const char *user, const char *password);

/* Runs a statement whose parameters are all text (up to NULL) and returns the first column named "value" of
 * its first row; free with free(). A refusal fails the test and shows its code. */
char *test_database_value(struct direct *direct, const char *sql, ...) __attribute__((sentinel));

#endif
