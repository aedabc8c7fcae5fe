/* The key bar: what the function keys do on this screen. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "ui/ui_inside.h"

enum { KEYS = 24, LABEL_CELLS = 4 }; /* F1-F24; words are padded to two hanzi where there is room */

struct item {
    char key[KEY_NAME_MOST];
    char *label; /* NULL: the key means nothing here */
    enum command command;
};

static struct item item_make(const struct ui *ui, int number)
{
    struct item item = {.label = NULL};
    struct key key = {.kind = PRESS_NAMED, .code = (uint32_t)(NAMED_F1 + number)};
    enum command command = keymap_command(ui->settings.keymap, ui_section(ui, 0), &key);
    if (command == COMMAND_NONE || !ui_valid(ui, 0, command))
        return item;
    item.command = command;
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

/* Of two keys for one action the bar shows the first. */
static void items_once(struct item items[KEYS])
{
    for (int i = 1; i < KEYS; i++) {
        for (int k = 0; k < i && items[i].label; k++) {
            if (items[k].label && items[k].command == items[i].command) {
                free(items[i].label);
                items[i].label = NULL;
            }
        }
    }
}

static void item_drop(struct item *item)
{
    free(item->label);
    item->label = NULL;
}

static bool item_turns(const struct item *item)
{
    return item->label && (item->command == COMMAND_GROUP_NEXT || item->command == COMMAND_GROUP_PREVIOUS);
}

/* Leaves out the action that is missed least; of turning forth and back none is shown without the other. */
static void items_shorten(struct item items[KEYS])
{
    /* Where there is no room: those that are not named here go first, commit last of all.
     * Why goes before find: its key is F2 in every keymap, that of find is not to be guessed. */
    static const enum command kept[] = {
        COMMAND_WHY,      COMMAND_FIND,      COMMAND_PUT_ASIDE, COMMAND_HAS_NOT,
        COMMAND_ASK,      COMMAND_AUTHORISE, COMMAND_SCAN,      COMMAND_DOUBT,
        COMMAND_REASSIGN, COMMAND_MATERIALS, COMMAND_PEOPLE,    COMMAND_LIST,
        COMMAND_WAITING,  COMMAND_LEAVE,     COMMAND_HELP,      COMMAND_COMMIT,
    };
    int out = -1, out_rank = 0;
    for (int i = KEYS - 1; i >= 0; i--) {
        int rank = 0;
        for (int k = 0; k < (int)(sizeof(kept) / sizeof(kept[0])); k++)
            rank = kept[k] == items[i].command ? k + 1 : rank;
        if (items[i].label && (out < 0 || rank < out_rank)) {
            out = i;
            out_rank = rank;
        }
    }
    if (out < 0)
        return;
    bool pair = item_turns(&items[out]);
    item_drop(&items[out]);
    for (int i = 0; i < KEYS; i++) {
        if (pair && item_turns(&items[i]))
            item_drop(&items[i]);
    }
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
    static const struct {
        int least, gap;
    } ways[] = {{LABEL_CELLS, 1}, {0, 1}};
    struct area area = screen->layout.keys;
    struct item items[KEYS];
    bool done = false;
    for (int i = 0; i < KEYS; i++)
        items[i] = item_make(ui, i);
    items_once(items);
    for (int out = 0; out < KEYS && !done; out++) {
        for (int way = 0; way < 2 && !done; way++) {
            done = items_flow(ui, area, items, ways[way].least, ways[way].gap, false);
            if (done)
                items_flow(ui, area, items, ways[way].least, ways[way].gap, true);
        }
        if (!done)
            items_shorten(items);
    }
    for (int i = 0; i < KEYS; i++)
        free(items[i].label);
}
