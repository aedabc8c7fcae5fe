/* Which key runs which command. Keymaps are files in the users' own format, keymaps/NAME.yaml, complete and
 * commented; yichuang-keymap(5) describes them. A key is looked up in the screen's section first, then under
 * `everywhere`. */
#ifndef UI_KEYMAP_H
#define UI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "spec/faults.h"
#include "term/key.h"
#include "ui/command.h"

struct keymap;

/* Reads NAME.yaml from the first of the folders that has it (folders: NULL-terminated, e.g. "keymaps", the
 * share folder). On failure: E_KEYMAP_NAME {name}, E_KEYMAP_MISSING {name, folders}, or E_KEYMAP_FAULTS
 * {file, count}; then faults holds every fault at its place, to be printed "file:line:column: sentence". */
struct keymap *keymap_load(const char *const *folders, const char *name, struct spec_faults *faults,
                           struct error *error);

/* The same from text; file stands in the messages only. */
struct keymap *keymap_read(const char *text, size_t length, const char *file, struct spec_faults *faults,
                           struct error *error);

struct keymap *keymap_copy(const struct keymap *keymap);
void keymap_free(struct keymap **keymap);

/* Gives a key another command, over what the file says: somebody's own. Under `everywhere` it holds at all
 * desks. What can be given: function keys, Ctrl or Alt with a character, Insert, the keypad's signs; the
 * others mean the same for everybody. Nothing is changed with E_KEYMAP_OWN {key}, E_KEYMAP_RESERVED {key}, or
 * E_KEYMAP_LAST {key, command}: that command, without which nobody gets anywhere, would have no key left. */
bool keymap_set(struct keymap *keymap, enum section section, const struct key *key, enum command command,
                struct error *error);

/* COMMAND_NONE where the key means nothing in that section. */
enum command keymap_command(const struct keymap *keymap, enum section section, const struct key *key);

/* The first key of a command in that section, function keys before others; false where it has none. */
bool keymap_key(const struct keymap *keymap, enum section section, enum command command, struct key *key);

/* All keys of a command in that section, "F9 Alt-9"; "" where it has none. Function keys first. */
void keymap_keys(const struct keymap *keymap, enum section section, enum command command, struct buffer *out);

#endif
