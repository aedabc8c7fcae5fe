#include "screens/hand_over.h"

#include <stdlib.h>

#include "base/memory.h"
#include "screens/handing.h"
#include "screens/open_rows.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/prompt.h"

enum { COLLEAGUES = 9 }; /* rows of the list that are seen beside what is handed over */

struct colleague {
    int64_t id;
    char *name, *login;
};

struct hand_over {
    struct desk *desk;
    struct colleague *colleagues;
    size_t count;
    bool known;
    struct list list;
    struct open_rows open;
};

static size_t over_count(void *context)
{
    return ((struct hand_over *)context)->count;
}

static void over_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct colleague *colleague = &((struct hand_over *)context)->colleagues[index];
    buffer_text(&cells[0].text, colleague->name);
    buffer_text(&cells[1].text, colleague->login);
    cells[1].role = ROLE_LABEL;
}

static const struct table_column over_columns[] = {{NULL, 0, 10, false}, {NULL, 0, 8, false}};

static void colleagues_came(void *owner, const struct store_reply *reply)
{
    struct hand_over *over = owner;
    if (desk_refused(over->desk, reply))
        return;
    over->count = (size_t)store_reply_rows(reply);
    over->colleagues = memory_get(over->count, sizeof(*over->colleagues));
    for (size_t i = 0; i < over->count; i++)
        over->colleagues[i] =
            (struct colleague){.id = store_reply_number(reply, (int)i, "staff_id"),
                               .name = memory_text(store_reply_text(reply, (int)i, "name")),
                               .login = memory_text(store_reply_text(reply, (int)i, "login"))};
    over->known = true;
    list_refresh(&over->list);
    ui_changed(over->desk->ui);
}

static void open_changed(void *screen)
{
    ui_changed(((struct hand_over *)screen)->desk->ui);
}

static bool over_open(struct ui *ui, void *state, void *argument)
{
    struct hand_over *over = state;
    over->desk = argument;
    if (desk_cut(over->desk)) {
        ui_say(ui, ROLE_WRONG, "HAND_OVER_CUT", NULL);
        return false;
    }
    over->list = (struct list){.source = {.context = over, .count = over_count, .row = over_row},
                               .columns = over_columns,
                               .column_count = 2,
                               .digits = true};
    over->open = (struct open_rows){.desk = over->desk, .changed = open_changed, .screen = over};
    struct store_query query = {.sql = "SELECT staff_id, name, login FROM desk.colleague_list($1, $2)",
                                .reads = true};
    store_query_number(&query, over->desk->region);
    store_query_number(&query, over->desk->hall);
    desk_call(over->desk, &query, colleagues_came, over);
    open_rows_load(&over->open);
    return true;
}

static void over_close(void *state)
{
    struct hand_over *over = state;
    desk_forget(over->desk, over);
    open_rows_free(&over->open);
    for (size_t i = 0; i < over->count; i++) {
        free(over->colleagues[i].name);
        free(over->colleagues[i].login);
    }
    free(over->colleagues);
    list_free(&over->list);
}

static void over_arrange(void *state, const struct layout *layout)
{
    int half = (layout->form.height - 2) / 2;
    list_height(&((struct hand_over *)state)->list, half < COLLEAGUES ? half : COLLEAGUES);
}

static void confirmed(struct ui *ui, void *state)
{
    struct hand_over *over = state;
    struct handing_argument argument = {over->desk, over->colleagues[list_selected(&over->list)].id};
    ui_replace_all(ui, &handing_screen, &argument);
}

static void picked(struct hand_over *over, enum list_result outcome)
{
    if (outcome != LIST_PICKED || !over->open.loaded)
        return;
    const char *name = over->colleagues[list_selected(&over->list)].name;
    struct buffer sum = {0}, sentence = {0}, next = {0};
    open_rows_sum(&over->open, &sum);
    text_fill(&sentence, sum.length ? "HAND_OVER_SENTENCE" : "HAND_OVER_NOTHING", "from", over->desk->name,
              "to", name, "sum", buffer_string(&sum), NULL);
    text_fill(&next, "NEXT_HAND_OVER", "to", name, NULL);
    prompt_confirm(over->desk->ui, &(struct prompt_confirm){.title = text("HAND_OVER_TITLE"),
                                                            .sentence = buffer_string(&sentence),
                                                            .commits = buffer_string(&next),
                                                            .done = confirmed});
    buffer_free(&sum);
    buffer_free(&sentence);
    buffer_free(&next);
}

static void over_command(struct ui *ui, void *state, enum command command)
{
    struct hand_over *over = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else
        picked(over, list_command(&over->list, command));
}

static bool over_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct hand_over *over = state;
    enum list_result outcome = list_key(&over->list, key);
    picked(over, outcome);
    return outcome != LIST_IGNORED;
}

/* What goes over, below the colleagues. */
static void draw_open(const struct hand_over *over, struct canvas *canvas, struct area area)
{
    struct buffer title = {0}, sum = {0};
    open_rows_sum(&over->open, &sum);
    text_fill(&title, over->open.loaded ? "HAND_OVER_OPEN" : "SIGN_OFF_ASKING", "sum", buffer_string(&sum),
              NULL);
    canvas_rule(canvas, area.row, area.column, area.width, buffer_string(&title));
    int widths[TABLE_COLUMNS];
    table_fit(open_columns, OPEN_COLUMNS, area.width - LIST_MARGIN, widths);
    for (size_t i = 0; i < over->open.count && (int)i + 1 < area.height; i++) {
        struct table_cell cells[TABLE_COLUMNS] = {0};
        open_row_cells(&over->open.rows[i], cells);
        table_draw_row(canvas, area.row + 1 + (int)i, area.column + LIST_MARGIN, open_columns, widths,
                       OPEN_COLUMNS, cells);
        for (int k = 0; k < OPEN_COLUMNS; k++)
            buffer_free(&cells[k].text);
    }
    buffer_free(&title);
    buffer_free(&sum);
}

static void over_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct hand_over *over = state;
    struct area form = layout->form;
    int below = over->list.height + 1;
    canvas_rule(canvas, form.row, form.column, form.width, text("HAND_OVER_TITLE"));
    list_draw(&over->list, canvas, (struct area){form.row + 1, form.column, over->list.height, form.width});
    if (over->known && !over->count)
        canvas_text(canvas, form.row + 1, form.column + 1, form.width - 1, ROLE_LABEL,
                    text("HAND_OVER_NOBODY"));
    draw_open(over, canvas, (struct area){form.row + below, form.column, form.height - below, form.width});
}

static void over_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct hand_over *)state)->list;
    canvas_cursor(canvas, layout->form.row + 1 + list_marked_row(list), layout->form.column);
}

static void over_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, text("HAND_OVER_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_COLLEAGUE"));
}

static const struct screen_command over_commands[] = {
    {COMMAND_NEXT_THING, NULL}, {COMMAND_NEXT_FIELD, NULL}, {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},       {COMMAND_UP, NULL},         {COMMAND_NONE, NULL},
};

const struct screen_class hand_over_screen = {
    .name = "hand-over",
    .title = "HAND_OVER_TITLE",
    .size = sizeof(struct hand_over),
    .section = SECTION_EVERYWHERE,
    .commands = over_commands,
    .open = over_open,
    .close = over_close,
    .arrange = over_arrange,
    .command = over_command,
    .event = over_event,
    .draw = over_draw,
    .cursor = over_cursor,
    .lines = over_lines,
};
