/* A list that works like an input method: words typed into its search box narrow it, the digits 1-9 pick a
 * row of the visible page at once, arrows and PgUp/PgDn move, Enter picks the marked row. Pure; the rows stay
 * with the caller.
 *
 * A zeroed struct with source, columns and settings filled is ready after list_refresh(). Inside a screen:
 * event -> list_key(), command -> list_command(), field -> &list->search (where it searches), edited ->
 * list_refresh(). */
#ifndef UI_LIST_H
#define UI_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "term/canvas.h"
#include "term/key.h"
#include "ui/command.h"
#include "ui/editor.h"
#include "ui/table.h"

/* Where the rows come from. index counts all rows from 0. */
struct list_source {
    void *context;
    size_t (*count)(void *context);
    /* How well a row fits the words (never empty): 0 not at all, higher is better. NULL: words do not narrow.
     */
    int (*match)(void *context, size_t index, const char *words);
    /* Fills the row's cells (buffers are empty, roles plain). */
    void (*row)(void *context, size_t index, struct table_cell cells[TABLE_COLUMNS]);
    /* NULL: all rows may be picked. Others have no digit. */
    bool (*pickable)(void *context, size_t index);
};

struct list {
    /* settings */
    struct list_source source;
    const struct table_column *columns;
    int column_count;
    bool searches; /* printing keys that are no digits go into the search box; '/' at its start: digits too */
    bool digits;   /* rows show their digits 1-9 and digits pick */
    bool quiet;    /* the mark stands elsewhere on the screen: none is drawn here */
    /* state */
    struct editor search;
    int height;     /* rows of the page, set by list_height(); at least 1 */
    char *narrowed; /* the words of the last refresh */
    size_t *rows;   /* indices of the rows that fit, best first */
    size_t row_count;
    size_t selected; /* place within rows */
    size_t top;      /* place of the page's first row */
    bool walking;    /* the mark was moved by keys since the last word */
};

enum list_result {
    LIST_IGNORED, /* not the list's key or command */
    LIST_MOVED,   /* something changed */
    LIST_BEYOND,  /* a digit that no row of the page has */
    LIST_PICKED,  /* list_selected() was chosen */
    LIST_REFUSED, /* the row may not be picked: list_selected() names it, F2 should say why */
};

enum { LIST_NONE = -1, LIST_MARGIN = 3 }; /* LIST_MARGIN: cells of ">1 " before the columns of a row */

void list_free(struct list *list);

/* Reads the source anew and narrows it. The marked row stays marked where it is still there, unless the words
 * changed: then the best is. */
void list_refresh(struct list *list);

/* Rows that the page shows. */
void list_height(struct list *list, int rows);

/* A digit: picks. It is taken even where no row has it, so that it never lands in the box by mistake; behind
 * a '/' as the box's first character digits are words. Nothing else is the list's. */
enum list_result list_key(struct list *list, const struct key *key);

/* down, up, next-field, previous-field, group-next, group-previous, next-thing (picks), and with an empty box
 * cursor-start/-end. */
enum list_result list_command(struct list *list, enum command command);

/* Index of the marked row in the source; LIST_NONE when the list is empty. */
long list_selected(const struct list *list);

/* How many rows below the top of the page the marked one is. */
int list_marked_row(const struct list *list);

/* Marks the row with that index if it is shown. */
void list_select(struct list *list, size_t index);

/* The words to search for: the box without the leading '/'. */
const char *list_words(const struct list *list);

/* Parks the cursor behind what was typed into the box, whose text begins at that place; while somebody walks
 * through the rows, on the marked one as list_draw() shows it in that area: a screen reader reads where the
 * cursor is. */
void list_cursor(const struct list *list, struct canvas *canvas, struct area area, int box_row,
                 int box_column);

/* Rows from the area's top: ">1 " or " 2 " and the columns; the marked one in ROLE_FOCUS; or that nothing
 * fits the words. Draws no search box. */
void list_draw(const struct list *list, struct canvas *canvas, struct area area);

/* The same, from the area's second row on: in the first one stand the titles of the columns. */
void list_draw_titled(const struct list *list, struct canvas *canvas, struct area area);

#endif
