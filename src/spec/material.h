/* The schema of a material, and the checks of a list of them. */
#ifndef SPEC_MATERIAL_H
#define SPEC_MATERIAL_H

#include "spec/item.h"
#include "spec/walker.h"

extern const struct schema material_schema; /* struct spec_material */

/* For schema_key.check: the code of a letter. */
void letter_check(struct walk *walk, const struct spec_node *node, const char *text);

/* Keys given twice, and conditions on the fields that stand beside them; those of shared materials were checked
 * with their block. */
void materials_check(struct walk *walk, const struct spec_material *materials, size_t count,
                     const struct spec_field *fields, size_t field_count);

#endif
