/* Keys, and the guard of the commit. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/help.h"
#include "ui/ui_inside.h"
#include "ui/why.h"

enum {
    PAUSE = 30000, /* ms without a key behind which nobody is at it */
    REPEAT_DELAY =
        1500, /* ms: a held key repeats after 250 to 1000, so an F9 this soon after an F9 may be a repeat */
};

/* --- the guard of the commit */

void ui_deafen(struct ui *ui)
{
    ui->undrawn = ui->changed = true;
    ui->pending = 0;
}

bool ui_commit_ready(const struct ui *ui)
{
    const struct screen *top = ui_front(ui);
    return top && !top->held && !ui->undrawn && ui_now(ui) - ui->quiet >= UI_DEAF;
}

void ui_hold_commit(struct ui *ui, bool hold)
{
    struct screen *top = ui_screen(ui, 0);
    if (top)
        top->held = hold;
    ui_deafen(ui);
}

static void say_not_here(struct ui *ui, enum command command)
{
    if (ui->cover)
        return; /* it does not even tell */
    struct buffer keys = {0};
    keymap_keys(ui->settings.keymap, ui_front_section(ui), command, &keys);
    ui_say(ui, ROLE_MESSAGE, "UI_NOT_HERE", "label", ui_label(ui, 0, command), "key", buffer_string(&keys),
           NULL);
    buffer_free(&keys);
}

static void hand_out_commit(struct ui *ui)
{
    struct screen *top = ui_front(ui);
    ui->message_shown = false;
    ui_refusal_forget(top);
    ui_deafen(ui);
    if (ui_command_in(top->class->commands, COMMAND_COMMIT) && top->class->command)
        top->class->command(ui, top->state, COMMAND_COMMIT);
    else
        say_not_here(ui, COMMAND_COMMIT);
}

/* An F9 right after an F9 waits a moment: if a third comes as fast as only a held key can, none of them
 * counts. */
static void commit_pressed(struct ui *ui)
{
    int64_t now = ui_now(ui);
    bool again = ui->after_commit && now - ui->last_commit <= REPEAT_DELAY;
    ui->after_commit = true;
    ui->last_commit = now;
    if (!ui_commit_ready(ui) || ui->pending) {
        ui->pending = 0;
        ui->quiet = now;
    } else if (again) {
        ui->pending = now + UI_REPEAT;
    } else {
        hand_out_commit(ui);
    }
}

static void commit_waiting(struct ui *ui)
{
    if (!ui->pending)
        return;
    hand_out_commit(ui);
}

int64_t ui_wake(const struct ui *ui)
{
    return ui->pending;
}

void ui_tick(struct ui *ui)
{
    int64_t now = ui_now(ui);
    ui_enter(ui);
    if (ui->pending && now >= ui->pending)
        commit_waiting(ui);
    if (ui->cover && ui->cover->class->tick)
        ui->cover->class->tick(ui, ui->cover->state, now);
    for (int i = 0; i < ui->depth; i++) {
        if (ui->stack[i]->class->tick)
            ui->stack[i]->class->tick(ui, ui->stack[i]->state, now);
    }
    ui_exit(ui);
}

/* --- commands */

static void explain_why(struct ui *ui, struct screen *screen)
{
    struct buffer sentences = {0};
    if (screen->refusal)
        why_add(&sentences, screen->refusal);
    if (screen->class->why)
        screen->class->why(screen->state, &sentences);
    if (sentences.length)
        why_open(ui, ui_title(ui, 0), buffer_string(&sentences));
    else
        ui_say(ui, ROLE_MESSAGE, "UI_NOTHING_WHY", NULL);
    buffer_free(&sentences);
}

static void say_result(struct ui *ui, const struct editor *field, enum editor_result result)
{
    if (result == EDITOR_FULL) {
        struct buffer most = {0};
        buffer_format(&most, "%zu", field->most ? field->most : (size_t)EDITOR_MOST);
        ui_say(ui, ROLE_MESSAGE, "UI_FIELD_FULL", "most", buffer_string(&most), NULL);
        ui->message_fleeting = true;
        buffer_free(&most);
    } else if (result == EDITOR_REFUSED) {
        ui_say_fleeting(ui, field->no_hanzi ? "UI_FIELD_REFUSED_HANZI" : "UI_FIELD_REFUSED");
    }
}

