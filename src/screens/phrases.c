#include "screens/phrases.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "model/check.h"
#include "screens/hall_phrases.h"
#include "text/text.h"
#include "ui/box.h"
#include "ui/list.h"
#include "ui/prompt.h"

enum { WIDTH = 64, ROWS = 9, COLUMNS = 2 };

struct phrases {
    struct desk *desk;
    enum phrase_kind kind;
    struct editor *field; /* of the screen beneath; NULL: only looked at */
    int numbers[PHRASES];
    size_t count; /* of one's own; those of the hall stand behind them */
    struct hall_phrases hall;
    struct list list;
};

struct argument {
    struct desk *desk;
    enum phrase_kind kind;
    struct editor *field;
};

/* In the list by itself, where F9 decides nothing else. */
static bool keeps_for_hall(const struct phrases *phrases)
{
    return !phrases->field && desk_may(phrases->desk, "supervise");
}

/* --- the list */

static size_t phrases_rows(void *context)
{
    const struct phrases *phrases = context;
    return phrases->count + phrases->hall.count;
}

/* NULL: there is none in this row. */
static const char *row_words(const struct phrases *phrases, size_t row)
{
    if (row >= phrases->count)
        return row - phrases->count < phrases->hall.count ? phrases->hall.words[row - phrases->count] : NULL;
    return phrase_words(phrases->desk, phrases->kind, phrases->numbers[row]);
}

static void phrases_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    const struct phrases *phrases = context;
    const char *words = row_words(phrases, index);
    buffer_text(&cells[0].text, words ? words : "");
    buffer_text(&cells[1].text, index < phrases->count ? "" : text("PHRASES_HALL"));
}

static void phrases_read(void *state)
{
    struct phrases *phrases = state;
    phrases->count = 0;
    for (int number = 1; number <= PHRASES; number++) {
        if (phrase_words(phrases->desk, phrases->kind, number))
            phrases->numbers[phrases->count++] = number;
    }
    phrases->list.column_count = phrases->hall.count ? COLUMNS : 1;
    list_refresh(&phrases->list);
}

static const struct table_column phrases_columns[COLUMNS] = {{.least = 10}, {.width = 4}};

static bool phrases_opens(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct phrases *phrases = state;
    const struct argument *given = argument;
    *phrases = (struct phrases){.desk = given->desk, .kind = given->kind, .field = given->field};
    phrases->hall = (struct hall_phrases){
        .desk = given->desk, .kind = phrase_kind_name(given->kind), .came = phrases_read, .screen = phrases};
    phrases->list = (struct list){.source = {.context = phrases, .count = phrases_rows, .row = phrases_row},
                                  .columns = phrases_columns,
                                  .column_count = 1,
                                  .digits = true};
    phrases_read(phrases);
    hall_phrases_ask(&phrases->hall);
    return true;
}

static void phrases_close(void *state)
{
    struct phrases *phrases = state;
    desk_forget(phrases->desk, &phrases->hall);
    hall_phrases_free(&phrases->hall);
    list_free(&phrases->list);
}

static void phrases_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct phrases *)state)->list, box_inside(layout, ROWS, WIDTH).height);
}

/* --- putting in, keeping, taking away */

static void put_in(struct ui *ui, struct phrases *phrases)
{
    struct editor *field = phrases->field;
    const char *words = row_words(phrases, (size_t)list_selected(&phrases->list));
    if (!field || !words)
        return;
    enum editor_result result = editor_paste(field, words, strlen(words));
    ui_pop(ui);
    if (result == EDITOR_FULL)
        ui_say(ui, ROLE_WRONG, "PHRASES_FULL", NULL);
    if (ui_top(ui)->edited)
        ui_top(ui)->edited(ui, ui_top_state(ui));
}

/* The lowest number that is free; 0: none. */
static int number_free(const struct phrases *phrases)
{
    for (int number = 1; number <= PHRASES; number++) {
        if (!phrase_words(phrases->desk, phrases->kind, number))
            return number;
    }
    return 0;
}

