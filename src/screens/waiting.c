#include "screens/waiting.h"

#include <stdio.h>
#include <string.h>

#include "screens/waiting_rows.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/why.h"

enum { FIND_CELLS = 8, SEARCH_CELLS = 30 };

struct waiting {
    struct desk *desk;
    struct waiting_rows rows;
    struct list list;
    struct waiting_row mark; /* what the mark was moved to: kind and ids alone */
    bool moved;
    struct waits_clock clock;
};

/* --- the list */

static size_t waiting_list_count(void *context)
{
    return waiting_rows_count(&((struct waiting *)context)->rows);
}

static int waiting_match(void *context, size_t index, const char *words)
{
    const struct waiting *waiting = context;
    struct table_cell cells[TABLE_COLUMNS] = {0};
    int best = 0;
    waiting_row_cells(waiting->desk, waiting_rows_at(&waiting->rows, index), cells);
    for (int i = 0; i < WAITING_COLUMNS; i++) {
        int score = ui_match_text(waiting->desk->ui, buffer_string(&cells[i].text), words);
        best = score > best ? score : best;
        buffer_free(&cells[i].text);
    }
    return best;
}

static void waiting_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct waiting *waiting = context;
    waiting_row_cells(waiting->desk, waiting_rows_at(&waiting->rows, index), cells);
}

static const struct waiting_row *marked(const struct waiting *waiting)
{
    long at = list_selected(&waiting->list);
    return at == LIST_NONE ? NULL : waiting_rows_at(&waiting->rows, (size_t)at);
}

/* The mark was moved by hand: it stays on what it is on. */
static void mark_keep(struct waiting *waiting)
{
    const struct waiting_row *row = marked(waiting);
    if (!row)
        return;
    waiting->moved = true;
    waiting->mark =
        (struct waiting_row){.kind = row->kind, .case_id = row->case_id, .visit_id = row->visit_id};
    memcpy(waiting->mark.lane, row->lane, sizeof(row->lane));
}

static void rows_changed(void *screen)
{
    struct waiting *waiting = screen;
    list_refresh(&waiting->list);
    if (waiting->moved)
        list_select(&waiting->list,
                    waiting_rows_find(&waiting->rows, &waiting->mark, waiting->list.selected));
    else
        list_command(&waiting->list, COMMAND_CURSOR_START);
    if (waiting->rows.loaded)
        waiting_counted(waiting->desk, waiting_rows_urgent(&waiting->rows));
    waits_clock_look(&waiting->clock);
    ui_changed(waiting->desk->ui);
}

static void load(struct waiting *waiting)
{
    waiting_rows_load(&waiting->rows);
    rows_changed(waiting);
}

/* --- the messages */

void waiting_messages(struct ui *ui)
{
    struct buffer sentences = {0};
    for (int i = 0; i < UI_MESSAGES && ui_message_at(ui, i); i++) {
        struct buffer sentence = {0};
        const char *clock = ui_message_clock(ui, i);
        buffer_format(&sentence, "%s%s%s", clock, *clock ? " " : "", ui_message_at(ui, i));
        why_add(&sentences, buffer_string(&sentence));
        buffer_free(&sentence);
    }
    if (!sentences.length)
        why_add(&sentences, text("HOME_NO_MESSAGES"));
    why_open(ui, text("HOME_MESSAGES"), buffer_string(&sentences));
    buffer_free(&sentences);
}

void waiting_open(struct desk *desk)
{
    if (desk->name && desk->outbox)
        ui_push(desk->ui, &waiting_screen, desk);
    else
        waiting_messages(desk->ui);
}

/* --- the screen */

static bool waiting_opens(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct waiting *waiting = state;
    waiting->desk = argument;
    waiting->rows = (struct waiting_rows){.desk = argument, .changed = rows_changed, .screen = waiting};
    waiting->clock = (struct waits_clock){
        .desk = argument, .screen = waiting, .rows = &waiting->rows, .shows = waiting_rows_wait};
    waiting->list = (struct list){.source = {.context = waiting,
                                             .count = waiting_list_count,
                                             .match = waiting_match,
                                             .row = waiting_cells},
                                  .columns = waiting_columns,
                                  .column_count = WAITING_COLUMNS,
                                  .searches = true,
                                  .digits = true};
    waiting->list.search.halfwidth = true;
    load(waiting);
    return true;
}

static void waiting_close(void *state)
{
    struct waiting *waiting = state;
    waits_clock_end(&waiting->clock);
    desk_forget(waiting->desk, &waiting->rows);
    waiting_rows_free(&waiting->rows);
    list_free(&waiting->list);
}

static void waiting_arrange(void *state, const struct layout *layout)
{
    struct waiting *waiting = state;
    list_height(&waiting->list, layout->form.height - 1);
    editor_width(&waiting->list.search, SEARCH_CELLS);
}

static void result(struct waiting *waiting, enum list_result outcome)
{
    if (outcome == LIST_MOVED || outcome == LIST_PICKED)
        mark_keep(waiting);
    if (outcome == LIST_BEYOND)
        ui_say(waiting->desk->ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
    if (outcome == LIST_PICKED && marked(waiting))
        waiting_row_open(waiting->desk, marked(waiting));
}

static void waiting_command(struct ui *ui, void *state, enum command command)
{
    struct waiting *waiting = state;
    if (command == COMMAND_WAITING)
        waiting_messages(ui);
    else if (command == COMMAND_LIST)
        load(waiting);
    else
        result(waiting, list_command(&waiting->list, command));
}

static bool waiting_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct waiting *waiting = state;
    enum list_result outcome = list_key(&waiting->list, key);
    result(waiting, outcome);
    return outcome != LIST_IGNORED;
}

