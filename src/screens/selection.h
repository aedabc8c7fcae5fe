/* Cases of the queue that were marked to be agreed to together, each as it was when it was marked. */
#ifndef SCREENS_SELECTION_H
#define SCREENS_SELECTION_H

#include "screens/desk.h"

enum { SELECTION_MOST = 500 }; /* as many as are decided on at once */

struct selected {
    int64_t task_id;
    int version; /* of its case: if that changed, it is not what was marked */
    char *kind;  /* item and stage, as shown */
};

struct selection {
    struct desk *desk;
    struct selected *tasks;
    size_t count;
};

bool selection_has(const struct selection *selection, int64_t task);

/* Marks the task, or takes its mark away. What the database knows of it is asked; the answer marks it. */
void selection_turn(struct selection *selection, int64_t task);

/* Marks all that are of the same item and stage and may be had, the given one among them. */
void selection_like(struct selection *selection, int64_t task);

/* Leaves an empty one. Answers that are still to come have to be forgotten (desk_forget) by its address. */
void selection_free(struct selection *selection);

#endif
