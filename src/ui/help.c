#include "ui/help.h"

#include <stdio.h>

#include "base/utf8.h"
#include "text/text.h"
#include "ui/list.h"

struct help {
    const struct ui *ui;
    struct list list;
    enum command commands[COMMAND_COUNT]; /* valid on the screen beneath */
    size_t count;
};

enum { BENEATH = 1, COLUMN_KEYS = 0, COLUMN_LABEL, COLUMN_HELP, COLUMNS_ALL };

static const struct table_column columns[COLUMNS_ALL] = {
    [COLUMN_KEYS] = {.width = 18},
    [COLUMN_LABEL] = {.width = 10},
    [COLUMN_HELP] = {.least = 8},
};

static size_t help_count(void *context)
{
    return ((struct help *)context)->count;
}

static int help_match(void *context, size_t index, const char *words)
{
    const struct help *help = context;
    enum command command = help->commands[index];
    const char *texts[] = {ui_label(help->ui, BENEATH, command), command_label(command),
                           command_name(command), ui_help(help->ui, BENEATH, command)};
    int best = 0;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        int score = ui_match_text(help->ui, texts[i], words);
        best = score > best ? score : best;
    }
    return best;
}

static void help_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct help *help = context;
    enum command command = help->commands[index];
    keymap_keys(ui_keymap(help->ui), ui_section(help->ui, BENEATH), command, &cells[COLUMN_KEYS].text);
    cells[COLUMN_KEYS].role = ROLE_KEY;
    buffer_text(&cells[COLUMN_LABEL].text, ui_label(help->ui, BENEATH, command));
    buffer_text(&cells[COLUMN_HELP].text, ui_help(help->ui, BENEATH, command));
}

static bool help_open(struct ui *ui, void *state, void *argument)
{
    struct help *help = state;
    (void)argument;
    help->ui = ui;
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        if (i != COMMAND_HELP && ui_valid(ui, BENEATH, (enum command)i))
            help->commands[help->count++] = (enum command)i;
    }
    help->list.source =
        (struct list_source){.context = help, .count = help_count, .match = help_match, .row = help_row};
    help->list.columns = columns;
    help->list.column_count = COLUMNS_ALL;
    help->list.searches = help->list.digits = true;
    list_refresh(&help->list);
    return true;
}

static void help_close(void *state)
{
    list_free(&((struct help *)state)->list);
}

static void help_arrange(void *state, const struct layout *layout)
{
    struct help *help = state;
    list_height(&help->list, layout->form.height - 2);
    editor_width(&help->list.search, layout->form.width - text_width(text("UI_HELP_SEARCH")));
}

static void help_result(struct ui *ui, struct help *help, enum list_result result)
{
    if (result != LIST_PICKED)
        return;
    enum command command = help->commands[list_selected(&help->list)];
    ui_pop(ui);
    ui_command(ui, command);
}

static void help_command(struct ui *ui, void *state, enum command command)
{
    struct help *help = state;
    if (command == COMMAND_HELP)
        ui_pop(ui);
    else
        help_result(ui, help, list_command(&help->list, command));
}

static bool help_event(struct ui *ui, void *state, const struct key *key)
{
    struct help *help = state;
    enum list_result result = list_key(&help->list, key);
    help_result(ui, help, result);
    return result != LIST_IGNORED;
}

static struct editor *help_field(void *state)
{
    return &((struct help *)state)->list.search;
}

static void help_edited(struct ui *ui, void *state)
{
    (void)ui;
    list_refresh(&((struct help *)state)->list);
}

static void draw_title(const struct help *help, struct canvas *canvas, struct area form)
{
    struct buffer title = {0}, count = {0};
    char shown[16], all[16];
    snprintf(shown, sizeof(shown), "%zu", help->list.row_count);
    snprintf(all, sizeof(all), "%zu", help->count);
    text_fill(&title, "UI_HELP_FOR", "title", ui_title(help->ui, BENEATH), NULL);
    text_fill(&count, "UI_HELP_COUNT", "shown", shown, "all", all, NULL);
    canvas_rule(canvas, form.row + 1, 0, form.width, buffer_string(&title));
    canvas_right(canvas, form.row + 1, text_width(buffer_string(&title)) + 2,
                 form.width - text_width(buffer_string(&title)) - 3, ROLE_TITLE, buffer_string(&count));
    buffer_free(&title);
    buffer_free(&count);
}

static void help_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct help *help = state;
    struct area form = layout->form;
    int used = canvas_text(canvas, form.row, 0, form.width, ROLE_LABEL, text("UI_HELP_SEARCH"));
    editor_draw(&help->list.search, canvas, form.row, used, form.width - used, ROLE_PLAIN);
    draw_title(help, canvas, form);
    struct area rows = {form.row + 2, 0, form.height - 2, form.width};
    list_draw(&help->list, canvas, rows);
}

static void help_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct help *help = state;
    struct area form = layout->form;
    list_cursor(&help->list, canvas, (struct area){form.row + 2, 0, form.height - 2, form.width}, form.row,
                text_width(text("UI_HELP_SEARCH")));
}

static void help_lines(const void *state, struct screen_lines *lines)
{
    const struct help *help = state;
    long marked = list_selected(&help->list);
    if (marked != LIST_NONE) /* whole, where its row had to cut it */
        buffer_text(&lines->explain, ui_help(help->ui, BENEATH, help->commands[marked]));
    buffer_text(&lines->next, text("UI_HELP_EXPLAIN"));
}

static const struct screen_command commands[] = {
    {COMMAND_HELP},           {COMMAND_DOWN},           {COMMAND_UP},
    {COMMAND_NEXT_FIELD},     {COMMAND_PREVIOUS_FIELD}, {COMMAND_GROUP_NEXT},
    {COMMAND_GROUP_PREVIOUS}, {COMMAND_NEXT_THING},     {COMMAND_NONE},
};

const struct screen_class help_screen = {
    .name = "help",
    .title = "UI_HELP_TITLE",
    .size = sizeof(struct help),
    .commands = commands,
    .open = help_open,
    .close = help_close,
    .arrange = help_arrange,
    .command = help_command,
    .event = help_event,
    .field = help_field,
    .edited = help_edited,
    .draw = help_draw,
    .cursor = help_cursor,
    .lines = help_lines,
};
