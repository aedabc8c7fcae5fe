#include "screens/greeting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/setting.h"

static void fail(struct greeting *greeting, const struct error *error)
{
    greeting->failed = true;
    greeting->refused(greeting->owner, error);
}

/* True: there is nothing to go on with. A lost connection is greeted anew. */
static bool refused(struct greeting *greeting, const struct store_reply *reply)
{
    const struct error *error = store_reply_error(reply);
    if (error && strcmp(error->code, "E_DATABASE_LOST") != 0)
        fail(greeting, error);
    return error || greeting->failed;
}

static void window_taken(void *owner, const struct store_reply *reply)
{
    struct greeting *greeting = owner;
    if (refused(greeting, reply))
        return;
    greeting->desk->window = greeting->window;
    greeting->done(greeting->owner);
}

static void window_ask(struct greeting *greeting)
{
    struct desk *desk = greeting->desk;
    if (!greeting->window || !desk_may(desk, "accept")) {
        greeting->done(greeting->owner);
        return;
    }
    if (!desk->window)
        desk_go(desk, "accept");
    struct store_query window = {.sql = "SELECT window_number FROM desk.window_take($1, $2, $3)"};
    store_query_number(&window, desk->region);
    store_query_number(&window, desk->hall);
    store_query_number(&window, greeting->window);
    session_greet(desk->session, &window, window_taken, greeting);
}

/* A definition that lost its name is found by its code. */
static char *item_name(const struct store_reply *reply, int row, const char *column)
{
    const char *name = store_reply_text(reply, row, column);
    return memory_text(*name ? name : store_reply_text(reply, row, "item"));
}

static void items_came(void *owner, const struct store_reply *reply)
{
    struct greeting *greeting = owner;
    struct desk *desk = greeting->desk;
    if (refused(greeting, reply))
        return;
    desk_items_free(desk);
    desk->item_count = (size_t)store_reply_rows(reply);
    desk->items = memory_get(desk->item_count, sizeof(*desk->items));
    for (size_t i = 0; i < desk->item_count; i++) {
        int row = (int)i;
        desk->items[i] = (struct desk_item){
            .definition_id = (int)store_reply_number(reply, row, "definition_id"),
            .code = memory_text(store_reply_text(reply, row, "item")),
            .name = {item_name(reply, row, "name_zh"), item_name(reply, row, "name_en")},
            .acceptable = store_reply_flag(reply, row, "acceptable"),
            .hash = memory_text(store_reply_text(reply, row, "hash")),
        };
    }
    window_ask(greeting);
}

static void grants_came(void *owner, const struct store_reply *reply)
{
    struct greeting *greeting = owner;
    struct desk *desk = greeting->desk;
    if (refused(greeting, reply))
        return;
    desk_grants_free(desk);
    desk->grant_count = (size_t)store_reply_rows(reply);
    desk->grants = memory_get(desk->grant_count, sizeof(*desk->grants));
    for (size_t i = 0; i < desk->grant_count; i++) {
        int row = (int)i;
        desk->grants[i] = (struct desk_grant){
            .action = memory_text(store_reply_text(reply, row, "action")),
            .region = (int)store_reply_number(reply, row, "region"),
            .region_name = {memory_text(store_reply_text(reply, row, "region_zh")),
                            memory_text(store_reply_text(reply, row, "region_en"))},
            .hall = (int)store_reply_number(reply, row, "hall"),
            .hall_name = {memory_text(store_reply_text(reply, row, "hall_zh")),
                          memory_text(store_reply_text(reply, row, "hall_en"))},
        };
    }
    struct store_query items = {
        .sql = "SELECT definition_id, item, name_zh, name_en, acceptable, hash FROM desk.item_list($1)"};
    store_query_number(&items, desk->grant_count ? desk->grants[0].region : 0);
    session_greet(desk->session, &items, items_came, greeting);
}

