#include "screens/watch.h"

#include <stdio.h>

#include "model/case_number.h"
#include "screens/assign.h"
#include "screens/case_view.h"
#include "screens/watch_rows.h"
#include "text/text.h"
#include "ui/prompt.h"
#include "ui/why.h"

struct watch {
    struct desk *desk;
    struct watch_rows parts[WATCH_PARTS];
    enum watch_part shown;
    int64_t freeing;    /* the task that is being asked about */
    char key[DESK_KEY]; /* of freeing it, however often it is sent */
    char number[CASE_NUMBER_GROUPED];
};

static struct watch_rows *shown(struct watch *watch)
{
    return &watch->parts[watch->shown];
}

static const struct watch_row *marked(const struct watch *watch)
{
    return watch_rows_marked(&watch->parts[watch->shown]);
}

static void watch_read(struct watch *watch)
{
    for (int part = 0; part < WATCH_PARTS; part++)
        watch_rows_refresh(&watch->parts[part]);
}

/* The marked row, if it is of what is put aside; else says that only such a one can be meant. */
static const struct watch_row *aside_marked(struct ui *ui, const struct watch *watch)
{
    const struct watch_row *row = watch->shown == WATCH_ASIDE ? marked(watch) : NULL;
    if (!row)
        ui_say(ui, ROLE_MESSAGE, watch->shown == WATCH_ASIDE ? "WATCH_NOTHING_ASIDE" : "WATCH_ASIDE_ALONE",
               NULL);
    return row;
}

/* --- ready for all */

static void freed(void *owner, const struct store_reply *reply)
{
    struct watch *watch = owner;
    struct ui *ui = watch->desk->ui;
    ui_hold_commit(ui, false);
    if (!desk_refused(watch->desk, reply))
        ui_say(ui, ROLE_DONE, "WATCH_FREED", "number", watch->number, NULL);
    watch_rows_refresh(&watch->parts[WATCH_ASIDE]);
}

static void free_agreed(struct ui *ui, void *state)
{
    struct watch *watch = state;
    struct store_query query = {.sql = "SELECT task_id FROM desk.task_free($1, $2, $3)"};
    store_query_text(&query, watch->key);
    store_query_number(&query, watch->desk->region);
    store_query_number(&query, watch->freeing);
    ui_hold_commit(ui, true);
    desk_call(watch->desk, &query, freed, watch);
}

static void free_ask(struct ui *ui, struct watch *watch)
{
    const struct watch_row *row = aside_marked(ui, watch);
    if (!row)
        return;
    struct buffer title = {0}, sentence = {0};
    watch->freeing = row->task_id;
    snprintf(watch->number, sizeof(watch->number), "%s", row->number);
    desk_key(watch->key);
    text_fill(&title, "WATCH_FREE_TITLE", "what", row->what, NULL);
    text_fill(&sentence, "WATCH_FREE_SENTENCE", "who", row->who, NULL);
    prompt_confirm(ui, &(struct prompt_confirm){.title = buffer_string(&title),
                                                .sentence = buffer_string(&sentence),
                                                .commits = text("NEXT_WATCH_FREE"),
                                                .done = free_agreed});
    buffer_free(&title);
    buffer_free(&sentence);
}

static void aside_give(struct ui *ui, const struct watch *watch)
{
    const struct watch_row *row = aside_marked(ui, watch);
    if (row)
        ui_push(ui, &assign_screen,
                &(struct assign_argument){.desk = watch->desk, .task = row->task_id, .title = row->what});
}

/* --- the screen */

static void refused(void *state)
{
    struct watch *watch = state;
    struct ui *ui = watch->desk->ui;
    ui_pop_to(ui, watch);
    ui_pop(ui);
}

static bool watch_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct watch *watch = state;
    watch->desk = argument;
    for (int part = 0; part < WATCH_PARTS; part++) {
        watch->parts[part] = (struct watch_rows){
            .desk = watch->desk, .part = (enum watch_part)part, .screen = watch, .refused = refused};
        watch_rows_open(&watch->parts[part]);
    }
    return true;
}

static void watch_close(void *state)
{
    struct watch *watch = state;
    desk_forget(watch->desk, watch);
    for (int part = 0; part < WATCH_PARTS; part++)
        watch_rows_free(&watch->parts[part]);
}

static void watch_arrange(void *state, const struct layout *layout)
{
    struct watch *watch = state;
    for (int part = 0; part < WATCH_PARTS; part++)
        list_height(&watch->parts[part].list, layout->form.height - 2);
}

static void case_open(struct ui *ui, const struct watch *watch)
{
    const struct watch_row *row = marked(watch);
    if (row)
        ui_push(ui, &case_screen, &(struct case_argument){.desk = watch->desk, .case_id = row->case_id});
}

