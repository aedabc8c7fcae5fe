#include "screens/absences.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/absence_form.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/prompt.h"
#include "ui/why.h"

enum { CELLS = 6, WHO = 0, FROM = 1, TO = 2, COVER = 3, STATE = 4 };

struct absences_row {
    int64_t absence;
    char *cells[CELLS]; /* who, from, to, cover, state, recorded by */
    char *ended_by;
    bool ended, now, covered;
};

struct absences {
    struct desk *desk;
    struct list list;
    struct absences_row *rows;
    size_t count;
    bool loaded;
    int64_t ending;     /* the absence that is being asked about */
    char key[DESK_KEY]; /* of ending it, however often it is sent */
};

static const struct table_column columns[CELLS] = {
    {"TABLE_NAME", 10, 0, false, 14},    {"ABSENCE_FROM", 10, 0, false}, {"ABSENCE_TO", 10, 0, false},
    {"ABSENCE_COVER", 10, 0, false, 14}, {"TABLE_STATE", 0, 10, false},  {"ABSENCE_BY", 10, 0, false, 12},
};

static size_t absences_count(void *context)
{
    return ((struct absences *)context)->count;
}

static void absences_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct absences_row *row = &((struct absences *)context)->rows[index];
    for (int i = 0; i < CELLS; i++) {
        buffer_text(&cells[i].text, row->cells[i]);
        cells[i].role = row->ended ? ROLE_LABEL : ROLE_PLAIN;
    }
    if (row->now)
        cells[STATE].role = ROLE_CONFIRM;
}

static bool absences_pickable(void *context, size_t index)
{
    return !((struct absences *)context)->rows[index].ended;
}

static void rows_free(struct absences *absences)
{
    for (size_t i = 0; i < absences->count; i++) {
        for (int k = 0; k < CELLS; k++)
            free(absences->rows[i].cells[k]);
        free(absences->rows[i].ended_by);
    }
    free(absences->rows);
    absences->rows = NULL;
    absences->count = 0;
}

static struct absences_row row_read(const struct store_reply *reply, int at)
{
    const char *state = store_reply_text(reply, at, "state");
    bool covered = *store_reply_text(reply, at, "cover");
    return (struct absences_row){
        .absence = store_reply_number(reply, at, "absence_id"),
        .ended = strcmp(state, "ended") == 0,
        .now = strcmp(state, "now") == 0,
        .covered = covered,
        .ended_by = memory_text(store_reply_text(reply, at, "ended_by")),
        .cells = {memory_text(store_reply_text(reply, at, "name")),
                  memory_text(store_reply_text(reply, at, "first_day")),
                  memory_text(store_reply_text(reply, at, "last_day")),
                  memory_text(covered ? store_reply_text(reply, at, "cover_name") : "-"),
                  memory_text(text_of("ABSENCE_STATE", state)),
                  memory_text(store_reply_text(reply, at, "recorded_by"))}};
}

static void rows_came(void *owner, const struct store_reply *reply)
{
    struct absences *absences = owner;
    if (desk_refused(absences->desk, reply))
        return;
    rows_free(absences);
    absences->count = (size_t)store_reply_rows(reply);
    absences->rows = memory_get(absences->count, sizeof(*absences->rows));
    for (size_t i = 0; i < absences->count; i++)
        absences->rows[i] = row_read(reply, (int)i);
    absences->loaded = true;
    list_refresh(&absences->list);
    ui_changed(absences->desk->ui);
}

static void rows_ask(struct absences *absences)
{
    struct store_query query = {.sql = "SELECT absence_id, name, first_day, last_day, cover, cover_name, "
                                       "state, recorded_by, ended_by FROM desk.absence_table($1)",
                                .reads = true};
    store_query_number(&query, absences->desk->region);
    desk_call(absences->desk, &query, rows_came, absences);
}

/* --- ending one */

static const struct absences_row *marked(const struct absences *absences)
{
    long at = list_selected(&absences->list);
    return at == LIST_NONE ? NULL : &absences->rows[at];
}

/* A sentence about a row. */
static void sentence_write(const struct absences_row *row, const char *sentence, struct buffer *out)
{
    text_fill(out, sentence, "who", row->cells[WHO], "from", row->cells[FROM], "to", row->cells[TO], "cover",
              row->cells[COVER], "ended_by", row->ended_by, NULL);
}

static void ended(void *owner, const struct store_reply *reply)
{
    struct absences *absences = owner;
    struct ui *ui = absences->desk->ui;
    ui_hold_commit(ui, false);
    if (!desk_refused(absences->desk, reply))
        ui_say(ui, ROLE_DONE, "ABSENCE_ENDED", NULL);
    rows_ask(absences);
}

static void end_agreed(struct ui *ui, void *state)
{
    struct absences *absences = state;
    struct store_query query = {.sql = "SELECT absence_id FROM desk.absence_end($1, $2, $3)"};
    store_query_text(&query, absences->key);
    store_query_number(&query, absences->desk->region);
    store_query_number(&query, absences->ending);
    ui_hold_commit(ui, true);
    desk_call(absences->desk, &query, ended, absences);
}

