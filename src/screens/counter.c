#include "screens/counter.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "screens/materials.h"
#include "screens/notice.h"
#include "screens/picker.h"
#include "screens/readback.h"
#include "screens/receipt.h"
#include "screens/slip.h"
#include "text/text.h"

/* A draft is taken up where it was left, what was put aside or returned at the first missing thing. */
void counter_work_changed(void *screen)
{
    struct counter *counter = screen;
    if (!work_ready(&counter->work))
        return;
    if (counter->mode != COUNTER_FORM) {
        counter->mode = COUNTER_FORM;
        counter->top = 0;
        counter_field_enter(
            counter,
            form_next_thing(counter->work.form, counter->missing_first ? FORM_NONE : counter->work.last));
        counter->missing_first = false;
    }
    ui_changed(counter->desk->ui);
}

void counter_put_down(struct counter *counter)
{
    ui_pop_to(counter->desk->ui, counter);
    work_clear(&counter->work);
    counter->field = FORM_NONE;
    counter->mode = COUNTER_PERSON;
    counter_cases_ask(counter);
}

void counter_received(struct counter *counter)
{
    ui_pop_to(counter->desk->ui, counter);
    ui_push(counter->desk->ui, &slip_screen, &counter->work); /* takes what it shows */
    work_clear(&counter->work);
    counter->field = FORM_NONE;
    counter->mode = COUNTER_PERSON;
    counter_cases_ask(counter);
}

static void work_ended(void *screen)
{
    struct counter *counter = screen;
    struct receipt_argument argument = {.desk = counter->desk,
                                        .case_id = counter->work.accepted,
                                        .name = counter->person.name,
                                        .visit_id = counter->person.visit_id,
                                        .next_of_unit = counter_unit_next,
                                        .owner = counter};
    if (!counter->work.accepted) {
        counter_received(counter);
        return;
    }
    counter_unit_remember(counter);
    counter_put_down(counter);
    ui_push(counter->desk->ui, &receipt_screen, &argument);
}

static void work_lost(void *screen)
{
    counter_taken(screen);
}

static bool counter_open(struct ui *ui, void *state, void *argument)
{
    (void)ui;
    struct counter *counter = state;
    counter->desk = argument;
    counter->work = (struct work){.desk = counter->desk,
                                  .visitor = &counter->person,
                                  .last = FORM_NONE,
                                  .screen = counter,
                                  .changed = counter_work_changed,
                                  .ended = work_ended,
                                  .lost = work_lost};
    counter->desk->held = (struct desk_listener){counter_held, counter};
    counter->field = FORM_NONE;
    counter->at = CREDENTIAL_NUMBER;
    for (int i = 0; i < CREDENTIAL_FIELDS; i++)
        counter->credential[i].halfwidth = i != CREDENTIAL_NAME;
    counter->credential[CREDENTIAL_NAME].most = 100;
    editor_set(&counter->credential[CREDENTIAL_TYPE], "01");
    return true;
}

static void counter_close(void *state)
{
    struct counter *counter = state;
    counter_field_leave(counter); /* what stands in the field is kept, whatever closes the screen */
    counter->desk->held = (struct desk_listener){0};
    desk_forget(counter->desk, counter);
    counter_leave_person(counter);
    counter_unit_forget(counter);
    for (int i = 0; i < CREDENTIAL_FIELDS; i++)
        editor_free(&counter->credential[i]);
    editor_free(&counter->editor);
    error_free(&counter->fault);
}

static void counter_arrange(void *state, const struct layout *layout)
{
    struct counter *counter = state;
    counter->form_rows = layout->form.height - 1;
    editor_width(&counter->editor, counter_editor_width(counter, layout));
    for (int i = 0; i < CREDENTIAL_FIELDS; i++)
        editor_width(&counter->credential[i], i == CREDENTIAL_TYPE ? 3 : 24);
}

static struct editor *counter_field(void *state)
{
    struct counter *counter = state;
    if (counter->mode == COUNTER_CREDENTIAL)
        return &counter->credential[counter->at];
    return counter->mode == COUNTER_FORM && counter->field != FORM_NONE ? &counter->editor : NULL;
}

