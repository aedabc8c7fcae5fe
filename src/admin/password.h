/* Taking a password from the one who types it: never from an argument or the environment. */
#ifndef ADMIN_PASSWORD_H
#define ADMIN_PASSWORD_H

#include "base/error.h"

/* The password for a new login: asked for twice on the terminal, without echo; one line of standard input
 * where that is no terminal. Errors: E_PASSWORD_NONE, E_PASSWORD_TWICE (they differ), E_PASSWORD_SHORT
 * {least}, E_PASSWORD_LONG {most}, E_PASSWORD_LOGIN (it is the login's name), E_PASSWORD_CHARACTER (one that
 * cannot be typed at the sign-on). */
char *password_ask(const char *login, struct error *error);

/* Wipes and frees. */
void password_free(char **password);

#endif
