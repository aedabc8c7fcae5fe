/* Brings a database to the schema of this program: numbered migrations, in order, each in one transaction,
 * all under one advisory lock (two runs at once: the second waits and finds nothing left to do).
 *
 * Contract with the files src/store/sql/NNNN_name.sql:
 *
 * Numbers start at 0001 without a gap. No BEGIN or COMMIT inside, nothing that cannot run in a transaction.
 *
 * 0001 runs as the user that connects (a superuser): it must create the role yc_owner and the schema yc,
 * owned by yc_owner. Right after it, in the same transaction, the runner creates as yc_owner the table
 * yc.migration (number int PRIMARY KEY, name text, sha256 bytea, applied_at timestamptz, none of them null),
 * so 0002 and later may refer to it.
 *
 * Every later one runs under SET LOCAL ROLE yc_owner. What needs another role does RESET ROLE and SET LOCAL
 * ROLE itself. search_path is the server's default, client_min_messages is warning.
 *
 * A migration that was applied anywhere is never changed: its SHA-256 is kept and compared. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include <stddef.h>

#include "store/direct.h"

struct migration {
    int number;
    const char *name; /* "0001_roles" */
    const char *text;
};

/* Applies what is missing; *applied counts them. Errors, the database unchanged from the failing one on:
 * E_MIGRATION_FAILED {name, line, message}, E_MIGRATION_CHANGED {name}, E_MIGRATION_NEWER {number, known}
 * (the database comes from a newer program), E_MIGRATION_GAP {number} (of the list, or of the table), and
 * those of reply.h. */
bool migrate_apply(struct direct *direct, const struct migration *list, size_t count, int *applied,
                   struct error *error);

/* The highest number applied, 0 in a database without our schema. */
bool migrate_version(struct direct *direct, int *version, struct error *error);

#endif
