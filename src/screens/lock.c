#include "screens/lock.h"

#include <stdio.h>

#include "screens/seat.h"
#include "screens/sign_on.h"
#include "text/text.h"

enum {
    COLUMN = 10,
    WIDTH = 24,
    PAUSE = 1000,
    DOUBLED = 4
}; /* ms after the first wrong one; then so often twice as long */

struct lock {
    struct desk *desk;
    struct editor password;
    char since[8];
    int wrong;     /* passwords in a row */
    loop_id pause; /* runs: nothing is taken */
};

static bool lock_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct lock *lock = state;
    lock->desk = argument;
    lock->password.masked = true;
    editor_width(&lock->password, WIDTH);
    int second = desk_now(lock->desk).second;
    snprintf(lock->since, sizeof(lock->since), "%02d:%02d", second / 3600 % 24, second / 60 % 60);
    return true;
}

static void lock_close(void *state)
{
    struct lock *lock = state;
    loop_timer_end(lock->desk->loop, lock->pause);
    editor_free(&lock->password);
}

static void pause_over(void *owner)
{
    struct lock *lock = owner;
    lock->pause = 0;
    ui_changed(lock->desk->ui);
}

/* Enter: an empty line is no attempt. */
static void lock_command(struct ui *ui, void *state, enum command command)
{
    struct lock *lock = state;
    const char *typed = editor_text(&lock->password);
    if (command != COMMAND_NEXT_THING || lock->pause || !*typed)
        return;
    bool right = sign_on_password_is(lock->desk->signing, typed);
    editor_set(&lock->password, "");
    if (right) {
        ui_uncover(ui);
        seat_away(lock->desk, false);
        ui_say(ui, ROLE_DONE, "LOCK_OPENED", "since", lock->since, NULL);
        return;
    }
    int doubled = lock->wrong < DOUBLED ? lock->wrong : DOUBLED;
    lock->wrong++;
    lock->pause = loop_timer(lock->desk->loop, PAUSE << doubled, 0, pause_over, lock);
}

static struct editor *lock_field(void *state)
{
    struct lock *lock = state;
    return lock->pause ? NULL : &lock->password;
}

static void lock_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct lock *lock = state;
    struct area area = layout->form;
    struct buffer line = {0};
    text_fill(&line, "LOCK_BY", "name", lock->desk->name ? lock->desk->name : "", "since", lock->since, NULL);
    canvas_rule(canvas, area.row, area.column, area.width, text("LOCK_TITLE"));
    canvas_text(canvas, area.row + 2, area.column + 1, area.width - 1, ROLE_PLAIN, buffer_string(&line));
    canvas_text(canvas, area.row + 4, area.column + 1, COLUMN - 2, ROLE_LABEL, text("LOGIN_PASSWORD"));
    canvas_text(canvas, area.row + 4, area.column + COLUMN + 2, 1, ROLE_FOCUS, "[");
    editor_draw(&lock->password, canvas, area.row + 4, area.column + COLUMN + 3, WIDTH, ROLE_FOCUS);
    canvas_text(canvas, area.row + 4, area.column + COLUMN + 3 + WIDTH, 1, ROLE_FOCUS, "]");
    buffer_free(&line);
}

static void lock_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct lock *lock = state;
    canvas_cursor(canvas, layout->form.row + 4,
                  layout->form.column + COLUMN + 3 + editor_cursor_column(&lock->password));
}

static void lock_lines(const void *state, struct screen_lines *lines)
{
    const struct lock *lock = state;
    buffer_text(&lines->explain, text(lock->pause   ? "LOCK_PAUSE"
                                      : lock->wrong ? "LOCK_WRONG"
                                                    : "LOCK_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_UNLOCK"));
}

static const struct screen_command lock_commands[] = {{COMMAND_NEXT_THING, NULL}, {COMMAND_NONE, NULL}};

const struct screen_class lock_screen = {
    .name = "lock",
    .title = "LOCK_TITLE",
    .size = sizeof(struct lock),
    .section = SECTION_EVERYWHERE,
    .commands = lock_commands,
    .open = lock_open,
    .close = lock_close,
    .command = lock_command,
    .field = lock_field,
    .draw = lock_draw,
    .cursor = lock_cursor,
    .lines = lock_lines,
};