/* Pages of the screen are turned within a page of the database first. */
static void list_move(struct ui *ui, struct watch *watch, enum command command)
{
    struct watch_rows *rows = shown(watch);
    const struct list *list = &rows->list;
    if (command == COMMAND_GROUP_NEXT && list->selected + 1 >= list->row_count)
        watch_rows_next(rows);
    else if (command == COMMAND_GROUP_PREVIOUS && list->selected == 0)
        watch_rows_previous(rows);
    else if (list_command(&rows->list, command) == LIST_PICKED)
        case_open(ui, watch);
}

static void watch_command(struct ui *ui, void *state, enum command command)
{
    struct watch *watch = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (command == COMMAND_LIST)
        watch_read(watch);
    else if (command == COMMAND_REASSIGN)
        aside_give(ui, watch);
    else if (command == COMMAND_PUT_ASIDE)
        free_ask(ui, watch);
    else
        list_move(ui, watch, command);
}

static bool watch_event(struct ui *ui, void *state, const struct key *key)
{
    struct watch *watch = state;
    if (key->kind != PRESS_CHARACTER || key->code < '1' || key->code > '9')
        return false;
    if (key->code - '1' < WATCH_PARTS)
        watch->shown = (enum watch_part)(key->code - '1');
    else
        ui_say(ui, ROLE_MESSAGE, "WATCH_NO_LIST", NULL);
    return true;
}

static void watch_resume(struct ui *ui, void *state)
{
    (void)ui;
    watch_read(state);
}

/* "1 over the limit 12  >2 suspensions 50+  3 put aside 0" */
static void title_write(const struct watch *watch, struct buffer *out)
{
    static const char *const titles[WATCH_PARTS] = {"WATCH_TITLE_OVERDUE", "WATCH_TITLE_SUSPENDED",
                                                    "WATCH_TITLE_ASIDE"};
    for (int part = 0; part < WATCH_PARTS; part++) {
        buffer_format(out, "%s%s%d %s ", part ? "  " : "", part == (int)watch->shown ? ">" : "", part + 1,
                      text(titles[part]));
        watch_rows_count(&watch->parts[part], out);
    }
}

static void watch_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    static const char *const nothing[WATCH_PARTS] = {"WATCH_NOTHING_OVERDUE", "WATCH_NOTHING_SUSPENDED",
                                                     "WATCH_NOTHING_ASIDE"};
    const struct watch *watch = state;
    const struct watch_rows *rows = &watch->parts[watch->shown];
    struct area form = layout->form;
    struct buffer title = {0};
    title_write(watch, &title);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    list_draw_titled(&rows->list, canvas,
                     (struct area){form.row + 1, form.column, form.height - 1, form.width});
    if (rows->loaded && !rows->count)
        canvas_text(canvas, form.row + 3, form.column + 1, form.width - 1, ROLE_LABEL,
                    text(nothing[watch->shown]));
}

static void watch_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct watch *watch = state;
    canvas_cursor(canvas, layout->form.row + 2 + list_marked_row(&watch->parts[watch->shown].list),
                  layout->form.column);
}

static void watch_lines(const void *state, struct screen_lines *lines)
{
    const struct watch *watch = state;
    const struct watch_row *row = marked(watch);
    if (row)
        buffer_text(&lines->explain, row->explain);
    buffer_text(&lines->next, text(!row                          ? "NEXT_WATCH_NONE"
                                   : watch->shown == WATCH_ASIDE ? "NEXT_WATCH_ASIDE"
                                                                 : "NEXT_WATCH"));
}

static void watch_why(const void *state, struct buffer *sentences)
{
    static const char *const lists[WATCH_PARTS] = {"WATCH_WHY_LIST_OVERDUE", "WATCH_WHY_LIST_SUSPENDED",
                                                   "WATCH_WHY_LIST_ASIDE"};
    const struct watch *watch = state;
    const struct watch_row *row = marked(watch);
    if (row)
        buffer_text(sentences, row->why);
    why_add(sentences, text(lists[watch->shown]));
}

static const struct screen_command watch_commands[] = {
    {COMMAND_REASSIGN, "LABEL_GIVE", "HELP_WATCH_GIVE"},
    {COMMAND_PUT_ASIDE, "LABEL_WATCH_FREE", "HELP_WATCH_FREE"},
    {COMMAND_LIST, "LABEL_REFRESH"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class watch_screen = {
    .name = "watch",
    .title = "SCREEN_WATCH",
    .size = sizeof(struct watch),
    .section = SECTION_SUPERVISOR,
    .commands = watch_commands,
    .open = watch_open,
    .close = watch_close,
    .arrange = watch_arrange,
    .command = watch_command,
    .event = watch_event,
    .resume = watch_resume,
    .draw = watch_draw,
    .cursor = watch_cursor,
    .lines = watch_lines,
    .why = watch_why,
};