static void end_ask(struct absences *absences)
{
    const struct absences_row *row = marked(absences);
    if (!row || row->ended) {
        ui_say(absences->desk->ui, ROLE_MESSAGE, row ? "ABSENCE_OVER" : "ABSENCES_NOTHING", NULL);
        return;
    }
    struct buffer title = {0}, sentence = {0};
    absences->ending = row->absence;
    desk_key(absences->key);
    sentence_write(row, "ABSENCE_END_TITLE", &title);
    sentence_write(row, row->now ? "ABSENCE_END_NOW" : "ABSENCE_END_COMING", &sentence);
    if (row->covered && row->now)
        sentence_write(row, "ABSENCE_END_COVER", &sentence);
    prompt_confirm(absences->desk->ui, &(struct prompt_confirm){.title = buffer_string(&title),
                                                                .sentence = buffer_string(&sentence),
                                                                .commits = text("NEXT_ABSENCE_END"),
                                                                .done = end_agreed});
    buffer_free(&title);
    buffer_free(&sentence);
}

/* --- the screen */

static bool absences_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct absences *absences = state;
    absences->desk = argument;
    absences->list =
        (struct list){.source = {absences, absences_count, NULL, absences_row, absences_pickable},
                      .columns = columns,
                      .column_count = CELLS,
                      .digits = true};
    rows_ask(absences);
    return true;
}

static void absences_close(void *state)
{
    struct absences *absences = state;
    desk_forget(absences->desk, absences);
    list_free(&absences->list);
    rows_free(absences);
}

static void absences_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct absences *)state)->list, layout->form.height - 2);
}

static void picked(struct absences *absences, enum list_result outcome)
{
    if (outcome == LIST_PICKED || outcome == LIST_REFUSED)
        end_ask(absences);
    else if (outcome == LIST_BEYOND)
        ui_say(absences->desk->ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
}

static void absences_command(struct ui *ui, void *state, enum command command)
{
    struct absences *absences = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (command == COMMAND_LIST)
        rows_ask(absences);
    else if (command == COMMAND_COMMIT)
        ui_push(ui, &absence_form_screen, absences->desk);
    else if (command == COMMAND_PUT_ASIDE)
        end_ask(absences);
    else
        picked(absences, list_command(&absences->list, command));
}

static bool absences_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct absences *absences = state;
    enum list_result outcome = list_key(&absences->list, key);
    picked(absences, outcome);
    return outcome != LIST_IGNORED;
}

static void absences_resume(struct ui *ui, void *state)
{
    (void)ui;
    rows_ask(state);
}

static void absences_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct absences *absences = state;
    struct area form = layout->form;
    canvas_rule(canvas, form.row, form.column, form.width, text("ABSENCES_TITLE"));
    list_draw_titled(&absences->list, canvas,
                     (struct area){form.row + 1, form.column, form.height - 1, form.width});
    if (absences->loaded && !absences->count)
        canvas_text(canvas, form.row + 3, form.column + 1, form.width - 1, ROLE_LABEL,
                    text("ABSENCES_NOTHING"));
}

static void absences_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct absences *)state)->list;
    canvas_cursor(canvas, layout->form.row + 2 + list_marked_row(list), layout->form.column);
}

static void absences_lines(const void *state, struct screen_lines *lines)
{
    const struct absences_row *row = marked(state);
    bool open = row && !row->ended;
    if (row)
        sentence_write(row,
                       row->ended     ? "ABSENCES_EXPLAIN_ENDED"
                       : row->covered ? "ABSENCES_EXPLAIN_COVERED"
                                      : "ABSENCES_EXPLAIN",
                       &lines->explain);
    buffer_text(&lines->next, text(open ? "NEXT_ABSENCES" : "NEXT_ABSENCES_NONE"));
}

static void absences_why(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("ABSENCE_WHY_TASKS"));
    why_add(sentences, text("ABSENCE_WHY_COVER"));
    why_add(sentences, text("ABSENCE_WHY_TABLE"));
}

static const struct screen_command absences_commands[] = {
    {COMMAND_COMMIT, "LABEL_ABSENCE_ADD", "HELP_ABSENCE_ADD"},
    {COMMAND_PUT_ASIDE, "LABEL_ABSENCE_END", "HELP_ABSENCE_END"},
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

const struct screen_class absences_screen = {
    .name = "absences",
    .title = "SCREEN_ABSENCES",
    .size = sizeof(struct absences),
    .section = SECTION_SUPERVISOR,
    .commands = absences_commands,
    .open = absences_open,
    .close = absences_close,
    .arrange = absences_arrange,
    .command = absences_command,
    .event = absences_event,
    .resume = absences_resume,
    .draw = absences_draw,
    .cursor = absences_cursor,
    .lines = absences_lines,
    .why = absences_why,
};
