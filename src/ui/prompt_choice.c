#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "text/text.h"
#include "ui/box.h"
#include "ui/list.h"
#include "ui/prompt.h"

struct choice {
    const struct ui *ui;
    char *title, *note;
    struct prompt_option *options;
    size_t count;
    int width; /* cells of the widest line: thousands of regions are not measured at every key */
    bool search, digits;
    void (*done)(struct ui *ui, void *state, size_t chosen);
    void (*taken)(struct ui *ui, void *state, const struct prompt_option *options);
    struct list list;
};

/* MORE_CELLS: what UI_CHOICE_MORE adds to a title */
enum { WIDTH_LEAST = 40, MARK_CELLS = 3, TICK_CELLS = 4, CHOICE_LINES = 9, MORE_CELLS = 30 };

static const struct table_column column = {.least = 8};

static size_t choice_count(void *context)
{
    return ((struct choice *)context)->count;
}

static int choice_match(void *context, size_t index, const char *words)
{
    const struct choice *choice = context;
    return ui_match_text(choice->ui, choice->options[index].text, words);
}

static void choice_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct prompt_option *option = &((struct choice *)context)->options[index];
    if (((struct choice *)context)->taken)
        buffer_text(&cells[0].text, option->marked ? "[x] " : "[ ] ");
    buffer_text(&cells[0].text, option->text);
    cells[0].role = option->closed ? ROLE_LABEL : ROLE_PLAIN;
}

static bool choice_pickable(void *context, size_t index)
{
    return !((struct choice *)context)->options[index].closed;
}

static int choice_width(const struct choice *choice)
{
    int width = WIDTH_LEAST, marks = MARK_CELLS + (choice->taken ? TICK_CELLS : 0);
    for (size_t i = 0; i < choice->count; i++) {
        int cells = text_width(choice->options[i].text) + marks;
        width = cells > width ? cells : width;
    }
    int title = text_width(choice->title) + (choice->count > CHOICE_LINES ? MORE_CELLS : 0);
    return title > width ? title : width;
}

static bool choice_open(struct ui *ui, void *state, void *argument)
{
    struct choice *choice = state;
    const struct prompt_choice *wanted = argument;
    choice->ui = ui;
    choice->title = memory_text(wanted->title);
    choice->note = memory_text(wanted->note);
    choice->count = wanted->count;
    choice->search = wanted->search;
    choice->digits = wanted->digits;
    choice->done = wanted->done;
    choice->taken = wanted->taken;
    choice->options = memory_get(wanted->count + 1, sizeof(*choice->options));
    for (size_t i = 0; i < wanted->count; i++) {
        choice->options[i] = wanted->options[i];
        choice->options[i].text = memory_text(wanted->options[i].text);
    }
    choice->width = choice_width(choice);
    choice->list = (struct list){
        .source = {choice, choice_count, choice_match, choice_row, choice_pickable},
        .columns = &column,
        .column_count = 1,
        .searches = wanted->search,
        .digits = true,
        .quiet = choice->digits, /* no mark where Enter would not choose it */
    };
    list_refresh(&choice->list);
    return true;
}

static void options_free(struct prompt_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free((char *)options[i].text);
    free(options);
}

static void choice_close(void *state)
{
    struct choice *choice = state;
    options_free(choice->options, choice->count);
    free(choice->title);
    free(choice->note);
    list_free(&choice->list);
}

/* The title, and which of the rows are shown where these are not all. */
static void title_write(const struct choice *choice, struct buffer *out)
{
    const struct list *list = &choice->list;
    char first[16], last[16], count[16];
    if (list->row_count <= (size_t)list->height) {
        buffer_text(out, choice->title);
        return;
    }
    snprintf(first, sizeof(first), "%zu", list->top + 1);
    snprintf(last, sizeof(last), "%zu", list->top + (size_t)list->height);
    snprintf(count, sizeof(count), "%zu", list->row_count);
    text_fill(out, "UI_CHOICE_MORE", "title", choice->title, "first", first, "last", last, "count", count,
              NULL);
}

/* Lines of the search box above the options, and of the note under them with a blank one between. */
static int lines_above(const struct choice *choice)
{
    return choice->search ? 1 : 0;
}

static int lines_below(const struct choice *choice)
{
    return choice->note ? 1 + (text_width(choice->note) - 1) / choice->width + 1 : 0;
}

static int choice_height(const struct choice *choice)
{
    int rows = choice->count < CHOICE_LINES ? (int)choice->count : CHOICE_LINES;
    return rows + lines_above(choice) + lines_below(choice);
}

static void choice_arrange(void *state, const struct layout *layout)
{
    struct choice *choice = state;
    struct area inside = box_inside(layout, choice_height(choice), choice->width);
    list_height(&choice->list, inside.height - lines_above(choice) - lines_below(choice));
    editor_width(&choice->list.search, inside.width);
}

