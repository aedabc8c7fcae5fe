/* The local journal: what somebody entered at this machine and the database does not have yet. Append-only,
 * encrypted and authenticated, on the disk (fdatasync) when an append returns, erased when nothing in it is
 * needed any more.
 *
 * One file a person and database: FOLDER/NAME.journal (bytes of NAME that are no letters, digits, '_' or '-'
 * as %XX), mode 0600 in a folder of mode 0700, locked while it is open (flock): a second program of the same
 * person on this machine gets NAME.2.journal, and so on to 9. What a program that died left in a file that
 * nobody has locked is taken over into the own one at opening, and is on the disk there before that file
 * goes: a crash between the two doubles records, so what they say must bear to be done twice. A file under
 * another password, or one for which there is no room, stays where it is.
 *
 * The key comes from the person's password: Argon2id (libsodium's crypto_pwhash, limits INTERACTIVE) with the
 * salt of the file. Each record is sealed by XChaCha20-Poly1305 (crypto_aead_xchacha20poly1305_ietf) with a
 * random nonce; its number, the record before it and the file's salt are authenticated with it, so that no
 * record can be changed, moved, repeated or left out in the middle. What does not open is cut off with all
 * that stands behind it: only whole records were ever promised. (Who can write the file can still take away
 * its end, or put a former state of the whole file in its place.) The bytes: journal_seal.h.
 *
 * Only local/ includes libsodium. The key lies in locked memory and is wiped at closing. */
#ifndef LOCAL_JOURNAL_H
#define LOCAL_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct journal;

/* $XDG_STATE_HOME/yichuang, else $HOME/.local/state/yichuang; to be freed. Nothing is made. */
char *journal_folder(void);

/* Opens or makes it. Takes about 0.1 s and 64 MiB for the key: call it in a worker, not on the loop.
 *
 * E_JOURNAL_FOLDER {path, what}: the folder or file cannot be made, opened or written (no home, read-only,
 * disk full). E_JOURNAL_KEY {path}: there is one, under another password. E_JOURNAL_CROWDED {path}: nine
 * programs of this person run here. */
struct journal *journal_open(const char *folder, const char *name, const char *password, struct error *error);
void journal_close(struct journal **journal);

/* Whether FOLDER/NAME.journal is there: something that a person could sign on with. Makes nothing. */
bool journal_exists(const char *folder, const char *name);

/* Renames the file that journal_open() took for its own, and found under another password, to the first free
 * NAME.aside-1, -2, ...: a journal under a former password is kept and not in the way. One that a running
 * program has is never renamed. False: it could not. */
bool journal_set_aside(const char *folder, const char *name);

/* What was cut off at opening had been changed behind our back (a bad disk, somebody's hand): it was more
 * than the one record that a crash in the middle of an append tears. NULL gives false. */
bool journal_damaged(const struct journal *journal);

/* Every record of the file in its order, the base record first, those taken over from dead programs last;
 * bytes are borrowed for the call. Not from inside a call. */
typedef void journal_record(void *owner, char kind, const void *bytes, size_t length);
void journal_read(struct journal *journal, journal_record *call, void *owner);

/* At most 16 MiB and 64 KiB. On the disk when it returns true: one write, one fdatasync. False:
 * E_JOURNAL_WRITE {path, what}; the file is as it was before, and a later append may succeed again. */
bool journal_append(struct journal *journal, char kind, const void *bytes, size_t length,
                    struct error *error);

/* The same without waiting for the disk: for what is only a saving (an answer that came), or is followed by
 * an append at once, which takes it to the disk too. */
bool journal_note(struct journal *journal, char kind, const void *bytes, size_t length, struct error *error);

/* The one record that journal_erase() keeps: replaces the former one. Writes the whole file anew beside the
 * old one, so a crash leaves one of the two; for once in a while. On the disk when it returns true; false:
 * E_JOURNAL_WRITE {path, what}. A program that takes over from a dead one takes its base if it has none. */
bool journal_base(struct journal *journal, char kind, const void *bytes, size_t length, struct error *error);

/* Empties the file but for the base record; cheap, does not wait for the disk: after a crash of the machine
 * its records may be there again. */
bool journal_erase(struct journal *journal, struct error *error);

/* Nothing but the base record is in it. */
bool journal_empty(const struct journal *journal);

#endif
