#include "admin/listing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/sanitise.h"
#include "base/utf8.h"
#include "text/text.h"

enum { GAP = 2 }; /* cells between two columns */

static const char *cell_or_dash(const char *cell)
{
    return cell && *cell ? cell : "-";
}

void listing_row(struct listing *listing, const char *const cells[])
{
    if (listing->count + listing->columns > listing->room) {
        listing->room = listing->room ? listing->room * 2 : 16 * listing->columns;
        listing->cells = memory_resize(listing->cells, listing->room, sizeof(listing->cells[0]));
    }
    for (size_t i = 0; i < listing->columns; i++)
        listing->cells[listing->count++] = sanitised(cell_or_dash(cells[i]));
}

static void line_print(const struct listing *listing, const char *const *cells, const int *widths)
{
    struct buffer line = {0};
    int blanks = 0;
    buffer_text(&line, listing->indent ? listing->indent : "");
    for (size_t i = 0; i < listing->columns; i++) {
        buffer_format(&line, "%*s%s", blanks, "", cells[i]);
        blanks = widths[i] - text_width(cells[i]) + GAP;
    }
    puts(buffer_string(&line));
    buffer_free(&line);
}

static void widths_find(const struct listing *listing, const char *const *titles, int *widths)
{
    for (size_t i = 0; i < listing->columns; i++) {
        widths[i] = titles[0] ? text_width(titles[i]) : 0;
        for (size_t k = i; k < listing->count; k += listing->columns) {
            int width = text_width(listing->cells[k]);
            widths[i] = width > widths[i] ? width : widths[i];
        }
    }
}

void listing_print(struct listing *listing)
{
    const char *titles[LISTING_COLUMNS] = {0};
    int widths[LISTING_COLUMNS];
    for (size_t i = 0; i < listing->columns; i++)
        titles[i] = listing->titles[i] ? text(listing->titles[i]) : NULL;
    widths_find(listing, titles, widths);
    if (titles[0] && listing->count)
        line_print(listing, titles, widths);
    for (size_t k = 0; k < listing->count; k += listing->columns)
        line_print(listing, (const char *const *)listing->cells + k, widths);
    for (size_t k = 0; k < listing->count; k++)
        free(listing->cells[k]);
    free(listing->cells);
    listing->cells = NULL;
    listing->count = listing->room = 0;
}
