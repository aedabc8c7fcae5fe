#include "screens/home.h"

#include <stddef.h>
#include <string.h>

#include "screens/case_search.h"
#include "screens/counter.h"
#include "screens/find.h"
#include "screens/leave.h"
#include "screens/login.h"
#include "screens/queue.h"
#include "screens/samples.h"
#include "screens/seat.h"
#include "screens/settings.h"
#include "screens/supervise.h"
#include "screens/tended.h"
#include "screens/waiting.h"
#include "screens/waiting_rows.h"

static const struct home_place places[] = {
    {"accept", "HOME_COUNTER", &counter_screen},
    {"review", "HOME_REVIEW", &queue_screen},
    {"recheck", "HOME_REVIEW", &queue_screen},
    {"approve", "HOME_REVIEW", &queue_screen},
    {"site_check", "HOME_REVIEW", &queue_screen},
    {"expert_review", "HOME_REVIEW", &queue_screen},
    {"third_party_check", "HOME_REVIEW", &queue_screen},
    {"supervise", "HOME_SUPERVISE", &supervise_screen},
    {"supervise", "HOME_SAMPLES", &samples_screen},
    {"audit", "HOME_SAMPLES", &samples_screen},
    {NULL, NULL, NULL},
};

static void home_command(void *context, struct ui *ui, enum command command)
{
    struct desk *desk = context;
    if (command == COMMAND_FIND)
        find_open(desk);
    else if (command == COMMAND_SEARCH)
        case_search_open(desk);
    else if (command == COMMAND_SETTINGS)
        ui_push(ui, &settings_screen, desk);
    else if (command == COMMAND_WAITING)
        waiting_open(desk);
    else if (command == COMMAND_LEAVE && desk->session)
        ui_push(ui, &leave_screen, desk);
}

static const struct screen_command home_commands[] = {
    {COMMAND_FIND, NULL},     {COMMAND_SEARCH, NULL}, /* those of somebody who is signed on */
    {COMMAND_SETTINGS, NULL}, {COMMAND_LEAVE, NULL},  {COMMAND_WAITING, NULL}, {COMMAND_NONE, NULL},
};

void home_commands_set(struct desk *desk, bool signed_on)
{
    ui_common(desk->ui, signed_on ? home_commands : home_commands + 3, home_command, desk);
}

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
    home_commands_set(desk, true);
    ui_replace_all(desk->ui, place->screen, desk);
    if (desk->untended > TENDED_LATE && place->screen == &queue_screen) /* supervisors have a line for it */
        ui_say(desk->ui, ROLE_CONFIRM, "HOME_UNTENDED", NULL);
}

static void back_to_login(void *owner)
{
    struct desk *desk = owner;
    home_commands_set(desk, false);
    ui_uncover(desk->ui);
    ui_replace_all(desk->ui, &login_screen, desk);
    desk_sign_off(desk);
    waiting_counted(desk, 0);
}

void home_sign_off(struct desk *desk)
{
    loop_defer(desk->loop, back_to_login, desk); /* not from inside a callback of the store that it closes */
}

const char *home_nowhere(const struct desk *desk)
{
    const struct home_place *found[HOME_PLACES];
    if (home_places(desk, found))
        return NULL;
    return desk_may(desk, "accept")    ? "HOME_NO_WINDOW"
           : desk_may(desk, "operate") ? "HOME_OPERATOR"
                                       : "HOME_NO_RIGHT";
}

void home_open(struct desk *desk)
{
    const struct home_place *found[HOME_PLACES];
    home_places(desk, found);
    home_go(desk, found[0]);
    desk->comes = desk->window != 0;
    home_back(desk);
}

/* Entries that were refused: somebody has to look at them. */
static int refusals(const struct desk *desk)
{
    int count = 0;
    for (size_t i = 0; i < outbox_lanes(desk->outbox); i++) {
        const char *lane = outbox_lane(desk->outbox, i);
        for (size_t k = 0; k < outbox_entries(desk->outbox, lane); k++)
            count += outbox_entry(desk->outbox, lane, k).state == OUTBOX_REFUSED;
    }
    return count;
}

void home_outbox_changed(void *owner)
{
    struct desk *desk = owner;
    int refused = refusals(desk);
    const struct error *trouble = outbox_trouble(desk->outbox);
    bool sent = desk->sending && outbox_waits(desk->outbox, NULL) == 0;
    if (sent)
        ui_say(desk->ui, refused ? ROLE_WRONG : ROLE_DONE, refused ? "HOME_SENT_REFUSED" : "HOME_SENT", NULL);
    if (sent || refused != desk->refused)
        waiting_count(desk);
    if (trouble && !desk->troubled)
        ui_say_error(desk->ui, trouble); /* once: what it holds up goes by itself when it is over */
    desk->troubled = trouble != NULL;
    desk->sending = desk->sending && !sent;
    desk->refused = refused;
    ui_changed(desk->ui);
}

void home_back(struct desk *desk)
{
    desk->sending = outbox_waits(desk->outbox, NULL) > 0;
    waiting_count(desk);
    tended_watch(desk);
    seat_told(desk, "");
    if (desk->queues.told)
        desk->queues.told(desk->queues.owner, ""); /* what was notified meanwhile is unknown */
    if (desk->steers.told)
        desk->steers.told(desk->steers.owner, "");
    if (desk->held.told)
        desk->held.told(desk->held.owner, "");
}
