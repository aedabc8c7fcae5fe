/* A password or key in memory that is locked (not swapped, as far as the system grants locked memory),
 * guarded, left out of core dumps and wiped when freed (sodium_malloc). */
#ifndef LOCAL_SECRET_H
#define LOCAL_SECRET_H

#include <stdbool.h>
#include <stddef.h>

char *secret_copy(const char *text); /* NULL gives NULL */
void secret_free(char **secret);     /* takes the address and nulls it, NULL is safe */

/* Whether a text is the secret; takes the same time whatever stands in it. */
bool secret_is(const char *secret, const char *text);

/* So many bytes of such memory, to be freed by secret_free(); no NULL: without memory the program ends, as in
 * base/memory.h. */
char *secret_get(size_t length);

#endif
