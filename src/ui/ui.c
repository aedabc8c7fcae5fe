#include "ui/ui.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "text/text.h"
#include "ui/ui_inside.h"

int64_t ui_now(const struct ui *ui)
{
    return ui->settings.now ? ui->settings.now(ui->settings.context) : clock_milliseconds();
}

struct screen *ui_screen(const struct ui *ui, int below)
{
    return below >= 0 && below < ui->depth ? ui->stack[ui->depth - 1 - below] : NULL;
}

struct ui *ui_new(const struct ui_settings *settings)
{
    struct ui *ui = memory_get(1, sizeof(*ui));
    ui->settings = *settings;
    ui->canvas = canvas_new(settings->rows, settings->columns);
    canvas_box_drawing(ui->canvas, settings->box_drawing);
    ui->undrawn = ui->changed = true;
    for (int i = 0; i < 3; i++)
        ui->header[i] = memory_text("");
    return ui;
}

static void screen_bury(struct screen *screen)
{
    if (screen->class->close)
        screen->class->close(screen->state);
    free(screen->state);
    free(screen);
}

void ui_enter(struct ui *ui)
{
    ui->running++;
}

void ui_exit(struct ui *ui)
{
    if (--ui->running > 0)
        return;
    while (ui->dead_count > 0)
        screen_bury(ui->dead[--ui->dead_count]);
}

void ui_free(struct ui **ui)
{
    if (!*ui)
        return;
    while ((*ui)->depth > 0)
        screen_bury((*ui)->stack[--(*ui)->depth]);
    for (int i = 0; i < UI_MESSAGES; i++)
        free((*ui)->messages[i].text);
    for (int i = 0; i < 3; i++)
        free((*ui)->header[i]);
    free((*ui)->stack);
    free((*ui)->dead);
    canvas_free(&(*ui)->canvas);
    free(*ui);
    *ui = NULL;
}

void ui_common(struct ui *ui, const struct screen_command *commands,
               void (*command)(void *context, struct ui *ui, enum command command), void *context)
{
    ui->common = commands;
    ui->common_command = command;
    ui->common_context = context;
}

void ui_changed(struct ui *ui)
{
    ui->changed = true;
}

/* --- the stack */

static void screen_arrange(struct ui *ui, struct screen *screen)
{
    screen->layout = layout_make(canvas_rows(ui->canvas), canvas_columns(ui->canvas), &screen->class->wish);
    if (screen->class->arrange && !screen->layout.too_small)
        screen->class->arrange(screen->state, &screen->layout);
}

/* Takes a screen off the stack; its memory stays until no function of a screen runs. */
static void screen_remove(struct ui *ui, struct screen *screen)
{
    int at = 0;
    while (ui->stack[at] != screen)
        at++;
    ui->depth--;
    memmove(ui->stack + at, ui->stack + at + 1, (size_t)(ui->depth - at) * sizeof(*ui->stack));
    ui->dead = memory_resize(ui->dead, (size_t)ui->dead_count + 1, sizeof(*ui->dead));
    ui->dead[ui->dead_count++] = screen;
    ui_deafen(ui);
}

bool ui_push(struct ui *ui, const struct screen_class *class, void *argument)
{
    struct screen *screen = memory_get(1, sizeof(*screen));
    screen->class = class;
    screen->state = memory_get(1, class->size ? class->size : 1);
    screen->id = ++ui->last_id;
    ui->stack = memory_resize(ui->stack, (size_t)ui->depth + 1, sizeof(*ui->stack));
    ui->stack[ui->depth++] = screen;
    ui_deafen(ui);
    ui_enter(ui);
    bool opened = !class->open || class->open(ui, screen->state, argument);
    if (opened) {
        screen_arrange(ui, screen);
    } else {
        static const struct screen_class unopened = {.name = "unopened"};
        screen->class = &unopened; /* its close is not called */
        screen_remove(ui, screen);
    }
    ui_exit(ui);
    return opened;
}

static void resume_top(struct ui *ui)
{
    struct screen *top = ui_screen(ui, 0);
    if (top && top->class->resume)
        top->class->resume(ui, top->state);
}

void ui_pop(struct ui *ui)
{
    if (ui->depth < 2)
        return;
    ui_enter(ui);
    screen_remove(ui, ui_screen(ui, 0));
    resume_top(ui);
    ui_exit(ui);
}

void ui_pop_to(struct ui *ui, const void *state)
{
    if (ui_id(ui, state) == 0 || ui_top_state(ui) == state)
        return;
    ui_enter(ui);
    while (ui_top_state(ui) != state)
        screen_remove(ui, ui_screen(ui, 0));
    resume_top(ui);
    ui_exit(ui);
}

/* Opens a screen, and if it opens closes the `count` ones that were on top until then. */
static bool replace(struct ui *ui, int count, const struct screen_class *class, void *argument)
{
    int depth = ui->depth;
    ui_enter(ui);
    bool opened = ui_push(ui, class, argument);
    for (int i = 0; opened && i < count; i++)
        screen_remove(ui, ui->stack[depth - 1 - i]);
    ui_exit(ui);
    return opened;
}

bool ui_replace(struct ui *ui, const struct screen_class *class, void *argument)
{
    return replace(ui, ui->depth ? 1 : 0, class, argument);
}

bool ui_replace_all(struct ui *ui, const struct screen_class *class, void *argument)
{
    return replace(ui, ui->depth, class, argument);
}

int ui_depth(const struct ui *ui)
{
    return ui->depth;
}

