#include "screens/sign_off.h"

#include "screens/home.h"
#include "screens/open_rows.h"
#include "screens/seat.h"
#include "text/text.h"
#include "ui/list.h"

struct sign_off {
    struct sign_off_argument given;
    struct open_rows open;
    struct list list;
    bool going;
    loop_id patience; /* how long the database may take to hear of it; 0: not waiting */
};

/* Milliseconds for the last call: it may stand behind others, and a connection that is closed in the middle
 * of their answers takes it along. */
enum { LAST_CALL = 2000 };

static void leave(void *owner)
{
    struct sign_off *off = owner;
    struct desk *desk = off->given.desk;
    loop_timer_end(desk->loop, off->patience);
    off->patience = 0;
    desk_forget(desk, off);
    if (off->given.quits)
        loop_stop(desk->loop);
    else
        home_sign_off(desk);
}

static void seat_left(void *owner, const struct store_reply *reply)
{
    (void)reply;
    leave(owner);
}

static void go(struct sign_off *off)
{
    if (off->going)
        return;
    off->going = true;
    if (seat_off(off->given.desk, seat_left, off))
        off->patience = loop_timer(off->given.desk->loop, LAST_CALL, 0, leave, off);
    else
        leave(off);
}

static void rows_changed(void *screen)
{
    struct sign_off *off = screen;
    list_refresh(&off->list);
    if (off->open.loaded && off->open.count == 0)
        go(off);
    ui_changed(off->given.desk->ui);
}

static size_t off_count(void *context)
{
    return ((struct sign_off *)context)->open.count;
}

static void off_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    open_row_cells(&((struct sign_off *)context)->open.rows[index], cells);
}

static bool off_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct sign_off *off = state;
    off->given = *(struct sign_off_argument *)argument;
    off->open = (struct open_rows){.desk = off->given.desk, .changed = rows_changed, .screen = off};
    off->list = (struct list){.source = {.context = off, .count = off_count, .row = off_row},
                              .columns = open_columns,
                              .column_count = OPEN_COLUMNS};
    open_rows_load(&off->open);
    return true;
}

static void off_close(void *state)
{
    struct sign_off *off = state;
    loop_timer_end(off->given.desk->loop, off->patience);
    desk_forget(off->given.desk, off);
    open_rows_free(&off->open);
    list_free(&off->list);
}

static void off_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct sign_off *)state)->list, layout->form.height - 1);
}

static void off_command(struct ui *ui, void *state, enum command command)
{
    struct sign_off *off = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (command == COMMAND_COMMIT)
        go(off);
    else
        list_command(&off->list, command);
}

static void off_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct sign_off *off = state;
    struct area form = layout->form;
    struct buffer title = {0}, sum = {0};
    open_rows_sum(&off->open, &sum);
    text_fill(&title, off->open.loaded ? "SIGN_OFF_TITLE" : "SIGN_OFF_ASKING", "sum", buffer_string(&sum),
              NULL);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    list_draw(&off->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width});
    buffer_free(&title);
    buffer_free(&sum);
}

static void off_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct sign_off *)state)->list;
    canvas_cursor(canvas, layout->form.row + 1 + list_marked_row(list), layout->form.column);
}

static void off_lines(const void *state, struct screen_lines *lines)
{
    const struct sign_off *off = state;
    buffer_text(&lines->explain, text(desk_cut(off->given.desk) ? "SIGN_OFF_CUT" : "SIGN_OFF_EXPLAIN"));
    buffer_text(&lines->next, text(off->given.quits ? "NEXT_QUIT_ALL_THE_SAME" : "NEXT_OFF_ALL_THE_SAME"));
    lines->irreversible = true;
}

static const char *off_label(const void *state, enum command command)
{
    bool quits = command == COMMAND_COMMIT && ((const struct sign_off *)state)->given.quits;
    return quits ? "LABEL_QUIT" : NULL;
}

static const struct screen_command off_commands[] = {
    {COMMAND_COMMIT, "LABEL_SIGN_OFF"}, {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_NEXT_FIELD, NULL},         {COMMAND_PREVIOUS_FIELD, NULL}, {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},     {COMMAND_NONE, NULL},
};

const struct screen_class sign_off_screen = {
    .name = "sign-off",
    .title = "SCREEN_SIGN_OFF",
    .size = sizeof(struct sign_off),
    .section = SECTION_EVERYWHERE,
    .commands = off_commands,
    .open = off_open,
    .close = off_close,
    .arrange = off_arrange,
    .command = off_command,
    .label = off_label,
    .draw = off_draw,
    .cursor = off_cursor,
    .lines = off_lines,
};
