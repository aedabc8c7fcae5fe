/* The character set of the terminal: UTF-8 or nothing. */
#ifndef TERM_LOCALE_H
#define TERM_LOCALE_H

#include <stdbool.h>

#include "base/error.h"

/* Sets LC_CTYPE to a locale with UTF-8: the environment's, else zh_CN.UTF-8, else C.UTF-8 (a fresh system has
 * only the last). An environment that names another character set is believed: E_TERM_NOT_UTF8 {codeset}. */
bool locale_start(struct error *error);

#endif
