#include "screens/slip.h"

#include <stdio.h>

#include "screens/paper.h"
#include "text/text.h"

struct slip {
    struct desk *desk;
    struct paper paper;
};

static void where_write(struct slip *slip, const struct desk *desk)
{
    struct buffer value = {0};
    char window[16];
    snprintf(window, sizeof(window), "%02d", desk->window);
    text_fill(&value, "RECEIPT_WHERE", "hall", desk->hall_name, "window", window, "clerk", desk->name, NULL);
    paper_pair(&slip->paper, text("SLIP_HALL"), buffer_string(&value));
    buffer_free(&value);
}

/* The time stands in the code itself: the slip shows no other. */
static void received_write(struct slip *slip, const char *code)
{
    struct buffer value = {0};
    buffer_format(&value, "%.4s-%.2s-%.2s %.2s:%.2s", code + 6, code + 10, code + 12, code + 14, code + 16);
    paper_pair(&slip->paper, text("SLIP_RECEIVED"), buffer_string(&value));
    buffer_free(&value);
}

static void materials_write(struct slip *slip, const struct work *work)
{
    paper_line(&slip->paper, "");
    paper_line(&slip->paper, text("SLIP_MATERIALS"));
    for (size_t i = 0; i < work->item->material_count; i++) {
        const struct work_material *got = work_material(work, work->item->materials[i].key);
        if (got)
            paper_pair(&slip->paper, desk_name(slip->desk, &work->item->materials[i].name),
                       got->commitment ? text("READBACK_PROMISED") : got->file_name);
    }
}

static bool slip_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct slip *slip = state;
    const struct work *work = argument;
    struct buffer applicant = {0};
    char grouped[SLIP_GROUPED];
    slip->desk = work->desk;
    paper_pair(&slip->paper, text("SLIP_CODE"), slip_group(work->slip, grouped));
    paper_pair(&slip->paper, text("RECEIPT_ITEM"), desk_name(slip->desk, &work->item->name));
    buffer_format(&applicant, "%s %s", work->visitor->name, work->visitor->id_no);
    paper_pair(&slip->paper, text("RECEIPT_APPLICANT"), buffer_string(&applicant));
    buffer_free(&applicant);
    received_write(slip, work->slip);
    where_write(slip, slip->desk);
    materials_write(slip, work);
    paper_line(&slip->paper, "");
    paper_line(&slip->paper, text("SLIP_NOT_ACCEPTED"));
    paper_line(&slip->paper, text("SLIP_LAW"));
    return true;
}

static void slip_close(void *state)
{
    struct slip *slip = state;
    paper_free(&slip->paper);
}

static void slip_command(struct ui *ui, void *state, enum command command)
{
    struct slip *slip = state;
    if (command == COMMAND_BACK || command == COMMAND_NEXT_THING)
        ui_pop(ui);
    else
        paper_command(&slip->paper, command);
}

static struct area paper_area(const struct layout *layout)
{
    const struct area *form = &layout->form;
    return (struct area){form->row + 2, form->column + 1, form->height - 2, form->width - 2};
}

static void slip_arrange(void *state, const struct layout *layout)
{
    paper_arrange(&((struct slip *)state)->paper, paper_area(layout));
}

static void slip_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    struct area form = layout->form;
    const struct slip *slip = state;
    struct buffer title = {0};
    paper_title(&slip->paper, text("SLIP_TITLE"), &title);
    canvas_rule(canvas, form.row, form.column, layout->columns - form.column, buffer_string(&title));
    buffer_free(&title);
    paper_draw(&slip->paper, canvas, paper_area(layout));
}

static void slip_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    (void)state;
    canvas_cursor(canvas, layout->form.row + 2, layout->form.column + 1);
}

static void slip_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, text("SLIP_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_FROM_SLIP"));
}

static const struct screen_command slip_commands[] = {
    {COMMAND_NEXT_THING, NULL},     {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_NEXT_FIELD, NULL},     {COMMAND_PREVIOUS_FIELD, NULL}, {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL}, {COMMAND_NONE, NULL},
};

const struct screen_class slip_screen = {
    .name = "slip",
    .title = "SCREEN_SLIP",
    .size = sizeof(struct slip),
    .section = SECTION_COUNTER,
    .commands = slip_commands,
    .open = slip_open,
    .close = slip_close,
    .arrange = slip_arrange,
    .command = slip_command,
    .draw = slip_draw,
    .cursor = slip_cursor,
    .lines = slip_lines,
};
