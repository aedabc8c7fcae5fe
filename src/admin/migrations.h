/* The files of src/store/sql, compiled in, in order, and what the database needs of this program besides. */
#ifndef ADMIN_MIGRATIONS_H
#define ADMIN_MIGRATIONS_H

#include <stddef.h>

#include "store/migrate.h"

extern const struct migration migration_list[];
extern const size_t migration_count;

/* migrate_apply() with that list; then the table of pinyin readings, by which the database makes the initials
 * of names (yc.pinyin_load()): the same table is left alone. *applied and errors are those of
 * migrate_apply(). */
bool migrations_apply(struct direct *direct, int *applied, struct error *error);

#endif