/* Lets the field take what the screen did not. */
static void edit(struct ui *ui, struct screen *screen, struct editor *field, enum editor_result result)
{
    say_result(ui, field, result);
    ui->changed = true;
    if (result == EDITOR_SAME)
        return;
    ui_refusal_forget(screen);
    if (screen->class->edited)
        screen->class->edited(ui, screen->state);
}

static void run(struct ui *ui, enum command command);

/* Field Exit of the block terminals; on a screen of one field there is nowhere to go. */
static void field_exit(struct ui *ui, struct screen *top, struct editor *field)
{
    edit(ui, top, field, editor_command(field, COMMAND_FIELD_EXIT));
    if (ui_front(ui) == top && ui_command_in(top->class->commands, COMMAND_NEXT_FIELD))
        run(ui, COMMAND_NEXT_FIELD);
}

static void run(struct ui *ui, enum command command)
{
    struct screen *top = ui_front(ui);
    struct editor *field = top->class->field ? top->class->field(top->state) : NULL;
    ui->changed = true;
    if (command == COMMAND_NEXT_THING)
        ui_refusal_forget(top);
    if (top->class->command && ui_command_in(top->class->commands, command))
        top->class->command(ui, top->state, command);
    else if (command == COMMAND_FIELD_EXIT && field)
        field_exit(ui, top, field);
    else if (command_edits(command) && field)
        edit(ui, top, field, editor_command(field, command));
    else if (ui->cover)
        return;
    else if (!top->class->box && ui_command_in(ui->common, command))
        ui->common_command(ui->common_context, ui, command);
    else if (command == COMMAND_HELP)
        ui_push(ui, &help_screen, NULL);
    else if (command == COMMAND_WHY)
        explain_why(ui, top);
    else if (command == COMMAND_BACK)
        ui_pop(ui);
    else
        say_not_here(ui, command);
}

void ui_command(struct ui *ui, enum command command)
{
    if (ui->depth == 0)
        return;
    ui_enter(ui);
    ui->message_shown = false;
    if (command == COMMAND_COMMIT) {
        struct buffer keys = {0};
        keymap_keys(ui->settings.keymap, ui_front_section(ui), command, &keys);
        ui_say(ui, ROLE_MESSAGE, "UI_COMMIT_BY_KEY", "key", buffer_string(&keys), NULL);
        buffer_free(&keys);
    } else {
        run(ui, command);
    }
    ui_exit(ui);
}

/* --- keys */

/* Keys that do nothing at all, not even tell. */
static bool is_dead(const struct key *key)
{
    return key->kind == PRESS_CONTROL && key->code < 0x80 && strchr("CSQ\\", (int)key->code);
}

static void command_key(struct ui *ui, const struct key *key)
{
    enum command command = keymap_command(ui->settings.keymap, ui_front_section(ui), key);
    char name[KEY_NAME_MOST];
    if (is_dead(key))
        return;
    if (command == COMMAND_COMMIT) {
        commit_pressed(ui);
        return;
    }
    ui->after_commit = false;
    if (!command_edits(command) || ui->message_fleeting)
        ui->message_shown = false;
    ui->changed = true;
    if (command == COMMAND_NONE)
        ui_say(ui, ROLE_MESSAGE, "UI_KEY_UNKNOWN", "key", key_write(key, name), NULL);
    else
        run(ui, command);
}

/* The sign that a keypad key types in a field; 0: none. */
static uint32_t keypad_sign(const struct key *key)
{
    switch (key->kind == PRESS_NAMED ? key->code : NAMED_NONE) {
    case NAMED_KEYPAD_PLUS:
        return '+';
    case NAMED_KEYPAD_MINUS:
        return '-';
    case NAMED_KEYPAD_POINT:
        return '.';
    case NAMED_KEYPAD_STAR:
        return '*';
    default:
        return 0;
    }
}

