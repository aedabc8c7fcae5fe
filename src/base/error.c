#include "base/error.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void error_free(struct error *error)
{
    for (int i = 0; i < error->count; i++) {
        free(error->parameters[i].name);
        free(error->parameters[i].value);
    }
    free(error->code);
    *error = (struct error){0};
}

void error_add(struct error *error, const char *name, const char *value)
{
    if (error->count == ERROR_PARAMETERS)
        return;
    error->parameters[error->count++] =
        (struct error_parameter){.name = memory_text(name), .value = memory_text(value ? value : "")};
}

void error_set_list(struct error *error, const char *code, va_list list)
{
    struct error fresh = {.code = memory_text(code)};
    for (const char *name; (name = va_arg(list, const char *));)
        error_add(&fresh, name, va_arg(list, const char *));
    error_move(error, &fresh); /* only now: a parameter may come from the old content */
}

bool error_set(struct error *error, const char *code, ...)
{
    va_list list;
    va_start(list, code);
    error_set_list(error, code, list);
    va_end(list);
    return false;
}

const char *error_value(const struct error *error, const char *name)
{
    for (int i = 0; i < error->count; i++) {
        if (strcmp(error->parameters[i].name, name) == 0)
            return error->parameters[i].value;
    }
    return NULL;
}

void error_move(struct error *to, struct error *from)
{
    error_free(to);
    *to = *from;
    *from = (struct error){0};
}

void error_copy(struct error *to, const struct error *from)
{
    struct error fresh = {.code = memory_text(from->code)};
    for (int i = 0; i < from->count; i++)
        error_add(&fresh, from->parameters[i].name, from->parameters[i].value);
    error_move(to, &fresh);
}
