/* The files of src/store/sql, compiled in, in order. */
#ifndef ADMIN_MIGRATIONS_H
#define ADMIN_MIGRATIONS_H

#include <stddef.h>

#include "store/migrate.h"

extern const struct migration migration_list[];
extern const size_t migration_count;

#endif
