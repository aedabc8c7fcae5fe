#include "screens/reads.h"

#include <stdlib.h>

#include "base/memory.h"
#include "model/check.h"
#include "screens/case_view.h"
#include "screens/reads_rows.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/prompt.h"
#include "ui/why.h"

static const char *const wish_names[READS_WISHES] = {"READS_WHO", "READS_ID", "READS_PURPOSE", "READS_FROM",
                                                     "READS_TO"};

struct reads {
    struct desk *desk;
    enum reads_wish asking; /* whose value is being typed */
    struct list list;
    struct reads_rows rows;
};

/* --- what is looked for */

static void wish_given(struct ui *ui, void *state, const char *typed)
{
    struct reads *reads = state;
    struct buffer kept = {0};
    struct error error = {0};
    bool day = reads->asking == READS_WISH_FROM || reads->asking == READS_WISH_TO;
    if (day && *typed && !check_read("date", typed, reads->desk->today, &kept, &error)) {
        ui_say_error(ui, &error);
    } else {
        free(reads->rows.wishes[reads->asking]);
        reads->rows.wishes[reads->asking] = *typed ? memory_text(day ? buffer_string(&kept) : typed) : NULL;
        reads_rows_search(&reads->rows);
    }
    error_free(&error);
    buffer_free(&kept);
}

static void wish_chosen(struct ui *ui, void *state, size_t chosen)
{
    static const char *const hows[READS_WISHES] = {"READS_HOW_STAFF", "READS_HOW_PERSON", "READS_HOW_PURPOSE",
                                                   "READS_HOW_DAY", "READS_HOW_DAY"};
    struct reads *reads = state;
    if (chosen == READS_WISHES) {
        for (int i = 0; i < READS_WISHES; i++) {
            free(reads->rows.wishes[i]);
            reads->rows.wishes[i] = NULL;
        }
        reads_rows_search(&reads->rows);
        return;
    }
    reads->asking = (enum reads_wish)chosen;
    prompt_text(ui,
                &(struct prompt_text){.title = text(hows[chosen]),
                                      .value = reads->rows.wishes[chosen],
                                      .most = 60,
                                      .halfwidth = chosen != READS_WISH_STAFF && chosen != READS_WISH_PURPOSE,
                                      .empty = true,
                                      .done = wish_given});
}

static void wish_ask(struct ui *ui)
{
    struct prompt_option options[READS_WISHES + 1] = {{0}};
    for (int i = 0; i < READS_WISHES; i++)
        options[i].text = text(wish_names[i]);
    options[READS_WISHES].text = text("READS_ANY");
    prompt_choice(ui, &(struct prompt_choice){.title = text("READS_LOOK_FOR"),
                                              .options = options,
                                              .count = READS_WISHES + 1,
                                              .done = wish_chosen});
}

static void wishes_write(const struct reads *reads, struct buffer *out)
{
    for (int i = 0; i < READS_WISHES; i++) {
        if (reads->rows.wishes[i])
            buffer_format(out, "%s%s %s", out->length ? "  " : "", text(wish_names[i]),
                          reads->rows.wishes[i]);
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
    reads->rows = (struct reads_rows){.desk = argument, .list = &reads->list};
    reads->list = reads_rows_list(&reads->rows);
    reads_rows_search(&reads->rows);
    return true;
}

static void reads_close(void *state)
{
    struct reads *reads = state;
    desk_forget(reads->desk, &reads->rows);
    reads_rows_free(&reads->rows);
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
    int64_t case_id = reads_row_case(&reads->rows, (size_t)at);
    if (!case_id) {
        ui_say(ui, ROLE_MESSAGE, "READS_NO_CASE", NULL);
        return;
    }
    struct case_argument argument = {.desk = reads->desk, .case_id = case_id};
    ui_push(ui, &case_screen, &argument);
}

static void reads_command(struct ui *ui, void *state, enum command command)
{
    struct reads *reads = state;
    const struct list *list = &reads->list;
    if (command == COMMAND_LIST)
        wish_ask(ui);
    else if (command == COMMAND_GROUP_NEXT && list->selected + 1 >= list->row_count)
        reads_rows_older(&reads->rows);
    else if (command == COMMAND_GROUP_PREVIOUS && list->selected == 0)
        reads_rows_newer(&reads->rows);
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
    wishes_write(reads, &title);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    list_draw_titled(&reads->list, canvas,
                     (struct area){form.row + 1, form.column, form.height - 1, form.width});
    if (reads->rows.loaded && !reads->rows.count)
        canvas_text(canvas, form.row + 3, form.column + 1, form.width - 1, ROLE_LABEL,
                    text(reads_rows_further(&reads->rows) ? "READS_FURTHER" : "READS_NONE"));
}

static void reads_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct reads *)state)->list;
    canvas_cursor(canvas, layout->form.row + 2 + list_marked_row(list), layout->form.column);
}

static void reads_lines(const void *state, struct screen_lines *lines)
{
    const struct reads *reads = state;
    long at = list_selected(&reads->list);
    const char *number = at != LIST_NONE ? reads_row_number(&reads->rows, (size_t)at) : "";
    if (*number)
        text_fill(&lines->explain, "READS_OF_CASE", "number", number, NULL);
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
