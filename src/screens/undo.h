/* Taking my last act on a case back, the slip of the hand: a box that says what will be undone, lets a digit
 * choose the reason, and does it on F9. The database refuses it once the next officer has opened the case. */
#ifndef SCREENS_UNDO_H
#define SCREENS_UNDO_H

#include "screens/desk.h"

/* What became of it; strings are borrowed for the call. */
struct undo_result {
    struct desk *desk;
    int64_t case_id, visit_id;
    int64_t task_id;   /* of an undone decision, claimed for this workstation again; 0: it was no decision */
    const char *stage; /* of the task */
};

/* Called after the box was closed, with the state of the screen beneath. */
typedef void undo_done(struct ui *ui, void *state, const struct undo_result *result);

struct undo_argument {
    struct desk *desk;
    int64_t case_id;
    int64_t visit_id; /* handed on to done */
    const char *what; /* the case in words; copied */
    undo_done *done;
};

extern const struct screen_class undo_screen; /* argument: struct undo_argument * */

/* Goes on with an undone decision: the case is in review again, in the place of another one that is open
 * there (that one stays mine). */
undo_done undo_reviewed;

/* Asks for my last decision that can still be taken back; the answer goes to undo_offer(). */
void undo_ask(struct desk *desk, store_answered *answered, void *owner);

/* Opens the box for it, over the screen on top; says so where there is none. */
void undo_offer(struct desk *desk, const struct store_reply *reply, undo_done *done);

#endif
