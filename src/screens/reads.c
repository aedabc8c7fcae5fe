#include "screens/reads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/case_number.h"
#include "model/check.h"
#include "screens/case_view.h"
#include "store/reads.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/prompt.h"
#include "ui/why.h"

/* What is looked for, in the order of the choice. */
enum wish { WISH_STAFF, WISH_PERSON, WISH_PURPOSE, WISH_FROM, WISH_TO, WISHES };
enum { CELLS = 5 };

static const char *const wish_names[WISHES] = {"READS_WHO", "READS_ID", "READS_PURPOSE", "READS_FROM",
                                               "READS_TO"};

struct read_row {
    int64_t case_id; /* 0: none */
    char *cells[CELLS], *number;
};

struct reads {
    struct desk *desk;
    char *wishes[WISHES]; /* NULL: any */
    enum wish asking;     /* whose value is being typed */
    struct list list;
    struct read_row *rows;
    size_t count;
    char *first[2],
        *last[2]; /* moment and id of the page's ends, also of rows that were only passed; NULL: none */
    bool loaded, waiting, newer;
};

static const struct table_column columns[CELLS] = {{"READS_AT", 16, 0, false},
                                                   {"READS_WHO", 8, 0, false, 10},
                                                   {"READS_NAME", 8, 0, false},
                                                   {"READS_ID", 18, 0, false},
                                                   {"READS_WHY", 0, 8, false}};

static size_t row_count(void *context)
{
    return ((struct reads *)context)->count;
}

static void row_cells(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    for (int i = 0; i < CELLS; i++)
        buffer_text(&cells[i].text, ((struct reads *)context)->rows[index].cells[i]);
}

static void ends_free(struct reads *reads)
{
    for (int i = 0; i < 2; i++) {
        free(reads->first[i]);
        free(reads->last[i]);
        reads->first[i] = reads->last[i] = NULL;
    }
}

static void rows_free(struct reads *reads)
{
    for (size_t i = 0; i < reads->count; i++) {
        for (int k = 0; k < CELLS; k++)
            free(reads->rows[i].cells[k]);
        free(reads->rows[i].number);
    }
    free(reads->rows);
    reads->rows = NULL;
    reads->count = 0;
}

/* --- asking */

static void end_take(const struct store_reply *reply, int row, char *end[2])
{
    end[0] = memory_text(store_reply_text(reply, row, "moment"));
    end[1] = memory_text(store_reply_text(reply, row, "id"));
}

static void row_take(struct read_row *row, const struct store_reply *reply, int at)
{
    static const char *const names[CELLS - 1] = {"at", "who", "name", "id_no"};
    char number[CASE_NUMBER_GROUPED];
    for (int i = 0; i < CELLS - 1; i++)
        row->cells[i] = memory_text(store_reply_text(reply, at, names[i]));
    row->cells[CELLS - 1] = memory_text(reads_why(reply, at));
    row->case_id = store_reply_number(reply, at, "case_id");
    row->number = memory_text(case_number_group(store_reply_text(reply, at, "number"), number));
}

static void page_take(struct reads *reads, const struct store_reply *reply)
{
    int rows = store_reply_rows(reply);
    rows_free(reads);
    ends_free(reads);
    reads->rows = memory_get((size_t)rows + 1, sizeof(*reads->rows));
    for (int at = 0; at < rows; at++) {
        if (store_reply_flag(reply, at, "looked"))
            row_take(&reads->rows[reads->count++], reply, at);
    }
    if (rows) {
        end_take(reply, reads->newer && !store_reply_flag(reply, rows - 1, "looked") ? rows - 1 : 0,
                 reads->first);
        end_take(reply, rows - 1, reads->last);
    }
    reads->list.selected = reads->newer && reads->count ? reads->count - 1 : 0;
    list_refresh(&reads->list);
}

