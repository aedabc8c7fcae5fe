/* What the bodies of journal.h share, and what its tests use. */
#ifndef LOCAL_JOURNAL_INSIDE_H
#define LOCAL_JOURNAL_INSIDE_H

#include <sys/types.h>

#include "base/buffer.h"
#include "local/journal.h"
#include "local/journal_seal.h"

#define JOURNAL_NEW ".new" /* behind the name of a file that is being written to take its place */

struct journal {
    int folder, file;  /* open; the lock hangs on the file; -1: not yet */
    int number;        /* which of the person's files, from 1 */
    char *name, *path; /* within the folder; whole, for messages */
    struct seal seal;
    bool based;            /* a base record was given */
    off_t first, end;      /* where the records behind the base begin, where the next one goes */
    struct seal_link next; /* what the next one is sealed to */
    bool ragged;           /* behind end stands what a failed append left: to be cut off before the next */
    bool damaged;
    struct buffer frame; /* the one that is written or read now */
};

/* journal_open() at another price of the key. */
struct journal *journal_open_priced(const char *folder, const char *name, const char *password,
                                    struct seal_price price, struct error *error);

/* Opens and locks one of the person's files; NULL: it cannot be had, the error tells why (none if another
 * program has it, or if it is not there and make is false). */
struct journal *journal_open_number(const char *folder, const char *name, int number, bool make,
                                    const char *password, struct seal_price price, struct error *error);

/* Takes over what dead programs left in the files behind this one. What cannot be (another password, no room)
 * stays where it is. */
void journal_take_over(struct journal *journal, const char *folder, const char *name, const char *password,
                       struct seal_price price);

/* code {path, what}, what from errno. Returns false. */
bool journal_refuse(const struct journal *journal, const char *code, struct error *error);

/* Seals a record at the end of the file without syncing it. */
bool journal_put(struct journal *journal, char kind, const void *bytes, size_t length, struct error *error);

/* Sets the end back to where it was, with the link that belongs to it. */
void journal_back(struct journal *journal, off_t end, struct seal_link next);

enum journal_frame {
    JOURNAL_WHOLE,
    JOURNAL_NONE,    /* the file ends here */
    JOURNAL_TORN,    /* cut off in an append */
    JOURNAL_CHANGED, /* what stands here was not left by an append that was cut off */
    JOURNAL_UNREAD,  /* errno tells why */
};

struct journal_content {
    char kind;
    unsigned char *bytes; /* within journal->frame */
    size_t length;
};

/* Reads the frame at a place of a file of this size; if it is whole, place and link go behind it. */
enum journal_frame journal_frame_read(struct journal *journal, off_t size, off_t *at, struct seal_link *link,
                                      struct journal_content *content);

/* Reads the base record, if there is one, or all the others. False: not all of them could be read. */
enum journal_part { JOURNAL_BASE, JOURNAL_RECORDS };
bool journal_read_part(struct journal *journal, enum journal_part part, journal_record *call, void *owner);

/* Forgets the frame: wiped, and its memory given back if it was large. */
void journal_frame_forget(struct journal *journal);

#endif
