/* The schemas of the files in forms/ but for blocks and overlays. */
#ifndef SPEC_ITEM_SCHEMA_H
#define SPEC_ITEM_SCHEMA_H

#include "spec/walker.h"

extern const struct schema item_schema;   /* struct spec_item */
extern const struct schema codes_schema;  /* struct spec_codes */
extern const struct schema letter_schema; /* struct spec_letter */
extern const struct schema closed_schema; /* struct spec_closing */

/* For schema_key.check: a code of the list of channels. */
void channel_check(struct walk *walk, const struct spec_node *node, const char *text);

#endif
