#include "fault/player.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/memory.h"
#include "fault/player_parts.h"
#include "story/world.h"

enum {
    BREATH = 330,     /* ms; F9 is deaf for 300 behind a new screen */
    AGAIN = 6000,     /* ms after which a key that changed nothing is pressed again */
    PATIENCE = 60000, /* ms */
    SETTLING = 500,   /* ms between two looks at the database */
    DYING = 20,       /* ms in which a killed program's last words come */
};

static struct player *living;

/* --- Starting and ending */

static void program_start(struct player *player)
{
    char window[12];
    snprintf(window, sizeof window, "%d", player->options.window);
    player->driver = driver_start(&(struct driver_options){
        .program = player->options.program,
        .arguments = (const char *[]){"--db", player->options.database, "--lang", "zh", NULL},
        .environment = player->options.environment,
        .name = player->options.login,
        .home = player->options.home});
    player->sight.place = PLACE_UNKNOWN;
    player->acted_on[0] = player->seen[0] = '\0';
    player->acted_at = player->seen_at = clock_milliseconds();
    player->typed = 0;
    player->was_cut = false;
}

static void person_next(struct player *player)
{
    player->resting = player->options.people && player->done >= player->options.people;
    player->index = player->options.first + player->done * player->options.step;
    player->person = invented_person(player->index);
}

struct player *player_start(const struct player_options *options)
{
    struct player *player = memory_get(1, sizeof *player);
    player->options = *options;
    player->options.patience = options->patience ? options->patience : PATIENCE;
    player->card = memory_text(world_file("id.jpg", "identity card, both sides\n"));
    player->registered = memory_text(world_file("reg.jpg", "registered as unemployed\n"));
    person_next(player);
    program_start(player);
    player->next = living;
    living = player;
    return player;
}

void player_stop(struct player **address)
{
    struct player *player = *address, **link = &living;
    *address = NULL;
    if (!player)
        return;
    while (*link && *link != player)
        link = &(*link)->next;
    if (*link)
        *link = player->next;
    driver_stop(&player->driver);
    sight_free(&player->sight);
    free(player->card);
    free(player->registered);
    free(player);
}

void players_stop_all(void)
{
    while (living) {
        struct player *player = living;
        player_stop(&player);
    }
}

/* --- Seeing */

/* The focus has gone from the field that was typed: into another one, or to a screen behind the form. */
static bool field_was_left(const struct player *player)
{
    const struct sight *sight = &player->sight;
    if (sight->place == PLACE_FORM)
        return sight->label[0] && strcmp(sight->label, player->typed_label) != 0;
    return sight->place == PLACE_MATERIALS || sight->place == PLACE_READBACK;
}

static void promises_note(struct player *player)
{
    static const struct {
        const char *shown;
        unsigned seen;
    } MATERIALS[] = {{" 有 身份证或社保卡", SEEN_CARD},
                     {" 诺 解除劳动关系证明", SEEN_LETTER},
                     {" 有 失业登记信息", SEEN_REGISTERED}};
    if (player->typed && field_was_left(player)) {
        player_promise(player)->seen |= player->typed;
        player->typed = 0;
    }
    for (size_t i = 0; i < sizeof MATERIALS / sizeof *MATERIALS; i++) {
        if (player->sight.place == PLACE_MATERIALS && sight_shows(&player->sight, MATERIALS[i].shown))
            player_promise(player)->seen |= MATERIALS[i].seen;
    }
    if (player->sight.cut && !player->was_cut)
        player->cuts++;
    player->was_cut = player->sight.cut;
}

static void look(struct player *player)
{
    char seen[sizeof player->seen];
    sight_read(&player->sight, player->driver);
    promises_note(player);
    if (player->ending && player->sight.place == PLACE_CREDENTIAL) {
        player->ending = false;
        player->done++;
        person_next(player);
    }
    bool steps = player->sight.place == PLACE_PERSON || player->sight.place == PLACE_FORM;
    snprintf(seen, sizeof seen, "%d|%.60s|%.90s|%.90s", (int)player->sight.place, player->sight.label,
             player->sight.marked, steps ? player->sight.next : "");
    if (strcmp(seen, player->seen) != 0) {
        memcpy(player->seen, seen, sizeof seen);
        player->seen_at = clock_milliseconds();
    }
}

