/* The schemas of the files in forms/ but for blocks. */
#ifndef SPEC_ITEM_SCHEMA_H
#define SPEC_ITEM_SCHEMA_H

#include "spec/walker.h"

extern const struct schema item_schema;   /* struct spec_item */
extern const struct schema codes_schema;  /* struct spec_codes */
extern const struct schema letter_schema; /* struct spec_letter */

#endif
