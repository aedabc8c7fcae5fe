#include "screens/conflict.h"

#include <stdio.h>

#include "screens/counter.h"
#include "screens/take_over.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/prompt.h"
#include "ui/why.h"

struct conflict {
    struct desk *desk;
    char lane[OUTBOX_LANE];
    struct lane_head head;
    struct conflict_values values;
    struct buffer holder; /* who has the case, a sentence */
    size_t refused;       /* entries of the lane when the values were read */
    struct list list;
    struct take_over take_over;
};

/* --- what is shown */

static void holder_came(void *owner, const struct store_reply *reply)
{
    struct conflict *conflict = owner;
    if (desk_refused(conflict->desk, reply) || store_reply_rows(reply) == 0)
        return;
    bool mine = store_reply_flag(reply, 0, "mine");
    buffer_clear(&conflict->holder);
    if (store_reply_null(reply, 0, "who"))
        return; /* nobody: it was accepted meanwhile, as the refusal says */
    text_fill(&conflict->holder, mine ? "CONFLICT_HELD_BY_ME" : "CONFLICT_HELD", "who",
              store_reply_text(reply, 0, "who"), "since", store_reply_text(reply, 0, "moment"), "window",
              store_reply_text(reply, 0, "window_word"), NULL);
}

static void theirs_came(void *owner, const struct store_reply *reply)
{
    struct conflict *conflict = owner;
    if (!desk_refused(conflict->desk, reply))
        conflict_values_theirs(&conflict->values, reply);
}

static void ask(struct conflict *conflict)
{
    struct desk *desk = conflict->desk;
    struct store_query holder = {.sql = "SELECT who, to_char(since, 'MM-DD HH24:MI') AS moment, "
                                        "coalesce(to_char(window_number, 'FM00'), '-') AS window_word, mine "
                                        "FROM desk.case_holder($1, $2)",
                                 .reads = true};
    struct store_query theirs = {.sql = "SELECT field, value FROM desk.case_fields($1, $2)", .reads = true};
    if (!conflict->head.case_id) { /* the database never had it */
        buffer_clear(&conflict->holder);
        buffer_text(&conflict->holder, text("CONFLICT_NO_CASE"));
        return;
    }
    store_query_number(&holder, desk->region);
    store_query_number(&holder, conflict->head.case_id);
    desk_call(desk, &holder, holder_came, conflict);
    store_query_number(&theirs, desk->region);
    store_query_number(&theirs, conflict->head.case_id);
    desk_call(desk, &theirs, theirs_came, conflict);
}

static size_t conflict_count(void *context)
{
    return ((struct conflict *)context)->values.count;
}

static void conflict_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct conflict_value *value = &((struct conflict *)context)->values.values[index];
    buffer_text(&cells[0].text, value->label);
    cells[0].role = ROLE_LABEL;
    buffer_text(&cells[1].text, value->mine);
    buffer_text(&cells[2].text, value->theirs);
    cells[2].role = ROLE_PREFILLED;
}

static const struct table_column conflict_columns[] = {
    {"CONFLICT_FIELD", 16, 0, false},
    {"CONFLICT_MINE", 0, 8, false},
    {"CONFLICT_THEIRS", 0, 8, false},
};
enum { CONFLICT_COLUMNS = sizeof(conflict_columns) / sizeof(conflict_columns[0]) };

/* --- taking over */

/* How many of them a take-over puts in. */
static int values_in(const struct conflict *conflict)
{
    return conflict_values_of(&conflict->values, LANE_FIELD) +
           conflict_values_of(&conflict->values, LANE_SLIP);
}

static void closed_say(struct conflict *conflict)
{
    struct ui *ui = conflict->desk->ui;
    char count[16], files[16];
    int lost = conflict_values_of(&conflict->values, LANE_MATERIAL);
    snprintf(count, sizeof(count), "%d", values_in(conflict));
    snprintf(files, sizeof(files), "%d", lost);
    outbox_drop(conflict->desk->outbox, conflict->lane);
    ui_say(ui, ROLE_DONE, lost ? "CONFLICT_DONE_FILES" : "CONFLICT_DONE", "count", count, "files", files,
           NULL);
    ui_pop_to(ui, conflict);
    ui_pop(ui);
}

