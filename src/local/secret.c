#include "local/secret.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *secret_get(size_t length)
{
    char *memory = sodium_init() < 0 ? NULL : sodium_malloc(length);
    if (!memory) {
        fputs("yichuang: no memory for secrets\n", stderr);
        abort();
    }
    return memory;
}

char *secret_copy(const char *text)
{
    if (!text)
        return NULL;
    size_t length = strlen(text) + 1;
    return memcpy(secret_get(length), text, length);
}

bool secret_is(const char *secret, const char *text)
{
    size_t length = strlen(secret);
    return strlen(text) == length && sodium_memcmp(secret, text, length) == 0;
}

void secret_free(char **secret)
{
    sodium_free(*secret);
    *secret = NULL;
}
