/* The files of src/store/sql and src/store/sql/functions, compiled in, and what the database needs of this
 * program besides. */
#ifndef ADMIN_MIGRATIONS_H
#define ADMIN_MIGRATIONS_H

#include "store/migrate.h"

extern const struct migrate_program migrations_program;

/* migrate_apply() with all that; then the table of pinyin readings, by which the database makes the initials
 * of names (yc.pinyin_load()): the same table is left alone. *outcome and errors are those of
 * migrate_apply(). */
bool migrations_apply(struct direct *direct, struct migrate_outcome *outcome, struct error *error);

#endif
