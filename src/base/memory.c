#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void memory_gone(size_t count, size_t size)
{
    fprintf(stderr, "yichuang: out of memory (%zu x %zu bytes)\n", count, size);
    abort();
}

void *memory_get(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (!memory)
        memory_gone(count, size);
    return memory;
}

void *memory_resize(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        memory_gone(count, size);
    void *memory = realloc(old, count && size ? count * size : 1);
    if (!memory)
        memory_gone(count, size);
    return memory;
}

char *memory_text(const char *text)
{
    return text ? memory_text_length(text, strlen(text)) : NULL;
}

char *memory_text_length(const char *text, size_t length)
{
    char *copy = memory_get(length + 1, 1);
    if (length)
        memcpy(copy, text, length);
    return copy;
}
