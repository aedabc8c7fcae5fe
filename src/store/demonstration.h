/* The note that a demonstration database leaves beside its socket: names and passwords for the login screen
 * of that database alone. */
#ifndef STORE_DEMONSTRATION_H
#define STORE_DEMONSTRATION_H

#include <stdbool.h>

/* The text in one language of the note of the database that a connection string names; NULL when it is not
 * one on a local socket, or has none. Free with free(). */
char *demonstration_note(const char *database, bool english);

#endif
