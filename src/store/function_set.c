#include "store/function_set.h"

#include <string.h>

#include "base/buffer.h"

static const char current_sql[] =
    "SELECT EXISTS (SELECT FROM yc.function_set s WHERE s.sha256 = sha256($1)) AS current";

/* What was made in this transaction carries its number. A signature as regprocedure writes it is quoted where
 * it has to be, and the search_path that it depends on is always the same here. */
static const char gone_sql[] =
    "RESET ROLE; SET LOCAL search_path = pg_catalog, pg_temp; "
    "DO $$ DECLARE _gone text; BEGIN "
    "FOR _gone IN SELECT p.oid::regprocedure::text FROM pg_proc p, yc.function_set s "
    "WHERE p.oid::regprocedure::text = ANY (s.signatures) AND p.xmin <> pg_current_xact_id()::xid LOOP "
    "EXECUTE format('DROP ROUTINE %s', _gone); END LOOP; END $$";

static const char remember_sql[] =
    "INSERT INTO yc.function_set (sha256, signatures, applied_at) "
    "SELECT sha256($1), coalesce(array_agg(p.oid::regprocedure::text ORDER BY p.oid), '{}'), "
    "clock_timestamp() "
    "FROM pg_proc p WHERE p.xmin = pg_current_xact_id()::xid "
    "ON CONFLICT (one) DO UPDATE "
    "SET sha256 = excluded.sha256, signatures = excluded.signatures, applied_at = excluded.applied_at";

/* All that the hash is over: a name and a text cannot run into each other, since no name holds a line's end.
 */
static void set_write(const struct function_file *files, size_t count, int version, struct buffer *out)
{
    buffer_format(out, "%d\n", version);
    for (size_t i = 0; i < count; i++)
        buffer_format(out, "%s %zu\n%s", files[i].name, strlen(files[i].text), files[i].text);
}

static bool set_failed(const char *name, int line, struct error *error)
{
    return direct_script_failed("E_FUNCTIONS_FAILED", name, line, error);
}

static bool file_run(struct direct *direct, const struct function_file *file, const char *role,
                     struct error *error)
{
    int line = 0;
    if (!direct_script(direct, role, NULL, error))
        return false;
    if (!direct_script(direct, file->text, &line, error))
        return set_failed(file->name, line, error);
    if (!direct_in_transaction(direct))
        return error_set(error, "E_FUNCTIONS_FAILED", "name", file->name, "line", "0", "message",
                         "COMMIT inside", NULL);
    return true;
}

/* Functions name one another in circles: they are all there before a body is looked into. */
static bool files_run(struct direct *direct, const struct function_file *files, size_t count,
                      struct error *error)
{
    static const char *const turns[] = {
        "RESET ROLE; SET LOCAL ROLE yc_owner; SET LOCAL check_function_bodies = off",
        "RESET ROLE; SET LOCAL ROLE yc_owner; SET LOCAL check_function_bodies = on",
    };
    for (size_t turn = 0; turn < sizeof(turns) / sizeof(turns[0]); turn++) {
        for (size_t i = 0; i < count; i++) {
            if (!file_run(direct, &files[i], turns[turn], error))
                return false;
        }
    }
    return true;
}

/* Inside the transaction that the caller began and ends. */
static bool set_run(struct direct *direct, const struct function_file *files, size_t count,
                    const struct store_query *remember, struct error *error)
{
    return files_run(direct, files, count, error) &&
           (direct_script(direct, gone_sql, NULL, error) || set_failed("*", 0, error)) &&
           direct_run(direct, remember, NULL, error);
}

static bool set_renew(struct direct *direct, const struct function_file *files, size_t count,
                      const struct buffer *content, struct error *error)
{
    struct error ignored = {0};
    struct store_query remember = {.sql = remember_sql};
    store_query_bytes(&remember, content->data, content->length);
    if (!direct_script(direct, "BEGIN", NULL, error))
        return false;
    if (set_run(direct, files, count, &remember, error))
        return direct_script(direct, "COMMIT", NULL, error);
    direct_script(direct, "ROLLBACK", NULL, &ignored); /* a broken connection rolls back by itself */
    error_free(&ignored);
    return false;
}

bool function_set_apply(struct direct *direct, const struct function_file *files, size_t count, int version,
                        bool *renewed, struct error *error)
{
    struct buffer content = {0};
    struct store_query query = {.sql = current_sql};
    struct store_reply *reply = NULL;
    *renewed = false;
    if (!count)
        return true;
    set_write(files, count, version, &content);
    store_query_bytes(&query, content.data, content.length);
    bool good = direct_run(direct, &query, &reply, error);
    if (good && !store_reply_flag(reply, 0, "current"))
        good = *renewed = set_renew(direct, files, count, &content, error);
    store_reply_free(&reply);
    buffer_free(&content);
    return good;
}
