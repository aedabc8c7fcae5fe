/* How the counter looks; changes nothing. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/case_number.h"
#include "screens/counter.h"
#include "text/text.h"
#include "ui/why.h"

enum {
    CREDENTIAL_VALUE = 16,
    STATE_COLUMN = 40,  /* in the list of cases, ... */
    STATE_ENGLISH = 10, /* ... cells of the longest in English, whose items need the room */
    MATERIAL_NAME = 5,  /* behind number and mark */
};

/* The column of a field's value; before it mark and name, at the right end of the row the source. */
static int value_column(const struct desk *desk)
{
    return desk->english ? 25 : 17;
}

int counter_editor_width(const struct counter *counter, const struct layout *layout)
{
    return layout->form.width - value_column(counter->desk) - 2;
}

static void person_line(const struct counter *counter, struct buffer *out)
{
    const struct visitor *person = &counter->person;
    buffer_format(out, "%s", person->name);
    if (*person->sex)
        buffer_format(out, " %s", text_of("SEX", person->sex));
    struct date birth;
    if (date_parse(person->birth, &birth)) {
        char age[16];
        const struct date *today = &counter->desk->today;
        int years = today->year - birth.year -
                    (today->month < birth.month || (today->month == birth.month && today->day < birth.day));
        snprintf(age, sizeof(age), "%d", years);
        buffer_byte(out, ' ');
        text_fill(out, "COUNTER_AGE", "age", age, NULL);
    }
    buffer_format(out, " %s", person->id_no);
}

static void cases_line(const struct counter *counter, struct buffer *out)
{
    int open = 0, drafts = 0;
    if (!counter->cases_known)
        return;
    for (size_t i = 0; i < counter->case_count; i++) {
        drafts += counter->cases[i].open;
        open += strcmp(counter->cases[i].state, "accepted") == 0;
    }
    char numbers[3][16];
    snprintf(numbers[0], sizeof(numbers[0]), "%d", drafts);
    snprintf(numbers[1], sizeof(numbers[1]), "%d", open);
    snprintf(numbers[2], sizeof(numbers[2]), "%zu", counter->case_count);
    text_fill(out, "COUNTER_CASES", "drafts", numbers[0], "open", numbers[1], "all", numbers[2], NULL);
}

static void draw_person(const struct counter *counter, struct canvas *canvas, const struct layout *layout)
{
    struct buffer line = {0};
    struct area area = layout->person;
    if (counter->mode == COUNTER_CREDENTIAL) {
        canvas_wrapped(canvas, area, ROLE_LABEL, text("COUNTER_WHO"));
        return;
    }
    person_line(counter, &line);
    int used = canvas_wrapped(canvas, area, ROLE_TITLE, buffer_string(&line));
    buffer_clear(&line);
    cases_line(counter, &line);
    if (area.height > used)
        canvas_wrapped(canvas, (struct area){area.row + used, area.column, area.height - used, area.width},
                       ROLE_PLAIN, buffer_string(&line));
    buffer_free(&line);
}

/* --- the form */

static const char *mark_of(enum form_mark mark)
{
    static const char *const marks[] = {" ", "*", "?", "!"};
    return marks[mark];
}

static enum role role_of(const struct counter *counter, size_t field)
{
    static const enum role roles[] = {ROLE_PLAIN, ROLE_MISSING, ROLE_CONFIRM, ROLE_WRONG};
    enum form_mark mark = form_mark(counter->work.form, field);
    enum form_source source = form_source(counter->work.form, field);
    if (mark != FORM_CLEAR)
        return roles[mark];
    if (form_masked(counter->work.form, field))
        return ROLE_MASKED;
    return source != FORM_TYPED && source != FORM_NOTHING ? ROLE_PREFILLED : ROLE_PLAIN;
}

static void source_word(const struct counter *counter, size_t field, struct buffer *out)
{
    static const char *const codes[] = {
        NULL, NULL, "SOURCE_PERSON", "SOURCE_EARLIER", "SOURCE_FIXED", "SOURCE_COMPUTED", "SOURCE_UNIT"};
    enum form_source source = form_source(counter->work.form, field);
    const char *on = form_source_on(counter->work.form, field);
    if (!codes[source])
        return;
    buffer_text(out, text(codes[source]));
    if (strlen(on) >= 7)
        buffer_format(out, " %.2s-%.2s", on + 2, on + 5);
}

