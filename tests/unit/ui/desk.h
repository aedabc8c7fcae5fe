/* A small screen for the tests of the screen stack: a field that can be left (digits then choose), a commit
 * that counts, and a clock that is set by hand. Included by the test that uses it; all static. */
#ifndef TESTS_DESK_H
#define TESTS_DESK_H

#include <stdio.h>

#include "ui/prompt.h"
#include "ui/ui.h"
#include "ui/why.h"

struct desk {
    struct editor editor;
    bool outside; /* the cursor stands in no field */
    bool refuses; /* there is something to explain */
    int edits, resumed, ticks;
    struct layout layout;
};

struct desk_opening {
    bool refuse;
    const char *text;
};

/* What happened, over all screens of a test. */
static struct {
    int64_t now;
    int commits, closed, materials, finds;
    unsigned digit;
    char result[200];
} seen;

static int64_t desk_now(void *context)
{
    (void)context;
    return seen.now;
}

static bool desk_open(struct ui *ui, void *state, void *argument)
{
    const struct desk_opening *opening = argument;
    struct desk *desk = state;
    if (opening && opening->refuse) {
        ui_say_text(ui, ROLE_WRONG, "refused");
        return false;
    }
    if (opening && opening->text)
        editor_set(&desk->editor, opening->text);
    return true;
}

static void desk_close(void *state)
{
    editor_free(&((struct desk *)state)->editor);
    seen.closed++;
}

static void desk_arrange(void *state, const struct layout *layout)
{
    ((struct desk *)state)->layout = *layout;
    editor_width(&((struct desk *)state)->editor, 20);
}

static void desk_command(struct ui *ui, void *state, enum command command)
{
    struct desk *desk = state;
    (void)ui;
    if (command == COMMAND_COMMIT)
        seen.commits++;
    else if (command == COMMAND_MATERIALS)
        seen.materials++;
    else if (command == COMMAND_NEXT_FIELD)
        desk->outside = !desk->outside;
}

static bool desk_event(struct ui *ui, void *state, const struct key *key)
{
    struct desk *desk = state;
    (void)ui;
    if (!desk->outside)
        return false;
    seen.digit = key->code;
    return true;
}

static struct editor *desk_field(void *state)
{
    struct desk *desk = state;
    return desk->outside ? NULL : &desk->editor;
}

static void desk_edited(struct ui *ui, void *state)
{
    (void)ui;
    ((struct desk *)state)->edits++;
}

static void desk_resume(struct ui *ui, void *state)
{
    (void)ui;
    ((struct desk *)state)->resumed++;
}

static void desk_tick(struct ui *ui, void *state, int64_t now)
{
    (void)ui;
    (void)now;
    ((struct desk *)state)->ticks++;
}

static void desk_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct desk *desk = state;
    canvas_text(canvas, layout->person.row, 0, layout->person.width, ROLE_PLAIN, "张桂兰 女 49岁");
    canvas_rule(canvas, layout->form.row, 0, layout->columns, "失业保险金申领--缺2");
    canvas_text(canvas, layout->form.row + 1, 1, 12, ROLE_LABEL, "姓名");
    editor_draw(&desk->editor, canvas, layout->form.row + 1, 14, 20, ROLE_FOCUS);
    canvas_text(canvas, layout->side.row + 1, layout->side.column, layout->side.width, ROLE_PLAIN,
                "1 有 身份证");
}

static void desk_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    canvas_cursor(canvas, layout->form.row + 1,
                  14 + editor_cursor_column(&((const struct desk *)state)->editor));
}

static void desk_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, "姓名: 与证件一致。");
    buffer_text(&lines->next, "下一步 F9: 受理");
    buffer_text(&lines->wants, "这一格要: 汉字");
    lines->irreversible = true;
}

static const char *desk_label(const void *state, enum command command)
{
    (void)state;
    return command == COMMAND_COMMIT ? "COMMAND_SCAN" : NULL; /* any word that is not its own */
}

static void desk_why(const void *state, struct buffer *sentences)
{
    if (!((const struct desk *)state)->refuses)
        return;
    why_add(sentences, "解除证明还没有交。\n可以承诺。");
    why_add(sentences, "失业时间没有填。");
}

static const struct screen_command desk_commands[] = {
    {COMMAND_COMMIT},
    {COMMAND_MATERIALS, "COMMAND_PEOPLE"},
    {COMMAND_NEXT_FIELD},
    {COMMAND_NONE},
};

static const struct screen_class desk_screen = {
    .name = "desk",
    .title = "COMMAND_LIST",
    .size = sizeof(struct desk),
    .section = SECTION_COUNTER,
    .commands = desk_commands,
    .wish = {.person = 1, .side = 27, .side_least = 20, .form_least = 40},
    .open = desk_open,
    .close = desk_close,
    .arrange = desk_arrange,
    .command = desk_command,
    .event = desk_event,
    .field = desk_field,
    .edited = desk_edited,
    .resume = desk_resume,
    .tick = desk_tick,
    .draw = desk_draw,
    .cursor = desk_cursor,
    .lines = desk_lines,
    .label = desk_label,
    .why = desk_why,
};

static struct keymap *desk_keymap(void)
{
    static const char *const folders[] = {"keymaps", NULL};
    struct spec_faults faults = {0};
    struct error error = {0};
    return keymap_load(folders, "default", &faults, &error);
}

/* A stack with one such screen, drawn, and long enough ago that F9 counts. */
static struct ui *desk_ui(const struct keymap *keymap, int rows, int columns)
{
    memset(&seen, 0, sizeof(seen));
    seen.now = 1000000;
    struct ui *ui =
        ui_new(&(struct ui_settings){.keymap = keymap, .rows = rows, .columns = columns, .now = desk_now});
    ui_push(ui, &desk_screen, NULL);
    ui_draw(ui);
    seen.now += 5000;
    return ui;
}

/* Presses a key by name; a character is itself. Draws afterwards, as the loop does. */
static void press(struct ui *ui, const char *name)
{
    struct key key;
    assert_true(key_parse(name, &key));
    ui_key(ui, &key);
    ui_tick(ui);
    ui_draw(ui);
}

static inline void later(struct ui *ui, int64_t milliseconds)
{
    seen.now += milliseconds;
    ui_tick(ui);
    ui_draw(ui);
}

static inline void expect_picture(struct ui *ui, const char *picture)
{
    struct buffer out = {0};
    ui_changed(ui);
    ui_draw(ui);
    canvas_picture(ui_canvas(ui), &out);
    assert_string_equal(buffer_string(&out), picture);
    buffer_free(&out);
}

#endif
