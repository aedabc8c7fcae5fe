/* Messages, and the words of the first line. */
#include <stdarg.h>
#include <stdlib.h>

#include "base/memory.h"
#include "text/text.h"
#include "ui/ui_inside.h"

static struct message *message_at(const struct ui *ui, uint64_t number)
{
    return (struct message *)&ui->messages[number % UI_MESSAGES];
}

static void message_put(struct ui *ui, enum role role, char *text)
{
    struct message *message = message_at(ui, ui->message_count++);
    free(message->text);
    *message = (struct message){.text = text, .role = role};
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