static void draw_field(const struct counter *counter, struct canvas *canvas, struct area area, int row,
                       size_t field)
{
    const struct spec_field *given = &counter->work.item->fields[field];
    struct buffer text = {0};
    enum role role = role_of(counter, field);
    int value = value_column(counter->desk);
    bool here = counter->field == (long)field;
    if (!here) /* the editor needs the room; the sentence below tells the source */
        source_word(counter, field, &text);
    int source = text_width(buffer_string(&text));
    canvas_right(canvas, row, area.column + value, area.width - value, ROLE_LABEL, buffer_string(&text));
    canvas_text(canvas, row, area.column, 1, role, mark_of(form_mark(counter->work.form, field)));
    canvas_text(canvas, row, area.column + 1, value - 3, ROLE_LABEL, desk_name(counter->desk, &given->name));
    buffer_clear(&text);
    form_show(counter->work.form, field, counter->desk->english, &text);
    if (here) {
        canvas_text(canvas, row, area.column + value - 1, 1, ROLE_FOCUS, "[");
        editor_draw(&counter->editor, canvas, row, area.column + value, counter->editor.width, ROLE_FOCUS);
        canvas_text(canvas, row, area.column + value + counter->editor.width, 1, ROLE_FOCUS, "]");
        if (form_masked(counter->work.form, field) && !*editor_text(&counter->editor)) /* what Enter keeps */
            canvas_text(canvas, row, area.column + value, counter->editor.width, ROLE_FOCUS,
                        buffer_string(&text));
    } else {
        canvas_cut(canvas, row, area.column + value, area.width - value - (source ? source + 1 : 0), role,
                   buffer_string(&text));
    }
    buffer_free(&text);
}

static void form_title(const struct counter *counter, struct buffer *title)
{
    const struct spec_item *item = counter->work.item;
    struct form_counts counts = form_counts(counter->work.form);
    char numbers[5][16];
    int values[] = {item->promised.days, item->statutory.days,
                    counts.missing + work_missing_materials(&counter->work), counts.wrong, counts.confirm};
    for (int i = 0; i < 5; i++)
        snprintf(numbers[i], sizeof(numbers[i]), "%d", values[i]);
    text_fill(title, "COUNTER_FORM_TITLE", "item", desk_name(counter->desk, &item->name), "promised",
              numbers[0], "statutory", numbers[1], "missing", numbers[2], "wrong", numbers[3], "confirm",
              numbers[4], NULL);
}

static void draw_form(const struct counter *counter, struct canvas *canvas, const struct layout *layout)
{
    struct buffer title = {0};
    struct area area = layout->form;
    form_title(counter, &title);
    canvas_rule(canvas, area.row, area.column,
                layout->side.width ? area.width + 1 + layout->side.width : area.width, buffer_string(&title));
    buffer_free(&title);
    int at = 0;
    for (size_t i = 0; i < counter->work.item->field_count; i++) {
        if (!form_shown(counter->work.form, i))
            continue;
        int row = at++ - counter->top;
        if (row >= 0 && row < area.height - 1)
            draw_field(counter, canvas, area, area.row + 1 + row, i);
    }
    if (at - counter->top > area.height - 1) /* on the rule below */
        canvas_text(canvas, area.row + area.height, area.column + 1, area.width - 1, ROLE_LABEL,
                    text("PAPER_MORE"));
}

/* --- the side: choices of the code field with the cursor under the materials */

static int draw_choices(const struct counter *counter, struct canvas *canvas, struct area area)
{
    const struct spec_codes *codes =
        counter->field == FORM_NONE ? NULL : counter->work.item->fields[counter->field].codes;
    if (!codes)
        return 0;
    int row = 0;
    for (size_t i = 0; i < codes->count && row < area.height; i++) {
        struct buffer line = {0};
        if (codes->codes[i].closed)
            continue;
        bool chosen =
            strcmp(codes->codes[i].code, form_value(counter->work.form, (size_t)counter->field)) == 0;
        buffer_format(&line, "%s%s %s", chosen ? ">" : " ", codes->codes[i].code,
                      desk_name(counter->desk, &codes->codes[i].name));
        canvas_text(canvas, area.row + row++, area.column, area.width, chosen ? ROLE_TITLE : ROLE_PLAIN,
                    buffer_string(&line));
        buffer_free(&line);
    }
    return row;
}

