/* Numbers and texts in a run of bytes: what the local journal and the cache hold. A number is 8 bytes,
 * little-endian; a text or a run of bytes carries its length in front, so that nothing inside it has to be
 * escaped. Parts do not say what they are: who unpacks reads them in the order in which they were packed. */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

void pack_number(struct buffer *out, int64_t number);
void pack_text(struct buffer *out, const char *text); /* NULL comes back as NULL */
void pack_bytes(struct buffer *out, const void *bytes, size_t length);

/* A place in packed bytes that moves on with each part. Bytes are borrowed. */
struct unpack {
    const unsigned char *bytes;
    size_t length; /* what is left */
    bool broken;   /* something was read that is not there: all parts from then on are 0 and NULL */
};

struct unpack unpack_begin(const void *bytes, size_t length);
bool unpack_more(const struct unpack *from); /* something is left, and nothing is broken */
int64_t unpack_number(struct unpack *from);
char *unpack_text(struct unpack *from); /* to be freed; a text with a NUL inside counts as broken */
const void *unpack_bytes(struct unpack *from, size_t *length);

#endif
