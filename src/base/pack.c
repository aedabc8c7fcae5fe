#include "base/pack.h"

#include <string.h>

#include "base/memory.h"

enum { NUMBER_BYTES = 8, NO_TEXT = -1 };

void pack_number(struct buffer *out, int64_t number)
{
    unsigned char bytes[NUMBER_BYTES];
    for (int i = 0; i < NUMBER_BYTES; i++)
        bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
    buffer_append(out, bytes, sizeof(bytes));
}

void pack_text(struct buffer *out, const char *text)
{
    if (text)
        pack_bytes(out, text, strlen(text));
    else
        pack_number(out, NO_TEXT);
}

void pack_bytes(struct buffer *out, const void *bytes, size_t length)
{
    pack_number(out, (int64_t)length);
    buffer_append(out, bytes, length);
}

struct unpack unpack_begin(const void *bytes, size_t length)
{
    return (struct unpack){.bytes = bytes, .length = length};
}

bool unpack_more(const struct unpack *from)
{
    return !from->broken && from->length > 0;
}

/* The next so many bytes; NULL if they are not there. */
static const unsigned char *unpack_take(struct unpack *from, uint64_t length)
{
    if (from->broken || length > from->length) {
        from->broken = true;
        return NULL;
    }
    const unsigned char *bytes = from->bytes;
    from->bytes += length;
    from->length -= length;
    return bytes;
}

int64_t unpack_number(struct unpack *from)
{
    const unsigned char *bytes = unpack_take(from, NUMBER_BYTES);
    uint64_t number = 0;
    for (int i = 0; bytes && i < NUMBER_BYTES; i++)
        number |= (uint64_t)bytes[i] << (8 * i);
    return (int64_t)number;
}

const void *unpack_bytes(struct unpack *from, size_t *length)
{
    int64_t long_as = unpack_number(from);
    *length = 0;
    if (from->broken || long_as == NO_TEXT)
        return NULL;
    const void *bytes = unpack_take(from, (uint64_t)long_as); /* below zero is more than there can be */
    if (bytes)
        *length = (size_t)long_as;
    return bytes;
}

char *unpack_text(struct unpack *from)
{
    size_t length;
    const char *bytes = unpack_bytes(from, &length);
    if (bytes && memchr(bytes, '\0', length))
        from->broken = true;
    return bytes && !from->broken ? memory_text_length(bytes, length) : NULL;
}