/* A row, or as many as the name needs where no choices want the room. Returns the rows. */
static int draw_material(const struct counter *counter, struct canvas *canvas, struct area area,
                         size_t number)
{
    const struct spec_item *item = counter->work.item;
    const struct work_material *got = work_material(&counter->work, item->materials[number].key);
    const char *word =
        got ? (got->commitment ? "MATERIAL_COMMITMENT" : "MATERIAL_THERE") : "MATERIAL_MISSING";
    enum role role = got ? ROLE_DONE : ROLE_MISSING;
    bool choices = counter->field != FORM_NONE && item->fields[counter->field].codes;
    struct buffer line = {0};
    buffer_format(&line, "%zu %s", number + 1, text(word));
    canvas_text(canvas, area.row, area.column, MATERIAL_NAME, role, buffer_string(&line));
    buffer_free(&line);
    return canvas_wrapped(canvas,
                          (struct area){area.row, area.column + MATERIAL_NAME, choices ? 1 : area.height,
                                        area.width - MATERIAL_NAME},
                          role, desk_name(counter->desk, &item->materials[number].name));
}

static void draw_side(const struct counter *counter, struct canvas *canvas, const struct layout *layout)
{
    struct area area = layout->side;
    if (!area.width || !area.height)
        return;
    canvas_rule_down(canvas, area.row, layout->side_rule, area.height);
    struct area inner = {area.row + 1, area.column, area.height - 1, area.width};
    int row = 0;
    for (size_t i = 0; i < counter->work.item->material_count && row < inner.height; i++) {
        const struct spec_material *given = &counter->work.item->materials[i];
        const struct work_material *got = work_material(&counter->work, given->key);
        bool needed = form_material_needed(counter->work.form, i);
        if (!needed && !got)
            continue;
        row +=
            draw_material(counter, canvas,
                          (struct area){inner.row + row, inner.column, inner.height - row, inner.width}, i);
    }
    if (row + 1 < inner.height)
        draw_choices(counter, canvas,
                     (struct area){inner.row + row + 1, inner.column, inner.height - row - 1, inner.width});
}

/* --- without a form */

static void draw_credential(const struct counter *counter, struct canvas *canvas, const struct layout *layout)
{
    static const char *const names[] = {"CREDENTIAL_TYPE", "CREDENTIAL_NUMBER", "CREDENTIAL_NAME"};
    struct area area = layout->form;
    canvas_rule(canvas, area.row, area.column, layout->columns - area.column,
                text("COUNTER_CREDENTIAL_TITLE"));
    for (int i = 0; i < (counter->unknown ? CREDENTIAL_FIELDS : CREDENTIAL_NAME); i++) {
        const struct editor *editor = &counter->credential[i];
        int row = area.row + 2 + i, column = area.column + CREDENTIAL_VALUE;
        enum role role = counter->at == i ? ROLE_FOCUS : ROLE_PLAIN;
        canvas_text(canvas, row, area.column + 1, CREDENTIAL_VALUE - 2, ROLE_LABEL, text(names[i]));
        canvas_text(canvas, row, column - 1, 1, role, counter->at == i ? "[" : " ");
        editor_draw(editor, canvas, row, column, editor->width, role);
        canvas_text(canvas, row, column + editor->width, 1, role, counter->at == i ? "]" : " ");
        if (i == CREDENTIAL_TYPE)
            canvas_text(canvas, row, column + editor->width + 2,
                        area.width - CREDENTIAL_VALUE - editor->width - 2, ROLE_PREFILLED,
                        text_of("ID_TYPE", editor_text(editor)));
    }
}

/* The side while there is no form: what can be done here. */
static void draw_hints(struct canvas *canvas, const struct layout *layout, const char *hints)
{
    const struct area *side = &layout->side;
    if (side->width)
        canvas_wrapped(canvas,
                       (struct area){side->row + 2, side->column + 1, side->height - 2, side->width - 2},
                       ROLE_LABEL, hints);
}

