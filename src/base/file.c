#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SIZE_TEXT = 48 };

static bool file_refused(const char *path, struct error *error)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return error_set(error, "E_FILE_MISSING", "path", path, NULL);
    if (errno == EACCES || errno == EPERM)
        return error_set(error, "E_FILE_DENIED", "path", path, NULL);
    return error_set(error, "E_FILE_UNREADABLE", "path", path, "why", strerror(errno), NULL);
}

/* "10 MB", "3.2 GB": tenths, rounded up, so that what is too large never looks as if it fitted. */
static void size_write(long long bytes, char to[SIZE_TEXT])
{
    static const char *const units[] = {"KB", "MB", "GB"};
    long long unit = 1024;
    int at = 0;
    while (at < 2 && bytes >= unit * 1024) {
        unit *= 1024;
        at++;
    }
    long long whole = bytes / unit, tenths = ((bytes % unit) * 10 + unit - 1) / unit;
    if (tenths == 10) {
        whole++;
        tenths = 0;
    }
    if (tenths)
        snprintf(to, SIZE_TEXT, "%lld.%lld %s", whole, tenths, units[at]);
    else
        snprintf(to, SIZE_TEXT, "%lld %s", whole, units[at]);
}

static bool file_fits(const char *path, const struct stat *given, size_t most, struct error *error)
{
    char size[SIZE_TEXT], limit[SIZE_TEXT];
    if (S_ISDIR(given->st_mode))
        return error_set(error, "E_FILE_DIRECTORY", "path", path, NULL);
    if (!S_ISREG(given->st_mode))
        return error_set(error, "E_FILE_KIND", "path", path, NULL);
    if (given->st_size == 0)
        return error_set(error, "E_FILE_EMPTY", "path", path, NULL);
    size_write((long long)given->st_size, size);
    size_write((long long)most, limit);
    if ((size_t)given->st_size > most)
        return error_set(error, "E_FILE_LARGE", "path", path, "size", size, "most", limit, NULL);
    return true;
}

static bool file_same(const struct stat *before, const struct stat *after)
{
    return before->st_size == after->st_size && before->st_mtim.tv_sec == after->st_mtim.tv_sec &&
           before->st_mtim.tv_nsec == after->st_mtim.tv_nsec;
}

static bool file_read_open(int descriptor, const char *path, size_t most, struct buffer *bytes,
                           struct error *error)
{
    struct stat before, after;
    if (fstat(descriptor, &before) != 0)
        return file_refused(path, error);
    if (!file_fits(path, &before, most, error))
        return false;
    buffer_reserve(bytes, (size_t)before.st_size + 1); /* one more: a file that grows is noticed */
    while (bytes->length <= (size_t)before.st_size) {
        ssize_t got =
            read(descriptor, bytes->data + bytes->length, (size_t)before.st_size + 1 - bytes->length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return file_refused(path, error);
        if (got == 0)
            break;
        bytes->length += (size_t)got;
    }
    bytes->data[bytes->length] = '\0';
    if (fstat(descriptor, &after) != 0 || !file_same(&before, &after) ||
        bytes->length != (size_t)before.st_size)
        return error_set(error, "E_FILE_CHANGED", "path", path, NULL);
    return true;
}

bool file_read(const char *path, size_t most, struct buffer *bytes, struct error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0)
        return file_refused(path, error);
    bool read = file_read_open(descriptor, path, most, bytes, error);
    close(descriptor);
    if (!read)
        buffer_clear(bytes);
    return read;
}

static bool file_fill(int descriptor, const struct buffer *bytes)
{
    for (size_t done = 0; done < bytes->length;) {
        ssize_t wrote = write(descriptor, buffer_string(bytes) + done, bytes->length - done);
        if (wrote < 0 && errno != EINTR)
            return false;
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    return fsync(descriptor) == 0;
}

bool file_write(const char *path, const struct buffer *bytes, struct error *error)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0 && errno == EEXIST)
        return error_set(error, "E_FILE_EXISTS", "path", path, NULL);
    if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR || errno == EACCES || errno == EPERM))
        return file_refused(path, error);
    bool good = descriptor >= 0 && file_fill(descriptor, bytes);
    int why = errno;
    good = (descriptor < 0 || close(descriptor) == 0) && good;
    if (!good && descriptor >= 0)
        unlink(path);
    return good || error_set(error, "E_FILE_UNWRITABLE", "path", path, "why", strerror(why), NULL);
}
