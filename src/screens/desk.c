#include "screens/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/memory.h"
#include "screens/decision.h"
#include "screens/definition.h"
#include "text/text.h"

enum { DAY_MINUTES = 24 * 60 };

static void grants_free(struct desk *desk)
{
    for (size_t i = 0; i < desk->grant_count; i++) {
        free(desk->grants[i].action);
        free(desk->grants[i].region_name);
        free(desk->grants[i].hall_name);
    }
    free(desk->grants);
    desk->grants = NULL;
    desk->grant_count = 0;
}

static void items_free(struct desk *desk)
{
    for (size_t i = 0; i < desk->item_count; i++) {
        free(desk->items[i].code);
        free(desk->items[i].name.zh);
        free(desk->items[i].name.en);
    }
    free(desk->items);
    desk->items = NULL;
    desk->item_count = 0;
}

void desk_sign_off(struct desk *desk)
{
    store_close(&desk->store);
    grants_free(desk);
    items_free(desk);
    definitions_free(desk);
    decisions_free(desk);
    free(desk->login);
    free(desk->name);
    free(desk->hall_name);
    desk->login = desk->name = desk->hall_name = NULL;
    desk->region = desk->hall = desk->window = 0;
    desk->demonstration_hall = false;
}

bool desk_may(const struct desk *desk, const char *action)
{
    for (size_t i = 0; i < desk->grant_count; i++) {
        if (strcmp(desk->grants[i].action, action) == 0)
            return true;
    }
    return false;
}

void desk_go(struct desk *desk, const char *action)
{
    for (size_t i = 0; i < desk->grant_count; i++) {
        const struct desk_grant *grant = &desk->grants[i];
        if (strcmp(grant->action, action) != 0)
            continue;
        desk->region = grant->region;
        desk->hall = grant->hall;
        free(desk->hall_name);
        desk->hall_name =
            memory_text(grant->hall_name && *grant->hall_name ? grant->hall_name : grant->region_name);
        return;
    }
}

void desk_key(char key[DESK_KEY])
{
    unsigned char random[16];
    if (getrandom(random, sizeof(random), 0) != sizeof(random))
        abort(); /* cannot happen for so few bytes once the system is up */
    random[6] = (unsigned char)((random[6] & 0x0F) | 0x40); /* RFC 9562, version 4 */
    random[8] = (unsigned char)((random[8] & 0x3F) | 0x80);
    char *to = key;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        to += snprintf(to, 3, "%02x", random[i]);
    }
}

/* Turns the database's day over at midnight, for whoever is still signed on. */
static void day_turn(struct desk *desk)
{
    int64_t minutes = desk->clock_minutes + (clock_milliseconds() - desk->clock_base) / 60000;
    while (minutes >= DAY_MINUTES) {
        minutes -= DAY_MINUTES;
        desk->clock_minutes -= DAY_MINUTES;
        desk->today = date_add(desk->today, 1);
    }
}

static void header_right(const struct desk *desk, struct buffer *out)
{
    if (!desk->name) {
        buffer_text(out, text(desk->store ? "DESK_CONNECTING" : "DESK_NOT_CONNECTED"));
        return;
    }
    int64_t minutes = desk->clock_minutes + (clock_milliseconds() - desk->clock_base) / 60000;
    bool busy = store_busy(desk->store) > 0;
    buffer_text(out, text(!store_stands(desk->store) ? "DESK_LOST" : busy ? "DESK_BUSY" : "DESK_CONNECTED"));
    buffer_format(out, "  %02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

void desk_header(struct desk *desk)
{
    struct buffer left = {0}, right = {0};
    if (desk->name)
        day_turn(desk);
    buffer_text(&left, text("DESK_PROGRAM"));
    if (desk->demonstration_hall || (!desk->store && desk->demonstration))
        buffer_format(&left, " %s", text("DESK_DEMONSTRATION"));
    if (desk->hall_name)
        buffer_format(&left, " %s", desk->hall_name);
    if (desk->window) {
        char number[16];
        snprintf(number, sizeof(number), "%02d", desk->window);
        buffer_byte(&left, ' ');
        text_fill(&left, "DESK_WINDOW", "window", number, NULL);
    }
    if (desk->name)
        buffer_format(&left, " %s", desk->name);
    header_right(desk, &right);
    ui_header(desk->ui, buffer_string(&left), "", buffer_string(&right));
    ui_demonstration(desk->ui, desk->demonstration_hall || (!desk->store && desk->demonstration));
    buffer_free(&left);
    buffer_free(&right);
}

const char *desk_name(const struct desk *desk, const struct spec_name *name)
{
    return desk->english ? name->en : name->zh;
}

const char *desk_column(const struct desk *desk, const struct store_reply *reply, int row, const char *prefix)
{
    char column[32];
    snprintf(column, sizeof(column), "%s_%s", prefix, desk->english ? "en" : "zh");
    return store_reply_text(reply, row, column);
}

bool desk_refused(struct desk *desk, const struct store_reply *reply)
{
    const struct error *error = store_reply_error(reply);
    if (error && strcmp(error->code, "E_DATABASE_LOST") != 0)
        ui_say_error(desk->ui, error);
    ui_changed(desk->ui);
    return error != NULL;
}

void desk_forget(struct desk *desk, const void *owner)
{
    if (desk->store)
        store_forget(desk->store, owner);
}

void desk_call(struct desk *desk, const struct store_query *query, store_answered *answered, void *owner)
{
    if (desk->store)
        store_call(desk->store, query, answered, owner);
    else
        ui_say(desk->ui, ROLE_WRONG, "E_DATABASE_LOST", NULL);
}
