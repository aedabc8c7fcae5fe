/* The phrases of the hall for one kind of field: kept by its supervisors, offered to everybody who works
 * there behind their own. Asked of the database each time; while it is away there are none. */
#ifndef SCREENS_HALL_PHRASES_H
#define SCREENS_HALL_PHRASES_H

#include "screens/desk.h"

struct hall_phrases {
    struct desk *desk;
    const char *kind;           /* as the database names it; borrowed */
    void (*came)(void *screen); /* they changed */
    void *screen;
    char **words;
    size_t count;
};

/* Asks for them; `came` is called when they are there. Forget it under `hall` (desk_forget) before they go.
 */
void hall_phrases_ask(struct hall_phrases *hall);

/* For supervisors: keeps one for the hall, or takes one away; told when it is done. */
void hall_phrases_keep(struct hall_phrases *hall, const char *words);
void hall_phrases_drop(struct hall_phrases *hall, const char *words);

void hall_phrases_free(struct hall_phrases *hall);

#endif
