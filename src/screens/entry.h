/* A few labelled fields one under the other, for the small forms of a supervisor. Pure; what is typed is
 * judged by the screen. */
#ifndef SCREENS_ENTRY_H
#define SCREENS_ENTRY_H

#include "term/canvas.h"
#include "ui/command.h"
#include "ui/editor.h"

enum { ENTRY_MOST = 4 };

/* Settings: labels and count, and those of the editors; at is where the cursor stands. */
struct entry {
    const char *const *labels; /* catalogue codes */
    int count;                 /* fields, ENTRY_MOST at the most */
    int at;
    struct editor fields[ENTRY_MOST];
};

void entry_free(struct entry *entry);

/* The typed text of a field. */
const char *entry_text(const struct entry *entry, int field);

/* Goes there; what it holds is marked, so that typing replaces it. */
void entry_go(struct entry *entry, int field);

/* Enter, Tab and the arrows go through the fields; false: another command, or there is no further field. */
bool entry_command(struct entry *entry, enum command command);

/* So many cells are left for each field beside the labels. */
void entry_width(struct entry *entry, int cells);

/* One row for each field, from the area's top. */
void entry_draw(const struct entry *entry, struct canvas *canvas, struct area area);
void entry_cursor(const struct entry *entry, struct canvas *canvas, struct area area);

#endif
