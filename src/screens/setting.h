/* What belongs to a person wherever they sit (desk.setting_list): keymap, own keys, language, borders,
 * colours, phrases. Read while signing on and kept with the desk's record, so that a window that is cut off
 * has it too. What the command line said goes before for that run, and is stored nowhere.
 *
 * Names: "keymap", "language" (zh, en), "borders" and "colours" (as term/term.h reads them),
 * "key:SECTION:KEY" with an action as value, "phrase:KIND:N". A setting that this program does not understand
 * is left alone and told once. */
#ifndef SCREENS_SETTING_H
#define SCREENS_SETTING_H

#include "screens/desk.h"

/* Replaces what is known by the rows of desk.setting_list() (name, value), and applies it. */
void settings_take(struct desk *desk, const struct store_reply *reply);

/* The same from this machine's record; both texts are taken over. settings_apply() follows. */
void settings_begin(struct desk *desk);
void settings_add(struct desk *desk, char *name, char *value);

/* Puts keymap, language and looks into force as the settings say now; tells what could not be used. */
void settings_apply(struct desk *desk);

/* NULL: not set. */
const char *setting_value(const struct desk *desk, const char *name);

/* Sets it here at once and in the database; NULL takes it away. False, told: the database is away. A refusal
 * is told when it comes, and what the database has comes back. */
bool setting_put(struct desk *desk, const char *name, const char *value);

/* The parts of "key:SECTION:KEY"; false: it is none, or of another program's. */
bool setting_key_parse(const char *name, enum section *section, struct key *key);

/* Forgets the person's and goes back to what the program was started with. desk->ui may be gone (NULL). */
void settings_forget(struct desk *desk);

#endif
