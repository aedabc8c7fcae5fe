#include "ui/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "text/text.h"

enum { DIGITS = 9 }; /* rows that have a digit */

struct ranked {
    size_t index;
    int score;
};

void list_free(struct list *list)
{
    editor_free(&list->search);
    free(list->rows);
    free(list->narrowed);
    list->rows = NULL;
    list->narrowed = NULL;
    list->row_count = list->selected = list->top = 0;
}

const char *list_words(const struct list *list)
{
    const char *words = editor_text(&list->search);
    return words[0] == '/' ? words + 1 : words;
}

static bool is_pickable(const struct list *list, size_t place)
{
    return !list->source.pickable || list->source.pickable(list->source.context, list->rows[place]);
}

/* Moves the page so that the marked row stands in it. */
static void page_follow(struct list *list)
{
    size_t height = list->height > 0 ? (size_t)list->height : 1;
    if (list->row_count == 0)
        list->selected = 0;
    else if (list->selected >= list->row_count)
        list->selected = list->row_count - 1;
    if (list->selected < list->top)
        list->top = list->selected;
    else if (list->selected >= list->top + height)
        list->top = list->selected - height + 1;
    if (list->row_count <= height)
        list->top = 0;
    else if (list->top > list->row_count - height)
        list->top = list->row_count - height;
}

static int ranked_compare(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;
    if (left->score != right->score)
        return left->score > right->score ? -1 : 1;
    return left->index < right->index ? -1 : left->index > right->index; /* else in the source's order */
}

/* Fills rows with what fits the words, best first. */
static void narrow(struct list *list)
{
    const char *words = list_words(list);
    size_t count = list->source.count(list->source.context), kept = 0;
    struct ranked *ranked = memory_get(count + 1, sizeof(*ranked));
    for (size_t i = 0; i < count; i++) {
        int score = *words && list->source.match ? list->source.match(list->source.context, i, words) : 1;
        if (score > 0)
            ranked[kept++] = (struct ranked){.index = i, .score = score};
    }
    if (*words)
        qsort(ranked, kept, sizeof(*ranked), ranked_compare);
    list->rows = memory_resize(list->rows, kept + 1, sizeof(*list->rows));
    for (size_t i = 0; i < kept; i++)
        list->rows[i] = ranked[i].index;
    list->row_count = kept;
    free(ranked);
}

void list_refresh(struct list *list)
{
    long marked = list_selected(list);
    bool same = strcmp(list->narrowed ? list->narrowed : "", list_words(list)) == 0;
    free(list->narrowed);
    list->narrowed = memory_text(list_words(list));
    narrow(list);
    if (!same) {
        list->selected = list->top = 0;
        list->walking = false;
    } else if (marked != LIST_NONE) {
        list_select(list, (size_t)marked);
    }
    page_follow(list);
}

void list_height(struct list *list, int rows)
{
    list->height = rows > 1 ? rows : 1;
    page_follow(list);
}

long list_selected(const struct list *list)
{
    return list->selected < list->row_count ? (long)list->rows[list->selected] : LIST_NONE;
}

int list_marked_row(const struct list *list)
{
    return (int)(list->selected - list->top);
}

void list_select(struct list *list, size_t index)
{
    for (size_t i = 0; i < list->row_count; i++) {
        if (list->rows[i] == index)
            list->selected = i;
    }
    page_follow(list);
}

static enum list_result pick(struct list *list)
{
    if (list->row_count == 0)
        return LIST_IGNORED;
    return is_pickable(list, list->selected) ? LIST_PICKED : LIST_REFUSED;
}

enum list_result list_key(struct list *list, const struct key *key)
{
    uint32_t digit = key->kind == PRESS_CHARACTER ? halfwidth(key->code) : 0;
    bool into_box = list->searches && editor_text(&list->search)[0] == '/';
    if (!list->digits || digit < '0' || digit > '9' || into_box)
        return LIST_IGNORED;
    size_t place = list->top + digit - '1';
    if (digit == '0' || digit - '0' > (uint32_t)list->height || place >= list->row_count)
        return LIST_BEYOND;
    list->selected = place;
    return pick(list);
}

