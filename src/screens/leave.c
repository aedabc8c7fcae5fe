#include "screens/leave.h"

#include <stdio.h>

#include "screens/hand_over.h"
#include "screens/home.h"
#include "screens/lock.h"
#include "screens/seat.h"
#include "screens/settings.h"
#include "screens/sign_off.h"
#include "text/text.h"
#include "ui/list.h"

struct leave {
    struct desk *desk;
    const struct home_place *places[HOME_PLACES];
    size_t count; /* of places; they stand behind the rows */
    struct list list;
};

static bool always(const struct desk *desk)
{
    (void)desk;
    return true;
}

static bool at_window(const struct desk *desk)
{
    return desk->window && desk_may(desk, "accept");
}

static void lock(struct desk *desk)
{
    ui_pop(desk->ui);
    if (ui_cover(desk->ui, &lock_screen, desk))
        seat_away(desk, true);
}

static void hand_over(struct desk *desk)
{
    ui_push(desk->ui, &hand_over_screen, desk);
}

static void sign_off(struct desk *desk)
{
    ui_push(desk->ui, &sign_off_screen, &(struct sign_off_argument){.desk = desk});
}

static void quit(struct desk *desk)
{
    ui_push(desk->ui, &sign_off_screen, &(struct sign_off_argument){.desk = desk, .quits = true});
}

static void settings(struct desk *desk)
{
    ui_replace(desk->ui, &settings_screen, desk);
}

/* Each has its digit for everybody; what is not open to somebody stands there closed. */
static const struct leave_row {
    const char *label; /* catalogue code */
    bool (*open)(const struct desk *desk);
    void (*go)(struct desk *desk);
} rows[] = {
    {"LEAVE_LOCK", always, lock},         {"LEAVE_HAND_OVER", at_window, hand_over},
    {"LEAVE_SIGN_OFF", always, sign_off}, {"LEAVE_QUIT", always, quit},
    {"LEAVE_SETTINGS", always, settings},
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static size_t leave_count(void *context)
{
    return ROWS + ((struct leave *)context)->count;
}

static bool leave_pickable(void *context, size_t index)
{
    return index >= ROWS || rows[index].open(((struct leave *)context)->desk);
}

static void leave_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct leave *leave = context;
    buffer_text(&cells[0].text, text(index < ROWS ? rows[index].label : leave->places[index - ROWS]->label));
    cells[0].role = leave_pickable(context, index) ? ROLE_PLAIN : ROLE_LABEL;
}

static const struct table_column leave_columns[] = {{NULL, 0, 10, false}};

static bool leave_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct leave *leave = state;
    leave->desk = argument;
    leave->count = home_places(leave->desk, leave->places);
    leave->list = (struct list){
        .source = {.context = leave, .count = leave_count, .row = leave_row, .pickable = leave_pickable},
        .columns = leave_columns,
        .column_count = 1,
        .digits = true};
    list_refresh(&leave->list);
    return true;
}

static void leave_close(void *state)
{
    list_free(&((struct leave *)state)->list);
}

static void leave_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct leave *)state)->list, layout->form.height - 1);
}

static void picked(struct ui *ui, struct leave *leave, enum list_result outcome)
{
    if (outcome == LIST_BEYOND)
        ui_say(ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
    if (outcome == LIST_REFUSED)
        ui_say(ui, ROLE_MESSAGE, "LEAVE_CLOSED", NULL);
    if (outcome != LIST_PICKED)
        return;
    size_t chosen = (size_t)list_selected(&leave->list);
    if (chosen < ROWS)
        rows[chosen].go(leave->desk);
    else if (leave->places[chosen - ROWS]->screen)
        home_go(leave->desk, leave->places[chosen - ROWS]);
    ui_changed(ui);
}

static void leave_command(struct ui *ui, void *state, enum command command)
{
    struct leave *leave = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else
        picked(ui, leave, list_command(&leave->list, command));
}

static bool leave_event(struct ui *ui, void *state, const struct key *key)
{
    struct leave *leave = state;
    enum list_result outcome = list_key(&leave->list, key);
    picked(ui, leave, outcome);
    return outcome != LIST_IGNORED;
}

static void leave_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    struct area form = layout->form;
    canvas_rule(canvas, form.row, form.column, form.width, text("LEAVE_TITLE"));
    list_draw(&((const struct leave *)state)->list, canvas,
              (struct area){form.row + 1, form.column, form.height - 1, form.width});
}

static void leave_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct leave *)state)->list;
    canvas_cursor(canvas, layout->form.row + 1 + list_marked_row(list), layout->form.column);
}

static void leave_lines(const void *state, struct screen_lines *lines)
{
    const struct desk *desk = ((const struct leave *)state)->desk;
    int waits = outbox_waits(desk->outbox, NULL);
    if (waits) {
        char count[16];
        snprintf(count, sizeof(count), "%d", waits);
        text_fill(&lines->explain, "LEAVE_UNSENT", "count", count, NULL);
    } else {
        buffer_text(&lines->explain, text("LEAVE_EXPLAIN"));
    }
    buffer_text(&lines->next, text("NEXT_LEAVE"));
}

static const struct screen_command leave_commands[] = {
    {COMMAND_NEXT_THING, NULL}, {COMMAND_NEXT_FIELD, NULL}, {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},       {COMMAND_UP, NULL},         {COMMAND_NONE, NULL},
};

const struct screen_class leave_screen = {
    .name = "leave",
    .title = "SCREEN_LEAVE",
    .size = sizeof(struct leave),
    .section = SECTION_EVERYWHERE,
    .commands = leave_commands,
    .open = leave_open,
    .close = leave_close,
    .arrange = leave_arrange,
    .command = leave_command,
    .event = leave_event,
    .draw = leave_draw,
    .cursor = leave_cursor,
    .lines = leave_lines,
};