/* A screen without a field hears F9 only when it has stood for a moment. */
static bool breathes(const struct player *player, int64_t now)
{
    return !player->sight.label[0] && player->sight.place != PLACE_MATERIALS &&
           now - player->seen_at < BREATH;
}

/* The screen has come before its words: a slow link. */
static bool is_blank(const struct sight *sight)
{
    return (sight->place == PLACE_RECEIPT && !sight_shows(sight, "受理号 ")) ||
           (sight->place == PLACE_SLIP && !sight_shows(sight, "凭条号 "));
}

static bool may_act(const struct player *player, int64_t now)
{
    if (is_blank(&player->sight))
        return false;
    bool comes =
        player->asked && (player->sight.place == PLACE_PERSON ||
                          (player->sight.place == PLACE_MATERIALS && strstr(player->sight.marked, "缺")));
    if (breathes(player, now) || (comes && now - player->acted_at < AGAIN))
        return false;
    return strcmp(player->acted_on, player->seen) != 0 || now - player->acted_at >= AGAIN;
}

static bool turn(struct player *player)
{
    if (!driver_is_resting(player->driver))
        return false;
    if (driver_has_ended(player->driver))
        driver_fail(player->driver, "a program that runs");
    look(player);
    int64_t now = clock_milliseconds();
    bool rests = player->resting && player->sight.place == PLACE_CREDENTIAL;
    if (!rests && now - player->seen_at > player->options.patience)
        driver_fail(player->driver, "another screen for %d ms (place %d, field \"%s\")",
                    player->options.patience, (int)player->sight.place, player->sight.label);
    if (rests || player->sight.place == PLACE_UNKNOWN || !may_act(player, now))
        return false;
    memcpy(player->acted_on, player->seen, sizeof player->acted_on);
    player->acted_at = now;
    player->actions++;
    player->asked = player->sight.place == PLACE_ASK_PATH || player->sight.place == PLACE_LETTER ||
                    player->sight.place == PLACE_PICKER || player->sight.place == PLACE_ASK_END;
    return player_act(player);
}

int players_turn(struct player *const *players, size_t count, int milliseconds)
{
    int acted = 0;
    for (size_t i = 0; i < count; i++)
        acted += turn(players[i]);
    if (!acted && count)
        driver_pump(players[0]->driver, milliseconds);
    return acted;
}

void players_settle(struct player *const *players, size_t count, const char *database, int milliseconds)
{
    int64_t end = clock_milliseconds() + milliseconds;
    while (!ledger_arrived(players[0]->options.ledger, database) && clock_milliseconds() < end) {
        for (int64_t turn_end = clock_milliseconds() + SETTLING; clock_milliseconds() < turn_end;)
            players_turn(players, count, 2);
    }
}

void player_kill(struct player *player)
{
    driver_signal(player->driver, SIGKILL);
    driver_exit_status(player->driver);
    while (driver_pump(player->driver, DYING))
        ;
    look(player);
    driver_stop(&player->driver);
}

void player_restart(struct player *player)
{
    program_start(player);
}

void player_sign_on(struct player *player)
{
    do
        players_turn(&player, 1, 2);
    while (!player_signed_on(player));
}

void player_until_field(struct player *player, const char *label)
{
    while (strcmp(player->sight.label, label) != 0)
        players_turn(&player, 1, 2);
}

int player_done(const struct player *player)
{
    return player->done;
}

bool player_rests(const struct player *player)
{
    return player->resting && player->sight.place == PLACE_CREDENTIAL;
}

void player_finish(struct player *player)
{
    player->options.people = player->done + 1;
}

int player_actions(const struct player *player)
{
    return player->actions;
}

bool player_cut(const struct player *player)
{
    return player->sight.cut;
}

int player_cuts(const struct player *player)
{
    return player->cuts;
}

bool player_signed_on(const struct player *player)
{
    return player->sight.place != PLACE_LOGIN && player->sight.place != PLACE_UNKNOWN;
}

bool player_fills_in(const struct player *player)
{
    return player->sight.place == PLACE_FORM && player->sight.label[0];
}

struct driver *player_driver(struct player *player)
{
    return player->driver;
}

int player_person(const struct player *player)
{
    return player->index;
}

void player_until_text(struct player *player, const char *text)
{
    while (!sight_shows(&player->sight, text)) {
        if (player_rests(player))
            driver_fail(player->driver, "text \"%s\" before all people are through", text);
        players_turn(&player, 1, 2);
    }
}
