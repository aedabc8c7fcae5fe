/* The clerk's keys, place by place. */
#include <stdio.h>
#include <string.h>

#include "fault/player_parts.h"

struct promise *player_promise(struct player *player)
{
    return ledger_promise(player->options.ledger, player->index);
}

/* A field that stands filled from before is emptied first: it was typed half when the program died. */
static void fill(struct player *player, const char *text)
{
    if (player->sight.filled)
        driver_key(player->driver, "Ctrl-U");
    driver_type(player->driver, text);
    driver_key(player->driver, "Enter");
}

static void key(struct player *player, const char *name)
{
    driver_key(player->driver, name);
}

/* The fields of the story by their labels. */
static const struct {
    const char *label;
    unsigned seen;
    const char *text; /* NULL: the person's own */
} FIELDS[] = {
    {"手机号码", SEEN_MOBILE, NULL},  {"失业时间", SEEN_UNEMPLOYED, "0228"}, {"解除原因", SEEN_REASON, "02"},
    {"领取地", SEEN_PLACE, "210603"}, {"最后工作单位", SEEN_UNIT, NULL},
};

static const char *field_text(const struct player *player, size_t field)
{
    if (FIELDS[field].text)
        return FIELDS[field].text;
    return FIELDS[field].seen == SEEN_MOBILE ? player->person.mobile : player->person.unit;
}

static void form_field(struct player *player)
{
    const struct sight *sight = &player->sight;
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
        if (strcmp(sight->label, FIELDS[i].label) != 0)
            continue;
        player->typed = FIELDS[i].seen;
        snprintf(player->typed_label, sizeof player->typed_label, "%s", sight->label);
        fill(player, field_text(player, i));
        return;
    }
    key(player, "Enter");
}

static void credential(struct player *player)
{
    if (player->resting)
        return;
    if (strcmp(player->sight.label, "姓名") == 0)
        fill(player, player->person.name);
    else if (strcmp(player->sight.label, "证件号码") == 0)
        fill(player, player->person.number);
    else
        key(player, "Enter");
}

static void login(struct player *player)
{
    const char *label = player->sight.label;
    char window[12];
    snprintf(window, sizeof window, "%d", player->options.window);
    if (strcmp(label, "工号") == 0)
        fill(player, player->options.login);
    else if (strcmp(label, "口令") == 0)
        fill(player, "test");
    else
        fill(player, window);
}

/* What this person came for has been done: the clerk remembers it, or the page says so after a new start. */
static bool applied(struct player *player)
{
    const struct promise *promise = player_promise(player);
    return promise->number[0] || promise->slip[0] || sight_shows(&player->sight, "在办1");
}

/* A draft or returned case is taken up. */
static void person(struct player *player)
{
    if (applied(player))
        key(player, "F9");
    else if (strstr(player->sight.next, "Enter"))
        key(player, "Enter");
    else
        key(player, "F4");
}

static void picker(struct player *player)
{
    if (strstr(player->sight.screen.data, "sybxj"))
        key(player, "Ctrl-U");
    driver_type(player->driver, "sybxj1");
}

static void materials(struct player *player)
{
    const char *marked = player->sight.marked;
    if (!strstr(marked, "缺"))
        key(player, "Enter");
    else
        key(player, strstr(marked, "解除劳动关系证明") ? "F7" : "F6");
}

static void path(struct player *player)
{
    driver_key(player->driver, "Ctrl-U");
    driver_type(player->driver, sight_shows(&player->sight, ">1") ? player->card : player->registered);
    driver_key(player->driver, "Enter");
}

static void form(struct player *player)
{
    if (player->sight.label[0])
        form_field(player);
    else if (strstr(player->sight.next, "F9"))
        key(player, "F9");
    else
        key(player, "Enter");
}

static void visit_ended(struct player *player)
{
    key(player, "1");
    player->ending = true;
}

static void receipt(struct player *player)
{
    sight_number(&player->sight, "受理号", player_promise(player)->number,
                 sizeof player_promise(player)->number);
    key(player, "Enter");
}

static void slip(struct player *player)
{
    sight_number(&player->sight, "凭条号", player_promise(player)->slip, sizeof player_promise(player)->slip);
    key(player, "Enter");
}

static void commit(struct player *player)
{
    key(player, "F9");
}

static void first_choice(struct player *player)
{
    key(player, "1");
}

static void back(struct player *player)
{
    key(player, "Esc");
}

static void (*const ACTIONS[])(struct player *player) = {
    [PLACE_UNKNOWN] = NULL,        [PLACE_LOGIN] = login,   [PLACE_CREDENTIAL] = credential,
    [PLACE_PERSON] = person,       [PLACE_PICKER] = picker, [PLACE_FORM] = form,
    [PLACE_MATERIALS] = materials, [PLACE_ASK_PATH] = path, [PLACE_ASK_PROOF] = first_choice,
    [PLACE_ASK_END] = visit_ended, [PLACE_LETTER] = commit, [PLACE_READBACK] = commit,
    [PLACE_RECEIPT] = receipt,     [PLACE_SLIP] = slip,     [PLACE_QUESTION] = back,
};

bool player_act(struct player *player)
{
    if (!ACTIONS[player->sight.place])
        return false;
    ACTIONS[player->sight.place](player);
    return true;
}
