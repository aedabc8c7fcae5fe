/* The key bar: what the function keys do on this screen. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "ui/ui_inside.h"

enum { KEYS = 12, LABEL_CELLS = 4 }; /* F1-F12; words are padded to two hanzi where there is room */

struct item {
    char key[KEY_NAME_MOST];
    char *label; /* NULL: the key means nothing here */
};

static struct item item_make(const struct ui *ui, int number)
{
    struct item item = {.label = NULL};
    struct key key = {.kind = PRESS_NAMED, .code = (uint32_t)(NAMED_F1 + number)};
    enum command command = keymap_command(ui->settings.keymap, ui_section(ui, 0), &key);
    if (command == COMMAND_NONE || !ui_valid(ui, 0, command))
        return item;
    struct buffer label = {0};
    key_write(&key, item.key);
    buffer_text(&label, ui_label(ui, 0, command));
    bool own = strcmp(buffer_string(&label), command_label(command)) == 0; /* not a screen's word */
    if (command == COMMAND_WAITING && ui->waiting > 0 && own)
        buffer_format(&label, "%d", ui->waiting);
    item.label = buffer_take(&label);
    return item;
}

static int item_cells(const struct item *item, int least)
{
    int label = text_width(item->label);
    return text_width(item->key) + (label > least ? label : least);
}

/* Draws the items, or only measures (draw false); false where they do not fit. */
static bool items_flow(struct ui *ui, struct area area, const struct item *items, int least, int gap,
                       bool draw)
{
    int row = 0, column = 0;
    for (int i = 0; i < KEYS; i++) {
        if (!items[i].label)
            continue;
        int cells = item_cells(&items[i], least);
        if (column > 0 && column + cells > area.width) {
            row++;
            column = 0;
        }
        if (row >= area.height || cells > area.width)
            return false;
        if (draw) {
            int key = canvas_text(ui->canvas, area.row + row, column, area.width, ROLE_KEY, items[i].key);
            canvas_text(ui->canvas, area.row + row, column + key, cells - key, ROLE_KEYBAR, items[i].label);
        }
        column += cells + gap;
    }
    return true;
}

void ui_draw_keys(struct ui *ui, const struct screen *screen)
{
    /* Which keys are left out first where there is no room: those that F1 shows anyway, F9 last of all. */
    static const int leave_out[] = {3, 2, 8, 4, 7, 6, 5, 11, 12, 10, 1, 9};
    static const struct {
        int least, gap;
    } ways[] = {{LABEL_CELLS, 1}, {0, 1}, {0, 0}};
    struct area area = screen->layout.keys;
    struct item items[KEYS];
    bool done = false;
    for (int i = 0; i < KEYS; i++)
        items[i] = item_make(ui, i);
    for (int out = 0; out < KEYS && !done; out++) {
        for (int way = 0; way < 3 && !done; way++) {
            done = items_flow(ui, area, items, ways[way].least, ways[way].gap, false);
            if (done)
                items_flow(ui, area, items, ways[way].least, ways[way].gap, true);
        }
        if (!done) {
            free(items[leave_out[out] - 1].label);
            items[leave_out[out] - 1].label = NULL;
        }
    }
    for (int i = 0; i < KEYS; i++)
        free(items[i].label);
}
