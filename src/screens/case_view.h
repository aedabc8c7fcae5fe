/* A case as it is read: values, materials, what happened. Shared by review and supervision. */
#ifndef SCREENS_CASE_VIEW_H
#define SCREENS_CASE_VIEW_H

#include "screens/explain.h"
#include "screens/paper.h"
#include "screens/waits.h"

/* What of a case is asked for. */
enum case_sight {
    CASE_MASKED,  /* names and values masked: to look only */
    CASE_NAMED,   /* who works on it: the name in full, which the database notes */
    CASE_DECIDED, /* who decides on it: the same, but the screen asks for the values by itself */
};

struct case_view {
    struct desk *desk;
    int64_t case_id;
    enum case_sight sight;
    int version;
    char *number, *item_name, *head, *due, *origin;
    struct paper values; /* left: what was declared, with its source; who decides writes it: review_sheet.h */
    struct paper record; /* lines behind it: what outside places replied */
    struct paper materials; /* right: materials, then what happened */
    struct explanation explanation;
    int64_t waits; /* since when the applicant waits in the hall; WAITS_NOBODY */
    struct waits_clock clock;
    void *screen;
    void (*changed)(void *screen);
};

/* Asks for everything; changed is called as it comes. */
void case_view_load(struct case_view *view, struct desk *desk, int64_t case_id, enum case_sight sight,
                    void *screen, void (*changed)(void *screen));
/* At open and at each resize: where the two papers stand. */
void case_view_arrange(struct case_view *view, const struct layout *layout);

void case_view_free(struct case_view *view);

/* Two or three lines on top, then values and materials side by side; at narrow widths only the one that page
 * (0, 1) says. */
void case_view_draw(const struct case_view *view, struct canvas *canvas, const struct layout *layout,
                    int page);

/* The other page, in words: side by side the one that Down and PgDn turn. */
void case_view_turn(const struct case_view *view, int *page);

/* case_look.c */
extern const struct screen_class case_screen; /* argument: struct case_argument *: to look only */

struct case_argument {
    struct desk *desk;
    int64_t case_id;
    int page; /* shown first at narrow widths: 0 the values, 1 materials and what happened */
};

#endif
