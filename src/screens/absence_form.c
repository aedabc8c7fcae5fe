#include "screens/absence_form_inside.h"

#include <stdlib.h>

#include "base/memory.h"
#include "text/text.h"

static const char *const labels[FIELDS] = {"ABSENCE_WHO", "ABSENCE_FROM", "ABSENCE_TO", "ABSENCE_COVER"};

bool absence_form_of_people(int field)
{
    return field == WHO || field == COVER;
}

/* --- what is typed */

static bool day_read(const struct absence_form *form, int field, char day[DATE_TEXT], struct error *error)
{
    struct date date;
    if (!date_typed(entry_text(&form->entry, field), form->desk->today, &date, error))
        return false;
    date_format(date, day);
    return true;
}

bool absence_form_words(const struct absence_form *form, struct absence_words *words, int *at,
                        struct error *error)
{
    *words = (struct absence_words){.login = form->logins[WHO],
                                    .name = entry_text(&form->entry, WHO),
                                    .cover = form->logins[COVER] ? form->logins[COVER] : "",
                                    .cover_name = entry_text(&form->entry, COVER)};
    *at = WHO;
    if (!words->login)
        return false;
    *at = FROM;
    if (!day_read(form, FROM, words->from, error))
        return false;
    *at = TO;
    if (!day_read(form, TO, words->to, error))
        return false;
    *at = COVER;
    return form->logins[COVER] || !*words->cover_name;
}

/* --- what it would do */

static void foreseen_came(void *owner, const struct store_reply *reply)
{
    struct absence_form *form = owner;
    if (desk_refused(form->desk, reply) || store_reply_rows(reply) == 0)
        return;
    absence_foreseen_take(&form->foreseen, reply);
    ui_changed(form->desk->ui);
}

static void foresee(struct absence_form *form)
{
    struct absence_words words;
    struct error error = {0};
    int at;
    if (form->sending)
        return;
    desk_forget(form->desk, form);
    absence_foreseen_free(&form->foreseen);
    desk_key(form->key); /* other words are another command */
    if (absence_form_words(form, &words, &at, &error)) {
        struct store_query query = absence_foreseen_query(form->desk, &words);
        desk_call(form->desk, &query, foreseen_came, form);
    }
    error_free(&error);
}

/* --- recording it */

static void recorded(void *owner, const struct store_reply *reply)
{
    struct absence_form *form = owner;
    struct ui *ui = form->desk->ui;
    ui_hold_commit(ui, false);
    form->sending = false;
    if (desk_refused(form->desk, reply)) {
        foresee(form);
        return;
    }
    ui_say(ui, ROLE_DONE, form->foreseen.at_once ? "ABSENCE_RECORDED" : "ABSENCE_RECORDED_LATER", "who",
           entry_text(&form->entry, WHO), "from", entry_text(&form->entry, FROM), "count",
           store_reply_text(reply, 0, "returned"), NULL);
    ui_pop_to(ui, form);
    ui_pop(ui);
}

static void record(struct absence_form *form, const struct absence_words *words)
{
    struct store_query query = {.sql =
                                    "SELECT rights, returned FROM desk.absence_add($1, $2, $3, $4, $5, $6)"};
    store_query_text(&query, form->key);
    store_query_number(&query, form->desk->region);
    store_query_text(&query, words->login);
    store_query_text(&query, words->from);
    store_query_text(&query, words->to);
    store_query_text(&query, words->cover);
    form->sending = true;
    ui_hold_commit(form->desk->ui, true);
    desk_call(form->desk, &query, recorded, form);
}

/* --- the cursor */

/* The list for the field: all of it once somebody was chosen there. */
static void narrow(struct absence_form *form)
{
    int at = form->entry.at;
    if (absence_form_of_people(at))
        absence_people_narrow(&form->people, at == COVER,
                              form->logins[at] ? "" : entry_text(&form->entry, at));
}

static void go(struct absence_form *form, int field)
{
    entry_go(&form->entry, field);
    narrow(form);
}

/* A day is written out when it is left; one that cannot be meant is told and holds nobody. */
static void leave(struct absence_form *form)
{
    struct error error = {0};
    char day[DATE_TEXT];
    int at = form->entry.at;
    if (absence_form_of_people(at) || !*entry_text(&form->entry, at))
        return;
    if (day_read(form, at, day, &error))
        editor_set(&form->entry.fields[at], day);
    else
        ui_say_error(form->desk->ui, &error);
    error_free(&error);
}

