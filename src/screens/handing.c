#include "screens/handing.h"

#include <stdio.h>
#include <stdlib.h>

#include "screens/home.h"
#include "screens/paper.h"
#include "screens/sign_off.h"
#include "screens/waiting_rows.h"
#include "text/text.h"

struct handing {
    struct handing_argument given;
    bool asked, done; /* the database was told; it is over */
    struct paper paper;
};

/* Back to the work of this person; also when nothing was handed over. */
static void go_home(void *owner)
{
    struct handing *handing = owner;
    const struct home_place *found[HOME_PLACES];
    if (home_places(handing->given.desk, found))
        home_go(handing->given.desk, found[0]);
}

static void pair(struct handing *handing, const char *name, const struct store_reply *reply,
                 const char *column)
{
    if (store_reply_number(reply, 0, column))
        paper_pair(&handing->paper, text(name), store_reply_text(reply, 0, column));
}

static void handed(void *owner, const struct store_reply *reply)
{
    struct handing *handing = owner;
    struct desk *desk = handing->given.desk;
    struct buffer line = {0};
    if (desk_refused(desk, reply) || store_reply_rows(reply) == 0) {
        go_home(handing);
        return;
    }
    handing->done = true;
    desk_stamp_write(desk_stamp(desk), &line);
    paper_pair(&handing->paper, text("HANDING_FROM"), desk->name);
    paper_pair(&handing->paper, text("HANDING_TO"), store_reply_text(reply, 0, "name"));
    paper_pair(&handing->paper, text("NOTICE_AT"), buffer_string(&line));
    paper_line(&handing->paper, "");
    pair(handing, "HANDING_VISITS", reply, "visits");
    pair(handing, "HANDING_CASES", reply, "cases");
    pair(handing, "HANDING_SLIPS", reply, "slips");
    pair(handing, "HANDING_KEPT", reply, "kept");
    if (waiting_lanes_refused(desk))
        paper_line(&handing->paper, text("HANDING_REFUSED"));
    ui_say(desk->ui, ROLE_DONE, "HANDING_DONE", "to", store_reply_text(reply, 0, "name"), NULL);
    buffer_free(&line);
}

static void ask(struct handing *handing)
{
    struct desk *desk = handing->given.desk;
    char key[DESK_KEY];
    desk_key(key);
    handing->asked = true;
    struct store_query query = {
        .sql = "SELECT name, visits, cases, slips, kept FROM desk.hand_over($1, $2, $3, $4, $5)"};
    store_query_text(&query, key);
    store_query_number(&query, desk->region);
    store_query_number(&query, desk->hall);
    store_query_number(&query, handing->given.to);
    store_query_text(&query, text("HANDING_PARKED"));
    desk_call(desk, &query, handed, handing);
}

static bool handing_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    ((struct handing *)state)->given = *(struct handing_argument *)argument;
    return true;
}

static void handing_close(void *state)
{
    struct handing *handing = state;
    desk_forget(handing->given.desk, handing);
    paper_free(&handing->paper);
}

/* What was typed is sent before it changes hands: sent later it would be refused. */
static void handing_tick(struct ui *ui, void *state, int64_t now)
{
    struct handing *handing = state;
    struct desk *desk = handing->given.desk;
    (void)now;
    if (handing->asked)
        return;
    if (desk_cut(desk)) {
        handing->asked = true;
        ui_say(ui, ROLE_WRONG, "HAND_OVER_CUT", NULL);
        go_home(handing);
    } else if (outbox_waits(desk->outbox, NULL) == 0) {
        ask(handing);
    }
}

static void handing_command(struct ui *ui, void *state, enum command command)
{
    struct handing *handing = state;
    struct sign_off_argument argument = {.desk = handing->given.desk};
    if (command == COMMAND_COMMIT && handing->done)
        ui_push(ui, &sign_off_screen, &argument);
    else if (command == COMMAND_BACK && (handing->done || !handing->asked))
        go_home(handing);
    else
        paper_command(&handing->paper, command);
}

static struct area paper_area(const struct layout *layout)
{
    const struct area *form = &layout->form;
    return (struct area){form->row + 2, form->column + 1, form->height - 2, form->width - 2};
}

static void handing_arrange(void *state, const struct layout *layout)
{
    paper_arrange(&((struct handing *)state)->paper, paper_area(layout));
}

static void handing_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct handing *handing = state;
    canvas_rule(canvas, layout->form.row, layout->form.column, layout->columns - layout->form.column,
                text("HAND_OVER_TITLE"));
    paper_draw(&handing->paper, canvas, paper_area(layout));
}

static void handing_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    (void)state;
    canvas_cursor(canvas, layout->form.row + 2, layout->form.column + 1);
}

static void handing_lines(const void *state, struct screen_lines *lines)
{
    const struct handing *handing = state;
    buffer_text(&lines->explain, text(handing->done    ? "HANDING_EXPLAIN"
                                      : handing->asked ? "HANDING_ASKED"
                                                       : "HANDING_SENDS"));
    buffer_text(&lines->next, text(handing->done ? "NEXT_HANDED" : "NEXT_HANDING"));
}

static const struct screen_command handing_commands[] = {
    {COMMAND_COMMIT, "LABEL_SIGN_OFF"},
    {COMMAND_BACK, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class handing_screen = {
    .name = "handing",
    .title = "HAND_OVER_TITLE",
    .size = sizeof(struct handing),
    .section = SECTION_EVERYWHERE,
    .commands = handing_commands,
    .open = handing_open,
    .close = handing_close,
    .arrange = handing_arrange,
    .command = handing_command,
    .tick = handing_tick,
    .draw = handing_draw,
    .cursor = handing_cursor,
    .lines = handing_lines,
};