static void picked(void *owner, const char *item)
{
    struct counter *counter = owner;
    if (counter->mode == COUNTER_FORM) { /* it came while the picker was open */
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_ITEM_OPEN", NULL);
        return;
    }
    counter->missing_first = false;
    work_open(&counter->work, item);
}

/* From the picker, before there is a draft. */
static void lacks(void *owner, int definition_id)
{
    struct counter *counter = owner;
    if (!desk_definition_refused(counter->desk, definition_id))
        ui_push(counter->desk->ui, &notice_screen, &(struct notice_argument){counter, definition_id});
}

/* F9: with a form the first one reads back; without one it ends the visit. */
static void commit(struct counter *counter)
{
    if (counter->mode == COUNTER_PERSON) {
        counter_end_ask(counter);
        return;
    }
    if (counter->mode == COUNTER_CREDENTIAL) {
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_NOBODY", NULL);
        return;
    }
    counter_field_leave(counter);
    struct form_counts counts = form_counts(counter->work.form);
    long fault = form_next_thing(counter->work.form, FORM_NONE);
    long missing = work_missing_material(&counter->work);
    if (counts.missing || counts.wrong || counts.confirm) {
        counter_field_enter(counter, fault);
        ui_say(counter->desk->ui, ROLE_WRONG, "COUNTER_NOT_YET", NULL);
    } else if (missing != FORM_NONE) {
        ui_say(counter->desk->ui, ROLE_WRONG, "COUNTER_MATERIAL_MISSING", "material",
               desk_name(counter->desk, &counter->work.item->materials[missing].name), NULL);
        ui_push(counter->desk->ui, &materials_screen, &counter->work);
    } else {
        counter_field_enter(counter, FORM_NONE);
        ui_push(counter->desk->ui, &readback_screen, &counter->work);
    }
}

static void list_open(struct counter *counter)
{
    if (counter->mode == COUNTER_CREDENTIAL) {
        counter_types(counter);
        return;
    }
    if (counter->mode == COUNTER_FORM && counter->field != FORM_NONE &&
        counter->work.item->fields[counter->field].codes) {
        counter_choices(counter);
        return;
    }
    if (counter_text_wanted(counter)) {
        counter_text_open(counter);
        return;
    }
    if (counter->mode == COUNTER_FORM && counter->field != FORM_NONE) {
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_NO_LIST", "field",
               desk_name(counter->desk, &counter->work.item->fields[counter->field].name), NULL);
        return;
    }
    if (counter->mode == COUNTER_FORM) {
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_ITEM_OPEN", NULL);
        return;
    }
    if (counter->work.opening && !desk_cut(counter->desk)) {
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_OPENING", NULL);
        return;
    }
    struct picker_argument argument = {counter->desk, counter, picked, lacks};
    ui_push(counter->desk->ui, &picker_screen, &argument);
}

/* Esc: the draft stays in the database, the person stays at the window; then the person's page, which stays.
 */
static void back(struct counter *counter)
{
    if (counter->mode == COUNTER_FORM) {
        counter_field_leave(counter);
        counter_put_down(counter);
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_DRAFT_KEPT", NULL);
    } else if (counter->mode == COUNTER_CREDENTIAL && counter->unit.wanted) {
        counter_unit_forget(counter);
        ui_say(counter->desk->ui, ROLE_MESSAGE, "UNIT_DROPPED", NULL);
    }
}

static void materials_open(struct counter *counter, bool has_not)
{
    if (counter->mode != COUNTER_FORM) {
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_NO_FORM", NULL);
        return;
    }
    counter_field_leave(counter);
    if (has_not && work_missing_material(&counter->work) == FORM_NONE) {
        ui_push(counter->desk->ui, &notice_screen, &(struct notice_argument){.counter = counter});
        return;
    }
    ui_push(counter->desk->ui, &materials_screen, &counter->work);
    if (has_not)
        ui_command(counter->desk->ui, COMMAND_HAS_NOT);
}