const struct screen_class *ui_top(const struct ui *ui)
{
    return ui->depth ? ui_screen(ui, 0)->class : NULL;
}

void *ui_top_state(const struct ui *ui)
{
    return ui->depth ? ui_screen(ui, 0)->state : NULL;
}

uint64_t ui_id(const struct ui *ui, const void *state)
{
    for (int i = 0; i < ui->depth; i++) {
        if (ui->stack[i]->state == state)
            return ui->stack[i]->id;
    }
    return 0;
}

void *ui_state(const struct ui *ui, uint64_t id)
{
    for (int i = 0; i < ui->depth; i++) {
        if (ui->stack[i]->id == id)
            return ui->stack[i]->state;
    }
    return NULL;
}

/* --- size, drawing */

void ui_resize(struct ui *ui, int rows, int columns)
{
    canvas_resize(ui->canvas, rows, columns);
    ui_enter(ui);
    for (int i = 0; i < ui->depth; i++)
        screen_arrange(ui, ui->stack[i]);
    ui_exit(ui);
    ui_deafen(ui);
}

static void draw_screens(struct ui *ui)
{
    int base = ui->depth - 1;
    while (base > 0 && ui->stack[base]->class->box)
        base--;
    const struct screen *top = ui_screen(ui, 0);
    ui_draw_frame(ui, ui->stack[base]);
    for (int i = base; i < ui->depth; i++)
        ui->stack[i]->class->draw(ui->stack[i]->state, ui->canvas, &ui->stack[i]->layout);
    ui_draw_lines(ui, top);
    canvas_cursor(ui->canvas, top->layout.next.row, 0);
    if (top->class->cursor)
        top->class->cursor(top->state, ui->canvas, &top->layout);
}

static void draw_too_small(struct ui *ui)
{
    struct buffer sentence = {0}, numbers[2] = {{0}};
    int rows = canvas_rows(ui->canvas), columns = canvas_columns(ui->canvas);
    buffer_format(&numbers[0], "%d", columns);
    buffer_format(&numbers[1], "%d", rows);
    text_fill(&sentence, "UI_TOO_SMALL", "columns", buffer_string(&numbers[0]), "rows",
              buffer_string(&numbers[1]), NULL);
    canvas_wrapped(ui->canvas, (struct area){0, 0, rows, columns}, ROLE_PLAIN, buffer_string(&sentence));
    buffer_free(&sentence);
    buffer_free(&numbers[0]);
    buffer_free(&numbers[1]);
}

bool ui_draw(struct ui *ui)
{
    if (!ui->changed || ui->depth == 0)
        return false;
    ui->changed = false;
    canvas_clear(ui->canvas);
    if (ui_layout(ui)->too_small)
        draw_too_small(ui);
    else
        draw_screens(ui);
    if (ui->undrawn) {
        ui->undrawn = false;
        ui->quiet = ui_now(ui);
    }
    return true;
}

const struct canvas *ui_canvas(const struct ui *ui)
{
    return ui->canvas;
}

const struct layout *ui_layout(const struct ui *ui)
{
    static const struct layout none = {.too_small = true};
    return ui->depth ? &ui_screen(ui, 0)->layout : &none;
}

/* --- what the help screen asks */

const struct screen_command *ui_command_in(const struct screen_command *list, enum command command)
{
    for (; list && list->command != COMMAND_NONE; list++) {
        if (list->command == command)
            return list;
    }
    return NULL;
}

bool ui_valid(const struct ui *ui, int below, enum command command)
{
    const struct screen *screen = ui_screen(ui, below);
    if (!screen)
        return false;
    if (ui_command_in(screen->class->commands, command))
        return true;
    if (command_edits(command))
        return screen->class->field && screen->class->field(screen->state);
    if (!screen->class->box && ui_command_in(ui->common, command))
        return true;
    return command == COMMAND_HELP || command == COMMAND_WHY ||
           (command == COMMAND_BACK && ui->depth - below > 1);
}

static const struct screen_command *entry_of(const struct ui *ui, const struct screen *screen,
                                             enum command command)
{
    const struct screen_command *entry = screen ? ui_command_in(screen->class->commands, command) : NULL;
    return entry ? entry : ui_command_in(ui->common, command);
}

const char *ui_help(const struct ui *ui, int below, enum command command)
{
    const struct screen_command *entry = entry_of(ui, ui_screen(ui, below), command);
    return entry && entry->help ? text(entry->help) : command_help(command);
}

const char *ui_label(const struct ui *ui, int below, enum command command)
{
    const struct screen *screen = ui_screen(ui, below);
    const char *code = screen && screen->class->label ? screen->class->label(screen->state, command) : NULL;
    const struct screen_command *entry = entry_of(ui, screen, command);
    if (!code && entry)
        code = entry->label;
    return code ? text(code) : command_label(command);
}

const char *ui_title(const struct ui *ui, int below)
{
    const struct screen *screen = ui_screen(ui, below);
    return screen && screen->class->title ? text(screen->class->title) : "";
}

enum section ui_section(const struct ui *ui, int below)
{
    const struct screen *screen = ui_screen(ui, below);
    return screen ? screen->class->section : SECTION_EVERYWHERE;
}

const struct keymap *ui_keymap(const struct ui *ui)
{
    return ui->settings.keymap;
}

void ui_match_set(struct ui *ui, ui_match *match, void *context)
{
    ui->match = match;
    ui->match_context = context;
}

int ui_match_text(const struct ui *ui, const char *text, const char *words)
{
    if (ui->match)
        return ui->match(ui->match_context, text, words);
    return strcasestr(text, words) != NULL;
}
