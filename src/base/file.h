/* Reading and writing a file that a person named. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

enum {
    FILE_MATERIAL_MOST = 10 * 1024 * 1024
}; /* bytes; the database's setting material_bytes has the last word */

/* Reads a whole regular file into an empty buffer. Never waits on a pipe or a device. Errors, each with
 * {path}: E_FILE_MISSING, E_FILE_DIRECTORY, E_FILE_KIND (neither file nor directory), E_FILE_EMPTY,
 * E_FILE_LARGE {size, most: as people read sizes, "11 MB"}, E_FILE_DENIED, E_FILE_UNREADABLE {why},
 * E_FILE_CHANGED (while it was read: size or time of change differ afterwards). */
bool file_read(const char *path, size_t most, struct buffer *bytes, struct error *error);

/* Writes a new file, which nobody else may read, and has it on the disk. Errors, each with {path}:
 * E_FILE_EXISTS (nothing is ever overwritten), E_FILE_MISSING (its folder), E_FILE_DENIED, E_FILE_UNWRITABLE
 * {why}; then nothing of it is left. */
bool file_write(const char *path, const struct buffer *bytes, struct error *error);

#endif