static void taken_over(void *screen, bool well)
{
    struct conflict *conflict = screen;
    ui_hold_commit(conflict->desk->ui, false);
    if (well)
        closed_say(conflict);
}

static void take(struct conflict *conflict)
{
    conflict->take_over = (struct take_over){.desk = conflict->desk,
                                             .case_id = conflict->head.case_id,
                                             .values = &conflict->values,
                                             .done = taken_over,
                                             .screen = conflict};
    ui_hold_commit(conflict->desk->ui, true);
    take_over_begin(&conflict->take_over);
}

/* --- giving up */

static void given_up(struct ui *ui, void *state)
{
    struct conflict *conflict = state;
    outbox_drop(conflict->desk->outbox, conflict->lane);
    ui_say(ui, ROLE_DONE, "CONFLICT_GIVEN_UP", NULL);
    ui_pop(ui);
}

static void give_up(struct conflict *conflict)
{
    struct buffer sentence = {0};
    char count[16];
    snprintf(count, sizeof(count), "%zu", conflict->values.count);
    text_fill(&sentence, "CONFLICT_GIVE_UP", "count", count, NULL);
    prompt_confirm(conflict->desk->ui, &(struct prompt_confirm){.title = text("SCREEN_CONFLICT"),
                                                                .sentence = buffer_string(&sentence),
                                                                .commits = text("NEXT_GIVE_UP"),
                                                                .irreversible = true,
                                                                .done = given_up});
    buffer_free(&sentence);
}

/* --- the screen */

static size_t entries_refused(const struct conflict *conflict)
{
    const struct outbox *outbox = conflict->desk->outbox;
    size_t refused = 0;
    for (size_t i = 0; i < outbox_entries(outbox, conflict->lane); i++)
        refused += outbox_entry(outbox, conflict->lane, i).state == OUTBOX_REFUSED;
    return refused;
}

static void values_read(struct conflict *conflict)
{
    conflict->refused = entries_refused(conflict);
    conflict_values_read(&conflict->values, conflict->desk, conflict->lane, &conflict->head);
    list_refresh(&conflict->list);
}

static bool conflict_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct conflict *conflict = state;
    const struct conflict_argument *given = argument;
    conflict->desk = given->desk;
    snprintf(conflict->lane, sizeof(conflict->lane), "%s", given->lane);
    lane_head(conflict->desk, conflict->lane, &conflict->head);
    conflict->list =
        (struct list){.source = {.context = conflict, .count = conflict_count, .row = conflict_row},
                      .columns = conflict_columns,
                      .column_count = CONFLICT_COLUMNS};
    values_read(conflict);
    ask(conflict);
    return true;
}

static void conflict_close(void *state)
{
    struct conflict *conflict = state;
    desk_forget(conflict->desk, conflict);
    desk_forget(conflict->desk, &conflict->take_over);
    conflict_values_free(&conflict->values);
    lane_head_free(&conflict->head);
    buffer_free(&conflict->holder);
    list_free(&conflict->list);
}

static void conflict_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct conflict *)state)->list, layout->form.height - 2);
}

/* What is still on its way would be dropped unseen. */
static bool settled(const struct conflict *conflict)
{
    return !desk_cut(conflict->desk) && outbox_waits(conflict->desk->outbox, conflict->lane) == 0;
}

