#include "screens/entry.h"

#include "base/utf8.h"
#include "text/text.h"

void entry_free(struct entry *entry)
{
    for (int i = 0; i < entry->count; i++)
        editor_free(&entry->fields[i]);
}

const char *entry_text(const struct entry *entry, int field)
{
    return editor_text(&entry->fields[field]);
}

void entry_go(struct entry *entry, int field)
{
    entry->at = field;
    if (*entry_text(entry, field))
        editor_select(&entry->fields[field]);
}

bool entry_command(struct entry *entry, enum command command)
{
    bool on = command == COMMAND_NEXT_THING || command == COMMAND_NEXT_FIELD || command == COMMAND_DOWN;
    bool back = command == COMMAND_PREVIOUS_FIELD || command == COMMAND_UP;
    int to = entry->at + (on ? 1 : back ? -1 : 0);
    if (to == entry->at || to < 0 || to >= entry->count)
        return false;
    entry_go(entry, to);
    return true;
}

/* Cells of the labels, with the blank behind them. */
static int label_cells(const struct entry *entry)
{
    int most = 0;
    for (int i = 0; i < entry->count; i++) {
        int cells = text_width(text(entry->labels[i]));
        most = cells > most ? cells : most;
    }
    return most + 2;
}

void entry_width(struct entry *entry, int cells)
{
    for (int i = 0; i < entry->count; i++)
        editor_width(&entry->fields[i], cells - label_cells(entry) - 1);
}

void entry_draw(const struct entry *entry, struct canvas *canvas, struct area area)
{
    int labels = label_cells(entry);
    for (int i = 0; i < entry->count && i < area.height; i++) {
        canvas_text(canvas, area.row + i, area.column + 1, labels, ROLE_LABEL, text(entry->labels[i]));
        editor_draw(&entry->fields[i], canvas, area.row + i, area.column + labels, area.width - labels - 1,
                    i == entry->at ? ROLE_FOCUS : ROLE_PLAIN);
    }
}

void entry_cursor(const struct entry *entry, struct canvas *canvas, struct area area)
{
    canvas_cursor(canvas, area.row + entry->at,
                  area.column + label_cells(entry) + editor_cursor_column(&entry->fields[entry->at]));
}
