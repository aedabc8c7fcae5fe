#include "ui/editor_content.h"

#include <string.h>

#include "base/sanitise.h"
#include "base/utf8.h"

void editor_content_wipe(struct buffer *text)
{
    if (text->data)
        explicit_bzero(text->data, text->capacity);
    buffer_free(text);
}

static size_t most(const struct editor *editor)
{
    return editor->most ? editor->most : EDITOR_MOST;
}

/* Puts bytes at the cursor. A password's old memory is wiped where it has to grow. */
static void splice(struct editor *editor, const char *bytes, size_t length)
{
    struct buffer fresh = {0};
    buffer_append(&fresh, editor_text(editor), editor->cursor);
    buffer_append(&fresh, bytes, length);
    buffer_text(&fresh, editor_text(editor) + editor->cursor);
    editor_content_wipe(&editor->text);
    editor->text = fresh;
    editor->cursor += length;
}

void editor_content_cut(struct editor *editor, size_t from, size_t to)
{
    char *data = editor->text.data;
    memmove(data + from, data + to, editor->text.length - to + 1);
    editor->text.length -= to - from;
    explicit_bzero(data + editor->text.length, to - from);
    editor->cursor = from;
}

static bool line_begins(const struct editor *editor)
{
    return editor->cursor == 0 || editor_text(editor)[editor->cursor - 1] == '\n';
}

/* Whether a character may stand in a line of text at all: no control, nothing invisible. Joiners may, behind
 * another character. */
static bool is_visible(const struct editor *editor, const char *bytes, size_t length)
{
    struct buffer probe = {0}, clean = {0};
    if (!line_begins(editor))
        buffer_byte(&probe, 'x');
    buffer_append(&probe, bytes, length);
    sanitise(&clean, buffer_string(&probe), probe.length);
    bool same = strcmp(buffer_string(&probe), buffer_string(&clean)) == 0;
    explicit_bzero(probe.data, probe.capacity);
    explicit_bzero(clean.data, clean.capacity);
    buffer_free(&probe);
    buffer_free(&clean);
    return same;
}

enum editor_result editor_content_put(struct editor *editor, uint32_t code_point)
{
    char bytes[UTF8_MAX];
    if (editor->halfwidth)
        code_point = halfwidth(code_point);
    bool feed = editor->lines && code_point == '\n';
    if ((code_point < ' ' && !feed) || code_point == UTF8_REPLACEMENT ||
        (editor->no_hanzi && code_point >= 0x7F))
        return EDITOR_REFUSED;
    size_t length = utf8_encode(code_point, bytes);
    if (!feed && (!is_visible(editor, bytes, length) || (cell_width(code_point) == 0 && line_begins(editor))))
        return EDITOR_REFUSED;
    if (utf8_count(editor_text(editor)) >= most(editor))
        return EDITOR_FULL;
    splice(editor, bytes, length);
    return EDITOR_CHANGED;
}

static bool is_space(uint32_t code_point)
{
    return code_point <= ' ' || (code_point >= 0x7F && code_point < 0xA0);
}

/* What ends a line: LF, and what other systems and word processors write for it. */
static bool is_break(uint32_t code_point)
{
    return (code_point >= '\n' && code_point <= '\r') || code_point == 0x85 || code_point == 0x2028 ||
           code_point == 0x2029;
}

static enum editor_result put_lines(struct editor *editor, const char *text, size_t length)
{
    bool changed = false, refused = false;
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        bool pair = text[at] == '\r' && at + 1 < length && text[at + 1] == '\n';
        at += utf8_decode(text + at, length - at, &code_point) + pair;
        if (is_break(code_point) || code_point == '\t')
            code_point = code_point == '\t' ? ' ' : '\n';
        else if (is_space(code_point) && code_point != ' ')
            continue;
        enum editor_result result = editor_content_put(editor, code_point);
        if (result == EDITOR_FULL)
            return result;
        changed = changed || result == EDITOR_CHANGED;
        refused = refused || (result == EDITOR_REFUSED && cell_width(code_point) > 0);
    }
    return refused ? EDITOR_REFUSED : changed ? EDITOR_CHANGED : EDITOR_SAME;
}

enum editor_result editor_content_put_text(struct editor *editor, const char *text, size_t length)
{
    if (editor->lines)
        return put_lines(editor, text, length);
    bool blank = false, changed = false, refused = false, full = false;
    for (size_t at = 0; at < length && !full;) {
        uint32_t code_point;
        at += utf8_decode(text + at, length - at, &code_point);
        if (is_space(code_point)) {
            blank = changed;
            continue;
        }
        enum editor_result result = blank ? editor_content_put(editor, ' ') : EDITOR_CHANGED;
        blank = false;
        if (result == EDITOR_CHANGED)
            result = editor_content_put(editor, code_point);
        full = result == EDITOR_FULL;
        changed = changed || result == EDITOR_CHANGED;
        refused = refused || (result == EDITOR_REFUSED && cell_width(code_point) > 0);
    }
    return full ? EDITOR_FULL : refused ? EDITOR_REFUSED : changed ? EDITOR_CHANGED : EDITOR_SAME;
}
