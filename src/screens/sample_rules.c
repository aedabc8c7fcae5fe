#include "screens/sample_rules.h"

#include <stdlib.h>

#include "base/memory.h"
#include "screens/sample_rule_form.h"
#include "screens/sample_rule_rows.h"
#include "text/text.h"
#include "ui/prompt.h"
#include "ui/why.h"

enum {
    BELOW = 7,
    WORDS = 100
}; /* rows of the marked rule's words, with their rule; code points of a reason */

/* What a rule can be about besides an item, in the order of the choice; "": all items. */
static const char *const risks[] = {"", "high", "medium", "low"};
enum { RISKS = sizeof(risks) / sizeof(risks[0]) };

struct sample_rules {
    struct desk *desk;
    struct list list;
    struct sample_rule_rows rows;
    struct sample_rule ending; /* the rule that is being asked about */
    char key[DESK_KEY];        /* of ending it, however often it is sent */
};

/* --- changing one, or making one */

static void form_push(struct sample_rules *rules, const struct sample_rule *rule)
{
    struct sample_rule_argument argument = {rules->desk, rule};
    ui_push(rules->desk->ui, &sample_rule_form_screen, &argument);
}

static void change(struct sample_rules *rules)
{
    long at = list_selected(&rules->list);
    if (at != LIST_NONE)
        form_push(rules, sample_rule_at(&rules->rows, (size_t)at));
}

static void about_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct sample_rules *rules = state;
    const char *risk = chosen < RISKS ? risks[chosen] : "";
    const char *item = chosen < RISKS ? "" : rules->desk->items[chosen - RISKS].code;
    const struct sample_rule *found = sample_rule_find(&rules->rows, item, risk);
    struct sample_rule rule = {.item = memory_text(item),
                               .risk = memory_text(risk),
                               .percent = memory_text(""),
                               .days = memory_text("10"),
                               .blind = true};
    form_push(rules, found ? found : &rule);
    sample_rule_free(&rule);
}

static void about_ask(struct sample_rules *rules)
{
    const struct desk *desk = rules->desk;
    struct prompt_option *options = memory_get(desk->item_count + RISKS, sizeof(*options));
    for (size_t i = 0; i < RISKS; i++)
        options[i].text = *risks[i] ? text_of("SAMPLE_RULE_RISK", risks[i]) : text("SAMPLE_RULE_EVERY");
    for (size_t i = 0; i < desk->item_count; i++)
        options[RISKS + i].text = desk_name(desk, &desk->items[i].name);
    prompt_choice(desk->ui, &(struct prompt_choice){.title = text("SAMPLE_RULE_FOR"),
                                                    .options = options,
                                                    .count = desk->item_count + RISKS,
                                                    .search = true,
                                                    .done = about_chosen});
    free(options);
}

/* --- ending one */

static void ended(void *owner, const struct store_reply *reply)
{
    struct sample_rules *rules = owner;
    ui_hold_commit(rules->desk->ui, false);
    if (!desk_refused(rules->desk, reply) && store_reply_rows(reply) == 1)
        ui_say(rules->desk->ui, ROLE_DONE, "SAMPLE_RULE_ENDED", "from",
               store_reply_text(reply, 0, "valid_from"), NULL);
    sample_rule_rows_ask(&rules->rows);
}

static void end_reasoned(struct ui *ui, void *state, const char *words)
{
    struct sample_rules *rules = state;
    struct store_query query = {
        .sql = "SELECT valid_from FROM desk.sample_rule_set($1, $2, nullif($3, ''), nullif($4, ''), NULL, "
               "NULL, NULL, $5)"};
    store_query_text(&query, rules->key);
    store_query_number(&query, rules->desk->region);
    store_query_text(&query, rules->ending.item);
    store_query_text(&query, rules->ending.risk);
    store_query_text(&query, words);
    ui_hold_commit(ui, true);
    desk_call(rules->desk, &query, ended, rules);
}

static void end_ask(struct sample_rules *rules)
{
    long at = list_selected(&rules->list);
    if (at == LIST_NONE || !sample_rule_set_by_somebody(&rules->rows, (size_t)at)) {
        ui_say(rules->desk->ui, ROLE_MESSAGE, "SAMPLE_RULE_STAYS", NULL);
        return;
    }
    struct buffer title = {0}, about = {0};
    sample_rule_free(&rules->ending);
    rules->ending = sample_rule_copy(sample_rule_at(&rules->rows, (size_t)at));
    sample_rule_about(rules->desk, &rules->ending, &about);
    text_fill(&title, "SAMPLE_RULE_END_WHY", "what", buffer_string(&about), NULL);
    desk_key(rules->key);
    prompt_text(rules->desk->ui, &(struct prompt_text){.title = buffer_string(&title),
                                                       .most = WORDS,
                                                       .commits = text("NEXT_SAMPLE_RULE_END"),
                                                       .done = end_reasoned});
    buffer_free(&title);
    buffer_free(&about);
}

