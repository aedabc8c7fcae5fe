/* Messages, the keys that they name, and the words of the first line. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/text.h"
#include "ui/ui_inside.h"

static struct message *message_at(const struct ui *ui, uint64_t number)
{
    return (struct message *)&ui->messages[number % UI_MESSAGES];
}

void ui_refusal_forget(struct screen *screen)
{
    free(screen->refusal);
    screen->refusal = NULL;
}

/* F2 tells it on the screen that it is about; a box is gone too soon. */
static void refusal_keep(struct ui *ui, const char *text)
{
    int below = 0;
    while (below < ui->depth && ui_screen(ui, below)->class->box)
        below++;
    if (below == ui->depth)
        return;
    struct screen *screen = ui_screen(ui, below);
    ui_refusal_forget(screen);
    screen->refusal = memory_text(text);
}

static void message_put(struct ui *ui, enum role role, char *text)
{
    if (role == ROLE_WRONG)
        refusal_keep(ui, text);
    struct message *message = message_at(ui, ui->message_count++);
    free(message->text);
    *message = (struct message){.text = text, .role = role};
    memcpy(message->clock, ui->clock, sizeof(message->clock));
    ui->message_shown = true;
    ui->message_fleeting = false;
    ui->changed = true;
}

void ui_say_text(struct ui *ui, enum role role, const char *text)
{
    message_put(ui, role, memory_text(text));
}

void ui_say_error(struct ui *ui, const struct error *error)
{
    message_put(ui, ROLE_WRONG, text_error_string(error));
}

void ui_say(struct ui *ui, enum role role, const char *code, ...)
{
    struct error values = {0};
    va_list list;
    va_start(list, code);
    error_set_list(&values, code, list);
    va_end(list);
    message_put(ui, role, text_error_string(&values));
    error_free(&values);
}

void ui_say_fleeting(struct ui *ui, const char *code)
{
    ui_say(ui, ROLE_MESSAGE, code, NULL);
    ui->message_fleeting = true;
}

const char *ui_message(const struct ui *ui)
{
    return ui->message_shown ? message_at(ui, ui->message_count - 1)->text : "";
}

const char *ui_message_at(const struct ui *ui, int back)
{
    if (back < 0 || back >= UI_MESSAGES || (uint64_t)back >= ui->message_count)
        return NULL;
    return message_at(ui, ui->message_count - 1 - (uint64_t)back)->text;
}

const char *ui_message_clock(const struct ui *ui, int back)
{
    return ui_message_at(ui, back) ? message_at(ui, ui->message_count - 1 - (uint64_t)back)->clock : "";
}

void ui_clock(struct ui *ui, const char *clock)
{
    memset(ui->clock, 0, sizeof(ui->clock));
    strncat(ui->clock, clock, sizeof(ui->clock) - 1);
}

void ui_header(struct ui *ui, const char *left, const char *middle, const char *right)
{
    const char *words[3] = {left, middle, right};
    for (int i = 0; i < 3; i++) {
        free(ui->header[i]);
        ui->header[i] = memory_text(words[i] ? words[i] : "");
    }
    ui->changed = true;
}

void ui_demonstration(struct ui *ui, bool on)
{
    ui->demonstration = on;
    ui->changed = true;
}

void ui_waiting(struct ui *ui, int count)
{
    ui->changed = ui->changed || ui->waiting != count;
    ui->waiting = count;
}

/* The key of a command for a message: of the desk that is shown, boxes count for what is under them; else of
 * any desk that has it. */
static bool key_find(const struct ui *ui, enum command command, struct key *key)
{
    for (int below = 0; below < ui->depth; below++) {
        if (keymap_key(ui->settings.keymap, ui_section(ui, below), command, key))
            return true;
    }
    for (int section = 0; section < SECTION_COUNT; section++) {
        if (keymap_key(ui->settings.keymap, (enum section)section, command, key))
            return true;
    }
    return false;
}

/* A command without a key is run from the help. */
void ui_key_tell(void *context, const char *name, struct buffer *out)
{
    const struct ui *ui = context;
    enum command command = command_find(name);
    char key_text[KEY_NAME_MOST];
    struct key key;
    if (key_find(ui, command, &key))
        buffer_text(out, key_write(&key, key_text));
    else if (key_find(ui, COMMAND_HELP, &key))
        buffer_format(out, "%s %s", key_write(&key, key_text), command_label(command));
    else
        buffer_text(out, command_label(command));
}