/* Program and database belong together; false, told, when one is newer than the other. */
static bool schema_fits(struct greeting *greeting, int64_t schema)
{
    char there[24], here[24];
    struct error error = {0};
    if (schema == YICHUANG_SCHEMA)
        return true;
    snprintf(there, sizeof(there), "%lld", (long long)schema);
    snprintf(here, sizeof(here), "%d", YICHUANG_SCHEMA);
    error_set(&error, schema > YICHUANG_SCHEMA ? "E_SCHEMA_NEWER" : "E_SCHEMA_OLDER", "there", there, "here",
              here, NULL);
    fail(greeting, &error);
    error_free(&error);
    return false;
}

/* What stands on this machine belongs to one database and goes to no other. */
static bool database_same(struct greeting *greeting, const char *identity)
{
    struct error error = {0};
    if (!greeting->desk->identity || strcmp(greeting->desk->identity, identity) == 0)
        return true;
    error_set(&error, "E_DATABASE_OTHER", NULL);
    fail(greeting, &error);
    error_free(&error);
    return false;
}

static void who_came(void *owner, const struct store_reply *reply)
{
    struct greeting *greeting = owner;
    struct desk *desk = greeting->desk;
    struct desk_moment now = {{0}, 0};
    if (refused(greeting, reply) || !schema_fits(greeting, store_reply_number(reply, 0, "schema")) ||
        !database_same(greeting, store_reply_text(reply, 0, "database")))
        return;
    free(desk->identity);
    free(desk->login);
    desk->identity = memory_text(store_reply_text(reply, 0, "database"));
    desk->login = memory_text(store_reply_text(reply, 0, "login"));
    desk_names_set(desk, store_reply_text(reply, 0, "name_zh"), store_reply_text(reply, 0, "name_en"));
    desk->demonstration_hall = store_reply_flag(reply, 0, "demonstration");
    desk->untended = (int)store_reply_number(reply, 0, "tended_seconds");
    date_parse(store_reply_text(reply, 0, "today"), &now.day);
    now.second = (int)store_reply_number(reply, 0, "second");
    desk_clock_set(desk, now);
    if (store_reply_number(reply, 0, "failures") > 0)
        ui_say(desk->ui, ROLE_CONFIRM, "LOGIN_FAILURES", "count", store_reply_text(reply, 0, "failures"),
               "when", store_reply_text(reply, 0, "failed"), NULL);
}

static void settings_came(void *owner, const struct store_reply *reply)
{
    struct greeting *greeting = owner;
    if (!refused(greeting, reply))
        settings_take(greeting->desk, reply);
}

static void set_came(void *owner, const struct store_reply *reply)
{
    refused(owner, reply);
}

void greeting_ask(struct greeting *greeting)
{
    /* moments are read as people here read them, whatever PGTZ says */
    static const char *const first[] = {"SET TIME ZONE 'Asia/Shanghai'", "LISTEN yc_queues", "LISTEN yc_held",
                                        "LISTEN yc_steer", "LISTEN yc_asked"};
    for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
        struct store_query query = {.sql = first[i]};
        session_greet(greeting->desk->session, &query, set_came, greeting);
    }
    struct store_query who = {
        .sql =
            "SELECT login, name_zh, name_en, demonstration, failures, to_char(failed_at, 'MM-DD HH24:MI') AS"
            " failed, tended_seconds, schema, database, to_char(now, 'YYYY-MM-DD') AS today,"
            " extract(hour FROM now)::int * 3600 + extract(minute FROM now)::int * 60 +"
            " floor(extract(second FROM now))::int AS second FROM desk.sign_on()"};
    session_greet(greeting->desk->session, &who, who_came, greeting);
    struct store_query settings = {.sql = "SELECT name, value FROM desk.setting_list()"};
    session_greet(greeting->desk->session, &settings, settings_came, greeting);
    struct store_query grants = {
        .sql = "SELECT action, region, region_zh, region_en, hall, hall_zh, hall_en FROM desk.my_grants()"};
    session_greet(greeting->desk->session, &grants, grants_came, greeting);
}
