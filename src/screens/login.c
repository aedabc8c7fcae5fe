#include "screens/login.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/home.h"
#include "screens/sign_on.h"
#include "text/text.h"
#include "ui/editor.h"

enum { LOGIN_NAME, LOGIN_PASSWORD, LOGIN_WINDOW, LOGIN_FIELDS };
enum { LABEL = 14, WIDTH = 24 };

struct login {
    struct desk *desk;
    struct editor fields[LOGIN_FIELDS];
    int at;
    bool connecting;
    bool window_wrong; /* what did not let them in: name and password stay */
};

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
    login->at = login->window_wrong ? LOGIN_WINDOW : LOGIN_PASSWORD;
    if (!login->window_wrong)
        editor_set(&login->fields[LOGIN_PASSWORD], "");
    ui_hold_commit(login->desk->ui, false);
    desk_sign_off(login->desk);
}

static void sign_off_deferred(void *owner)
{
    login_failed(owner);
}

/* Not from inside a callback of the session that signing off closes. */
static void signed_on(void *owner, const struct error *error)
{
    struct login *login = owner;
    struct desk *desk = login->desk;
    const char *nowhere = error ? NULL : home_nowhere(desk);
    if (error)
        ui_say_error(desk->ui, error);
    else if (nowhere)
        ui_say(desk->ui, ROLE_WRONG, nowhere, NULL);
    if (error || nowhere) {
        login->window_wrong =
            strcmp(error ? error->code : nowhere, error ? "E_WINDOW_UNKNOWN" : "HOME_NO_WINDOW") == 0;
        loop_defer(desk->loop, sign_off_deferred, login);
        return;
    }
    login->connecting = false;
    editor_set(&login->fields[LOGIN_PASSWORD], "");
    home_open(desk);
}

/* --- keys */

static void sign_on(struct login *login)
{
    struct desk *desk = login->desk;
    const char *name = editor_text(&login->fields[LOGIN_NAME]);
    const char *window = editor_text(&login->fields[LOGIN_WINDOW]);
    if (login->connecting)
        return;
    if (!*name) {
        login->at = LOGIN_NAME;
        ui_say(desk->ui, ROLE_WRONG, "LOGIN_NAME_MISSING", NULL);
        return;
    }
    if (strspn(window, "0123456789") != strlen(window)) {
        login->at = LOGIN_WINDOW;
        ui_say(desk->ui, ROLE_WRONG, "LOGIN_WINDOW_WRONG", "window", window, NULL);
        return;
    }
    login->connecting = true;
    login->window_wrong = false;
    ui_hold_commit(desk->ui, true);
    sign_on_begin(desk, &(struct sign_on_request){.login = name,
                                                  .password = editor_text(&login->fields[LOGIN_PASSWORD]),
                                                  .window = atoi(window),
                                                  .done = signed_on,
                                                  .owner = login});
}

/* Enter signs on: behind the last field, and behind the password where the window stands there already. */
static bool is_last(const struct login *login)
{
    return login->at == LOGIN_WINDOW ||
           (login->at == LOGIN_PASSWORD && *editor_text(&login->fields[LOGIN_WINDOW]));
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
        if (is_last(login))
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
    case COMMAND_BACK: /* a database that does not answer holds nobody here */
        if (login->connecting)
            login_failed(login);
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
    if (login->desk->demonstration[login->desk->english] && area.height > 7) {
        int row = area.row + 6;
        const char *line = login->desk->demonstration[login->desk->english];
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
    buffer_text(&lines->next, text(login->connecting ? "LOGIN_CONNECTING"
                                   : is_last(login)  ? "NEXT_SIGN_ON"
                                                     : "NEXT_LOGIN_FIELD"));
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
