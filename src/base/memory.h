/* Memory that is either there or ends the program: a workstation that cannot get a few
 * kilobytes has nothing sensible left to do, and the terminal is restored by the abort handler. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Zeroed memory for count objects of the given size; never NULL. Free with free(). */
void *memory_get(size_t count, size_t size);

/* realloc that never returns NULL; the new part is not zeroed. */
void *memory_resize(void *old, size_t count, size_t size);

/* A NUL-terminated copy of text (NULL gives NULL). Free with free(). */
char *memory_text(const char *text);

/* A NUL-terminated copy of the first length bytes. Free with free(). */
char *memory_text_length(const char *text, size_t length);

#endif