/* --- the screen */

static bool rules_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct sample_rules *rules = state;
    rules->desk = argument;
    rules->rows = (struct sample_rule_rows){.desk = rules->desk, .list = &rules->list};
    rules->list = sample_rule_list(&rules->rows);
    sample_rule_rows_ask(&rules->rows);
    return true;
}

static void rules_close(void *state)
{
    struct sample_rules *rules = state;
    desk_forget(rules->desk, rules);
    desk_forget(rules->desk, &rules->rows);
    list_free(&rules->list);
    sample_rule_rows_free(&rules->rows);
    sample_rule_free(&rules->ending);
}

static void rules_arrange(void *state, const struct layout *layout)
{
    list_height(&((struct sample_rules *)state)->list, layout->form.height - 2 - BELOW);
}

static void picked(struct sample_rules *rules, enum list_result outcome)
{
    if (outcome == LIST_PICKED)
        change(rules);
    else if (outcome == LIST_BEYOND)
        ui_say(rules->desk->ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
}

static void rules_command(struct ui *ui, void *state, enum command command)
{
    (void)ui;
    struct sample_rules *rules = state;
    if (command == COMMAND_LIST)
        about_ask(rules);
    else if (command == COMMAND_COMMIT)
        change(rules);
    else if (command == COMMAND_PUT_ASIDE)
        end_ask(rules);
    else
        picked(rules, list_command(&rules->list, command));
}

static bool rules_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct sample_rules *rules = state;
    enum list_result outcome = list_key(&rules->list, key);
    picked(rules, outcome);
    return outcome != LIST_IGNORED;
}

static void rules_resume(struct ui *ui, void *state)
{
    (void)ui;
    sample_rule_rows_ask(&((struct sample_rules *)state)->rows);
}

static void rules_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct sample_rules *rules = state;
    struct area form = layout->form;
    int below = form.row + form.height - BELOW;
    long at = list_selected(&rules->list);
    struct buffer words = {0};
    canvas_rule(canvas, form.row, form.column, form.width, text("SAMPLE_RULES_TITLE"));
    list_draw_titled(&rules->list, canvas,
                     (struct area){form.row + 1, form.column, form.height - 1 - BELOW, form.width});
    canvas_rule(canvas, below, form.column, form.width, text("SAMPLE_RULE_MEANS"));
    if (at != LIST_NONE)
        sample_rule_row_words(&rules->rows, (size_t)at, &words);
    canvas_wrapped(canvas, (struct area){below + 1, form.column + 1, BELOW - 1, form.width - 2}, ROLE_PLAIN,
                   buffer_string(&words));
    buffer_free(&words);
}

static void rules_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct list *list = &((const struct sample_rules *)state)->list;
    canvas_cursor(canvas, layout->form.row + 2 + list_marked_row(list), layout->form.column);
}

static void rules_lines(const void *state, struct screen_lines *lines)
{
    (void)state;
    buffer_text(&lines->explain, text("SAMPLE_RULES_EXPLAIN"));
    buffer_text(&lines->next, text("NEXT_SAMPLE_RULES"));
}

static void rules_why(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("SAMPLE_RULE_WHY_WHICH"));
    why_add(sentences, text("SAMPLE_RULE_WHY_TOMORROW"));
    why_add(sentences, text("SAMPLES_WHY_DRAWN"));
}

static const struct screen_command rules_commands[] = {
    {COMMAND_COMMIT, "LABEL_SAMPLE_RULE", "HELP_SAMPLE_RULE"},
    {COMMAND_LIST, "LABEL_SAMPLE_RULE_FOR", "HELP_SAMPLE_RULE_FOR"},
    {COMMAND_PUT_ASIDE, "LABEL_SAMPLE_RULE_END", "HELP_SAMPLE_RULE_END"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class sample_rules_screen = {
    .name = "sample-rules",
    .title = "SCREEN_SAMPLE_RULES",
    .size = sizeof(struct sample_rules),
    .section = SECTION_SUPERVISOR,
    .commands = rules_commands,
    .open = rules_open,
    .close = rules_close,
    .arrange = rules_arrange,
    .command = rules_command,
    .event = rules_event,
    .resume = rules_resume,
    .draw = rules_draw,
    .cursor = rules_cursor,
    .lines = rules_lines,
    .why = rules_why,
};
