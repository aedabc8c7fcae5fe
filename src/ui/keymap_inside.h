/* The inside of struct keymap, for the files keymap*.c alone. */
#ifndef UI_KEYMAP_INSIDE_H
#define UI_KEYMAP_INSIDE_H

#include "ui/keymap.h"

struct binding {
    struct key key;
    enum command command;
    int line;
};

struct bindings {
    struct binding *list;
    size_t count;
};

struct keymap {
    struct bindings sections[SECTION_COUNT];
};

/* Keys that always do nothing, so that no habit from elsewhere stops, freezes or ends the program. */
bool keymap_reserved(const struct key *key);

/* Without these nobody gets anywhere; closed by COMMAND_NONE. */
extern const enum command keymap_needed[];

#endif
