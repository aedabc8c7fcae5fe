/* The journal's files as bytes on a disk: folder, lock, whole reads and writes. No keys here. For journal*.c.
 * What fails leaves the reason in errno. */
#ifndef LOCAL_JOURNAL_FILE_H
#define LOCAL_JOURNAL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum {
    JOURNAL_FILES = 9, /* files of one person and database, so many programs at once */
    JOURNAL_FILE_MODE = 0600,
};

/* Makes the folder and its parents (0700) where they are missing, shuts it to others where it stands, and
 * opens it. -1: it cannot be used. */
int journal_file_folder(const char *folder);

/* NAME.journal, NAME.2.journal ...; every byte of name but letters, digits, '_' and '-' becomes %XX, so that
 * no two names meet. To be freed. */
char *journal_file_name(const char *name, int number);

/* Opens a file of the folder and locks it until it is closed; makes it (0600) if asked. -1: EWOULDBLOCK,
 * another program has it; ENOENT, there is none; ELOOP, it is a link; or whatever else is wrong. */
int journal_file_lock(int folder, const char *name, bool make);

/* All of it or false; reading past the end is false with EIO. */
bool journal_file_read(int file, off_t at, void *to, size_t length);
bool journal_file_write(int file, off_t at, const void *bytes, size_t length);
bool journal_file_copy(int from, off_t at, int to, off_t to_at, off_t length);

bool journal_file_cut(int file, off_t length);
bool journal_file_sync(int file);  /* fdatasync */
off_t journal_file_size(int file); /* -1: not to be had */

/* The place behind the last byte from `at` on that is not 0, or at; -1: cannot be read. */
off_t journal_file_used(int file, off_t at, off_t size);

#endif
