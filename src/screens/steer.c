#include "screens/steer.h"

#include <stdlib.h>

#include "base/memory.h"
#include "text/text.h"
#include "ui/list.h"
#include "ui/prompt.h"
#include "ui/why.h"

enum { MOST = 100, END = -1, THINGS = 50 }; /* code points of the reason; not a time: ends the pause */

/* For how long, in minutes; 0: until somebody ends it. */
static const struct {
    const char *label;
    int minutes;
} options[] = {{"STEER_END", END},       {"STEER_HALF_HOUR", 30}, {"STEER_HOUR", 60},
               {"STEER_TWO_HOURS", 120}, {"STEER_DAY", 480},      {"STEER_OPEN", 0}};
enum { OPTIONS = sizeof(options) / sizeof(options[0]) };

struct steer {
    struct steer_argument given;
    char *title;
    struct list list;
    int minutes; /* chosen */
    char key[DESK_KEY];
    char *things[THINGS]; /* what is open at the window */
    size_t thing_count;
};

static const char *kind(const struct steer *steer)
{
    return steer->given.queue ? "queue" : steer->given.staff ? "staff" : "window";
}

/* A sentence with the name of what is paused filled in. */
static void sentence_write(const struct steer *steer, const char *sentence, struct buffer *out)
{
    text_fill(out, sentence, "what", steer->title, NULL);
}

/* --- the list */

static size_t first(const struct steer *steer)
{
    return steer->given.paused ? 0 : 1;
}

static size_t option_count(void *context)
{
    return OPTIONS - first(context);
}

static void option_row(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS])
{
    buffer_text(&cells[0].text, text(options[first(context) + index].label));
}

static const struct table_column option_columns[] = {{NULL, 0, 10, false}};

/* --- what is open */

static void things_came(void *owner, const struct store_reply *reply)
{
    struct steer *steer = owner;
    if (desk_refused(steer->given.desk, reply))
        return;
    for (int at = 0; at < store_reply_rows(reply) && steer->thing_count < THINGS; at++) {
        struct buffer words = {0};
        text_fill(&words, "STEER_THING", "staff", store_reply_text(reply, at, "staff"), "kind",
                  text_of("OPEN_KIND", store_reply_text(reply, at, "kind")), "name",
                  store_reply_text(reply, at, "name"), "item",
                  desk_column(steer->given.desk, reply, at, "item"), "since",
                  store_reply_text(reply, at, "since"), NULL);
        steer->things[steer->thing_count++] = buffer_take(&words);
    }
    ui_changed(steer->given.desk->ui);
}

static void things_ask(struct steer *steer)
{
    struct store_query query = {.sql = "SELECT staff, kind, coalesce(name, '') AS name, item_zh, item_en, "
                                       "to_char(since, 'MM-DD HH24:MI') AS since "
                                       "FROM desk.window_things($1, $2, $3)",
                                .reads = true};
    store_query_number(&query, steer->given.desk->region);
    store_query_number(&query, steer->given.desk->hall);
    store_query_number(&query, steer->given.window);
    desk_call(steer->given.desk, &query, things_came, steer);
}

/* --- doing it */

static void done(void *owner, const struct store_reply *reply)
{
    struct steer *steer = owner;
    struct ui *ui = steer->given.desk->ui;
    ui_hold_commit(ui, false);
    if (desk_refused(steer->given.desk, reply))
        return;
    struct buffer words = {0};
    sentence_write(steer,
                   steer->minutes == END ? text_of("STEER_ENDED", kind(steer))
                                         : text_of("STEER_DONE", kind(steer)),
                   &words);
    ui_say_text(ui, ROLE_DONE, buffer_string(&words));
    buffer_free(&words);
    ui_pop_to(ui, steer);
    ui_pop(ui);
}

static void number_or_null(struct store_query *query, int64_t number)
{
    if (number)
        store_query_number(query, number);
    else
        store_query_text(query, NULL);
}

static void target_add(const struct steer *steer, struct store_query *query)
{
    const struct desk *desk = steer->given.desk;
    store_query_text(query, steer->key);
    store_query_number(query, desk->region);
    number_or_null(query, steer->given.queue);
    number_or_null(query, steer->given.staff);
    number_or_null(query, steer->given.window ? desk->hall : 0);
    number_or_null(query, steer->given.window);
}

static void send(struct ui *ui, struct steer *steer, struct store_query *query)
{
    ui_hold_commit(ui, true);
    desk_call(steer->given.desk, query, done, steer);
}

static void reasoned(struct ui *ui, void *state, const char *words)
{
    struct steer *steer = state;
    struct store_query query = {.sql = "SELECT pause_id FROM desk.pause_set($1, $2, $3, $4, $5, $6, $7, $8)"};
    target_add(steer, &query);
    number_or_null(&query, steer->minutes);
    store_query_text(&query, words);
    send(ui, steer, &query);
}

