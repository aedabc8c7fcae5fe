#include "screens/sample_rule_form.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/entry.h"
#include "text/text.h"
#include "ui/why.h"

enum { PERCENT, BLIND, DAYS, WHY, FIELDS, WORDS = 100, DIGITS = 3 }; /* WORDS: code points of the reason */

static const char *const labels[FIELDS] = {"SAMPLE_RULE_PERCENT", "SAMPLE_RULE_IS_BLIND", "SAMPLE_RULE_DAYS",
                                           "SAMPLE_RULE_WHY"};
static const char *const hints[FIELDS] = {"SAMPLE_RULE_HINT_PERCENT", "SAMPLE_RULE_HINT_BLIND",
                                          "SAMPLE_RULE_HINT_DAYS", "SAMPLE_RULE_HINT_WHY"};

struct sample_rule_form {
    struct desk *desk;
    struct sample_rule rule; /* as it stood */
    struct entry entry;
    char key[DESK_KEY]; /* of setting it, however often it is sent */
    bool sending;
};

/* A number of at most DIGITS digits; -1: it is none. */
static int number_read(const struct entry *entry, int field)
{
    const char *typed = entry_text(entry, field);
    size_t digits = strspn(typed, "0123456789");
    return digits == 0 || typed[digits] ? -1 : (int)strtol(typed, NULL, 10);
}

/* The first field that would be refused; WHY: no number is. */
static int fault_at(const struct entry *entry)
{
    static const int bounds[WHY][2] = {[PERCENT] = {0, 100}, [BLIND] = {0, 1}, [DAYS] = {1, 60}};
    int at = PERCENT;
    while (at < WHY && number_read(entry, at) >= bounds[at][0] && number_read(entry, at) <= bounds[at][1])
        at++;
    return at;
}

/* False: no number is at fault; else it is told and the cursor goes there. */
static bool fault_tell(struct ui *ui, struct sample_rule_form *form)
{
    const struct entry *entry = &form->entry;
    int at = fault_at(entry);
    if (at == PERCENT)
        ui_say(ui, ROLE_WRONG, "E_SAMPLE_PERCENT", "percent", entry_text(entry, PERCENT), NULL);
    else if (at == BLIND)
        ui_say(ui, ROLE_WRONG, "SAMPLE_RULE_HINT_BLIND", NULL);
    else if (at == DAYS)
        ui_say(ui, ROLE_WRONG, "E_SAMPLE_DAYS", "days", entry_text(entry, DAYS), NULL);
    else
        return false;
    entry_go(&form->entry, at);
    return true;
}

static void done(void *owner, const struct store_reply *reply)
{
    struct sample_rule_form *form = owner;
    struct ui *ui = form->desk->ui;
    ui_hold_commit(ui, false);
    form->sending = false;
    desk_key(form->key); /* what is typed now is another command */
    if (desk_refused(form->desk, reply))
        return;
    ui_say(ui, ROLE_DONE, "SAMPLE_RULE_SET", "from", store_reply_text(reply, 0, "valid_from"), NULL);
    ui_pop_to(ui, form);
    ui_pop(ui);
}

static void commit(struct ui *ui, struct sample_rule_form *form)
{
    struct store_query query = {
        .sql = "SELECT valid_from FROM desk.sample_rule_set($1, $2, nullif($3, ''), nullif($4, ''), $5, $6, "
               "$7, $8)"};
    if (fault_tell(ui, form))
        return;
    store_query_text(&query, form->key);
    store_query_number(&query, form->desk->region);
    store_query_text(&query, form->rule.item);
    store_query_text(&query, form->rule.risk);
    store_query_number(&query, number_read(&form->entry, PERCENT));
    store_query_flag(&query, number_read(&form->entry, BLIND) == 1);
    store_query_number(&query, number_read(&form->entry, DAYS));
    store_query_text(&query, entry_text(&form->entry, WHY));
    form->sending = true;
    ui_hold_commit(ui, true);
    desk_call(form->desk, &query, done, form);
}

/* --- the screen */

