#include "local/journal_seal.h"

#include <sodium.h>
#include <string.h>

#include "local/secret.h"

_Static_assert(SEAL_SALT == crypto_pwhash_SALTBYTES, "salt");
_Static_assert(SEAL_NONCE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(SEAL_TAG == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag");

enum {
    MARK = 8,
    KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    HEAD_PLAIN = 5,                   /* kind 1, length 4 (little-endian) */
    BOUND = SEAL_SALT + 8 + SEAL_TAG, /* what is authenticated with a frame: salt, number, tag before */
    FRAME_END = '\n',
};

static const unsigned char mark[MARK] = {'y', 'c', 'j', 'r', 'n', 'l', '0', '1'};

struct seal_price seal_price_full(void)
{
    return (struct seal_price){crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
}

struct seal_price seal_price_least(void)
{
    return (struct seal_price){crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};
}

static unsigned char *seal_key(const struct seal *seal)
{
    return (unsigned char *)seal->key;
}

/* The key from password and salt; false without memory for it. */
static bool seal_derive(struct seal *seal, const char *password, struct seal_price price)
{
    seal->key = secret_get(KEY);
    if (crypto_pwhash(seal_key(seal), KEY, password, strlen(password), seal->header + MARK, price.passes,
                      price.memory, crypto_pwhash_ALG_ARGON2ID13) == 0)
        return true;
    seal_free(seal);
    return false;
}

enum seal_result seal_make(struct seal *seal, const char *password, struct seal_price price)
{
    unsigned char *nonce = seal->header + MARK + SEAL_SALT;
    memcpy(seal->header, mark, MARK);
    randombytes_buf(seal->header + MARK, SEAL_SALT);
    randombytes_buf(nonce, SEAL_NONCE);
    if (!seal_derive(seal, password, price))
        return SEAL_NO_MEMORY;
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + SEAL_NONCE, NULL, NULL, 0, seal->header,
                                               MARK + SEAL_SALT, NULL, nonce, seal_key(seal));
    return SEAL_OPEN;
}

enum seal_result seal_open(struct seal *seal, const unsigned char header[SEAL_HEADER], const char *password,
                           struct seal_price price)
{
    const unsigned char *nonce = seal->header + MARK + SEAL_SALT;
    memcpy(seal->header, header, SEAL_HEADER);
    if (memcmp(header, mark, MARK) != 0)
        return SEAL_OTHER_KEY;
    if (!seal_derive(seal, password, price))
        return SEAL_NO_MEMORY;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(NULL, NULL, NULL, nonce + SEAL_NONCE, SEAL_TAG,
                                                   seal->header, MARK + SEAL_SALT, nonce,
                                                   seal_key(seal)) == 0)
        return SEAL_OPEN;
    seal_free(seal);
    return SEAL_OTHER_KEY;
}

void seal_free(struct seal *seal)
{
    secret_free(&seal->key);
}

struct seal_link seal_link_base(const struct seal *seal)
{
    struct seal_link link = {.number = 0};
    memcpy(link.before, seal->header + SEAL_HEADER - SEAL_TAG, SEAL_TAG);
    return link;
}

struct seal_link seal_link_first(const struct seal *seal)
{
    struct seal_link link = seal_link_base(seal);
    link.number = 1;
    return link;
}

static void seal_bound(const struct seal *seal, const struct seal_link *link, unsigned char bound[BOUND])
{
    memcpy(bound, seal->header + MARK, SEAL_SALT);
    for (int i = 0; i < 8; i++)
        bound[SEAL_SALT + i] = (unsigned char)(link->number >> (8 * i));
    memcpy(bound + SEAL_SALT + 8, link->before, SEAL_TAG);
}

/* Behind a frame with this tag. */
static void seal_link_move(struct seal_link *link, const unsigned char *tag)
{
    link->number++;
    memcpy(link->before, tag, SEAL_TAG);
}

static void content_nonce(const unsigned char *frame, unsigned char nonce[SEAL_NONCE])
{
    memcpy(nonce, frame, SEAL_NONCE);
    sodium_increment(nonce, SEAL_NONCE);
}

void seal_frame(const struct seal *seal, struct seal_link *link, char kind, const void *bytes, size_t length,
                struct buffer *out)
{
    unsigned char head[HEAD_PLAIN] = {(unsigned char)kind}, bound[BOUND], nonce[SEAL_NONCE];
    buffer_reserve(out, SEAL_OVERHEAD + length);
    unsigned char *frame = (unsigned char *)out->data + out->length, *content = frame + SEAL_HEAD;
    for (int i = 0; i < 4; i++)
        head[1 + i] = (unsigned char)(length >> (8 * i));
    randombytes_buf(frame, SEAL_NONCE);
    content_nonce(frame, nonce);
    seal_bound(seal, link, bound);
    crypto_aead_xchacha20poly1305_ietf_encrypt(frame + SEAL_NONCE, NULL, head, HEAD_PLAIN, bound, BOUND, NULL,
                                               frame, seal_key(seal));
    crypto_aead_xchacha20poly1305_ietf_encrypt(content, NULL, bytes, length, bound, BOUND, NULL, nonce,
                                               seal_key(seal));
    content[length + SEAL_TAG] = FRAME_END;
    seal_link_move(link, content + length);
    out->length += SEAL_OVERHEAD + length;
    out->data[out->length] = '\0';
}

bool seal_head(const struct seal *seal, const struct seal_link *link, const unsigned char *frame, char *kind,
               size_t *length)
{
    unsigned char head[HEAD_PLAIN], bound[BOUND];
    seal_bound(seal, link, bound);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(head, NULL, NULL, frame + SEAL_NONCE,
                                                   HEAD_PLAIN + SEAL_TAG, bound, BOUND, frame,
                                                   seal_key(seal)) != 0)
        return false;
    *kind = (char)head[0];
    *length = 0;
    for (int i = 0; i < 4; i++)
        *length |= (size_t)head[1 + i] << (8 * i);
    return *length <= SEAL_CONTENT_MOST;
}

bool seal_content(const struct seal *seal, struct seal_link *link, const unsigned char *frame, size_t length,
                  unsigned char *to)
{
    const unsigned char *content = frame + SEAL_HEAD;
    unsigned char bound[BOUND], nonce[SEAL_NONCE];
    content_nonce(frame, nonce);
    seal_bound(seal, link, bound);
    if (content[length + SEAL_TAG] != FRAME_END ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(to, NULL, NULL, content, length + SEAL_TAG, bound, BOUND,
                                                   nonce, seal_key(seal)) != 0)
        return false;
    seal_link_move(link, content + length);
    return true;
}