static void page_came(void *owner, const struct store_reply *reply)
{
    struct reads *reads = owner;
    struct desk *desk = reads->desk;
    bool onward = reads->loaded && reads->first[0];
    reads->waiting = false;
    ui_changed(desk->ui);
    if (desk_refused(desk, reply))
        return;
    if (onward && !store_reply_rows(reply)) {
        ui_say(desk->ui, ROLE_MESSAGE, reads->newer ? "READS_NEWEST" : "READS_OLDEST", NULL);
        return;
    }
    page_take(reads, reply);
    reads->loaded = true;
}

/* from NULL: the newest page. */
static void page_ask(struct reads *reads, char *const from[2], bool newer)
{
    if (reads->waiting || (from && !from[0]))
        return;
    char region[16];
    snprintf(region, sizeof(region), "%d", reads->desk->region);
    struct reads_question question = {.region = region,
                                      .staff = reads->wishes[WISH_STAFF],
                                      .person = reads->wishes[WISH_PERSON],
                                      .purpose = reads->wishes[WISH_PURPOSE],
                                      .from = reads->wishes[WISH_FROM],
                                      .to = reads->wishes[WISH_TO],
                                      .at = from ? from[0] : NULL,
                                      .id = from ? from[1] : NULL,
                                      .newer = newer};
    struct store_query query = reads_query(&question);
    reads->newer = newer;
    reads->waiting = true;
    desk_call(reads->desk, &query, page_came, reads);
}

static void search(struct reads *reads)
{
    rows_free(reads);
    ends_free(reads);
    list_refresh(&reads->list);
    reads->loaded = false;
    page_ask(reads, NULL, false);
}

/* --- what is looked for */

static void wish_given(struct ui *ui, void *state, const char *typed)
{
    struct reads *reads = state;
    struct buffer kept = {0};
    struct error error = {0};
    bool day = reads->asking == WISH_FROM || reads->asking == WISH_TO;
    if (day && *typed && !check_read("date", typed, reads->desk->today, &kept, &error)) {
        ui_say_error(ui, &error);
    } else {
        free(reads->wishes[reads->asking]);
        reads->wishes[reads->asking] = *typed ? memory_text(day ? buffer_string(&kept) : typed) : NULL;
        search(reads);
    }
    error_free(&error);
    buffer_free(&kept);
}

static void wish_chosen(struct ui *ui, void *state, size_t chosen)
{
    static const char *const hows[WISHES] = {"READS_HOW_STAFF", "READS_HOW_PERSON", "READS_HOW_PURPOSE",
                                             "READS_HOW_DAY", "READS_HOW_DAY"};
    struct reads *reads = state;
    if (chosen == WISHES) {
        for (int i = 0; i < WISHES; i++) {
            free(reads->wishes[i]);
            reads->wishes[i] = NULL;
        }
        search(reads);
        return;
    }
    reads->asking = (enum wish)chosen;
    prompt_text(ui, &(struct prompt_text){.title = text(hows[chosen]),
                                          .value = reads->wishes[chosen],
                                          .most = 60,
                                          .halfwidth = chosen != WISH_STAFF && chosen != WISH_PURPOSE,
                                          .empty = true,
                                          .done = wish_given});
}

static void wish_ask(struct ui *ui)
{
    struct prompt_option options[WISHES + 1] = {{0}};
    for (int i = 0; i < WISHES; i++)
        options[i].text = text(wish_names[i]);
    options[WISHES].text = text("READS_ANY");
    prompt_choice(ui, &(struct prompt_choice){.title = text("READS_LOOK_FOR"),
                                              .options = options,
                                              .count = WISHES + 1,
                                              .done = wish_chosen});
}

static void wishes_write(const struct reads *reads, struct buffer *out)
{
    for (int i = 0; i < WISHES; i++) {
        if (reads->wishes[i])
            buffer_format(out, "%s%s %s", out->length ? "  " : "", text(wish_names[i]), reads->wishes[i]);
    }
    if (!out->length)
        buffer_text(out, text("READS_ALL"));
}

/* --- the screen */

