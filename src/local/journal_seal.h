/* How the local journal's bytes are sealed; no file is touched here. For journal*.c and their tests.
 *
 * A file is a header and a chain of frames. The header (64 bytes): 8 bytes of mark and version, the salt,
 * then the check: an empty message sealed under the key, which tells another password from the right one. A
 * frame:
 *
 *     nonce 24 | kind 1 and length 4, sealed | content, sealed | 1 byte that is not 0
 *
 * The content is sealed under the nonce + 1. Salt, number of the frame and tag of the frame before it (the
 * header's check before the first) are authenticated with both: so the frames of this file, from its first,
 * in their order, are the only ones that open, and one that was overwritten or erased does not come back
 * among newer ones. Frame 0 is the base record and is in every file; the chain of the others begins at the
 * header too, so that the base can be replaced under them.
 *
 * A frame that was torn by a crash ends early, or in zeros where the file had been made longer before its
 * bytes came. As the head has a seal of its own and the last byte is never 0, such a frame is told from one
 * whose bytes were changed. */
#ifndef LOCAL_JOURNAL_SEAL_H
#define LOCAL_JOURNAL_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum {
    SEAL_SALT = 16,
    SEAL_NONCE = 24,
    SEAL_TAG = 16,
    SEAL_HEADER = 8 + SEAL_SALT + SEAL_NONCE + SEAL_TAG,
    SEAL_HEAD = SEAL_NONCE + 5 + SEAL_TAG,        /* the beginning of a frame that tells its length */
    SEAL_OVERHEAD = SEAL_HEAD + SEAL_TAG + 1,     /* what a frame has beside its content */
    SEAL_CONTENT_MOST = 16 * 1024 * 1024 + 65536, /* bytes: a page of 16 MiB and the words on it */
};

/* What a guess at the password costs: passes, and bytes of memory (crypto_pwhash's opslimit and memlimit).
 * Not kept in the file: a file opens at the price at which it was made. */
struct seal_price {
    unsigned long long passes;
    size_t memory;
};

struct seal_price seal_price_full(void);  /* crypto_pwhash's INTERACTIVE: 64 MiB, about 0.1 s */
struct seal_price seal_price_least(void); /* nothing, for tests */

struct seal {
    char *key; /* by secret_get() */
    unsigned char header[SEAL_HEADER];
};

enum seal_result { SEAL_OPEN, SEAL_OTHER_KEY, SEAL_NO_MEMORY };

/* A new file's header, and the key to it: SEAL_OPEN or SEAL_NO_MEMORY. */
enum seal_result seal_make(struct seal *seal, const char *password, struct seal_price price);

/* The key to a file by its header. A header that was damaged counts as one under another password. */
enum seal_result seal_open(struct seal *seal, const unsigned char header[SEAL_HEADER], const char *password,
                           struct seal_price price);
void seal_free(struct seal *seal); /* wipes the key */

/* A place in the chain: the frame that comes next. */
struct seal_link {
    uint64_t number;
    unsigned char before[SEAL_TAG]; /* the tag that it is bound to */
};

struct seal_link seal_link_base(const struct seal *seal);  /* before the base record */
struct seal_link seal_link_first(const struct seal *seal); /* before the first of the others */

/* Appends the frame of one record and moves the link behind it. length <= SEAL_CONTENT_MOST. */
void seal_frame(const struct seal *seal, struct seal_link *link, char kind, const void *bytes, size_t length,
                struct buffer *out);

/* Opens the first SEAL_HEAD bytes of a frame: its kind and the length of its content. */
bool seal_head(const struct seal *seal, const struct seal_link *link, const unsigned char *frame, char *kind,
               size_t *length);

/* Opens the content of a whole frame into `to` (length bytes, may be NULL if none) and moves the link behind
 * it. */
bool seal_content(const struct seal *seal, struct seal_link *link, const unsigned char *frame, size_t length,
                  unsigned char *to);

#endif