static void conflict_command(struct ui *ui, void *state, enum command command)
{
    struct conflict *conflict = state;
    bool waits = (command == COMMAND_DELETE_RIGHT || command == COMMAND_COMMIT) && !settled(conflict);
    if (waits)
        ui_say(ui, ROLE_MESSAGE, "CONFLICT_NOT_YET", NULL);
    else if (command == COMMAND_DELETE_RIGHT)
        give_up(conflict);
    else if (command == COMMAND_COMMIT && !conflict->head.case_id)
        ui_say(ui, ROLE_WRONG, "CONFLICT_NO_CASE", NULL);
    else if (command == COMMAND_COMMIT)
        take(conflict);
    else if (command == COMMAND_NEXT_THING && conflict->desk->window)
        counter_restore(conflict->desk, conflict->lane);
    else
        list_command(&conflict->list, command);
}

/* More of it may be refused while it is being looked at. */
static void conflict_tick(struct ui *ui, void *state, int64_t now)
{
    struct conflict *conflict = state;
    (void)now;
    if (entries_refused(conflict) == conflict->refused)
        return;
    values_read(conflict);
    ask(conflict);
    ui_changed(ui);
}

static void conflict_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct conflict *conflict = state;
    struct area top = layout->person, form = layout->form;
    struct buffer head = {0};
    const char *item = conflict->desk->english ? conflict->head.item_en : conflict->head.item_zh;
    buffer_format(&head, "%s %s  %s", conflict->head.person_name ? conflict->head.person_name : "",
                  conflict->head.id_no ? conflict->head.id_no : "", item ? item : "");
    canvas_text(canvas, top.row, top.column, top.width, ROLE_TITLE, buffer_string(&head));
    buffer_free(&head);
    if (top.height > 1)
        canvas_text(canvas, top.row + 1, top.column, top.width, ROLE_PLAIN, buffer_string(&conflict->holder));
    canvas_rule(canvas, form.row, form.column, form.width, text("SCREEN_CONFLICT"));
    list_draw_titled(&conflict->list, canvas,
                     (struct area){form.row + 1, form.column, form.height - 1, form.width});
}

static void conflict_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct conflict *)state)->list;
    canvas_cursor(canvas, layout->form.row + 2 + list_marked_row(list), layout->form.column);
}

static void conflict_lines(const void *state, struct screen_lines *lines)
{
    const struct conflict *conflict = state;
    char count[16];
    long at = list_selected(&conflict->list);
    if (at != LIST_NONE) {
        const struct conflict_value *value = &conflict->values.values[at];
        bool told = value->held && conflict->holder.length; /* who has it stands above */
        buffer_text(&lines->explain, value->kind == LANE_MATERIAL ? text("CONFLICT_FILE")
                                     : told                       ? ""
                                                                  : value->why);
    }
    snprintf(count, sizeof(count), "%d", values_in(conflict));
    text_fill(&lines->next, conflict->head.case_id ? "NEXT_TAKE_IN" : "NEXT_CONFLICT", "count", count, NULL);
    lines->irreversible = conflict->head.case_id != 0;
}

static void conflict_why(const void *state, struct buffer *sentences)
{
    const struct conflict *conflict = state;
    for (size_t i = 0; i < conflict->values.count; i++) {
        struct buffer sentence = {0};
        const struct conflict_value *value = &conflict->values.values[i];
        buffer_format(&sentence, "%s: %s", value->label, value->why);
        why_add(sentences, buffer_string(&sentence));
        buffer_free(&sentence);
    }
    why_add(sentences, text("WAITS_WHY_CONFLICT"));
}

static const struct screen_command conflict_commands[] = {
    {COMMAND_COMMIT, "LABEL_TAKE_OVER"},
    {COMMAND_DELETE_RIGHT, "LABEL_GIVE_UP"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class conflict_screen = {
    .name = "conflict",
    .title = "SCREEN_CONFLICT",
    .size = sizeof(struct conflict),
    .section = SECTION_COUNTER,
    .commands = conflict_commands,
    .wish = {.person = 2},
    .open = conflict_open,
    .close = conflict_close,
    .arrange = conflict_arrange,
    .command = conflict_command,
    .tick = conflict_tick,
    .draw = conflict_draw,
    .cursor = conflict_cursor,
    .lines = conflict_lines,
    .why = conflict_why,
};
