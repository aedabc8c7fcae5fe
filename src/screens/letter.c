#include "screens/letter.h"

#include <stdio.h>

#include "screens/paper.h"
#include "text/text.h"

struct letter {
    struct letter_argument given;
    struct paper paper;
};

static bool letter_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct letter *letter = state;
    letter->given = *(struct letter_argument *)argument;
    const struct desk *desk = letter->given.desk;
    const struct spec_letter *spec = letter->given.letter;
    paper_line(&letter->paper, desk_name(desk, &spec->name));
    paper_line(&letter->paper, "");
    paper_pair(&letter->paper, text("LETTER_ITEM"), desk_name(desk, &letter->given.item->name));
    paper_pair(&letter->paper, text("LETTER_PROOF"), desk_name(desk, &spec->proof));
    paper_pair(&letter->paper, text("LETTER_BASIS"), desk_basis(desk_name(desk, &spec->basis)));
    paper_pair(&letter->paper, text("LETTER_CONTENT"), desk_name(desk, &spec->content));
    paper_pair(&letter->paper, text("LETTER_LIABILITY"), desk_name(desk, &spec->liability));
    paper_pair(&letter->paper, text("LETTER_CHECKING"), desk_name(desk, &spec->checking));
    paper_line(&letter->paper, "");
    paper_line(&letter->paper, text("LETTER_STATES"));
    for (size_t i = 0; i < spec->statement_count; i++) {
        char number[24];
        snprintf(number, sizeof(number), "  %zu.", i + 1);
        paper_item(&letter->paper, number, desk_name(desk, &spec->statements[i]));
    }
    return true;
}

static void letter_close(void *state)
{
    paper_free(&((struct letter *)state)->paper);
}

static void letter_command(struct ui *ui, void *state, enum command command)
{
    struct letter *letter = state;
    if (command == COMMAND_COMMIT) {
        struct letter_argument given = letter->given;
        ui_pop(ui);
        given.is_signed(given.owner);
    } else if (command == COMMAND_BACK) {
        ui_pop(ui);
    } else {
        paper_command(&letter->paper, command);
    }
}

static struct area paper_area(const struct layout *layout)
{
    const struct area *form = &layout->form;
    return (struct area){form->row + 1, form->column + 1, form->height - 1, form->width - 2};
}

static void letter_arrange(void *state, const struct layout *layout)
{
    paper_arrange(&((struct letter *)state)->paper, paper_area(layout));
}

static void letter_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    struct area form = layout->form;
    const struct letter *letter = state;
    struct buffer title = {0};
    paper_title(&letter->paper, text("LETTER_TITLE"), &title);
    canvas_rule(canvas, form.row, form.column, layout->columns - form.column, buffer_string(&title));
    buffer_free(&title);
    paper_draw(&letter->paper, canvas, paper_area(layout));
}

static void letter_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    (void)state;
    canvas_cursor(canvas, layout->form.row + 1, layout->form.column + 1);
}

static void letter_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, text("LETTER_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_SIGNED"));
    lines->irreversible = true;
}

static const struct screen_command letter_commands[] = {
    {COMMAND_COMMIT, "LABEL_SIGNED"}, {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_NEXT_FIELD, NULL},       {COMMAND_PREVIOUS_FIELD, NULL}, {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},   {COMMAND_NONE, NULL},
};

const struct screen_class letter_screen = {
    .name = "letter",
    .title = "SCREEN_LETTER",
    .size = sizeof(struct letter),
    .section = SECTION_COUNTER,
    .commands = letter_commands,
    .open = letter_open,
    .close = letter_close,
    .arrange = letter_arrange,
    .command = letter_command,
    .draw = letter_draw,
    .cursor = letter_cursor,
    .lines = letter_lines,
};
