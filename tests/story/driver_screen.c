#include "story/driver.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "story/driver_parts.h"

static const uint32_t TAIL = (uint32_t)-1; /* in the right half of a wide character */

int driver_rows(const struct driver *driver)
{
    return driver->rows;
}

int driver_columns(const struct driver *driver)
{
    return driver->columns;
}

static int row_from(const struct driver *driver, int row)
{
    return row < 0 ? driver->rows + row : row;
}

static int colour_number(const VTermColor *colour)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour))
        return COLOUR_DEFAULT;
    if (VTERM_COLOR_IS_INDEXED(colour))
        return colour->indexed.idx;
    return COLOUR_RGB + (colour->rgb.red << 16 | colour->rgb.green << 8 | colour->rgb.blue);
}

static unsigned attributes_of(const VTermScreenCellAttrs *attributes)
{
    return (attributes->bold ? ATTRIBUTE_BOLD : 0u) | (attributes->underline ? ATTRIBUTE_UNDERLINE : 0u) |
           (attributes->reverse ? ATTRIBUTE_REVERSE : 0u) | (attributes->blink ? ATTRIBUTE_BLINK : 0u) |
           (attributes->italic ? ATTRIBUTE_ITALIC : 0u) | (attributes->strike ? ATTRIBUTE_STRIKE : 0u);
}

static VTermScreenCell raw_cell(const struct driver *driver, int row, int column)
{
    VTermScreenCell raw = {0};
    vterm_screen_get_cell(driver->screen, (VTermPos){.row = row, .col = column}, &raw);
    return raw;
}

struct driver_cell driver_cell(const struct driver *driver, int row, int column)
{
    row = row_from(driver, row);
    VTermScreenCell raw = raw_cell(driver, row, column);
    bool tail = raw.chars[0] == TAIL;
    if (tail) /* libvterm leaves the looks of what stood there before in it */
        raw = raw_cell(driver, row, column - 1);
    struct driver_cell cell = {
        .width = tail ? 0 : raw.width,
        .attributes = attributes_of(&raw.attrs),
        .foreground = colour_number(&raw.fg),
        .background = colour_number(&raw.bg),
    };
    size_t length = 0;
    for (int i = 0; !tail && i < VTERM_MAX_CHARS_PER_CELL && raw.chars[i]; i++)
        length += utf8_encode(raw.chars[i], cell.text + length);
    if (!tail && !length)
        cell.text[0] = ' ';
    return cell;
}

struct driver_cursor driver_cursor(const struct driver *driver)
{
    VTermPos place;
    vterm_state_get_cursorpos(vterm_obtain_state(driver->vterm), &place);
    return (struct driver_cursor){.row = place.row, .column = place.col, .visible = driver->cursor_visible};
}

struct row_text row_text_read(const struct driver *driver, int row)
{
    struct row_text text = {.columns =
                                memory_get((size_t)driver->columns * DRIVER_CELL_TEXT + 1, sizeof(int))};
    for (int column = 0; column < driver->columns; column++) {
        struct driver_cell cell = driver_cell(driver, row, column);
        size_t length = strlen(cell.text);
        for (size_t i = 0; i < length; i++)
            text.columns[text.text.length + i] = column;
        buffer_text(&text.text, cell.text);
    }
    text.columns[text.text.length] = driver->columns;
    return text;
}

void row_text_free(struct row_text *text)
{
    buffer_free(&text->text);
    free(text->columns);
    text->columns = NULL;
}

bool place_next(const struct driver *driver, const char *text, struct place *place)
{
    for (; place->row < driver->rows; place->row++, place->next = 0) {
        struct row_text row = row_text_read(driver, place->row);
        const char *content = buffer_string(&row.text);
        const char *found = place->next <= row.text.length ? strstr(content + place->next, text) : NULL;
        if (found) {
            size_t start = (size_t)(found - content);
            place->column = row.columns[start];
            place->end = row.columns[start + strlen(text)];
            place->next = start + 1;
        }
        row_text_free(&row);
        if (found)
            return true;
    }
    return false;
}

void driver_row_text(const struct driver *driver, int row, struct buffer *out)
{
    struct row_text text = row_text_read(driver, row);
    const char *content = buffer_string(&text.text);
    size_t length = text.text.length;
    while (length && content[length - 1] == ' ')
        length--;
    buffer_append(out, content, length);
    row_text_free(&text);
}

void driver_picture(const struct driver *driver, struct buffer *out)
{
    for (int row = 0; row < driver->rows; row++) {
        driver_row_text(driver, row, out);
        buffer_byte(out, '\n');
    }
}

const struct buffer *driver_written(const struct driver *driver)
{
    return &driver->written;
}