/* state: the column where the case's stage or state begins. */
static void draw_case(struct canvas *canvas, struct area area, const struct counter_case *row, int digit,
                      int state)
{
    struct buffer line = {0};
    buffer_format(&line, digit ? " %d " : "   ", digit);
    buffer_format(&line, "%s  %s", row->since, row->item_name);
    canvas_text(canvas, area.row, area.column, state - 1, ROLE_PLAIN, buffer_string(&line));
    canvas_text(canvas, area.row, area.column + state, area.width - state,
                row->open ? ROLE_CONFIRM : ROLE_PLAIN,
                *row->stage ? text_of("STAGE", row->stage) : text_of("STATE", row->state));
    buffer_free(&line);
}

/* Who has a draft since when, and at which window. */
static void held_words(const struct counter_case *row, struct buffer *out)
{
    char window[16];
    if (!*row->holder)
        return;
    snprintf(window, sizeof(window), "%02d", row->held_window);
    text_fill(out, "COUNTER_HELD_BY", "who", row->holder, "since", row->held_since, "window", window, NULL);
}

/* A case takes two rows: what and how it stands; its number, or why it was returned, or who has it. */
static void draw_cases(const struct counter *counter, struct canvas *canvas, const struct layout *layout)
{
    struct area area = layout->form;
    int digit = 0;
    canvas_rule(canvas, area.row, area.column, layout->columns - area.column, text("COUNTER_CASES_TITLE"));
    for (size_t i = 0; i < counter->case_count && (int)i * 2 + 2 < area.height; i++) {
        const struct counter_case *row = &counter->cases[i];
        struct area at = {area.row + 1 + (int)i * 2, area.column, 2, area.width};
        char number[CASE_NUMBER_GROUPED];
        struct buffer held = {0};
        held_words(row, &held);
        draw_case(canvas, at, row, row->open && digit < 9 ? ++digit : 0,
                  counter->desk->english ? at.width - STATE_ENGLISH : STATE_COLUMN);
        const char *more = *row->returned_for ? row->returned_for
                           : *row->number     ? case_number_group(row->number, number)
                                              : buffer_string(&held);
        canvas_text(canvas, at.row + 1, at.column + 3, at.width - 3, ROLE_LABEL, more);
        buffer_free(&held);
    }
    if (!counter->case_count)
        canvas_text(canvas, area.row + 2, area.column + 1, area.width - 1, ROLE_LABEL,
                    text(counter->cases_known      ? "COUNTER_NO_CASES"
                         : desk_cut(counter->desk) ? "COUNTER_CASES_CUT"
                                                   : "COUNTER_CASES_COMING"));
}

void counter_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct counter *counter = state;
    draw_person(counter, canvas, layout);
    if (counter->mode == COUNTER_CREDENTIAL) {
        draw_credential(counter, canvas, layout);
        draw_hints(canvas, layout, text("COUNTER_HINTS"));
    } else if (counter->mode == COUNTER_PERSON) {
        draw_cases(counter, canvas, layout);
        draw_hints(canvas, layout, text("COUNTER_HINTS_PERSON"));
    } else {
        draw_form(counter, canvas, layout);
        draw_side(counter, canvas, layout);
    }
    if (layout->wide)
        canvas_rule_down(canvas, layout->form.row, layout->person_rule, layout->form.height);
}

void counter_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct counter *counter = state;
    struct area area = layout->form;
    if (counter->mode == COUNTER_CREDENTIAL)
        canvas_cursor(canvas, area.row + 2 + counter->at,
                      area.column + CREDENTIAL_VALUE +
                          editor_cursor_column(&counter->credential[counter->at]));
    else if (counter->mode == COUNTER_FORM && counter->field != FORM_NONE)
        canvas_cursor(canvas, area.row + 1 + counter_row(counter, counter->field) - counter->top,
                      area.column + value_column(counter->desk) + editor_cursor_column(&counter->editor));
    else
        canvas_cursor(canvas, area.row + 1, area.column);
}

/* --- the sentences below */