static bool reads_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct reads *reads = state;
    reads->desk = argument;
    reads->list = (struct list){.source = {.context = reads, .count = row_count, .row = row_cells},
                                .columns = columns,
                                .column_count = CELLS,
                                .digits = true};
    search(reads);
    return true;
}

static void reads_close(void *state)
{
    struct reads *reads = state;
    desk_forget(reads->desk, reads);
    rows_free(reads);
    ends_free(reads);
    for (int i = 0; i < WISHES; i++)
        free(reads->wishes[i]);
    list_free(&reads->list);
}

static void reads_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct reads *)state)->list, layout->form.height - 2);
}

static void result(struct ui *ui, const struct reads *reads, enum list_result outcome)
{
    long at = list_selected(&reads->list);
    if (outcome != LIST_PICKED || at == LIST_NONE)
        return;
    if (!reads->rows[at].case_id) {
        ui_say(ui, ROLE_MESSAGE, "READS_NO_CASE", NULL);
        return;
    }
    struct case_argument argument = {.desk = reads->desk, .case_id = reads->rows[at].case_id};
    ui_push(ui, &case_screen, &argument);
}

static void reads_command(struct ui *ui, void *state, enum command command)
{
    struct reads *reads = state;
    const struct list *list = &reads->list;
    if (command == COMMAND_LIST)
        wish_ask(ui);
    else if (command == COMMAND_GROUP_NEXT && list->selected + 1 >= list->row_count)
        page_ask(reads, reads->last, false);
    else if (command == COMMAND_GROUP_PREVIOUS && list->selected == 0)
        page_ask(reads, reads->first, true);
    else
        result(ui, reads, list_command(&reads->list, command));
}

static bool reads_event(struct ui *ui, void *state, const struct key *key)
{
    struct reads *reads = state;
    enum list_result outcome = list_key(&reads->list, key);
    result(ui, reads, outcome);
    return outcome != LIST_IGNORED;
}

static void reads_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct reads *reads = state;
    struct area form = layout->form;
    struct buffer title = {0};
    int widths[TABLE_COLUMNS];
    wishes_write(reads, &title);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    table_fit(columns, CELLS, form.width - LIST_MARGIN, widths);
    table_draw_titles(canvas, form.row + 1, form.column + LIST_MARGIN, columns, widths, CELLS);
    if (reads->count)
        list_draw(&reads->list, canvas,
                  (struct area){form.row + 2, form.column, form.height - 2, form.width});
    else if (reads->loaded)
        canvas_text(canvas, form.row + 3, form.column + 1, form.width - 1, ROLE_LABEL,
                    text(reads->first[0] ? "READS_FURTHER" : "READS_NONE"));
}

static void reads_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct reads *)state)->list;
    canvas_cursor(canvas, layout->form.row + 2 + (int)(list->selected - list->top), layout->form.column);
}

static void reads_lines(const void *state, struct screen_lines *lines)
{
    const struct reads *reads = state;
    long at = list_selected(&reads->list);
    if (at != LIST_NONE && reads->rows[at].number[0])
        text_fill(&lines->explain, "READS_OF_CASE", "number", reads->rows[at].number, NULL);
    else
        buffer_text(&lines->explain, text("READS_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_READS"));
}

static void reads_why_add(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("READS_WHY_MASKED"));
    why_add(sentences, text("READS_WHY_PERSON"));
}

static const struct screen_command reads_commands[] = {
    {COMMAND_LIST, "LABEL_READS"},  {COMMAND_NEXT_THING, NULL},     {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL}, {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},     {COMMAND_GROUP_PREVIOUS, NULL}, {COMMAND_NONE, NULL},
};

const struct screen_class reads_screen = {
    .name = "reads",
    .title = "SCREEN_READS",
    .size = sizeof(struct reads),
    .section = SECTION_SUPERVISOR,
    .commands = reads_commands,
    .open = reads_open,
    .close = reads_close,
    .arrange = reads_arrange,
    .command = reads_command,
    .event = reads_event,
    .draw = reads_draw,
    .cursor = reads_cursor,
    .lines = reads_lines,
    .why = reads_why_add,
};
