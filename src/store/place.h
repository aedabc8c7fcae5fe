/* Where the database is: what --db says, else YICHUANG_DB, else libpq's PG* variables (when PGHOST,
 * PGHOSTADDR, PGDATABASE or PGSERVICE is set), else the private one that `yichuang-admin local start` keeps.
 * Paths and strings only. */
#ifndef STORE_PLACE_H
#define STORE_PLACE_H

#include <stdbool.h>

/* The name of the private database and of its superuser. */
#define PLACE_DATABASE  "yichuang"
#define PLACE_SUPERUSER "postgres"

/* The connection string by the rule above; option is --db's value or NULL. Free with free(). */
char *place_database(const char *option);

/* The private database's directory: /var/lib/yichuang for root, else $XDG_DATA_HOME/yichuang or
 * ~/.local/share/yichuang. Free with free(). */
char *place_directory(void);

/* The folder of its socket: DIRECTORY/socket, or a short one made from the directory's name where the path of
 * a unix socket (107 bytes) would be too long: /run/yichuang-HASH for root, else /tmp/yichuang-UID-HASH. Free
 * with free(). */
char *place_socket(const char *directory);

/* The connection string of one of its databases (the usual one: PLACE_DATABASE), as its superuser: who logs
 * in gives another user. Free with free(). */
char *place_uri(const char *directory, const char *database);

#endif
