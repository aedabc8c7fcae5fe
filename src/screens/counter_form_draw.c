/* How the form at the counter looks, and what stands beside it; changes nothing. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "form/form_codes.h"
#include "screens/counter.h"
#include "screens/lines.h"
#include "text/text.h"

/* MATERIAL_NAME: its column, behind number and mark; NAME_ROOM: cells of a field's mark, a blank and the
 * bracket */
enum { MATERIAL_NAME = 5, NAME_ROOM = 3 };

/* The column of a field's value; before it mark and name, at the right end of the row the source. As wide as
 * the longest name of the item asks for, as far as that leaves half of the form to the values. */
static int value_column(const struct counter *counter, int width)
{
    const struct spec_item *item = counter->work.item;
    int column = counter->desk->english ? 25 : 17;
    for (size_t i = 0; item && i < item->field_count; i++) {
        int name = text_width(desk_name(counter->desk, &item->fields[i].name)) + NAME_ROOM;
        int most = width / 2 > column ? width / 2 : column;
        column = name > most ? most : name > column ? name : column;
    }
    return column;
}

int counter_editor_width(const struct counter *counter, const struct layout *layout)
{
    return layout->form.width - value_column(counter, layout->form.width) - 2;
}

const char *counter_mark(enum form_mark mark)
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

