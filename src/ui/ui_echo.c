/* The typed character at once, the rest of the screen right behind it. */
#include <string.h>

#include "ui/editor.h"
#include "ui/ui_inside.h"

static struct editor *front_editor(const struct ui *ui, const struct screen **screen)
{
    *screen = ui_front(ui);
    return *screen && (*screen)->class->field ? (*screen)->class->field((*screen)->state) : NULL;
}

void ui_echo_before(struct ui *ui)
{
    const struct screen *screen;
    struct editor *editor = front_editor(ui, &screen);
    ui->echo = (struct echo){0};
    if (ui->changed || !editor || editor->masked || editor->lines || editor->width == 0)
        return; /* the canvas does not show where the editor stands */
    ui->echo = (struct echo){.screen = screen->id,
                             .row = canvas_cursor_row(ui->canvas),
                             .column = canvas_cursor_column(ui->canvas) - editor_cursor_column(editor),
                             .cursor = editor->cursor,
                             .length = editor->text.length};
}

bool ui_echo(struct ui *ui)
{
    const struct screen *screen;
    struct editor *editor = front_editor(ui, &screen);
    struct echo echo = ui->echo;
    ui->echo = (struct echo){0};
    /* Only what stands in the same field behind what stood there: it may have gone on to another one. */
    if (!echo.screen || !editor || screen->id != echo.screen || echo.cursor != echo.length || !ui->changed ||
        editor->text.length <= echo.length || editor->cursor != editor->text.length)
        return false;
    const struct cell *cell = canvas_cell(ui->canvas, echo.row, echo.column);
    if (!cell || cell->role != ROLE_FOCUS)
        return false;
    editor_draw(editor, ui->canvas, echo.row, echo.column, editor->width, ROLE_FOCUS);
    canvas_cursor(ui->canvas, echo.row, echo.column + editor_cursor_column(editor));
    return true;
}
