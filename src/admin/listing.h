/* A listing for people: rows of cells, each column as wide as its widest cell (in terminal cells). */
#ifndef ADMIN_LISTING_H
#define ADMIN_LISTING_H

#include <stddef.h>

enum { LISTING_COLUMNS = 8 };

struct listing {
    size_t columns;                      /* at most LISTING_COLUMNS */
    const char *titles[LISTING_COLUMNS]; /* codes of the catalogue; all NULL: no line of titles */
    const char *indent;                  /* in front of every line; NULL: nothing */
    char **cells;
    size_t count, room; /* cells */
};

/* Adds a row; cells are copied and sanitised, "" and NULL stand as "-". */
void listing_row(struct listing *listing, const char *const cells[]);

/* Prints titles and rows on stdout, nothing where there is no row, and empties the listing. */
void listing_print(struct listing *listing);

#endif