static bool doubted(const struct counter *counter, bool material, const char *key)
{
    struct buffer what = {0};
    bool any = doubts_correct(&counter->work.doubts, material, key, &what);
    buffer_free(&what);
    return any;
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

/* The field with the cursor, in brackets; kept: the value that Enter keeps where nothing is typed over it. */
static void draw_editor(const struct counter *counter, struct canvas *canvas, struct area area,
                        const char *kept)
{
    const struct editor *editor = &counter->editor;
    const char *typed = editor_text(editor);
    canvas_text(canvas, area.row, area.column - 1, 1, ROLE_FOCUS, "[");
    canvas_text(canvas, area.row, area.column + area.width, 1, ROLE_FOCUS, "]");
    if (form_masked(counter->work.form, (size_t)counter->field) && !*typed) {
        canvas_field(canvas, area.row, area.column, area.width, ROLE_FOCUS, kept);
    } else if (editor->lines) {
        canvas_field(canvas, area.row, area.column, area.width, ROLE_FOCUS, "");
        lines_draw(canvas, area.row, area.column, area.width, ROLE_FOCUS, typed);
    } else {
        editor_draw(editor, canvas, area.row, area.column, area.width, ROLE_FOCUS);
    }
}

static void draw_field(const struct counter *counter, struct canvas *canvas, struct area area, int row,
                       size_t field)
{
    const struct spec_field *given = &counter->work.item->fields[field];
    struct buffer shown = {0};
    enum role role = role_of(counter, field);
    int value = value_column(counter, area.width);
    bool here = counter->field == (long)field;
    bool doubt = doubted(counter, false, given->key);
    if (!here && doubt)
        buffer_text(&shown, text("COUNTER_DOUBTED"));
    else if (!here) /* the editor needs the room; the sentence below tells the source */
        source_word(counter, field, &shown);
    int source = text_width(buffer_string(&shown));
    canvas_right(canvas, row, area.column + value, area.width - value, doubt ? ROLE_CONFIRM : ROLE_LABEL,
                 buffer_string(&shown));
    canvas_text(canvas, row, area.column, 1, role, counter_mark(form_mark(counter->work.form, field)));
    canvas_cut(canvas, row, area.column + 1, value - 3, ROLE_LABEL, desk_name(counter->desk, &given->name));
    buffer_clear(&shown);
    form_show(counter->work.form, field, counter->desk->english, &shown);
    if (here)
        draw_editor(counter, canvas, (struct area){row, area.column + value, 1, area.width - value - 2},
                    buffer_string(&shown));
    else if (given->type == SPEC_LINES)
        lines_draw(canvas, row, area.column + value, area.width - value - (source ? source + 1 : 0), role,
                   buffer_string(&shown));
    else
        canvas_cut(canvas, row, area.column + value, area.width - value - (source ? source + 1 : 0), role,
                   buffer_string(&shown));
    buffer_free(&shown);
}

static void title_write(const struct counter *counter, const char *name, struct buffer *title)
{
    const struct spec_item *item = counter->work.item;
    struct form_counts counts = form_counts(counter->work.form);
    char numbers[5][16];
    int values[] = {item->promised.days, item->statutory.days,
                    counts.missing + work_missing_materials(&counter->work), counts.wrong, counts.confirm};
    for (int i = 0; i < 5; i++)
        snprintf(numbers[i], sizeof(numbers[i]), "%d", values[i]);
    if (!item->statutory.days)
        *numbers[1] = '\0';
    text_fill(title, "COUNTER_FORM_TITLE", "item", name, "promised", numbers[0], "statutory", numbers[1],
              "missing", numbers[2], "wrong", numbers[3], "confirm", numbers[4], NULL);
}

/* Where it would run over the edge, the item's name gives way: the counts are looked at. */
static void form_title(const struct counter *counter, int width, struct buffer *title)
{
    const char *name = desk_name(counter->desk, &counter->work.item->name);
    title_write(counter, name, title);
    int over = text_width(buffer_string(title)) - width, cells = text_width(name) - over;
    if (over <= 0)
        return;
    struct buffer cut = {0};
    size_t fit = text_fit(name, cells > 2 ? cells - 2 : 0);
    buffer_format(&cut, "%.*s..", (int)fit, name);
    buffer_clear(title);
    title_write(counter, buffer_string(&cut), title);
    buffer_free(&cut);
}

void counter_form_draw(const struct counter *counter, struct canvas *canvas, const struct layout *layout)
{
    struct buffer title = {0};
    struct area area = layout->form;
    int width = layout->side.width ? area.width + 1 + layout->side.width : area.width;
    form_title(counter, width - CANVAS_ENDS, &title);
    canvas_rule(canvas, area.row, area.column, width, buffer_string(&title));
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
    const struct spec_field *field =
        counter->field == FORM_NONE ? NULL : &counter->work.item->fields[counter->field];
    const struct spec_codes *codes = field ? field->codes : NULL;
    if (!codes)
        return 0;
    const char *value = form_value(counter->work.form, (size_t)counter->field);
    int row = 0;
    for (size_t i = 0; i < codes->count && row < area.height; i++) {
        struct buffer line = {0};
        if (codes->codes[i].closed)
            continue;
        const char *code = codes->codes[i].code;
        bool chosen = field->type == SPEC_CODES ? form_codes_have(value, code) : strcmp(code, value) == 0;
        buffer_format(&line, "%s%s %s", chosen ? ">" : " ", code,
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
    enum role role = !got                                                  ? ROLE_MISSING
                     : doubted(counter, true, item->materials[number].key) ? ROLE_CONFIRM
                                                                           : ROLE_DONE;
    bool choices = counter->field != FORM_NONE && item->fields[counter->field].codes;
    struct buffer line = {0};
    buffer_format(&line, "%zu %s", number + 1,
                  role == ROLE_CONFIRM ? text("COUNTER_DOUBTED_MATERIAL") : text(word));
    canvas_text(canvas, area.row, area.column, MATERIAL_NAME, role, buffer_string(&line));
    buffer_free(&line);
    return canvas_wrapped(canvas,
                          (struct area){area.row, area.column + MATERIAL_NAME, choices ? 1 : area.height,
                                        area.width - MATERIAL_NAME},
                          role, desk_name(counter->desk, &item->materials[number].name));
}

void counter_side_draw(const struct counter *counter, struct canvas *canvas, const struct layout *layout)
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

void counter_form_cursor(const struct counter *counter, struct canvas *canvas, const struct layout *layout)
{
    struct area area = layout->form;
    canvas_cursor(canvas, area.row + 1 + counter_row(counter, counter->field) - counter->top,
                  area.column + value_column(counter, area.width) + editor_cursor_column(&counter->editor));
}
