#include "screens/login.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "screens/home.h"
#include "text/text.h"
#include "ui/editor.h"

enum { LOGIN_NAME, LOGIN_PASSWORD, LOGIN_WINDOW, LOGIN_FIELDS };
enum { LABEL = 14, WIDTH = 24 };

struct login {
    struct desk *desk;
    struct editor fields[LOGIN_FIELDS];
    int at;
    bool connecting;
};

static void signed_on(void *owner, const struct store_reply *reply);
static void grants_came(void *owner, const struct store_reply *reply);
static void items_came(void *owner, const struct store_reply *reply);
static void window_taken(void *owner, const struct store_reply *reply);

static bool login_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct login *login = state;
    login->desk = argument;
    login->fields[LOGIN_NAME].halfwidth = login->fields[LOGIN_WINDOW].halfwidth = true;
    login->fields[LOGIN_PASSWORD].masked = true;
    login->fields[LOGIN_WINDOW].most = 3;
    for (int i = 0; i < LOGIN_FIELDS; i++)
        editor_width(&login->fields[i], WIDTH);
    return true;
}

static void login_close(void *state)
{
    struct login *login = state;
    desk_forget(login->desk, login);
    for (int i = 0; i < LOGIN_FIELDS; i++)
        editor_free(&login->fields[i]);
}

static void login_failed(struct login *login)
{
    login->connecting = false;
    login->at = LOGIN_PASSWORD;
    editor_set(&login->fields[LOGIN_PASSWORD], "");
    ui_hold_commit(login->desk->ui, false);
    desk_sign_off(login->desk);
}

static void sign_off_deferred(void *owner)
{
    login_failed(owner);
}

static bool refused(struct login *login, const struct store_reply *reply)
{
    if (!desk_refused(login->desk, reply))
        return false;
    loop_defer(login->desk->loop, sign_off_deferred,
               login); /* not from inside a callback of the store that it closes */
    return true;
}

/* --- the answers that make a desk: who, what rights, which items */

static void zone_set(void *owner, const struct store_reply *reply)
{
    refused(owner, reply);
}

static void opened(void *owner, const struct error *error)
{
    struct login *login = owner;
    editor_set(&login->fields[LOGIN_PASSWORD], "");
    if (error) {
        ui_say_error(login->desk->ui, error);
        login_failed(login);
        return;
    }
    /* moments are read as people here read them, whatever PGTZ says */
    struct store_query zone = {.sql = "SET TIME ZONE 'Asia/Shanghai'"};
    store_call(login->desk->store, &zone, zone_set, login);
    struct store_query who = {
        .sql =
            "SELECT login, name_zh, name_en, demonstration, failures, to_char(failed_at, 'MM-DD HH24:MI') "
            "AS failed,"
            " tended_seconds, schema, to_char(now, 'YYYY-MM-DD') AS today, extract(hour FROM now)::int * 60 +"
            " extract(minute FROM now)::int AS minutes FROM desk.sign_on()"};
    store_call(login->desk->store, &who, signed_on, login);
    struct store_query grants = {
        .sql = "SELECT action, region, region_zh, region_en, hall, hall_zh, hall_en FROM desk.my_grants()"};
    store_call(login->desk->store, &grants, grants_came, login);
}

/* Program and database belong together; false, told, when one is newer than the other. */
static bool schema_fits(struct login *login, int64_t schema)
{
    char there[24], here[24];
    if (schema == YICHUANG_SCHEMA)
        return true;
    snprintf(there, sizeof(there), "%lld", (long long)schema);
    snprintf(here, sizeof(here), "%d", YICHUANG_SCHEMA);
    ui_say(login->desk->ui, ROLE_WRONG, schema > YICHUANG_SCHEMA ? "E_SCHEMA_NEWER" : "E_SCHEMA_OLDER",
           "there", there, "here", here, NULL);
    loop_defer(login->desk->loop, sign_off_deferred, login);
    return false;
}

