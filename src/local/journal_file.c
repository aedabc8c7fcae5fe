#include "local/journal_file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

enum { FOLDER_MODE = 0700, OTHERS = 077, CHUNK = 65536 };

static void close_keeping_errno(int file)
{
    int why = errno;
    close(file);
    errno = why;
}

/* A new folder is there after a crash once the one that holds it was synced. */
static void folder_made(const char *path, const char *slash)
{
    const char *top = *path == '/' ? "/" : ".";
    char *parent = slash == path ? memory_text(top) : memory_text_length(path, (size_t)(slash - path));
    int folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        fsync(folder); /* best effort: not every file system can, and the folder can be made again */
        close(folder);
    }
    free(parent);
}

/* 0, or why the first folder that is missing could not be made. */
static int folder_make(const char *folder)
{
    char *path = memory_text(folder);
    int why = *folder ? 0 : ENOENT;
    for (char *end = path; end && !why;) {
        char *slash = end;
        end = strchr(end + 1, '/');
        if (end)
            *end = '\0';
        if (mkdir(path, FOLDER_MODE) == 0)
            folder_made(path, slash);
        else if (errno != EEXIST)
            why = errno;
        if (end)
            *end = '/';
    }
    free(path);
    return why;
}

int journal_file_folder(const char *folder)
{
    struct stat found;
    int why = folder_make(folder);
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0 && why)
        errno = why;
    if (opened < 0)
        return -1;
    if (fstat(opened, &found) == 0 && (!(found.st_mode & OTHERS) || fchmod(opened, FOLDER_MODE) == 0))
        return opened;
    close_keeping_errno(opened);
    return -1;
}

char *journal_file_name(const char *name, int number)
{
    struct buffer file = {0};
    for (; *name; name++) {
        unsigned char byte = (unsigned char)*name;
        if (byte < 0x80 && (isalnum(byte) || byte == '_' || byte == '-'))
            buffer_byte(&file, *name);
        else
            buffer_format(&file, "%%%02X", byte);
    }
    if (number > 1)
        buffer_format(&file, ".%d", number);
    buffer_text(&file, ".journal");
    return buffer_take(&file);
}

/* Whether the name still means the opened file: it may have been replaced or removed before it was locked. */
static bool is_still(int folder, const char *name, int file)
{
    struct stat opened, named;
    return fstat(file, &opened) == 0 && fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

static bool is_regular(int file)
{
    struct stat found;
    if (fstat(file, &found) != 0)
        return false;
    errno = S_ISREG(found.st_mode) ? 0 : EINVAL;
    return errno == 0;
}

int journal_file_lock(int folder, const char *name, bool make)
{
    int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK | (make ? O_CREAT : 0);
    for (;;) {
        int file = openat(folder, name, flags, JOURNAL_FILE_MODE);
        if (file < 0)
            return -1;
        if (!is_regular(file) || flock(file, LOCK_EX | LOCK_NB) != 0) {
            close_keeping_errno(file);
            return -1;
        }
        if (is_still(folder, name, file))
            return file;
        close(file);
    }
}

bool journal_file_read(int file, off_t at, void *to, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t got = pread(file, (char *)to + done, length - done, at + (off_t)done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = EIO;
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

bool journal_file_write(int file, off_t at, const void *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t put = pwrite(file, (const char *)bytes + done, length - done, at + (off_t)done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put == 0)
            errno = EIO;
        if (put <= 0)
            return false;
        done += (size_t)put;
    }
    return true;
}

bool journal_file_copy(int from, off_t at, int to, off_t to_at, off_t length)
{
    char *chunk = memory_get(CHUNK, 1);
    bool copied = true;
    for (off_t done = 0; copied && done < length;) {
        size_t part = length - done < CHUNK ? (size_t)(length - done) : CHUNK;
        copied = journal_file_read(from, at + done, chunk, part) &&
                 journal_file_write(to, to_at + done, chunk, part);
        done += (off_t)part;
    }
    free(chunk);
    return copied;
}

bool journal_file_cut(int file, off_t length)
{
    int result;
    while ((result = ftruncate(file, length)) != 0 && errno == EINTR)
        ;
    return result == 0;
}

bool journal_file_sync(int file)
{
    int result;
    while ((result = fdatasync(file)) != 0 && errno == EINTR)
        ;
    return result == 0;
}

off_t journal_file_size(int file)
{
    struct stat found;
    return fstat(file, &found) == 0 ? found.st_size : -1;
}

off_t journal_file_used(int file, off_t at, off_t size)
{
    char chunk[4096];
    while (size > at) {
        size_t part = size - at < (off_t)sizeof(chunk) ? (size_t)(size - at) : sizeof(chunk);
        if (!journal_file_read(file, size - (off_t)part, chunk, part))
            return -1;
        for (size_t i = part; i > 0; i--) {
            if (chunk[i - 1])
                return size - (off_t)(part - i);
        }
        size -= (off_t)part;
    }
    return at;
}
