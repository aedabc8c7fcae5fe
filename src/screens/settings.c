#include "screens/settings.h"

#include <stdio.h>
#include <string.h>

#include "screens/phrases.h"
#include "screens/setting.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/why.h"

struct settings {
    struct desk *desk;
    struct list list;
};

/* What a row changes: one value after the other, then unset again. */
struct choice {
    const char *name;
    const char *label; /* catalogue code */
    struct {
        const char *value, *word; /* catalogue code */
    } values[4];
};

static const struct choice choices[] = {
    {"keymap",
     "SETTINGS_KEYMAP",
     {{"default", "SETTINGS_KEYMAP_DEFAULT"}, {"block", "SETTINGS_KEYMAP_BLOCK"}}},
    {"language", "SETTINGS_LANGUAGE", {{"zh", "SETTINGS_LANGUAGE_ZH"}, {"en", "SETTINGS_LANGUAGE_EN"}}},
    {"borders",
     "SETTINGS_BORDERS",
     {{"ascii", "SETTINGS_BORDERS_ASCII"},
      {"line", "SETTINGS_BORDERS_LINE"},
      {"none", "SETTINGS_BORDERS_NONE"}}},
    {"colours",
     "SETTINGS_COLOURS",
     {{"dark", "SETTINGS_COLOURS_DARK"},
      {"light", "SETTINGS_COLOURS_LIGHT"},
      {"none", "SETTINGS_COLOURS_NONE"}}},
};
enum {
    CHOICES = sizeof(choices) / sizeof(choices[0]),
    ROW_KEYS = CHOICES,
    ROW_PHRASES,
    ROWS = ROW_PHRASES + PHRASE_KINDS
};

/* The command line goes before it in this run. */
static bool choice_overruled(const struct desk *desk, const struct choice *choice)
{
    const struct desk_start *start = &desk->start;
    if (strcmp(choice->name, "keymap") == 0)
        return start->keymap_given;
    if (strcmp(choice->name, "language") == 0)
        return start->language_given;
    return strcmp(choice->name, "borders") == 0 ? start->look.borders != TERM_BORDERS_AUTO
                                                : start->look.colours != TERM_COLOURS_AUTO;
}

/* The place of a value; that of the closing NULL where it is none of these. */
static int value_find(const struct choice *choice, const char *value)
{
    int at = 0;
    while (choice->values[at].value && strcmp(choice->values[at].value, value) != 0)
        at++;
    return at;
}

/* The value behind the one that is set; NULL behind the last: unset. */
static const char *choice_next(const struct choice *choice, const char *value)
{
    int at = value ? value_find(choice, value) : -1;
    return at >= 0 && !choice->values[at].value ? NULL : choice->values[at + 1].value;
}

static void choice_write(const struct desk *desk, const struct choice *choice, struct buffer *out)
{
    const char *value = setting_value(desk, choice->name);
    const char *word = value ? choice->values[value_find(choice, value)].word : "SETTINGS_UNSET";
    buffer_text(out, word ? text(word) : value);
    if (choice_overruled(desk, choice))
        buffer_format(out, " %s", text("SETTINGS_OVERRULED"));
}

static size_t settings_count(void *context)
{
    (void)context;
    return ROWS;
}

static void count_write(const char *code, int count, struct buffer *out)
{
    char number[16];
    snprintf(number, sizeof(number), "%d", count);
    text_fill(out, code, "count", number, NULL);
}

static int keys_count(const struct desk *desk)
{
    int count = 0;
    for (size_t i = 0; i < desk->setting_count; i++)
        count += strncmp(desk->settings[i].name, "key:", 4) == 0;
    return count;
}

static void settings_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct settings *settings = context;
    if (index < CHOICES) {
        buffer_text(&cells[0].text, text(choices[index].label));
        choice_write(settings->desk, &choices[index], &cells[1].text);
    } else if (index == ROW_KEYS) {
        buffer_text(&cells[0].text, text("SETTINGS_KEYS"));
        count_write("SETTINGS_COUNT", keys_count(settings->desk), &cells[1].text);
    } else {
        enum phrase_kind kind = (enum phrase_kind)(index - ROW_PHRASES);
        text_fill(&cells[0].text, "SETTINGS_PHRASES", "kind", phrase_word(kind), NULL);
        count_write("SETTINGS_COUNT", phrases_count(settings->desk, kind), &cells[1].text);
    }
}