static void signed_on(void *owner, const struct store_reply *reply)
{
    struct login *login = owner;
    struct desk *desk = login->desk;
    if (refused(login, reply))
        return;
    if (!schema_fits(login, store_reply_number(reply, 0, "schema")))
        return;
    free(desk->login);
    free(desk->name);
    desk->login = memory_text(store_reply_text(reply, 0, "login"));
    desk->name = memory_text(desk_column(desk, reply, 0, "name"));
    desk->demonstration_hall = store_reply_flag(reply, 0, "demonstration");
    desk->untended = (int)store_reply_number(reply, 0, "tended_seconds");
    desk->clock_minutes = store_reply_number(reply, 0, "minutes");
    desk->clock_base = clock_milliseconds();
    date_parse(store_reply_text(reply, 0, "today"), &desk->today);
    desk_key(desk->token);
    if (store_reply_number(reply, 0, "failures") > 0)
        ui_say(desk->ui, ROLE_CONFIRM, "LOGIN_FAILURES", "count", store_reply_text(reply, 0, "failures"),
               "when", store_reply_text(reply, 0, "failed"), NULL);
}

static void grants_came(void *owner, const struct store_reply *reply)
{
    struct login *login = owner;
    struct desk *desk = login->desk;
    if (store_reply_error(reply) || !desk->name)
        return; /* signing on was refused already and told */
    desk->grant_count = (size_t)store_reply_rows(reply);
    desk->grants = memory_get(desk->grant_count, sizeof(*desk->grants));
    for (size_t i = 0; i < desk->grant_count; i++) {
        int row = (int)i;
        desk->grants[i] = (struct desk_grant){
            .action = memory_text(store_reply_text(reply, row, "action")),
            .region = (int)store_reply_number(reply, row, "region"),
            .region_name = memory_text(desk_column(desk, reply, row, "region")),
            .hall = (int)store_reply_number(reply, row, "hall"),
            .hall_name = memory_text(desk_column(desk, reply, row, "hall")),
        };
    }
    struct store_query items = {
        .sql = "SELECT definition_id, item, name_zh, name_en, acceptable FROM desk.item_list($1)"};
    store_query_number(&items, desk->grant_count ? desk->grants[0].region : 0);
    desk_call(desk, &items, items_came, login);
}

static void items_came(void *owner, const struct store_reply *reply)
{
    struct login *login = owner;
    struct desk *desk = login->desk;
    if (refused(login, reply))
        return;
    desk->item_count = (size_t)store_reply_rows(reply);
    desk->items = memory_get(desk->item_count, sizeof(*desk->items));
    for (size_t i = 0; i < desk->item_count; i++) {
        int row = (int)i;
        desk->items[i] = (struct desk_item){
            .definition_id = (int)store_reply_number(reply, row, "definition_id"),
            .code = memory_text(store_reply_text(reply, row, "item")),
            .name = {memory_text(store_reply_text(reply, row, "name_zh")),
                     memory_text(store_reply_text(reply, row, "name_en"))},
            .acceptable = store_reply_flag(reply, row, "acceptable"),
        };
    }
    desk->window = atoi(editor_text(&login->fields[LOGIN_WINDOW]));
    if (!desk->window || !desk_may(desk, "accept")) {
        login->connecting = false;
        home_open(desk);
        return;
    }
    desk_go(desk, "accept");
    struct store_query window = {.sql = "SELECT window_number FROM desk.window_take($1, $2, $3)"};
    store_query_number(&window, desk->region);
    store_query_number(&window, desk->hall);
    store_query_number(&window, desk->window);
    desk_call(desk, &window, window_taken, login);
}

static void window_taken(void *owner, const struct store_reply *reply)
{
    struct login *login = owner;
    if (refused(login, reply))
        return;
    login->connecting = false;
    home_open(login->desk);
}

/* --- keys */

static void sign_on(struct login *login)
{
    struct desk *desk = login->desk;
    const char *name = editor_text(&login->fields[LOGIN_NAME]);
    if (login->connecting)
        return;
    if (!*name) {
        login->at = LOGIN_NAME;
        ui_say(desk->ui, ROLE_WRONG, "LOGIN_NAME_MISSING", NULL);
        return;
    }
    login->connecting = true;
    ui_hold_commit(desk->ui, true);
    struct store_login given = {.database = desk->database,
                                .user = name,
                                .password = editor_text(&login->fields[LOGIN_PASSWORD]),
                                .program = "yichuang"};
    desk->store = store_open(desk->loop, &given, opened, login);
    store_on_lost(desk->store, home_lost, desk);
}

