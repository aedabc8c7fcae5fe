/* What definitions pin (code lists and letters), each by the hash of its content: in memory once and on this
 * machine's disk once, however many items have it. Above all the regions of the whole country cost some 30 ms
 * and 1 MB each time that they are read. */
#ifndef SCREENS_PARTS_H
#define SCREENS_PARTS_H

#include <stdbool.h>

#include "spec/faults.h"
#include "spec/set.h"

struct parts; /* opaque; NULL: none yet */

/* Keeps a part that came from the database, in memory and on the disk, by its hash: its resolved text. */
void parts_add(struct parts **parts, const char *hash, const char *body);

/* Puts the part of this hash, kind (codes, letter) and code into the set, from memory or from the disk; a
 * code list is lent, so the parts have to outlive the set. False: it is not there, or cannot be read (with
 * faults). */
bool parts_lend(struct parts **parts, const char *kind, const char *code, const char *hash,
                struct spec_set *set, struct spec_faults *faults);

/* The hashes of all that are in memory, as text[]; to be freed by the caller. */
char *parts_known(const struct parts *parts);

void parts_free(struct parts **parts);

#endif
