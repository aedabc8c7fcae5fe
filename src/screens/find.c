#include "screens/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/case_view.h"
#include "screens/find_rows.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/why.h"

enum { LABEL_CELLS = 10, SEARCH_CELLS = 40, PAUSE = 150 }; /* PAUSE: ms without a key before it is asked */

struct find {
    struct desk *desk;
    struct list list;
    struct find_rows rows;
    struct buffer hint; /* in place of rows: what is wanted, or that nothing is there */
    char *asked;        /* the words of the last question; NULL: none was asked */
    bool waiting;       /* for its answer */
    bool opens;         /* Enter was pressed before the answer: what is found alone is opened */
    bool kept;          /* the words are those of the last search: typing replaces them */
    loop_id timer;
};

static const char *words_of(const struct find *find)
{
    return editor_text(&find->list.search);
}

/* The rows are what the words in the box find. */
static bool settled(const struct find *find)
{
    return !find->waiting && find->asked && strcmp(find->asked, words_of(find)) == 0;
}

/* --- the list */

static size_t find_count(void *context)
{
    return ((struct find *)context)->rows.count;
}

static void find_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    find_row_cells(&((struct find *)context)->rows.rows[index], cells);
}

static const struct find_row *marked(const struct find *find)
{
    long at = list_selected(&find->list);
    return at == LIST_NONE ? NULL : &find->rows.rows[at];
}

static void row_open(const struct find *find, const struct find_row *row)
{
    if (row->case_id) {
        struct case_argument argument = {.desk = find->desk, .case_id = row->case_id, .page = 1};
        ui_push(find->desk->ui, &case_screen, &argument);
    } else {
        struct find_person_argument argument = {find->desk, row->person_id, find_row_name(row)};
        ui_push(find->desk->ui, &find_person_screen, &argument);
    }
}

/* --- asking: one question at a time; what it answers counts only for the words that still stand there */

static void find_answered(void *owner, const struct store_reply *reply);

static void find_ask(struct find *find)
{
    struct desk *desk = find->desk;
    struct store_query query = {
        .sql = "SELECT kind, matched, case_id, person_id, number, item_zh, item_en, state, stage, waiting, "
               "name, id_no, unit, to_char(due, 'YYYY-MM-DD') AS due, "
               "to_char(since, 'YYYY-MM-DD') AS since, cases "
               "FROM desk.find($1, $2, $3)",
        .reads = true};
    loop_timer_end(desk->loop, find->timer);
    find->timer = 0;
    if (find->waiting)
        return;
    free(find->asked);
    find->asked = memory_text(words_of(find));
    find->waiting = true;
    store_query_number(&query, desk->region);
    store_query_number(&query, desk->hall);
    store_query_text(&query, find->asked);
    desk_call(desk, &query, find_answered, find);
}

static void find_answered(void *owner, const struct store_reply *reply)
{
    struct find *find = owner;
    const struct error *refusal = store_reply_error(reply);
    find->waiting = false;
    if (strcmp(find->asked, words_of(find)) != 0) {
        if (!find->timer)
            find_ask(find);
        return;
    }
    find_rows_take(&find->rows, find->desk, reply);
    list_refresh(&find->list);
    buffer_clear(&find->hint);
    if (refusal)
        text_error(&find->hint, refusal);
    else if (!find->rows.count)
        buffer_text(&find->hint, text("FIND_NONE"));
    ui_changed(find->desk->ui);
    bool opens = find->opens && find->rows.count == 1;
    find->opens = false;
    if (opens && ui_top_state(find->desk->ui) == find)
        row_open(find, &find->rows.rows[0]);
}

static void pause_over(void *owner)
{
    struct find *find = owner;
    find->timer = 0;
    find_ask(find);
}

/* --- the screen */

static bool find_opens(struct ui *ui, void *state, void *argument)
{
    struct find *find = state;
    find->desk = argument;
    find->list = (struct list){.source = {.context = find, .count = find_count, .row = find_cells},
                               .columns = find_columns,
                               .column_count = FIND_COLUMNS,
                               .searches = true};
    find->list.search.halfwidth = true;
    find->list.search.most = 100;
    find->desk->found.screen = ui_id(ui, find);
    if (find->desk->found.words) {
        editor_set(&find->list.search, find->desk->found.words);
        find->kept = true;
        find_ask(find);
    }
    list_refresh(&find->list);
    return true;
}

static void find_close(void *state)
{
    struct find *find = state;
    loop_timer_end(find->desk->loop, find->timer);
    desk_forget(find->desk, find);
    find_rows_free(&find->rows);
    list_free(&find->list);
    buffer_free(&find->hint);
    free(find->asked);
}

