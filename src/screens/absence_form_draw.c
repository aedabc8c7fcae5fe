/* How the form of an absence looks; changes nothing. */
#include "screens/absence_form_inside.h"
#include "text/text.h"
#include "ui/why.h"

enum { BELOW = 6 }; /* rows of what is foreseen, with its rule */

static const char *const hints[FIELDS] = {"ABSENCE_HINT_WHO", "ABSENCE_HINT_DAY", "ABSENCE_HINT_DAY",
                                          "ABSENCE_HINT_COVER"};

static struct area below_area(struct area form)
{
    return (struct area){form.row + form.height - BELOW, form.column, BELOW, form.width};
}

static struct area list_area(struct area form)
{
    int top = FIELDS + 1;
    return (struct area){form.row + top, form.column, form.height - top - BELOW, form.width};
}

int absence_form_list_height(const struct layout *layout)
{
    return list_area(layout->form).height;
}

void absence_form_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct absence_form *form = state;
    struct area area = layout->form, below = below_area(area);
    struct buffer words = {0};
    struct absence_words absence;
    struct error error = {0};
    int at;
    entry_draw(&form->entry, canvas, area);
    canvas_rule(canvas, area.row + FIELDS, area.column, area.width,
                absence_form_of_people(form->entry.at) ? text("ABSENCE_PEOPLE") : NULL);
    if (absence_form_of_people(form->entry.at))
        list_draw(&form->people.list, canvas, list_area(area));
    canvas_rule(canvas, below.row, below.column, below.width, text("ABSENCE_FORESEEN"));
    if (form->foreseen.refusal)
        buffer_text(&words, form->foreseen.refusal);
    else if (form->foreseen.told && absence_form_words(form, &absence, &at, &error))
        absence_foreseen_write(&form->foreseen, &absence, &words);
    canvas_wrapped(canvas, (struct area){below.row + 1, below.column + 1, BELOW - 1, below.width - 2},
                   form->foreseen.refusal ? ROLE_WRONG : ROLE_PLAIN, buffer_string(&words));
    error_free(&error);
    buffer_free(&words);
}

void absence_form_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct absence_form *form = state;
    entry_cursor(&form->entry, canvas, layout->form);
}

void absence_form_lines(const void *state, struct screen_lines *lines)
{
    const struct absence_form *form = state;
    struct absence_words words;
    struct error error = {0};
    int at;
    buffer_text(&lines->explain, text(hints[form->entry.at]));
    if (!absence_form_words(form, &words, &at, &error) || !form->foreseen.told || form->foreseen.refusal)
        buffer_text(&lines->next, text("NEXT_ABSENCE_FILL"));
    else
        text_fill(&lines->next, *words.cover ? "NEXT_ABSENCE_COVERED" : "NEXT_ABSENCE", "who", words.name,
                  "from", words.from, "to", words.to, "cover", words.cover_name, NULL);
    error_free(&error);
}

void absence_form_why(const void *state, struct buffer *sentences)
{
    (void)state;
    why_add(sentences, text("ABSENCE_WHY_TASKS"));
    why_add(sentences, text("ABSENCE_WHY_COVER"));
}
