/* What a field with a code list needs, once it is read: the list, and codes of it. */
#include <stdlib.h>
#include <string.h>

#include "spec/field.h"

static void fixed_code_check(struct walk *walk, const struct spec_node *fixed, const struct spec_codes *codes,
                             const char *code)
{
    if (!spec_codes_find(codes, code))
        spec_node_fault(walk->faults, fixed, "E_SPEC_CODE", "value", code, "list", codes->list, NULL);
}

static void fixed_check(struct walk *walk, const struct spec_node *fixed, const struct spec_field *field)
{
    const char *rest = field->fixed;
    if (field->type != SPEC_CODES)
        fixed_code_check(walk, fixed, field->codes, rest);
    for (char *code; field->type == SPEC_CODES && (code = spec_codes_next(&rest)); free(code))
        fixed_code_check(walk, fixed, field->codes, code);
}

/* What stands between several codes must not stand in one. */
static void codes_apart(struct walk *walk, const struct spec_node *node, const struct spec_codes *codes)
{
    for (size_t i = 0; i < codes->count; i++) {
        const char *code = codes->codes[i].code;
        if (code && code[strcspn(code, ",/")])
            spec_node_fault(walk->faults, node, "E_SPEC_CODES_COMMA", "value", code, "list", codes->list,
                            NULL);
    }
}

void field_codes_finish(struct walk *walk, const struct spec_node *node, struct spec_field *field)
{
    bool coded = field->type == SPEC_CODE || field->type == SPEC_CODES;
    if (coded && !spec_node_find(node, "codes"))
        spec_node_fault(walk->faults, node, "E_SPEC_NEEDS", "key",
                        field->type == SPEC_CODE ? "type: code" : "type: codes", "other", "codes", NULL);
    if (field->type == SPEC_CODES && field->codes)
        codes_apart(walk, spec_node_find(node, "codes"), field->codes);
    if (field->type == SPEC_REGION)
        field->codes = (struct spec_codes *)walk_codes(walk, spec_node_find(node, "type"), "region");
    if (field->fixed && field->codes)
        fixed_check(walk, spec_node_find(node, "fixed"), field);
}
