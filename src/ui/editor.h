/* The line editor: one line of text, a cursor, an undo history and a window of cells that follows the cursor;
 * with `lines` several of them, which editor_lines.h wraps and draws. Pure. Movements and deletions go by
 * cluster (a character with its combining marks). Fill the settings, then call the verbs; read the rest. A
 * zeroed struct is an empty editor without bounds. */
#ifndef UI_EDITOR_H
#define UI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "term/canvas.h"
#include "term/key.h"
#include "ui/command.h"

struct editor_step; /* one step of the undo history */

struct editor {
    /* settings */
    size_t most;    /* code points at the most; 0: EDITOR_MOST */
    bool halfwidth; /* code, number, date, search: full-width forms are read as ASCII */
    bool no_hanzi;  /* characters beyond ASCII are refused (EDITOR_REFUSED) */
    bool masked;    /* a password: nothing is shown, not even its length; no undo, memory is wiped */
    bool lines;     /* a line feed may stand in it; nothing is taken from the ends of a paste */
    int width;      /* cells of the window, set by editor_width(); 0: unbounded */
    /* state */
    struct buffer text;
    size_t cursor;  /* bytes; always at a cluster's edge */
    size_t first;   /* bytes; the first cluster in the window */
    int goal;       /* of several lines: the column that up and down look for ... */
    size_t goal_at; /* ... while the cursor is where they left it */
    bool selected;  /* the whole text: see editor_select() */
    struct editor_step *history;
    size_t history_count;
};

enum { EDITOR_MOST = 4000, EDITOR_HISTORY = 200 };

/* What became of a change. */
enum editor_result {
    EDITOR_SAME,    /* nothing to do: already at the end, nothing to delete */
    EDITOR_CHANGED, /* text or cursor changed */
    EDITOR_FULL,    /* no room for it (of a paste: the part that had room was taken) */
    EDITOR_REFUSED, /* a control or invisible character, or a hanzi where none may stand (of a paste: the rest
                       was taken) */
};

/* Frees and wipes; settings are zeroed too. */
void editor_free(struct editor *editor);

const char *editor_text(const struct editor *editor);

/* Replaces the text (cleaned like a paste), cursor at the end; forgets the history. */
void editor_set(struct editor *editor, const char *text);

/* Marks the whole text, a value that was refused: the first character or paste that is taken replaces it, as
 * one step that can be undone; any movement or deletion works on it as it stands. */
void editor_select(struct editor *editor);

/* Replaces the text as one step that can be undone (Ctrl-D, a choice from a list). */
enum editor_result editor_replace(struct editor *editor, const char *text);

/* Sets the window's cells and moves it to the cursor. */
void editor_width(struct editor *editor, int cells);

enum editor_result editor_insert(struct editor *editor, uint32_t code_point);

/* Newlines, tabs and controls become single blanks, at both ends none; invisible characters are dropped. Of
 * several lines newlines stay, tabs become blanks, controls are dropped. One step. */
enum editor_result editor_paste(struct editor *editor, const char *text, size_t length);

enum editor_result editor_left(struct editor *editor);
enum editor_result editor_right(struct editor *editor);
/* Of several lines: of the row in the window, once more: of the line. */
enum editor_result editor_home(struct editor *editor);
enum editor_result editor_end(struct editor *editor);
/* To bytes at a cluster's edge. */
enum editor_result editor_go(struct editor *editor, size_t position);
enum editor_result editor_backspace(struct editor *editor);
enum editor_result editor_delete(struct editor *editor);
enum editor_result editor_empty(struct editor *editor);
/* Erases from the cursor to the end; of several lines, of this line. */
enum editor_result editor_cut(struct editor *editor);

/* Back by one change; EDITOR_SAME when there is none left. */
enum editor_result editor_undo(struct editor *editor);

/* The verb of a command (command_edits()); EDITOR_SAME for other commands. */
enum editor_result editor_command(struct editor *editor, enum command command);

/* A character or a paste; EDITOR_SAME for other keys. */
enum editor_result editor_key(struct editor *editor, const struct key *key);

/* Cells from the window's left edge to the cursor, 0..width-1; 0 of several lines. */
int editor_cursor_column(const struct editor *editor);

/* Draws the window, blanks up to its width (the given cells where width is 0); of a masked one only blanks.
 */
void editor_draw(const struct editor *editor, struct canvas *canvas, int row, int column, int cells,
                 enum role role);

#endif
