#include "screens/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/memory.h"
#include "screens/decision.h"
#include "screens/definition.h"
#include "screens/desk_record.h"
#include "screens/reply_draft.h"
#include "screens/seat.h"
#include "screens/setting.h"
#include "screens/sign_on.h"
#include "screens/tended.h"
#include "text/text.h"

enum { DAY_SECONDS = 24 * 60 * 60 };

static void names_free(struct spec_name *name)
{
    free(name->zh);
    free(name->en);
    *name = (struct spec_name){0};
}

static void names_copy(struct spec_name *to, const char *chinese, const char *english)
{
    names_free(to);
    *to = (struct spec_name){memory_text(chinese), memory_text(english)};
}

static void shown_set(const struct desk *desk, char **shown, const struct spec_name *names)
{
    free(*shown);
    *shown = names->zh ? memory_text(desk_name(desk, names)) : NULL;
}

void desk_names_set(struct desk *desk, const char *chinese, const char *english)
{
    names_copy(&desk->names, chinese, english);
    shown_set(desk, &desk->name, &desk->names);
}

void desk_language(struct desk *desk, bool english)
{
    text_language_set(english ? LANGUAGE_EN : LANGUAGE_ZH);
    desk->english = english;
    shown_set(desk, &desk->name, &desk->names);
    shown_set(desk, &desk->hall_name, &desk->hall_names);
    if (desk->session)
        session_language(desk->session, english);
    ui_changed(desk->ui);
}

void desk_grants_free(struct desk *desk)
{
    for (size_t i = 0; i < desk->grant_count; i++) {
        free(desk->grants[i].action);
        names_free(&desk->grants[i].region_name);
        names_free(&desk->grants[i].hall_name);
    }
    free(desk->grants);
    desk->grants = NULL;
    desk->grant_count = 0;
}

void desk_items_free(struct desk *desk)
{
    for (size_t i = 0; i < desk->item_count; i++) {
        free(desk->items[i].code);
        names_free(&desk->items[i].name);
        free(desk->items[i].hash);
    }
    free(desk->items);
    desk->items = NULL;
    desk->item_count = 0;
}

