/* The cursor in the form: entering and leaving fields, the next thing to do, choices, files. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "form/form_codes.h"
#include "form/form_read.h"
#include "screens/counter.h"
#include "screens/materials.h"
#include "text/text.h"
#include "ui/prompt.h"

static const struct spec_field *field_at(const struct counter *counter, long field)
{
    return &counter->work.item->fields[field];
}

int counter_row(const struct counter *counter, long field)
{
    int row = 0;
    for (long i = 0; i < field; i++)
        row += form_shown(counter->work.form, (size_t)i);
    return field != FORM_NONE && form_shown(counter->work.form, (size_t)field) ? row : -1;
}

static void scroll(struct counter *counter)
{
    int row = counter_row(counter, counter->field), rows = counter->form_rows > 1 ? counter->form_rows : 1;
    if (row < 0)
        return;
    if (row < counter->top)
        counter->top = row;
    if (row >= counter->top + rows)
        counter->top = row - rows + 1;
}

/* A wrong value is typed anew; a day that lacks its time is only typed on. */
static bool typed_anew(const struct counter *counter, size_t field)
{
    const struct error *fault = form_fault(counter->work.form, field);
    return form_mark(counter->work.form, field) == FORM_WRONG &&
           !(fault && strcmp(fault->code, "E_TIME_MISSING") == 0);
}

/* A masked value is not there to be edited: an empty line to type a new one, Enter keeps the old. */
void counter_field_enter(struct counter *counter, long field)
{
    counter->field = field;
    if (field == FORM_NONE)
        return;
    const struct spec_field *given = field_at(counter, field);
    counter->editor.lines = given->type == SPEC_LINES;
    counter->editor.halfwidth = !counter->editor.lines && (given->type != SPEC_TEXT || given->check);
    if (given->check && strncmp(given->check, "name_", 5) == 0)
        counter->editor.halfwidth = false;
    bool text = given->type == SPEC_TEXT || given->type == SPEC_LINES;
    counter->editor.most = given->most && text ? (size_t)given->most : 0;
    editor_set(&counter->editor, form_masked(counter->work.form, (size_t)field)
                                     ? ""
                                     : form_value(counter->work.form, (size_t)field));
    if (typed_anew(counter, (size_t)field) && !counter->editor.lines)
        editor_select(&counter->editor);
    editor_width(&counter->editor, counter_editor_width(counter, ui_layout(counter->desk->ui)));
    scroll(counter);
    ui_changed(counter->desk->ui);
}

bool counter_unsaved(const struct counter *counter)
{
    const char *typed = editor_text(&counter->editor);
    size_t field = (size_t)counter->field;
    return form_masked(counter->work.form, field) ? *typed != '\0'
                                                  : strcmp(typed, form_value(counter->work.form, field)) != 0;
}

void counter_field_leave(struct counter *counter)
{
    if (counter->mode != COUNTER_FORM || counter->field == FORM_NONE)
        return;
    size_t field = (size_t)counter->field;
    const char *typed = editor_text(&counter->editor);
    if (form_masked(counter->work.form, field) && !*typed)
        return;
    work_type(&counter->work, field, typed);
}

static void leave_and_say(struct counter *counter)
{
    counter_field_leave(counter);
    if (counter->field == FORM_NONE)
        return;
    const struct error *fault = form_fault(counter->work.form, (size_t)counter->field);
    struct buffer sentence = {0};
    if (!fault)
        return;
    buffer_format(&sentence, "%s: ", desk_name(counter->desk, &field_at(counter, counter->field)->name));
    text_error(&sentence, fault); /* the cursor is in another field when it is read */
    ui_say_text(counter->desk->ui, ROLE_WRONG, buffer_string(&sentence));
    buffer_free(&sentence);
}

void counter_next_thing(struct counter *counter)
{
    if (counter->mode == COUNTER_CREDENTIAL) {
        bool number = *editor_text(&counter->credential[CREDENTIAL_NUMBER]) != '\0';
        if (counter->at == CREDENTIAL_TYPE && !number)
            counter_step(counter, 1);
        else
            counter_identify(counter);
        return;
    }
    if (counter->mode == COUNTER_PERSON) {
        for (size_t i = 0; i < counter->case_count; i++) {
            if (counter->cases[i].open) {
                counter_take_up(counter, &counter->cases[i]);
                return;
            }
        }
        ui_command(counter->desk->ui, COMMAND_LIST);
        return;
    }
    long field = counter->field;
    leave_and_say(counter);
    if (field != FORM_NONE && form_mark(counter->work.form, (size_t)field) == FORM_CONFIRM)
        work_confirm(&counter->work, (size_t)field);
    long next = form_next_thing(counter->work.form, field);
    if (next != FORM_NONE && next == field && form_mark(counter->work.form, (size_t)field) == FORM_WRONG)
        next = form_step(counter->work.form, field, 1); /* a wrong value never holds the cursor */
    if (next == FORM_NONE && work_missing_material(&counter->work) != FORM_NONE)
        ui_push(counter->desk->ui, &materials_screen, &counter->work);
    counter_field_enter(counter, next);
}