static struct editor *waiting_field(void *state)
{
    return &((struct waiting *)state)->list.search;
}

static void waiting_edited(struct ui *ui, void *state)
{
    (void)ui;
    list_refresh(&((struct waiting *)state)->list);
}

static void waiting_resume(struct ui *ui, void *state)
{
    (void)ui;
    load(state);
}

/* The figure of the key bar is no longer that of the list: it is read anew, and the mark stays on its row. */
static bool counted_anew(struct waiting *waiting)
{
    int urgent = waiting_rows_urgent(&waiting->rows);
    if (!waiting->rows.loaded || waiting->desk->urgent == urgent)
        return false;
    waiting->desk->urgent = urgent; /* asked once; the answer tells */
    mark_keep(waiting);
    return true;
}

/* What was sent meanwhile, or a connection that came back, is why this screen is being looked at. */
static void waiting_tick(struct ui *ui, void *state, int64_t now)
{
    (void)now;
    struct waiting *waiting = state;
    if (ui_top_state(ui) == waiting && (waiting_rows_stale(&waiting->rows) || counted_anew(waiting)))
        load(waiting);
}

static void waiting_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct waiting *waiting = state;
    struct area person = layout->person, form = layout->form;
    struct buffer title = {0};
    char count[16];
    snprintf(count, sizeof(count), "%zu", waiting_rows_count(&waiting->rows) - 1);
    canvas_text(canvas, person.row, person.column, FIND_CELLS, ROLE_LABEL, text("PICKER_FIND"));
    editor_draw(&waiting->list.search, canvas, person.row, person.column + FIND_CELLS, SEARCH_CELLS,
                ROLE_FOCUS);
    text_fill(&title, waiting->rows.cut ? "WAITS_TITLE_CUT" : "WAITS_TITLE", "count", count, NULL);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    list_draw(&waiting->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width});
    if (waiting->rows.loaded && waiting_rows_count(&waiting->rows) == 1)
        canvas_text(canvas, form.row + 3, form.column + 1, form.width, ROLE_LABEL, text("WAITS_NOTHING"));
}

static void waiting_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct waiting *waiting = state;
    canvas_cursor(canvas, layout->person.row,
                  layout->person.column + FIND_CELLS + editor_cursor_column(&waiting->list.search));
}

static void waiting_lines(const void *state, struct screen_lines *lines)
{
    static const char *const next[] = {
        [WAITING_CONFLICT] = "NEXT_WAITS_CONFLICT", [WAITING_UNSENT] = "NEXT_WAITS_WINDOW",
        [WAITING_WAITS] = "NEXT_WAITS_CALL",        [WAITING_AUTHORISE] = "NEXT_WAITS_AUTHORISE",
        [WAITING_AGAIN] = "NEXT_WAITS_AGAIN",       [WAITING_QUESTION] = "NEXT_WAITS_QUESTION",
        [WAITING_ANSWERED] = "NEXT_WAITS_ANSWERED", [WAITING_RECEIVED] = "NEXT_WAITS_WINDOW",
        [WAITING_SLIP] = "NEXT_WAITS_RECEIPT",      [WAITING_ASSIGNED] = "NEXT_WAITS_QUEUE",
        [WAITING_HANDED] = "NEXT_WAITS_WINDOW",     [WAITING_TAKEN] = "NEXT_WAITS_WHO",
        [WAITING_DRAFT] = "NEXT_WAITS_WINDOW",      [WAITING_PARKED] = "NEXT_WAITS_WINDOW",
        [WAITING_RETURNED] = "NEXT_WAITS_WINDOW",   [WAITING_UNDO] = "NEXT_WAITS_UNDO",
        [WAITING_MESSAGES] = "NEXT_WAITS_MESSAGES",
    };
    const struct waiting *waiting = state;
    const struct waiting_row *row = marked(waiting);
    if (!row)
        return;
    waiting_row_sentence(waiting->desk, row, &lines->explain);
    buffer_text(&lines->next, text(waiting_row_undecided(row) ? "NEXT_WAITS_LOOK" : next[row->kind]));
}

static void waiting_why(const void *state, struct buffer *sentences)
{
    (void)state;
    static const char *const why[] = {"WAITS_WHY_UNSENT", "WAITS_WHY_CONFLICT",  "WAITS_WHY_RECEIVED",
                                      "WAITS_WHY_UNDO",   "WAITS_WHY_APPLICANT", "WAITS_WHY_COUNT"};
    for (size_t i = 0; i < sizeof(why) / sizeof(why[0]); i++)
        why_add(sentences, text(why[i]));
}

static const struct screen_command waiting_commands[] = {
    {COMMAND_LIST, "LABEL_REFRESH"},
    {COMMAND_WAITING, "LABEL_MESSAGES"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class waiting_screen = {
    .name = "waiting",
    .title = "SCREEN_WAITING",
    .size = sizeof(struct waiting),
    .section = SECTION_EVERYWHERE,
    .commands = waiting_commands,
    .wish = {.person = 1},
    .open = waiting_opens,
    .close = waiting_close,
    .arrange = waiting_arrange,
    .command = waiting_command,
    .event = waiting_event,
    .field = waiting_field,
    .edited = waiting_edited,
    .resume = waiting_resume,
    .tick = waiting_tick,
    .draw = waiting_draw,
    .cursor = waiting_cursor,
    .lines = waiting_lines,
    .why = waiting_why,
};
