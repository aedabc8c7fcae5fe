/* What must hold across the keys of an item. */
#ifndef SPEC_ITEM_CHECK_H
#define SPEC_ITEM_CHECK_H

#include "spec/walker.h"

/* schema.finish of an item: record is a struct spec_item. */
void item_check(struct walk *walk, const struct spec_node *node, void *record);

#endif
