/* The stack of screens, and what covers it. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "ui/ui_inside.h"

/* Its memory stays until no function of a screen runs. */
static void screen_end(struct ui *ui, struct screen *screen)
{
    ui->dead = memory_resize(ui->dead, (size_t)ui->dead_count + 1, sizeof(*ui->dead));
    ui->dead[ui->dead_count++] = screen;
    ui_deafen(ui);
}

static void screen_remove(struct ui *ui, struct screen *screen)
{
    int at = 0;
    while (ui->stack[at] != screen)
        at++;
    ui->depth--;
    memmove(ui->stack + at, ui->stack + at + 1, (size_t)(ui->depth - at) * sizeof(*ui->stack));
    screen_end(ui, screen);
}

static struct screen *screen_new(struct ui *ui, const struct screen_class *class)
{
    struct screen *screen = memory_get(1, sizeof(*screen));
    screen->class = class;
    screen->state = memory_get(1, class->size ? class->size : 1);
    screen->id = ++ui->last_id;
    return screen;
}

static const struct screen_class unopened = {.name = "unopened"}; /* has no close to be called */

bool ui_push(struct ui *ui, const struct screen_class *class, void *argument)
{
    struct screen *screen = screen_new(ui, class);
    ui->stack = memory_resize(ui->stack, (size_t)ui->depth + 1, sizeof(*ui->stack));
    ui->stack[ui->depth++] = screen;
    ui_deafen(ui);
    ui_enter(ui);
    bool opened = !class->open || class->open(ui, screen->state, argument);
    if (opened) {
        ui_arrange(ui, screen);
    } else {
        screen->class = &unopened;
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

bool ui_cover(struct ui *ui, const struct screen_class *class, void *argument)
{
    ui_uncover(ui);
    struct screen *screen = screen_new(ui, class);
    ui_enter(ui);
    bool opened = !class->open || class->open(ui, screen->state, argument);
    if (opened) {
        ui_arrange(ui, screen);
        ui->cover = screen;
        ui_deafen(ui);
    } else {
        screen->class = &unopened;
        screen_end(ui, screen);
    }
    ui_exit(ui);
    return opened;
}

void ui_uncover(struct ui *ui)
{
    struct screen *screen = ui->cover;
    if (!screen)
        return;
    ui->cover = NULL;
    ui_enter(ui);
    screen_end(ui, screen);
    ui_exit(ui);
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
