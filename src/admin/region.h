/* The region a command works in. */
#ifndef ADMIN_REGION_H
#define ADMIN_REGION_H

#include "store/direct.h"

enum { REGION_TEXT = 7 }; /* bytes of a code of GB/T 2260 with its NUL */

/* The given code (NULL: the only region in which the login of this connection has rights) as text.
 * E_ADMIN_REGION {value}, E_ADMIN_REGION_NONE, E_ADMIN_REGION_MANY {regions}, and those of store/reply.h. */
bool region_choose(struct direct *direct, const char *given, char region[REGION_TEXT], struct error *error);

#endif