static bool form_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct sample_rule_form *form = state;
    const struct sample_rule_argument *given = argument;
    form->desk = given->desk;
    form->rule = sample_rule_copy(given->rule);
    form->entry = (struct entry){.labels = labels, .count = FIELDS};
    for (int i = PERCENT; i < WHY; i++)
        form->entry.fields[i] = (struct editor){.most = DIGITS, .halfwidth = true, .no_hanzi = true};
    form->entry.fields[WHY].most = WORDS;
    editor_set(&form->entry.fields[PERCENT], form->rule.percent);
    editor_set(&form->entry.fields[BLIND], form->rule.blind ? "1" : "0");
    editor_set(&form->entry.fields[DAYS], form->rule.days);
    entry_go(&form->entry, PERCENT);
    desk_key(form->key);
    return true;
}

static void form_close(void *state)
{
    struct sample_rule_form *form = state;
    desk_forget(form->desk, form);
    entry_free(&form->entry);
    sample_rule_free(&form->rule);
}

static void form_arrange(void *state, const struct layout *layout)
{
    entry_width(&((struct sample_rule_form *)state)->entry, layout->form.width);
}

static void form_command(struct ui *ui, void *state, enum command command)
{
    struct sample_rule_form *form = state;
    if (command == COMMAND_COMMIT)
        commit(ui, form);
    else if (!entry_command(&form->entry, command) && command == COMMAND_NEXT_THING)
        ui_say(ui, ROLE_MESSAGE, "SAMPLE_RULE_END_OF_FORM", NULL);
}

static struct editor *form_field(void *state)
{
    struct sample_rule_form *form = state;
    return form->sending ? NULL : &form->entry.fields[form->entry.at];
}

/* What the rule as it is typed will mean. */
static void means_write(const struct sample_rule_form *form, struct buffer *out)
{
    struct sample_rule rule = {.item = memory_text(form->rule.item),
                               .risk = memory_text(form->rule.risk),
                               .percent = memory_text(entry_text(&form->entry, PERCENT)),
                               .days = memory_text(entry_text(&form->entry, DAYS)),
                               .blind = number_read(&form->entry, BLIND) == 1};
    if (fault_at(&form->entry) == WHY)
        sample_rule_words(form->desk, &rule, out);
    sample_rule_free(&rule);
}

static void form_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct sample_rule_form *form = state;
    struct area area = layout->form, fields = {area.row + 1, area.column, FIELDS, area.width};
    struct buffer title = {0}, words = {0};
    int below = area.row + FIELDS + 1;
    sample_rule_about(form->desk, &form->rule, &title);
    means_write(form, &words);
    canvas_rule(canvas, area.row, area.column, area.width, buffer_string(&title));
    entry_draw(&form->entry, canvas, fields);
    canvas_rule(canvas, below, area.column, area.width, text("SAMPLE_RULE_TOMORROW"));
    canvas_wrapped(canvas,
                   (struct area){below + 1, area.column + 1, area.height - FIELDS - 2, area.width - 2},
                   ROLE_PLAIN, buffer_string(&words));
    buffer_free(&title);
    buffer_free(&words);
}

static void form_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct sample_rule_form *form = state;
    struct area area = layout->form;
    entry_cursor(&form->entry, canvas, (struct area){area.row + 1, area.column, FIELDS, area.width});
}

static void form_lines(const void *state, struct screen_lines *lines)
{
    const struct sample_rule_form *form = state;
    buffer_text(&lines->explain, text(hints[form->entry.at]));
    buffer_text(&lines->next, text("NEXT_SAMPLE_RULE"));
}

static void form_why(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("SAMPLE_RULE_WHY_WHICH"));
    why_add(sentences, text("SAMPLE_RULE_WHY_TOMORROW"));
}

static const struct screen_command form_commands[] = {
    {COMMAND_COMMIT, "LABEL_SAMPLE_RULE", "HELP_SAMPLE_RULE"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class sample_rule_form_screen = {
    .name = "sample-rule-form",
    .title = "SCREEN_SAMPLE_RULE_FORM",
    .size = sizeof(struct sample_rule_form),
    .section = SECTION_SUPERVISOR,
    .commands = form_commands,
    .open = form_open,
    .close = form_close,
    .arrange = form_arrange,
    .command = form_command,
    .field = form_field,
    .draw = form_draw,
    .cursor = form_cursor,
    .lines = form_lines,
    .why = form_why,
};
