#include "store/migrate.h"

#include <stdio.h>
#include <string.h>

/* One number for all programs that migrate: "yichuan" in ASCII. */
static const char lock_sql[] = "SELECT pg_advisory_lock(34174347857191278)";
static const char unlock_sql[] = "SELECT pg_advisory_unlock(34174347857191278)";

static const char table_sql[] =
    "SET LOCAL ROLE yc_owner; "
    "CREATE TABLE yc.migration (number int PRIMARY KEY, name text NOT NULL, sha256 bytea NOT NULL, "
    "applied_at timestamptz NOT NULL DEFAULT clock_timestamp()); "
    "COMMENT ON TABLE yc.migration IS 'What yichuang-admin migrate has applied.'";

static bool error_number(struct error *error, const char *code, int number, int known)
{
    char text[2][16];
    snprintf(text[0], sizeof(text[0]), "%04d", number);
    snprintf(text[1], sizeof(text[1]), "%04d", known);
    return error_set(error, code, "number", text[0], "known", text[1], NULL);
}

bool migrate_version(struct direct *direct, int *version, struct error *error)
{
    struct store_reply *reply = NULL;
    if (!direct_text(direct, &reply, error, "SELECT to_regclass('yc.migration') IS NOT NULL AS ours", NULL))
        return false;
    bool ours = store_reply_flag(reply, 0, "ours");
    store_reply_free(&reply);
    *version = 0;
    if (!ours)
        return true;
    if (!direct_text(direct, &reply, error, "SELECT coalesce(max(number), 0) AS n FROM yc.migration", NULL))
        return false;
    *version = (int)store_reply_number(reply, 0, "n");
    store_reply_free(&reply);
    return true;
}

/* The applied ones must be the first of ours, unchanged and without a gap. */
static bool applied_check(struct direct *direct, const struct migration *list, int version,
                          struct error *error)
{
    for (int i = 0; i < version; i++) {
        struct store_query query = {
            .sql = "SELECT (SELECT sha256 = sha256($2) FROM yc.migration WHERE number = $1) AS same"};
        struct store_reply *reply = NULL;
        store_query_number(&query, list[i].number);
        store_query_bytes(&query, list[i].text, strlen(list[i].text));
        if (!direct_run(direct, &query, &reply, error))
            return false;
        bool gone = store_reply_null(reply, 0, "same"), same = store_reply_flag(reply, 0, "same");
        store_reply_free(&reply);
        if (gone)
            return error_number(error, "E_MIGRATION_GAP", list[i].number, version);
        if (!same)
            return error_set(error, "E_MIGRATION_CHANGED", "name", list[i].name, NULL);
    }
    return true;
}

static bool migration_failed(const struct migration *migration, int line, struct error *error)
{
    return direct_script_failed("E_MIGRATION_FAILED", migration->name, line, error);
}

static bool migration_record(struct direct *direct, const struct migration *migration, struct error *error)
{
    struct store_query query = {
        .sql = "INSERT INTO yc.migration (number, name, sha256) VALUES ($1, $2, sha256($3))"};
    store_query_number(&query, migration->number);
    store_query_text(&query, migration->name);
    store_query_bytes(&query, migration->text, strlen(migration->text));
    return direct_script(direct, "RESET ROLE; SET LOCAL ROLE yc_owner", NULL, error) &&
           direct_run(direct, &query, NULL, error);
}

/* Inside the transaction that the caller began and ends. */
static bool migration_run(struct direct *direct, const struct migration *migration, struct error *error)
{
    int line = 0;
    if (migration->number > 1 && !direct_script(direct, "SET LOCAL ROLE yc_owner", NULL, error))
        return false;
    if (!direct_script(direct, migration->text, &line, error))
        return migration_failed(migration, line, error);
    if (!direct_in_transaction(direct))
        return error_set(error, "E_MIGRATION_FAILED", "name", migration->name, "line", "0", "message",
                         "COMMIT inside", NULL);
    if (migration->number == 1 && !direct_script(direct, table_sql, &line, error))
        return migration_failed(migration, 0, error);
    return migration_record(direct, migration, error);
}

static bool migration_apply(struct direct *direct, const struct migration *migration, struct error *error)
{
    struct error ignored = {0};
    if (!direct_script(direct, "BEGIN", NULL, error))
        return false;
    if (migration_run(direct, migration, error))
        return direct_script(direct, "COMMIT", NULL, error);
    direct_script(direct, "ROLLBACK", NULL, &ignored); /* a broken connection rolls back by itself */
    error_free(&ignored);
    return false;
}

/* The numbers decide before anything is done: no migration and no function of an older program goes into the
 * database of a newer one. */
static bool migrate_locked(struct direct *direct, const struct migrate_program *program,
                           struct migrate_outcome *outcome, struct error *error)
{
    int version = 0, count = (int)program->migration_count;
    for (int i = 0; i < count; i++) {
        if (program->migrations[i].number != i + 1)
            return error_number(error, "E_MIGRATION_GAP", i + 1, count);
    }
    if (!migrate_version(direct, &version, error))
        return false;
    if (version > count)
        return error_number(error, "E_MIGRATION_NEWER", version, count);
    if (!applied_check(direct, program->migrations, version, error))
        return false;
    for (int i = version; i < count; i++, outcome->migrations++) {
        if (!migration_apply(direct, &program->migrations[i], error))
            return false;
    }
    return function_set_apply(direct, program->functions, program->function_count, count, &outcome->functions,
                              error);
}

bool migrate_apply(struct direct *direct, const struct migrate_program *program,
                   struct migrate_outcome *outcome, struct error *error)
{
    struct error ignored = {0};
    *outcome = (struct migrate_outcome){0};
    if (!direct_text(direct, NULL, error, lock_sql, NULL))
        return false;
    bool good = migrate_locked(direct, program, outcome, error);
    direct_text(direct, NULL, &ignored, unlock_sql, NULL); /* a broken connection unlocks by itself */
    error_free(&ignored);
    return good;
}
