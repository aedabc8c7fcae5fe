#include "dispatch_rule.h"

/* The digit that yc.turn_class() begins with. */
static int turn_class(const struct dispatch_head *head, const struct dispatch_view *view)
{
    if (head->priority < 3)
        return 1;
    if (head->priority < 5)
        return 2;
    if (head->due < view->long_over)
        return 3;
    if (head->due <= view->today)
        return head->due == view->today ? 4 : 5;
    if (head->due <= view->near)
        return 6;
    return head->item == view->last_item ? 7 : 8;
}

bool dispatch_before(enum dispatch_rule rule, const struct dispatch_head *a, const struct dispatch_head *b,
                     const struct dispatch_view *view)
{
    if (rule == RULE_OURS) {
        int of_a = turn_class(a, view), of_b = turn_class(b, view);
        if (of_a != of_b)
            return of_a < of_b;
    }
    if (rule != RULE_FIRST_COME && a->due != b->due)
        return a->due < b->due;
    if (rule == RULE_OURS && (a->item == view->last_item) != (b->item == view->last_item))
        return a->item == view->last_item;
    if (rule == RULE_OURS && a->people != b->people)
        return a->people < b->people;
    return a->id < b->id;
}
