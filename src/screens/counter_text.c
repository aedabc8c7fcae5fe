/* The window for a field of several lines: over the lower part of the form, on the counter's own editor, so
 * that nothing has to be carried back. What is typed is saved behind each line, each so many characters, and
 * when the window is left, whichever way. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "screens/counter.h"
#include "screens/phrases.h"
#include "text/text.h"
#include "ui/box.h"
#include "ui/editor_lines.h"
#include "ui/why.h"

enum {
    ROWS_LEAST = 4,
    SAVE_CHANGES = 40, /* typed characters, or so many ... */
    SAVE_BYTES = 120,  /* ... more or fewer: a paste */
};

struct lines {
    struct counter *counter;
    int height, top; /* rows */
    int changes;     /* since it was saved last */
    size_t saved;    /* bytes of it then */
};

static struct editor *editor_of(const struct lines *lines)
{
    return &lines->counter->editor;
}

static const struct spec_field *field_of(const struct lines *lines)
{
    return &lines->counter->work.item->fields[lines->counter->field];
}

static bool lines_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct lines *lines = state;
    lines->counter = argument;
    lines->saved = editor_of(lines)->text.length;
    return true;
}

/* --- what is seen */

static int rows_wished(const struct layout *layout)
{
    int half = layout->body.height / 2;
    return half > ROWS_LEAST ? half : ROWS_LEAST;
}

/* The first row in the window: the cursor is always in it. */
static int top_of(const struct lines *lines)
{
    int row, column;
    editor_lines_place(editor_of(lines), &row, &column);
    int top = row < lines->top ? row : lines->top;
    return row >= top + lines->height ? row - lines->height + 1 : top;
}

static void lines_arrange(void *state, const struct layout *layout)
{
    struct lines *lines = state;
    struct area inside = box_low_inside(layout, rows_wished(layout));
    lines->height = inside.height > 0 ? inside.height : 1;
    editor_width(editor_of(lines), inside.width);
    lines->top = top_of(lines);
}

/* --- changes */

static void save(struct lines *lines)
{
    counter_field_leave(lines->counter);
    lines->saved = editor_of(lines)->text.length;
    lines->changes = 0;
}

static void lines_edited(struct ui *ui, void *state)
{
    struct lines *lines = state;
    size_t length = editor_of(lines)->text.length;
    size_t apart = length > lines->saved ? length - lines->saved : lines->saved - length;
    if (++lines->changes >= SAVE_CHANGES || apart >= SAVE_BYTES)
        save(lines);
    lines->top = top_of(lines);
    ui_changed(ui);
}

static void line_break(struct ui *ui, struct lines *lines)
{
    char most[16];
    snprintf(most, sizeof(most), "%d", field_of(lines)->most);
    if (editor_insert(editor_of(lines), '\n') == EDITOR_FULL)
        ui_say(ui, ROLE_MESSAGE, "UI_FIELD_FULL", "most", most, NULL);
    save(lines);
}

/* F9: on to the next thing, as Enter does in a field of one line. */
static void take(struct ui *ui, struct counter *counter)
{
    ui_pop(ui);
    counter_next_thing(counter);
}

static void go(struct ui *ui, struct counter *counter, int direction)
{
    ui_pop(ui);
    counter_step(counter, direction);
}

static void lines_command(struct ui *ui, void *state, enum command command)
{
    struct lines *lines = state;
    struct editor *editor = editor_of(lines);
    int page = lines->height > 1 ? lines->height - 1 : 1;
    switch (command) {
    case COMMAND_COMMIT:
        take(ui, lines->counter);
        return;
    case COMMAND_NEXT_FIELD:
    case COMMAND_PREVIOUS_FIELD:
        go(ui, lines->counter, command == COMMAND_NEXT_FIELD ? 1 : -1);
        return;
    case COMMAND_BACK:
        save(lines);
        ui_pop(ui);
        return;
    case COMMAND_LIST:
        phrases_open(lines->counter->desk, PHRASE_LINES, editor);
        return;
    case COMMAND_COPY_PREVIOUS:
        counter_copy_previous(lines->counter);
        return;
    case COMMAND_NEXT_THING:
        line_break(ui, lines);
        break;
    case COMMAND_DOWN:
    case COMMAND_UP:
        editor_lines_step(editor, command == COMMAND_DOWN ? 1 : -1);
        break;
    case COMMAND_GROUP_NEXT:
    case COMMAND_GROUP_PREVIOUS:
        editor_lines_step(editor, command == COMMAND_GROUP_NEXT ? page : -page);
        break;
    case COMMAND_FIELD_EXIT:
        if (editor_command(editor, command) == EDITOR_CHANGED)
            lines_edited(ui, lines);
        break;
    default:
        break;
    }
    lines->top = top_of(lines);
}

