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

struct screen *ui_front(const struct ui *ui)
{
    return ui->cover ? ui->cover : ui_screen(ui, 0);
}

enum section ui_front_section(const struct ui *ui)
{
    const struct screen *front = ui_front(ui);
    return front ? front->class->section : SECTION_EVERYWHERE;
}

struct ui *ui_new(const struct ui_settings *settings)
{
    struct ui *ui = memory_get(1, sizeof(*ui));
    ui->settings = *settings;
    ui->canvas = canvas_new(settings->rows, settings->columns);
    canvas_borders(ui->canvas, settings->borders);
    ui->undrawn = ui->changed = true;
    text_keys(ui_key_tell, ui);
    for (int i = 0; i < 3; i++)
        ui->header[i] = memory_text("");
    return ui;
}

static void screen_bury(struct screen *screen)
{
    if (screen->class->close)
        screen->class->close(screen->state);
    ui_refusal_forget(screen);
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
    text_keys(NULL, NULL);
    ui_uncover(*ui);
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

/* --- size, drawing */

void ui_arrange(struct ui *ui, struct screen *screen)
{
    screen->layout = layout_make(canvas_rows(ui->canvas), canvas_columns(ui->canvas), &screen->class->wish);
    if (screen->class->arrange && !screen->layout.too_small)
        screen->class->arrange(screen->state, &screen->layout);
}

void ui_resize(struct ui *ui, int rows, int columns)
{
    canvas_resize(ui->canvas, rows, columns);
    ui_enter(ui);
    for (int i = 0; i < ui->depth; i++)
        ui_arrange(ui, ui->stack[i]);
    if (ui->cover)
        ui_arrange(ui, ui->cover);
    ui_exit(ui);
    ui_deafen(ui);
}

static void draw_screens(struct ui *ui)
{
    int base = ui->depth - 1;
    while (base > 0 && ui->stack[base]->class->box)
        base--;
    const struct screen *top = ui_front(ui);
    ui_draw_frame(ui, ui->cover ? ui->cover : ui->stack[base]);
    if (ui->cover)
        top->class->draw(top->state, ui->canvas, &top->layout);
    for (int i = base; !ui->cover && i < ui->depth; i++)
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
    return ui->depth ? &ui_front(ui)->layout : &none;
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

void ui_keymap_set(struct ui *ui, const struct keymap *keymap)
{
    ui->settings.keymap = keymap;
    ui_deafen(ui); /* what is F9 now may have been another key's action when it was drawn */
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
