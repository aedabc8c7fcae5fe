#include "screens/picker.h"

#include <stdio.h>
#include <string.h>

#include "spec/search.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/why.h"

struct picker {
    struct picker_argument given;
    struct list list;
};

static size_t picker_count(void *context)
{
    return ((struct picker *)context)->given.desk->item_count;
}

static int picker_match(void *context, size_t index, const char *words)
{
    const struct desk_item *item = &((struct picker *)context)->given.desk->items[index];
    return search_score(words, item->code, &item->name);
}

/* From when and why an item is closed here today, by its definition; NULL: it is not, or nobody has asked for
 * that yet. */
static const struct spec_closing *closed_here(const struct desk *desk, const struct desk_item *item)
{
    const struct spec_item *definition =
        item->acceptable ? NULL : desk_definition_item(desk, item->definition_id);
    char today[DATE_TEXT];
    bool closed = definition && definition->closed.from &&
                  strcmp(definition->closed.from, date_format(desk_now(desk).day, today)) <= 0;
    return closed ? &definition->closed : NULL;
}

static void picker_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct picker *picker = context;
    const struct desk_item *item = &picker->given.desk->items[index];
    buffer_text(&cells[0].text, desk_name(picker->given.desk, &item->name));
    if (!item->acceptable) {
        cells[0].role = ROLE_LABEL;
        buffer_text(&cells[1].text,
                    text(closed_here(picker->given.desk, item) ? "PICKER_CLOSED" : "PICKER_NOT_HERE"));
    }
}

static bool picker_pickable(void *context, size_t index)
{
    return ((struct picker *)context)->given.desk->items[index].acceptable;
}

static const struct table_column picker_columns[] = {{NULL, 0, 10, false}, {NULL, 14, 0, false}};

/* The second column is there only where something stands in it: long names need the room. */
static int columns_needed(const struct desk *desk)
{
    for (size_t i = 0; i < desk->item_count; i++) {
        if (!desk->items[i].acceptable)
            return 2;
    }
    return 1;
}

static const struct desk_item *marked(const struct picker *picker)
{
    long at = list_selected(&picker->list);
    return at == LIST_NONE ? NULL : &picker->given.desk->items[at];
}

static void definition_ready(void *screen)
{
    ui_changed(((struct picker *)screen)->given.desk->ui);
}

/* What stands beside the marked item is read when it is marked, not when it is drawn. */
static void marked_changed(struct picker *picker)
{
    const struct desk_item *item = marked(picker);
    if (item)
        desk_definition(picker->given.desk, item->definition_id, definition_ready, picker);
}

static bool picker_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct picker *picker = state;
    picker->given = *(struct picker_argument *)argument;
    picker->list = (struct list){.source = {picker, picker_count, picker_match, picker_row, picker_pickable},
                                 .columns = picker_columns,
                                 .column_count = columns_needed(picker->given.desk),
                                 .searches = true,
                                 .digits = true};
    picker->list.search.halfwidth = true;
    list_refresh(&picker->list);
    marked_changed(picker);
    return true;
}

static void picker_close(void *state)
{
    struct picker *picker = state;
    desk_forget(picker->given.desk, picker);
    list_free(&picker->list);
}

static void picker_arrange(void *state, const struct layout *layout)
{
    struct picker *picker = state;
    list_height(&picker->list, layout->form.height - 1);
    editor_width(&picker->list.search, 30);
}

/* Why the marked item cannot be picked. */
static void why_not(const struct picker *picker, struct buffer *sentence)
{
    const struct desk_item *item = marked(picker);
    const struct desk *desk = picker->given.desk;
    const struct spec_closing *closed = item ? closed_here(desk, item) : NULL;
    if (closed)
        text_fill(sentence, "E_ITEM_CLOSED", "item", desk_name(desk, &item->name), "from", closed->from,
                  "reason", desk_name(desk, &closed->reason), NULL);
    else
        buffer_text(sentence, text("PICKER_WHY_NOT"));
}

static void result(struct ui *ui, struct picker *picker, enum list_result outcome)
{
    const struct desk_item *item = marked(picker);
    if (outcome == LIST_PICKED && item) {
        struct picker_argument given = picker->given;
        ui_pop(ui);
        given.picked(given.owner, item->code);
    } else if (outcome == LIST_REFUSED) {
        struct buffer sentence = {0};
        why_not(picker, &sentence);
        ui_say_text(ui, ROLE_MESSAGE, buffer_string(&sentence));
        buffer_free(&sentence);
    } else {
        marked_changed(picker);
    }
}

static void picker_command(struct ui *ui, void *state, enum command command)
{
    struct picker *picker = state;
    const struct desk_item *item = marked(picker);
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else if (command == COMMAND_HAS_NOT && item)
        picker->given.lacks(picker->given.owner, item->definition_id);
    else
        result(ui, picker, list_command(&picker->list, command));
}