static bool is_there(const struct phrases *phrases, const char *words)
{
    for (size_t i = 0; i < phrases->count; i++) {
        if (strcmp(phrase_words(phrases->desk, phrases->kind, phrases->numbers[i]), words) == 0)
            return true;
    }
    return false;
}

/* What would be kept: of several lines the one with the cursor. */
static void words_of(const struct editor *field, struct buffer *words)
{
    const char *text = editor_text(field);
    size_t begin = field->lines ? field->cursor : 0;
    while (begin > 0 && text[begin - 1] != '\n')
        begin--;
    char *line = memory_text_length(text + begin, strcspn(text + begin, "\n"));
    check_normalise("text", line, words);
    free(line);
}

static void words_keep(struct ui *ui, struct phrases *phrases, const char *words)
{
    int number = number_free(phrases);
    if (*words == '\0')
        ui_say(ui, ROLE_MESSAGE, "PHRASES_EMPTY", NULL);
    else if (is_there(phrases, words))
        ui_say(ui, ROLE_MESSAGE, "PHRASES_THERE", NULL);
    else if (!number)
        ui_say(ui, ROLE_WRONG, "PHRASES_MANY", NULL);
    else if (utf8_count(words) > PHRASE_MOST)
        ui_say(ui, ROLE_WRONG, "PHRASES_LONG", NULL);
    else if (phrase_put(phrases->desk, phrases->kind, number, words))
        ui_say(ui, ROLE_DONE, "PHRASES_KEPT", NULL);
}

static void keep(struct ui *ui, struct phrases *phrases)
{
    struct buffer words = {0};
    if (phrases->field)
        words_of(phrases->field, &words);
    words_keep(ui, phrases, buffer_string(&words));
    buffer_free(&words);
    phrases_read(phrases);
}

/* One of the hall goes where its supervisors keep them, not in the middle of a case. */
static void take_away(struct phrases *phrases)
{
    long marked = list_selected(&phrases->list);
    if (marked != LIST_NONE && (size_t)marked >= phrases->count) {
        if (!keeps_for_hall(phrases))
            ui_say(phrases->desk->ui, ROLE_MESSAGE, "PHRASES_HALLS_OWN", NULL);
        else
            hall_phrases_drop(&phrases->hall, row_words(phrases, (size_t)marked));
        return;
    }
    if (marked != LIST_NONE && phrase_put(phrases->desk, phrases->kind, phrases->numbers[marked], NULL))
        ui_say(phrases->desk->ui, ROLE_DONE, "PHRASES_GONE", NULL);
    phrases_read(phrases);
}

static void hall_given(struct ui *ui, void *state, const char *words)
{
    (void)ui;
    hall_phrases_keep(&((struct phrases *)state)->hall, words);
}

/* A sentence for the hall, begun with the marked one of one's own. */
static void hall_ask(struct ui *ui, const struct phrases *phrases)
{
    long marked = list_selected(&phrases->list);
    bool own = marked != LIST_NONE && (size_t)marked < phrases->count;
    struct buffer title = {0};
    text_fill(&title, "PHRASES_HALL_TITLE", "kind", phrase_word(phrases->kind), NULL);
    prompt_text(ui, &(struct prompt_text){.title = buffer_string(&title),
                                          .value = own ? row_words(phrases, (size_t)marked) : NULL,
                                          .commits = text("NEXT_PHRASES_HALL_KEEP"),
                                          .done = hall_given});
    buffer_free(&title);
}

static void phrases_command(struct ui *ui, void *state, enum command command)
{
    struct phrases *phrases = state;
    if (command == COMMAND_COMMIT)
        hall_ask(ui, phrases);
    else if (command == COMMAND_DELETE_RIGHT)
        take_away(phrases);
    else if (command == COMMAND_LIST)
        ui_pop(ui);
    else if (list_command(&phrases->list, command) == LIST_PICKED)
        put_in(ui, phrases);
}