void counter_step(struct counter *counter, int direction)
{
    if (counter->mode == COUNTER_CREDENTIAL) {
        int last = counter->unknown ? CREDENTIAL_NAME : CREDENTIAL_NUMBER;
        if (counter->at == CREDENTIAL_TYPE)
            counter_type_known(counter);
        counter->at += direction;
        counter->at = counter->at < 0 ? last : counter->at > last ? 0 : counter->at;
        return;
    }
    if (counter->mode != COUNTER_FORM)
        return;
    leave_and_say(counter);
    long from = counter->field == FORM_NONE ? (direction > 0 ? -1 : (long)counter->work.item->field_count)
                                            : counter->field;
    long next = form_step(counter->work.form, from, direction);
    if (next != FORM_NONE)
        counter_field_enter(counter, next);
}

/* To the first field of the next block, or of this and then the previous one. */
void counter_group(struct counter *counter, int direction)
{
    if (counter->mode != COUNTER_FORM)
        return;
    leave_and_say(counter);
    long at = counter->field == FORM_NONE ? 0 : counter->field;
    const char *block = field_at(counter, at)->block;
    long next = at, found = FORM_NONE;
    while ((next = form_step(counter->work.form, next, direction)) != FORM_NONE) {
        const char *other = field_at(counter, next)->block;
        bool same = other == block || (other && block && strcmp(other, block) == 0);
        if (!same) {
            found = next;
            break;
        }
    }
    if (found != FORM_NONE)
        counter_field_enter(counter, found);
}

/* --- choices of a code field */

static void choice_made(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct counter *counter = state;
    const struct spec_codes *codes = field_at(counter, counter->field)->codes;
    size_t at = 0;
    for (size_t i = 0; i < codes->count; i++) {
        if (codes->codes[i].closed)
            continue;
        if (at++ == chosen) {
            editor_replace(&counter->editor, codes->codes[i].code);
            counter_next_thing(counter);
            return;
        }
    }
}

static void choices_made(struct ui *ui, void *state, const struct prompt_option *options)
{
    (void)ui;
    struct counter *counter = state;
    const struct spec_codes *codes = field_at(counter, counter->field)->codes;
    struct buffer value = {0};
    size_t at = 0;
    for (size_t i = 0; i < codes->count; i++) {
        if (!codes->codes[i].closed && options[at++].marked)
            buffer_format(&value, "%s%s", value.length ? "," : "", codes->codes[i].code);
    }
    editor_replace(&counter->editor, buffer_string(&value));
    buffer_free(&value);
    counter_next_thing(counter);
}

/* Of several codes those that stand in the field, typed in full or not, are chosen already. */
void counter_choices(struct counter *counter)
{
    const struct spec_field *field = field_at(counter, counter->field);
    bool several = field->type == SPEC_CODES;
    struct buffer typed = {0};
    struct prompt_option *options = memory_get(field->codes->count, sizeof(*options));
    struct buffer *rows = memory_get(field->codes->count, sizeof(*rows));
    size_t count = 0;
    if (several)
        form_codes_read(field->codes, editor_text(&counter->editor), &typed);
    for (size_t i = 0; i < field->codes->count; i++) {
        const struct spec_code *code = &field->codes->codes[i];
        if (code->closed)
            continue;
        options[count].marked = form_codes_have(buffer_string(&typed), code->code);
        form_code_write(field, code, counter->desk->english, &rows[count]);
        options[count].text = buffer_string(&rows[count]);
        count++;
    }
    prompt_choice(counter->desk->ui, &(struct prompt_choice){.title = desk_name(counter->desk, &field->name),
                                                             .options = options,
                                                             .count = count,
                                                             .search = true,
                                                             .done = choice_made,
                                                             .taken = several ? choices_made : NULL});
    buffer_free(&typed);
    for (size_t i = 0; i < count; i++)
        buffer_free(&rows[i]);
    free(rows);
    free(options);
}

void counter_hand_in(struct counter *counter)
{
    if (counter->mode != COUNTER_FORM) {
        ui_say(counter->desk->ui, ROLE_MESSAGE, "COUNTER_NO_FORM", NULL);
        return;
    }
    counter_field_leave(counter);
    ui_push(counter->desk->ui, &materials_screen, &counter->work);
    ui_command(counter->desk->ui, COMMAND_SCAN);
}