static void find_arrange(void *state, const struct layout *layout)
{
    struct find *find = state;
    list_height(&find->list, layout->form.height - 1);
    editor_width(&find->list.search, SEARCH_CELLS);
}

static void find_edited(struct ui *ui, void *state)
{
    (void)ui;
    struct find *find = state;
    struct desk *desk = find->desk;
    find->kept = find->opens = false;
    free(desk->found.words);
    desk->found.words = memory_text(words_of(find));
    loop_timer_end(desk->loop, find->timer);
    find->timer = loop_timer(desk->loop, PAUSE, 0, pause_over, find);
}

static void find_command(struct ui *ui, void *state, enum command command)
{
    (void)ui;
    struct find *find = state;
    if (command == COMMAND_FIND) {
        find->kept = true;
    } else if (command == COMMAND_NEXT_THING && !settled(find)) {
        find->opens = true;
        find_ask(find);
    } else if (list_command(&find->list, command) == LIST_PICKED && marked(find)) {
        row_open(find, marked(find));
    }
}

/* Numbers are searched here: digits go into the box like everything that is typed. */
static bool find_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    (void)key;
    struct find *find = state;
    if (find->kept)
        editor_empty(&find->list.search);
    find->kept = false;
    return false;
}

static struct editor *find_field(void *state)
{
    return &((struct find *)state)->list.search;
}

static void title_write(const struct find *find, struct buffer *out)
{
    char count[16];
    snprintf(count, sizeof(count), "%zu", find->rows.count);
    if (find->rows.count)
        text_fill(out, find->rows.count < FIND_MOST ? "FIND_TITLE" : "FIND_TITLE_MOST", "count", count, NULL);
}

static void find_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct find *find = state;
    struct area person = layout->person, form = layout->form;
    struct buffer title = {0};
    canvas_text(canvas, person.row, person.column, LABEL_CELLS, ROLE_LABEL, text("FIND_LABEL"));
    editor_draw(&find->list.search, canvas, person.row, person.column + LABEL_CELLS, SEARCH_CELLS,
                ROLE_FOCUS);
    title_write(find, &title);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    struct area rows = {form.row + 1, form.column, form.height - 1, form.width};
    bool cut = desk_cut(find->desk) && !settled(find);
    const char *hint = cut ? text("FIND_CUT") : find->hint.length ? buffer_string(&find->hint) : NULL;
    if (!hint && !find->asked)
        hint = text("FIND_HOW");
    if (hint)
        canvas_wrapped(canvas, (struct area){rows.row + 1, rows.column + 1, rows.height - 1, rows.width - 2},
                       cut ? ROLE_WRONG : ROLE_LABEL, hint);
    else
        list_draw(&find->list, canvas, rows);
}

static void find_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct find *find = state;
    struct area form = layout->form;
    list_cursor(&find->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width},
                layout->person.row, layout->person.column + LABEL_CELLS);
}

static void find_lines(const void *state, struct screen_lines *lines)
{
    const struct find *find = state;
    const struct find_row *row = marked(find);
    if (find->kept)
        buffer_text(&lines->explain, text("FIND_KEPT"));
    else if (row && settled(find))
        buffer_text(&lines->explain, row->sentence);
    else
        buffer_text(&lines->explain, text("FIND_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_FIND"));
}

static void find_why(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("FIND_HOW"));
    why_add(sentences, text("FIND_WHY_RIGHTS"));
    why_add(sentences, text("FIND_WHY_NOTED"));
}

static const struct screen_command find_commands[] = {
    {COMMAND_FIND, "LABEL_FIND_AGAIN"}, {COMMAND_NEXT_THING, NULL},     {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},     {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},         {COMMAND_GROUP_PREVIOUS, NULL}, {COMMAND_NONE, NULL},
};

static const struct screen_class find_screen = {
    .name = "find",
    .title = "SCREEN_FIND",
    .size = sizeof(struct find),
    .section = SECTION_EVERYWHERE,
    .commands = find_commands,
    .wish = {.person = 1},
    .open = find_opens,
    .close = find_close,
    .arrange = find_arrange,
    .command = find_command,
    .event = find_event,
    .field = find_field,
    .edited = find_edited,
    .draw = find_draw,
    .cursor = find_cursor,
    .lines = find_lines,
    .why = find_why,
};

void find_open(struct desk *desk)
{
    void *open = ui_state(desk->ui, desk->found.screen);
    if (open)
        ui_pop_to(desk->ui, open);
    else
        ui_push(desk->ui, &find_screen, desk);
}
