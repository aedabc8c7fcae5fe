/* How the counter looks; changes nothing. */
#include <stdio.h>
#include <string.h>

#include "model/case_number.h"
#include "screens/counter.h"
#include "text/text.h"

enum {
    CREDENTIAL_VALUE = 16,
    STATE_COLUMN = 40,  /* in the list of cases, ... */
    STATE_ENGLISH = 10, /* ... cells of the longest in English, whose items need the room */
};

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
        counter_form_draw(counter, canvas, layout);
        counter_side_draw(counter, canvas, layout);
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
        counter_form_cursor(counter, canvas, layout);
    else
        canvas_cursor(canvas, area.row + 1, area.column);
}
