/* How the search looks; changes nothing. */
#include <stdio.h>

#include "screens/case_search_inside.h"
#include "text/text.h"
#include "ui/why.h"

enum { LABEL_CELLS = 11, COLUMNS = 2 };

static const char *const labels[CRITERIA] = {
    "SEARCH_FIELD_NUMBER",   "SEARCH_FIELD_CREDENTIAL", "SEARCH_FIELD_NAME",     "SEARCH_FIELD_UNIT",
    "SEARCH_FIELD_ITEM",     "SEARCH_FIELD_STATE",      "SEARCH_FIELD_ACCEPTED", "SEARCH_FIELD_DUE",
    "SEARCH_FIELD_FINISHED", "SEARCH_FIELD_WORDS"};

static const char *const hints[CRITERIA + 1] = {
    "SEARCH_HINT_NUMBER", "SEARCH_HINT_CREDENTIAL", "SEARCH_HINT_NAME", "SEARCH_HINT_UNIT",
    "SEARCH_HINT_ITEM",   "SEARCH_HINT_STATE",      "SEARCH_HINT_DAYS", "SEARCH_HINT_DAYS",
    "SEARCH_HINT_DAYS",   "SEARCH_HINT_WORDS"};

int case_search_cells(const struct layout *layout)
{
    return layout->person.width / COLUMNS - LABEL_CELLS - 1;
}

/* The row of the fields that stands on top: all of them where there is room, else the one with the cursor. */
static int top_row(const struct case_search *search, const struct layout *layout)
{
    int row = search->at < CRITERIA ? search->at / COLUMNS : 0;
    return row < layout->person.height ? 0 : row - layout->person.height + 1;
}

static struct area field_area(const struct case_search *search, const struct layout *layout, int which)
{
    struct area person = layout->person;
    int row = which / COLUMNS - top_row(search, layout), half = person.width / COLUMNS;
    if (row < 0 || row >= person.height)
        return (struct area){0};
    return (struct area){person.row + row, person.column + which % COLUMNS * half + LABEL_CELLS, 1,
                         case_search_cells(layout)};
}

static void fields_draw(const struct case_search *search, struct canvas *canvas, const struct layout *layout)
{
    for (int i = 0; i < CRITERIA; i++) {
        struct area field = field_area(search, layout, i);
        if (!field.height)
            continue;
        canvas_text(canvas, field.row, field.column - LABEL_CELLS, LABEL_CELLS - 1, ROLE_LABEL,
                    text(labels[i]));
        editor_draw(&search->criteria.fields[i], canvas, field.row, field.column, field.width,
                    i == search->at ? ROLE_FOCUS : ROLE_PLAIN);
    }
}

static void title_write(const struct case_search *search, struct buffer *out)
{
    char count[16];
    snprintf(count, sizeof(count), "%zu", search->rows.count);
    if (search->stale && search->searched)
        buffer_text(out, text("SEARCH_TITLE_STALE"));
    else if (search->edge)
        text_fill(out, "SEARCH_TITLE_EDGE", "count", count, "day", search->edge, NULL);
    else if (search->rows.count)
        text_fill(out, search->rows.count < (size_t)search->most ? "SEARCH_TITLE_LAST" : "SEARCH_TITLE",
                  "count", count, NULL);
}

void case_search_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct case_search *search = state;
    struct area form = layout->form;
    struct buffer title = {0};
    struct list list = search->list;
    list.quiet = search->at < CRITERIA;
    list.digits = !list.quiet;
    fields_draw(search, canvas, layout);
    title_write(search, &title);
    canvas_rule(canvas, form.row, form.column, form.width, buffer_string(&title));
    buffer_free(&title);
    struct area rows = {form.row + 1, form.column, form.height - 1, form.width};
    const char *hint = desk_cut(search->desk) && search->waiting ? "SEARCH_CUT"
                       : search->rows.count                      ? NULL
                       : !search->searched || search->stale      ? "SEARCH_HOW"
                       : search->edge                            ? "SEARCH_NONE_YET"
                                                                 : "SEARCH_NONE";
    if (hint)
        canvas_wrapped(canvas, (struct area){rows.row + 1, rows.column + 1, rows.height - 1, rows.width - 2},
                       ROLE_LABEL, text(hint));
    else
        list_draw(&list, canvas, rows);
}

void case_search_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct case_search *search = state;
    const struct list *list = &search->list;
    if (search->at == CRITERIA) {
        canvas_cursor(canvas, layout->form.row + 1 + list_marked_row(list), layout->form.column);
        return;
    }
    struct area field = field_area(search, layout, search->at);
    canvas_cursor(canvas, field.row,
                  field.column + editor_cursor_column(&search->criteria.fields[search->at]));
}

void case_search_lines(const void *state, struct screen_lines *lines)
{
    const struct case_search *search = state;
    long at = list_selected(&search->list);
    if (search->at < CRITERIA)
        buffer_text(&lines->explain, text(hints[search->at]));
    else if (at != LIST_NONE)
        buffer_text(&lines->explain, search->rows.rows[at].sentence);
    buffer_text(&lines->next, text(search->at < CRITERIA ? "NEXT_SEARCH" : "NEXT_SEARCH_ROWS"));
}

void case_search_why(const void *state, struct buffer *sentences)
{
    const struct case_search *search = state;
    struct buffer typed = {0}, sentence = {0};
    criteria_write(&search->criteria, &typed);
    if (typed.length)
        text_fill(&sentence, "SEARCH_WHY_TYPED", "criteria", buffer_string(&typed), NULL);
    why_add(sentences, typed.length ? buffer_string(&sentence) : text("SEARCH_WHY_ALL"));
    buffer_free(&typed);
    buffer_free(&sentence);
    why_add(sentences, text("SEARCH_WHY_HOW"));
    why_add(sentences, text("FIND_WHY_RIGHTS"));
    why_add(sentences, text("SEARCH_WHY_WALK"));
    why_add(sentences, text("SEARCH_WHY_NOTED"));
}
