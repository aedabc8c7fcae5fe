#include "ui/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "text/text.h"
#include "ui/box.h"

enum { WIDTH = 60, MOST = 200, SENTENCE_LINES = 6 };

/* A line of text, or a question where `sentence` is given. */
struct prompt {
    char *title, *sentence, *commits;
    bool irreversible, empty;
    struct editor editor;
    void (*text_done)(struct ui *ui, void *state, const char *text);
    void (*list)(void *context, struct editor *field);
    void *context;
    void (*confirm_done)(struct ui *ui, void *state);
};

static bool text_open(struct ui *ui, void *state, void *argument)
{
    struct prompt *prompt = state;
    const struct prompt_text *wanted = argument;
    (void)ui;
    prompt->title = memory_text(wanted->title);
    prompt->commits = memory_text(wanted->commits);
    prompt->empty = wanted->empty;
    prompt->text_done = wanted->done;
    prompt->list = wanted->list;
    prompt->context = wanted->context;
    prompt->editor.most = wanted->most ? wanted->most : MOST;
    prompt->editor.halfwidth = wanted->halfwidth;
    prompt->editor.masked = wanted->masked;
    editor_set(&prompt->editor, wanted->value ? wanted->value : "");
    if (wanted->refused)
        editor_select(&prompt->editor);
    return true;
}

static bool confirm_open(struct ui *ui, void *state, void *argument)
{
    struct prompt *prompt = state;
    const struct prompt_confirm *wanted = argument;
    (void)ui;
    prompt->title = memory_text(wanted->title);
    prompt->sentence = memory_text(wanted->sentence);
    prompt->commits = memory_text(wanted->commits);
    prompt->irreversible = wanted->irreversible;
    prompt->confirm_done = wanted->done;
    return true;
}

static void prompt_close(void *state)
{
    struct prompt *prompt = state;
    free(prompt->title);
    free(prompt->sentence);
    free(prompt->commits);
    editor_free(&prompt->editor);
}

/* Lines that the sentence needs, wrapped at the width inside the box; 1 for a line of text. */
static int prompt_height(const struct prompt *prompt, const struct layout *layout)
{
    int width = box_inside(layout, 1, WIDTH).width;
    if (!prompt->sentence || width < 2)
        return 1;
    int lines = 0;
    for (const char *line = prompt->sentence; *line;) {
        size_t length = strcspn(line, "\n");
        char *one = memory_text_length(line, length);
        lines +=
            text_width(one) / (width - 1) + 1; /* a wide character may leave the last cell of a line free */
        free(one);
        line += length + (line[length] == '\n');
    }
    return lines > SENTENCE_LINES ? SENTENCE_LINES : lines;
}

static void prompt_arrange(void *state, const struct layout *layout)
{
    editor_width(&((struct prompt *)state)->editor, box_inside(layout, 1, WIDTH).width);
}

static void say_only_commit(struct ui *ui)
{
    struct buffer keys = {0};
    keymap_keys(ui_keymap(ui), ui_section(ui, 0), COMMAND_COMMIT, &keys);
    ui_say(ui, ROLE_MESSAGE, "UI_PROMPT_ONLY_COMMIT", "key", buffer_string(&keys), NULL);
    buffer_free(&keys);
}

static void text_command(struct ui *ui, void *state, enum command command)
{
    struct prompt *prompt = state;
    const char *text = editor_text(&prompt->editor);
    if (command == COMMAND_LIST) {
        prompt->list(prompt->context, &prompt->editor);
    } else if (command == COMMAND_NEXT_THING && prompt->commits) {
        say_only_commit(ui);
    } else if (!prompt->empty && text[strspn(text, " ")] == '\0') {
        ui_say(ui, ROLE_MESSAGE, "UI_PROMPT_EMPTY", NULL);
    } else {
        ui_pop(ui);
        prompt->text_done(ui, ui_top_state(ui), text);
    }
}

static void confirm_command(struct ui *ui, void *state, enum command command)
{
    struct prompt *prompt = state;
    if (command == COMMAND_COMMIT) {
        ui_pop(ui);
        prompt->confirm_done(ui, ui_top_state(ui));
    } else {
        say_only_commit(ui);
    }
}

static struct editor *text_field(void *state)
{
    return &((struct prompt *)state)->editor;
}

static void prompt_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct prompt *prompt = state;
    struct area inside = box_draw(canvas, layout, prompt_height(prompt, layout), WIDTH, prompt->title);
    if (prompt->sentence)
        canvas_wrapped(canvas, inside, ROLE_PLAIN, prompt->sentence);
    else
        editor_draw(&prompt->editor, canvas, inside.row, inside.column, inside.width, ROLE_FOCUS);
}

static void prompt_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct prompt *prompt = state;
    struct area inside = box_inside(layout, prompt_height(prompt, layout), WIDTH);
    canvas_cursor(canvas, inside.row, inside.column + editor_cursor_column(&prompt->editor));
}

static void prompt_lines(const void *state, struct screen_lines *lines)
{
    const struct prompt *prompt = state;
    buffer_text(&lines->next, prompt->commits ? prompt->commits : text("UI_PROMPT_TEXT_NEXT"));
    if (prompt->editor.selected)
        buffer_text(&lines->explain, text("UI_TYPED_OVER"));
    lines->irreversible = prompt->irreversible;
}

static const struct screen_command takes[] = {{COMMAND_NEXT_THING}, {COMMAND_NONE}};
static const struct screen_command commits[] = {{COMMAND_NEXT_THING}, {COMMAND_COMMIT}, {COMMAND_NONE}};

static const struct screen_command commits_list[] = {
    {COMMAND_NEXT_THING}, {COMMAND_COMMIT}, {COMMAND_LIST}, {COMMAND_NONE}};

/* The same: a text that Enter takes, one that F9 commits, and one with a list. */
static const struct screen_class text_screens[] = {
    {.name = "text",
     .size = sizeof(struct prompt),
     .box = true,
     .commands = takes,
     .open = text_open,
     .close = prompt_close,
     .arrange = prompt_arrange,
     .command = text_command,
     .field = text_field,
     .draw = prompt_draw,
     .cursor = prompt_cursor,
     .lines = prompt_lines},
    {.name = "text",
     .size = sizeof(struct prompt),
     .box = true,
     .commands = commits,
     .open = text_open,
     .close = prompt_close,
     .arrange = prompt_arrange,
     .command = text_command,
     .field = text_field,
     .draw = prompt_draw,
     .cursor = prompt_cursor,
     .lines = prompt_lines},
    {.name = "text",
     .size = sizeof(struct prompt),
     .box = true,
     .commands = commits_list,
     .open = text_open,
     .close = prompt_close,
     .arrange = prompt_arrange,
     .command = text_command,
     .field = text_field,
     .draw = prompt_draw,
     .cursor = prompt_cursor,
     .lines = prompt_lines},
};

static const struct screen_class confirm_screen = {
    .name = "confirm",
    .size = sizeof(struct prompt),
    .box = true,
    .commands = commits,
    .open = confirm_open,
    .close = prompt_close,
    .command = confirm_command,
    .draw = prompt_draw,
    .cursor = prompt_cursor,
    .lines = prompt_lines,
};

bool prompt_text(struct ui *ui, const struct prompt_text *prompt)
{
    return ui_push(ui, &text_screens[prompt->list ? 2 : prompt->commits ? 1 : 0], (void *)prompt);
}

bool prompt_confirm(struct ui *ui, const struct prompt_confirm *prompt)
{
    return ui_push(ui, &confirm_screen, (void *)prompt);
}
