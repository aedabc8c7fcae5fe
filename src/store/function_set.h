/* The functions of the database as they are now: the files of src/store/sql/functions, which belong to the
 * program as its C files do. yichuang-admin migrate brings them in after the numbered migrations.
 *
 * Contract with these files:
 *
 * A function stands here if it is here at all, once, with its COMMENT and rights beside it; else in the
 * numbered migrations: those of 0001 to 0012 that were never changed since, and few of later ones on which a
 * structure rests (an index, a generated column, partitions). Who changes one of those writes it down here as
 * it is to be, and leaves the migration alone. What stands here stays here as long as it lives, also when a
 * structure comes to rest on it (that migration then makes it too, as it needs it).
 *
 * Only CREATE OR REPLACE FUNCTION (or PROCEDURE), COMMENT, GRANT and REVOKE on what the file makes, and SET
 * LOCAL ROLE: each file begins as yc_owner; desk functions are made as yc_desk. No BEGIN or COMMIT. A right
 * that is not to be any more is taken away by a REVOKE that stays.
 *
 * In whatever order, of files and within a file: all are run twice in their one transaction, first without a
 * look into the bodies, then with one, when everything that they name is there.
 *
 * A function that is gone from the files is dropped: no migration has to say so. But CREATE OR REPLACE
 * changes neither the type of an answer nor the names of parameters: then a numbered migration drops the old
 * one. A numbered migration (be it a comment) is also what keeps workstations of another version out: it
 * comes with every function that a workstation cannot do without, or calls in a new way.
 *
 * They are applied when the SHA-256 over all of them and the newest migration's number is not the one in
 * yc.function_set (made by 0013), so after every migration and whenever a file was changed. A program that
 * knows fewer migrations than the database has never comes so far (migrate.h). Of two programs with the same
 * migrations the one that migrated last wins, whichever is newer. Who works meanwhile works with the former
 * functions, for the moment between the last migration and these on a structure that is newer than they are.
 */
#ifndef STORE_FUNCTION_SET_H
#define STORE_FUNCTION_SET_H

#include <stddef.h>

#include "store/direct.h"

struct function_file {
    const char *name; /* "acceptance" */
    const char *text;
};

/* Brings the functions in unless they are there; *renewed says whether it did. All in one transaction: on
 * error those that were there are in force as before. Without files nothing is done. version: the newest
 * migration. Errors: E_FUNCTIONS_FAILED {name, line, message}, line 0 where the server names none and the
 * name "*" where it is no file's; and those of reply.h. */
bool function_set_apply(struct direct *direct, const struct function_file *files, size_t count, int version,
                        bool *renewed, struct error *error);

#endif
