/* Every action of the workstation, declared once. Key parser, help screen, key bar, palette, manual and the
 * "unknown action" message of keymaps come from this table.
 *
 * The catalogue holds for each the word of the key bar and one sentence of help: COMMAND_X and
 * COMMAND_X_HELP, X being the name in capitals with '_' for '-'. */
#ifndef UI_COMMAND_H
#define UI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

enum command {
    COMMAND_NONE,
    /* the same on every screen */
    COMMAND_HELP,
    COMMAND_WHY,
    COMMAND_FIND,
    COMMAND_LIST,
    COMMAND_PUT_ASIDE,
    COMMAND_COMMIT,
    COMMAND_LEAVE,
    COMMAND_WAITING,
    COMMAND_BACK,
    COMMAND_SETTINGS,
    COMMAND_SEARCH,
    /* the counter's own */
    COMMAND_MATERIALS,
    COMMAND_SCAN,
    COMMAND_HAS_NOT,
    /* the reviewer's own (materials too) */
    COMMAND_DOUBT,
    COMMAND_ASK,
    COMMAND_MARK,
    COMMAND_MARK_LIKE,
    /* the supervisor's own */
    COMMAND_PEOPLE,
    COMMAND_REASSIGN,
    COMMAND_AUTHORISE,
    COMMAND_REPORT,
    COMMAND_READS,
    COMMAND_WATCH,
    COMMAND_ABSENCES,
    COMMAND_SAMPLE_RULES,
    /* moving */
    COMMAND_NEXT_THING,
    COMMAND_NEXT_FIELD,
    COMMAND_PREVIOUS_FIELD,
    COMMAND_DOWN,
    COMMAND_UP,
    COMMAND_GROUP_NEXT,
    COMMAND_GROUP_PREVIOUS,
    /* in a field */
    COMMAND_CURSOR_LEFT,
    COMMAND_CURSOR_RIGHT,
    COMMAND_CURSOR_START,
    COMMAND_CURSOR_END,
    COMMAND_DELETE_LEFT,
    COMMAND_DELETE_RIGHT,
    COMMAND_EMPTY,
    COMMAND_FIELD_EXIT, /* erases to the end, then goes on as next-field */
    COMMAND_UNDO,
    COMMAND_COPY_PREVIOUS,
    /* pictures */
    COMMAND_LARGER,
    COMMAND_SMALLER,
    COMMAND_ROTATE,
    COMMAND_COUNT,
};

/* The desks that have keys of their own: sections of a keymap. Every screen belongs to one. */
enum section { SECTION_EVERYWHERE, SECTION_COUNTER, SECTION_REVIEW, SECTION_SUPERVISOR, SECTION_COUNT };

/* The name as keymaps write it ("has-not"); "" for COMMAND_NONE. */
const char *command_name(enum command command);

/* COMMAND_NONE where no command has that name. */
enum command command_find(const char *name);

/* The command whose name is closest by edits, three at the most; COMMAND_NONE where none comes near. */
enum command command_nearest(const char *name);

/* The word of the key bar and the sentence of the help screen, in the language of the process. */
const char *command_label(enum command command);
const char *command_help(enum command command);

/* True for what the line editor does by itself (cursor, delete, empty, undo). */
bool command_edits(enum command command);

const char *section_name(enum section section);
/* SECTION_COUNT where no section has that name. */
enum section section_find(const char *name);
enum section section_nearest(const char *name);

#endif