static void field_lines(const struct counter *counter, struct screen_lines *lines)
{
    static const char *const wants[] = {"WANTS_HANZI",  "WANTS_CODE", "WANTS_DATE", "WANTS_MONTH",
                                        "WANTS_NUMBER", "WANTS_YUAN", "WANTS_CODE"};
    const struct spec_field *field = &counter->work.item->fields[counter->field];
    const struct error *fault = form_fault(counter->work.form, (size_t)counter->field);
    bool digits = field->type == SPEC_TEXT && field->check && strcmp(field->check, "text") != 0 &&
                  strncmp(field->check, "name", 4) != 0;
    buffer_format(&lines->explain, "%s: ", desk_name(counter->desk, &field->name));
    if (fault)
        text_error(&lines->explain, fault);
    else if (form_source(counter->work.form, (size_t)counter->field) == FORM_UNIT)
        buffer_text(&lines->explain, text("COUNTER_UNIT_USED"));
    else if (form_mark(counter->work.form, (size_t)counter->field) == FORM_CONFIRM)
        buffer_text(&lines->explain, text("COUNTER_STILL_USED"));
    else if (field->help.zh)
        buffer_text(&lines->explain, desk_name(counter->desk, &field->help));
    buffer_text(&lines->wants, text(digits ? "WANTS_NUMBER" : wants[field->type]));
}

static void form_next_line(const struct counter *counter, struct buffer *next)
{
    long thing = form_next_thing(counter->work.form, counter->field);
    long material = work_missing_material(&counter->work);
    if (thing != FORM_NONE && thing != counter->field)
        text_fill(next, "NEXT_FIELD", "field",
                  desk_name(counter->desk, &counter->work.item->fields[thing].name), NULL);
    else if (thing == counter->field && thing != FORM_NONE)
        text_fill(next, "NEXT_THIS_FIELD", "field",
                  desk_name(counter->desk, &counter->work.item->fields[thing].name), NULL);
    else if (material != FORM_NONE)
        text_fill(next, "NEXT_MATERIAL", "material",
                  desk_name(counter->desk, &counter->work.item->materials[material].name), NULL);
    else
        buffer_text(next, text("NEXT_READ_BACK"));
}

void counter_lines(const void *state, struct screen_lines *lines)
{
    const struct counter *counter = state;
    if (counter->mode == COUNTER_CREDENTIAL) {
        if (counter->fault.code) /* also a warning: such a number goes through */
            text_error(&lines->explain, &counter->fault);
        if (counter->unit.wanted)
            text_fill(&lines->next, "NEXT_OF_UNIT", "item", counter->unit.item, "unit", counter->unit.words,
                      NULL);
        else
            buffer_text(&lines->next, text(counter->unknown ? "NEXT_VISIT_BEGIN" : "NEXT_IDENTIFY"));
        buffer_text(&lines->wants, text(counter->at == CREDENTIAL_NAME ? "WANTS_HANZI" : "WANTS_NUMBER"));
    } else if (counter->mode == COUNTER_PERSON) {
        bool open = false;
        for (size_t i = 0; i < counter->case_count; i++)
            open |= counter->cases[i].open;
        buffer_text(&lines->next, text(open ? "NEXT_TAKE_UP" : "NEXT_ITEM"));
    } else {
        if (counter->field != FORM_NONE)
            field_lines(counter, lines);
        form_next_line(counter, &lines->next);
    }
}

void counter_why(const void *state, struct buffer *sentences)
{
    const struct counter *counter = state;
    if (counter->mode != COUNTER_FORM)
        return;
    for (size_t i = 0; i < counter->work.item->field_count; i++) {
        struct buffer sentence = {0};
        enum form_mark mark = form_mark(counter->work.form, i);
        const struct error *fault = form_fault(counter->work.form, i);
        if (mark == FORM_CLEAR && !fault)
            continue;
        buffer_format(&sentence, "%s %s: ", mark_of(mark),
                      desk_name(counter->desk, &counter->work.item->fields[i].name));
        if (fault)
            text_error(&sentence, fault);
        else
            buffer_text(&sentence, text(mark == FORM_MISSING ? "E_FIELD_MISSING" : "COUNTER_STILL_USED"));
        why_add(sentences, buffer_string(&sentence));
        buffer_free(&sentence);
    }
    for (size_t i = 0; i < counter->work.item->material_count; i++) {
        const struct spec_material *given = &counter->work.item->materials[i];
        struct buffer sentence = {0};
        if (!form_material_needed(counter->work.form, i) || work_material(&counter->work, given->key))
            continue;
        buffer_format(&sentence, "%s ", mark_of(FORM_MISSING));
        text_fill(&sentence, "WHY_MATERIAL", "material", desk_name(counter->desk, &given->name), "why",
                  desk_name(counter->desk, &given->why), "basis",
                  desk_basis(desk_name(counter->desk, &given->basis)), NULL);
        why_add(sentences, buffer_string(&sentence));
        buffer_free(&sentence);
    }
}