static void counter_command(struct ui *ui, void *state, enum command command)
{
    struct counter *counter = state;
    (void)ui;
    switch (command) {
    case COMMAND_COMMIT:
        commit(counter);
        break;
    case COMMAND_LIST:
        list_open(counter);
        break;
    case COMMAND_MATERIALS:
        materials_open(counter, false);
        break;
    case COMMAND_HAS_NOT:
        materials_open(counter, true);
        break;
    case COMMAND_SCAN:
        counter_hand_in(counter);
        break;
    case COMMAND_PUT_ASIDE:
        if (counter->mode == COUNTER_CREDENTIAL)
            counter_parked(counter);
        else
            counter_park(counter);
        break;
    case COMMAND_BACK:
        back(counter);
        break;
    case COMMAND_COPY_PREVIOUS:
        counter_copy_previous(counter);
        break;
    case COMMAND_NEXT_THING:
        counter_next_thing(counter);
        break;
    case COMMAND_NEXT_FIELD:
    case COMMAND_DOWN:
        counter_step(counter, 1);
        break;
    case COMMAND_PREVIOUS_FIELD:
    case COMMAND_UP:
        counter_step(counter, -1);
        break;
    case COMMAND_GROUP_NEXT:
        counter_group(counter, 1);
        break;
    case COMMAND_GROUP_PREVIOUS:
        counter_group(counter, -1);
        break;
    default:
        break;
    }
}

/* A digit without a field: takes up one of the person's open cases. */
static bool counter_event(struct ui *ui, void *state, const struct key *key)
{
    (void)ui;
    struct counter *counter = state;
    if (counter->mode != COUNTER_PERSON || key->kind != PRESS_CHARACTER || key->code < '1' || key->code > '9')
        return false;
    size_t wanted = key->code - '1';
    for (size_t i = 0; i < counter->case_count; i++) {
        if (counter->cases[i].open && wanted-- == 0) {
            counter_take_up(counter, &counter->cases[i]);
            return true;
        }
    }
    return false;
}

static const char *counter_label(const void *state, enum command command)
{
    const struct counter *counter = state;
    if (command == COMMAND_COMMIT)
        return counter->mode == COUNTER_FORM ? "LABEL_ACCEPT" : "LABEL_END_VISIT";
    if (command == COMMAND_PUT_ASIDE)
        return counter->mode == COUNTER_CREDENTIAL ? "LABEL_PARKED" : "LABEL_PARK";
    if (command == COMMAND_LIST && (counter->mode == COUNTER_FORM ||
                                    (counter->mode == COUNTER_CREDENTIAL && counter->at == CREDENTIAL_TYPE)))
        return counter_text_wanted(counter) ? "LABEL_LINES" : "LABEL_CHOICES";
    return NULL;
}

static const struct screen_command counter_commands[] = {
    {COMMAND_LIST, "LABEL_ITEMS"},  {COMMAND_MATERIALS, NULL},      {COMMAND_SCAN, "LABEL_FILE"},
    {COMMAND_HAS_NOT, NULL},        {COMMAND_PUT_ASIDE, NULL},      {COMMAND_COMMIT, NULL},
    {COMMAND_BACK, NULL},           {COMMAND_NEXT_THING, NULL},     {COMMAND_NEXT_FIELD, NULL},
    {COMMAND_PREVIOUS_FIELD, NULL}, {COMMAND_DOWN, NULL},           {COMMAND_UP, NULL},
    {COMMAND_GROUP_NEXT, NULL},     {COMMAND_GROUP_PREVIOUS, NULL}, {COMMAND_COPY_PREVIOUS, NULL},
    {COMMAND_NONE, NULL},
};

const struct screen_class counter_screen = {
    .name = "counter",
    .title = "SCREEN_COUNTER",
    .size = sizeof(struct counter),
    .section = SECTION_COUNTER,
    .commands = counter_commands,
    .wish = {.person = 2, .person_column = 26, .side = 26, .side_least = 20, .form_least = 46},
    .open = counter_open,
    .close = counter_close,
    .arrange = counter_arrange,
    .command = counter_command,
    .event = counter_event,
    .field = counter_field,
    .edited = counter_edited,
    .draw = counter_draw,
    .cursor = counter_cursor,
    .lines = counter_lines,
    .label = counter_label,
    .why = counter_why,
};