static void choose(struct absence_form *form)
{
    int at = form->entry.at;
    char *name = absence_people_name(&form->people);
    free(form->logins[at]);
    form->logins[at] = absence_people_login(&form->people);
    editor_set(&form->entry.fields[at], name);
    free(name);
    go(form, at == WHO ? FROM : COVER);
    foresee(form);
}

static void commit(struct ui *ui, struct absence_form *form)
{
    struct absence_words words;
    struct error error = {0};
    int at;
    if (!absence_form_words(form, &words, &at, &error)) {
        if (error.code && *entry_text(&form->entry, at))
            ui_say_error(ui, &error);
        else
            ui_say(ui, ROLE_WRONG, absence_form_of_people(at) ? "ABSENCE_CHOOSE" : "ABSENCE_DAY_ASKED", NULL);
        go(form, at);
    } else if (!form->foreseen.told) {
        ui_say(ui, ROLE_MESSAGE, "ABSENCE_COUNTING", NULL);
    } else if (form->foreseen.refusal) {
        ui_say_text(ui, ROLE_WRONG, form->foreseen.refusal);
    } else {
        record(form, &words);
    }
    error_free(&error);
}

/* --- the screen */

static bool form_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct absence_form *form = state;
    char today[DATE_TEXT];
    form->desk = argument;
    form->entry = (struct entry){.labels = labels, .count = FIELDS};
    form->entry.fields[FROM].halfwidth = form->entry.fields[TO].halfwidth = true;
    editor_set(&form->entry.fields[FROM], date_format(form->desk->today, today));
    absence_people_open(&form->people, form->desk);
    desk_key(form->key);
    return true;
}

static void form_close(void *state)
{
    struct absence_form *form = state;
    desk_forget(form->desk, form);
    desk_forget(form->desk, &form->people);
    absence_people_free(&form->people);
    absence_foreseen_free(&form->foreseen);
    entry_free(&form->entry);
    free(form->logins[WHO]);
    free(form->logins[COVER]);
}

static void form_arrange(void *state, const struct layout *layout)
{
    struct absence_form *form = state;
    entry_width(&form->entry, layout->form.width);
    list_height(&form->people.list, absence_form_list_height(layout));
}

static void form_command(struct ui *ui, void *state, enum command command)
{
    struct absence_form *form = state;
    bool walks = command == COMMAND_NEXT_FIELD || command == COMMAND_PREVIOUS_FIELD;
    if (command == COMMAND_COMMIT) {
        leave(form);
        commit(ui, form);
    } else if (walks || !absence_form_of_people(form->entry.at)) {
        leave(form);
        if (entry_command(&form->entry, command))
            narrow(form);
    } else if (list_command(&form->people.list, command) == LIST_PICKED) {
        choose(form);
    }
}

static bool form_event(struct ui *ui, void *state, const struct key *key)
{
    struct absence_form *form = state;
    enum list_result outcome = absence_form_of_people(form->entry.at) && !form->sending
                                   ? list_key(&form->people.list, key)
                                   : LIST_IGNORED;
    if (outcome == LIST_PICKED)
        choose(form);
    else if (outcome == LIST_BEYOND)
        ui_say(ui, ROLE_MESSAGE, "UI_LIST_BEYOND", NULL);
    return outcome != LIST_IGNORED || form->sending;
}

static struct editor *form_field(void *state)
{
    struct absence_form *form = state;
    return form->sending ? NULL : &form->entry.fields[form->entry.at];
}

/* What was chosen was typed over. */
static void form_edited(struct ui *ui, void *state)
{
    (void)ui;
    struct absence_form *form = state;
    int at = form->entry.at;
    if (absence_form_of_people(at)) {
        free(form->logins[at]);
        form->logins[at] = NULL;
        narrow(form);
    }
    foresee(form);
}

static const struct screen_command form_commands[] = {
    {COMMAND_COMMIT, "LABEL_ABSENCE_ADD", "HELP_ABSENCE_ADD"},
    {COMMAND_NEXT_THING, NULL},
    {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL},
    {COMMAND_DOWN, NULL},
    {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},
    {COMMAND_GROUP_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class absence_form_screen = {
    .name = "absence-form",
    .title = "SCREEN_ABSENCE_FORM",
    .size = sizeof(struct absence_form),
    .section = SECTION_SUPERVISOR,
    .commands = form_commands,
    .open = form_open,
    .close = form_close,
    .arrange = form_arrange,
    .command = form_command,
    .event = form_event,
    .field = form_field,
    .edited = form_edited,
    .draw = absence_form_draw,
    .cursor = absence_form_cursor,
    .lines = absence_form_lines,
    .why = absence_form_why,
};