static void login_command(struct ui *ui, void *state, enum command command)
{
    struct login *login = state;
    (void)ui;
    switch (command) {
    case COMMAND_COMMIT:
        sign_on(login);
        break;
    case COMMAND_NEXT_THING: /* signing on binds nobody: Enter behind the last field does it too */
        if (login->at == LOGIN_WINDOW ||
            (login->at == LOGIN_PASSWORD && *editor_text(&login->fields[LOGIN_WINDOW])))
            sign_on(login);
        else
            login->at++;
        break;
    case COMMAND_NEXT_FIELD:
    case COMMAND_DOWN:
        login->at = (login->at + 1) % LOGIN_FIELDS;
        break;
    case COMMAND_PREVIOUS_FIELD:
    case COMMAND_UP:
        login->at = (login->at + LOGIN_FIELDS - 1) % LOGIN_FIELDS;
        break;
    case COMMAND_LEAVE:
        loop_stop(login->desk->loop);
        break;
    default:
        break;
    }
}

static struct editor *login_field(void *state)
{
    struct login *login = state;
    return login->connecting ? NULL : &login->fields[login->at];
}

/* --- drawing */

static void login_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    static const char *const names[] = {"LOGIN_NAME", "LOGIN_PASSWORD", "LOGIN_WINDOW"};
    const struct login *login = state;
    struct area area = layout->form;
    canvas_rule(canvas, area.row, area.column, area.width, text("LOGIN_TITLE"));
    for (int i = 0; i < LOGIN_FIELDS; i++) {
        int row = area.row + 2 + i;
        enum role role = login->at == i ? ROLE_FOCUS : ROLE_PLAIN;
        canvas_text(canvas, row, area.column + 1, LABEL, ROLE_LABEL, text(names[i]));
        canvas_text(canvas, row, area.column + LABEL, 1, role, login->at == i ? "[" : " ");
        editor_draw(&login->fields[i], canvas, row, area.column + LABEL + 1, WIDTH, role);
        canvas_text(canvas, row, area.column + LABEL + 1 + WIDTH, 1, role, login->at == i ? "]" : " ");
    }
    canvas_text(canvas, area.row + 2 + LOGIN_WINDOW, area.column + LABEL + WIDTH + 4, area.width, ROLE_LABEL,
                text("LOGIN_WINDOW_HINT"));
    if (login->desk->demonstration && area.height > 7) {
        int row = area.row + 6;
        const char *line = login->desk->demonstration;
        canvas_rule(canvas, row, area.column, area.width, text("LOGIN_DEMONSTRATION"));
        while (*line && ++row < area.row + area.height) {
            size_t length = strcspn(line, "\n");
            char *one = memory_text_length(line, length);
            canvas_text(canvas, row, area.column + 1, area.width - 1, ROLE_PLAIN, one);
            free(one);
            line += length + (line[length] == '\n');
        }
    }
}

static void login_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct login *login = state;
    canvas_cursor(canvas, layout->form.row + 2 + login->at,
                  layout->form.column + LABEL + 1 + editor_cursor_column(&login->fields[login->at]));
}

static void login_lines(const void *state, struct screen_lines *lines)
{
    const struct login *login = state;
    static const char *const explain[] = {"LOGIN_NAME_EXPLAIN", "LOGIN_PASSWORD_EXPLAIN",
                                          "LOGIN_WINDOW_EXPLAIN"};
    buffer_text(&lines->explain, text(explain[login->at]));
    buffer_text(&lines->next, text(login->connecting ? "LOGIN_CONNECTING" : "NEXT_SIGN_ON"));
}

static void login_why(const void *state, struct buffer *sentences)
{
    (void)state;
    buffer_format(sentences, "%s\n%s\n", text("LOGIN_WHY_PASSWORD"), text("LOGIN_WHY_RIGHTS"));
}

static const struct screen_command login_commands[] = {
    {COMMAND_COMMIT, "LABEL_SIGN_ON"}, {COMMAND_NEXT_THING, NULL}, {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},    {COMMAND_DOWN, NULL},       {COMMAND_UP, NULL},
    {COMMAND_LEAVE, "LABEL_QUIT"},     {COMMAND_NONE, NULL},
};

const struct screen_class login_screen = {
    .name = "login",
    .title = "SCREEN_LOGIN",
    .size = sizeof(struct login),
    .section = SECTION_EVERYWHERE,
    .commands = login_commands,
    .open = login_open,
    .close = login_close,
    .command = login_command,
    .field = login_field,
    .draw = login_draw,
    .cursor = login_cursor,
    .lines = login_lines,
    .why = login_why,
};
