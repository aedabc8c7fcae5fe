/* What the counter says: the sentences below the form, and why it is not done yet. */
#include <string.h>

#include "screens/counter.h"
#include "text/text.h"
#include "ui/why.h"

/* What the case was returned for at a field; false: nothing. */
static bool doubt_sentence(const struct counter *counter, const char *key, struct buffer *out)
{
    struct buffer what = {0};
    bool any = doubts_correct(&counter->work.doubts, false, key, &what);
    if (any)
        text_fill(out, "COUNTER_DOUBT", "what", buffer_string(&what), NULL);
    buffer_free(&what);
    return any;
}

static void help_sentence(const struct counter *counter, const struct spec_field *field, struct buffer *out)
{
    if (form_source(counter->work.form, (size_t)counter->field) == FORM_UNIT)
        buffer_text(out, text("COUNTER_UNIT_USED"));
    else if (form_mark(counter->work.form, (size_t)counter->field) == FORM_CONFIRM)
        buffer_text(out, text("COUNTER_STILL_USED"));
    else if (field->help.zh)
        buffer_text(out, desk_name(counter->desk, &field->help));
}

/* How a value that was refused is put right. */
static void typed_over(struct buffer *explain)
{
    buffer_format(explain, " %s", text("UI_TYPED_OVER"));
}

static void field_lines(const struct counter *counter, struct screen_lines *lines)
{
    static const char *const wants[] = {"WANTS_HANZI",  "WANTS_CODE", "WANTS_DATE", "WANTS_MONTH",
                                        "WANTS_NUMBER", "WANTS_YUAN", "WANTS_CODE", "WANTS_CODES",
                                        "WANTS_TIME",   "WANTS_LINES"};
    const struct spec_field *field = &counter->work.item->fields[counter->field];
    const struct error *fault = form_fault(counter->work.form, (size_t)counter->field);
    bool digits = field->type == SPEC_TEXT && field->check && strcmp(field->check, "text") != 0 &&
                  strncmp(field->check, "name", 4) != 0;
    struct buffer sentence = {0};
    if (fault)
        text_error(&sentence, fault);
    else if (!doubt_sentence(counter, field->key, &sentence))
        help_sentence(counter, field, &sentence);
    if (sentence.length)
        buffer_format(&lines->explain, "%s: %s", desk_name(counter->desk, &field->name),
                      buffer_string(&sentence));
    if (counter->editor.selected)
        typed_over(&lines->explain);
    buffer_free(&sentence);
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
        if (counter->credential[counter->at].selected)
            typed_over(&lines->explain);
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

/* The words with which the open case was sent back. */
static void returned_why(const struct counter *counter, struct buffer *sentences)
{
    for (size_t i = 0; i < counter->case_count; i++) {
        const struct counter_case *row = &counter->cases[i];
        struct buffer sentence = {0};
        if (row->case_id != counter->work.case_id || !*row->returned_for)
            continue;
        text_fill(&sentence, "COUNTER_RETURNED_FOR", "words", row->returned_for, NULL);
        why_add(sentences, buffer_string(&sentence));
        buffer_free(&sentence);
    }
}

/* Where it is to be corrected, one by one. */
static void doubts_why(const struct counter *counter, struct buffer *sentences)
{
    for (size_t i = 0; i < counter->work.doubts.count; i++) {
        const struct doubt *doubt = &counter->work.doubts.rows[i];
        struct buffer sentence = {0}, what = {0};
        if (!doubt->correct)
            continue;
        doubt_write(doubt, &what);
        buffer_format(&sentence, "%s: ", doubt->name);
        text_fill(&sentence, "COUNTER_DOUBT", "what", buffer_string(&what), NULL);
        why_add(sentences, buffer_string(&sentence));
        buffer_free(&sentence);
        buffer_free(&what);
    }
}

void counter_why(const void *state, struct buffer *sentences)
{
    const struct counter *counter = state;
    if (counter->mode == COUNTER_CREDENTIAL && counter->fault.code) {
        struct buffer sentence = {0};
        text_error(&sentence, &counter->fault);
        why_add(sentences, buffer_string(&sentence));
        buffer_free(&sentence);
    }
    if (counter->mode != COUNTER_FORM)
        return;
    returned_why(counter, sentences);
    doubts_why(counter, sentences);
    for (size_t i = 0; i < counter->work.item->field_count; i++) {
        struct buffer sentence = {0};
        enum form_mark mark = form_mark(counter->work.form, i);
        const struct error *fault = form_fault(counter->work.form, i);
        if (mark == FORM_CLEAR && !fault)
            continue;
        buffer_format(&sentence, "%s %s: ", counter_mark(mark),
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
        buffer_format(&sentence, "%s ", counter_mark(FORM_MISSING));
        work_material_why(&counter->work, given, &sentence);
        why_add(sentences, buffer_string(&sentence));
        buffer_free(&sentence);
    }
}
