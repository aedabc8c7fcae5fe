/* The text of a line editor as such: what may stand in it, put in at the cursor and cut out. No history and
 * no window: those are of editor.c, which alone uses this. */
#ifndef UI_EDITOR_CONTENT_H
#define UI_EDITOR_CONTENT_H

#include "ui/editor.h"

/* Frees it, its memory wiped: it may be a password. */
void editor_content_wipe(struct buffer *text);

/* Cuts bytes out; the cursor goes to where they were. */
void editor_content_cut(struct editor *editor, size_t from, size_t to);

/* Puts a character at the cursor. */
enum editor_result editor_content_put(struct editor *editor, uint32_t code_point);

/* Puts foreign text at the cursor, cleaned; a run of controls becomes one blank, none at the ends. Of several
 * lines what ends a line is a line feed, whoever wrote it. */
enum editor_result editor_content_put_text(struct editor *editor, const char *text, size_t length);

#endif
