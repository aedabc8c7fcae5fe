/* What the database has said once and never changes (versions of definitions), kept on this machine's disk so
 * that work goes on without the database. Nothing personal goes in here; it is not encrypted. Each file ends
 * in the SHA-256 of its content: a damaged one counts as not there.
 *
 * Files: FOLDER/cache/NAME, NAME of [A-Za-z0-9._-] only. */
#ifndef LOCAL_CACHE_H
#define LOCAL_CACHE_H

#include <stdbool.h>

#include "base/buffer.h"

/* Written whole or not at all (a new file, renamed); content that is there already is left alone. Does not
 * wait for the disk: after a crash of the machine it may be gone. False: it could not be, or is over 16 MiB;
 * nothing hangs on it. */
bool cache_put(const char *folder, const char *name, const void *bytes, size_t length);

/* Appends the content; false: not there or damaged. */
bool cache_get(const char *folder, const char *name, struct buffer *out);

#endif