static enum list_result move_to(struct list *list, size_t place)
{
    list->selected = place;
    list->walking = true;
    page_follow(list);
    return LIST_MOVED;
}

enum list_result list_command(struct list *list, enum command command)
{
    size_t height = list->height > 0 ? (size_t)list->height : 1;
    size_t last = list->row_count ? list->row_count - 1 : 0;
    bool box = list->searches && list->search.text.length > 0;
    switch (command) {
    case COMMAND_DOWN:
    case COMMAND_NEXT_FIELD:
        return move_to(list, list->selected < last ? list->selected + 1 : last);
    case COMMAND_UP:
    case COMMAND_PREVIOUS_FIELD:
        return move_to(list, list->selected ? list->selected - 1 : 0);
    case COMMAND_GROUP_NEXT: /* the page moves whole, so that the digits' rows change together */
        list->top = list->top + height <= last ? list->top + height : list->top;
        return move_to(list, list->selected + height <= last ? list->selected + height : last);
    case COMMAND_GROUP_PREVIOUS:
        list->top = list->top > height ? list->top - height : 0;
        return move_to(list, list->selected > height ? list->selected - height : 0);
    case COMMAND_CURSOR_START:
        return box ? LIST_IGNORED : move_to(list, 0);
    case COMMAND_CURSOR_END:
        return box ? LIST_IGNORED : move_to(list, last);
    case COMMAND_NEXT_THING:
        return pick(list);
    default:
        return LIST_IGNORED;
    }
}

void list_cursor(const struct list *list, struct canvas *canvas, struct area area, int box_row,
                 int box_column)
{
    if (list->walking && list->row_count)
        canvas_cursor(canvas, area.row + list_marked_row(list), area.column);
    else
        canvas_cursor(canvas, box_row, box_column + editor_cursor_column(&list->search));
}

static void draw_row(const struct list *list, struct canvas *canvas, struct area area, size_t place,
                     const int *widths)
{
    struct table_cell cells[TABLE_COLUMNS] = {0};
    int row = area.row + (int)(place - list->top);
    bool marked = place == list->selected && !list->quiet;
    bool numbered = list->digits && place - list->top < DIGITS && is_pickable(list, place);
    char mark[LIST_MARGIN + 1] = {marked ? '>' : ' ', numbered ? (char)('1' + (place - list->top)) : ' ', ' ',
                                  '\0'};

    list->source.row(list->source.context, list->rows[place], cells);
    canvas_text(canvas, row, area.column, area.width, ROLE_PLAIN, mark);
    table_draw_row(canvas, row, area.column + LIST_MARGIN, list->columns, widths, list->column_count, cells);
    if (marked)
        canvas_role(canvas, row, area.column, area.width, ROLE_FOCUS);
    for (int i = 0; i < TABLE_COLUMNS; i++)
        buffer_free(&cells[i].text);
}

void list_draw(const struct list *list, struct canvas *canvas, struct area area)
{
    int widths[TABLE_COLUMNS];
    table_fit(list->columns, list->column_count, area.width - LIST_MARGIN, widths);
    int height = list->height < area.height ? list->height : area.height;
    if (list->row_count == 0 && list->source.match && *list_words(list))
        canvas_text(canvas, area.row, area.column, area.width, ROLE_PLAIN, text("UI_NO_MATCH"));
    for (size_t place = list->top; place < list->row_count && place < list->top + (size_t)height; place++)
        draw_row(list, canvas, area, place, widths);
}

void list_draw_titled(const struct list *list, struct canvas *canvas, struct area area)
{
    int widths[TABLE_COLUMNS];
    table_fit(list->columns, list->column_count, area.width - LIST_MARGIN, widths);
    table_draw_titles(canvas, area.row, area.column + LIST_MARGIN, list->columns, widths, list->column_count);
    list_draw(list, canvas, (struct area){area.row + 1, area.column, area.height - 1, area.width});
}