static struct editor *lines_field(void *state)
{
    return editor_of(state);
}

/* --- drawing */

static void foot_write(const struct lines *lines, int top, struct buffer *foot)
{
    char count[24], most[16];
    const struct editor *editor = editor_of(lines);
    snprintf(count, sizeof(count), "%zu", utf8_count(editor_text(editor)));
    snprintf(most, sizeof(most), "%d", field_of(lines)->most);
    text_fill(foot, "LINES_ROOM", "count", count, "most", most, NULL);
    if (editor_lines_rows(editor) > top + lines->height)
        buffer_format(foot, " %s", text("PAPER_MORE"));
}

static void lines_draws(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct lines *lines = state;
    struct buffer foot = {0};
    int top = top_of(lines);
    foot_write(lines, top, &foot);
    struct area inside =
        box_low_draw(canvas, layout, rows_wished(layout),
                     desk_name(lines->counter->desk, &field_of(lines)->name), buffer_string(&foot));
    editor_lines_draw(editor_of(lines), canvas, inside, top, ROLE_PLAIN);
    buffer_free(&foot);
}

static void lines_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct lines *lines = state;
    struct area inside = box_low_inside(layout, rows_wished(layout));
    int row, column;
    editor_lines_place(editor_of(lines), &row, &column);
    canvas_cursor(canvas, inside.row + row - top_of(lines),
                  inside.column + (column < inside.width ? column : inside.width - 1));
}

static void sentence_write(const struct lines *lines, struct buffer *out)
{
    const struct error *fault = form_fault(lines->counter->work.form, (size_t)lines->counter->field);
    if (fault)
        text_error(out, fault);
    else if (field_of(lines)->help.zh)
        buffer_text(out, desk_name(lines->counter->desk, &field_of(lines)->help));
}

static void lines_lines(const void *state, struct screen_lines *shown)
{
    sentence_write(state, &shown->explain);
    buffer_text(&shown->next, text("NEXT_LINES"));
    buffer_text(&shown->wants, text("WANTS_HANZI"));
}

static void lines_why(const void *state, struct buffer *sentences)
{
    struct buffer sentence = {0};
    sentence_write(state, &sentence);
    if (sentence.length)
        why_add(sentences, buffer_string(&sentence));
    why_add(sentences, text("LINES_WHY"));
    buffer_free(&sentence);
}

static const struct screen_command lines_commands[] = {
    {COMMAND_COMMIT, "LABEL_LINES_TAKE", "LINES_HELP_TAKE"},
    {COMMAND_LIST, "LABEL_PHRASES"},
    {COMMAND_NEXT_THING, "LABEL_LINES_BREAK", "LINES_HELP_BREAK"},
    {COMMAND_BACK, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL, "LINES_HELP_PAGE"},
    {COMMAND_GROUP_PREVIOUS, NULL, "LINES_HELP_PAGE"},
    {COMMAND_FIELD_EXIT, NULL, "LINES_HELP_CUT"},
    {COMMAND_COPY_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

static const struct screen_class lines_screen = {
    .name = "lines",
    .title = "SCREEN_LINES",
    .size = sizeof(struct lines),
    .section = SECTION_COUNTER,
    .box = true,
    .commands = lines_commands,
    .open = lines_open,
    .arrange = lines_arrange,
    .command = lines_command,
    .field = lines_field,
    .edited = lines_edited,
    .draw = lines_draws,
    .cursor = lines_cursor,
    .lines = lines_lines,
    .why = lines_why,
};

bool counter_text_wanted(const struct counter *counter)
{
    return counter->mode == COUNTER_FORM && counter->field != FORM_NONE && counter->editor.lines;
}

void counter_text_open(struct counter *counter)
{
    ui_push(counter->desk->ui, &lines_screen, counter);
}