void desk_sign_off(struct desk *desk)
{
    sign_on_end(&desk->signing);
    tended_end(desk);
    session_close(&desk->session);
    settings_forget(desk);
    outbox_free(&desk->outbox);
    desk_grants_free(desk);
    desk_items_free(desk);
    definitions_free(desk);
    decisions_free(desk);
    reply_drafts_free(desk);
    free(desk->answer.words);
    desk->answer = (struct desk_answer){0};
    free(desk->found.words);
    desk->found = (struct desk_found){0};
    for (int i = 0; i < DESK_CRITERIA; i++)
        free(desk->searched.fields[i]);
    desk->searched = (struct desk_searched){0};
    free(desk->identity);
    free(desk->login);
    free(desk->name);
    free(desk->hall_name);
    names_free(&desk->names);
    names_free(&desk->hall_names);
    desk->identity = desk->login = desk->name = desk->hall_name = NULL;
    desk->region = desk->hall = desk->window = desk->answered = 0;
    desk->demonstration_hall = desk->unkept = desk->sending = desk->troubled = false;
    desk->awaits = desk->comes = false;
    desk->refused = 0;
    desk->slip = (struct desk_moment){{0}, 0};
    desk->queues = desk->held = desk->steers = (struct desk_listener){0};
    seat_forget(desk);
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
        const struct spec_name *place = grant->hall ? &grant->hall_name : &grant->region_name;
        names_copy(&desk->hall_names, place->zh, place->en);
        shown_set(desk, &desk->hall_name, &desk->hall_names);
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

/* --- the time */

struct desk_moment desk_now(const struct desk *desk)
{
    struct desk_moment now = desk->set;
    int64_t seconds = now.second + (clock_milliseconds() - desk->clock_base) / 1000;
    now.day = date_add(now.day, (int)(seconds / DAY_SECONDS));
    now.second = (int)(seconds % DAY_SECONDS);
    return now;
}

struct desk_moment desk_slip_moment(struct desk *desk)
{
    struct desk_moment now = desk_now(desk), next = desk->slip;
    next.second++;
    if (next.second == DAY_SECONDS)
        next = (struct desk_moment){date_add(next.day, 1), 0};
    int later = desk->slip.day.year ? date_compare(next.day, now.day) : -1;
    if (later > 0 || (later == 0 && next.second > now.second))
        now = next;
    desk->slip = now;
    desk_record_keep(desk);
    return now;
}

/* The decimal digits of YYYYMMDDhhmm. */
int64_t desk_stamp(const struct desk *desk)
{
    struct desk_moment now = desk_now(desk);
    int64_t day = (int64_t)(now.day.year * 100 + now.day.month) * 100 + now.day.day;
    return day * 10000 + now.second / 3600 * 100 + now.second / 60 % 60;
}

void desk_stamp_write(int64_t stamp, struct buffer *out)
{
    buffer_format(out, "%02d-%02d %02d:%02d", (int)(stamp / 1000000 % 100), (int)(stamp / 10000 % 100),
                  (int)(stamp / 100 % 100), (int)(stamp % 100));
}

void desk_clock_set(struct desk *desk, struct desk_moment moment)
{
    desk->set = moment;
    desk->today = moment.day;
    desk->clock_base = clock_milliseconds();
}

/* --- the first line */

bool desk_cut(const struct desk *desk)
{
    return !desk->session || session_state(desk->session) == SESSION_CUT ||
           session_state(desk->session) == SESSION_GREETS;
}

static void clock_write(int second, char to[16])
{
    snprintf(to, 16, "%02d:%02d", second / 3600 % 24, second / 60 % 60);
}

static void header_right(const struct desk *desk, struct buffer *out)
{
    char clock[16] = "";
    ui_clock(desk->ui, clock);
    if (!desk->outbox) { /* not signed on, or not whole */
        buffer_text(out, text(desk->session ? "DESK_CONNECTING" : "DESK_NOT_CONNECTED"));
        return;
    }
    if (desk_cut(desk)) {
        clock_write(desk->cut.second, clock);
        text_fill(out, "DESK_CUT", "since", clock, NULL);
    } else {
        buffer_text(out, text(session_busy(desk->session) ? "DESK_BUSY" : "DESK_CONNECTED"));
    }
    int waits = outbox_waits(desk->outbox, NULL);
    if (waits && (desk_cut(desk) || session_busy(desk->session) || outbox_trouble(desk->outbox))) {
        char count[16];
        snprintf(count, sizeof(count), "%d", waits);
        buffer_byte(out, ' ');
        text_fill(out, "DESK_UNSENT", "count", count, NULL);
    }
    if (desk->answered > 0) {
        char count[16];
        snprintf(count, sizeof(count), "%d", desk->answered);
        buffer_byte(out, ' ');
        text_fill(out, "DESK_ANSWERED", "count", count, NULL);
    }
    clock_write(desk_now(desk).second, clock);
    ui_clock(desk->ui, clock);
    buffer_format(out, "  %s", clock);
}

void desk_header(struct desk *desk)
{
    struct buffer left = {0}, right = {0};
    if (desk->name)
        desk->today = desk_now(desk).day; /* the database's day turns over at midnight */
    buffer_text(&left, text("DESK_PROGRAM"));
    if (desk->demonstration_hall || (!desk->session && desk->demonstration[0]))
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
    ui_header(desk->ui, buffer_string(&left), tended_until(desk) ? text("DESK_UNTENDED") : "",
              buffer_string(&right));
    ui_demonstration(desk->ui, desk->demonstration_hall || (!desk->session && desk->demonstration[0]));
    buffer_free(&left);
    buffer_free(&right);
}

const char *desk_name(const struct desk *desk, const struct spec_name *name)
{
    return desk->english ? name->en : name->zh;
}

const char *desk_basis(const char *basis)
{
    if (!basis) /* a limit that no law sets */
        return "";
    return strcmp(basis, "unverified") == 0 ? text("BASIS_UNVERIFIED") : basis;
}

const char *desk_column(const struct desk *desk, const struct store_reply *reply, int row, const char *prefix)
{
    char own[32], other[32];
    snprintf(own, sizeof(own), "%s_%s", prefix, desk->english ? "en" : "zh");
    snprintf(other, sizeof(other), "%s_%s", prefix, desk->english ? "zh" : "en");
    const char *value = store_reply_text(reply, row, own);
    return *value ? value : store_reply_text(reply, row, other); /* better than none: a definition lacks it */
}

bool desk_refused(struct desk *desk, const struct store_reply *reply)
{
    const struct error *error = store_reply_error(reply);
    if (error)
        ui_say_error(desk->ui, error);
    ui_changed(desk->ui);
    return error != NULL;
}

void desk_forget(struct desk *desk, const void *owner)
{
    if (desk->session)
        session_forget(desk->session, owner);
    if (desk->outbox)
        outbox_forget(desk->outbox, owner);
}

void desk_call(struct desk *desk, const struct store_query *query, store_answered *answered, void *owner)
{
    if (desk->session)
        session_call(desk->session, query, answered, owner);
}

/* --- what must not be lost */

bool desk_paused(const struct desk *desk)
{
    return desk->outbox && desk->unkept && !desk_cut(desk) && outbox_waits(desk->outbox, NULL) > 0;
}

/* While cut it is told each time: then it stands in this program's memory alone. Frees the error. */
static bool kept_tell(struct desk *desk, bool kept, struct error *error)
{
    if (!kept && (desk_cut(desk) || !desk->unkept))
        ui_say_error(desk->ui, error);
    else if (kept && desk->unkept)
        ui_say(desk->ui, ROLE_DONE, "DESK_KEEPS_AGAIN", NULL);
    desk->unkept = !kept;
    error_free(error);
    return kept;
}

bool desk_keep(struct desk *desk, const struct outbox_message *message)
{
    struct error error = {0};
    bool kept = outbox_call(desk->outbox, message, &error);
    return kept_tell(desk, kept, &error);
}

bool desk_keep_again(struct desk *desk, const char *lane)
{
    struct error error = {0};
    bool kept = outbox_write(desk->outbox, lane, &error);
    return kept_tell(desk, kept, &error);
}
