/* Putting what was read into a set, in order of the codes; for set.c, directory.c and overlay.c. */
#ifndef SPEC_SET_INSERT_H
#define SPEC_SET_INSERT_H

#include "spec/set.h"
#include "spec/walker.h"

/* Read a document's root by its schema and put it into the set. name is what the file is called ("" when its
 * name says nothing). NULL with faults. */
const struct spec_codes *set_read_codes(struct walk *walk, const struct spec_node *root, const char *name);
const struct spec_letter *set_read_letter(struct walk *walk, const struct spec_node *root, const char *name);

/* The same, but the item is the caller's. */
struct spec_item *set_read_item(struct walk *walk, const struct spec_node *root, const char *name);

/* Hands an item as a region has it to the set; wider regions first. */
void set_add_local(struct spec_set *set, int region, struct spec_item *item);

#endif