static void choice_result(struct ui *ui, struct choice *choice, enum list_result result)
{
    if (result == LIST_BEYOND)
        ui_say(ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
    if (result == LIST_REFUSED)
        ui_say(ui, ROLE_MESSAGE, "UI_LIST_REFUSED", NULL);
    if (result != LIST_PICKED)
        return;
    size_t chosen = (size_t)list_selected(&choice->list);
    ui_pop(ui);
    choice->done(ui, ui_top_state(ui), chosen);
}

/* The words that found an option are used up: all options are there again, and the mark stays on this one. */
static void option_toggle(struct choice *choice)
{
    size_t chosen = (size_t)list_selected(&choice->list);
    choice->options[chosen].marked = !choice->options[chosen].marked;
    editor_set(&choice->list.search, "");
    list_refresh(&choice->list);
    list_select(&choice->list, chosen);
}

static void options_take(struct ui *ui, struct choice *choice)
{
    struct prompt_option *options = choice->options;
    size_t count = choice->count;
    void (*taken)(struct ui *, void *, const struct prompt_option *) = choice->taken;
    choice->options = NULL; /* outlive the box */
    choice->count = 0;
    ui_pop(ui);
    taken(ui, ui_top_state(ui), options);
    options_free(options, count);
}

static void choice_command(struct ui *ui, void *state, enum command command)
{
    struct choice *choice = state;
    if (choice->digits)
        ui_say(ui, ROLE_MESSAGE, "UI_CHOICE_ONLY_DIGIT", NULL);
    else if (choice->taken && command == COMMAND_NEXT_THING && !*editor_text(&choice->list.search))
        options_take(ui, choice);
    else if (choice->taken && command == COMMAND_NEXT_THING && list_selected(&choice->list) != LIST_NONE)
        option_toggle(choice);
    else
        choice_result(ui, choice, list_command(&choice->list, command));
}

static bool choice_event(struct ui *ui, void *state, const struct key *key)
{
    struct choice *choice = state;
    bool space = choice->taken && key->kind == PRESS_CHARACTER && halfwidth(key->code) == ' ';
    enum list_result result = list_key(&choice->list, key);
    if (space && list_selected(&choice->list) != LIST_NONE)
        result = LIST_PICKED;
    if (choice->taken && result == LIST_PICKED)
        option_toggle(choice);
    else
        choice_result(ui, choice, result);
    return space || result != LIST_IGNORED;
}

static struct editor *choice_field(void *state)
{
    struct choice *choice = state;
    return choice->search ? &choice->list.search : NULL;
}

static void choice_edited(struct ui *ui, void *state)
{
    (void)ui;
    list_refresh(&((struct choice *)state)->list);
}

static void choice_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct choice *choice = state;
    struct buffer title = {0};
    title_write(choice, &title);
    struct area inside =
        box_draw(canvas, layout, choice_height(choice), choice->width, buffer_string(&title));
    buffer_free(&title);
    struct area rows = inside;
    rows.row += lines_above(choice);
    rows.height -= lines_above(choice) + lines_below(choice);
    if (choice->search)
        editor_draw(&choice->list.search, canvas, inside.row, inside.column, inside.width, ROLE_FOCUS);
    list_draw(&choice->list, canvas, rows);
    if (choice->note) {
        int height = lines_below(choice) - 1;
        canvas_wrapped(
            canvas, (struct area){inside.row + inside.height - height, inside.column, height, inside.width},
            ROLE_LABEL, choice->note);
    }
}

static void choice_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct choice *choice = state;
    struct area inside = box_inside(layout, choice_height(choice), choice->width);
    if (choice->search)
        canvas_cursor(canvas, inside.row, inside.column + editor_cursor_column(&choice->list.search));
    else
        canvas_cursor(canvas, inside.row + list_marked_row(&choice->list), inside.column);
}

static void choice_lines(const void *state, struct screen_lines *lines)
{
    const struct choice *choice = state;
    buffer_text(&lines->next, text(choice->digits   ? "UI_PROMPT_DIGIT_NEXT"
                                   : choice->taken  ? "UI_PROMPT_SEVERAL_NEXT"
                                   : choice->search ? "UI_PROMPT_SEARCH_NEXT"
                                                    : "UI_PROMPT_CHOICE_NEXT"));
}

static const struct screen_command commands[] = {
    {COMMAND_DOWN},           {COMMAND_UP},         {COMMAND_NEXT_FIELD},
    {COMMAND_PREVIOUS_FIELD}, {COMMAND_GROUP_NEXT}, {COMMAND_GROUP_PREVIOUS},
    {COMMAND_NEXT_THING},     {COMMAND_NONE},
};

static const struct screen_class choice_screen = {
    .name = "choice",
    .size = sizeof(struct choice),
    .box = true,
    .commands = commands,
    .open = choice_open,
    .close = choice_close,
    .arrange = choice_arrange,
    .command = choice_command,
    .event = choice_event,
    .field = choice_field,
    .edited = choice_edited,
    .draw = choice_draw,
    .cursor = choice_cursor,
    .lines = choice_lines,
};

bool prompt_choice(struct ui *ui, const struct prompt_choice *choice)
{
    return ui_push(ui, &choice_screen, (void *)choice);
}
