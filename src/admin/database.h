/* The database a command works on: the one of store/place.h. */
#ifndef ADMIN_DATABASE_H
#define ADMIN_DATABASE_H

#include "store/direct.h"

/* What --db said; main.c calls it, before anything connects. Borrowed. */
void database_choose(const char *uri);

/* The connection string; free with free(). */
char *database_uri(void);

/* Connects there as the connection string says (to the private one: as its superuser). */
struct direct *database_open(struct error *error);

#endif
