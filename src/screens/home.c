#include "screens/home.h"

#include <stddef.h>
#include <string.h>

#include "screens/counter.h"
#include "screens/leave.h"
#include "screens/login.h"
#include "screens/queue.h"
#include "screens/supervise.h"
#include "text/text.h"
#include "ui/why.h"

static const struct home_place places[] = {
    {"accept", "HOME_COUNTER", &counter_screen},        {"review", "HOME_REVIEW", &queue_screen},
    {"recheck", "HOME_REVIEW", &queue_screen},          {"approve", "HOME_REVIEW", &queue_screen},
    {"supervise", "HOME_SUPERVISE", &supervise_screen}, {NULL, NULL, NULL},
};

size_t home_places(const struct desk *desk, const struct home_place *found[HOME_PLACES])
{
    size_t count = 0;
    for (const struct home_place *place = places; place->action; place++) {
        bool again = count && found[count - 1]->screen == place->screen;
        bool counter_without_window = place->screen == &counter_screen && !desk->window;
        if (desk_may(desk, place->action) && !again && !counter_without_window)
            found[count++] = place;
    }
    return count;
}

void home_go(struct desk *desk, const struct home_place *place)
{
    desk_go(desk, place->action);
    ui_replace_all(desk->ui, place->screen, desk);
    if (desk->untended > 60)
        ui_say(desk->ui, ROLE_CONFIRM, "HOME_UNTENDED", NULL);
}

static void back_to_login(void *owner)
{
    struct desk *desk = owner;
    ui_replace_all(desk->ui, &login_screen, desk);
    desk_sign_off(desk);
}

void home_sign_off(struct desk *desk)
{
    loop_defer(desk->loop, back_to_login, desk); /* not from inside a callback of the store that it closes */
}

void home_open(struct desk *desk)
{
    const struct home_place *found[HOME_PLACES];
    if (home_places(desk, found)) {
        home_go(desk, found[0]);
        return;
    }
    const char *why = desk_may(desk, "accept")    ? "HOME_NO_WINDOW"
                      : desk_may(desk, "operate") ? "HOME_OPERATOR"
                      : desk_may(desk, "audit")   ? "HOME_AUDITOR"
                                                  : "HOME_NO_RIGHT";
    ui_say(desk->ui, ROLE_WRONG, why, NULL);
    home_sign_off(desk);
}

void home_lost(void *owner)
{
    struct desk *desk = owner;
    ui_say(desk->ui, ROLE_WRONG, "E_DATABASE_LOST", NULL);
    home_sign_off(desk);
}

/* The last messages, newest first. */
static void messages_show(struct ui *ui)
{
    struct buffer sentences = {0};
    for (int i = 0; i < UI_MESSAGES && ui_message_at(ui, i); i++)
        why_add(&sentences, ui_message_at(ui, i));
    if (!sentences.length)
        why_add(&sentences, text("HOME_NO_MESSAGES"));
    why_open(ui, text("HOME_MESSAGES"), buffer_string(&sentences));
    buffer_free(&sentences);
}

void home_command(void *context, struct ui *ui, enum command command)
{
    struct desk *desk = context;
    if (command == COMMAND_WAITING)
        messages_show(ui);
    else if (command == COMMAND_LEAVE && desk->store)
        ui_push(ui, &leave_screen, desk);
}

const struct screen_command home_commands[] = {
    {COMMAND_LEAVE, NULL}, {COMMAND_WAITING, NULL}, {COMMAND_NONE, NULL}};
