/* A refusal or failure as a code with named parameters. The sentence stands in the catalogue
 * under text/ in each language (text_error() builds it); C and SQL use the same codes.
 *
 * Convention of the whole program: a function that can fail returns bool (true is success) or a
 * pointer (NULL is failure) and takes `struct error *error` last; it fills the error on failure,
 * leaves it alone on success, and accepts no NULL. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

enum { ERROR_PARAMETERS = 8 };

struct error_parameter {
    char *name;  /* as it stands in the catalogue's {name} */
    char *value; /* raw: the one who shows it sanitises it */
};

struct error {
    char *code; /* NULL: no error */
    struct error_parameter parameters[ERROR_PARAMETERS];
    int count;
};

/* Sets code and parameters: name, value, name, value, ..., NULL. A former content is freed.
 * Returns false, so that `return error_set(...)` reads well. A NULL value counts as "". */
bool error_set(struct error *error, const char *code, ...) __attribute__((sentinel));

/* The same from a list, for functions that take such parameters themselves. */
void error_set_list(struct error *error, const char *code, va_list list);

/* Adds one parameter; more than ERROR_PARAMETERS are dropped. */
void error_add(struct error *error, const char *name, const char *value);

/* The value of a parameter, or NULL. */
const char *error_value(const struct error *error, const char *name);

/* Moves from into to (whose former content is freed) and empties from. */
void error_move(struct error *to, struct error *from);

void error_copy(struct error *to, const struct error *from);

void error_free(struct error *error);

#endif
