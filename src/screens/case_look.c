/* A case to look at. */
#include "screens/case_view.h"
#include "text/text.h"

struct case_look {
    struct case_view view; /* first */
    int page;
};

static void look_changed(void *screen)
{
    ui_changed(((struct case_look *)screen)->view.desk->ui);
}

static bool look_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct case_look *look = state;
    const struct case_argument *given = argument;
    look->page = given->page;
    case_view_load(&look->view, given->desk, given->case_id, CASE_MASKED, look, look_changed);
    return true;
}

static void look_close(void *state)
{
    case_view_free(&((struct case_look *)state)->view);
}

static void look_command(struct ui *ui, void *state, enum command command)
{
    struct case_look *look = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (command == COMMAND_MATERIALS)
        case_view_turn(&look->view, &look->page);
    else
        paper_command(look->page ? &look->view.materials : &look->view.values, command);
}

static void look_resume(struct ui *ui, void *state)
{
    (void)ui;
    waits_clock_look(&((struct case_look *)state)->view.clock);
}

static void look_arrange(void *state, const struct layout *layout)
{
    case_view_arrange(&((struct case_look *)state)->view, layout);
}

static void look_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct case_look *look = state;
    case_view_draw(&look->view, canvas, layout, look->page);
}

static void look_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    (void)state;
    canvas_cursor(canvas, layout->form.row + 1, layout->form.column);
}

static void look_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->next, text("NEXT_LOOK"));
}

static void look_why(const void *state, struct buffer *sentences)
{
    buffer_text(sentences, buffer_string(&((const struct case_look *)state)->view.explanation.sentences));
}

static const struct screen_command look_commands[] = {
    {COMMAND_MATERIALS, NULL},      {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_NEXT_FIELD, NULL},     {COMMAND_PREVIOUS_FIELD, NULL}, {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL}, {COMMAND_NONE, NULL},
};

const struct screen_class case_screen = {
    .name = "case",
    .title = "SCREEN_CASE",
    .size = sizeof(struct case_look),
    .section = SECTION_REVIEW,
    .commands = look_commands,
    .wish = {.person = 3, .side = 38, .side_least = 36, .form_least = 44},
    .open = look_open,
    .close = look_close,
    .arrange = look_arrange,
    .resume = look_resume,
    .command = look_command,
    .draw = look_draw,
    .cursor = look_cursor,
    .lines = look_lines,
    .why = look_why,
};
