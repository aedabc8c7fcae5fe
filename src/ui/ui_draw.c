/* The lines that are the same on every screen. */
#include "base/utf8.h"
#include "ui/ui_inside.h"

enum { HEADER_LEAST = 16 }; /* cells of hall and name at the left of the first line */

void ui_borders(struct ui *ui, enum canvas_borders borders)
{
    canvas_borders(ui->canvas, borders);
    ui_changed(ui);
}

static void draw_header(struct ui *ui, struct area area)
{
    enum role role = ui->demonstration ? ROLE_DEMONSTRATION : ROLE_HEADER;
    const char *left = ui->header[0], *middle = ui->header[1], *right = ui->header[2];
    canvas_fill(ui->canvas, area, role);
    int end = area.width;
    if (*right &&
        HEADER_LEAST + text_width(right) <= area.width) { /* what ails is never left out for a name */
        end = area.width - text_width(right);
        canvas_text(ui->canvas, area.row, end, area.width - end, role, right);
    }
    int used = canvas_cut(ui->canvas, area.row, 0, end < area.width ? end - 1 : end, role, left);
    int wanted = text_width(middle);
    int gap = end - used - wanted >= 8 ? 4 : 2;
    if (*middle && used + gap + wanted + 1 <= end)
        canvas_text(ui->canvas, area.row, used + gap, wanted, role, middle);
}

/* From the first row of an area to the rule under it, where there is one (the foot begins with one). */
static void draw_vertical(struct ui *ui, const struct layout *layout, int column, int top)
{
    bool ruled = layout->rule.height || layout->foot.height;
    int bottom = top + layout->form.height - (ruled ? 0 : 1);
    if (column >= 0)
        canvas_rule_down(ui->canvas, top, column, bottom - top + 1);
}

void ui_draw_frame(struct ui *ui, const struct screen *screen)
{
    const struct layout *layout = &screen->layout;
    draw_header(ui, layout->header);
    if (layout->rule.height)
        canvas_rule(ui->canvas, layout->rule.row, 0, layout->rule.width, NULL);
    draw_vertical(ui, layout, layout->person_rule, layout->person.row);
    draw_vertical(ui, layout, layout->side_rule, layout->side.row);
}

static void clear_area(struct ui *ui, struct area area)
{
    canvas_fill(ui->canvas, area, ROLE_PLAIN);
}

/* A message too long for its line takes the line of the explanation too; without a message a low terminal
 * explains there. */
static void draw_message(struct ui *ui, const struct layout *layout, const char *explain)
{
    struct area area = layout->message;
    const char *message = ui->cover ? "" : ui_message(ui); /* it may speak of somebody */
    enum role role = ROLE_PLAIN;
    if (*message)
        role = ui->messages[(ui->message_count - 1) % UI_MESSAGES].role;
    bool has_line = layout->explain.height > 0;
    bool both = *message && has_line && text_width(message) > area.width;
    struct area two = {layout->explain.row, 0, 2, layout->explain.width};
    if (has_line && !*message) /* and the explanation takes that of the message */
        canvas_wrapped(ui->canvas, two, ROLE_PLAIN, explain);
    else if (has_line && !both)
        canvas_cut(ui->canvas, layout->explain.row, 0, layout->explain.width, ROLE_PLAIN, explain);
    if (*message || !has_line)
        canvas_wrapped(ui->canvas, both ? two : area, role, *message ? message : explain);
}

static void draw_next(struct ui *ui, struct area area, const struct screen_lines *lines)
{
    const char *wants = buffer_string(&lines->wants);
    enum role role = lines->irreversible ? ROLE_IRREVERSIBLE : ROLE_TITLE;
    int used = canvas_text(ui->canvas, area.row, 0, area.width, role, buffer_string(&lines->next));
    if (used + 2 + text_width(wants) <= area.width)
        canvas_right(ui->canvas, area.row, used, area.width - used, ROLE_LABEL, wants);
}

void ui_draw_lines(struct ui *ui, const struct screen *screen)
{
    const struct layout *layout = &screen->layout;
    struct screen_lines lines = {0};
    if (screen->class->lines)
        screen->class->lines(screen->state, &lines);
    clear_area(ui, layout->explain);
    clear_area(ui, layout->message);
    clear_area(ui, layout->next);
    clear_area(ui, layout->keys);
    draw_message(ui, layout, buffer_string(&lines.explain));
    draw_next(ui, layout->next, &lines);
    if (!ui->cover)
        ui_draw_keys(ui, screen);
    buffer_free(&lines.explain);
    buffer_free(&lines.next);
    buffer_free(&lines.wants);
}
