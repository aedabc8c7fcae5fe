#include "ui/editor.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "ui/editor_content.h"
#include "ui/editor_lines.h"

struct editor_step {
    char *text;
    size_t cursor;
};

static void history_forget(struct editor *editor)
{
    for (size_t i = 0; i < editor->history_count; i++)
        free(editor->history[i].text);
    free(editor->history);
    editor->history = NULL;
    editor->history_count = 0;
}

void editor_free(struct editor *editor)
{
    history_forget(editor);
    editor_content_wipe(&editor->text);
    *editor = (struct editor){0};
}

const char *editor_text(const struct editor *editor)
{
    return buffer_string(&editor->text);
}

/* Moves the window so that the cursor, which takes a cell, stands in it. */
static void window_follow(struct editor *editor)
{
    const char *text = editor_text(editor);
    if (editor->width <= 0 || editor->lines) {
        editor->first = 0;
        return;
    }
    if (editor->first > editor->cursor)
        editor->first = editor->cursor;
    while (editor->first < editor->cursor && editor_cursor_column(editor) > editor->width - 1)
        editor->first = text_next(text, editor->first);
    /* A wide character under the cursor must be seen whole. */
    while (editor->first < editor->cursor && editor->cursor < editor->text.length && editor->width > 1 &&
           editor_cursor_column(editor) > editor->width - 2 && text_fit(text + editor->cursor, 1) == 0)
        editor->first = text_next(text, editor->first);
    /* After deletions: no empty room at the right while text is hidden at the left. */
    while (editor->first > 0) {
        size_t before = text_previous(text, editor->first);
        if (text_width(text + before) > editor->width - 1)
            break;
        editor->first = before;
    }
}

void editor_width(struct editor *editor, int cells)
{
    editor->width = cells > 0 ? cells : 0;
    window_follow(editor);
}

/* Keeps the text as it is now, before a change. A password keeps no history. */
static void history_add(struct editor *editor)
{
    if (editor->masked)
        return;
    if (editor->history_count == EDITOR_HISTORY) {
        free(editor->history[0].text);
        editor->history_count--;
        memmove(editor->history, editor->history + 1, editor->history_count * sizeof(*editor->history));
    } else {
        editor->history = memory_resize(editor->history, editor->history_count + 1, sizeof(*editor->history));
    }
    editor->history[editor->history_count++] =
        (struct editor_step){.text = memory_text(editor_text(editor)), .cursor = editor->cursor};
}

/* Ends a change: takes the step back from the history where nothing changed. */
static enum editor_result finish(struct editor *editor, enum editor_result result)
{
    bool same =
        !editor->masked && strcmp(editor->history[editor->history_count - 1].text, editor_text(editor)) == 0;
    if (same)
        free(editor->history[--editor->history_count].text);
    window_follow(editor);
    return result;
}

void editor_select(struct editor *editor)
{
    editor->selected = !editor->masked && editor->text.length > 0;
}

/* Takes a marked text out of the way of what replaces it; it comes back where nothing did. */
static struct editor_step marked_lift(struct editor *editor)
{
    struct editor_step step = {NULL, editor->cursor};
    if (!editor->selected)
        return step;
    step.text = memory_text(editor_text(editor));
    editor_content_cut(editor, 0, editor->text.length);
    return step;
}

static void marked_settle(struct editor *editor, struct editor_step *step)
{
    if (step->text && editor->text.length == 0) {
        buffer_text(&editor->text, step->text);
        editor->cursor = step->cursor;
    } else {
        editor->selected = false;
    }
    free(step->text);
}

enum editor_result editor_insert(struct editor *editor, uint32_t code_point)
{
    history_add(editor);
    struct editor_step marked = marked_lift(editor);
    enum editor_result result = editor_content_put(editor, code_point);
    marked_settle(editor, &marked);
    return finish(editor, result);
}

enum editor_result editor_paste(struct editor *editor, const char *text, size_t length)
{
    history_add(editor);
    struct editor_step marked = marked_lift(editor);
    enum editor_result result = editor_content_put_text(editor, text, length);
    marked_settle(editor, &marked);
    return finish(editor, result);
}

void editor_set(struct editor *editor, const char *text)
{
    history_forget(editor);
    editor_content_wipe(&editor->text);
    editor->cursor = editor->first = 0;
    editor->selected = false;
    editor_content_put_text(editor, text, strlen(text));
    window_follow(editor);
}

