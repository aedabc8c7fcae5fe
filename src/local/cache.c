#include "local/cache.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "local/journal_file.h"

enum { CONTENT_MOST = 16 * 1024 * 1024, DIGEST = crypto_hash_sha256_BYTES };

#define NAME_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"

static bool name_good(const char *name)
{
    size_t length = strspn(name, NAME_CHARACTERS);
    return length > 0 && !name[length] && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* FOLDER/cache, made if it is missing. */
static bool folder_there(const char *folder)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/cache", folder);
    int opened = journal_file_folder(buffer_string(&path));
    buffer_free(&path);
    return opened >= 0 && close(opened) == 0;
}

static bool file_put(const char *path, const void *bytes, size_t length)
{
    unsigned char digest[DIGEST];
    struct buffer fresh = {0};
    buffer_format(&fresh, "%s~XXXXXX", path); /* '~' is in no name */
    int file = mkostemp(fresh.data, O_CLOEXEC);
    bool put = false;
    if (file >= 0) {
        crypto_hash_sha256(digest, bytes, length);
        put = journal_file_write(file, 0, bytes, length) &&
              journal_file_write(file, (off_t)length, digest, DIGEST);
        put = close(file) == 0 && put && rename(fresh.data, path) == 0;
        if (!put)
            unlink(fresh.data);
    }
    buffer_free(&fresh);
    return put;
}

bool cache_get(const char *folder, const char *name, struct buffer *out)
{
    unsigned char digest[DIGEST];
    struct buffer path = {0}, file = {0};
    struct error error = {0};
    if (!name_good(name))
        return false;
    buffer_format(&path, "%s/cache/%s", folder, name);
    bool got = file_read(buffer_string(&path), CONTENT_MOST + DIGEST, &file, &error) && file.length >= DIGEST;
    if (got) {
        size_t length = file.length - DIGEST;
        crypto_hash_sha256(digest, (const unsigned char *)file.data, length);
        got = memcmp(digest, file.data + length, DIGEST) == 0;
        if (got)
            buffer_append(out, file.data, length);
    }
    error_free(&error);
    buffer_free(&file);
    buffer_free(&path);
    return got;
}

bool cache_put(const char *folder, const char *name, const void *bytes, size_t length)
{
    struct buffer path = {0}, there = {0};
    if (!name_good(name) || length > CONTENT_MOST)
        return false;
    bool put = cache_get(folder, name, &there) && there.length == length &&
               (length == 0 || memcmp(there.data, bytes, length) == 0);
    if (!put && folder_there(folder)) {
        buffer_format(&path, "%s/cache/%s", folder, name);
        put = file_put(buffer_string(&path), bytes, length);
    }
    buffer_free(&there);
    buffer_free(&path);
    return put;
}