static bool phrases_event(struct ui *ui, void *state, const struct key *key)
{
    struct phrases *phrases = state;
    if (key->kind == PRESS_CHARACTER && key->code == '0')
        keep(ui, phrases);
    else if (list_key(&phrases->list, key) == LIST_PICKED)
        put_in(ui, phrases);
    return true;
}

/* --- drawing */

static struct area inside_of(const struct layout *layout)
{
    return box_inside(layout, ROWS, WIDTH);
}

static void phrases_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct phrases *phrases = state;
    struct buffer title = {0};
    text_fill(&title, "PHRASES_TITLE", "kind", phrase_word(phrases->kind), NULL);
    struct area inside = box_draw(canvas, layout, ROWS, WIDTH, buffer_string(&title));
    buffer_free(&title);
    if (phrases->count + phrases->hall.count == 0)
        canvas_wrapped(canvas, inside, ROLE_LABEL, text("PHRASES_NONE"));
    list_draw(&phrases->list, canvas, inside);
}

static void phrases_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct phrases *phrases = state;
    struct area inside = inside_of(layout);
    canvas_cursor(canvas, inside.row + list_marked_row(&phrases->list), inside.column);
}

static void phrases_lines(const void *state, struct screen_lines *lines)
{
    const struct phrases *phrases = state;
    long marked = list_selected(&phrases->list);
    if (marked != LIST_NONE) /* whole, where its row had to cut it */
        buffer_text(&lines->explain, row_words(phrases, (size_t)marked));
    buffer_text(&lines->next, text(phrases->field            ? "NEXT_PHRASES"
                                   : keeps_for_hall(phrases) ? "NEXT_PHRASES_HALL"
                                                             : "NEXT_PHRASES_KEEP"));
}

static const struct screen_command phrases_commands[] = {
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_DELETE_RIGHT, "SETTINGS_LABEL_REMOVE", "PHRASES_HELP_REMOVE"},
    {COMMAND_LIST, "PHRASES_LABEL_CLOSE"},
    {COMMAND_NONE, NULL},
};

static const struct screen_class phrases_screen = {
    .name = "phrases",
    .title = "SCREEN_PHRASES",
    .size = sizeof(struct phrases),
    .box = true,
    .commands = phrases_commands,
    .open = phrases_opens,
    .close = phrases_close,
    .arrange = phrases_arrange,
    .command = phrases_command,
    .event = phrases_event,
    .draw = phrases_draw,
    .cursor = phrases_cursor,
    .lines = phrases_lines,
};

static const struct screen_command keeper_commands[] = {
    {COMMAND_COMMIT, "PHRASES_LABEL_HALL", "PHRASES_HELP_HALL"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_DELETE_RIGHT, "SETTINGS_LABEL_REMOVE", "PHRASES_HELP_REMOVE"},
    {COMMAND_LIST, "PHRASES_LABEL_CLOSE"},
    {COMMAND_NONE, NULL},
};

/* The list by itself, for who keeps the hall's too. */
static const struct screen_class keeper_screen = {
    .name = "hall-phrases",
    .title = "SCREEN_PHRASES",
    .size = sizeof(struct phrases),
    .box = true,
    .commands = keeper_commands,
    .open = phrases_opens,
    .close = phrases_close,
    .arrange = phrases_arrange,
    .command = phrases_command,
    .event = phrases_event,
    .draw = phrases_draw,
    .cursor = phrases_cursor,
    .lines = phrases_lines,
};

void phrases_open(struct desk *desk, enum phrase_kind kind, struct editor *field)
{
    ui_push(desk->ui, &phrases_screen, &(struct argument){desk, kind, field});
}

void phrases_keep(struct desk *desk, enum phrase_kind kind)
{
    const struct screen_class *screen = desk_may(desk, "supervise") ? &keeper_screen : &phrases_screen;
    ui_push(desk->ui, screen, &(struct argument){desk, kind, NULL});
}