/* Outside a field signs are the keypad's, for keyboards that have none. */
static enum named sign_key(uint32_t sign)
{
    return sign == '+'   ? NAMED_KEYPAD_PLUS
           : sign == '-' ? NAMED_KEYPAD_MINUS
           : sign == '.' ? NAMED_KEYPAD_POINT
           : sign == '*' ? NAMED_KEYPAD_STAR
                         : NAMED_NONE;
}

static void key_outside_field(struct ui *ui, struct screen *screen, const struct key *key)
{
    struct key plain = {.kind = PRESS_CHARACTER, .code = halfwidth(key->code)};
    enum named sign = key->kind == PRESS_CHARACTER ? sign_key(plain.code) : NAMED_NONE;
    if (key->kind == PRESS_PASTE)
        ui_say_fleeting(ui, "UI_NO_FIELD_PASTE");
    else if (plain.code >= 0x80)
        ui_say_fleeting(ui, "UI_INPUT_METHOD");
    else if (plain.code >= '0' && plain.code <= '9' && screen->class->event)
        screen->class->event(ui, screen->state, &plain);
    else if (sign != NAMED_NONE)
        command_key(ui, &(struct key){.kind = PRESS_NAMED, .code = sign});
    else
        ui_say_fleeting(ui, "UI_NO_FIELD");
}

static void text_key(struct ui *ui, const struct key *key)
{
    struct screen *top = ui_front(ui);
    struct editor *field = top->class->field ? top->class->field(top->state) : NULL;
    struct key plain = *key;
    ui->after_commit = false;
    ui->changed = true;
    if (ui->message_fleeting)
        ui->message_shown = false;
    if (key->kind == PRESS_CHARACTER && key->code == UTF8_REPLACEMENT) {
        ui_say_fleeting(ui, "UI_NOT_UTF8");
        return;
    }
    if (!field) {
        key_outside_field(ui, top, key);
        return;
    }
    if (field->halfwidth && key->kind == PRESS_CHARACTER)
        plain.code = halfwidth(key->code);
    if (!top->class->event || !top->class->event(ui, top->state, &plain))
        edit(ui, top, field, editor_key(field, &plain));
}

struct ui_effort ui_effort(const struct ui *ui)
{
    return ui->effort;
}

static void effort_count(struct ui *ui)
{
    int64_t now = ui_now(ui), pause = now - ui->last_key;
    ui->effort.keys++;
    if (ui->last_key && pause > 0 && pause <= PAUSE)
        ui->effort.milliseconds += pause;
    ui->last_key = now;
}

void ui_key(struct ui *ui, const struct key *key)
{
    struct screen *top = ui_front(ui);
    if (!top || top->layout.too_small || key->kind == PRESS_NONE || key->kind == PRESS_RESIZE)
        return; /* nobody types into a screen that cannot be seen */
    effort_count(ui);
    if (key->kind == PRESS_CHARACTER)
        ui_echo_before(ui);
    ui_enter(ui);
    if (top->class->key && top->class->key(ui, top->state, key)) {
        ui->changed = true;
        ui_exit(ui);
        return;
    }
    if (ui->pending && keymap_command(ui->settings.keymap, ui_front_section(ui), key) != COMMAND_COMMIT) {
        commit_waiting(ui); /* another key so soon: a hand did that, not a held key */
        top = ui_front(ui);
    }
    bool typed = key->kind == PRESS_CHARACTER || key->kind == PRESS_PASTE;
    bool exits =
        !typed && keymap_command(ui->settings.keymap, ui_front_section(ui), key) == COMMAND_FIELD_EXIT;
    uint32_t sign = exits ? 0 : keypad_sign(key);
    if (sign && top->class->field && top->class->field(top->state))
        text_key(ui, &(struct key){.kind = PRESS_CHARACTER, .code = sign});
    else if (typed)
        text_key(ui, key);
    else
        command_key(ui, key);
    ui_exit(ui);
}
