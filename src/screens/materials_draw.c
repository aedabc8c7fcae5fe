/* How the list of materials looks, and the sentences below it; changes nothing. */
#include <stdio.h>

#include "screens/materials_inside.h"
#include "text/text.h"
#include "ui/why.h"

enum { ENGLISH_WIDTH = 60, ENGLISH_REST = 14 }; /* cells */

static void draw_row(const struct materials *materials, struct canvas *canvas, struct area area, size_t index)
{
    const struct work *work = materials->work;
    const struct spec_material *material = &work->item->materials[index];
    const struct work_material *got = work_material(work, material->key);
    bool needed = form_material_needed(work->form, index);
    struct buffer line = {0};
    const char *word = got      ? (got->commitment ? "MATERIAL_COMMITMENT" : "MATERIAL_THERE")
                       : needed ? "MATERIAL_MISSING"
                                : "MATERIAL_SPARED";
    enum role role = got ? ROLE_DONE : needed ? ROLE_MISSING : ROLE_LABEL;
    bool here = materials->at == index;
    buffer_format(&line, "%s%zu %s ", here ? ">" : " ", index + 1, text(word));
    int used =
        canvas_text(canvas, area.row + (int)index, area.column, area.width, role, buffer_string(&line));
    buffer_clear(&line);
    buffer_text(&line, desk_name(work->desk, &material->name));
    bool narrow = work->desk->english && area.width < ENGLISH_WIDTH; /* names need more of it than files */
    int end = !got ? area.width - 1 : narrow ? area.width - ENGLISH_REST : area.width * 3 / 5;
    int name = end - used;
    canvas_cut(canvas, area.row + (int)index, area.column + used, name, here ? ROLE_FOCUS : ROLE_PLAIN,
               buffer_string(&line));
    buffer_clear(&line);
    if (got && got->commitment)
        text_fill(&line, "MATERIALS_SIGNED", "at", got->added_at, NULL);
    else if (got)
        buffer_format(&line, "%s %s", got->file_name, got->added_at);
    canvas_text(canvas, area.row + (int)index, area.column + used + name + 1, area.width - used - name - 1,
                ROLE_LABEL, buffer_string(&line));
    buffer_free(&line);
}

/* What the case was returned for at this material; returns the rows. */
static int draw_doubt(const struct materials *materials, struct canvas *canvas, struct area area,
                      const char *key)
{
    struct buffer what = {0}, line = {0};
    int rows = 0;
    if (doubts_correct(&materials->work->doubts, true, key, &what)) {
        text_fill(&line, "COUNTER_DOUBT", "what", buffer_string(&what), NULL);
        rows = canvas_wrapped(canvas, area, ROLE_CONFIRM, buffer_string(&line)) + 1;
    }
    buffer_free(&what);
    buffer_free(&line);
    return rows < area.height ? rows : area.height;
}

static void draw_marked(const struct materials *materials, struct canvas *canvas, struct area area)
{
    const struct spec_material *material = materials_marked(materials);
    const struct desk *desk = materials->work->desk;
    struct buffer line = {0};
    int row = draw_doubt(materials, canvas, area, material->key);
    work_material_why(materials->work, material, &line);
    row += canvas_wrapped(canvas, (struct area){area.row + row, area.column, area.height - row, area.width},
                          ROLE_PLAIN, buffer_string(&line));
    buffer_clear(&line);
    if (material->sharing.zh)
        text_fill(&line, "MATERIALS_SHARING", "holder", desk_name(desk, &material->sharing), NULL);
    if (row + 1 < area.height)
        canvas_wrapped(canvas,
                       (struct area){area.row + row + 1, area.column, area.height - row - 1, area.width},
                       ROLE_LABEL, buffer_string(&line));
    buffer_free(&line);
}

void materials_draw(const void *state, struct canvas *canvas, const struct layout *layout)
{
    const struct materials *materials = state;
    struct area form = layout->form, side = layout->side;
    char missing[16];
    struct buffer title = {0};
    snprintf(missing, sizeof(missing), "%d", work_missing_materials(materials->work));
    text_fill(&title, "MATERIALS_TITLE", "item",
              desk_name(materials->work->desk, &materials->work->item->name), "missing", missing, NULL);
    canvas_rule(canvas, form.row, form.column, layout->columns - form.column, buffer_string(&title));
    buffer_free(&title);
    for (size_t i = 0; i < materials->work->item->material_count && (int)i < form.height - 1; i++)
        draw_row(materials, canvas, (struct area){form.row + 1, form.column, form.height - 1, form.width}, i);
    if (side.width) {
        canvas_rule_down(canvas, side.row, layout->side_rule, side.height);
        draw_marked(materials, canvas, (struct area){side.row + 1, side.column, side.height - 1, side.width});
    }
}

void materials_cursor(const void *state, struct canvas *canvas, const struct layout *layout)
{
    canvas_cursor(canvas, layout->form.row + 1 + (int)((const struct materials *)state)->at,
                  layout->form.column);
}

void materials_lines(const void *state, struct screen_lines *lines)
{
    const struct materials *materials = state;
    const struct desk *desk = materials->work->desk;
    long missing = work_missing_material(materials->work);
    buffer_text(&lines->explain, text(materials->reading ? "MATERIALS_READING" : "MATERIALS_EXPLAIN"));
    if (missing == FORM_NONE)
        buffer_text(&lines->next, text("NEXT_BACK_TO_FORM"));
    else
        text_fill(&lines->next, "NEXT_FILE", "material",
                  desk_name(desk, &materials->work->item->materials[materials_asked_for(materials)].name),
                  NULL);
}

void materials_why(const void *state, struct buffer *sentences)
{
    const struct materials *materials = state;
    struct buffer sentence = {0};
    work_material_why(materials->work, materials_marked(materials), &sentence);
    why_add(sentences, buffer_string(&sentence));
    buffer_free(&sentence);
}