static const struct table_column settings_columns[] = {{.width = 32, .english = 36}, {.least = 10}};

static bool settings_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct settings *settings = state;
    settings->desk = argument;
    settings->list =
        (struct list){.source = {.context = settings, .count = settings_count, .row = settings_row},
                      .columns = settings_columns,
                      .column_count = 2,
                      .digits = true};
    list_refresh(&settings->list);
    return true;
}

static void settings_close(void *state)
{
    list_free(&((struct settings *)state)->list);
}

static void settings_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct settings *)state)->list, layout->form.height - 1);
}

static void settings_resume(struct ui *ui, void *state)
{
    (void)ui;
    list_refresh(&((struct settings *)state)->list);
}

static void picked(struct ui *ui, struct settings *settings, enum list_result outcome)
{
    struct desk *desk = settings->desk;
    size_t row = (size_t)list_selected(&settings->list);
    if (outcome != LIST_PICKED)
        return;
    if (row == ROW_KEYS) {
        ui_push(ui, &settings_keys_screen, desk);
    } else if (row > ROW_KEYS) {
        phrases_keep(desk, (enum phrase_kind)(row - ROW_PHRASES));
    } else {
        const struct choice *choice = &choices[row];
        bool done = setting_put(desk, choice->name, choice_next(choice, setting_value(desk, choice->name)));
        if (done && choice_overruled(desk, choice))
            ui_say(ui, ROLE_MESSAGE, "SETTINGS_NEXT_TIME", NULL);
    }
    list_refresh(&settings->list);
    ui_changed(ui);
}

static void settings_command(struct ui *ui, void *state, enum command command)
{
    struct settings *settings = state;
    if (command == COMMAND_SETTINGS)
        ui_pop(ui);
    else
        picked(ui, settings, list_command(&settings->list, command));
}

static bool settings_event(struct ui *ui, void *state, const struct key *key)
{
    struct settings *settings = state;
    enum list_result outcome = list_key(&settings->list, key);
    picked(ui, settings, outcome);
    return outcome != LIST_IGNORED;
}

static void settings_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    struct area form = layout->form;
    canvas_rule(canvas, form.row, form.column, form.width, text("SETTINGS_TITLE"));
    list_draw(&((const struct settings *)state)->list, canvas,
              (struct area){form.row + 1, form.column, form.height - 1, form.width});
}

static void settings_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct settings *)state)->list;
    canvas_cursor(canvas, layout->form.row + 1 + list_marked_row(list), layout->form.column);
}

static void settings_lines(const void *state, struct screen_lines *lines)
{
    static const char *const explain[] = {"SETTINGS_KEYMAP_EXPLAIN", "SETTINGS_LANGUAGE_EXPLAIN",
                                          "SETTINGS_BORDERS_EXPLAIN", "SETTINGS_COLOURS_EXPLAIN",
                                          "SETTINGS_KEYS_EXPLAIN"};
    size_t row = (size_t)list_selected(&((const struct settings *)state)->list);
    buffer_text(&lines->explain, text(row > ROW_KEYS ? "SETTINGS_PHRASES_EXPLAIN" : explain[row]));
    buffer_text(&lines->next, text(row < CHOICES ? "NEXT_SETTINGS_CHANGE" : "NEXT_SETTINGS_OPEN"));
}

static void settings_why(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("SETTINGS_WHY_WHERE"));
    why_add(sentences, text("SETTINGS_WHY_OPTIONS"));
}

static const struct screen_command settings_commands[] = {
    {COMMAND_SETTINGS, NULL},       {COMMAND_NEXT_THING, NULL},     {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL}, {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},     {COMMAND_GROUP_PREVIOUS, NULL}, {COMMAND_NONE, NULL},
};

const struct screen_class settings_screen = {
    .name = "settings",
    .title = "SCREEN_SETTINGS",
    .size = sizeof(struct settings),
    .section = SECTION_EVERYWHERE,
    .commands = settings_commands,
    .open = settings_open,
    .close = settings_close,
    .arrange = settings_arrange,
    .resume = settings_resume,
    .command = settings_command,
    .event = settings_event,
    .draw = settings_draw,
    .cursor = settings_cursor,
    .lines = settings_lines,
    .why = settings_why,
};