enum editor_result editor_replace(struct editor *editor, const char *text)
{
    history_add(editor);
    editor_content_wipe(&editor->text);
    editor->cursor = editor->first = 0;
    editor->selected = false;
    editor_content_put_text(editor, text, strlen(text));
    return finish(editor, EDITOR_CHANGED);
}

enum editor_result editor_go(struct editor *editor, size_t position)
{
    editor->selected = false;
    if (position == editor->cursor)
        return EDITOR_SAME;
    editor->cursor = position;
    window_follow(editor);
    return EDITOR_CHANGED;
}

enum editor_result editor_left(struct editor *editor)
{
    return editor_go(editor, text_previous(editor_text(editor), editor->cursor));
}

enum editor_result editor_right(struct editor *editor)
{
    return editor_go(editor, text_next(editor_text(editor), editor->cursor));
}

enum editor_result editor_home(struct editor *editor)
{
    return editor_go(editor, editor->lines ? editor_lines_home(editor) : 0);
}

enum editor_result editor_end(struct editor *editor)
{
    return editor_go(editor, editor->lines ? editor_lines_end(editor) : editor->text.length);
}

static enum editor_result remove_range(struct editor *editor, size_t from, size_t to)
{
    editor->selected = false;
    if (from == to)
        return EDITOR_SAME;
    history_add(editor);
    editor_content_cut(editor, from, to);
    return finish(editor, EDITOR_CHANGED);
}

enum editor_result editor_backspace(struct editor *editor)
{
    return remove_range(editor, text_previous(editor_text(editor), editor->cursor), editor->cursor);
}

enum editor_result editor_delete(struct editor *editor)
{
    return remove_range(editor, editor->cursor, text_next(editor_text(editor), editor->cursor));
}

enum editor_result editor_empty(struct editor *editor)
{
    return remove_range(editor, 0, editor->text.length);
}

enum editor_result editor_cut(struct editor *editor)
{
    size_t rest = editor->lines ? strcspn(editor_text(editor) + editor->cursor, "\n")
                                : editor->text.length - editor->cursor;
    return remove_range(editor, editor->cursor, editor->cursor + rest);
}

enum editor_result editor_undo(struct editor *editor)
{
    if (editor->history_count == 0)
        return EDITOR_SAME;
    struct editor_step *step = &editor->history[--editor->history_count];
    buffer_clear(&editor->text);
    buffer_text(&editor->text, step->text);
    editor->cursor = step->cursor;
    editor->selected = false;
    free(step->text);
    window_follow(editor);
    return EDITOR_CHANGED;
}

enum editor_result editor_command(struct editor *editor, enum command command)
{
    switch (command) {
    case COMMAND_CURSOR_LEFT:
        return editor_left(editor);
    case COMMAND_CURSOR_RIGHT:
        return editor_right(editor);
    case COMMAND_CURSOR_START:
        return editor_home(editor);
    case COMMAND_CURSOR_END:
        return editor_end(editor);
    case COMMAND_DELETE_LEFT:
        return editor_backspace(editor);
    case COMMAND_DELETE_RIGHT:
        return editor_delete(editor);
    case COMMAND_EMPTY:
        return editor_empty(editor);
    case COMMAND_FIELD_EXIT:
        return editor_cut(editor);
    case COMMAND_UNDO:
        return editor_undo(editor);
    default:
        return EDITOR_SAME;
    }
}

enum editor_result editor_key(struct editor *editor, const struct key *key)
{
    if (key->kind == PRESS_CHARACTER)
        return editor_insert(editor, key->code);
    if (key->kind == PRESS_PASTE)
        return editor_paste(editor, key->text, key->length);
    return EDITOR_SAME;
}

int editor_cursor_column(const struct editor *editor)
{
    if (editor->masked || editor->lines || editor->cursor <= editor->first)
        return 0;
    char *left = memory_text_length(editor_text(editor) + editor->first, editor->cursor - editor->first);
    int cells = text_width(left);
    free(left);
    return cells;
}

void editor_draw(const struct editor *editor, struct canvas *canvas, int row, int column, int cells,
                 enum role role)
{
    if (editor->width > 0 && editor->width < cells)
        cells = editor->width;
    canvas_field(canvas, row, column, cells, role, editor->masked ? "" : editor_text(editor) + editor->first);
}
