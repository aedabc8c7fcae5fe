/* Brings a database to the schema of this program: numbered migrations, in order, each in one transaction,
 * then the functions in one, all under one advisory lock (two runs at once: the second waits and finds
 * nothing left to do).
 *
 * Contract with the files src/store/sql/NNNN_name.sql:
 *
 * Numbers start at 0001 without a gap. No BEGIN or COMMIT inside, nothing that cannot run in a transaction.
 *
 * They hold structure and data: tables, columns, indexes, types, partitions, rights, what has to be moved or
 * dropped; and of functions those that a structure rests on, or a move of data needs. All other functions
 * stand in src/store/sql/functions, whose contract is function_set.h. (0001 to 0012 are older than this rule.
 * What was changed of theirs since stands in functions, the rest is still theirs.)
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

#include "store/function_set.h"

struct migration {
    int number;
    const char *name; /* "0001_roles" */
    const char *text;
};

struct migrate_program {
    const struct migration *migrations;
    size_t migration_count;
    const struct function_file *functions;
    size_t function_count; /* 0: none; otherwise a migration has made yc.function_set */
};

struct migrate_outcome {
    int migrations; /* how many were applied */
    bool functions; /* they were brought in, anew or for the first time */
};

/* Applies what is missing. Errors, the database unchanged from the failing one on: E_MIGRATION_FAILED {name,
 * line, message}, E_MIGRATION_CHANGED {name}, E_MIGRATION_NEWER {number, known} (the database comes from a
 * newer program), E_MIGRATION_GAP {number} (of the list, or of the table), E_FUNCTIONS_FAILED {name, line,
 * message} (the migrations stand, and the functions that were there), and those of reply.h. */
bool migrate_apply(struct direct *direct, const struct migrate_program *program,
                   struct migrate_outcome *outcome, struct error *error);

/* The highest number applied, 0 in a database without our schema. */
bool migrate_version(struct direct *direct, int *version, struct error *error);

#endif