static void ended(struct ui *ui, void *state)
{
    struct steer *steer = state;
    struct store_query query = {.sql = "SELECT ended FROM desk.pause_end($1, $2, $3, $4, $5, $6)"};
    target_add(steer, &query);
    send(ui, steer, &query);
}

static void picked(struct ui *ui, struct steer *steer, enum list_result outcome)
{
    if (outcome != LIST_PICKED)
        return;
    struct buffer title = {0}, next = {0};
    steer->minutes = options[first(steer) + (size_t)list_selected(&steer->list)].minutes;
    desk_key(steer->key);
    sentence_write(steer, text_of("STEER_TITLE", kind(steer)), &title);
    sentence_write(steer, text(steer->minutes == END ? "NEXT_STEER_END" : "NEXT_STEER"), &next);
    if (steer->minutes == END)
        prompt_confirm(ui, &(struct prompt_confirm){.title = buffer_string(&title),
                                                    .sentence = text("STEER_END_SENTENCE"),
                                                    .commits = buffer_string(&next),
                                                    .done = ended});
    else
        prompt_text(ui, &(struct prompt_text){.title = text("STEER_WORDS"),
                                              .most = MOST,
                                              .commits = buffer_string(&next),
                                              .done = reasoned});
    buffer_free(&title);
    buffer_free(&next);
}

/* --- the screen */

static bool steer_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct steer *steer = state;
    steer->given = *(const struct steer_argument *)argument;
    steer->title = memory_text(steer->given.title);
    steer->list = (struct list){.source = {.context = steer, .count = option_count, .row = option_row},
                                .columns = option_columns,
                                .column_count = 1,
                                .digits = true};
    list_refresh(&steer->list);
    if (steer->given.window)
        things_ask(steer);
    return true;
}

static void steer_close(void *state)
{
    struct steer *steer = state;
    desk_forget(steer->given.desk, steer);
    list_free(&steer->list);
    for (size_t i = 0; i < steer->thing_count; i++)
        free(steer->things[i]);
    free(steer->title);
}

static void steer_arrange(void *state, const struct layout *layout)
{
    (void)layout;
    list_height(&((struct steer *)state)->list, OPTIONS);
}

static void steer_command(struct ui *ui, void *state, enum command command)
{
    struct steer *steer = state;
    if (command == COMMAND_BACK)
        ui_pop(ui);
    else
        picked(ui, steer, list_command(&steer->list, command));
}

static bool steer_event(struct ui *ui, void *state, const struct key *key)
{
    struct steer *steer = state;
    enum list_result outcome = list_key(&steer->list, key);
    picked(ui, steer, outcome);
    return outcome != LIST_IGNORED;
}

static void steer_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct steer *steer = state;
    struct area form = layout->form;
    struct buffer title = {0};
    int below = form.row + 1 + (int)option_count((void *)steer);
    sentence_write(steer, text_of("STEER_TITLE", kind(steer)), &title);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    list_draw(&steer->list, canvas, (struct area){form.row + 1, form.column, OPTIONS, form.width});
    if (steer->given.window)
        canvas_rule(canvas, below, form.column, form.width,
                    text(steer->thing_count ? "STEER_THINGS" : "STEER_NO_THINGS"));
    for (size_t i = 0; i < steer->thing_count && below + 1 + (int)i < form.row + form.height; i++)
        canvas_cut(canvas, below + 1 + (int)i, form.column + 1, form.width - 1, ROLE_PLAIN, steer->things[i]);
    buffer_free(&title);
}

static void steer_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct steer *)state)->list;
    canvas_cursor(canvas, layout->form.row + 1 + list_marked_row(list), layout->form.column);
}

static void steer_lines(const void *state, struct screen_lines *lines)
{
    sentence_write(state, text_of("STEER_EXPLAIN", kind(state)), &lines->explain);
    buffer_text(&lines->next, text("NEXT_STEER_CHOOSE"));
}

static void steer_why(const void *state, struct buffer *sentences)
{
    struct buffer words = {0};
    sentence_write(state, text_of("STEER_EXPLAIN", kind(state)), &words);
    why_add(sentences, buffer_string(&words));
    why_add(sentences, text("STEER_WHY"));
    buffer_free(&words);
}

static const struct screen_command steer_commands[] = {
    {COMMAND_NEXT_THING, NULL}, {COMMAND_NEXT_FIELD, NULL}, {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},       {COMMAND_UP, NULL},         {COMMAND_NONE, NULL},
};

const struct screen_class steer_screen = {
    .name = "steer",
    .title = "SCREEN_STEER",
    .size = sizeof(struct steer),
    .section = SECTION_SUPERVISOR,
    .commands = steer_commands,
    .open = steer_open,
    .close = steer_close,
    .arrange = steer_arrange,
    .command = steer_command,
    .event = steer_event,
    .draw = steer_draw,
    .cursor = steer_cursor,
    .lines = steer_lines,
    .why = steer_why,
};