static bool picker_event(struct ui *ui, void *state, const struct key *key)
{
    struct picker *picker = state;
    enum list_result outcome = list_key(&picker->list, key);
    if (outcome != LIST_IGNORED)
        result(ui, picker, outcome);
    return outcome != LIST_IGNORED;
}

static struct editor *picker_field(void *state)
{
    return &((struct picker *)state)->list.search;
}

static void picker_edited(struct ui *ui, void *state)
{
    (void)ui;
    struct picker *picker = state;
    list_refresh(&picker->list);
    marked_changed(picker);
}

static int side_line(struct canvas *canvas, struct area area, int row, enum role role,
                     const struct buffer *line)
{
    return row < area.height
               ? row + canvas_wrapped(
                           canvas, (struct area){area.row + row, area.column, area.height - row, area.width},
                           role, buffer_string(line))
               : row;
}

/* The limits and what to bring, from the definition, before the item is opened. */
static void draw_item(const struct picker *picker, struct canvas *canvas, struct area area)
{
    const struct desk_item *marked_item = marked(picker);
    const struct desk *desk = picker->given.desk;
    const struct spec_item *item =
        marked_item ? desk_definition_item(desk, marked_item->definition_id) : NULL;
    struct buffer line = {0};
    if (!item || !area.width)
        return;
    char days[2][16];
    snprintf(days[0], sizeof(days[0]), "%d", item->promised.days);
    snprintf(days[1], sizeof(days[1]), item->statutory.days ? "%d" : "", item->statutory.days);
    buffer_text(&line, desk_name(desk, &item->name));
    int row = side_line(canvas, area, 0, ROLE_TITLE, &line);
    buffer_clear(&line);
    text_fill(&line, "PICKER_LIMITS", "promised", days[0], "statutory", days[1], "basis",
              desk_basis(desk_name(desk, &item->statutory.basis)), NULL);
    row = side_line(canvas, area, row, ROLE_PLAIN, &line) + 1;
    buffer_clear(&line);
    buffer_text(&line, text("PICKER_BRING"));
    row = side_line(canvas, area, row, ROLE_LABEL, &line);
    for (size_t i = 0; i < item->material_count; i++) {
        const struct spec_material *material = &item->materials[i];
        buffer_clear(&line);
        buffer_format(&line, "- %s%s%s", desk_name(desk, &material->name),
                      material->need == SPEC_CONDITIONAL ? text("PICKER_SOMETIMES") : "",
                      material->letter ? text("PICKER_PROMISE") : "");
        row = side_line(canvas, area, row, ROLE_PLAIN, &line);
    }
    buffer_free(&line);
}

static void picker_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct picker *picker = state;
    struct area form = layout->form, side = layout->side;
    char count[16];
    struct buffer title = {0};
    snprintf(count, sizeof(count), "%zu", picker->list.row_count);
    canvas_text(canvas, layout->person.row, layout->person.column, 8, ROLE_LABEL, text("PICKER_FIND"));
    editor_draw(&picker->list.search, canvas, layout->person.row, layout->person.column + 8, 30, ROLE_FOCUS);
    text_fill(&title, "PICKER_TITLE", "count", count, NULL);
    canvas_rule(canvas, form.row, form.column, layout->columns - form.column, buffer_string(&title));
    buffer_free(&title);
    list_draw(&picker->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width});
    if (side.width) {
        canvas_rule_down(canvas, side.row, layout->side_rule, side.height);
        draw_item(picker, canvas, (struct area){side.row + 1, side.column, side.height - 1, side.width});
    }
}

static void picker_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct picker *picker = state;
    struct area form = layout->form;
    list_cursor(&picker->list, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width},
                layout->person.row, layout->person.column + 8);
}

static void picker_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, text("PICKER_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_PICK"));
}

static void picker_why(const void *state, struct buffer *sentences)
{
    const struct desk_item *item = marked(state);
    struct buffer sentence = {0};
    if (item && !item->acceptable) {
        why_not(state, &sentence);
        why_add(sentences, buffer_string(&sentence));
    }
    buffer_free(&sentence);
}

static const struct screen_command picker_commands[] = {
    {COMMAND_HAS_NOT, "LABEL_NOTICE", "PICKER_HAS_NOT_HELP"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class picker_screen = {
    .name = "picker",
    .title = "SCREEN_PICKER",
    .size = sizeof(struct picker),
    .section = SECTION_COUNTER,
    .commands = picker_commands,
    .wish = {.person = 1, .side = 35, .side_least = 24, .form_least = 40},
    .open = picker_open,
    .close = picker_close,
    .arrange = picker_arrange,
    .command = picker_command,
    .event = picker_event,
    .field = picker_field,
    .edited = picker_edited,
    .draw = picker_draw,
    .cursor = picker_cursor,
    .lines = picker_lines,
    .why = picker_why,
};
